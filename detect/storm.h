/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Too many frames of one kind in a second: what both storms share. */
#ifndef EARSHOT_DETECT_STORM_H
#define EARSHOT_DETECT_STORM_H

#include "detect/detector.h"

/** storm_judge - raise a finding for each place of capture whose busiest second
 * of @rates, one a place, reached @most frames; @what: "ARP packets". */
void storm_judge(struct detecting *d, const struct net_rate *rates, double most,
	const char *what);

#endif
