/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All calls in numbers: by state, by final status, by codec; the messages by method
 * and class; and, when all has been read, the key figures of the report.
 */
#include "ui/sheet.h"

#include "reports/facts.h"
#include "reports/figures.h"
#include "reports/format.h"
#include "ui/shell.h"

#include <inttypes.h>

#define BAR	  20
#define NAME	  28
#define CODECS	  16
#define STATUSES  700
#define CODEC_BYTES 24

struct state {
	struct sheet sheet;
};

struct tally {
	uint64_t states[FACTS_STATES], calls;
	uint32_t statuses[STATUSES]; /* by final status; [0]: none */
	struct {
		char name[CODEC_BYTES];
		uint64_t count;
	} codecs[CODECS];
	uint64_t other_codecs;
};

static struct state *state_of(struct panel *p)
{
	return (struct state *)(void *)p->state;
}

static void put_count(
	struct text *t, struct slice name, uint64_t n, uint64_t of)
{
	double part = of ? (double)n / (double)of : 0;

	if (!n) {
		return;
	}
	text_puts(t, "    ");
	text_cell(t, name, NAME, false);
	text_printf(t, " %9" PRIu64 "  %5.1f %%  ", n, 100 * part);
	for (int i = 0; i < (int)(part * BAR + 0.5); i++) {
		text_puts(t, "\xe2\x96\x88");
	}
	text_puts(t, "\n");
}

static void count_codec(struct tally *t, struct slice name)
{
	for (size_t i = 0; name.n && i < CODECS; i++) {
		if (!t->codecs[i].count) {
			size_t n = name.n < CODEC_BYTES ? name.n
							: CODEC_BYTES - 1;
			memcpy(t->codecs[i].name, name.p, n);
		} else if (!slice_eq(name, slice_of(t->codecs[i].name))) {
			continue;
		}
		t->codecs[i].count++;
		return;
	}
	t->other_codecs++;
}

static void count_calls(const struct look *look, struct tally *t)
{
	const struct book *book = look->scene->input->book;

	for (const struct call *c = book->calls; c; c = c->next) {
		struct call now;
		const struct call *seen = c;
		if (!look->scene->finished) {
			now = *c;
			call_conclude(&now, book->last_ts);
			seen = &now;
		}
		t->calls++;
		t->states[seen->state]++;
		t->statuses[seen->status < STATUSES ? seen->status : 0]++;
		count_codec(t, facts_codec(seen));
	}
}

static void put_calls(struct text *t, const struct tally *n)
{
	text_printf(t, "Calls by state: %" PRIu64 "\n", n->calls);
	for (unsigned i = 0; i < FACTS_STATES; i++) {
		put_count(t, slice_of(call_state_text((enum call_state)i)),
			n->states[i], n->calls);
	}
	text_puts(t, "\nCalls by final status\n");
	for (unsigned i = 1; i < STATUSES; i++) {
		char status[16];
		(void)snprintf(status, sizeof(status), "%u", i);
		put_count(t, slice_of(status), n->statuses[i], n->calls);
	}
	put_count(t, SLICE("none seen"), n->statuses[0], n->calls);
	text_puts(t, "\nCalls by codec\n");
	for (size_t i = 0; i < CODECS; i++) {
		struct text name = {0};
		text_clean(&name, slice_of(n->codecs[i].name));
		put_count(t, text_slice(&name), n->codecs[i].count, n->calls);
		text_finish(&name);
	}
	put_count(t, SLICE("unknown, or others"), n->other_codecs, n->calls);
}

static void put_messages(struct text *t, const struct book_counts *c)
{
	static const char *const classes[7] = {NULL, "1xx under way",
		"2xx success", "3xx elsewhere", "4xx refused by the request",
		"5xx server failed", "6xx refused everywhere"};
	uint64_t requests = 0;
	uint64_t responses = 0;

	for (unsigned i = 0; i <= METHOD_OTHER; i++) {
		requests += c->requests[i];
	}
	for (unsigned i = 1; i < COUNT_OF(classes); i++) {
		responses += c->responses[i];
	}
	text_printf(t, "\nRequests by method, repeats included: %" PRIu64 "\n",
		requests);
	for (unsigned i = 0; i <= METHOD_OTHER; i++) {
		put_count(t,
			i == METHOD_OTHER
				? SLICE("other")
				: slice_of(signal_method_text(
					  (enum sip_method)i)),
			c->requests[i], requests);
	}
	text_printf(t, "\nResponses by class: %" PRIu64 "\n", responses);
	for (unsigned i = 1; i < COUNT_OF(classes); i++) {
		put_count(t, slice_of(classes[i]), c->responses[i], responses);
	}
}

static void look(struct look *look)
{
	const struct state *s = look->state;
	const struct report_input *input = look->scene->input;
	const struct report_options options = {
		.columns = sheet_columns(&s->sheet),
		.names = &input->book->names,
	};
	struct tally *n = arena_get(&look->view->arena, sizeof(*n));
	struct text t = {0};
	struct err err;

	if (!n) {
		return;
	}
	memset(n, 0, sizeof(*n));
	count_calls(look, n);
	put_calls(&t, n);
	put_messages(&t, &input->book->counts);
	text_puts(&t, "\n");
	if (!look->scene->finished) {
		text_puts(&t, "Key figures come when all has been read.\n");
	} else if (figures_text(&t, input, &options, &err) != 0) {
		text_puts(&t, "There was no memory for the key figures.\n");
	}
	sheet_keep(look, &t);
}

static void draw(struct panel *p, struct canvas *c, struct area area)
{
	sheet_draw_view(p, &state_of(p)->sheet, c, area);
}

static bool key(struct panel *p, enum action action)
{
	return sheet_key(&state_of(p)->sheet, p->rows, action) ||
	       action == ACTION_stats; /* it is this screen */
}

static const struct screen_hint hints[] = {
	{ACTION_prevscreen, "Back"},
	{ACTION_help, "Help"},
	{ACTION_health, "Health"},
	{ACTION_findings, "Findings"},
	{ACTION_npage, "Page"},
	{0, NULL},
};

const struct screen screen_stats = {
	.name = "stats",
	.title = "calls by state, status and codec; messages; key figures",
	.hints = hints,
	.state_size = sizeof(struct state),
	.look = look,
	.draw = draw,
	.key = key,
};
