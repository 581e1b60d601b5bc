/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames of several sources in one order: clocks, ties, copies, odd files. */
#include "app/merge.h"

#include "tests/unit/capture_build.h"

#define FILES 3

/* A capture of frames at @us microseconds, each holding one byte: its name. */
struct made {
	unsigned us[20];
	const char *names;
};

static struct slice make(struct build *b, const struct made *m)
{
	static const unsigned head[] = {0xa1b2c3d4, 0x00040002, 0, 0, 65535, 1};

	for (size_t i = 0; i < COUNT_OF(head); i++) {
		u32(b, head[i]);
	}
	for (size_t i = 0; m->names[i]; i++) {
		u32(b, m->us[i] / 1000000);
		u32(b, m->us[i] % 1000000);
		u32(b, 1);
		u32(b, 1);
		put(b, &m->names[i], 1);
	}
	return whole(b);
}

/* What files give, their clocks and places, and the order that must come. A
 * capital in brackets is a copy: "(A)". */
static const struct {
	const char *what;
	struct made files[FILES];
	ns_t offset[FILES];
	unsigned place[FILES];
	bool overlapping;
	const char *order;
} rows[] = {
	{"two by time", {{{1, 5, 9}, "abc"}, {{2, 6, 7}, "xyz"}, {{0}, ""}},
		{0}, {0, 1, 2}, false, "axbyzc"},
	{"at one time the first of the list comes first",
		{{{5, 5}, "ab"}, {{5, 5}, "xy"}, {{0}, ""}}, {0}, {0, 1, 2},
		false, "abxy"},
	{"an offset is taken off",
		{{{10, 20, 30}, "abc"}, {{15, 25}, "xy"}, {{0}, ""}},
		{0, 10000, 0}, {0, 1, 2}, false, "xaybc"},
	{"a file keeps its own order", {{{9, 1, 2}, "abc"}, {{5}, "x"}, {{0}, ""}},
		{0}, {0, 1, 2}, false, "xabc"},
	{"parts in any order", {{{7, 8, 9}, "ghi"}, {{1, 2}, "ab"}, {{4}, "d"}},
		{0}, {0, 0, 0}, false, "abdghi"},
	{"copies of one place are told",
		{{{1, 2, 3, 4}, "abcd"}, {{3, 4, 5}, "cde"}, {{0}, ""}}, {0},
		{0, 0, 0}, true, "abc(c)d(d)e"},
	{"equal frames at one time, twice in both",
		{{{3, 3}, "aa"}, {{3, 3, 4}, "aab"}, {{0}, ""}}, {0},
		{0, 0, 0}, true, "aa(a)(a)b"},
	{"not of another place", {{{3}, "a"}, {{3}, "a"}, {{0}, ""}}, {0},
		{0, 1, 2}, true, "aa"},
	{"more than a batch, copied as a whole",
		{{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, "abcdefghijk"},
			{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, "abcdefghijk"},
			{{0}, ""}},
		{0}, {0, 0, 0}, true,
		"a(a)b(b)c(c)d(d)e(e)f(f)g(g)h(h)i(i)j(j)k(k)"},
	{"nothing", {{{0}, ""}, {{0}, ""}, {{0}, ""}}, {0}, {0, 1, 2}, false,
		""},
};

static void check(size_t row)
{
	struct build b[FILES] = {{0}};
	struct merge_head heads[FILES] = {{0}};
	struct clocks_offset clocks[FILES] = {{0}};
	struct err err;
	char got[200];
	size_t n = 0;

	for (size_t i = 0; i < FILES; i++) {
		struct slice bytes = make(&b[i], &rows[row].files[i]);
		assert_int_equal(
			source_open_memory(&heads[i].source, bytes, &err), 0);
		clocks[i].offset = rows[row].offset[i];
		heads[i].clock = &clocks[i];
		heads[i].err = &err;
		heads[i].place = rows[row].place[i];
		heads[i].overlapping = rows[row].overlapping;
	}
	struct merge m = {.heads = heads, .count = FILES};
	assert_int_equal(merge_start(&m), 0);
	struct frame frame;
	size_t head;
	int more = merge_next(&m, &frame, &head);
	for (; more != 0; more = merge_next(&m, &frame, &head)) {
		assert_true(n + 3 < sizeof(got));
		if (more == 2) {
			got[n++] = '(';
		}
		got[n++] = (char)frame.data[0];
		if (more == 2) {
			got[n++] = ')';
		}
		assert_true(frame.number >= 1);
	}
	got[n] = '\0';
	assert_int_equal(merge_next(&m, &frame, &head), 0);
	if (strcmp(got, rows[row].order) != 0) {
		print_error("%s: %s\n", rows[row].what, got);
		fail();
	}
	merge_finish(&m);
	for (size_t i = 0; i < FILES; i++) {
		source_close(heads[i].source);
		drop(&b[i]);
	}
}

static void orders(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		check(i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orders),
	};

	return RUN_TESTS(tests);
}
