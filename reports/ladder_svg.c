/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ladder as a drawing for documents: one self-contained SVG, black on
 * white, nothing loaded from anywhere, every text escaped. It carries a title
 * and a description for those who cannot see it, and each arrow the frame
 * number as its own title. Calls stand below each other.
 */
#include "reports/format.h"
#include "reports/ladder.h"
#include "reports/points.h"
#include "reports/report.h"
#include "reports/tale.h"

/* Pixels. A character of 12 px sans-serif is taken as 7 wide. */
#define CHARACTER 7
#define MARGIN    90 /* before the first line: the times */
#define ROW       34U
#define NOTE      12U /* more of a row with a note below it */
#define HEAD      72U /* title and column names */
#define GAP_LEAST 190
#define GAP_MOST  480
#define LOOP      36  /* width of a round arrow */
#define POINT     80U /* column of an observation point, at the right */
#define PORTS     110 /* room for both ports beside a label */

struct sheet {
	struct text *out;
	const struct ladder *ladder;
	const struct report_input *input;
	bool legs; /* of a conversation in one ladder */
	size_t gap, top;
	size_t seen; /* where the columns of the points begin */
	ns_t origin;
	bool fine;
};

static size_t x_of(const struct sheet *s, unsigned host)
{
	return MARGIN + 20 + host * s->gap;
}

static size_t width_of(const struct ladder *ladder, size_t gap)
{
	unsigned gaps = ladder->host_count ? ladder->host_count - 1 : 0;
	size_t width = MARGIN + 20 + gaps * gap + 90;

	return width < 640 ? 640 : width;
}

/* Far enough apart for the longest label over the span of its arrow. */
static size_t gap_of(const struct ladder *ladder)
{
	struct text label = {0};
	size_t gap = GAP_LEAST;

	for (size_t i = 0; i < ladder->row_count; i++) {
		const struct ladder_row *row = &ladder->rows[i];
		size_t span = row->from > row->to ? row->from - row->to
						  : row->to - row->from;
		text_clear(&label);
		ladder_label(&label, row);
	ladder_kept(&label, row);
		size_t need =
			text_columns(text_slice(&label)) * CHARACTER + PORTS;
		if (span && need / span > gap) {
			gap = need / span;
		}
	}
	for (unsigned i = 0; i < ladder->host_count; i++) {
		text_clear(&label);
		ladder_host_name(&label, ladder, i);
		size_t need = text_columns(text_slice(&label)) * CHARACTER;
		if (ladder->hosts[i].name && need > gap) {
			gap = need; /* a name stands beside its address */
		}
	}
	text_finish(&label);
	return gap > GAP_MOST ? GAP_MOST : gap;
}

/* The label, shortened to what fits over @pixels. */
static void put_label(
	struct sheet *s, const struct ladder_row *row, size_t pixels)
{
	struct text label = {0};
	struct text cut = {0};
	size_t columns = pixels > PORTS ? (pixels - PORTS) / CHARACTER : 1;

	ladder_label(&label, row);
	ladder_kept(&label, row);
	if (row->message && row->message->retransmission) {
		text_puts(&label, " (retransmission)");
	}
	if (text_columns(text_slice(&label)) > columns) {
		text_cell(&cut, text_slice(&label), columns, false);
		format_xml(s->out, text_slice(&cut));
	} else {
		format_xml(s->out, text_slice(&label));
	}
	text_finish(&label);
	text_finish(&cut);
}

static const char *class_of(const struct ladder_row *row)
{
	if (row->stream) {
		return "media";
	}
	return row->message->retransmission ? "again" : "signal";
}

static void put_title(struct sheet *s, const struct ladder_row *row)
{
	struct text line = {0};

	text_puts(s->out, "<title>");
	ladder_label(&line, row);
	ladder_kept(&line, row);
	text_puts(&line, "; ");
	ladder_comment(&line, row);
	format_xml(s->out, text_slice(&line));
	text_puts(s->out, "</title>");
	text_finish(&line);
}

static void put_arrow(struct sheet *s, const struct ladder_row *row, size_t y)
{
	size_t a = x_of(s, row->from);
	size_t b = x_of(s, row->to);
	bool right = b > a;
	size_t tip = right ? b - 7 : b + 7;

	text_printf(s->out, "<path d=\"M%zu %zuH%zu\"/>", a, y, tip);
	text_printf(s->out, "<path class=\"head\" d=\"M%zu %zul%d -5v10z\"/>",
		b, y, right ? -9 : 9);
	text_printf(s->out,
		"<text class=\"port\" x=\"%zu\" y=\"%zu\" "
		"text-anchor=\"%s\">%u</text>",
		right ? a + 6 : a - 6, y - 4, right ? "start" : "end",
		row->src.port);
	text_printf(s->out,
		"<text class=\"port\" x=\"%zu\" y=\"%zu\" "
		"text-anchor=\"%s\">%u</text>",
		right ? b - 10 : b + 10, y - 4, right ? "end" : "start",
		row->dst.port);
}

