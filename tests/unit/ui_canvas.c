/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells: what is put in is shown and never obeyed, rows keep their width whatever
 * is drawn over what, nothing is drawn outside of the clipping area.
 */
#include "ui/canvas.h"

#include "lib/utf8.h"
#include "tests/unit/test.h"

#define WIDE_CHAR "\xe6\xbc\xa2" /* U+6F22, two columns */

static const struct {
	const char *name, *text, *shown;
	int columns;
} TEXTS[] = {
	{"plain", "abc", "abc", 3},
	{"UTF-8", "\xc3\xa9t\xc3\xa9", "\xc3\xa9t\xc3\xa9", 3},
	{"wide", "a" WIDE_CHAR "b", "a" WIDE_CHAR "b", 4},
	{"combining", "e\xcc\x81x", "e\xcc\x81x", 2},
	{"mark without a letter", "\xcc\x81x", "x", 1},
	{"escape", "\033[2J", "\\x1b[2J", 7},
	{"bell", "\a", "\\x07", 4},
	{"line break", "a\r\nb", "a\\x0d\\x0ab", 10},
	{"C1 CSI", "\xc2\x9b" "1m", "\\xc2\\x9b" "1m", 10},
	{"delete", "\x7f", "\\x7f", 4},
	{"override", "\xe2\x80\xae" "x", "\\xe2\\x80\\xaex", 13},
	{"zero width space", "a\xe2\x80\x8b" "b", "a\\xe2\\x80\\x8b" "b", 14},
	{"cut", "\xe2\x82", "\\xe2\\x82", 8},
	{"overlong", "\xc0\x80", "\\xc0\\x80", 8},
};

/* What row @y says. */
static const char *row(const struct canvas *c, int y, char out[400])
{
	struct text t = {0};
	canvas_text(c, &t);
	struct slice rest = text_slice(&t);
	struct slice line = slice_cut(&rest, '\n');
	while (y-- > 0) {
		line = slice_cut(&rest, '\n');
	}
	assert_true(line.n < 400);
	memcpy(out, line.p, line.n);
	out[line.n] = '\0';
	text_finish(&t);
	return out;
}

static void shows_and_never_obeys(void **state)
{
	char line[400];
	struct canvas c = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
		assert_int_equal(canvas_size(&c, 2, 40), 0);
		struct slice s = slice_of(TEXTS[i].text);
		int columns = canvas_put(&c, 0, 0, INK_PLAIN, s);
		print_message("# %s\n", TEXTS[i].name);
		assert_int_equal(columns, TEXTS[i].columns);
		assert_string_equal(row(&c, 0, line), TEXTS[i].shown);
		assert_int_equal(columns, canvas_width(s));
		for (const char *p = line; *p; p++) {
			assert_true((unsigned char)*p >= 32 && *p != 127);
		}
		struct slice rest = slice_of(line);
		while (rest.n) {
			uint32_t code = 0;
			size_t n = utf8_next(rest, &code);
			assert_true(n > 0 && !utf8_hides(code));
			rest = slice_sub(rest, n, rest.n);
		}
	}
	canvas_finish(&c);
}

/* The sum of the cells' columns is that of the canvas, whatever was drawn. */
static void keeps_the_width(void **state)
{
	struct canvas c = {0};
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		if (round % 50 == 0) {
			assert_int_equal(canvas_size(&c, 4, 11 + round % 7), 0);
		}
		seed = seed * 1103515245 + 12345;
		int y = (int)(seed >> 16 & 7) - 2;
		int x = (int)(seed >> 20 & 31) - 6;
		if (seed & 0x4000) {
			(void)canvas_clip(&c, (struct area){1, 2, 2, 5});
		} else {
			(void)canvas_clip(&c, canvas_all(&c));
		}
		canvas_puts(&c, y, x, INK_BAD,
			seed & 0x8000 ? WIDE_CHAR "a" WIDE_CHAR : "x\033y");
		canvas_cell(&c, y, x + 3, (int)(seed >> 25 & 7), INK_GOOD,
			SLICE(WIDE_CHAR WIDE_CHAR "z"), seed & 0x2000);
		for (int r = 0; r < c.rows; r++) {
			int sum = 0;
			for (int k = 0; k < c.columns; k++) {
				const struct canvas_cell *cell =
					&c.cells[r * c.columns + k];
				sum += cell->columns;
				assert_true(cell->columns != 2 ||
					    cell[1].columns == 0);
			}
			assert_int_equal(sum, c.columns);
		}
	}
	canvas_finish(&c);
}

