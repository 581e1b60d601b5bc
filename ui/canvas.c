/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Putting text goes character by character: decode, refuse what hides or
 * controls, find its width, clip, store. A wide character whose one half is
 * overwritten or clipped leaves a space, so rows keep their width whatever is
 * drawn over what.
 */
#include "ui/canvas.h"

#include "lib/utf8.h"

#include <stdarg.h>

#define ELLIPSIS 0x2026
#define LINE	 0x2500
#define COLUMN	 0x2502
#define BRAILLE	 0x2800

static const char *const ink_names[] = {
#define INK(role, fg, bg, fg8, bg8, marks) #role,
#include "ui/inks.def"
#undef INK
};

static const struct canvas_cell blank = {.code = ' ', .columns = 1};

int canvas_size(struct canvas *c, int rows, int columns)
{
	rows = rows < 1 ? 1 : rows > CANVAS_ROWS ? CANVAS_ROWS : rows;
	columns = columns < 1		     ? 1
		  : columns > CANVAS_COLUMNS ? CANVAS_COLUMNS
					     : columns;
	if (c->cells && c->rows == rows && c->columns == columns) {
		canvas_clear(c);
		return 0;
	}
	canvas_finish(c);
	c->cells = calloc((size_t)rows * (size_t)columns, sizeof(*c->cells));
	if (!c->cells) {
		return -1;
	}
	c->rows = rows;
	c->columns = columns;
	canvas_clear(c);
	return 0;
}

void canvas_finish(struct canvas *c)
{
	free(c->cells);
	*c = (struct canvas){0};
}

struct area canvas_all(const struct canvas *c)
{
	return (struct area){0, 0, c->rows, c->columns};
}

