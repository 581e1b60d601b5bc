/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.107.1 by its terms. Ro is 129 and Is is 0, both fixed; the loss has no burst
 * term; MOS is that of Annex B at R / 1.29.
 *
 * The term of listener echo is 0.15 even where there is no echo, because of the
 * way its corner is rounded; G.107.1 gives 129 for the defaults. So it is left
 * out where the echo has no delay, that is where there is none.
 */
#include "quality/emodel_wb.h"

#include <math.h>

#define RO 129.0
#define STRETCH 1.29 /* the scale of G.107 times this */

static void talker_echo(const struct emodel_input *in, struct emodel_output *o)
{
	double t = in->t_ms;

	if (!(t >= 1)) {
		return;
	}
	double k = t < 100 ? 0.08 * t + 10 : 18;
	o->terv = in->telr + k - 40 * log10((1 + t / 10) / (1 + t / 150)) +
		  6 * exp(-0.3 * t * t);
	o->re = 80 + 3 * (o->terv - 14);
	o->idte = (emodel_excess(RO, o->re, 100) - 1) * (1 - exp(-t));
}

static void rate(const struct emodel_input *in, struct emodel_output *ret)
{
	struct emodel_output o = {.ro = RO};

	talker_echo(in, &o);
	if (in->tr_ms > 0) {
		emodel_idle(in, &o);
	}
	o.idd = STRETCH * emodel_idd(in->ta_ms, in->st, in->mt_ms);
	o.ie_eff = emodel_ie_eff(&emodel_wb, in->ie, in->bpl, in->ppl_pct, 1);
	emodel_end(&emodel_wb, in->a, &o);
	*ret = o;
}

const struct emodel emodel_wb = {
	.scale = "WB",
	.title = "ITU-T G.107.1 (06/2019)",
	.words = "wideband",
	.stretch = STRETCH,
	.ie_most = 95,
	.bursts = false,
	.rate = rate,
};
