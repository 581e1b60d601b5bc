/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The short form of the E-model for somebody who listens on the wire: the terms
 * that a capture cannot show (levels, noise, echo) stand at their defaults, the
 * sender's codec and the loss are what was seen.
 *
 * A score is given only where published figures carry it. Otherwise the basis
 * says what is missing; a number made up for an unknown codec would be worse
 * than none.
 */
#include "quality/quality.h"

#include "quality/emodel.h"

#include <math.h>

/* G.113: the burst term holds for codecs that conceal from their own state. */
#define BURST_BPL_LEAST 16.0
/* G.107: shown for burst ratios up to 2. */
#define BURST_R_MOST 2.0

static enum quality_basis basis_of(const struct quality_input *in)
{
	const struct codec *c = in->codec;

	if (!c) {
		return QUALITY_NO_CODEC;
	}
	if (c->kind != CODEC_AUDIO) {
		return QUALITY_NOT_AUDIO;
	}
	if (c->band != BAND_NARROW) {
		return QUALITY_WIDEBAND;
	}
	if (!c->ie.known) {
		return QUALITY_NO_IE;
	}
	if (in->expected < QUALITY_LEAST) {
		return QUALITY_TOO_SHORT;
	}
	return c->bpl.known ? QUALITY_RATED : QUALITY_NO_BPL;
}

static double burst_r_for(double bpl, struct maybe measured)
{
	if (bpl < BURST_BPL_LEAST || !measured.known) {
		return 1;
	}
	return fmin(fmax(measured.v, 1), BURST_R_MOST);
}

/* All lost is no speech at all, whatever the formula says. */
static double r_of(double ie_eff, double idd, double ppl_pct)
{
	struct emodel_input in = emodel_defaults();
	struct emodel_output out;

	if (ppl_pct >= 100) {
		return 0;
	}
	emodel_rate(&in, &out);
	return fmax(out.r - ie_eff - idd, 0);
}

struct quality quality_rate(const struct quality_input *in)
{
	struct quality q = {.burst_r_used = 1, .basis = basis_of(in)};
	const struct codec *c = in->codec;

	if (q.basis != QUALITY_RATED && q.basis != QUALITY_NO_BPL) {
		return q;
	}
	if (q.basis == QUALITY_NO_BPL && in->lost) {
		return q;
	}
	double ppl_pct = 100 * (double)in->lost / (double)in->expected;
	double bpl = c->bpl.known ? c->bpl.v : 1; /* not used without loss */
	double ie = c->ie.v;

	q.burst_r_used = burst_r_for(bpl, in->burst_r);
	double ie_eff = emodel_ie_eff(&emodel_nb, ie, bpl, ppl_pct, q.burst_r_used);
	double r = r_of(ie_eff, 0, ppl_pct);
	q.ie_eff = maybe_of(ie_eff);
	q.r = maybe_of(r);
	q.mos = maybe_of(emodel_mos(r));
	if (in->delay_ms.known) {
		struct emodel_input d = emodel_defaults();
		double idd = emodel_idd(in->delay_ms.v, d.st, d.mt_ms);
		q.mos_cq = maybe_of(emodel_mos(r_of(ie_eff, idd, ppl_pct)));
	}
	if (c->bpl_bare.known) {
		double bare = emodel_ie_eff(&emodel_nb, ie, c->bpl_bare.v, ppl_pct,
			burst_r_for(c->bpl_bare.v, in->burst_r));
		q.r_low = maybe_of(r_of(bare, 0, ppl_pct));
		q.mos_low = maybe_of(emodel_mos(q.r_low.v));
	}
	return q;
}

const char *quality_basis_text(enum quality_basis basis)
{
	switch (basis) {
	case QUALITY_RATED:
		return "rated on the narrowband scale, ITU-T G.107";
	case QUALITY_NO_BPL:
		return "no published loss robustness: rated without loss only";
	case QUALITY_NO_CODEC:
		return "codec unknown: not rated";
	case QUALITY_NO_IE:
		return "no published impairment for this codec: not rated";
	case QUALITY_WIDEBAND:
		return "wideband codec: not on the narrowband scale, not rated";
	case QUALITY_NOT_AUDIO:
		return "no audio: not rated";
	case QUALITY_TOO_SHORT:
		return "too few packets to rate";
	}
	return "not rated";
}
