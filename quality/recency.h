/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a listener remembers: a burst of loss that is just over weighs more than
 * one of a minute ago. Perception follows the impairment with delay, fast when
 * it gets worse, slowly when it gets better.
 * Source: ETSI TS 101 329-5 Annex E; docs/METRICS.md "Recency".
 */
#ifndef EARSHOT_QUALITY_RECENCY_H
#define EARSHOT_QUALITY_RECENCY_H

#include "codecs/codec.h"
#include "lib/maybe.h"
#include "quality/burst.h"

/* A stream as bursts and gaps that take turns. */
struct recency {
	double burst_ie, gap_ie; /* Ie,eff within one of them */
	double burst_s, gap_s;   /* length of one of them, seconds; > 0 */
};

/**
 * recency_after_burst - what is felt at the end of a burst (I1).
 * @felt: at its begin
 */
double recency_after_burst(const struct recency *r, double felt);

/** recency_after_gap - what is felt at the end of a gap (I2). @felt: at its
 * begin */
double recency_after_gap(const struct recency *r, double felt);

/** recency_settled - @felt at the end of a burst once many have come and gone:
 * the I1 of which one gap and one burst make the same I1 again. */
double recency_settled(const struct recency *r);

/** recency_average - mean of what is felt over a burst and the gap after it.
 * @before: at the burst's begin (I2); @after: at its end (I1) */
double recency_average(const struct recency *r, double before, double after);

/** recency_end - the impairment as judged when the call is over.
 * @average: of the call; @after: I1 of the last burst; @since_s: seconds since
 * that burst ended */
double recency_end(double average, double after, double since_s);

/**
 * recency_ie - Ie as judged at the end of a stream.
 * @band, @rating: of its codec, narrowband with Ie and Bpl; NULL is allowed
 * @b: finished; @packet_ms: media time of one packet
 * Unknown when the codec's figures are, when the packet time is, or when there
 * was no burst: then nothing is to be weighed. Allocates: no.
 */
struct maybe recency_ie(enum codec_band band,
	const struct codec_rating *rating, const struct burst *b,
	struct maybe packet_ms);

/** recency_mos - MOS of that Ie, no delay; @band, @rating, @b, @packet_ms, and
 * unknown, as there. */
struct maybe recency_mos(enum codec_band band,
	const struct codec_rating *rating, const struct burst *b,
	struct maybe packet_ms);

#endif
