/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The E-model speaks of the mean of many calls on a planned network; one call is
 * rated by what its listener heard. What lies between them, cause by cause, is
 * put into R: how far R would go if this one thing were otherwise. The causes know
 * nothing of each other, so their squares add up, once for what may be worse and
 * once for what may be better.
 */
#include "quality/range.h"

#include "quality/scales.h"

#include <math.h>

/* Ie is a planning value: laboratories, talkers and languages differ by so much,
 * in R of the narrowband scale. One talker through one codec is mostly worse than
 * the mean that was tabulated: by how much was measured, see docs/METRICS.md
 * "How far can it be trusted". */
#define IE_BETTER 12.0
#define IE_WORSE 18.0
#define IE_WORSE_DERIVED 24.0
/* Wideband models of listening put low rates further down than G.113 does. */
#define IE_WORSE_WIDE 30.0
/* Bpl of another packet time or another decoder, times and through. */
#define BPL_PUBLISHED 1.4
#define BPL_DERIVED 2.5
/* G.107 table 2: the burst ratio and the loss in percent are defined up to here. */
#define BURST_R_END 8.0
#define PPL_END 20.0
/* Of a burst so many packets are heard as one: a longer one is a gap in speech,
 * which no ear overhears. */
#define BURST_R_HEARD 3.0
/* Nine of ten draws of n events lie within n +- this sqrt(n). */
#define NINE_OF_TEN 1.64
/* Scales of listening tests and of full-reference models end at 4.5 to 4.75, and
 * agree no better than this. */
#define MOS_SPREAD 0.15

struct causes {
	const struct emodel *model;
	double ie_eff;	 /* of the score */
	double worse, better; /* sums of squares */
};

/* If this were so, Ie,eff would be @ie_eff. */
static void add(struct causes *c, double ie_eff)
{
	double d = ie_eff - c->ie_eff;

	*(d > 0 ? &c->worse : &c->better) += d * d;
}

/* What another talker, another laboratory would make of the codec alone. */
static void add_codec(struct causes *c, const struct quality *q)
{
	double worse = q->rating->ie.basis == FIGURE_PUBLISHED
			       ? IE_WORSE
			       : IE_WORSE_DERIVED;

	if (q->band != BAND_NARROW) {
		worse = IE_WORSE_WIDE;
	}
	add(c, c->ie_eff + worse * c->model->stretch);
	add(c, c->ie_eff - IE_BETTER * c->model->stretch);
	if (q->rating->ie_other.basis != FIGURE_UNKNOWN) {
		add(c, c->ie_eff + q->rating->ie_other.v - q->rating->ie.v);
	}
}

/* What another Bpl, another place of the losses in the speech, or another way in
 * which they come together would make of it. */
static void add_loss(struct causes *c, const struct codec_rating *rating,
	const struct quality_input *in, double used)
{
	const struct figure *told = quality_bpl(rating, in->concealment);
	double ie = rating->ie.v, bpl = told->v;
	double ppl = 100 * (double)in->lost / (double)in->expected;
	double factor = told->basis == FIGURE_PUBLISHED ? BPL_PUBLISHED
							: BPL_DERIVED;
	double burst =
		in->burst_r.known ? fmin(fmax(in->burst_r.v, 1), BURST_R_END)
				  : 1;
	double heard = fmin(burst, BURST_R_HEARD);
	/* Of twice the loss that the model goes to nothing is heard, however it
	 * comes together. */
	double doubt = fmin(fmax(2 - ppl / PPL_END, 0), 1);
	double chance = NINE_OF_TEN / sqrt((double)in->lost / heard);

	add(c, emodel_ie_eff(c->model, ie, bpl / factor, ppl, used));
	add(c, emodel_ie_eff(c->model, ie, bpl * factor, ppl, used));
	add(c, emodel_ie_eff(c->model, ie, bpl,
		       fmin(ppl * (1 + chance), 100), used));
	add(c, emodel_ie_eff(c->model, ie, bpl,
		       fmax(ppl * (1 - chance), 0), used));
	/* A burst hurts more than its packets apart, or less. */
	add(c, emodel_ie_eff(c->model, ie, bpl, ppl, fmax(burst, used)));
	double apart = emodel_ie_eff(c->model, ie, bpl, ppl / heard, 1);
	add(c, c->ie_eff + (apart - c->ie_eff) * doubt);
	if (rating->bpl_bare.basis != FIGURE_UNKNOWN &&
		in->concealment == CONCEALMENT_UNTOLD) {
		add(c, emodel_ie_eff(
			       c->model, ie, rating->bpl_bare.v, ppl, 1));
	}
}

/* The rate was not seen: it may be any other one. */
static void add_rates(struct causes *c, const struct codec *codec,
	const struct quality_input *in)
{
	double ppl = 100 * (double)in->lost / (double)in->expected;
	double least = c->ie_eff, most = c->ie_eff;

	for (size_t i = 0; i < codec->rating_count; i++) {
		const struct codec_rating *r = &codec->ratings[i];
		double v = emodel_ie_eff(
			c->model, r->ie.v, r->bpl.v, ppl, 1);
		least = fmin(least, v);
		most = fmax(most, v);
	}
	add(c, least);
	add(c, most);
}

/* Some packets had other rates: what the mean over all of them would make of it. */
static void add_mix(struct causes *c, const struct quality_input *in)
{
	double ppl = 100 * (double)in->lost / (double)in->expected;
	double sum = 0, all = 0;

	for (unsigned i = 0; i < in->seen.size_count; i++) {
		const struct codec_size *s = &in->seen.sizes[i];
		uint32_t rate = codec_size_rate(in->codec, &in->seen, s);
		const struct codec_rating *r =
			rate ? codec_rating_at(in->codec, rate) : NULL;
		if (r) {
			sum += (double)s->packets *
			       emodel_ie_eff(c->model, r->ie.v, r->bpl.v, ppl, 1);
			all += (double)s->packets;
		}
	}
	if (all > 0) {
		add(c, sum / all);
	}
}

void range_of(const struct quality_input *in, struct quality *q)
{
	struct causes c = {
		.model = scales_model(q->band),
		.ie_eff = q->ie_eff.v,
	};

	if (in->lost >= in->expected) {
		/* There is no audio, and nothing to doubt. */
		q->mos_low = q->mos_high = q->mos;
		return;
	}
	add_codec(&c, q);
	if (in->lost) {
		add_loss(&c, q->rating, in, q->burst_r_used);
	}
	if (q->rate_assumed) {
		add_rates(&c, in->codec, in);
	}
	if (q->rate_share < 1) {
		add_mix(&c, in);
	}
	double low = emodel_mos_on(c.model, q->r.v - sqrt(c.worse));
	double high = emodel_mos_on(c.model, q->r.v + sqrt(c.better));
	q->mos_low = maybe_of(fmax(low - MOS_SPREAD, 1));
	q->mos_high = maybe_of(high + MOS_SPREAD);
}