static void clips(void **state)
{
	char line[400];
	struct canvas c = {0};

	(void)state;
	assert_int_equal(canvas_size(&c, 3, 10), 0);
	struct area before = canvas_clip(&c, (struct area){1, 3, 1, 4});
	canvas_puts(&c, 0, 0, INK_PLAIN, "0123456789");
	canvas_puts(&c, 1, 0, INK_PLAIN, "0123456789");
	canvas_box(&c, (struct area){-1, -1, 9, 99}, INK_PLAIN, "x");
	canvas_fill(&c, (struct area){2, 0, 1, 10}, INK_BAD);
	(void)canvas_clip(&c, before);
	assert_string_equal(row(&c, 0, line), "");
	assert_string_equal(row(&c, 1, line), "");
	canvas_puts(&c, 1, 0, INK_PLAIN, "0123456789");
	(void)canvas_clip(&c, (struct area){1, 3, 1, 4});
	canvas_puts(&c, 1, 2, INK_PLAIN, WIDE_CHAR "ab" WIDE_CHAR);
	assert_string_equal(row(&c, 1, line), "012 ab 789");
	canvas_finish(&c);
}

static void cuts_cells(void **state)
{
	char line[400];
	struct canvas c = {0};

	(void)state;
	assert_int_equal(canvas_size(&c, 4, 12), 0);
	canvas_cell(&c, 0, 0, 5, INK_PLAIN, SLICE("abcde"), false);
	canvas_puts(&c, 0, 5, INK_PLAIN, "|");
	assert_string_equal(row(&c, 0, line), "abcde|");
	canvas_cell(&c, 1, 0, 5, INK_PLAIN, SLICE("abcdef"), false);
	assert_string_equal(row(&c, 1, line), "abcd\xe2\x80\xa6");
	canvas_cell(&c, 2, 0, 5, INK_PLAIN, SLICE("ab"), true);
	assert_string_equal(row(&c, 2, line), "   ab");
	canvas_cell(&c, 3, 0, 4, INK_PLAIN, SLICE(WIDE_CHAR WIDE_CHAR "a"),
		false);
	canvas_puts(&c, 3, 4, INK_PLAIN, "|");
	assert_string_equal(row(&c, 3, line), WIDE_CHAR "\xe2\x80\xa6 |");
	canvas_finish(&c);
}

static void draws_a_curve(void **state)
{
	const struct maybe values[] = {{0, true}, {1, true}, {2, true},
		{3, true}, {0, false}, {3, true}};
	char line[400];
	struct canvas c = {0};

	(void)state;
	assert_int_equal(canvas_size(&c, 1, 3), 0);
	canvas_graph(&c, canvas_all(&c), INK_MEDIA, values, 6, 0, 3,
		false);
	/* Dots 7 and 6: U+2840 | U+2820; 2 and 4: U+2802 | U+2808; 4. */
	assert_string_equal(row(&c, 0, line),
		"\xe2\xa1\xa0\xe2\xa0\x8a\xe2\xa0\x88");
	canvas_finish(&c);
}

static void draws_at_any_size(void **state)
{
	struct canvas c = {0};

	(void)state;
	canvas_puts(&c, 0, 0, INK_PLAIN, "no cells at all");
	canvas_box(&c, (struct area){0, 0, 5, 5}, INK_PLAIN, "x");
	assert_int_equal(canvas_size(&c, -5, 0), 0);
	assert_int_equal(c.rows, 1);
	assert_int_equal(c.columns, 1);
	assert_int_equal(canvas_size(&c, 100000, 100000), 0);
	assert_int_equal(c.rows, CANVAS_ROWS);
	assert_int_equal(c.columns, CANVAS_COLUMNS);
	canvas_finish(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_and_never_obeys),
		cmocka_unit_test(keeps_the_width),
		cmocka_unit_test(clips),
		cmocka_unit_test(cuts_cells),
		cmocka_unit_test(draws_a_curve),
		cmocka_unit_test(draws_at_any_size),
	};

	return RUN_TESTS(tests);
}
