/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A line is the start line, a header, or of the body; what it is decides how it is
 * coloured. Lines that are too long go on below, two columns in.
 */
#include "ui/sip_text.h"

#include "lib/utf8.h"

#define DEEPER 2

/* The longest beginning of @s that fits into @columns, at least one character. */
static struct slice fit(struct slice s, int columns)
{
	size_t n = 0;
	int used = 0;

	while (n < s.n) {
		struct slice rest = slice_sub(s, n, s.n);
		uint32_t code;
		size_t len = utf8_next(rest, &code);
		len = len ? len : 1;
		int wide = canvas_width(slice_sub(rest, 0, len));
		if (used + wide > columns && n > 0) {
			break;
		}
		used += wide;
		n += len;
	}
	return slice_sub(s, 0, n);
}

static struct slice next_line(struct slice *rest)
{
	struct slice line = slice_cut(rest, '\n');

	if (line.n && line.p[line.n - 1] == '\r') {
		line.n--;
	}
	return line;
}

static bool has_line(struct slice text, struct slice line)
{
	while (text.p && text.n) {
		if (slice_eq(next_line(&text), line)) {
			return true;
		}
	}
	return false;
}

enum part { PART_START, PART_HEADER, PART_BODY };

/* How long the beginning of @line is that has an ink of its own. */
static size_t leading(struct slice line, enum part part)
{
	if (part == PART_START) {
		return slice_find(line, ' ');
	}
	if (part == PART_HEADER) {
		size_t n = slice_find(line, ':');
		return n < line.n ? n + 1 : 0;
	}
	return line.n > 1 && line.p[1] == '=' ? 2 : 0;
}

struct pen {
	struct canvas *c;
	struct area area;
	int line; /* of the screen, from 0; with those scrolled away */
	int skip;
};

static void put_piece(struct pen *p, int x, enum ink ink, struct slice s)
{
	int y = p->line - p->skip;

	if (y >= 0 && y < p->area.rows) {
		canvas_put(p->c, p->area.y + y, p->area.x + x, ink, s);
	}
}

static void put_line(struct pen *p, struct slice line, size_t lead,
	enum ink lead_ink, enum ink ink)
{
	int x = 0;

	do {
		struct slice piece = fit(line, p->area.columns - x);
		struct slice first = slice_sub(piece, 0, lead);
		put_piece(p, x, lead_ink, first);
		put_piece(p, x + canvas_width(first), ink,
			slice_sub(piece, first.n, piece.n));
		lead -= first.n;
		line = slice_sub(line, piece.n, line.n);
		x = p->area.columns > 10 ? DEEPER : 0;
		p->line++;
	} while (line.n);
}

int sip_text_draw(struct canvas *c, struct area area, struct slice message,
	int skip, bool plain, struct slice other)
{
	struct pen p = {c, area, 0, skip};
	struct area before = canvas_clip(c, area);
	enum part part = PART_START;

	while (message.p && message.n && area.columns > 0) {
		struct slice line = next_line(&message);
		size_t lead = leading(line, part);
		enum ink ink = INK_PLAIN;
		enum ink lead_ink = part == PART_START ? INK_STRONG
				    : part == PART_HEADER ? INK_NAME
							  : INK_KEY;
		if (other.p && !has_line(other, line)) {
			ink = INK_MARK;
			lead_ink = INK_MARK;
		} else if (plain) {
			lead_ink = INK_PLAIN;
		}
		put_line(&p, line, lead, lead_ink, ink);
		part = part == PART_START ? PART_HEADER
		       : line.n == 0	  ? PART_BODY
					  : part;
	}
	(void)canvas_clip(c, before);
	return p.line;
}

int sip_text_lines(
	struct canvas *c, struct area area, enum ink ink, struct slice text)
{
	struct pen p = {c, area, 0, 0};
	struct area before = canvas_clip(c, area);

	while (text.p && text.n && area.columns > 0) {
		put_line(&p, next_line(&text), 0, ink, ink);
	}
	(void)canvas_clip(c, before);
	return p.line;
}
