/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One RTP stream: its figures, score, loss and jitter over time, what jitter
 * buffers would make of it, and what its ends say. All of it is one page that
 * scrolls; on a large terminal all of it is seen at once.
 */
#include "ui/stream_view.h"

#include "ui/ladder_view.h"
#include "ui/shell.h"

#define KEY_COLUMNS   12
#define FACT_COLUMNS  39
#define LABEL_COLUMNS 14
#define TALL	      36

static struct stream_state *state_of(struct panel *p)
{
	return (struct stream_state *)(void *)p->state;
}

static const struct stream_view *view_of(const struct panel *p)
{
	return p->view ? p->view->data : NULL;
}

static void open(struct panel *p, const void *argument)
{
	struct stream_state *s = state_of(p);

	if (argument) {
		memcpy(&s->ask, argument, sizeof(s->ask));
	}
}

/* In as many columns as there is room for. Returns the rows. */
static int draw_facts(
	const struct stream_view *v, struct canvas *c, struct area area)
{
	int n = area.columns / FACT_COLUMNS > 0 ? area.columns / FACT_COLUMNS
						: 1;
	int wide = area.columns / n;
	int rows = ((int)v->fact_count + n - 1) / n;

	for (int i = 0; i < (int)v->fact_count; i++) {
		const struct stream_fact *f = &v->facts[i];
		int x = area.x + 1 + i / rows * wide;
		int y = area.y + i % rows;
		canvas_cell(c, y, x, KEY_COLUMNS, INK_DIM, slice_of(f->key),
			false);
		canvas_cell(c, y, x + KEY_COLUMNS, wide - KEY_COLUMNS - 2,
			(enum ink)f->ink, f->value, false);
	}
	return rows;
}

static double most_of(const struct stream_view *v, enum stream_graph graph)
{
	double most = 0;

	for (uint32_t i = 0; i < v->points; i++) {
		struct maybe m = v->graphs[graph][i];
		most = m.known && m.v > most ? m.v : most;
	}
	return most;
}

/* 1, 2 or 5 times a power of ten, not below @v: a scale that can be read. */
static double round_up(double v)
{
	static const double steps[] = {1, 2, 5, 10};
	double unit = 1;

	while (unit * 10 < v) {
		unit *= 10;
	}
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		if (unit * steps[i] >= v) {
			return unit * steps[i];
		}
	}
	return unit * 10;
}

static void draw_graph(const struct stream_view *v, enum stream_graph graph,
	struct canvas *c, struct area area)
{
	static const char *const names[GRAPHS] = {
		"MOS", "loss %", "jitter ms"};
	static const enum ink inks[GRAPHS] = {INK_GOOD, INK_BAD, INK_MEDIA};
	bool mos = graph == GRAPH_MOS;
	double low = mos ? 1 : 0;
	double high = mos ? v->mos_most : round_up(most_of(v, graph));
	struct area field = {area.y, area.x + LABEL_COLUMNS, area.rows,
		area.columns - LABEL_COLUMNS - 1};

	canvas_puts(c, area.y, area.x + 1, INK_STRONG, names[graph]);
	canvas_printf(c, area.y, area.x + 10, INK_DIM, "%3.3g", high);
	canvas_printf(c, area.y + area.rows - 1, area.x + 10, INK_DIM, "%3.3g",
		low);
	canvas_column(c, area.y, area.x + LABEL_COLUMNS - 1, area.rows, INK_DIM);
	if (mos && (v->pending || most_of(v, graph) <= 0)) {
		canvas_puts(c, area.y, field.x + 1, INK_DIM,
			v->pending ? "when all has been read"
				   : "no 10 s of it could be rated");
		return;
	}
	canvas_graph(c, field, inks[graph], v->graphs[graph], v->points, low,
		high, mos);
}

/* Returns the rows. */
static int draw_graphs(const struct panel *p, const struct stream_view *v,
	struct canvas *c, struct area area)
{
	int each = p->rows >= TALL ? 4 : 3;
	int y = area.y;

