/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ladder of one call, of a conversation, or of several calls in one; beside or
 * below it what the row under the cursor is in full.
 */
#include "ui/screen.h"

#include "ui/ladder_draw.h"
#include "ui/message_ask.h"
#include "ui/shell.h"
#include "ui/stream_view.h"

enum question { ASK_TEXT };

/* From this width on the pane stands beside the ladder, and is there at first. */
#define WIDE	    110
#define SHARE_USUAL 40
#define SHARE_LEAST 20
#define SHARE_MOST  70
#define SHARE_STEP  5

static struct ladder_state *state_of(struct panel *p)
{
	return (struct ladder_state *)(void *)p->state;
}

static const struct ladder_view *view_of(const struct panel *p)
{
	return p->view ? p->view->data : NULL;
}

static const struct table_view *table_of(const struct panel *p)
{
	const struct ladder_view *v = view_of(p);

	return v ? &v->table : NULL;
}

static void open(struct panel *p, const void *argument)
{
	struct ladder_state *s = state_of(p);

	_Static_assert(sizeof(struct ladder_state) <= SCREEN_STATE, "state");
	if (argument) {
		memcpy(&s->ask, argument, sizeof(s->ask));
	}
	s->plain = shell_options(p->shell)->settings.syntax_off;
}

static bool has_pane(const struct ladder_state *s, int columns)
{
	return s->pane == PANE_ON || (s->pane == PANE_USUAL && columns >= WIDE);
}

/* Takes the pane off @area. Returns its area; no rows: there is none. */
static struct area take_pane(const struct ladder_state *s, struct area *area)
{
	struct area pane = {0};
	bool beside = area->columns >= WIDE;

	if (!has_pane(s, area->columns)) {
		return pane;
	}
	pane = *area;
	if (beside) {
		int share = s->share ? s->share : SHARE_USUAL;
		pane.columns = area->columns * share / 100;
		area->columns -= pane.columns;
		pane.x += area->columns;
	} else {
		pane.rows = area->rows / 2;
		area->rows -= pane.rows;
		pane.y += area->rows;
	}
	return pane;
}

static void draw_empty(
	const struct ladder_view *v, struct canvas *c, struct area area)
{
	const char *why = !v	   ? "\xe2\x80\xa6"
			  : v->gone ? "This call is not in memory any more."
				    : "Nothing of this call is shown: m, M and "
				      "D choose what is.";

	canvas_puts(c, area.y + 2, area.x + 3, INK_DIM, why);
}

static void draw(struct panel *p, struct canvas *c, struct area area)
{
	struct ladder_state *s = state_of(p);
	const struct ladder_view *v = view_of(p);
	struct area rows = {area.y + 1, area.x, area.rows - 1, area.columns};
	struct area pane = take_pane(s, &rows);

	if (v && p->fresh) {
		table_settle(&s->rows, &v->table);
	}
	if (v) {
		canvas_put(c, area.y, area.x + 1, INK_STRONG, v->title);
	}
	if (!v || v->gone || v->table.total == 0) {
		draw_empty(v, c, area);
		return;
	}
	ladder_draw_rows(s, v, c, rows);
	if (pane.rows > 0 && pane.x > area.x) {
		canvas_column(c, pane.y, pane.x - 1, pane.rows, INK_DIM);
	} else if (pane.rows > 0) {
		canvas_line(c, pane.y, pane.x, pane.columns, INK_DIM);
		pane.y++;
		pane.rows--;
	}
	if (pane.rows > 0) {
		pane.x++;
		pane.columns -= 2;
		ladder_draw_pane(s, ladder_draw_line(s, v), c, pane);
	}
}

/* Of the row; of a message: the worst one of its call. */
static void open_stream(struct panel *p, const struct ladder_line *line)
{
	struct stream_ask ask = {0};

	if (line) {
		ask.who = line->who;
		ask.call = line->call;
		shell_open(p->shell, &screen_stream, &ask);
	}
}

static void explain(struct panel *p)
{
	const struct ladder_line *line =
		ladder_draw_line(state_of(p), view_of(p));

	if (line && line->finding) {
		shell_open(p->shell, &screen_explain, line->finding);
	} else {
		shell_say(p->shell, INK_PLAIN, "nothing was found at this row");
	}
}

static void open_message(struct panel *p)
{
	struct ladder_state *s = state_of(p);
	const struct ladder_line *line = ladder_draw_line(s, view_of(p));
	struct message_ask ask = {0};

	if (!line) {
		return;
	}
	if (line->stream) {
		open_stream(p, line);
		return;
	}
	if (s->marked) {
		ask.digest[ask.count++] = s->marked_text;
	}
	ask.digest[ask.count++] = line->digest;
	shell_open(p->shell, &screen_message, &ask);
}

/* The first of two, then both are compared. */
static void mark(struct panel *p)
{
	struct ladder_state *s = state_of(p);
	const struct ladder_line *line = ladder_draw_line(s, view_of(p));
	const struct table_row *row = table_row(table_of(p), s->rows.cursor);

	if (!line || !row || line->stream) {
		shell_say(p->shell, INK_ODD, "only messages can be compared");
	} else if (s->marked == row->key) {
		s->marked = 0;
	} else if (s->marked) {
		open_message(p);
	} else {
		s->marked = row->key;
		s->marked_text = line->digest;
		shell_say(p->shell, INK_PLAIN,
			"Space on another message compares the two");
	}
}

static bool holds(struct slice s, struct slice word)
{
	for (size_t i = 0; s.p && i + word.n <= s.n; i++) {
		if (slice_ieq(slice_sub(s, i, word.n), word)) {
			return true;
		}
	}
	return false;
}

