/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page of text that scrolls: what a screen has to tell in lines, as the reports
 * write it. A line that begins with a word is a heading; a word after two blanks is
 * the name of a fact.
 */
#ifndef EARSHOT_UI_SHEET_H
#define EARSHOT_UI_SHEET_H

#include "ui/screen.h"

/* Part of a screen's state. */
struct sheet {
	int32_t scroll, lines;
	int32_t columns; /* of the page when it was drawn last; 0: not yet */
};

/* What a screen that is nothing else has as its view. */
struct sheet_view {
	struct slice text;
};

/** sheet_columns - how wide to write: analysis thread. @s: part of the state */
size_t sheet_columns(const struct sheet *s);

/** sheet_keep - @t, which is freed, becomes all of the view of @look. */
void sheet_keep(struct look *look, struct text *t);

/** sheet_put - draw the lines of @text into @c from row @y of @area down, which may
 * be above it. Returns how many lines there are. */
int sheet_put(struct canvas *c, struct area area, int y, struct slice text);

/** sheet_draw - the page @text into @area of @c, as far as @s is scrolled. */
void sheet_draw(struct sheet *s, struct canvas *c, struct area area,
	struct slice text);

/** sheet_draw_view - as sheet_draw, of the view of @p, which sheet_keep made. */
void sheet_draw_view(
	struct panel *p, struct sheet *s, struct canvas *c, struct area area);

/** sheet_key - scroll by @action; @rows: of the body. False: it does not. */
bool sheet_key(struct sheet *s, int rows, enum action action);

#endif
