/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page beside each sample: its story, then two tables of what was made. */
#include "samples/gen_media.h"
#include "samples/gen_truth.h"

static void paragraph(
	struct text *t, const struct gen_lines *lines, const char *before)
{
	for (const struct gen_line *l = lines->first; l; l = l->next) {
		text_puts(t, before);
		text_put(t, l->text);
		text_puts(t, "\n");
	}
}

static void calls(struct text *t, const struct gen *g)
{
	size_t messages;

	text_puts(t, "\n| call | from | to | state | messages |\n"
		     "| --- | --- | --- | --- | --- |\n");
	for (size_t i = 0; i < g->calls; i++) {
		const struct gen_call *c = &g->call[i];
		messages = 0;
		for (const struct gen_message *m = c->first; m; m = m->next) {
			messages += !m->lost;
		}
		text_printf(t, "| `%.*s` | %.*s (%.*s) | %.*s (%.*s) | ",
			(int)c->id.n, c->id.p, (int)c->from.n, c->from.p,
			(int)c->caller->name.n, c->caller->name.p, (int)c->to.n,
			c->to.p, (int)c->callee->name.n, c->callee->name.p);
		if (c->state == GEN_NONE) {
			text_put(t, c->subject);
		} else {
			text_puts(t, gen_truth_state(c->state));
		}
		text_printf(t, " | %zu |\n", messages);
	}
}

static void streams(struct text *t, const struct gen *g)
{
	char src[ENDPOINT_TEXT];
	char dst[ENDPOINT_TEXT];

	text_puts(t,
		"\n| SSRC | from | to | codec | packets | lost | "
		"duplicates | reordered | largest jitter |\n"
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
	for (size_t i = 0; i < g->streams; i++) {
		const struct gen_stream *s = &g->stream[i];
		struct endpoint from = {s->src->at.ip, (uint16_t)s->sport};
		struct endpoint to = {s->dst->at.ip, (uint16_t)s->dport};
		text_printf(t, "| 0x%X | %s | %s | %s | %u | %u | ",
			(unsigned)s->ssrc, endpoint_text(&from, src),
			endpoint_text(&to, dst), s->codec->name, s->captured,
			gen_media_expected(s) - s->delivered);
		text_printf(t, "%u | %u | %.3f ms |\n", s->duplicates,
			s->reordered, s->jitter_max);
	}
}

void gen_truth_md(struct text *t, const struct gen *g)
{
	text_puts(t, "<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n# ");
	text_put(t, g->title);
	text_puts(t, "\n\n");
	paragraph(t, &g->about, "");
	if (g->figure.first) {
		text_puts(t, "\nRebuilds from the course:\n\n");
		paragraph(t, &g->figure, "- ");
	}
	if (g->see.first) {
		text_puts(t, "\nWhat to see:\n\n");
		paragraph(t, &g->see, "- ");
	}
	text_printf(t, "\n%zu frames: %lu SIP, %lu RTP, %lu RTCP, %lu other.\n",
		g->frames, g->count[GEN_SIP], g->count[GEN_RTP],
		g->count[GEN_RTCP], g->count[GEN_ICMP] + g->count[GEN_OTHER]);
	if (g->calls) {
		calls(t, g);
	}
	if (g->streams) {
		streams(t, g);
	}
	text_puts(t,
		"\nMade by `samples/gen` from the scenario of the same name;"
		" the same facts for programs are in the `.truth.json`.\n");
}