/* To the next row that says the text, @step rows on each time. */
static void find(struct panel *p, int step)
{
	struct ladder_state *s = state_of(p);
	const struct ladder_view *v = view_of(p);
	struct slice word = slice_of(s->text);
	int64_t at = (int64_t)s->rows.cursor + step;

	for (; v && word.n && at >= v->table.first &&
		at < (int64_t)v->table.first + v->table.count;
		at += step) {
		const struct ladder_line *l = &v->lines[at - v->table.first];
		if (holds(l->label, word) || holds(l->message, word) ||
			holds(l->found, word)) {
			table_go(&s->rows, &v->table, at);
			return;
		}
	}
	if (word.n) {
		shell_say(p->shell, INK_ODD, "'%s' is not there", s->text);
	}
}

static void share_by(struct ladder_state *s, int step)
{
	int share = (s->share ? s->share : SHARE_USUAL) + step;

	s->share = (uint8_t)(share < SHARE_LEAST  ? SHARE_LEAST
			     : share > SHARE_MOST ? SHARE_MOST
						  : share);
}

static void turn(uint8_t *mode, unsigned modes)
{
	*mode = (uint8_t)((*mode + 1U) % modes);
}

/* What the rows are and how they look. */
static bool key_rows(struct ladder_state *s, enum action action)
{
	switch ((int)action) {
	case ACTION_sdpinfo:
		turn(&s->sdp, SDP_MODES);
		return true;
	case ACTION_togglemedia:
		turn(&s->media, MEDIA_MODES);
		return true;
	case ACTION_toggletime:
		turn(&s->time, TIME_MODES);
		return true;
	case ACTION_colormode:
		turn(&s->colour, COLOUR_MODES);
		return true;
	case ACTION_onlymedia:
		s->only_media = !s->only_media;
		return true;
	case ACTION_onlysdp:
		s->only_sdp = !s->only_sdp;
		return true;
	case ACTION_compress:
		s->ports = !s->ports;
		return true;
	case ACTION_flowex:
		s->ask.legs = !s->ask.legs;
		return true;
	case ACTION_togglealias:
		s->numeric = !s->numeric;
		return true;
	case ACTION_left:
		s->first = (uint8_t)(s->first ? s->first - 1 : 0);
		return true;
	case ACTION_right:
		s->first = (uint8_t)(s->first < UINT8_MAX ? s->first + 1
							  : s->first);
		return true;
	default:
		return false;
	}
}

static bool key_pane(struct panel *p, struct ladder_state *s, enum action action)
{
	switch ((int)action) {
	case ACTION_rawpreview:
		s->pane = has_pane(s, p->columns) ? PANE_OFF : PANE_ON;
		return true;
	case ACTION_resetrawpreview:
		s->share = 0;
		return true;
	case ACTION_more:
		share_by(s, SHARE_STEP);
		return true;
	case ACTION_less:
		share_by(s, -SHARE_STEP);
		return true;
	case ACTION_togglesyntax:
		s->plain = !s->plain;
		return true;
	default:
		return false;
	}
}

static bool key(struct panel *p, enum action action)
{
	struct ladder_state *s = state_of(p);

	if (table_key(&s->rows, table_of(p), NULL, 0, action) ||
		key_rows(s, action) || key_pane(p, s, action)) {
		return true;
	}
	switch ((int)action) {
	case ACTION_flow:
	case ACTION_raw:
		open_message(p);
		return true;
	case ACTION_voice:
		open_stream(p, ladder_draw_line(s, view_of(p)));
		return true;
	case ACTION_explain:
		explain(p);
		return true;
	case ACTION_select:
		mark(p);
		return true;
	case ACTION_clear:
		s->marked = 0;
		return true;
	case ACTION_search:
		shell_ask(p->shell, ASK_TEXT, "Find:", slice_of(s->text));
		return true;
	case ACTION_nextmatch:
		find(p, 1);
		return true;
	case ACTION_prevmatch:
		find(p, -1);
		return true;
	default:
		return false;
	}
}

static int answer(
	struct panel *p, int question, struct slice text, struct err *err)
{
	struct ladder_state *s = state_of(p);

	(void)question;
	if (text.n >= sizeof(s->text)) {
		return err_set(err, "that is too long");
	}
	memset(s->text, 0, sizeof(s->text));
	memcpy(s->text, text.p, text.n);
	if (text.n) {
		find(p, 1);
	}
	return 0;
}

static void click(struct panel *p, int y, int x, bool twice)
{
	struct ladder_state *s = state_of(p);

	(void)x;
	if (table_click(&s->rows, table_of(p), y - 2) && twice) {
		open_message(p);
	}
}

static const struct screen_hint hints[] = {
	{ACTION_prevscreen, "Calls"},
	{ACTION_raw, "Raw"},
	{ACTION_select, "Compare"},
	{ACTION_help, "Help"},
	{ACTION_sdpinfo, "SDP"},
	{ACTION_togglemedia, "RTP"},
	{ACTION_flowex, "Legs"},
	{ACTION_compress, "Ports"},
	{ACTION_toggletime, "Time"},
	{ACTION_colormode, "Colour"},
	{ACTION_rawpreview, "Pane"},
	{ACTION_search, "Find"},
	{ACTION_voice, "Stream"},
	{ACTION_explain, "Explain"},
	{0, NULL},
};

const struct screen screen_ladder = {
	.name = "ladder",
	.title = "messages and voice between the hosts, in time",
	.hints = hints,
	.state_size = sizeof(struct ladder_state),
	.open = open,
	.look = ladder_view_look,
	.draw = draw,
	.key = key,
	.click = click,
	.answer = answer,
};
