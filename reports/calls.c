/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls, one a line. The two parties share what the fixed columns leave of the
 * width; names that do not fit end in an ellipsis, the details have them whole.
 */
#include "reports/calls.h"

#include "reports/facts.h"
#include "reports/found.h"
#include "reports/tale.h"
#include "reports/way.h"

#define FIXED_COLUMNS 64
/* From this width on findings are named, in columns of their own. */
#define WIDE	      110
#define WIDE_COLUMNS  20
#define PARTY_LEAST   8
#define PARTY_MOST    40

static size_t party_columns(const struct report_options *options)
{
	size_t fixed = FIXED_COLUMNS +
		       (options->columns >= WIDE ? WIDE_COLUMNS : 0);
	size_t rest = options->columns > fixed ? (options->columns - fixed) / 2
					       : PARTY_LEAST;

	if (rest < PARTY_LEAST) {
		return PARTY_LEAST;
	}
	return rest > PARTY_MOST ? PARTY_MOST : rest;
}

void calls_head(struct text *out, const struct report_options *options)
{
	size_t party = party_columns(options);

	format_style(out, options->colour, STYLE_DIM);
	text_puts(out, "call     start s  ");
	text_cell(out, SLICE("from"), party, false);
	text_puts(out, " ");
	text_cell(out, SLICE("to"), party, false);
	text_puts(out, " state          talk s codec  path      MOS");
	text_puts(out, options->columns >= WIDE ? " finding\n" : " !\n");
	format_plain(out, options->colour, STYLE_DIM);
}

enum format_style calls_style(enum call_state state)
{
	switch (state) {
	case CALL_COMPLETED:
	case CALL_ESTABLISHED:
		return STYLE_GOOD;
	case CALL_REJECTED:
	case CALL_FAILED:
		return STYLE_BAD;
	case CALL_INCOMPLETE:
	case CALL_UNANSWERED:
		return STYLE_ODD;
	case CALL_RINGING:
	case CALL_CANCELLED:
	case CALL_BUSY:
	case CALL_REDIRECTED:
		return STYLE_PLAIN;
	}
	return STYLE_PLAIN;
}

static void put_start(struct text *out, const struct report_input *input,
	const struct call *call)
{
	struct text time = {0};

	format_relative(&time, call->first_ts, input->origin, false);
	/* Milliseconds are enough to find a call again. */
	struct slice s = text_slice(&time);
	text_cell(out, slice_sub(s, 0, s.n > 3 ? s.n - 3 : 0), 12, true);
	text_finish(&time);
}

static void put_party(
	struct text *out, struct slice user, struct slice uri, size_t columns)
{
	struct slice who = user.n ? user : uri;

	format_cell(out, who.n ? who : SLICE("unknown"), columns, false);
	text_puts(out, " ");
}

void calls_row(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *call)
{
	size_t party = party_columns(options);
	enum format_style style = calls_style(call->state);
	const struct stream *worst = facts_worst(call);
	struct slice codec = facts_codec(call);

	text_printf(out, "%4u", (unsigned)call->id);
	put_start(out, input, call);
	text_puts(out, "  ");
	put_party(out, call->from_user, call->from_uri, party);
	put_party(out, call->to_user, call->to_uri, party);
	format_style(out, options->colour, style);
	text_cell(out, slice_of(call_state_text(call->state)), 11, false);
	format_plain(out, options->colour, style);
	if (call->duration_s.known) {
		char talk[32];
		(void)snprintf(talk, sizeof(talk), "%s%.3f",
			facts_open(call) ? ">" : "", call->duration_s.v);
		text_printf(out, " %9s ", talk);
	} else {
		text_printf(out, " %9s ", "-");
	}
	format_cell(out, codec.n ? codec : SLICE("-"), 6, false);
	struct path path;
	path_of(input->book, call, &path);
	text_puts(out, " ");
	text_cell(out, slice_of(way_word(path.kind)), 8, false);
	if (worst) {
		/* The column of the finding stays where it is. */
		const char *mark = quality_mark(&worst->quality);
		bool close = *mark && options->columns < WIDE;
		text_printf(out, "%s%4.2f%s", close ? "" : " ",
			worst->quality.mos.v, mark);
	} else {
		text_printf(out, " %4s", "-");
	}
	found_mark(out, input, call, options->columns >= WIDE);
	text_puts(out, "\n");
}

/* The calls of one conversation together, under its title; then the others. */
static int write_grouped(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	const struct conversation *g = input->book->joining.conversations;

	for (; g; g = g->next) {
		if (!report_shows_any(input, NULL, g)) {
			continue;
		}
		tale_title(out, g);
		text_puts(out, "\n");
		for (const struct call *c = g->legs; c; c = c->next_leg) {
			if (report_shows(input, NULL, c)) {
				calls_row(out, input, options, c);
			}
		}
		if (report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	bool first = true;
	for (const struct call *c = input->book->calls; c; c = c->next) {
		if (c->conversation || !report_shows(input, NULL, c)) {
			continue;
		}
		text_puts(out, first ? "Alone\n" : "");
		first = false;
		calls_row(out, input, options, c);
		if (report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	return 0;
}

static int write(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	const struct call *only;

	if (report_select(input, options->select, &only, err) != 0) {
		return -1;
	}
	if (!input->book->calls) {
		text_puts(out, "No calls in this capture.\n");
		return 0;
	}
	calls_head(out, options);
	if (options->legs && !only) {
		return write_grouped(out, input, options, err);
	}
	for (const struct call *c = report_call_next(input, only, NULL); c;
		c = report_call_next(input, only, c)) {
		calls_row(out, input, options, c);
		if (report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	return 0;
}

const struct report report_calls = {
	.name = "text",
	.title = "one line a call",
	.findings = true,
	.write = write,
};
