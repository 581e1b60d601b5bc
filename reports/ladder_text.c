/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ladder in characters. The label stands on the arrow where it fits, else
 * on a line of its own above it, so nothing is ever cut:
 *
 *           10.0.0.1                                      10.0.0.2
 *     time s   |                                              |
 *   5.172814   | INVITE SDP (PCMA PCMU G722 telephone-event)  |
 *              | 5060 ------------------------------> 5060    |
 *   5.223787   | 5060 <---------- 100 Trying --------- 5060   |
 *
 * Several observation points stand at the right, a column each: when the row was
 * seen there, after the point that saw it first.
 *
 * With many hosts the columns move together; when two ports no longer fit on
 * an arrow they are written behind the label. When the addresses do not fit
 * side by side, columns get letters and a legend. A message inside a device is
 * a round arrow without a line.
 */
#include "reports/ladder_text.h"

#include "reports/format.h"
#include "reports/ladder.h"
#include "reports/points.h"

#define BAR       "\xe2\x94\x82" /* vertical line */
#define LOOP      "\xe2\x86\xba" /* round arrow */
#define LEAST_GAP 4
/* An arrow is "5060 -- label -> 5060": blanks, two dashes a side, a head. */
#define ARROW_EXTRA 8
#define PORTS_EXTRA 4
/* A column of an observation point: "+12.345 ms" without its unit. */
#define POINT_COLUMNS 10

struct drawing {
	struct text *out;
	const struct ladder *ladder;
	size_t at[LADDER_HOSTS]; /* column of each host's line */
	size_t columns, time_columns;
	ns_t origin;
	bool colour, fine, legend;
	const struct report_input *input; /* NULL: one observation point */
	struct text seen; /* cells of the points, for the row's first line */
};

/* Lines of the hosts from text column @from up to @to; blanks between. */
static void put_bars(struct drawing *d, size_t from, size_t to)
{
	size_t x = from;

	format_style(d->out, d->colour, STYLE_DIM);
	for (unsigned i = 0; i < d->ladder->host_count; i++) {
		if (d->at[i] >= x && d->at[i] < to) {
			text_fill(d->out, ' ', d->at[i] - x);
			text_puts(d->out, BAR);
			x = d->at[i] + 1;
		}
	}
	format_plain(d->out, d->colour, STYLE_DIM);
	if (to < SIZE_MAX && x < to) {
		text_fill(d->out, ' ', to - x);
	}
}

/* One line: @content at column @at between the lines of the hosts. */
static void put_line(struct drawing *d, struct slice time, size_t at,
	struct slice content, enum format_style style)
{
	text_cell(d->out, time, d->time_columns, true);
	put_bars(d, d->time_columns, at);
	format_style(d->out, d->colour, style);
	text_put(d->out, content);
	format_plain(d->out, d->colour, style);
	put_bars(d, at + text_columns(content),
		d->seen.n ? d->columns : SIZE_MAX);
	if (d->seen.n) {
		text_put(d->out, text_slice(&d->seen));
		text_clear(&d->seen);
	}
	text_puts(d->out, "\n");
}

/* What stands at the right of the row's first line. */
static void note_seen(struct drawing *d, const struct ladder_row *row)
{
	for (unsigned k = 0; d->input && k < d->input->point_count; k++) {
		struct text cell = {0};
		ladder_seen_text(&cell, row, k);
		text_cell(&d->seen, text_slice(&cell), POINT_COLUMNS, true);
		text_finish(&cell);
	}
}

static void note_points(struct drawing *d)
{
	for (unsigned k = 0; d->input && k < d->input->point_count; k++) {
		struct text name = {0};
		points_name(&name, d->input, k);
		text_puts(&d->seen, " ");
		text_cell(&d->seen, text_slice(&name), POINT_COLUMNS - 1, true);
		text_finish(&name);
	}
}

static void put_dashes(struct text *t, size_t n, bool thick)
{
	while (n--) {
		text_puts(t, thick ? "\xe2\x95\x90" : "\xe2\x94\x80");
	}
}

