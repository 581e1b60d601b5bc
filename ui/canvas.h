/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A grid of cells that screens draw into; ui/term.c shows it. Because no screen
 * knows the terminal, a screen can be drawn anywhere: into a test, into a file.
 *
 * Whatever is put into a canvas is shown and never obeyed: control characters, marks
 * that reorder or hide text and broken UTF-8 appear as \xNN, at this one place, so
 * that no screen can forget it. Everything outside of the clipping area is left
 * out, so a screen may draw at any size.
 */
#ifndef EARSHOT_UI_CANVAS_H
#define EARSHOT_UI_CANVAS_H

#include "lib/attr.h"
#include "lib/maybe.h"
#include "lib/text.h"

/* Largest canvas; a terminal that is larger is used up to here. */
#define CANVAS_ROWS    400
#define CANVAS_COLUMNS 1000
/* Combining marks that one cell shows; more are left out. */
#define CANVAS_MARKS 2

enum ink {
#define INK(role, fg, bg, fg8, bg8, marks) INK_##role,
#include "ui/inks.def"
#undef INK
	INKS
};

struct canvas_cell {
	uint32_t code; /* of a space where nothing was put */
	uint32_t marks[CANVAS_MARKS];
	uint8_t ink;
	uint8_t columns; /* 1, 2, or 0: the right half of a wide character */
	bool reverse;
};

struct area {
	int y, x, rows, columns;
};

struct canvas {
	struct canvas_cell *cells;
	int rows, columns;
	struct area clip;
};

/**
 * canvas_size - make room for @rows times @columns, both clamped to what is
 * allowed, and clear it. Returns 0, or -1 when memory is exhausted; the canvas is
 * then empty and can still be drawn into. Free with canvas_finish.
 */
int canvas_size(struct canvas *c, int rows, int columns);

/** canvas_finish - free the cells. */
void canvas_finish(struct canvas *c);

/** canvas_clear - spaces everywhere, and no clipping. */
void canvas_clear(struct canvas *c);

/** canvas_all - the whole of @c. */
struct area canvas_all(const struct canvas *c);

/**
 * canvas_clip - draw only inside of @area from now on. Returns what was the
 * clipping area before, to be set again.
 */
struct area canvas_clip(struct canvas *c, struct area area);

/**
 * canvas_put - put @s at row @y, column @x, in @ink.
 * Returns the columns that it takes, also those that were clipped.
 */
int canvas_put(
	struct canvas *c, int y, int x, enum ink ink, struct slice s);

/** canvas_puts - as canvas_put. */
int canvas_puts(
	struct canvas *c, int y, int x, enum ink ink, const char *s);

/** canvas_printf - as canvas_put, of @format, at most 512 bytes. */
int canvas_printf(struct canvas *c, int y, int x, enum ink ink,
	const char *format, ...) ATTR_PRINTF(5, 6);

/**
 * canvas_cell - put @s into exactly @columns, cut with an ellipsis or padded.
 * @y, @x, @ink: as for canvas_put; @right: padded on the left
 */
void canvas_cell(struct canvas *c, int y, int x, int columns, enum ink ink,
	struct slice s, bool right);

/** canvas_width - the columns that @s takes once it is made safe. */
int canvas_width(struct slice s);

/** canvas_fill - spaces in @ink in all of @area. */
void canvas_fill(struct canvas *c, struct area area, enum ink ink);

/** canvas_reverse - what stands in @area is shown in reverse: the selection. */
void canvas_reverse(struct canvas *c, struct area area);

/** canvas_line - a line of @columns from @y, @x to the right, in @ink. */
void canvas_line(struct canvas *c, int y, int x, int columns, enum ink ink);

/** canvas_column - a line of @rows from @y, @x down, in @ink. */
void canvas_column(struct canvas *c, int y, int x, int rows, enum ink ink);

/** canvas_box - a frame around @area, in @ink, with @title, which may be "", in
 * its upper line. */
void canvas_box(
	struct canvas *c, struct area area, enum ink ink, const char *title);

/**
 * canvas_graph - draw a curve with braille dots, two values a column and four
 * steps a row; what is not known leaves a gap. Where several values share a dot,
 * the highest is drawn, or the lowest if @least.
 * @area: where; @ink: its ink; @values: @count of them, oldest first, spread over the width
 * @low, @high: the values at the lower and upper edge, low < high
 */
void canvas_graph(struct canvas *c, struct area area, enum ink ink,
	const struct maybe *values, size_t count, double low, double high,
	bool least);

/** canvas_text - append the rows of @c to @t as lines without blanks at their
 * ends. */
void canvas_text(const struct canvas *c, struct text *t);

/** canvas_inks - append, for each row, the roles of its cells as runs to @t: "12
 * BAD 3-7". Plain cells are not named. */
void canvas_inks(const struct canvas *c, struct text *t);

#endif
