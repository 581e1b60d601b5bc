/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How `earshot mos` answers: the sum as G.107 prints it, and what to know of it. */
#include "app/mos_question.h"

#include "lib/attr.h"

#include <stdio.h>

#define WARNINGS (2 * MOS_NUMBERS + 7)
#define WARNING 80

struct warnings {
	size_t n;
	char lines[WARNINGS][WARNING];
	uint32_t outside; /* bit i: the i-th of mos_numbers is out of its range */
};

/* A column of figures outside its range, or of another model. */
static void warn_numbers(const struct mos_question *q, struct warnings *w)
{
	struct emodel_input in = q->in;
	bool nb = q->model == &emodel_nb;

	for (size_t i = 0; i < MOS_NUMBERS; i++) {
		const struct mos_number *n = &mos_numbers[i];
		double v = *mos_place(&in, n);
		if (n->narrow && !nb) {
			if (q->given >> i & 1) {
				(void)snprintf(w->lines[w->n++], WARNING,
					"%s is no part of the %s model",
					n->option, q->model->words);
			}
		} else if (v < n->from || v > n->to) {
			w->outside |= UINT32_C(1) << i;
			(void)snprintf(w->lines[w->n++], WARNING,
				"%s %g%s is outside %g to %g: extrapolated",
				n->option, v, n->unit, n->from, n->to);
		}
	}
}

static void warn_if(struct warnings *w, bool holds, const char *line)
{
	if (holds) {
		(void)snprintf(w->lines[w->n++], WARNING, "%s", line);
	}
}

/* Ie,eff as the equation alone gives it. */
static double unlimited(const struct mos_question *q)
{
	return emodel_ie_eff_free(q->model, q->in.ie, q->in.bpl, q->in.ppl_pct,
		q->in.burst_r);
}

/* What to know about the answer. */
static void warn(const struct mos_question *q, struct warnings *w)
{
	const struct emodel_input *in = &q->in;
	const struct codec_rating *r = q->rating;
	bool lossy = in->ppl_pct > 0;
	bool bursts = lossy && q->model->bursts && in->burst_r > 1;
	char line[WARNING];

	*w = (struct warnings){0};
	warn_numbers(q, w);
	warn_if(w, bursts && in->ppl_pct >= 2 && in->burst_r > 2,
		"burst ratio above 2 is shown valid below 2 % loss only");
	warn_if(w, bursts && in->bpl < 16,
		"G.113 wants the burst ratio for Bpl of 16 and more only");
	warn_if(w,
		r && (r->ie.basis == FIGURE_DERIVED ||
			     (lossy && r->bpl.basis == FIGURE_DERIVED)),
		"Ie or Bpl of this codec are estimates, not published");
	if (r && q->rate_assumed) {
		(void)snprintf(line, sizeof(line),
			"no rate was named: %g kbit/s is taken",
			r->bitrate / 1000.0);
		warn_if(w, true, line);
	}
	double over = unlimited(q);
	if (over > q->model->ie_most) {
		(void)snprintf(line, sizeof(line),
			"Ie,eff of the equation is %.4f: limited to %g",
			over, q->model->ie_most);
		warn_if(w, true, line);
	}
	warn_if(w, in->ppl_pct >= 100, "nothing arrives: MOS is 1");
}

/* OF_ECHO: only where there is an echo to compute it from; 0 would be no value. */
enum { OF_NB = 1, OF_WB = 2, OF_FB = 4, OF_ALL = 7, OF_ECHO = 8 };

/* One printed line of the sum. */
struct line {
	const char *symbol, *key;
	size_t offset; /* in struct emodel_output */
	int models;
	const char *meaning;
};

#define OUT(member) offsetof(struct emodel_output, member)