/*
 * The arrow between two lines, @room columns: "5060 -- label -> 5060". @label
 * and the ports are left out when empty.
 */
static void draw_arrow(struct text *t, size_t room, struct slice left,
	struct slice label, struct slice right, bool leftward, bool thick)
{
	size_t ends = (left.n ? left.n + 1 : 0) + (right.n ? right.n + 1 : 0);
	size_t words = label.n ? text_columns(label) + 2 : 0;
	size_t dashes = room > ends + words + 1 ? room - ends - words - 1 : 0;

	if (left.n) {
		text_put(t, left);
		text_puts(t, " ");
	}
	text_puts(t, leftward ? "\xe2\x97\x80" : "");
	put_dashes(t, dashes / 2, thick);
	if (label.n) {
		text_puts(t, " ");
		text_put(t, label);
		text_puts(t, " ");
	}
	put_dashes(t, dashes - dashes / 2, thick);
	text_puts(t, leftward ? "" : "\xe2\x96\xb6");
	if (right.n) {
		text_puts(t, " ");
		text_put(t, right);
	}
}

/* Words above an arrow, from column @at if they fit there, broken if need be.
 */
static void put_words(struct drawing *d, struct slice time, size_t at,
	struct slice words, enum format_style style)
{
	size_t first = d->at[0] + 2;

	while (words.n) {
		size_t wide = text_columns(words);
		size_t room = d->columns > first ? d->columns - first : 1;
		struct slice line = words;
		if (wide > room) {
			line = text_fit(words, room);
			size_t n = line.n;
			while (n > 0 && line.p[n - 1] != ' ') {
				n--;
			}
			line.n = n ? n : line.n ? line.n : 1;
			wide = room;
		}
		size_t x = at + wide > d->columns ? d->columns - wide : at;
		put_line(d, time, x, slice_trim(line), style);
		words = slice_trim(slice_sub(words, line.n, words.n));
		time = SLICE("");
	}
}

static enum format_style style_of(const struct ladder_row *row)
{
	const struct message *m = row->message;

	if (!m) {
		return STYLE_MEDIA;
	}
	if (m->retransmission) {
		return STYLE_ODD;
	}
	if (m->request) {
		return STYLE_BOLD;
	}
	if (m->status < 200 || m->status == 401 || m->status == 407) {
		return STYLE_PLAIN;
	}
	return m->status < 300 ? STYLE_GOOD : STYLE_BAD;
}

/* The words of a row that stand above or on its arrow. */
static void words_of(struct text *t, const struct ladder_row *row)
{
	ladder_label(t, row);
	ladder_kept(t, row);
	if (row->message && row->message->retransmission) {
		text_puts(t, " (retransmission)");
	}
}

static void put_ends(struct text *t, const struct ladder_row *row)
{
	char src[ENDPOINT_TEXT];
	char dst[ENDPOINT_TEXT];

	text_printf(t, " (%s to %s)", endpoint_text(&row->src, src),
		endpoint_text(&row->dst, dst));
}

/* Of an end that is one of several addresses of its column: which. */
static void put_which(struct text *t, const struct ladder *ladder,
	const struct ladder_row *row)
{
	char text[ADDR_TEXT];
	bool from = ladder_is_several(ladder, row->from);
	bool to = ladder_is_several(ladder, row->to);

	if (!from && !to) {
		return;
	}
	text_puts(t, " (");
	text_puts(t, from ? addr_text(&row->src.ip, text) : "");
	text_puts(t, from && to ? " to " : "");
	text_puts(t, to ? addr_text(&row->dst.ip, text) : "");
	text_puts(t, ")");
}

/* What a row needs while it is drawn. */
struct arrow {
	struct text time, words, line, ports[2];
	size_t left, right; /* columns of the two lines */
	bool leftward, ports_fit, label_fits;
};

static void arrow_measure(
	struct drawing *d, const struct ladder_row *row, struct arrow *a)
{
	bool others = d->ladder->others && (row->from == LADDER_HOSTS - 1 ||
						   row->to == LADDER_HOSTS - 1);

