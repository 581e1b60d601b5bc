/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list whose rows come, go and change places under the cursor. */
#include "ui/table.h"

#include "tests/unit/test.h"

static const struct table_column COLUMNS[] = {
	{"a", "A", 4, 8, 0, true},
	{"b", "B", 10, 20, 2, false},
	{"c", "C", 10, 0, 1, false},
};

/* A view of @total rows, whose keys are their numbers plus @shift. */
static struct table_view look(struct view *keep, const struct table_state *s,
	uint32_t total, uint32_t shift)
{
	struct table_view v = {0};

	table_window(s, total, COUNT_OF(COLUMNS), keep, &v);
	for (uint32_t i = 0; i < v.count; i++) {
		v.rows[i].key = v.first + i + 1 + shift;
		v.rows[i].cells[0].text = SLICE("7");
		v.rows[i].cells[1].text = SLICE("text");
		v.rows[i].cells[2].text = SLICE("more");
	}
	if (v.key > shift && v.key - shift <= total) {
		v.found = true;
		v.found_at = (uint32_t)v.key - shift - 1;
	}
	return v;
}

static void draw(struct table_state *s, const struct table_view *v)
{
	struct canvas c = {0};

	assert_int_equal(canvas_size(&c, 11, 40), 0);
	table_draw(s, v, COLUMNS, COUNT_OF(COLUMNS), &c, canvas_all(&c));
	canvas_finish(&c);
}

static void moves_within_a_window(void **state)
{
	struct view keep = {0};
	struct table_state s = {0};

	(void)state;
	arena_init(&keep.arena, 0);
	draw(&s, NULL);
	struct table_view v = look(&keep, &s, 100000, 0);
	table_settle(&s, &v);
	draw(&s, &v);
	assert_int_equal(s.page, 10);
	assert_true(v.count < 100);
	assert_int_equal(s.key, 1);
	assert_true(table_key(&s, &v, NULL, 0, ACTION_npage));
	assert_int_equal(s.cursor, 10);
	assert_int_equal(s.key, 11);
	/* Past the window: the row is known when the next view comes. */
	assert_true(table_key(&s, &v, NULL, 0, ACTION_end));
	assert_int_equal(s.cursor, 99999);
	assert_int_equal(s.top, 99990);
	assert_int_equal(s.key, 0);
	draw(&s, &v);
	v = look(&keep, &s, 100000, 0);
	table_settle(&s, &v);
	assert_int_equal(s.key, 100000);
	assert_true(table_row(&v, 99990) != NULL);
	assert_true(table_key(&s, &v, NULL, 0, ACTION_begin));
	assert_int_equal(s.cursor, 0);
	assert_false(table_key(&s, &v, NULL, 0, ACTION_sortnext));
	arena_finish(&keep.arena);
}

static void follows_the_row(void **state)
{
	struct view keep = {0};
	struct table_state s = {0};

	(void)state;
	arena_init(&keep.arena, 0);
	draw(&s, NULL);
	struct table_view v = look(&keep, &s, 50, 0);
	table_settle(&s, &v);
	table_go(&s, &v, 20);
	assert_int_equal(s.key, 21);
	/* The first five are gone: it is five places up, seen at the same one. */
	uint32_t seen = s.cursor - s.top;
	v = look(&keep, &s, 45, 5);
	table_settle(&s, &v);
	assert_int_equal(s.cursor, 15);
	assert_int_equal(s.key, 21);
	assert_int_equal(s.cursor - s.top, seen);
	/* It was moved while the view was made: the move counts. */
	v = look(&keep, &s, 40, 10);
	table_go(&s, &v, 2);
	table_settle(&s, &v);
	assert_int_equal(s.cursor, 2);
	/* All are gone. */
	v = look(&keep, &s, 0, 0);
	table_settle(&s, &v);
	assert_int_equal(s.cursor, 0);
	draw(&s, &v);
	/* The newest row. */
	assert_true(table_key(&s, &v, NULL, 0, ACTION_autoscroll));
	v = look(&keep, &s, 1000, 0);
	table_settle(&s, &v);
	assert_int_equal(s.cursor, 999);
	assert_int_equal(s.key, 1000);
	assert_true(table_key(&s, &v, NULL, 0, ACTION_up));
	assert_false(s.follow);
	arena_finish(&keep.arena);
}

static void orders_columns(void **state)
{
	struct table_state s = {0};
	struct text t = {0};
	struct err err;

	(void)state;
	assert_true(table_key(&s, NULL, COLUMNS, 3, ACTION_sortnext));
	assert_int_equal(s.sort, 1);
	assert_true(table_key(&s, NULL, COLUMNS, 3, ACTION_columnup));
	table_names(&s, COLUMNS, 3, &t);
	assert_string_equal(t.p, "b,a,c");
	assert_true(table_key(&s, NULL, COLUMNS, 3, ACTION_columnup));
	assert_true(table_key(&s, NULL, COLUMNS, 3, ACTION_sortprev));
	assert_int_equal(s.sort, 2);
	assert_int_equal(
		table_choose(&s, COLUMNS, 3, SLICE("c, a"), &err), 0);
	text_clear(&t);
	table_names(&s, COLUMNS, 3, &t);
	assert_string_equal(t.p, "c,a");
	assert_int_equal(table_choose(&s, COLUMNS, 3, SLICE("c,x"), &err), -1);
	assert_string_equal(err.text, "there is no column 'x'");
	assert_int_equal(s.count, 2);
	text_finish(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves_within_a_window),
		cmocka_unit_test(follows_the_row),
		cmocka_unit_test(orders_columns),
	};

	return RUN_TESTS(tests);
}
