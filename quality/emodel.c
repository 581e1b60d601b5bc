/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sum of G.107, term by term and under its own names, so that each line can
 * be held against the printed equation. log is log10 there and here.
 *
 * Two departures from the letter: MOS is floored at 1, because the cubic dips
 * to 0.989 between R = 0 and R = 6.5; and Ie,eff is limited to 95, because the
 * burst ratio lets it run past the whole scale.
 */
#include "quality/emodel.h"

#include <math.h>
#include <stddef.h>

struct emodel_input emodel_defaults(void)
{
	return (struct emodel_input){
		.slr = 8,
		.rlr = 2,
		.stmr = 15,
		.lstr = 18,
		.ds = 3,
		.dr = 3,
		.telr = 65,
		.wepl = 110,
		.qdu = 1,
		.nc = -70,
		.nfor = -64,
		.ps = 35,
		.pr = 35,
		.bpl = 4.3,
		.burst_r = 1,
		.st = 1,
		.mt_ms = 100,
	};
}

static double power_sum(double a_db, double b_db, double c_db, double d_db)
{
	return 10 * log10(pow(10, a_db / 10) + pow(10, b_db / 10) +
			    pow(10, c_db / 10) + pow(10, d_db / 10));
}

/* [1 + x^n]^(1/n): the corner that G.107 rounds so many lines with. */
static double corner(double x, double n)
{
	return pow(1 + pow(fmax(x, 0), n), 1 / n);
}

/* Clause 7.2: basic signal-to-noise ratio. */
static void rate_noise(const struct emodel_input *in, struct emodel_output *o)
{
	o->olr = in->slr + in->rlr;
	double past = in->ps - o->olr - in->ds - 14;

	o->nos = in->ps - in->slr - in->ds - 100 + 0.004 * past * past;
	o->pre = in->pr + 10 * log10(1 + pow(10, (10 - in->lstr) / 10));
	o->nor = in->rlr - 121 + o->pre +
		 0.008 * (o->pre - 35) * (o->pre - 35);
	o->nfo = in->nfor + in->rlr;
	o->no = power_sum(in->nc, o->nos, o->nor, o->nfo);
	o->ro = 15 - 1.5 * (in->slr + o->no);
}

/* Clause 7.3: what happens together with the voice. */
static void rate_simultaneous(
	const struct emodel_input *in, struct emodel_output *o)
{
	o->xolr = o->olr + 0.2 * (64 + o->no - in->rlr);
	o->iolr = 20 * (corner(o->xolr / 8, 8) - o->xolr / 8);
	o->stmro = -10 * log10(pow(10, -in->stmr / 10) +
				 exp(-in->t_ms / 4) * pow(10, -in->telr / 10));
	/* An even power: the sign of its base does not matter. */
	o->ist = 12 * corner(fabs(o->stmro - 13) / 6, 8) -
		 28 * corner((o->stmro + 1) / 19.4, 35) -
		 13 * corner((o->stmro - 3) / 33, 13) + 29;
	o->q = 37 - 15 * log10(in->qdu);
	o->g = 1.07 + 0.258 * o->q + 0.0602 * o->q * o->q;
	double y = (o->ro - 100) / 15 + 46 / 8.4 - o->g / 9;
	double z = 46.0 / 30 - o->g / 40;
	o->iq = 15 * log10(1 + pow(10, y) + pow(10, z));
	o->is = o->iolr + o->ist + o->iq;
}

double emodel_excess(double a, double b, double square)
{
	double half = (a - b) / 2;

	return half + sqrt(half * half + square);
}

static void talker_echo(const struct emodel_input *in, struct emodel_output *o)
{
	double t = in->t_ms;

	if (t >= 1) {
		o->terv = in->telr - 40 * log10((1 + t / 10) / (1 + t / 150)) +
			  6 * exp(-0.3 * t * t);
		if (in->stmr < 9) {
			o->terv += o->ist / 2;
		}
		o->re = 80 + 2.5 * (o->terv - 14);
		o->roe = -1.5 * (o->no - in->rlr);
		o->idte = (emodel_excess(o->roe, o->re, 100) - 1) *
			  (1 - exp(-t));
	}
	if (in->stmr > 20) {
		o->idte = sqrt(o->idte * o->idte + o->ist * o->ist);
	}
}

