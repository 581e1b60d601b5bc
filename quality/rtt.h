/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Round trips between a point that listens and one end, of which many small
 * measurements come in. Takes numbers only.
 */
#ifndef EARSHOT_QUALITY_RTT_H
#define EARSHOT_QUALITY_RTT_H

#include "lib/maybe.h"
#include "lib/ns.h"

#include <stdint.h>

/* The median is of so many, the last ones. */
#define RTT_RECENT 7

struct rtt {
	uint32_t count;
	double sum_ms, min_ms, max_ms;
	double recent_ms[RTT_RECENT];
	uint64_t first_frame, last_frame; /* that completed one; 0: none */
};

/**
 * rtt_of_report - round trip between the listener and the sender of a report.
 * @asked: when what it answers passed here; @answered: when it passed
 * @held: the delay that the report states, 1/65536 s (DLSR, DLRR)
 * Returns ms, unknown when it cannot be: negative by more than 1 ms (the delay
 * is quantised, clocks differ by ppm), 10 s and more, or held 60 s and more.
 * Source: RFC 3550 clause 6.4.1, RFC 3611 clause 4.5; the listener's own clock
 * takes the place of the sender's.
 */
struct maybe rtt_of_report(ns_t asked, ns_t answered, uint32_t held);

/** rtt_add - account for @ms, which @frame completed, into @rtt. */
void rtt_add(struct rtt *rtt, double ms, uint64_t frame);

/** rtt_mean_ms - mean of @rtt, ms; unknown when there is none. */
struct maybe rtt_mean_ms(const struct rtt *rtt);

/** rtt_median_ms - median of the last of @rtt, ms; unknown when there is none. */
struct maybe rtt_median_ms(const struct rtt *rtt);

#endif
