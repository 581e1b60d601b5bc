/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The narrowband E-model, ITU-T G.107 (06/2015): every term, so that `earshot
 * mos` can show the whole sum, and the short form that a passive monitor uses.
 *
 *   R = Ro - Is - Id - Ie,eff + A
 *
 * The wideband and fullband models (G.107.1, G.107.2) are files of their own
 * when they come; nothing here pretends to rate a wideband codec.
 */
#ifndef EARSHOT_QUALITY_EMODEL_H
#define EARSHOT_QUALITY_EMODEL_H

#include "codecs/codec.h"
#include "lib/maybe.h"

/* Inputs; emodel_defaults gives G.107 table 2. dB, ms and percent as there. */
struct emodel_input {
	double slr, rlr, stmr, lstr, ds, dr, telr, wepl;
	double t_ms, tr_ms,
		ta_ms; /* mean one-way echo, round trip, absolute delay */
	double qdu, nc, nfor, ps, pr;
	double ie, bpl, ppl_pct, burst_r;
	double a;         /* advantage factor */
	double st, mt_ms; /* delay sensitivity class, 06/2015 */
};

struct emodel_output {
	double no, ro;
	double iolr, ist, iq, is;
	double idte, idle, idd, id;
	double ie_eff;
	double r;   /* not limited; the MOS conversion limits */
	double mos; /* 1..4.5 */
};

/** emodel_defaults - the default values of G.107 table 2. */
struct emodel_input emodel_defaults(void);

/**
 * emodel_rate - compute every term of the narrowband E-model.
 * @in: see above; ppl_pct 0..100, burst_r >= 1, bpl > 0
 * @ret: all terms; never NaN for inputs in range
 * Accuracy: |dR| < 1e-4 against an independent oracle on tests/unit/emodel.c.
 * Source: ITU-T G.107 (06/2015) clause 7.
 */
void emodel_rate(const struct emodel_input *in, struct emodel_output *ret);

/** emodel_ie_eff - Ie,eff, limited to 95. Source: G.107 eq. 7-29. */
double emodel_ie_eff(double ie, double bpl, double ppl_pct, double burst_r);

/** emodel_idd - absolute-delay impairment. Source: G.107 eq. 7-27, 7-28. */
double emodel_idd(double ta_ms, double st, double mt_ms);

/** emodel_mos - MOS of R: 1 at R <= 0, 4.5 at R >= 100. Source: Annex B. */
double emodel_mos(double r);

/** emodel_r_of_mos - R of a MOS, 1..4.5. Source: G.107 Appendix I. */
double emodel_r_of_mos(double mos);

/** emodel_satisfaction - G.109 words for R: "very satisfied", ... */
const char *emodel_satisfaction(double r);

#endif
