/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Office hours: days, times, past midnight, holidays, and what is refused. */
#include "detect/hours.h"

#include "tests/unit/test.h"

/* Monday, 13 November 2023, 00:00 UTC; `date -u -d @1699833600`. */
#define MONDAY 1699833600

static bool open_at(const char *week, const char *closed, int day, int hour,
	int minute)
{
	struct hours hours;
	ns_t s = MONDAY + day * 86400 + hour * 3600 + minute * 60;

	assert_true(hours_read(slice_of(week), slice_of(closed), &hours));
	return hours_open(&hours, s * NS_PER_S);
}

static void week(void **state)
{
	const char *w = "Mo-Fr 8-12 13:30-18 Sa 8-17";

	(void)state;
	assert_true(open_at(w, "", 0, 8, 0));
	assert_false(open_at(w, "", 0, 7, 59));
	assert_false(open_at(w, "", 0, 12, 0));
	assert_true(open_at(w, "", 4, 13, 30));
	assert_false(open_at(w, "", 4, 18, 0));
	assert_true(open_at(w, "", 5, 16, 59));
	assert_false(open_at(w, "", 5, 17, 0));
	assert_false(open_at(w, "", 6, 12, 0));
	/* Times without a day are those of each day; a range may wrap. */
	assert_true(open_at("8-18", "", 6, 12, 0));
	assert_true(open_at("Sat-Mon,8-18", "", 0, 12, 0));
	assert_false(open_at("Sat-Mon,8-18", "", 1, 12, 0));
}

static void night(void **state)
{
	(void)state;
	assert_true(open_at("Fr 22-6", "", 4, 23, 0));
	assert_true(open_at("Fr 22-6", "", 5, 5, 59));
	assert_false(open_at("Fr 22-6", "", 5, 6, 0));
	assert_false(open_at("Fr 22-6", "", 5, 22, 30));
	/* The night of a holiday belongs to the day it begins on. */
	assert_false(open_at("Fr 22-6", "11-17", 5, 3, 0));
	assert_true(open_at("Fr 22-6", "11-18", 5, 3, 0));
}

static void holidays(void **state)
{
	(void)state;
	assert_false(open_at("8-18", "12-25 11-14", 1, 12, 0));
	assert_false(open_at("8-18", "2023-11-14", 1, 12, 0));
	assert_true(open_at("8-18", "2022-11-14", 1, 12, 0));
}

static void refused(void **state)
{
	static const char *const weeks[] = {"", "Mo-Fr", "Mo 8", "Mo 8-25",
		"Mo 8:60-9", "Xx 8-9", "Mo-Xx 8-9", "Mo 8-8", "Mo 24:30-9",
		"8-18 !"};
	static const char *const days[] = {
		"13-01", "1", "12-32", "0-1", "1-0", "x-1", "2023-1-x"};
	struct hours hours;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(weeks); i++) {
		assert_false(hours_read(slice_of(weeks[i]), SLICE(""), &hours));
	}
	for (size_t i = 0; i < COUNT_OF(days); i++) {
		assert_false(hours_read(SLICE("8-18"), slice_of(days[i]), &hours));
	}
}

static void text(void **state)
{
	char room[HOURS_TEXT];

	(void)state;
	assert_string_equal(
		hours_text((MONDAY + 86400 + 8 * 3600 + 300) * NS_PER_S, room),
		"Tu 2023-11-14 08:05");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(week),
		cmocka_unit_test(night),
		cmocka_unit_test(holidays),
		cmocka_unit_test(refused),
		cmocka_unit_test(text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