/* A message inside a device leaves its line and comes back to it. */
static void put_loop(struct sheet *s, const struct ladder_row *row, size_t y)
{
	size_t x = x_of(s, row->from);

	text_printf(s->out, "<path d=\"M%zu %zuh%dv10h%d\"/>", x, y - 5,
		LOOP - 8, 15 - LOOP);
	text_printf(s->out, "<path class=\"head\" d=\"M%zu %zul9 -5v10z\"/>", x,
		y + 5);
}

/* Hosts that share a column because there are too many to draw. */
static void put_dot(struct sheet *s, const struct ladder_row *row, size_t y)
{
	text_printf(s->out,
		"<circle class=\"head\" cx=\"%zu\" cy=\"%zu\" r=\"4\"/>",
		x_of(s, row->from), y);
}

/* At the right: when the row was seen at each point, @row NULL: their names. */
static void put_seen(struct sheet *s, const struct ladder_row *row, size_t y)
{
	bool several = points_several(s->input);

	for (unsigned k = 0; several && k < s->input->point_count; k++) {
		struct text cell = {0};
		text_printf(s->out,
			"<text class=\"%s\" x=\"%zu\" y=\"%zu\" "
			"text-anchor=\"end\">",
			row ? "port" : "host", s->seen + (k + 1) * POINT - 10,
			y);
		if (row) {
			ladder_seen_text(&cell, row, k);
		} else {
			points_name(&cell, s->input, k);
		}
		format_xml(s->out, text_slice(&cell));
		text_puts(s->out, "</text>\n");
		text_finish(&cell);
	}
}

static void put_row(struct sheet *s, const struct ladder_row *row, size_t y)
{
	size_t a = x_of(s, row->from);
	size_t b = x_of(s, row->to);
	size_t span = a > b ? a - b : b - a;

	text_printf(s->out, "<g class=\"%s\">", class_of(row));
	put_title(s, row);
	text_printf(s->out,
		"<text class=\"time\" x=\"%u\" y=\"%zu\" "
		"text-anchor=\"end\">",
		(unsigned)MARGIN, y + 4);
	format_relative(s->out, row->ts, s->origin, s->fine);
	text_puts(s->out, "</text>");
	bool loop = ladder_is_loop(s->ladder, row);
	if (loop) {
		put_loop(s, row, y);
	} else if (row->from == row->to) {
		put_dot(s, row, y);
	} else {
		put_arrow(s, row, y);
	}
	text_printf(s->out, "<text x=\"%zu\" y=\"%zu\" text-anchor=\"%s\">",
		loop ? a + LOOP : (a + b) / 2, loop ? y + 4 : y - 5,
		loop ? "start" : "middle");
	put_label(s, row, loop ? s->gap + PORTS - LOOP : span);
	text_puts(s->out, "</text>");
	if (row->stream) {
		text_printf(s->out,
			"<text class=\"note\" x=\"%zu\" y=\"%zu\" "
			"text-anchor=\"%s\">",
			loop ? a + LOOP : (a + b) / 2, y + 13,
			loop ? "start" : "middle");
		ladder_comment(s->out, row);
		text_puts(s->out, "</text>");
	}
	put_seen(s, row, y + 4);
	text_puts(s->out, "</g>\n");
}

static size_t height_of(const struct ladder *ladder)
{
	size_t height = HEAD;

	for (size_t i = 0; i < ladder->row_count; i++) {
		height += ROW + (ladder->rows[i].stream ? NOTE : 0U);
	}
	return height;
}

static void put_hosts(struct sheet *s)
{
	size_t bottom = s->top + height_of(s->ladder);

	for (unsigned i = 0; i < s->ladder->host_count; i++) {
		struct text name = {0};
		size_t x = x_of(s, i);
		ladder_host_name(&name, s->ladder, i);
		text_printf(s->out,
			"<text class=\"host\" x=\"%zu\" y=\"%zu\" "
			"text-anchor=\"middle\">",
			x, s->top + 46);
		format_xml(s->out, text_slice(&name));
		text_printf(s->out,
			"</text><path class=\"line\" d=\"M%zu %zuV%zu\"/>\n", x,
			s->top + 54, bottom);
		text_finish(&name);
	}
}

