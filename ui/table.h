/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A list that scrolls, for every screen that has one. Its state is part of the
 * screen's state; of its rows a view holds a window of a few pages around what is
 * seen, so that moving within it needs nobody, and a million rows cost no more
 * than a hundred.
 */
#ifndef EARSHOT_UI_TABLE_H
#define EARSHOT_UI_TABLE_H

#include "ui/screen.h"

#define TABLE_COLUMNS 32

struct table_column {
	const char *name;  /* in settings: "sipfrom" */
	const char *title; /* above it */
	uint8_t width;	   /* columns; of one that grows: the least */
	uint8_t most;	   /* it grows up to so many; 0: it does not grow */
	uint8_t rank;	   /* the highest go first where there is no room */
	bool right;	   /* numbers */
};

struct table_state {
	uint32_t cursor, top, page, total;
	uint64_t key;	/* of the row under the cursor; 0: not known yet */
	bool follow;	/* stay at the last row */
	bool reverse;
	uint8_t sort;	/* column */
	uint8_t count;	/* of order; 0: all columns as they are */
	uint8_t order[TABLE_COLUMNS];
};

struct table_cell {
	struct slice text;
	uint8_t ink;
};

struct table_row {
	uint64_t key; /* who it is, not 0 */
	bool marked;  /* selected */
	uint8_t ink;  /* of cells that have none */
	struct table_cell *cells; /* by column; as many as there are columns */
};

/* The part of a view. */
struct table_view {
	uint32_t total;
	uint32_t first, count; /* the window */
	struct table_row *rows;
	uint64_t key;	   /* that was looked for */
	uint32_t asked;	   /* where it was then */
	bool found;
	uint32_t found_at; /* where it is now */
};

/**
 * table_window - which rows of @total the state wants; analysis thread.
 * @columns: how many there are; 0: rows without cells
 * Sets first, count and rows of @view, in the arena of @keep; 0 rows when
 * memory is exhausted.
 */
void table_window(const struct table_state *t, uint32_t total, unsigned columns,
	struct view *keep, struct table_view *view);

/** table_settle - take over what @view says; main thread, for each new view. */
void table_settle(struct table_state *t, const struct table_view *view);

/** table_key - do @action when it moves or sorts; @columns: @count of them, or
 * NULL. False when it is none of these. @view: the last one, or NULL. */
bool table_key(struct table_state *t, const struct table_view *view,
	const struct table_column *columns, unsigned count, enum action action);

/** table_go - move the cursor to row @to. @view: the last one, or NULL. */
void table_go(struct table_state *t, const struct table_view *view, int64_t to);

/** table_row - row @i of @view; NULL when it is not in the window. */
const struct table_row *table_row(const struct table_view *view, uint32_t i);

/** table_draw - head and rows into @area of @c; sets the page. @view: NULL is
 * allowed; @columns: @count of them */
void table_draw(struct table_state *t, const struct table_view *view,
	const struct table_column *columns, unsigned count, struct canvas *c,
	struct area area);

/** table_click - what a click at row @y below the head means: the cursor. @view:
 * the last one, or NULL. True when there is a row. */
bool table_click(struct table_state *t, const struct table_view *view, int y);

/** table_names - append the names of the columns that are shown to @t_out, with
 * commas. @columns: @count of them */
void table_names(const struct table_state *t, const struct table_column *columns,
	unsigned count, struct text *t_out);

/** table_choose - show the columns that @names lists. @columns: @count of them.
 * Returns 0, or -1 with @err. */
int table_choose(struct table_state *t, const struct table_column *columns,
	unsigned count, struct slice names, struct err *err);

#endif
