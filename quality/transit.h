/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long packets took between two observation points, from the two times of
 * each packet that both saw. Percentiles come from a sample that keeps every
 * 2^k-th packet, k growing with their number, so memory is fixed and equal
 * input gives equal output.
 */
#ifndef EARSHOT_QUALITY_TRANSIT_H
#define EARSHOT_QUALITY_TRANSIT_H

#include "lib/maybe.h"
#include "lib/ns.h"

#include <stdint.h>

#define TRANSIT_SAMPLES 256

struct transit {
	uint64_t count;
	ns_t min, max, last;
	double sum_ms, jitter_ms, jitter_sum_ms;
	uint32_t stride, kept; /* every stride-th is kept */
	ns_t sample[TRANSIT_SAMPLES];
};

/** transit_add - a packet was @delay later at the second point; signed. */
void transit_add(struct transit *t, ns_t delay);

/** transit_reverse - as if the two points were named the other way round. */
void transit_reverse(struct transit *t);

/** transit_mean_ms - mean delay, ms; unknown without packets. */
struct maybe transit_mean_ms(const struct transit *t);

/**
 * transit_percentile_ms - the delay that @share (0..1) of the packets do not
 * exceed, ms; unknown without packets. Reorders the sample.
 */
struct maybe transit_percentile_ms(struct transit *t, double share);

/**
 * transit_jitter_ms - what the way adds to the interarrival jitter: mean of the
 * running estimate over the delays; unknown below two packets.
 * Source: RFC 3550 clause 6.4.1, with D(i,j) = delay(j) - delay(i).
 */
struct maybe transit_jitter_ms(const struct transit *t);

#endif
