/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far two clocks are apart, from packets that both have seen. A packet that
 * goes from A to B is later at B by the way, one from B to A earlier:
 *
 *   A -> B   difference = offset + delay     the smallest bounds it from above
 *   B -> A   difference = offset - delay     the largest bounds it from below
 *
 * so traffic in both directions encloses the offset, and the width of that
 * interval is the round trip of the two fastest packets. Its middle is taken
 * for the offset, as NTP does; an asymmetric way moves it, but never out of the
 * interval. Which of the two directions goes from A to B is told by the
 * differences themselves: it is the one whose packets are later at B.
 *
 * Takes numbers only, so that it can be tested with vectors.
 * Source: RFC 5905 clause 8 (offset and delay from two crossing packets).
 */
#ifndef EARSHOT_QUALITY_CLOCKS_H
#define EARSHOT_QUALITY_CLOCKS_H

#include "lib/ns.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No bound on this side. */
#define CLOCKS_OPEN (INT64_MAX / 4)

enum clocks_basis {
	CLOCKS_UNKNOWN,   /* nothing ties the two clocks together */
	CLOCKS_REFERENCE, /* it is the clock that the others are put on */
	CLOCKS_SHARED,    /* shared packets, in both directions */
	CLOCKS_ONE_WAY,   /* shared packets, in one direction only */
	CLOCKS_CAUSAL,    /* cause and effect between the legs of calls */
};

/* A packet that both have seen. */
struct clocks_pair {
	ns_t a, b;    /* when, by either clock */
	uint32_t way; /* which two hosts it went between */
	bool back;    /* which of their two directions */
	int8_t hops;  /* routers between A and B, by its TTL: > 0 A came first,
			 < 0 B did, 0 not told */
};

/* What B's clock shows more than A's: offset, at A's time `at`. */
struct clocks_offset {
	enum clocks_basis basis;
	ns_t offset;
	ns_t low, high;   /* it lies between; -CLOCKS_OPEN, CLOCKS_OPEN: open */
	double drift_ppm; /* B's clock gains so much; 0: not measurable */
	ns_t at;
	uint64_t pairs; /* used */
};

/**
 * clocks_estimate - the offset between two clocks.
 * @pairs: packets that both have seen; put into another order
 * @count: how many
 * @ret: filled; basis CLOCKS_UNKNOWN when there is none
 * Wrong pairs are tolerated as far as they differ from most by over 2 s. Drift
 * is corrected where pairs span a minute and more. Allocates: no.
 * Source: RFC 5905 clause 8; the line is Theil's and Sen's (median of slopes).
 */
void clocks_estimate(
	struct clocks_pair *pairs, size_t count, struct clocks_offset *ret);

/**
 * clocks_shift - what B's clock shows more than A's when B's shows @b.
 * @c: the offset; @b: B's time
 */
ns_t clocks_shift(const struct clocks_offset *c, ns_t b);

/** clocks_uncertainty - half the interval, or -1 when it is open. @c: offset */
ns_t clocks_uncertainty(const struct clocks_offset *c);

/** clocks_reverse - the same, seen from B. @c: changed in place */
void clocks_reverse(struct clocks_offset *c);

/** clocks_basis_text - the basis in words. */
const char *clocks_basis_text(enum clocks_basis basis);

/* An interval, from one cause and one effect or more. */
struct clocks_interval {
	ns_t low, high;
};

/**
 * clocks_agree - where most of @intervals agree.
 * @intervals: each bounds the same offset, wrong ones among them; reordered
 * @count: how many; @ret: the intersection of those that agree
 * Returns how many agree, or 0 when none do, or when two places are as good.
 * Allocates: no.
 */
size_t clocks_agree(struct clocks_interval *intervals, size_t count,
	struct clocks_interval *ret);

#endif