static const struct line lines[] = {
	{"    OLR", "olr", OUT(olr), OF_NB, "loudness of all, dB"},
	{"    Nos", "nos", OUT(nos), OF_NB, "noise of the room, sending"},
	{"    Pre", "pre", OUT(pre), OF_NB, "noise of the room, by sidetone"},
	{"    Nor", "nor", OUT(nor), OF_NB, "noise of the room, receiving"},
	{"    Nfo", "nfo", OUT(nfo), OF_NB, "noise of the receiving side"},
	{"  No", "no", OUT(no), OF_NB, "all noise together, dBm0p"},
	{"Ro", "ro", OUT(ro), OF_ALL, "speech over that noise"},
	{"    Xolr", "xolr", OUT(xolr), OF_NB, "loudness over the noise"},
	{"  Iolr", "iolr", OUT(iolr), OF_NB, "too low a loudness"},
	{"    STMRo", "stmro", OUT(stmro), OF_NB, "sidetone with its echo"},
	{"  Ist", "ist", OUT(ist), OF_NB, "sidetone not as it should be"},
	{"    Q", "q", OUT(q), OF_NB, "distance to the distortion, dB"},
	{"    G", "g", OUT(g), OF_NB, "the same as it is heard"},
	{"  Iq", "iq", OUT(iq), OF_NB, "quantising"},
	{"- Is", "is", OUT(is), OF_ALL, "what comes together with the voice"},
	{"    TERV", "terv", OUT(terv), OF_NB | OF_WB | OF_ECHO,
		"echo with its delay"},
	{"    Re", "re", OUT(re), OF_NB | OF_WB | OF_ECHO,
		"rating of that echo"},
	{"    Roe", "roe", OUT(roe), OF_NB | OF_ECHO,
		"rating of the noise beside it"},
	{"  Idte", "idte", OUT(idte), OF_ALL, "echo for the talker"},
	{"    Rle", "rle", OUT(rle), OF_NB | OF_WB | OF_ECHO,
		"rating of the other echo"},
	{"  Idle", "idle", OUT(idle), OF_ALL, "echo for the listener"},
	{"  Idd", "idd", OUT(idd), OF_ALL, "delay itself"},
	{"- Id", "id", OUT(id), OF_ALL, "what comes after the voice"},
	{"- Ie,eff", "ie_eff", OUT(ie_eff), OF_ALL, "codec and lost packets"},
};

static double value(const struct emodel_output *o, const struct line *line)
{
	return *(const double *)(const void *)((const char *)o + line->offset);
}

static bool has(const struct mos_question *q, const struct emodel_output *o,
	const struct line *line)
{
	int model = q->model == scales_model(BAND_NARROW) ? OF_NB
		    : q->model == scales_model(BAND_WIDE) ? OF_WB
							  : OF_FB;

	return line->models & model &&
	       (!(line->models & OF_ECHO) || value(o, line) != 0);
}

static void put_source(struct text *t, const char *source)
{
	struct slice rest = slice_of(source);
	size_t column = 80;

	while (rest.p) {
		struct slice word = slice_cut(&rest, ' ');
		if (column + 1 + word.n > 76) {
			text_puts(t, column == 80 ? "            "
						  : "\n            ");
			column = 12;
		} else {
			text_puts(t, " ");
			column++;
		}
		text_put(t, word);
		column += word.n;
	}
	text_puts(t, "\n");
}

static void put_inputs(struct text *t, const struct mos_question *q)
{
	const struct codec *c = q->codec;

	if (c) {
		text_printf(t, "  codec     %s (%s)", c->title, c->name);
		if (q->rating && c->rating_count > 1) {
			text_printf(t, ", %g kbit/s",
				q->rating->bitrate / 1000.0);
		}
		text_puts(t, "\n");
	}
	if (q->rating) {
		put_source(t, q->rating->source);
	}
	text_printf(t, "  Ie %g, Bpl %g, loss %g %%", q->in.ie, q->in.bpl,
		q->in.ppl_pct);
	if (q->model->bursts) {
		text_printf(t, ", burst ratio %g", q->in.burst_r);
	}
	text_printf(t, "\n  delay %g ms, echo delay %g ms, TELR %g dB\n\n",
		q->in.ta_ms, q->in.t_ms, q->in.telr);
}

/*
 * The same without concealment, where the codec leaves that open. Its Bpl is
 * below 16, so G.113 has no burst term for it.
 */
static bool rate_bare(const struct mos_question *q, struct emodel_output *ret)
{
	struct emodel_input in = q->in;

	if (!q->rating || q->rating->bpl_bare.basis == FIGURE_UNKNOWN ||
		in.bpl != q->rating->bpl.v || !(in.ppl_pct > 0) ||
		in.ppl_pct >= 100) {
		return false;
	}
	in.bpl = q->rating->bpl_bare.v;
	in.burst_r = 1;
	q->model->rate(&in, ret);
	return true;
}

