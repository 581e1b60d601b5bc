/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bursts of a stream are taken as equal, spread evenly over it, each of the
 * mean length and loss: so the annex does it, and it needs no list of them. One
 * turn of burst and gap lasts the stream's length divided by its bursts.
 */
#include "quality/recency.h"

#include "quality/emodel.h"

#include <math.h>

/* TS 101 329-5 Annex E: seconds until a change is felt, and k and t3 of the
 * judgement at the end. */
#define WORSE_S   5.0
#define BETTER_S  15.0
#define FADE_S    30.0
#define LAST_PART 0.7

double recency_after_burst(const struct recency *r, double felt)
{
	return r->burst_ie - (r->burst_ie - felt) * exp(-r->burst_s / WORSE_S);
}

double recency_after_gap(const struct recency *r, double felt)
{
	return r->gap_ie + (felt - r->gap_ie) * exp(-r->gap_s / BETTER_S);
}

double recency_settled(const struct recency *r)
{
	double b = exp(-r->burst_s / WORSE_S);
	double g = exp(-r->gap_s / BETTER_S);

	/* I1 = Ieb (1 - b) + b I2, I2 = Ieg (1 - g) + g I1 */
	return (r->burst_ie * (1 - b) + b * r->gap_ie * (1 - g)) / (1 - b * g);
}

double recency_average(const struct recency *r, double before, double after)
{
	double b = exp(-r->burst_s / WORSE_S);
	double g = exp(-r->gap_s / BETTER_S);
	double sum = r->burst_s * r->burst_ie + r->gap_s * r->gap_ie;

	sum -= WORSE_S * (r->burst_ie - before) * (1 - b);
	sum += BETTER_S * (after - r->gap_ie) * (1 - g);
	return sum / (r->burst_s + r->gap_s);
}

double recency_end(double average, double after, double since_s)
{
	return average + LAST_PART * (after - average) * exp(-since_s / FADE_S);
}

/* Ie,eff at @lost of @packets; their runs are not asked for: within a burst, and
 * within a gap, loss counts as random. */
static double ie_of(
	const struct codec_rating *rating, uint64_t lost, uint64_t packets)
{
	double ppl = packets ? 100 * (double)lost / (double)packets : 0;

	return emodel_ie_eff(
		&emodel_nb, rating->ie.v, rating->bpl.v, ppl, 1);
}

struct maybe recency_ie(enum codec_band band,
	const struct codec_rating *rating, const struct burst *b,
	struct maybe packet_ms)
{
	if (!rating || band != BAND_NARROW ||
		rating->ie.basis == FIGURE_UNKNOWN ||
		rating->bpl.basis == FIGURE_UNKNOWN || !packet_ms.known ||
		packet_ms.v <= 0 || b->burst_count == 0) {
		return MAYBE_UNKNOWN;
	}
	double packet_s = packet_ms.v / 1000;
	uint64_t gap = b->total - b->burst_packets;
	double turns = (double)b->burst_count;
	struct recency r = {
		.burst_ie = ie_of(rating, b->burst_lost, b->burst_packets),
		.gap_ie = ie_of(rating, b->lost - b->burst_lost, gap),
		.burst_s = (double)b->burst_packets / turns * packet_s,
		.gap_s = (double)gap / turns * packet_s,
	};
	double after = recency_settled(&r);
	double before = recency_after_gap(&r, after);
	double average = recency_average(&r, before, after);
	double since = (double)(b->total - b->burst_end) * packet_s;

	return maybe_of(recency_end(average, after, since));
}

struct maybe recency_mos(enum codec_band band,
	const struct codec_rating *rating, const struct burst *b,
	struct maybe packet_ms)
{
	struct maybe ie = recency_ie(band, rating, b, packet_ms);
	struct emodel_input in = emodel_defaults();
	struct emodel_output out;

	if (!ie.known) {
		return ie;
	}
	emodel_rate(&in, &out);
	return maybe_of(emodel_mos(fmax(out.r - ie.v, 0)));
}