	if (v->points < 2) {
		canvas_puts(c, y, area.x + 1, INK_DIM,
			"It is shorter than two intervals of 10 s: there are no "
			"curves.");
		return 1;
	}
	for (int g = 0; g < GRAPHS; g++) {
		draw_graph(v, (enum stream_graph)g, c,
			(struct area){y, area.x, each, area.columns});
		y += each;
	}
	canvas_put(c, y, area.x + LABEL_COLUMNS, INK_DIM, v->from);
	canvas_put(c, y, area.x + area.columns - canvas_width(v->to) - 1,
		INK_DIM, v->to);
	canvas_puts(c, y, area.x + LABEL_COLUMNS + 10, INK_DIM,
		"UTC, a point each 10 s");
	return y + 1 - area.y;
}

static void draw(struct panel *p, struct canvas *c, struct area area)
{
	struct stream_state *s = state_of(p);
	const struct stream_view *v = view_of(p);

	s->sheet.columns = area.columns - 2;
	if (!v || v->none) {
		canvas_puts(c, area.y + 1, area.x + 3, INK_DIM,
			!v	     ? "\xe2\x80\xa6"
			: v->pending ? "No RTP stream so far."
			: s->ask.call.hash ? "No RTP stream of this call is "
					     "known."
			: !s->ask.who.frame ? "No RTP stream in this capture."
				     : "There is no such RTP stream in memory.");
		return;
	}
	int place = canvas_width(v->place);
	canvas_cell(c, area.y, area.x + 1, area.columns - place - 4, INK_STRONG,
		v->title, false);
	canvas_put(c, area.y, area.x + area.columns - place - 1, INK_DIM,
		v->place);
	area.y++;
	area.rows--;
	struct area before = canvas_clip(c, area);
	struct area page = area;
	page.y -= s->sheet.scroll;
	page.y += draw_facts(v, c, page) + 1;
	page.y += draw_graphs(p, v, c, page) + 1;
	int above = page.y + s->sheet.scroll - area.y;
	(void)canvas_clip(c, before);
	s->sheet.lines = above + 1 + sheet_put(c, area, page.y - area.y, v->more);
}

static bool go(struct panel *p, const struct screen_stream *to, const char *why)
{
	struct stream_state *s = state_of(p);

	if (to && to->frame) {
		s->ask.who = *to;
		s->sheet.scroll = 0;
	} else {
		shell_say(p->shell, INK_ODD, "%s", why);
	}
	return true;
}

static void open_ladder(struct panel *p, bool legs)
{
	const struct stream_view *v = view_of(p);
	struct ladder_ask ask = {.legs = legs};

	if (v && v->call.hash) {
		ask.calls[ask.count++] = v->call;
		shell_open(p->shell, &screen_ladder, &ask);
	} else {
		shell_say(p->shell, INK_ODD,
			"no call is known that this stream is of");
	}
}

static bool key(struct panel *p, enum action action)
{
	const struct stream_view *v = view_of(p);

	if (sheet_key(&state_of(p)->sheet, p->rows, action)) {
		return true;
	}
	switch ((int)action) {
	case ACTION_left:
		return go(p, v ? &v->before : NULL, "this is the first one");
	case ACTION_right:
		return go(p, v ? &v->after : NULL, "this is the last one");
	case ACTION_nextmatch:
		return go(p, v ? &v->bad_after : NULL,
			"no later stream is in trouble");
	case ACTION_prevmatch:
		return go(p, v ? &v->bad_before : NULL,
			"no earlier stream is in trouble");
	case ACTION_flow:
	case ACTION_flowex:
		open_ladder(p, action == ACTION_flowex);
		return true;
	case ACTION_explain:
		if (v && v->finding[0]) {
			shell_open(p->shell, &screen_explain, v->finding);
		} else {
			shell_say(p->shell, INK_PLAIN,
				"nothing was found about this stream");
		}
		return true;
	default:
		return false;
	}
}

static const struct screen_hint hints[] = {
	{ACTION_prevscreen, "Back"},
	{ACTION_flow, "Ladder"},
	{ACTION_left, "Previous"},
	{ACTION_right, "Next"},
	{ACTION_nextmatch, "Next bad"},
	{ACTION_explain, "Explain"},
	{ACTION_help, "Help"},
	{0, NULL},
};

const struct screen screen_stream = {
	.name = "stream",
	.title = "an RTP stream: figures, curves, jitter buffers, its ends",
	.hints = hints,
	.state_size = sizeof(struct stream_state),
	.open = open,
	.look = stream_view_look,
	.draw = draw,
	.key = key,
};
