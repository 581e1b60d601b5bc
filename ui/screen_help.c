/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys, commands, screens and the fields of filters: all from their tables. */
#include "ui/screen.h"

#include "reports/where.h"
#include "ui/commands.h"
#include "ui/shell.h"

#define KEY_COLUMNS  16
#define NAME_COLUMNS 26

struct state {
	int32_t scroll, lines;
};

/* Groups in the order of the help; those of keys.def. */
static const struct {
	const char *word, *title;
} groups[] = {
	{"move", "Moving"},
	{"all", "Everywhere"},
	{"list", "Lists"},
	{"ladder", "Ladder"},
	{"edit", "The line that is typed"},
};

struct pen {
	struct canvas *c;
	struct area area;
	int line, skip;
};

static struct state *state_of(struct panel *p)
{
	return (struct state *)(void *)p->state;
}

static void put(struct pen *p, int x, int columns, enum ink ink, struct slice s)
{
	int y = p->line - p->skip;

	if (y >= 0 && y < p->area.rows) {
		canvas_cell(p->c, p->area.y + y, p->area.x + x, columns, ink, s,
			false);
	}
}

static void put_heading(struct pen *p, const char *title)
{
	p->line += p->line > 0;
	put(p, 1, p->area.columns - 2, INK_STRONG, slice_of(title));
	p->line++;
}

static void put_keys(struct pen *p, const struct keys *keys, enum action action)
{
	struct text names = {0};
	struct slice help = slice_of(keys_action_help(action));

	for (int i = 0; i < KEYS_EACH && keys->codes[action][i]; i++) {
		text_puts(&names, i ? " " : "");
		keys_put_name(&names, keys->codes[action][i]);
	}
	(void)slice_cut(&help, ':');
	put(p, 3, KEY_COLUMNS, INK_KEY, text_slice(&names));
	put(p, 3 + KEY_COLUMNS, 18, INK_DIM,
		slice_of(keys_action_name(action)));
	put(p, 3 + KEY_COLUMNS + 18, p->area.columns - 4 - KEY_COLUMNS - 18,
		INK_PLAIN, slice_trim(help));
	p->line++;
	text_finish(&names);
}

static void put_group(struct pen *p, const struct keys *keys, size_t i)
{
	put_heading(p, groups[i].title);
	for (int a = 0; a < ACTIONS; a++) {
		struct slice help = slice_of(keys_action_help((enum action)a));
		struct slice word = slice_cut(&help, ':');
		if (slice_is(word, groups[i].word)) {
			put_keys(p, keys, (enum action)a);
		}
	}
}

static void put_pair(struct pen *p, struct slice name, struct slice meaning)
{
	put(p, 3, NAME_COLUMNS, INK_KEY, name);
	put(p, 3 + NAME_COLUMNS, p->area.columns - 4 - NAME_COLUMNS, INK_PLAIN,
		meaning);
	p->line++;
}

static void draw(struct panel *p, struct canvas *c, struct area area)
{
	struct state *s = state_of(p);
	struct pen pen = {c, area, 0, s->scroll};

	for (size_t i = 0; i < COUNT_OF(groups); i++) {
		put_group(&pen, shell_keys(p->shell), i);
	}
	put_heading(&pen, "Commands, behind :");
	for (size_t i = 0; commands_help(i); i++) {
		struct slice help = slice_of(commands_help(i));
		struct slice name = slice_cut(&help, '\t');
		put_pair(&pen, name, help);
	}
	put_heading(&pen, "Screens, for :open");
	for (size_t i = 0; screen_at(i); i++) {
		put_pair(&pen, slice_of(screen_at(i)->name),
			slice_of(screen_at(i)->title));
	}
	put_heading(&pen, "Fields of filters (F7): mos < 3.6 and from ~ 6012");
	for (size_t i = 0; where_field_at(i); i++) {
		put_pair(&pen, slice_of(where_field_at(i)->name),
			slice_of(where_field_at(i)->title));
	}
	s->lines = pen.line;
}

static bool key(struct panel *p, enum action action)
{
	struct state *s = state_of(p);
	int most = s->lines > p->rows ? s->lines - p->rows : 0;
	int to = s->scroll;

	switch ((int)action) {
	case ACTION_up:
		to--;
		break;
	case ACTION_down:
		to++;
		break;
	case ACTION_ppage:
	case ACTION_hppage:
		to -= p->rows;
		break;
	case ACTION_npage:
	case ACTION_hnpage:
		to += p->rows;
		break;
	case ACTION_begin:
		to = 0;
		break;
	case ACTION_end:
		to = most;
		break;
	default:
		return false;
	}
	s->scroll = to < 0 ? 0 : to > most ? most : to;
	return true;
}

static const struct screen_hint hints[] = {
	{ACTION_prevscreen, "Back"},
	{ACTION_up, "Up"},
	{ACTION_down, "Down"},
	{ACTION_npage, "Page"},
	{0, NULL},
};

const struct screen screen_help = {
	.name = "help",
	.title = "keys, commands, screens, fields of filters",
	.hints = hints,
	.state_size = sizeof(struct state),
	.draw = draw,
	.key = key,
};
