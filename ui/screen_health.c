/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the capture can be believed: what was in it, what was not understood and
 * why, what the capture itself lost, and what had to give way for lack of room.
 */
#include "ui/sheet.h"

#include "reports/captured.h"
#include "reports/format.h"
#include "reports/gathered.h"
#include "reports/spoiled.h"
#include "ui/shell.h"
#include "ui/texts.h"

#include <inttypes.h>

#define MIB 1048576.0

struct state {
	struct sheet sheet;
};

static struct state *state_of(struct panel *p)
{
	return (struct state *)(void *)p->state;
}

static void put_fact(struct text *t, const char *key, struct text *value,
	const struct report_options *options)
{
	format_field(t, key, text_slice(value), options->columns);
	text_clear(value);
}

static void put_rate(struct text *t, const struct report_capture *c,
	const struct report_options *options)
{
	double s = (double)(c->last_ts - c->first_ts) / 1e9;
	struct text v = {0};

	if (c->frames < 2 || s <= 0) {
		return;
	}
	text_printf(&v, "%.1f packets/s", (double)c->frames / s);
	if (c->bytes) {
		text_printf(&v, ", %.1f kbit/s", (double)c->bytes * 8 / s / 1000);
	}
	text_puts(&v, ", mean");
	put_fact(t, "rate", &v, options);
	text_finish(&v);
}

/* Share of each reason, so that the largest is seen at once. */
static void put_undecoded(struct text *t, const struct report_capture *c)
{
	uint64_t sum = 0;

	for (unsigned i = 1; i < UNDECODED_REASONS; i++) {
		sum += c->undecoded[i];
	}
	for (unsigned i = 1; sum && i < UNDECODED_REASONS; i++) {
		if (c->undecoded[i]) {
			text_puts(t, "            ");
			text_cell(t, slice_of(undecoded_text((enum undecoded)i)),
				28, false);
			text_printf(t, " %10" PRIu64 "  %5.1f %% of %" PRIu64
				       " packets\n",
				c->undecoded[i],
				100.0 * (double)c->undecoded[i] /
					(double)(c->frames ? c->frames : 1),
				c->frames);
		}
	}
	if (!sum) {
		text_puts(t, "            every packet was decoded\n");
	}
}

/* It is being read: what the file itself says comes at its end. */
static void put_open(struct text *t, const struct report_capture *c,
	const struct report_options *options)
{
	struct text v = {0};

	text_clean(&v, slice_of(c->path));
	put_fact(t, "file", &v, options);
	format_plural(&v, c->frames, "packet");
	text_puts(&v, " so far");
	put_fact(t, "holds", &v, options);
	text_finish(&v);
	put_rate(t, c, options);
	put_undecoded(t, c);
}

static void put_captures(struct text *t, const struct report_input *input,
	const struct report_options *options)
{
	for (size_t i = 0; i < input->capture_count; i++) {
		const struct report_capture *c = &input->captures[i];
		if (!c->info.format) {
			put_open(t, c, options);
			continue;
		}
		captured_file(t, options, c, input->filter);
		put_rate(t, c, options);
		if (!c->info.dropped_known) {
			struct text v = {0};
			text_puts(&v, "unknown: the file does not say what the "
				      "capture program lost");
			put_fact(t, "dropped", &v, options);
			text_finish(&v);
		} else if (!c->info.dropped) {
			struct text v = {0};
			text_puts(&v, "none, as the file says");
			put_fact(t, "dropped", &v, options);
			text_finish(&v);
		}
		put_undecoded(t, c);
	}
}

static void put_memory(struct text *t, const struct look *look,
	const struct report_options *options)
{
	const struct book *b = look->scene->input->book;
	struct text v = {0};

	if ((double)b->bytes < MIB / 10) {
		text_puts(&v, "below 0.1 MiB for calls");
	} else {
		text_printf(&v, "%.1f MiB for calls", (double)b->bytes / MIB);
	}
	if (b->limits.bytes) {
		text_printf(&v, ", at most %.0f",
			(double)b->limits.bytes / MIB);
	}
	put_fact(t, "memory", &v, options);
	text_printf(&v,
		"%zu of %zu calls, %zu of %zu streams, %zu of %zu "
		"registrations",
		b->call_count, b->limits.calls, b->stream_count,
		b->limits.streams, b->registration_count,
		b->limits.registrations);
	put_fact(t, "room", &v, options);
	size_t before = t->n;
	captured_given_up(t, options, b);
	if (t->n == before) {
		text_puts(&v, "nothing");
		put_fact(t, "given up", &v, options);
	}
	if (texts_refused(look->scene->texts)) {
		text_printf(&v,
			"%" PRIu64 " messages are not kept as they were sent",
			texts_refused(look->scene->texts));
		put_fact(t, "no room", &v, options);
	}
	text_finish(&v);
}

static void look(struct look *look)
{
	const struct state *s = look->state;
	const struct report_input *input = look->scene->input;
	const struct report_options options = {
		.columns = sheet_columns(&s->sheet),
		.names = &input->book->names,
	};
	struct text t = {0};
	struct text v = {0};

	if (look->scene->finished) {
		gathered_incomplete(&t, input, &options);
		spoiled_incomplete(&t, input, &options);
	}
	text_puts(&t, input->capture_count == 1 ? "Capture\n" : "Captures\n");
	put_captures(&t, input, &options);
	text_puts(&t, "\nWhat it held\n");
	captured_packets(&t, &options, &input->book->counts);
	text_printf(&v,
		"%" PRIu64 " repeats of SIP, %" PRIu64
		" copies by the capture, %" PRIu64 " duplicates by the network",
		input->book->counts.retransmissions,
		input->book->counts.mirrored, input->book->counts.duplicates);
	put_fact(&t, "twice", &v, &options);
	text_finish(&v);
	if (look->scene->finished) {
		gathered_text(&t, input, &options);
	}
	text_puts(&t, "\nWhat is kept\n");
	put_memory(&t, look, &options);
	sheet_keep(look, &t);
}

static void draw(struct panel *p, struct canvas *c, struct area area)
{
	sheet_draw_view(p, &state_of(p)->sheet, c, area);
}

static bool key(struct panel *p, enum action action)
{
	return sheet_key(&state_of(p)->sheet, p->rows, action) ||
	       action == ACTION_health; /* it is this screen */
}

static const struct screen_hint hints[] = {
	{ACTION_prevscreen, "Back"},
	{ACTION_help, "Help"},
	{ACTION_stats, "Statistics"},
	{ACTION_findings, "Findings"},
	{ACTION_npage, "Page"},
	{0, NULL},
};

const struct screen screen_health = {
	.name = "health",
	.title = "whether the capture can be believed: drops, not decoded, memory",
	.hints = hints,
	.state_size = sizeof(struct state),
	.look = look,
	.draw = draw,
	.key = key,
};
