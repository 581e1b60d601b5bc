/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An event goes to the line that is typed, else to the screen on top, else it is
 * one of the shell's own actions. After each drawing, a state that has changed is
 * laid on the desk.
 */
#include "ui/shell.h"

#include "ui/commands.h"
#include "ui/frame.h"

#include <stdarg.h>

#define DEEP   12
#define HEADER 2
#define FOOTER 1
/* Keys that are kept while a screen has nothing to show yet. */
#define AHEAD  32

struct shell {
	struct desk *desk;
	const struct shell_options *options;
	struct keys keys;
	struct canvas canvas;
	struct panel *stack[DEEP];
	int depth;
	uint32_t last_id, asked_id;
	_Alignas(16) unsigned char asked[SCREEN_STATE];
	struct view_head head;
	bool quit, paused, other_keys;
	uint32_t ahead[AHEAD]; /* keys pressed before there was a view */
	int ahead_count;
	struct prompt command, prompt;
	bool typing;
	int question;
	char label[48];
	char notice[256];
	enum ink notice_ink;
};

struct shell *shell_create(struct desk *desk, const struct shell_options *options)
{
	struct shell *s = calloc(1, sizeof(*s));

	if (!s) {
		return NULL;
	}
	s->desk = desk;
	s->options = options;
	s->keys = options->settings.keys;
	shell_open(s, &screen_calls, NULL);
	if (s->depth == 0) {
		free(s);
		return NULL;
	}
	return s;
}

void shell_destroy(struct shell *s)
{
	if (!s) {
		return;
	}
	while (s->depth > 0) {
		free(s->stack[--s->depth]);
	}
	canvas_finish(&s->canvas);
	free(s);
}

const struct shell_options *shell_options(const struct shell *s)
{
	return s->options;
}

struct keys *shell_keys(struct shell *s)
{
	return &s->keys;
}

struct panel *shell_top(struct shell *s)
{
	return s->stack[s->depth - 1];
}

bool shell_done(const struct shell *s)
{
	return s->quit;
}

void shell_quit(struct shell *s)
{
	s->quit = true;
}

void shell_open(struct shell *s, const struct screen *screen, const void *argument)
{
	struct panel *p = s->depth < DEEP ? calloc(1, sizeof(*p)) : NULL;

	if (!p) {
		shell_say(s, INK_BAD, "there are %d screens open already",
			s->depth);
		return;
	}
	p->screen = screen;
	p->shell = s;
	p->id = ++s->last_id;
	s->stack[s->depth++] = p;
	if (screen->open) {
		screen->open(p, argument);
	}
}

void shell_back(struct shell *s)
{
	if (s->depth == 1) {
		s->quit = true;
		return;
	}
	free(s->stack[--s->depth]);
}

void shell_ask(
	struct shell *s, int question, const char *label, struct slice text)
{
	s->typing = true;
	s->question = question;
	(void)snprintf(s->label, sizeof(s->label), "%s", label);
	prompt_start(question == SHELL_COMMAND ? &s->command : &s->prompt, text);
}

void shell_say(struct shell *s, enum ink ink, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(s->notice, sizeof(s->notice), format, args);
	va_end(args);
	s->notice_ink = ink;
}

int shell_save(struct shell *s, const char *path, struct text *t)
{
	struct err err = {""};

	if (t->failed) {
		(void)err_set(&err, "out of memory");
	} else if (!s->options->save) {
		(void)err_set(&err, "nothing can be written here");
	} else if (s->options->save(path, t, &err) == 0) {
		shell_say(s, INK_GOOD, "saved %s", path);
		return 0;
	}
	shell_say(s, INK_BAD, "%s", err.text);
	return -1;
}

int shell_save_screen(struct shell *s, const char *path)
{
	struct text t = {0};

	canvas_text(&s->canvas, &t);
	int rc = shell_save(s, path, &t);
	text_finish(&t);
	return rc;
}