	a->leftward = row->to < row->from;
	a->left = d->at[a->leftward ? row->to : row->from];
	a->right = d->at[a->leftward ? row->from : row->to];
	size_t room = a->right > a->left ? a->right - a->left - 1 : 0;
	text_puts(&a->words, ladder_is_loop(d->ladder, row) ? LOOP " " : "");
	words_of(&a->words, row);
	unsigned src = row->src.port;
	unsigned dst = row->dst.port;
	text_printf(&a->ports[0], "%u", a->leftward ? dst : src);
	text_printf(&a->ports[1], "%u", a->leftward ? src : dst);
	size_t ports = a->ports[0].n + a->ports[1].n;
	a->ports_fit = !others && room >= ports + PORTS_EXTRA + 2;
	if (a->ports_fit) {
		put_which(&a->words, d->ladder, row);
	} else {
		put_ends(&a->words, row);
	}
	a->label_fits = a->ports_fit &&
			room >= ports + 2 + ARROW_EXTRA +
					text_columns(text_slice(&a->words));
	format_relative(&a->time, row->ts, d->origin, d->fine);
}

static void put_row(struct drawing *d, const struct ladder_row *row)
{
	struct arrow a = {0};
	struct slice none = SLICE("");
	enum format_style style = style_of(row);

	arrow_measure(d, row, &a);
	note_seen(d, row);
	struct slice time = text_slice(&a.time);
	struct slice words = text_slice(&a.words);
	if (!a.label_fits) {
		put_words(d, time, a.left + 2, words, style);
		words = none;
		time = none;
	}
	if (a.right > a.left) {
		size_t room = a.right - a.left - 1;
		bool pad = a.ports_fit;
		text_puts(&a.line, pad ? " " : "");
		draw_arrow(&a.line, pad ? room - 2 : room,
			pad ? text_slice(&a.ports[0]) : none, words,
			pad ? text_slice(&a.ports[1]) : none, a.leftward,
			row->stream != NULL);
		text_puts(&a.line, pad ? " " : "");
		put_line(d, time, a.left + 1, text_slice(&a.line), style);
	}
	if (row->stream) {
		text_clear(&a.words);
		ladder_comment(&a.words, row);
		put_words(d, none, a.left + 2, text_slice(&a.words), STYLE_DIM);
	}
	d->out->failed = d->out->failed || a.line.failed || a.words.failed;
	text_finish(&a.time);
	text_finish(&a.words);
	text_finish(&a.line);
	text_finish(&a.ports[0]);
	text_finish(&a.ports[1]);
}

static void name_column(struct text *t, const struct drawing *d, unsigned host)
{
	if (!d->legend) {
		ladder_host_name(t, d->ladder, host);
	} else if (d->ladder->host_count <= 26) {
		text_printf(t, "%c", (char)('A' + (int)host));
	} else {
		text_printf(t, "%u", host + 1);
	}
}

/*
 * The line of column names, each centred on its line as far as it fits.
 * Returns false when two would touch.
 */
static bool draw_names(const struct drawing *d, struct text *line)
{
	struct text name = {0};
	bool fits = true;

	for (unsigned i = 0; i < d->ladder->host_count; i++) {
		text_clear(&name);
		name_column(&name, d, i);
		size_t wide = text_columns(text_slice(&name));
		size_t used = text_columns(text_slice(line));
		size_t start = d->at[i] > wide / 2 ? d->at[i] - wide / 2 : 0;
		if (start + wide > d->columns && wide < d->columns) {
			start = d->columns - wide;
		}
		if (i > 0 && start < used + 2) {
			fits = false;
			start = used + 1;
		}
		text_fill(line, ' ', start - used);
		text_put(line, text_slice(&name));
	}
	text_finish(&name);
	return fits;
}

