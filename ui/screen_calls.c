/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of calls, with the keys of sngrep's. */
#include "ui/screen.h"

#include "reports/where.h"
#include "ui/calls_list.h"
#include "ui/calls_save.h"
#include "ui/ladder_view.h"
#include "ui/shell.h"
#include "ui/stream_view.h"

enum question { ASK_WHERE, ASK_TEXT, ASK_SAVE, ASK_COLUMNS };

/* What is shown unless the settings say otherwise. */
#define USUAL                                                                  \
	"index,time,sipfromuser,siptouser,src,dst,state,msgcnt,convdur,codec,"  \
	"path,mos,loss,finding"

static const struct calls_view *view_of(const struct panel *p)
{
	return p->view ? p->view->data : NULL;
}

static const struct table_view *table_of(const struct panel *p)
{
	const struct calls_view *v = view_of(p);

	return v ? &v->table : NULL;
}

static struct calls_state *state_of(struct panel *p)
{
	return (struct calls_state *)(void *)p->state;
}

/* @argument: a filter expression; NULL: that of the program. */
static void open(struct panel *p, const void *argument)
{
	struct calls_state *s = state_of(p);
	const struct shell_options *o = shell_options(p->shell);
	const struct table_column *columns = calls_list_columns();
	struct err err;

	_Static_assert(sizeof(struct calls_state) <= SCREEN_STATE, "state");
	if (table_choose(&s->table, columns, CALLS_COLUMNS,
		    slice_of(o->settings.columns), &err) != 0 ||
		!s->table.count) {
		(void)table_choose(&s->table, columns, CALLS_COLUMNS,
			SLICE(USUAL), &err);
	}
	for (unsigned i = 0; i < CALLS_COLUMNS; i++) {
		if (slice_is(slice_of(o->settings.sort), columns[i].name)) {
			s->table.sort = (uint8_t)i;
		}
	}
	s->table.reverse = o->settings.reverse;
	s->table.follow = o->settings.follow;
	s->noise_hidden = o->settings.noise_hidden;
	(void)snprintf(
		s->where, sizeof(s->where), "%s",
		argument ? (const char *)argument : o->where ? o->where : "");
}

/* One line above the list: what is shown, and what is not. */
static void draw_choice(struct panel *p, struct canvas *c, struct area area)
{
	const struct calls_state *s = state_of(p);
	const struct calls_view *v = view_of(p);
	int x = area.x + 1;

	bool chosen = s->where[0] || s->text[0] || s->noise_hidden ||
		      s->cleared;
	if (v && chosen) {
		x += canvas_printf(c, area.y, x, INK_STRONG,
			     "%u shown", (unsigned)v->table.total) +
		     2;
	}
	if (s->where[0]) {
		x += canvas_puts(c, area.y, x, INK_DIM, "filter ");
		x += canvas_puts(c, area.y, x, INK_NAME, s->where) + 2;
	}
	if (s->text[0]) {
		x += canvas_puts(c, area.y, x, INK_DIM, "text ");
		x += canvas_puts(c, area.y, x, INK_NAME, s->text) + 2;
	}
	if (s->noise_hidden) {
		x += canvas_puts(c, area.y, x, INK_DIM, "noise hidden") + 2;
	}
	if (s->grouped) {
		x += canvas_puts(c, area.y, x, INK_DIM,
			     v && v->pending ? "by conversation when all is read"
					     : "by conversation") +
		     2;
	}
	if (s->cleared) {
		x += canvas_puts(c, area.y, x, INK_DIM, "cleared") + 2;
	}
	if (s->table.follow) {
		canvas_puts(c, area.y, x, INK_DIM, "autoscroll");
	}
}

static void draw(struct panel *p, struct canvas *c, struct area area)
{
	struct calls_state *s = state_of(p);
	const struct calls_view *v = view_of(p);
	struct area list = {area.y + 1, area.x, area.rows - 1, area.columns};

	if (v && p->fresh) {
		table_settle(&s->table, &v->table);
		calls_save_take(p, s, v);
	}
	draw_choice(p, c, area);
	table_draw(&s->table, table_of(p), calls_list_columns(), CALLS_COLUMNS,
		c, list);
	if (v && v->table.total == 0) {
		const char *why = v->all ? "No call is shown: the line above "
					   "says why."
				  : v->pending ? "No calls so far."
					       : "No calls in this capture.";
		canvas_puts(c, list.y + 2, 3, INK_DIM, why);
	}
}