double emodel_idd(double ta_ms, double st, double mt_ms)
{
	if (!(ta_ms > mt_ms)) {
		return 0;
	}
	double x = log2(ta_ms / mt_ms);
	return 25 * (corner(x, 6 * st) - 3 * corner(x / 3, 6 * st) + 2);
}

void emodel_idle(const struct emodel_input *in, struct emodel_output *o)
{
	o->rle = 10.5 * (in->wepl + 7) * pow(in->tr_ms + 1, -0.25);
	o->idle = emodel_excess(o->ro, o->rle, 169);
}

/* Clause 7.4: what comes later than the voice. */
static void rate_delay(const struct emodel_input *in, struct emodel_output *o)
{
	talker_echo(in, o);
	emodel_idle(in, o);
	o->idd = emodel_idd(in->ta_ms, in->st, in->mt_ms);
}

double emodel_ie_eff_free(const struct emodel *model, double ie, double bpl,
	double ppl_pct, double burst_r)
{
	if (!(ppl_pct > 0)) {
		return ie;
	}
	double runs_pct = model->bursts ? ppl_pct / burst_r : ppl_pct;
	return ie + (model->ie_most - ie) * ppl_pct / (runs_pct + bpl);
}

double emodel_ie_eff(const struct emodel *model, double ie, double bpl,
	double ppl_pct, double burst_r)
{
	return fmin(emodel_ie_eff_free(model, ie, bpl, ppl_pct, burst_r),
		model->ie_most);
}

void emodel_end(const struct emodel *model, double a, struct emodel_output *o)
{
	o->id = o->idte + o->idle + o->idd;
	o->r = o->ro - o->is - o->id - o->ie_eff + a;
	o->mos = emodel_mos_on(model, o->r);
}

static void rate(const struct emodel_input *in, struct emodel_output *ret)
{
	struct emodel_output o = {0};

	rate_noise(in, &o);
	rate_simultaneous(in, &o);
	rate_delay(in, &o);
	o.ie_eff = emodel_ie_eff(
		&emodel_nb, in->ie, in->bpl, in->ppl_pct, in->burst_r);
	emodel_end(&emodel_nb, in->a, &o);
	*ret = o;
}

const struct emodel emodel_nb = {
	.scale = "NB",
	.title = "ITU-T G.107 (06/2015)",
	.words = "narrowband",
	.stretch = 1,
	.ie_most = 95,
	.bursts = true,
	.rate = rate,
};

void emodel_rate(const struct emodel_input *in, struct emodel_output *ret)
{
	rate(in, ret);
}

double emodel_mos_on(const struct emodel *model, double r)
{
	return emodel_mos(r / model->stretch);
}

double emodel_mos(double r)
{
	if (!(r > 0)) {
		return 1;
	}
	if (r >= 100) {
		return 4.5;
	}
	return fmax(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}

/* The middle root of the cubic, where MOS rises: 6.5 <= R <= 100. */
double emodel_r_of_mos(double mos)
{
	double m = fmin(fmax(mos, 1), 4.5);
	double square = -903522 + 1113960 * m - 202500 * m * m;
	double h = atan2(15 * sqrt(fmax(square, 0)), 18566 - 6750 * m) / 3;

	return 20.0 / 3 * (8 - sqrt(226) * cos(h + acos(-1) / 3));
}

const char *emodel_satisfaction(double r)
{
	static const struct {
		double r;
		const char *words;
	} bands[] = {
		{90, "very satisfied"},
		{80, "satisfied"},
		{70, "some users dissatisfied"},
		{60, "many users dissatisfied"},
		{50, "nearly all users dissatisfied"},
	};

	for (size_t i = 0; i < sizeof(bands) / sizeof(bands[0]); i++) {
		if (r >= bands[i].r) {
			return bands[i].words;
		}
	}
	return "not recommended";
}
