/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The short form of the E-model for somebody who listens on the wire: the terms
 * that a capture cannot show (levels, noise, echo) stand at their defaults, the
 * sender's codec and the loss are what was seen.
 *
 * A score is given only where figures with a source carry it. Otherwise the basis
 * says what is missing; a number made up for an unknown codec would be worse
 * than none.
 */
#include "quality/quality.h"

#include "quality/range.h"
#include "quality/scales.h"

#include <math.h>

/* G.113: the burst term holds for codecs that conceal from their own state. */
#define BURST_BPL_LEAST 16.0
/* G.107: shown for burst ratios up to 2. */
#define BURST_R_MOST 2.0
/* G.107 table 2 ends at this loss, percent. From twice of it on runs are taken as
 * long as they are. */
#define PPL_MOST 20.0

static enum quality_basis basis_of(
	const struct quality_input *in, const struct codec_rating *rating)
{
	const struct codec *c = in->codec;

	if (!c) {
		return QUALITY_NO_CODEC;
	}
	if (c->kind != CODEC_AUDIO) {
		return QUALITY_NOT_AUDIO;
	}
	if (c->rating_count == 0) {
		return QUALITY_NO_IE;
	}
	if (!rating) {
		return QUALITY_NO_RATE;
	}
	if (in->expected < QUALITY_LEAST) {
		return QUALITY_TOO_SHORT;
	}
	return rating->bpl.basis == FIGURE_UNKNOWN ? QUALITY_NO_BPL
						   : QUALITY_RATED;
}

/*
 * The burst ratio is the mean run over that of independent loss at the same rate.
 * Past the loss that the model is defined for this forgives long runs for being
 * usual there, and a stream would be rated up for losing still more. So the divisor
 * fades from 1.25 at 20 % to 1 at 40 %, where the mean run itself is left: no
 * packet that is lost besides raises a score.
 */
static double burst_r_for(double bpl, struct maybe measured, double ppl_pct)
{
	double burst = measured.v;

	if (bpl < BURST_BPL_LEAST || !measured.known) {
		return 1;
	}
	if (ppl_pct > PPL_MOST && ppl_pct < 100) {
		double usual = 1 / (1 - PPL_MOST / 100);
		double fade = fmin(ppl_pct / PPL_MOST - 1, 1);
		burst /= (1 - ppl_pct / 100) * (usual - (usual - 1) * fade);
	}
	return fmin(fmax(burst, 1), BURST_R_MOST);
}

/* R of @ie_eff and @idd. All lost is no speech at all, whatever the formula says. */
static double r_of(
	const struct emodel *model, double ie_eff, double idd, double ppl_pct)
{
	struct emodel_input in = emodel_defaults();
	struct emodel_output out;

	if (ppl_pct >= 100) {
		return 0;
	}
	model->rate(&in, &out);
	return fmax(out.r - ie_eff - idd, 0);
}

static enum figure_basis figures_of(const struct codec_rating *r, uint64_t lost)
{
	return lost && r->bpl.basis < r->ie.basis ? r->bpl.basis : r->ie.basis;
}

static double idd_of(const struct emodel *model, double delay_ms)
{
	struct emodel_input d = emodel_defaults();

	return model->stretch * emodel_idd(delay_ms, d.st, d.mt_ms);
}

/* The same for a receiver that conceals nothing. */
static void rate_bare(struct quality *q, const struct emodel *model,
	const struct quality_input *in, double ppl_pct)
{
	double bpl = q->rating->bpl_bare.v;
	double ie_eff = emodel_ie_eff(model, q->rating->ie.v, bpl, ppl_pct,
		burst_r_for(bpl, in->burst_r, ppl_pct));

	/* The burst term of the concealed case alone may pass it at heavy loss. */
	q->r_bare = maybe_of(fmin(r_of(model, ie_eff, 0, ppl_pct), q->r.v));
	q->mos_bare = maybe_of(emodel_mos_on(model, q->r_bare.v));
}

const struct figure *quality_bpl(
	const struct codec_rating *rating, enum concealment concealment)
{
	bool bare = concealment == CONCEALMENT_NONE &&
		    rating->bpl_bare.basis != FIGURE_UNKNOWN;

	return bare ? &rating->bpl_bare : &rating->bpl;
}

struct quality quality_rate(const struct quality_input *in)
{
	struct quality q = {.burst_r_used = 1, .rate_share = 1};

	if (in->codec) {
		struct codec_rated rated = codec_rated(in->codec, &in->seen);
		q.band = in->codec->band;
		q.rating = rated.rating;
		q.rate_assumed = rated.assumed;
		q.rate_share = rated.share;
	}
	q.basis = basis_of(in, q.rating);
	if (q.basis != QUALITY_RATED &&
		(q.basis != QUALITY_NO_BPL || in->lost)) {
		return q;
	}
	const struct emodel *model = scales_model(q.band);
	double ppl_pct =
		fmin(100 * (double)in->lost / (double)in->expected, 100);
	double bpl = quality_bpl(q.rating, in->concealment)->v;
	bool matters = q.rating->bpl_bare.basis != FIGURE_UNKNOWN;

	q.concealment = matters ? in->concealment : CONCEALMENT_UNTOLD;
	q.figures = figures_of(q.rating, in->lost);
	if (model->bursts) {
		q.burst_r_used = burst_r_for(bpl, in->burst_r, ppl_pct);
	}
	double ie_eff = emodel_ie_eff(
		model, q.rating->ie.v, bpl, ppl_pct, q.burst_r_used);
	q.ie_eff = maybe_of(ie_eff);
	q.r = maybe_of(r_of(model, ie_eff, 0, ppl_pct));
	q.mos = maybe_of(emodel_mos_on(model, q.r.v));
	if (in->delay_ms.known) {
		double idd = idd_of(model, in->delay_ms.v);
		q.mos_cq = maybe_of(emodel_mos_on(
			model, r_of(model, ie_eff, idd, ppl_pct)));
	}
	if (matters && in->concealment == CONCEALMENT_UNTOLD) {
		rate_bare(&q, model, in, ppl_pct);
	}
	range_of(in, &q);
	return q;
}

const char *quality_scale(const struct quality *q)
{
	return scales_model(q->band)->scale;
}

const char *quality_mark(const struct quality *q)
{
	static const char *const marks[QUALITY_SCALES] = {
		[BAND_NARROW] = "", [BAND_WIDE] = "w", [BAND_FULL] = "f"};

	return q->mos.known ? marks[q->band] : "";
}

const char *quality_basis_text(enum quality_basis basis)
{
	switch (basis) {
	case QUALITY_RATED:
		return "rated by the E-model, ITU-T G.107, G.107.1 or G.107.2";
	case QUALITY_NO_BPL:
		return "no published loss robustness: rated without loss only";
	case QUALITY_NO_CODEC:
		return "codec unknown: not rated";
	case QUALITY_NO_IE:
		return "no published impairment for this codec: not rated";
	case QUALITY_NO_RATE:
		return "no published impairment at this rate or bandwidth: not rated";
	case QUALITY_NOT_AUDIO:
		return "no audio: not rated";
	case QUALITY_TOO_SHORT:
		return "too few packets to rate";
	}
	return "not rated";
}

const char *quality_figures_word(const struct quality *q)
{
	if (!q->mos.known) {
		return NULL;
	}
	if (q->rate_assumed) {
		return "assumed";
	}
	return q->figures == FIGURE_PUBLISHED ? "published" : "derived";
}