static const struct screen_call *under_cursor(struct panel *p)
{
	const struct calls_view *v = view_of(p);
	const struct calls_state *s = state_of(p);

	if (!v || s->table.cursor < v->table.first ||
		s->table.cursor - v->table.first >= v->table.count) {
		return NULL;
	}
	return &v->calls[s->table.cursor - v->table.first];
}

static void toggle(struct panel *p)
{
	struct calls_state *s = state_of(p);
	const struct screen_call *who = under_cursor(p);

	for (uint32_t i = 0; who && i < s->selected_count; i++) {
		if (s->selected[i].hash == who->hash &&
			s->selected[i].first_ts == who->first_ts) {
			s->selected[i] = s->selected[--s->selected_count];
			memset(&s->selected[s->selected_count], 0,
				sizeof(s->selected[0]));
			return;
		}
	}
	if (who && s->selected_count == CALLS_SELECTED) {
		shell_say(p->shell, INK_ODD, "%d calls can be selected at once",
			CALLS_SELECTED);
	} else if (who) {
		s->selected[s->selected_count++] = *who;
	}
}

static void open_ladder(struct panel *p, bool legs)
{
	const struct calls_state *s = state_of(p);
	const struct screen_call *who = under_cursor(p);
	struct ladder_ask ask = {.legs = legs};

	for (uint32_t i = 0; i < s->selected_count; i++) {
		ask.calls[ask.count++] = s->selected[i];
	}
	if (!ask.count && who) {
		ask.calls[ask.count++] = *who;
	}
	if (ask.count) {
		shell_open(p->shell, &screen_ladder, &ask);
	}
}

static void open_stream(struct panel *p)
{
	const struct screen_call *who = under_cursor(p);
	struct stream_ask ask = {0};

	if (who) {
		ask.call = *who;
		shell_open(p->shell, &screen_stream, &ask);
	}
}

static void explain(struct panel *p)
{
	const struct calls_state *s = state_of(p);
	const struct calls_view *v = view_of(p);
	const char *id = under_cursor(p)
				 ? v->worst[s->table.cursor - v->table.first]
				 : NULL;

	if (id) {
		shell_open(p->shell, &screen_explain, id);
	} else {
		shell_say(p->shell, INK_PLAIN, "%s",
			v && v->pending ? "findings come when all has been read"
					: "nothing was found about this call");
	}
}

static void clear(struct panel *p, bool keep)
{
	struct calls_state *s = state_of(p);

	if (s->cleared && !keep) {
		s->cleared = 0;
		s->kept[0] = '\0';
		shell_say(p->shell, INK_PLAIN, "all calls are listed again");
		return;
	}
	if (keep && !s->where[0]) {
		shell_say(p->shell, INK_ODD,
			"there is no filter whose calls could stay");
		return;
	}
	s->cleared = p->view ? p->view->head.last_ts : 0;
	memset(s->kept, 0, sizeof(s->kept));
	if (keep) {
		memcpy(s->kept, s->where, sizeof(s->kept));
	}
	s->selected_count = 0;
	memset(s->selected, 0, sizeof(s->selected));
	shell_say(p->shell, INK_PLAIN, "cleared; F5 once more lists all again");
}

static void ask_save(struct panel *p)
{
	const struct calls_state *s = state_of(p);
	const struct calls_view *v = view_of(p);
	char label[48];

	if (s->selected_count) {
		(void)snprintf(label, sizeof(label), "Save %u selected to:",
			(unsigned)s->selected_count);
	} else {
		(void)snprintf(label, sizeof(label), "Save %u shown to:",
			v ? (unsigned)v->table.total : 0U);
	}
	shell_ask(p->shell, ASK_SAVE, label,
		s->save_path[0] ? slice_of(s->save_path) : SLICE("calls.txt"));
}

static int take_save(struct calls_state *s, struct slice text, struct err *err)
{
	if (calls_save_check(text, err) != 0) {
		return -1;
	}
	memset(s->save_path, 0, sizeof(s->save_path));
	memcpy(s->save_path, text.p, text.n);
	s->save = s->saved + 1;
	return 0;
}

static void ask_columns(struct panel *p)
{
	struct text names = {0};

	table_names(&state_of(p)->table, calls_list_columns(), CALLS_COLUMNS,
		&names);
	shell_ask(p->shell, ASK_COLUMNS, "Columns:", text_slice(&names));
	text_finish(&names);
}

