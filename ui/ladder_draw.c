/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *    ! 09:12:44.123   10.0.0.1            10.0.0.2
 *                        |-- INVITE SDP ----->|
 *
 * One line a row, the label on the arrow; what has no room is cut there and stands
 * whole in the pane. Where columns do not fit side by side, some are to the right.
 */
#include "ui/ladder_draw.h"

#include "ui/sip_text.h"

#define BAR	  "\xe2\x94\x82"
#define DASH	  "\xe2\x94\x80"
#define DASH_RTP  "\xe2\x95\x90"
#define DASH_SAME "\xe2\x95\x8c" /* sent again */
#define LOOP	  "\xe2\x86\xba"
#define TO_LEFT	  "\xe2\x97\x80"
#define TO_RIGHT  "\xe2\x96\xb6"
#define HEAD	  1
#define MARKS	  2  /* columns left of the time */
#define TIME	  13
#define MARGIN	  8
#define GAP_LEAST 17
#define GAP_MOST  60

struct plan {
	struct canvas *c;
	struct area area; /* of the lines */
	int first;	  /* x of the line of the first column that is seen */
	int gap;
	unsigned from, to; /* columns that are seen: from..to-1 */
};

static struct plan plan_of(
	struct ladder_state *s, const struct ladder_view *v, struct canvas *c,
	struct area area)
{
	int left = MARKS + TIME + 1;
	int room = area.columns - left - 2;
	int hosts = (int)v->host_count;
	struct plan p = {c, {area.y, area.x + left, area.rows, room + 1}, 0,
		GAP_LEAST, 0, v->host_count};

	/* Half a name stands left of the first line, and right of the last. */
	int span = room - 2 * MARGIN;
	if (hosts > 1 && span / (hosts - 1) > GAP_LEAST) {
		p.gap = span / (hosts - 1);
		p.gap = p.gap > GAP_MOST ? GAP_MOST : p.gap;
	}
	int fit = span > 0 ? span / p.gap + 1 : 1;
	unsigned most = hosts > fit ? (unsigned)(hosts - fit) : 0;
	if (s->first > most) {
		s->first = (uint8_t)most;
	}
	p.from = s->first;
	p.to = hosts > fit ? p.from + (unsigned)fit : (unsigned)hosts;
	p.first = p.area.x + MARGIN;
	return p;
}

/* Where the line of @column is; outside of what is seen: at the edge. */
static int x_of(const struct plan *p, unsigned column)
{
	if (column < p->from) {
		return p->area.x;
	}
	if (column >= p->to) {
		return p->area.x + p->area.columns - 1;
	}
	return p->first + (int)(column - p->from) * p->gap;
}

static void draw_names(const struct plan *p, const struct ladder_view *v)
{
	for (unsigned i = p->from; i < p->to; i++) {
		int wide = canvas_width(v->hosts[i]);
		wide = wide > p->gap - 1 ? p->gap - 1 : wide;
		canvas_cell(p->c, p->area.y, x_of(p, i) - wide / 2, wide,
			INK_STRONG, v->hosts[i], false);
	}
	if (p->from > 0) {
		canvas_puts(p->c, p->area.y, p->area.x - 1, INK_KEY, TO_LEFT);
	}
	if (p->to < v->host_count) {
		canvas_puts(p->c, p->area.y, p->area.x + p->area.columns - 1,
			INK_KEY, TO_RIGHT);
	}
}

static void draw_arrow(
	const struct plan *p, const struct ladder_line *l, int y)
{
	int a = x_of(p, l->from);
	int b = x_of(p, l->to);
	bool leftward = b < a;
	int left = (leftward ? b : a) + 1;
	int right = (leftward ? a : b) - 1;
	int room = right - left + 1;
	struct slice label = canvas_width(l->label) > room - 4 ? l->brief
							      : l->label;
	int wide = canvas_width(label);
	const char *dash = l->stream ? DASH_RTP
			   : l->repeated ? DASH_SAME
					 : DASH;

	for (int x = left; x <= right; x++) {
		canvas_puts(p->c, y, x, (enum ink)l->ink, dash);
	}
	if (room > 0) {
		canvas_puts(p->c, y, leftward ? left : right, (enum ink)l->ink,
			leftward ? TO_LEFT : TO_RIGHT);
	}
	int most = room - 4;
	wide = wide > most ? most : wide;
	if (wide > 0) {
		int x = left + (room - wide) / 2;
		canvas_puts(p->c, y, x - 1, INK_PLAIN, " ");
		canvas_cell(
			p->c, y, x, wide, (enum ink)l->ink, label, false);
		canvas_puts(p->c, y, x + wide, INK_PLAIN, " ");
	}
}