/* The view is of the panel on top, or it is not for now. */
static void take_view(struct shell *s)
{
	const struct view *v = desk_take(s->desk);

	for (int i = 0; i < s->depth; i++) {
		s->stack[i]->view = NULL;
	}
	if (!v) {
		return;
	}
	s->head = v->head;
	struct panel *p = shell_top(s);
	if (v->panel == p->id) {
		p->view = v;
		p->fresh = v->serial != p->serial;
		p->serial = v->serial;
	}
}

/* The answer is complete. */
static void typed(struct shell *s)
{
	struct panel *p = shell_top(s);
	struct err err = {""};
	int rc = -1;

	if (s->question == SHELL_COMMAND) {
		s->typing = false;
		rc = commands_run(s, prompt_done(&s->command), &err);
	} else if (p->screen->answer) {
		rc = p->screen->answer(
			p, s->question, prompt_done(&s->prompt), &err);
		s->typing = rc != 0;
	}
	if (rc != 0 && err.text[0]) {
		shell_say(s, INK_BAD, "%s", err.text);
	}
}

static void complete(struct shell *s)
{
	struct prompt *p =
		s->question == SHELL_COMMAND ? &s->command : &s->prompt;
	const struct screen *screen = shell_top(s)->screen;
	struct text more = {0};

	if (s->question == SHELL_COMMAND) {
		commands_complete(prompt_word(p), &more);
	} else if (screen->complete) {
		screen->complete(
			shell_top(s), s->question, prompt_word(p), &more);
	}
	prompt_insert(p, text_slice(&more));
	text_finish(&more);
}

static void type_key(struct shell *s, uint32_t code)
{
	struct prompt *p =
		s->question == SHELL_COMMAND ? &s->command : &s->prompt;

	if (code == KEYS_ESC) {
		s->typing = false;
	} else if (code == KEYS_ENTER) {
		typed(s);
	} else if (code == KEYS_TAB) {
		complete(s);
	} else {
		(void)prompt_key(p, &s->keys, code);
	}
}

/* What is the same on all screens. */
static bool own_action(struct shell *s, enum action action)
{
	switch ((int)action) {
	case ACTION_prevscreen:
		shell_back(s);
		return true;
	case ACTION_command:
		shell_ask(s, SHELL_COMMAND, ":", SLICE(""));
		return true;
	case ACTION_help:
		if (shell_top(s)->screen != &screen_help) {
			shell_open(s, &screen_help, NULL);
		}
		return true;
	case ACTION_findings:
		shell_open(s, &screen_findings, NULL);
		return true;
	case ACTION_health:
		shell_open(s, &screen_health, NULL);
		return true;
	case ACTION_stats:
		shell_open(s, &screen_stats, NULL);
		return true;
	case ACTION_hintalt:
		s->other_keys = !s->other_keys;
		return true;
	case ACTION_pause:
		s->paused = !s->paused;
		desk_pause(s->desk, s->paused);
		return true;
	default:
		return false;
	}
}

static void act(struct shell *s, uint32_t code)
{
	struct panel *p = shell_top(s);

	for (enum action a = keys_next(&s->keys, code, 0); a < ACTIONS;
		a = keys_next(&s->keys, code, a + 1U)) {
		if (p->screen->key && p->screen->key(p, a)) {
			return;
		}
	}
	for (enum action a = keys_next(&s->keys, code, 0); a < ACTIONS;
		a = keys_next(&s->keys, code, a + 1U)) {
		if (own_action(s, a)) {
			return;
		}
	}
	enum action first = keys_next(&s->keys, code, 0);
	if (first < ACTIONS) {
		shell_say(s, INK_ODD, "'%s' does nothing on this screen; ? "
				      "lists the keys",
			keys_action_name(first));
	}
}

bool shell_waiting(struct shell *s)
{
	const struct panel *p = shell_top(s);

	return p->screen->look && !p->view;
}