static bool key(struct panel *p, enum action action)
{
	struct calls_state *s = state_of(p);

	if (table_key(&s->table, table_of(p), calls_list_columns(),
		    CALLS_COLUMNS, action)) {
		return true;
	}
	switch ((int)action) {
	case ACTION_flow:
	case ACTION_flowex:
		open_ladder(p, action == ACTION_flowex);
		return true;
	case ACTION_select:
		toggle(p);
		table_go(&s->table, table_of(p), (int64_t)s->table.cursor + 1);
		return true;
	case ACTION_filters:
		shell_ask(p->shell, ASK_WHERE, "Filter:", slice_of(s->where));
		return true;
	case ACTION_search:
		shell_ask(p->shell, ASK_TEXT, "Text:", slice_of(s->text));
		return true;
	case ACTION_columns:
		ask_columns(p);
		return true;
	case ACTION_group:
		s->grouped = !s->grouped;
		return true;
	case ACTION_noise:
		s->noise_hidden = !s->noise_hidden;
		return true;
	case ACTION_save:
		ask_save(p);
		return true;
	case ACTION_voice:
		open_stream(p);
		return true;
	case ACTION_explain:
		explain(p);
		return true;
	case ACTION_togglealias:
		s->numeric = !s->numeric;
		return true;
	case ACTION_clearcalls:
	case ACTION_clearcallssoft:
		clear(p, action == ACTION_clearcallssoft);
		return true;
	default:
		return false;
	}
}

static void click(struct panel *p, int y, int x, bool twice)
{
	struct calls_state *s = state_of(p);

	(void)x;
	if (table_click(&s->table, table_of(p), y - 2) && twice) {
		open_ladder(p, false);
	}
}

static int take_text(char *at, size_t size, struct slice text, struct err *err)
{
	if (text.n >= size) {
		return err_set(err, "that is longer than %zu bytes", size - 1);
	}
	memset(at, 0, size);
	memcpy(at, text.p, text.n);
	return 0;
}

static int answer(
	struct panel *p, int question, struct slice text, struct err *err)
{
	struct calls_state *s = state_of(p);
	struct where *where = NULL;

	text = slice_trim(text);
	switch (question) {
	case ASK_WHERE:
		if (text.n && where_create(&where, text, err) != 0) {
			return -1;
		}
		where_destroy(where);
		return take_text(s->where, sizeof(s->where), text, err);
	case ASK_TEXT:
		return take_text(s->text, sizeof(s->text), text, err);
	case ASK_SAVE:
		return take_save(s, text, err);
	default:
		return table_choose(&s->table, calls_list_columns(),
			CALLS_COLUMNS, text.n ? text : SLICE(USUAL), err);
	}
}

/* @name goes on behind @word; @t is empty so far. */
static bool goes_on(struct slice name, struct slice word, struct text *t)
{
	if (!word.n || name.n < word.n ||
		!slice_eq(slice_sub(name, 0, word.n), word)) {
		return false;
	}
	text_put(t, slice_sub(name, word.n, name.n));
	return true;
}

static void complete(
	struct panel *p, int question, struct slice word, struct text *t)
{
	(void)p;
	for (unsigned i = 0; question == ASK_COLUMNS && i < CALLS_COLUMNS; i++) {
		if (goes_on(slice_of(calls_list_columns()[i].name), word, t)) {
			return;
		}
	}
	for (size_t i = 0; question == ASK_WHERE && where_field_at(i); i++) {
		if (goes_on(slice_of(where_field_at(i)->name), word, t)) {
			text_puts(t, " ");
			return;
		}
	}
}

static const struct screen_hint hints[] = {
	{ACTION_prevscreen, "Quit"},
	{ACTION_flow, "Show"},
	{ACTION_select, "Select"},
	{ACTION_help, "Help"},
	{ACTION_search, "Search"},
	{ACTION_flowex, "Extended"},
	{ACTION_save, "Save"},
	{ACTION_clearcalls, "Clear"},
	{ACTION_filters, "Filter"},
	{ACTION_columns, "Columns"},
	{ACTION_noise, "Noise"},
	{ACTION_group, "Group"},
	{ACTION_sortnext, "Sort"},
	{ACTION_pause, "Pause"},
	{ACTION_voice, "Stream"},
	{ACTION_findings, "Findings"},
	{ACTION_stats, "Statistics"},
	{ACTION_health, "Health"},
	{ACTION_explain, "Explain"},
	{ACTION_autoscroll, "Autoscroll"},
	{0, NULL},
};

const struct screen screen_calls = {
	.name = "calls",
	.title = "the calls, one a line",
	.hints = hints,
	.state_size = sizeof(struct calls_state),
	.open = open,
	.look = calls_list_look,
	.draw = draw,
	.key = key,
	.click = click,
	.answer = answer,
	.complete = complete,
	.forget = calls_list_forget,
};
