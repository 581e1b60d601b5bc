/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was found, the most urgent first; below it all about the one under the
 * cursor: what, of whom, which frames prove it, what to do.
 */
#include "ui/findings_view.h"

#include "ui/shell.h"
#include "ui/stream_view.h"

#include <inttypes.h>

enum question { ASK_TEXT };

/* Most calls that are looked at in one ladder; more are listed. */
#define LADDER_MOST 3
/* Least rows of the list above the pane, and of the screen to have one. */
#define LIST_LEAST 6
#define ROWS_LEAST 14

static struct findings_state *state_of(struct panel *p)
{
	return (struct findings_state *)(void *)p->state;
}

static const struct findings_view *view_of(const struct panel *p)
{
	return p->view ? p->view->data : NULL;
}

static const struct table_view *table_of(const struct panel *p)
{
	const struct findings_view *v = view_of(p);

	return v ? &v->table : NULL;
}

static const struct findings_row *under_cursor(struct panel *p)
{
	const struct findings_view *v = view_of(p);
	uint32_t at = state_of(p)->table.cursor;

	return !v || at < v->table.first || at - v->table.first >= v->table.count
		       ? NULL
		       : &v->rows[at - v->table.first];
}

static void open(struct panel *p, const void *argument)
{
	(void)argument;
	state_of(p)->table.reverse = true; /* the most urgent first */
}

static void draw_counts(
	struct panel *p, struct canvas *c, struct area area)
{
	const struct findings_view *v = view_of(p);
	const struct findings_state *s = state_of(p);
	int x = area.x + 1;

	for (int i = SEVERITIES - 1; i >= 0; i--) {
		x += canvas_printf(c, area.y, x,
			     v->by_severity[i] ? INK_STRONG : INK_DIM,
			     "%" PRIu64 " %s", v->by_severity[i],
			     finding_severity_text((enum severity)i)) +
		     2;
	}
	x += canvas_printf(c, area.y, x, INK_DIM, "%" PRIu64 " kinds judged",
		     v->judged) +
	     2;
	if (s->text[0]) {
		x += canvas_puts(c, area.y, x, INK_DIM, "text ");
		canvas_puts(c, area.y, x, INK_NAME, s->text);
	}
}

static void draw_none(
	const struct findings_view *v, struct canvas *c, struct area area)
{
	if (!v || v->pending) {
		canvas_puts(c, area.y + 2, area.x + 3, INK_DIM,
			!v ? "\xe2\x80\xa6"
			   : "Findings come when all has been read.");
		return;
	}
	canvas_puts(c, area.y + 2, area.x + 3, INK_DIM,
		!v->all ? "No finding says that text."
			: "Nothing was found. What was looked at and is in "
			  "order:");
	if (v->all) {
		(void)sheet_put(c, area, 4, v->passed);
	}
}

static void draw(struct panel *p, struct canvas *c, struct area area)
{
	struct findings_state *s = state_of(p);
	const struct findings_view *v = view_of(p);
	struct area list = {area.y + 1, area.x, area.rows - 1, area.columns};
	struct area pane = list;

	s->sheet.columns = area.columns - 2;
	if (v && p->fresh) {
		table_settle(&s->table, &v->table);
	}
	if (!v || v->pending || v->table.total == 0) {
		draw_none(v, c, area);
		return;
	}
	draw_counts(p, c, area);
	if (area.rows >= ROWS_LEAST) {
		uint32_t need = v->table.total + 1;
		int half = area.rows / 2 > LIST_LEAST ? area.rows / 2
						      : LIST_LEAST;
		list.rows = need < (uint32_t)half ? (int)need : half;
		list.rows = list.rows < 3 ? 3 : list.rows;
		pane.y = list.y + list.rows + 1;
		pane.rows = area.y + area.rows - pane.y;
		canvas_line(c, pane.y - 1, area.x, area.columns, INK_DIM);
	} else {
		pane.rows = 0;
	}
	table_draw(&s->table, table_of(p), findings_view_columns(),
		FINDINGS_COLUMNS, c, list);
	const struct findings_row *row = under_cursor(p);
	if (row && pane.rows > 0) {
		(void)sheet_put(c, pane, 0, row->block);
	}
}

static void open_stream(struct panel *p, const struct findings_row *row)
{
	struct stream_ask ask = {0};

	ask.who = row->who;
	ask.call = row->calls.calls[0];
	if (ask.who.frame || ask.call.hash) {
		shell_open(p->shell, &screen_stream, &ask);
	} else {
		shell_say(p->shell, INK_ODD,
			"this finding is of no stream: its frames are named "
			"below");
	}
}

/* Its calls, few in one ladder, many as a list; without one, its stream. */
static void open_calls(
	struct panel *p, const struct findings_row *row, bool legs)
{
	struct ladder_ask ask = row->calls;
	char where[CALLS_TEXT];

	if (!row->call_count) {
		open_stream(p, row);
	} else if (row->call_count > LADDER_MOST) {
		(void)snprintf(where, sizeof(where), "finding = \"%s\"", row->id);
		shell_open(p->shell, &screen_calls, where);
	} else {
		ask.legs = legs;
		shell_open(p->shell, &screen_ladder, &ask);
	}
}

static bool key_row(struct panel *p, enum action action)
{
	const struct findings_row *row = under_cursor(p);

	switch ((int)action) {
	case ACTION_flow:
	case ACTION_flowex:
		if (row) {
			open_calls(p, row, action == ACTION_flowex);
		}
		return true;
	case ACTION_voice:
		if (row) {
			open_stream(p, row);
		}
		return true;
	case ACTION_explain:
		if (row) {
			shell_open(p->shell, &screen_explain, row->id);
		}
		return true;
	default:
		return false;
	}
}

static bool key(struct panel *p, enum action action)
{
	struct findings_state *s = state_of(p);

	if (table_key(&s->table, table_of(p), NULL, 0, action) ||
		key_row(p, action)) {
		return true;
	}
	if (action == ACTION_search) {
		shell_ask(p->shell, ASK_TEXT, "Text:", slice_of(s->text));
		return true;
	}
	return action == ACTION_findings; /* it is this screen */
}

static void click(struct panel *p, int y, int x, bool twice)
{
	(void)x;
	if (table_click(&state_of(p)->table, table_of(p), y - 2) && twice) {
		(void)key_row(p, ACTION_flow);
	}
}

static int answer(
	struct panel *p, int question, struct slice text, struct err *err)
{
	struct findings_state *s = state_of(p);

	(void)question;
	text = slice_trim(text);
	if (text.n >= sizeof(s->text)) {
		return err_set(err, "that is too long");
	}
	memset(s->text, 0, sizeof(s->text));
	memcpy(s->text, text.p, text.n);
	return 0;
}

static const struct screen_hint hints[] = {
	{ACTION_prevscreen, "Back"},
	{ACTION_flow, "Calls"},
	{ACTION_voice, "Stream"},
	{ACTION_explain, "Explain"},
	{ACTION_flowex, "Legs"},
	{ACTION_search, "Search"},
	{ACTION_help, "Help"},
	{0, NULL},
};

const struct screen screen_findings = {
	.name = "findings",
	.title = "what was found, the most urgent first",
	.hints = hints,
	.state_size = sizeof(struct findings_state),
	.open = open,
	.look = findings_view_look,
	.draw = draw,
	.key = key,
	.click = click,
	.answer = answer,
};
