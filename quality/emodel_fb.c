/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.107.2 in its short form: Ro is 148 and the other terms stand at 0 without
 * echo. Loss takes up to 132, not 95; MOS is that of Annex B at R / 1.48.
 */
#include "quality/emodel_fb.h"

#define RO 148.0
#define STRETCH 1.48 /* the scale of G.107 times this */

static void rate(const struct emodel_input *in, struct emodel_output *ret)
{
	struct emodel_output o = {.ro = RO};

	o.idd = STRETCH * emodel_idd(in->ta_ms, in->st, in->mt_ms);
	o.ie_eff = emodel_ie_eff(&emodel_fb, in->ie, in->bpl, in->ppl_pct, 1);
	emodel_end(&emodel_fb, in->a, &o);
	*ret = o;
}

const struct emodel emodel_fb = {
	.scale = "FB",
	.title = "ITU-T G.107.2 (06/2019)",
	.words = "fullband",
	.stretch = STRETCH,
	.ie_most = 132,
	.bursts = false,
	.rate = rate,
};
