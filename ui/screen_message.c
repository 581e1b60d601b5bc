/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A message as it was sent, over the whole screen; or two side by side, with the
 * lines marked that the other one has not.
 */
#include "ui/screen.h"

#include "ui/message_ask.h"
#include "ui/shell.h"
#include "ui/sip_text.h"
#include "ui/texts.h"

struct state {
	struct message_ask ask;
	int32_t scroll, lines;
	bool plain;
};

struct seen {
	struct slice text[2];
	uint64_t refused;
};

static struct state *state_of(struct panel *p)
{
	return (struct state *)(void *)p->state;
}

static void open(struct panel *p, const void *argument)
{
	struct state *s = state_of(p);

	if (argument) {
		memcpy(&s->ask, argument, sizeof(s->ask));
	}
	s->plain = shell_options(p->shell)->settings.syntax_off;
}

static void look(struct look *look)
{
	const struct state *s = look->state;
	struct seen *seen = arena_get(&look->view->arena, sizeof(*seen));

	for (unsigned i = 0; seen && i < s->ask.count && i < 2; i++) {
		seen->text[i] =
			texts_find(look->scene->texts, s->ask.digest[i]);
	}
	if (seen) {
		seen->refused = texts_refused(look->scene->texts);
	}
	look->view->data = seen;
}

static void draw(struct panel *p, struct canvas *c, struct area area)
{
	struct state *s = state_of(p);
	const struct seen *seen = p->view ? p->view->data : NULL;
	int n = s->ask.count > 1 ? 2 : 1;
	int wide = area.columns / n;

	s->lines = 0;
	for (int i = 0; seen && i < n; i++) {
		struct area half = {
			area.y, area.x + i * wide + 1, area.rows, wide - 2};
		struct slice other = n > 1 ? seen->text[1 - i]
					   : (struct slice){NULL, 0};
		if (!seen->text[i].p) {
			(void)sip_text_lines(c, half, INK_ODD,
				SLICE("This message was not kept: there was no "
				      "more room for messages, or it was given "
				      "up with its call."));
			continue;
		}
		int lines = sip_text_draw(c, half, seen->text[i], s->scroll,
			s->plain, other);
		s->lines = lines > s->lines ? lines : s->lines;
	}
	if (n > 1) {
		canvas_column(c, area.y, area.x + wide - 1, area.rows, INK_DIM);
	}
}

static int step_of(const struct panel *p, enum action action)
{
	switch ((int)action) {
	case ACTION_up:
		return -1;
	case ACTION_down:
		return 1;
	case ACTION_ppage:
		return -p->rows;
	case ACTION_npage:
		return p->rows;
	case ACTION_hppage:
		return -p->rows / 2;
	case ACTION_hnpage:
		return p->rows / 2;
	case ACTION_begin:
		return -1000000;
	case ACTION_end:
		return 1000000;
	default:
		return 0;
	}
}

static bool key(struct panel *p, enum action action)
{
	struct state *s = state_of(p);
	int step = step_of(p, action);

	if (action == ACTION_togglesyntax) {
		s->plain = !s->plain;
		return true;
	}
	if (!step) {
		return false;
	}
	int most = s->lines > p->rows ? s->lines - p->rows : 0;
	int to = s->scroll + step;
	s->scroll = to < 0 ? 0 : to > most ? most : to;
	return true;
}

static const struct screen_hint hints[] = {
	{ACTION_prevscreen, "Back"},
	{ACTION_help, "Help"},
	{ACTION_down, "Down"},
	{ACTION_togglesyntax, "Syntax"},
	{0, NULL},
};

const struct screen screen_message = {
	.name = "message",
	.title = "a message as it was sent, or two compared",
	.hints = hints,
	.state_size = sizeof(struct state),
	.open = open,
	.look = look,
	.draw = draw,
	.key = key,
};
