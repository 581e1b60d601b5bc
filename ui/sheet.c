/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only what is inside of the area is put; the canvas clips the rest. */
#include "ui/sheet.h"

/* Where the value of a fact begins: reports/format.c. */
#define KEY_COLUMNS 12
#define USUAL	    80

size_t sheet_columns(const struct sheet *s)
{
	return s->columns > 0 ? (size_t)s->columns : USUAL;
}

void sheet_keep(struct look *look, struct text *t)
{
	struct sheet_view *v = arena_get(&look->view->arena, sizeof(*v));

	if (v) {
		v->text = screen_keep(look->view, t);
	} else {
		text_finish(t);
	}
	look->view->data = v;
}

static bool is_fact(struct slice line)
{
	return line.n > KEY_COLUMNS && line.p[0] == ' ' && line.p[1] == ' ' &&
	       line.p[2] != ' ' && line.p[KEY_COLUMNS - 1] == ' ';
}

static void put_line(
	struct canvas *c, struct area area, int y, struct slice line)
{
	int x = area.x + 1;

	if (is_fact(line)) {
		x += canvas_put(c, y, x, INK_DIM,
			slice_sub(line, 0, KEY_COLUMNS));
		canvas_put(c, y, x, INK_PLAIN,
			slice_sub(line, KEY_COLUMNS, line.n));
		return;
	}
	canvas_put(c, y, x, line.n && line.p[0] != ' ' ? INK_STRONG : INK_PLAIN,
		line);
}

int sheet_put(struct canvas *c, struct area area, int y, struct slice text)
{
	struct area before = canvas_clip(c, area);
	int lines = 0;

	for (; text.p && text.n; lines++) {
		struct slice line = slice_cut(&text, '\n');
		if (y + lines >= 0 && y + lines < area.rows) {
			put_line(c, area, area.y + y + lines, line);
		}
	}
	(void)canvas_clip(c, before);
	return lines;
}

static int most_of(const struct sheet *s, int rows)
{
	return s->lines > rows ? s->lines - rows : 0;
}

void sheet_draw(struct sheet *s, struct canvas *c, struct area area,
	struct slice text)
{
	s->columns = area.columns - 2;
	s->lines = sheet_put(c, area, -s->scroll, text);
	if (s->scroll > most_of(s, area.rows)) {
		s->scroll = most_of(s, area.rows);
	}
}

void sheet_draw_view(
	struct panel *p, struct sheet *s, struct canvas *c, struct area area)
{
	const struct sheet_view *v = p->view ? p->view->data : NULL;

	if (v) {
		sheet_draw(s, c, area, v->text);
	} else {
		canvas_puts(c, area.y + 1, area.x + 3, INK_DIM, "\xe2\x80\xa6");
	}
}

bool sheet_key(struct sheet *s, int rows, enum action action)
{
	int most = most_of(s, rows);
	int page = rows > 1 ? rows - 1 : 1;
	int to = s->scroll;

	switch ((int)action) {
	case ACTION_up:
		to--;
		break;
	case ACTION_down:
		to++;
		break;
	case ACTION_ppage:
		to -= page;
		break;
	case ACTION_npage:
		to += page;
		break;
	case ACTION_hppage:
		to -= page / 2 + 1;
		break;
	case ACTION_hnpage:
		to += page / 2 + 1;
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
