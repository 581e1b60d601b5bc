/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The E-model: the narrowband one, ITU-T G.107 (06/2015), with every term, so
 * that `earshot mos` can show the whole sum, and the shape that it shares with
 * the wideband and the fullband one (quality/emodel_wb.h, quality/emodel_fb.h).
 *
 *   R = Ro - Is - Id - Ie,eff + A
 *
 * The three have scales of their own: R ends at 93.2, 129 and 148, and a MOS of
 * one is not a MOS of another. Whoever has a number says of which it is.
 */
#ifndef EARSHOT_QUALITY_EMODEL_H
#define EARSHOT_QUALITY_EMODEL_H

#include <stdbool.h>

/* Inputs; emodel_defaults gives G.107 table 2. dB, ms and percent as there. The
 * other two models read delays, echo, loss, codec and advantage alone. */
struct emodel_input {
	double slr, rlr, stmr, lstr, ds, dr, telr, wepl;
	double t_ms, tr_ms,
		ta_ms; /* mean one-way echo, round trip, absolute delay */
	double qdu, nc, nfor, ps, pr;
	double ie, bpl, ppl_pct, burst_r;
	double a;         /* advantage factor */
	double st, mt_ms; /* delay sensitivity class, 06/2015 */
};

/* Every term under its name in G.107; 0 where a model does not have it. */
struct emodel_output {
	double olr, nos, pre, nor, nfo, no, ro;
	double xolr, iolr, stmro, ist, q, g, iq, is;
	double terv, re, roe, idte, rle, idle, idd, id;
	double ie_eff;
	double r;   /* not limited; the MOS conversion limits */
	double mos; /* 1..4.5 */
};

/* One of the three models. */
struct emodel {
	const char *scale; /* "NB", "WB", "FB" */
	const char *title; /* "ITU-T G.107 (06/2015)" */
	const char *words; /* "narrowband" */
	double stretch;	   /* its R / stretch is on the scale of Annex B */
	double ie_most;	   /* what Ie,eff grows to */
	bool bursts;	   /* Ie,eff knows of the burst ratio */
	/* All terms of @in; those that the model does not have are 0. */
	void (*rate)(const struct emodel_input *in, struct emodel_output *ret);
};

/** emodel_nb - the narrowband model. Source: ITU-T G.107 (06/2015). */
extern const struct emodel emodel_nb;

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

/**
 * emodel_ie_eff - Ie,eff of @model, at most what its loss can take away.
 * @ie, @bpl: of the codec on the scale of @model; @ppl_pct: loss, 0..100
 * @burst_r: from 1; read only where the model knows of it
 * Source: G.107 eq. 7-29; G.107.1 eq. 7-15; G.107.2 clause 7.5.
 */
double emodel_ie_eff(const struct emodel *model, double ie, double bpl,
	double ppl_pct, double burst_r);

/**
 * emodel_ie_eff_free - Ie,eff of @model as the equation has it, without the limit:
 * with a burst ratio above 1 it may pass the whole scale.
 * @ie, @bpl, @ppl_pct, @burst_r: as for emodel_ie_eff
 */
double emodel_ie_eff_free(const struct emodel *model, double ie, double bpl,
	double ppl_pct, double burst_r);

/** emodel_idd - absolute-delay impairment. Source: G.107 eq. 7-27, 7-28. */
double emodel_idd(double ta_ms, double st, double mt_ms);

/** emodel_excess - half of @a - @b, rounded with @square: the form of the echo
 * terms. Source: G.107 eq. 7-22, 7-26. */
double emodel_excess(double a, double b, double square);

/** emodel_idle - set Idle and its terms in @o, from @in and Ro. Source: G.107
 * eq. 7-25, 7-26. */
void emodel_idle(const struct emodel_input *in, struct emodel_output *o);

/** emodel_end - R and MOS of @model from the terms in @o and the advantage @a. */
void emodel_end(const struct emodel *model, double a, struct emodel_output *o);

/** emodel_mos - MOS of R: 1 at R <= 0, 4.5 at R >= 100. Source: Annex B. */
double emodel_mos(double r);

/** emodel_mos_on - MOS of the rating @r on the scale of @model. Source: G.107 Annex B,
 * G.107.1 and G.107.2 Annex A. */
double emodel_mos_on(const struct emodel *model, double r);

/** emodel_r_of_mos - R of a MOS, 1..4.5. Source: G.107 Appendix I. */
double emodel_r_of_mos(double mos);

/** emodel_satisfaction - G.109 words for R: "very satisfied", ... */
const char *emodel_satisfaction(double r);

#endif