enum ink ladder_draw_severity(unsigned severity)
{
	return severity > SEVERITY_ERROR     ? INK_BAD
	       : severity > SEVERITY_WARNING ? INK_ODD
	       : severity > SEVERITY_NOTE    ? INK_STRONG
					     : INK_PLAIN;
}

static void draw_line(const struct plan *p, const struct ladder_line *l, int y,
	int left, bool marked)
{
	static const char signs[] = " nWEC";

	if (l->severity) {
		char sign[2] = {signs[l->severity], '\0'};
		canvas_puts(p->c, y, left,
			ladder_draw_severity(l->severity), sign);
	}
	if (marked) {
		canvas_puts(p->c, y, left + 1, INK_KEY, "*");
	}
	canvas_cell(p->c, y, left + MARKS, TIME - 1, INK_PLAIN, l->time, true);
	for (unsigned i = p->from; i < p->to; i++) {
		canvas_puts(p->c, y, x_of(p, i), INK_DIM, BAR);
	}
	if (l->loop) {
		int x = x_of(p, l->from) + 2;
		canvas_puts(p->c, y, x, (enum ink)l->ink, LOOP);
		canvas_put(p->c, y, x + 2, (enum ink)l->ink, l->label);
	} else {
		draw_arrow(p, l, y);
	}
}

const struct ladder_line *ladder_draw_line(
	const struct ladder_state *s, const struct ladder_view *v)
{
	if (!v || !table_row(&v->table, s->rows.cursor)) {
		return NULL;
	}
	return &v->lines[s->rows.cursor - v->table.first];
}

void ladder_draw_rows(struct ladder_state *s, const struct ladder_view *v,
	struct canvas *c, struct area area)
{
	struct area before = canvas_clip(c, area);

	s->rows.page = area.rows > HEAD ? (uint32_t)(area.rows - HEAD) : 1;
	table_go(&s->rows, &v->table, s->rows.cursor);
	struct plan p = plan_of(s, v, c, area);
	draw_names(&p, v);
	for (uint32_t i = 0; i < s->rows.page && s->rows.top + i < v->table.total;
		i++) {
		uint32_t k = s->rows.top + i;
		int y = area.y + HEAD + (int)i;
		const struct table_row *row = table_row(&v->table, k);
		if (row) {
			draw_line(&p, &v->lines[k - v->table.first], y, area.x,
				s->marked == row->key);
		}
		if (k == s->rows.cursor) {
			canvas_reverse(c,
				(struct area){y, area.x, 1, area.columns - 1});
		}
	}
	(void)canvas_clip(c, before);
}

void ladder_draw_pane(const struct ladder_state *s,
	const struct ladder_line *line, struct canvas *c, struct area area)
{
	if (!line) {
		return;
	}
	int y = sip_text_lines(c, area, INK_DIM, line->about);
	struct area rest = {
		area.y + y, area.x, area.rows - y, area.columns};
	if (line->found.n) {
		y = sip_text_lines(c, rest, ladder_draw_severity(line->severity),
			line->found);
		rest.y += y;
		rest.rows -= y;
	}
	if (rest.rows > 1 && !line->stream) {
		rest.y++;
		rest.rows--;
		if (line->message.p) {
			(void)sip_text_draw(c, rest, line->message,
				(int)s->scroll, s->plain,
				(struct slice){NULL, 0});
		} else {
			(void)sip_text_lines(c, rest, INK_ODD,
				SLICE("the message was not kept"));
		}
	}
}
