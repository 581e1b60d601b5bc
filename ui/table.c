/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cursor is a number, and the row it is on has a key. When rows come before
 * it (another order, another filter) the view says where that key is now, and the
 * cursor follows it, unless it was moved in the meantime.
 */
#include "ui/table.h"

/* Pages of the window before and behind the page that is seen. */
#define PAGES 3
#define GAP   1

void table_window(const struct table_state *t, uint32_t total, unsigned columns,
	struct view *keep, struct table_view *view)
{
	uint32_t page = t->page ? t->page : 50;
	uint32_t before = PAGES * page;
	uint32_t top = t->follow && total > page ? total - page : t->top;

	view->total = total;
	view->key = t->key;
	view->asked = t->cursor;
	view->first = top > before ? top - before : 0;
	if (view->first > total) {
		view->first = total > before ? total - before : 0;
	}
	uint32_t last = view->first + 2 * before + page;
	view->count = (last < total ? last : total) - view->first;
	view->rows = arena_get(
		&keep->arena, (view->count + 1) * sizeof(*view->rows));
	struct table_cell *cells = arena_get(&keep->arena,
		((size_t)view->count * columns + 1) * sizeof(*cells));
	if (!view->rows || !cells) {
		view->count = 0;
		return;
	}
	for (uint32_t i = 0; i < view->count; i++) {
		view->rows[i].cells = cells + (size_t)i * columns;
	}
}

const struct table_row *table_row(const struct table_view *view, uint32_t i)
{
	if (!view || i < view->first || i - view->first >= view->count) {
		return NULL;
	}
	return &view->rows[i - view->first];
}

/* The cursor inside of the list, the page around the cursor. */
static void keep_inside(struct table_state *t, const struct table_view *view)
{
	uint32_t last = t->total ? t->total - 1 : 0;
	uint32_t page = t->page ? t->page : 1;

	t->cursor = t->cursor > last ? last : t->cursor;
	if (t->cursor < t->top) {
		t->top = t->cursor;
	} else if (t->cursor >= t->top + page) {
		t->top = t->cursor - page + 1;
	}
	uint32_t most = t->total > page ? t->total - page : 0;
	t->top = t->top > most ? most : t->top;
	const struct table_row *row = table_row(view, t->cursor);
	t->key = row ? row->key : 0;
}

void table_settle(struct table_state *t, const struct table_view *view)
{
	t->total = view->total;
	if (t->follow) {
		t->cursor = t->total ? t->total - 1 : 0;
	} else if (t->key && view->found && view->key == t->key &&
		   view->asked == t->cursor && view->found_at != t->cursor) {
		uint32_t shift = t->cursor > t->top ? t->cursor - t->top : 0;
		t->cursor = view->found_at;
		t->top = t->cursor > shift ? t->cursor - shift : 0;
	}
	keep_inside(t, view);
}

void table_go(struct table_state *t, const struct table_view *view, int64_t to)
{
	int64_t last = t->total ? (int64_t)t->total - 1 : 0;

	to = to < 0 ? 0 : to > last ? last : to;
	t->cursor = (uint32_t)to;
	t->follow = false;
	keep_inside(t, view);
}

/* Which column stands at place @i. */
static unsigned column_at(const struct table_state *t, unsigned i)
{
	return t->count ? t->order[i] : i;
}

static unsigned shown(const struct table_state *t, unsigned count)
{
	return t->count ? t->count : count;
}

static unsigned place_of(const struct table_state *t, unsigned count)
{
	for (unsigned i = 0; i < shown(t, count); i++) {
		if (column_at(t, i) == t->sort) {
			return i;
		}
	}
	return 0;
}

static void sort_by(struct table_state *t, unsigned count, unsigned step)
{
	unsigned n = shown(t, count);

	t->sort = (uint8_t)column_at(t, (place_of(t, count) + n + step) % n);
}

static void move_column(struct table_state *t, unsigned count, int step)
{
	int at = (int)place_of(t, count);

	for (unsigned i = 0; !t->count && i < count; i++) {
		t->order[i] = (uint8_t)i;
	}
	t->count = (uint8_t)shown(t, count);
	if (at + step < 0 || at + step >= t->count) {
		return;
	}
	uint8_t other = t->order[at + step];
	t->order[at + step] = t->order[at];
	t->order[at] = other;
}

/* How far an action moves the cursor; 0: it does not. */
static int64_t step_of(const struct table_state *t, enum action action)
{
	int64_t page = t->page ? t->page : 1;

	switch ((int)action) {
	case ACTION_up:
		return -1;
	case ACTION_down:
		return 1;
	case ACTION_ppage:
		return -page;
	case ACTION_npage:
		return page;
	case ACTION_hppage:
		return -(page / 2 + 1);
	case ACTION_hnpage:
		return page / 2 + 1;
	case ACTION_begin:
		return -(int64_t)UINT32_MAX;
	case ACTION_end:
		return UINT32_MAX;
	default:
		return 0;
	}
}

bool table_key(struct table_state *t, const struct table_view *view,
	const struct table_column *columns, unsigned count, enum action action)
{
	int64_t step = step_of(t, action);

	if (step) {
		table_go(t, view, (int64_t)t->cursor + step);
		return true;
	}
	if (action == ACTION_autoscroll) {
		t->follow = !t->follow;
		return true;
	}
	if (!columns) {
		return false;
	}
	switch ((int)action) {
	case ACTION_sortnext:
		sort_by(t, count, 1);
		return true;
	case ACTION_sortprev:
		sort_by(t, count, shown(t, count) - 1);
		return true;
	case ACTION_sortswap:
		t->reverse = !t->reverse;
		return true;
	case ACTION_columnup:
		move_column(t, count, -1);
		return true;
	case ACTION_columndown:
		move_column(t, count, 1);
		return true;
	default:
		return false;
	}
}