/* A key that cannot mean anything before there is something on the screen. */
static bool is_early(struct shell *s, uint32_t code)
{
	enum action a = keys_next(&s->keys, code, 0);

	if (s->typing || !shell_waiting(s)) {
		return false;
	}
	for (; a < ACTIONS; a = keys_next(&s->keys, code, a + 1U)) {
		if (a == ACTION_prevscreen || a == ACTION_help ||
			a == ACTION_command || a == ACTION_pause) {
			return false;
		}
	}
	return true;
}

void shell_event(struct shell *s, const struct keys_event *event)
{
	struct panel *p = shell_top(s);

	if (event->code == KEYS_WAKE || event->code == KEYS_RESIZE) {
		return; /* what is new is taken when it is drawn */
	}
	if (event->code == KEYS_GONE) {
		s->quit = true;
		return;
	}
	s->notice[0] = '\0';
	if (event->code == KEYS_CLICK) {
		if (!s->typing && p->screen->click && event->y >= HEADER) {
			p->screen->click(
				p, event->y - HEADER, event->x, event->twice);
		}
	} else if (event->code == KEYS_WHEEL_UP ||
		   event->code == KEYS_WHEEL_DOWN) {
		bool up = event->code == KEYS_WHEEL_UP;
		for (int i = 0; i < 3 && p->screen->key; i++) {
			(void)p->screen->key(
				p, up ? ACTION_up : ACTION_down);
		}
	} else if (s->typing) {
		type_key(s, event->code);
	} else if (is_early(s, event->code)) {
		if (s->ahead_count < AHEAD) {
			s->ahead[s->ahead_count++] = event->code;
		}
	} else {
		act(s, event->code);
	}
}

/* The next key that waited for a view; false when there is none. */
static bool take_ahead(struct shell *s)
{
	if (s->ahead_count == 0 || shell_waiting(s)) {
		return false;
	}
	uint32_t code = s->ahead[0];
	memmove(s->ahead, s->ahead + 1, sizeof(s->ahead) - sizeof(*s->ahead));
	s->ahead_count--;
	if (s->typing) {
		type_key(s, code);
	} else {
		act(s, code);
	}
	return true;
}

static void draw_footer(struct shell *s, struct canvas *c)
{
	int y = c->rows - 1;

	if (s->typing) {
		prompt_draw(s->question == SHELL_COMMAND ? &s->command
							 : &s->prompt,
			c, y, c->columns, s->label);
		y--;
	} else if (!s->notice[0]) {
		frame_bar(c, shell_top(s)->screen->hints, &s->keys,
			s->other_keys);
		return;
	}
	if (s->notice[0]) {
		canvas_fill(c, (struct area){y, 0, 1, c->columns}, INK_PLAIN);
		canvas_cell(c, y, 1, c->columns - 2, s->notice_ink,
			slice_of(s->notice), false);
	}
}

static void draw_all(struct shell *s, int rows, int columns)
{
	struct canvas *c = &s->canvas;

	if (canvas_size(c, rows, columns) != 0) {
		return;
	}
	take_view(s);
	struct panel *p = shell_top(s);
	struct area body = {
		HEADER, 0, c->rows - HEADER - FOOTER, c->columns};
	p->rows = body.rows;
	p->columns = body.columns;
	if (body.rows > 0) {
		(void)canvas_clip(c, body);
		p->screen->draw(p, c, body);
	}
	(void)canvas_clip(c, canvas_all(c));
	frame_header(c, &s->head, s->options->title, s->paused);
	draw_footer(s, c);
	if (s->asked_id != p->id ||
		memcmp(s->asked, p->state, sizeof(s->asked)) != 0) {
		s->asked_id = p->id;
		memcpy(s->asked, p->state, sizeof(s->asked));
		desk_ask(s->desk, p);
	}
}

const struct canvas *shell_draw(struct shell *s, int rows, int columns)
{
	do {
		draw_all(s, rows, columns);
	} while (!s->quit && take_ahead(s));
	return &s->canvas;
}