static void put_call(struct sheet *s, const struct call *call)
{
	struct text title = {0};

	if (s->legs && call->conversation) {
		tale_title(&title, call->conversation);
	} else {
		text_printf(&title, "Call %u: ", (unsigned)call->id);
		format_call(&title, call);
		text_printf(&title, ", %s", call_state_text(call->state));
	}
	text_printf(s->out, "<text class=\"call\" x=\"20\" y=\"%zu\">",
		s->top + 20);
	format_xml(s->out, text_slice(&title));
	text_puts(s->out, "</text>\n");
	text_finish(&title);
	put_hosts(s);
	put_seen(s, NULL, s->top + 46);
	size_t y = s->top + HEAD + 12;
	for (size_t i = 0; i < s->ladder->row_count; i++) {
		put_row(s, &s->ladder->rows[i], y);
		y += ROW + (s->ladder->rows[i].stream ? NOTE : 0U);
	}
}

static void put_open(
	struct text *out, size_t width, size_t height, size_t calls)
{
	text_printf(out,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%zu\" "
		"height=\"%zu\" viewBox=\"0 0 %zu %zu\" role=\"img\" "
		"aria-labelledby=\"title desc\">\n"
		"<title id=\"title\">Ladder diagram</title>\n"
		"<desc id=\"desc\">SIP messages and RTP streams of ",
		width, height, width, height);
	format_plural(out, calls, "call");
	text_puts(out,
		" in order of time. Hosts are columns; each arrow is one "
		"message, each thick arrow one RTP stream.</desc>\n"
		"<style>"
		"text{font:12px sans-serif;fill:#000}"
		".call{font-weight:bold;font-size:14px}"
		".host{font-weight:bold}"
		".time{font-family:monospace;font-size:11px}"
		".port,.note{font-size:10px;fill:#444}"
		".line{stroke:#888;stroke-dasharray:3 3;fill:none}"
		"g path{stroke:#000;stroke-width:1.2;fill:none}"
		"g .head{fill:#000;stroke:none}"
		".media path{stroke:#06629b;stroke-width:3}"
		".media .head{fill:#06629b;stroke:none}"
		".again path{stroke:#a04000;stroke-dasharray:6 3}"
		".again .head{fill:#a04000;stroke:none}"
		".again text{fill:#a04000}"
		"</style>\n<rect width=\"100%\" height=\"100%\" "
		"fill=\"#fff\"/>\n");
}

/* The size of the sheet: every wanted call is laid out once before drawing. */
static int measure(const struct report_input *input, const struct names *names,
	const struct call *only, bool legs, size_t *ret_width,
	size_t *ret_height, size_t *ret_calls, struct err *err)
{
	size_t width = 640;
	size_t height = 20;
	size_t calls = 0;

	for (const struct call *c = ladder_next(input, only, legs, NULL); c;
		c = ladder_next(input, only, legs, c)) {
		struct ladder ladder;
		if (ladder_build(&ladder, c, legs, names, err) != 0) {
			return -1;
		}
		size_t own = width_of(&ladder, gap_of(&ladder));
		width = own > width ? own : width;
		height += height_of(&ladder) + 30;
		calls++;
		ladder_finish(&ladder);
	}
	*ret_width = width;
	*ret_height = height;
	*ret_calls = calls;
	return 0;
}

static int write(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	bool legs;
	const struct call *only;
	size_t width;
	size_t height;
	size_t calls;

	if (ladder_select(input, options, &only, &legs, err) != 0 ||
		measure(input, options->names, only, legs, &width, &height, &calls,
			err) != 0) {
		return -1;
	}
	struct sheet s = {
		.out = out,
		.input = input,
		.legs = legs,
		.top = 10,
		.seen = width,
		.origin = input->origin,
		.fine = report_nanoseconds(input),
	};
	if (points_several(input)) {
		width += input->point_count * POINT;
	}
	put_open(out, width, height, calls);
	for (const struct call *c = ladder_next(input, only, legs, NULL); c;
		c = ladder_next(input, only, legs, c)) {
		struct ladder ladder;
		if (ladder_build(
			    &ladder, c, legs, options->names, err) != 0) {
			return -1;
		}
		s.ladder = &ladder;
		s.gap = gap_of(&ladder);
		put_call(&s, c);
		s.top += height_of(&ladder) + 30;
		ladder_finish(&ladder);
		if (report_drain(out, options, err) != 0) {
			return -1;
		}
	}
	text_puts(out, "</svg>\n");
	return 0;
}

const struct report report_ladder_svg = {
	.name = "svg",
	.title = "the ladder as a drawing",
	.write = write,
};
