/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this capture could have shown. */
#ifndef EARSHOT_DETECT_SEEN_H
#define EARSHOT_DETECT_SEEN_H

#include "detect/detector.h"

/** seen_towards - true when packets to the host @ip are in the capture: of one
 * that is seen in one direction only, no silence can be told. */
bool seen_towards(const struct detecting *d, const struct addr *ip);

#endif