bool table_click(struct table_state *t, const struct table_view *view, int y)
{
	if (y < 0 || (uint32_t)y >= t->page || t->top + (uint32_t)y >= t->total) {
		return false;
	}
	table_go(t, view, (int64_t)t->top + y);
	return true;
}

/* Widths by column; 0 is not shown. */
static void lay_out(const struct table_state *t,
	const struct table_column *columns, unsigned count, int room,
	int widths[TABLE_COLUMNS])
{
	unsigned n = shown(t, count);
	int used = 0;

	for (unsigned i = 0; i < n; i++) {
		widths[i] = columns[column_at(t, i)].width;
		used += widths[i] + GAP;
	}
	/* The least important ones go until the others fit. */
	for (;;) {
		unsigned worst = 0;
		unsigned rank = 0;
		for (unsigned i = 0; i < n; i++) {
			unsigned r = columns[column_at(t, i)].rank;
			if (widths[i] && r >= rank && r) {
				rank = r;
				worst = i;
			}
		}
		if (used - GAP <= room || rank == 0) {
			break;
		}
		used -= widths[worst] + GAP;
		widths[worst] = 0;
	}
	for (bool grown = true; grown && used - GAP < room;) {
		grown = false;
		for (unsigned i = 0; i < n && used - GAP < room; i++) {
			if (widths[i] &&
				widths[i] < columns[column_at(t, i)].most) {
				widths[i]++;
				used++;
				grown = true;
			}
		}
	}
}

static void draw_head(const struct table_state *t,
	const struct table_column *columns, unsigned count, const int *widths,
	struct canvas *c, struct area area)
{
	int x = area.x + 1;

	canvas_fill(c, (struct area){area.y, area.x, 1, area.columns}, INK_HEAD);
	for (unsigned i = 0; i < shown(t, count); i++) {
		const struct table_column *col = &columns[column_at(t, i)];
		char title[48];
		if (!widths[i]) {
			continue;
		}
		bool sorts = column_at(t, i) == t->sort;
		(void)snprintf(title, sizeof(title), "%s%s", col->title,
			!sorts	     ? ""
			: t->reverse ? "\xe2\x96\xbe"
				     : "\xe2\x96\xb4");
		canvas_cell(c, area.y, x, widths[i], INK_HEAD, slice_of(title),
			col->right);
		x += widths[i] + GAP;
	}
}

static void draw_row(const struct table_state *t, const struct table_row *row,
	const struct table_column *columns, unsigned count, const int *widths,
	struct canvas *c, struct area area)
{
	int x = area.x + 1;

	if (row->marked) {
		canvas_puts(c, area.y, area.x, INK_KEY, "*");
	}
	for (unsigned i = 0; i < shown(t, count); i++) {
		unsigned k = column_at(t, i);
		if (!widths[i]) {
			continue;
		}
		const struct table_cell *cell = &row->cells[k];
		enum ink ink = cell->ink != INK_PLAIN ? (enum ink)cell->ink
						      : (enum ink)row->ink;
		canvas_cell(c, area.y, x, widths[i], ink, cell->text,
			columns[k].right);
		x += widths[i] + GAP;
	}
}

void table_draw(struct table_state *t, const struct table_view *view,
	const struct table_column *columns, unsigned count, struct canvas *c,
	struct area area)
{
	int widths[TABLE_COLUMNS] = {0};

	t->page = area.rows > 1 ? (uint32_t)area.rows - 1 : 1;
	if (view) {
		keep_inside(t, view);
	}
	lay_out(t, columns, count, area.columns - 2, widths);
	draw_head(t, columns, count, widths, c, area);
	for (uint32_t i = 0; i < t->page && t->top + i < t->total; i++) {
		struct area line = {
			area.y + 1 + (int)i, area.x, 1, area.columns};
		const struct table_row *row = table_row(view, t->top + i);
		if (row) {
			draw_row(t, row, columns, count, widths, c, line);
		} else {
			canvas_puts(c, line.y, line.x + 1, INK_DIM,
				"\xe2\x80\xa6");
		}
		if (t->top + i == t->cursor) {
			canvas_reverse(c, line);
		}
	}
	/* Where the page is in the whole. */
	if (t->total > t->page && area.rows > 2) {
		int bar = area.rows - 1;
		int at = (int)((uint64_t)t->top * (unsigned)(bar - 1) /
			       (t->total - t->page));
		canvas_puts(c, area.y + 1 + at, area.x + area.columns - 1,
			INK_DIM, "\xe2\x96\x88");
	}
}

void table_names(const struct table_state *t, const struct table_column *columns,
	unsigned count, struct text *t_out)
{
	for (unsigned i = 0; i < shown(t, count); i++) {
		text_printf(t_out, "%s%s", i ? "," : "",
			columns[column_at(t, i)].name);
	}
}

int table_choose(struct table_state *t, const struct table_column *columns,
	unsigned count, struct slice names, struct err *err)
{
	struct table_state n = *t;

	n.count = 0;
	while (names.n && n.count < TABLE_COLUMNS) {
		struct slice name = slice_trim(slice_cut(&names, ','));
		unsigned i = 0;
		while (i < count && !slice_is(name, columns[i].name)) {
			i++;
		}
		if (i == count) {
			return err_set(err, "there is no column '%.*s'",
				(int)(name.n < 40 ? name.n : 40), name.p);
		}
		n.order[n.count++] = (uint8_t)i;
	}
	*t = n;
	return 0;
}