void mos_put_text(struct text *t, const struct mos_question *q,
	const struct emodel_output *o)
{
	struct warnings w;
	struct emodel_output bare;

	text_printf(t, "E-model, %s, %s\n", q->model->title, q->model->words);
	put_inputs(t, q);
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		if (has(q, o, &lines[i])) {
			text_printf(t, "  %-10s %9.4f  %s\n", lines[i].symbol,
				value(o, &lines[i]), lines[i].meaning);
		}
	}
	text_printf(t, "  %-10s %9.4f  advantage of access\n", "+ A", q->in.a);
	text_printf(t, "  %-10s %9.4f  rating, 0 to %g\n", "= R", o->r,
		100 * q->model->stretch);
	text_printf(t, "\n  MOS        %9.2f  ", o->mos);
	if (q->model == &emodel_nb) {
		text_printf(t, "%s\n", emodel_satisfaction(o->r));
	} else {
		text_printf(t, "on the %s scale\n", q->model->words);
	}
	if (rate_bare(q, &bare)) {
		text_printf(t,
			"\n  Without loss concealment (Bpl %g):"
			" R %.4f, MOS %.2f\n",
			q->rating->bpl_bare.v, bare.r, bare.mos);
	}
	warn(q, &w);
	for (size_t i = 0; i < w.n; i++) {
		text_printf(t, "%s  Note: %s\n", i ? "" : "\n", w.lines[i]);
	}
}

static void put_json_numbers(struct text *t, const struct mos_question *q,
	const struct warnings *w)
{
	struct emodel_input in = q->in;
	const char *gap = "";

	for (size_t i = 0; i < MOS_NUMBERS; i++) {
		if (!mos_numbers[i].narrow || q->model == &emodel_nb) {
			text_printf(t, " \"%s\": %g,\n", mos_numbers[i].key,
				*mos_place(&in, &mos_numbers[i]));
		}
	}
	text_puts(t, " \"extrapolated\": [");
	for (size_t i = 0; i < MOS_NUMBERS; i++) {
		if (w->outside >> i & 1) {
			text_printf(t, "%s\"%s\"", gap, mos_numbers[i].key);
			gap = ", ";
		}
	}
	text_puts(t, "],\n");
}

/* Every string here is our own: none needs an escape. */
void mos_put_json(struct text *t, const struct mos_question *q,
	const struct emodel_output *o)
{
	struct warnings w;
	struct emodel_output bare;

	warn(q, &w);
	text_printf(t, "{\"model\": \"%s\", \"mos_scale\": \"%s\",\n",
		q->model->title, q->model->scale);
	if (q->codec) {
		text_printf(t, " \"codec\": \"%s\",\n", q->codec->name);
	}
	if (q->rating) {
		text_printf(t,
			" \"codec_rate_kbps\": %g,\n"
			" \"figures_source\": \"%s\",\n",
			q->rating->bitrate / 1000.0, q->rating->source);
	}
	put_json_numbers(t, q, &w);
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		if (has(q, o, &lines[i])) {
			text_printf(t, " \"%s\": %.6f,\n", lines[i].key,
				value(o, &lines[i]));
		}
	}
	text_printf(t, " \"a\": %.6f,\n \"r_factor\": %.6f,\n \"mos\": %.6f,\n",
		q->in.a, o->r, o->mos);
	if (q->model == &emodel_nb) {
		text_printf(t, " \"satisfaction\": \"%s\",\n",
			emodel_satisfaction(o->r));
	}
	if (unlimited(q) > q->model->ie_most) {
		text_printf(t,
			" \"ie_eff_unlimited\": %.6f,"
			" \"r_factor_unlimited\": %.6f,\n",
			unlimited(q), o->r + o->ie_eff - unlimited(q));
	}
	if (rate_bare(q, &bare)) {
		text_printf(t,
			" \"r_factor_unconcealed\": %.6f,"
			" \"mos_unconcealed\": %.6f,\n",
			bare.r, bare.mos);
	}
	text_puts(t, " \"warnings\": [");
	for (size_t i = 0; i < w.n; i++) {
		text_printf(t, "%s\"%s\"", i ? ", " : "", w.lines[i]);
	}
	text_puts(t, "]}\n");
}