void canvas_clear(struct canvas *c)
{
	for (int i = 0; i < c->rows * c->columns; i++) {
		c->cells[i] = blank;
		c->cells[i].ink = INK_PLAIN;
	}
	c->clip = canvas_all(c);
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

static struct area meet(struct area a, struct area b)
{
	struct area m = {larger(a.y, b.y), larger(a.x, b.x), 0, 0};

	m.rows = larger(
		smaller(a.y + a.rows, b.y + b.rows) - m.y, 0);
	m.columns = larger(
		smaller(a.x + a.columns, b.x + b.columns) - m.x, 0);
	return m;
}

struct area canvas_clip(struct canvas *c, struct area area)
{
	struct area before = c->clip;

	c->clip = meet(area, canvas_all(c));
	return before;
}

static bool inside(const struct canvas *c, int y, int x)
{
	return y >= c->clip.y && y < c->clip.y + c->clip.rows &&
	       x >= c->clip.x && x < c->clip.x + c->clip.columns;
}

static struct canvas_cell *at(const struct canvas *c, int y, int x)
{
	return &c->cells[y * c->columns + x];
}

/* The cell at @y, @x, of which nothing is left of another character. */
static struct canvas_cell *take(struct canvas *c, int y, int x)
{
	struct canvas_cell *cell = at(c, y, x);

	if (cell->columns == 0 && x > 0) {
		at(c, y, x - 1)->code = ' ';
		at(c, y, x - 1)->columns = 1;
	}
	if (cell->columns == 2 && x + 1 < c->columns) {
		at(c, y, x + 1)->code = ' ';
		at(c, y, x + 1)->columns = 1;
	}
	*cell = blank;
	return cell;
}

static void set(struct canvas *c, int y, int x, enum ink ink, uint32_t code,
	unsigned columns)
{
	bool fits = columns < 2 || inside(c, y, x + 1);

	if (columns == 2 && !inside(c, y, x) && inside(c, y, x + 1)) {
		x++;
		fits = false;
	}
	if (!inside(c, y, x)) {
		return;
	}
	struct canvas_cell *cell = take(c, y, x);
	cell->ink = (uint8_t)ink;
	if (!fits) {
		return; /* half of it: a space */
	}
	cell->code = code;
	cell->columns = (uint8_t)columns;
	if (columns == 2) {
		struct canvas_cell *right = take(c, y, x + 1);
		right->ink = (uint8_t)ink;
		right->columns = 0;
		cell->columns = 2;
		cell->code = code;
	}
}

/* A combining mark belongs to the character before it. */
static void set_mark(struct canvas *c, int y, int x, uint32_t code)
{
	if (!inside(c, y, x)) {
		return;
	}
	struct canvas_cell *cell = at(c, y, x);
	if (cell->columns == 0 && x > 0) {
		cell = at(c, y, x - 1);
	}
	for (int i = 0; i < CANVAS_MARKS; i++) {
		if (!cell->marks[i]) {
			cell->marks[i] = code;
			return;
		}
	}
}

/* One piece of a text: a character that can be shown, or a byte that cannot. */
struct piece {
	size_t bytes;
	uint32_t code;
	unsigned columns;
	bool escaped; /* code is the byte */
};

static struct piece next_piece(struct slice s)
{
	uint32_t code = 0;
	size_t n = utf8_next(s, &code);
	struct piece p = {1, (unsigned char)s.p[0], 4, true};

	if (n && !utf8_hides(code)) {
		p = (struct piece){n, code, utf8_columns(code), false};
	}
	return p;
}

static void put_escaped(
	struct canvas *c, int y, int x, enum ink ink, uint32_t byte)
{
	static const char digits[] = "0123456789abcdef";

	set(c, y, x, ink, '\\', 1);
	set(c, y, x + 1, ink, 'x', 1);
	set(c, y, x + 2, ink, (unsigned char)digits[byte >> 4 & 15], 1);
	set(c, y, x + 3, ink, (unsigned char)digits[byte & 15], 1);
}

/* Puts @s up to @most columns. Returns the columns; what is left in @rest. */
static int put_some(struct canvas *c, int y, int x, enum ink ink,
	struct slice s, int most, struct slice *rest)
{
	int used = 0;

	while (s.n) {
		struct piece p = next_piece(s);
		if (used + (int)p.columns > most) {
			break;
		}
		if (p.escaped) {
			put_escaped(c, y, x + used, ink, p.code);
		} else if (p.columns) {
			set(c, y, x + used, ink, p.code, p.columns);
		} else if (used) {
			set_mark(c, y, x + used - 1, p.code);
		}
		used += (int)p.columns;
		s = slice_sub(s, p.bytes, s.n);
	}
	*rest = s;
	return used;
}

int canvas_put(struct canvas *c, int y, int x, enum ink ink, struct slice s)
{
	struct slice rest;
	/* Past the right edge only the width is of interest. */
	int used = put_some(c, y, x, ink, s, CANVAS_COLUMNS, &rest);

	return rest.n ? used + canvas_width(rest) : used;
}

int canvas_puts(struct canvas *c, int y, int x, enum ink ink, const char *s)
{
	return canvas_put(c, y, x, ink, slice_of(s));
}

int canvas_printf(struct canvas *c, int y, int x, enum ink ink,
	const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	int n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return n < 0 ? 0 : canvas_puts(c, y, x, ink, text);
}

int canvas_width(struct slice s)
{
	int columns = 0;

	while (s.n) {
		struct piece p = next_piece(s);
		columns += (int)p.columns;
		s = slice_sub(s, p.bytes, s.n);
	}
	return columns;
}

/* True when @s takes more than @columns; it looks no further than that. */
static bool wider(struct slice s, int columns)
{
	while (s.n && columns >= 0) {
		struct piece p = next_piece(s);
		columns -= (int)p.columns;
		s = slice_sub(s, p.bytes, s.n);
	}
	return columns < 0;
}

void canvas_cell(struct canvas *c, int y, int x, int columns, enum ink ink,
	struct slice s, bool right)
{
	struct slice rest;

	if (columns <= 0) {
		return;
	}
	canvas_fill(c, (struct area){y, x, 1, columns}, ink);
	if (wider(s, columns)) {
		int used = put_some(c, y, x, ink, s, columns - 1, &rest);
		set(c, y, x + used, ink, ELLIPSIS, 1);
		return;
	}
	int pad = right ? columns - canvas_width(s) : 0;
	(void)put_some(c, y, x + pad, ink, s, columns, &rest);
}

void canvas_fill(struct canvas *c, struct area area, enum ink ink)
{
	struct area m = meet(area, c->clip);

	for (int y = m.y; y < m.y + m.rows; y++) {
		for (int x = m.x; x < m.x + m.columns; x++) {
			take(c, y, x)->ink = (uint8_t)ink;
		}
	}
}

void canvas_reverse(struct canvas *c, struct area area)
{
	struct area m = meet(area, c->clip);

	for (int y = m.y; y < m.y + m.rows; y++) {
		for (int x = m.x; x < m.x + m.columns; x++) {
			at(c, y, x)->reverse = true;
		}
	}
}

void canvas_line(struct canvas *c, int y, int x, int columns, enum ink ink)
{
	for (int i = 0; i < columns; i++) {
		set(c, y, x + i, ink, LINE, 1);
	}
}

void canvas_column(struct canvas *c, int y, int x, int rows, enum ink ink)
{
	for (int i = 0; i < rows; i++) {
		set(c, y + i, x, ink, COLUMN, 1);
	}
}

void canvas_box(
	struct canvas *c, struct area area, enum ink ink, const char *title)
{
	int bottom = area.y + area.rows - 1;
	int right = area.x + area.columns - 1;

	canvas_fill(c, area, ink);
	canvas_line(c, area.y, area.x + 1, area.columns - 2, ink);
	canvas_line(c, bottom, area.x + 1, area.columns - 2, ink);
	canvas_column(c, area.y + 1, area.x, area.rows - 2, ink);
	canvas_column(c, area.y + 1, right, area.rows - 2, ink);
	set(c, area.y, area.x, ink, 0x250c, 1);
	set(c, area.y, right, ink, 0x2510, 1);
	set(c, bottom, area.x, ink, 0x2514, 1);
	set(c, bottom, right, ink, 0x2518, 1);
	if (*title) {
		canvas_printf(c, area.y, area.x + 2, INK_STRONG, " %s ", title);
	}
}

/* The value that falls on dot column @i of @dots, the largest known one. */
static struct maybe dot_value(
	const struct maybe *values, size_t count, size_t i, size_t dots,
	bool least)
{
	size_t from = i * count / dots;
	size_t to = (i + 1) * count / dots;
	struct maybe most = MAYBE_UNKNOWN;

	for (size_t k = from; k < (to > from ? to : from + 1); k++) {
		if (values[k].known &&
			(!most.known || (least ? values[k].v < most.v
					       : values[k].v > most.v))) {
			most = values[k];
		}
	}
	return most;
}

void canvas_graph(struct canvas *c, struct area area, enum ink ink,
	const struct maybe *values, size_t count, double low, double high,
	bool least)
{
	/* Bits of U+2800, from the lowest dot up: left and right half. */
	static const uint8_t bits[2][4] = {
		{0x40, 0x04, 0x02, 0x01}, {0x80, 0x20, 0x10, 0x08}};
	int steps = area.rows * 4;

	if (!count || !(high > low) || area.columns < 1 || area.rows < 1) {
		return;
	}
	for (int i = 0; i < area.columns * 2; i++) {
		struct maybe v = dot_value(values, count, (size_t)i,
			(size_t)area.columns * 2, least);
		if (!v.known) {
			continue;
		}
		double part = (v.v - low) / (high - low);
		part = part < 0 ? 0 : part > 1 ? 1 : part;
		int step = (int)(part * (steps - 1) + 0.5);
		int y = area.y + area.rows - 1 - step / 4;
		int x = area.x + i / 2;
		if (!inside(c, y, x)) {
			continue;
		}
		uint32_t was = at(c, y, x)->code;
		was = was >= BRAILLE && was < BRAILLE + 256 ? was : BRAILLE;
		set(c, y, x, ink, was | bits[i % 2][step % 4], 1);
	}
}

static void put_code(struct text *t, uint32_t code)
{
	char b[4];
	size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char lead[5] = {0, 0, 0xc0, 0xe0, 0xf0};

	for (size_t i = n; i-- > 1; code >>= 6) {
		b[i] = (char)(0x80 | (code & 0x3f));
	}
	b[0] = (char)(lead[n == 1 ? 0 : n] | code);
	text_put(t, (struct slice){b, n});
}

void canvas_text(const struct canvas *c, struct text *t)
{
	for (int y = 0; y < c->rows; y++) {
		int end = c->columns;
		while (end > 0 && at(c, y, end - 1)->code == ' ' &&
			at(c, y, end - 1)->columns == 1) {
			end--;
		}
		for (int x = 0; x < end; x++) {
			const struct canvas_cell *cell = at(c, y, x);
			if (cell->columns == 0) {
				continue;
			}
			put_code(t, cell->code);
			for (int i = 0; i < CANVAS_MARKS; i++) {
				if (cell->marks[i]) {
					put_code(t, cell->marks[i]);
				}
			}
		}
		text_puts(t, "\n");
	}
}

void canvas_inks(const struct canvas *c, struct text *t)
{
	for (int y = 0; y < c->rows; y++) {
		int from = 0;
		for (int x = 1; x <= c->columns; x++) {
			const struct canvas_cell *cell = at(c, y, from);
			if (x < c->columns && at(c, y, x)->ink == cell->ink &&
				at(c, y, x)->reverse == cell->reverse) {
				continue;
			}
			if (cell->ink != INK_PLAIN || cell->reverse) {
				text_printf(t, "%d %s%s %d-%d\n", y + 1,
					ink_names[cell->ink],
					cell->reverse ? " reverse" : "",
					from + 1, x);
			}
			from = x;
		}
	}
}
