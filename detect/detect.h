/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the framework share; detectors include detect/detector.h. */
#ifndef EARSHOT_DETECT_DETECT_H
#define EARSHOT_DETECT_DETECT_H

#include "detect/detector.h"

/** detect_sort - fill the list of @findings from its checks, in the order of
 * what to fix first, and number them. Returns 0, or -1 without memory. */
int detect_sort(struct findings *findings);

#endif