static void put_head(struct drawing *d)
{
	struct text line = {0};
	struct text name = {0};

	d->legend = false;
	d->legend = !draw_names(d, &line);
	for (unsigned i = 0; d->legend && i < d->ladder->host_count; i++) {
		text_clear(&name);
		text_puts(&name, "  ");
		name_column(&name, d, i);
		text_cell(d->out, text_slice(&name), 6, false);
		ladder_host_name(d->out, d->ladder, i);
		text_puts(d->out, "\n");
	}
	if (d->legend) {
		text_clear(&line);
		draw_names(d, &line);
	}
	format_style(d->out, d->colour, STYLE_BOLD);
	text_put(d->out, text_slice(&line));
	format_plain(d->out, d->colour, STYLE_BOLD);
	text_puts(d->out, "\n");
	note_points(d);
	put_line(d, SLICE("time s"), d->time_columns, SLICE(""), STYLE_PLAIN);
	text_finish(&line);
	text_finish(&name);
}

static size_t widest_time(const struct drawing *d)
{
	struct text time = {0};
	size_t widest = 10;

	for (size_t i = 0; i < d->ladder->row_count; i++) {
		text_clear(&time);
		format_relative(
			&time, d->ladder->rows[i].ts, d->origin, d->fine);
		widest = time.n > widest ? time.n : widest;
	}
	text_finish(&time);
	return widest;
}

static void place_columns(struct drawing *d)
{
	size_t first = d->time_columns + 2;
	size_t gaps = d->ladder->host_count - 1;
	size_t seen = d->input ? d->input->point_count * POINT_COLUMNS : 0;

	if (seen) { /* narrow, but never so that nothing fits */
		d->columns = d->columns > seen + 40 ? d->columns - seen : 40;
	}
	size_t span = d->columns > first ? d->columns - 1 - first : 0;

	if (span < gaps * LEAST_GAP) {
		span = gaps * LEAST_GAP; /* wider than asked: nothing is cut */
		d->columns = first + span + 1;
	}
	for (size_t i = 0; i <= gaps; i++) {
		d->at[i] = first + (gaps ? span * i / gaps : 0);
	}
}

int ladder_text_put(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *call,
	bool legs, struct err *err)
{
	struct ladder ladder;

	if (ladder_build(&ladder, call, legs, options->names, err) != 0) {
		return -1;
	}
	struct drawing d = {
		.out = out,
		.ladder = &ladder,
		.columns = options->columns,
		.origin = input->origin,
		.colour = options->colour,
		.fine = report_nanoseconds(input),
		.input = points_several(input) ? input : NULL,
	};
	if (ladder.row_count) {
		d.time_columns = widest_time(&d);
		place_columns(&d);
		put_head(&d);
	}
	for (size_t i = 0; i < ladder.row_count; i++) {
		put_row(&d, &ladder.rows[i]);
	}
	if (d.input && ladder.row_count) {
		text_puts(out,
			"  at the right: seen at each observation point so "
			"many ms after the first; -: not\n");
	}
	text_finish(&d.seen);
	if (call->messages_left_out) {
		text_printf(out, "  %u more messages were not kept\n",
			call->messages_left_out);
	}
	ladder_finish(&ladder);
	return 0;
}

static int write(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	bool legs;
	const struct call *only;

	if (ladder_select(input, options, &only, &legs, err) != 0) {
		return -1;
	}
	if (!input->book->calls) {
		text_puts(out, "No calls in this capture.\n");
	}
	for (const struct call *c = ladder_next(input, only, legs, NULL); c;
		c = ladder_next(input, only, legs, c)) {
		format_style(out, options->colour, STYLE_BOLD);
		ladder_title(out, c, legs, options->columns);
		format_plain(out, options->colour, STYLE_BOLD);
		text_puts(out, "\n\n");
		if (ladder_text_put(out, input, options, c, legs, err) != 0) {
			return -1;
		}
		text_puts(out, report_call_next(input, only, c) ? "\n" : "");
		if (report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	return 0;
}

const struct report report_ladder_text = {
	.name = "text",
	.title = "the ladder in characters",
	.write = write,
};
