/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How times, numbers and names are written. Times are from `date -u -d @N`;
 * CSV quoting is RFC 4180 clause 2; XML escapes are XML 1.0 clause 2.2 and 2.4.
 */
#include "reports/format.h"

#include "calls/call.h"

#include "tests/unit/test.h"

static void relative(void **state)
{
	static const struct {
		ns_t ts, origin;
		bool fine;
		const char *want;
	} rows[] = {
		{5172814000, 0, false, "5.172814"},
		{5172814999, 0, false, "5.172814"}, /* cut, never rounded up */
		{5172814999, 0, true, "5.172814999"},
		{1, 2, true, "-0.000000001"},
		{0, 0, false, "0.000000"},
		{INT64_MAX, INT64_MIN, true, "18446744073.709551615"},
		{INT64_MIN, INT64_MAX, true, "-18446744073.709551615"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct text t = {0};
		format_relative(&t, rows[i].ts, rows[i].origin, rows[i].fine);
		assert_string_equal(t.p, rows[i].want);
		text_finish(&t);
	}
}

static void iso(void **state)
{
	static const struct {
		ns_t ts;
		const char *want;
	} rows[] = {
		{0, "1970-01-01T00:00:00.000000Z"},
		{1714727564123456000, "2024-05-03T09:12:44.123456Z"},
		{1714727564123456789, "2024-05-03T09:12:44.123456789Z"},
		{-1000, "1969-12-31T23:59:59.999999Z"},
		{INT64_MAX, "2262-04-11T23:47:16.854775807Z"},
		{INT64_MIN, "1677-09-21T00:12:43.145224192Z"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct text t = {0};
		format_iso(&t, rows[i].ts);
		assert_string_equal(t.p, rows[i].want);
		text_finish(&t);
	}
}

/* Every day that ns_t has, against the C library. */
static void every_day(void **state)
{
	const int64_t day_s = 86400;

	(void)state;
	for (int64_t day = INT64_MIN / NS_PER_S / day_s;
		day <= INT64_MAX / NS_PER_S / day_s; day++) {
		struct text t = {0};
		struct tm tm;
		char want[40];
		time_t when = (time_t)(day * day_s + (day & 0xffff));
		assert_non_null(gmtime_r(&when, &tm));
		(void)strftime(want, sizeof(want), "%Y-%m-%d %H:%M:%S", &tm);
		format_utc(&t, (ns_t)when * NS_PER_S, false);
		assert_memory_equal(t.p, want, strlen(want));
		text_finish(&t);
	}
}

static void measurements(void **state)
{
	struct text t = {0};

	(void)state;
	format_maybe(&t, MAYBE_UNKNOWN, 1, "ms");
	text_puts(&t, "|");
	format_maybe(&t, maybe_of(0.25), 1, "ms");
	text_puts(&t, "|");
	format_ms(&t, maybe_of(999.94));
	text_puts(&t, "|");
	format_ms(&t, maybe_of(2005.4));
	text_puts(&t, "|");
	format_ms(&t, MAYBE_UNKNOWN);
	text_puts(&t, "|");
	format_plural(&t, 1, "call");
	text_puts(&t, "|");
	format_plural(&t, 0, "call");
	assert_string_equal(t.p, "unknown|0.2 ms|999.9 ms|2.005 s|unknown|"
				 "1 call|0 calls");
	text_finish(&t);
}

static void csv(void **state)
{
	static const struct {
		struct slice in;
		const char *want;
	} rows[] = {
		{{"plain", 5}, "plain"},
		{{"a,b", 3}, "\"a,b\""},
		{{"say \"x\"", 7}, "\"say \"\"x\"\"\""},
		{{"=cmd|' /C calc'!A0", 18}, "\"'=cmd|' /C calc'!A0\""},
		{{"+41", 3}, "\"'+41\""},
		{{"-1", 2}, "\"'-1\""},
		{{"@SUM", 4}, "\"'@SUM\""},
		{{"a\r\nb", 4}, "a b"}, /* no line break reaches a cell */
		{{"\x1b[31m", 5}, "\\x1b[31m"},
		{{"", 0}, ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct text t = {0};
		format_csv(&t, rows[i].in);
		assert_string_equal(t.p ? t.p : "", rows[i].want);
		text_finish(&t);
	}
}

static void xml(void **state)
{
	struct text t = {0};

	(void)state;
	format_xml(
		&t, SLICE("<a href=\"x\">&\x01</a>\xef\xbf\xbe|\xef\xbf\xbd"));
	assert_string_equal(t.p, "&lt;a href=&quot;x&quot;&gt;&amp;\\x01"
				 "&lt;/a&gt;?|\xef\xbf\xbd");
	text_finish(&t);
}

/* No line of @t is wider than @columns or ends in a blank. */
static void assert_fits(const struct text *t, size_t columns)
{
	struct slice rest = text_slice(t);

	while (rest.p && rest.n) {
		struct slice line = slice_cut(&rest, '\n');
		assert_true(text_columns(line) <= columns);
		assert_true(line.n == 0 || line.p[line.n - 1] != ' ');
	}
}

static void fields(void **state)
{
	struct text t = {0};
	char word[300];

	(void)state;
	format_field(&t, "Call-ID", SLICE("short"), 80);
	assert_string_equal(t.p, "  Call-ID   short\n");
	text_clear(&t);
	format_field(&t, "path", SLICE("one two three four five six"), 40);
	assert_string_equal(t.p, "  path      one two three four five six\n");
	text_clear(&t);
	format_field(&t, "path", SLICE("one two three four five sixteen"), 40);
	assert_string_equal(t.p,
		"  path      one two three four five\n            sixteen\n");
	/* A word without blanks is broken, and every byte of it is there. */
	memset(word, 'x', sizeof(word));
	for (size_t columns = 40; columns < 100; columns += 7) {
		text_clear(&t);
		format_field(
			&t, "k", (struct slice){word, sizeof(word)}, columns);
		assert_fits(&t, columns);
		size_t x = 0;
		for (size_t i = 0; i < t.n; i++) {
			x += t.p[i] == 'x';
		}
		assert_int_equal(x, sizeof(word));
	}
	text_finish(&t);
}

static void titles(void **state)
{
	struct call call = {
		.id = 3,
		.from_user = SLICE("6022"),
		.from_name = SLICE("Secr\xc3\xa9taire"),
		.to_uri = SLICE("tel:+41"),
		.state = CALL_BUSY,
	};
	struct text t = {0};
	char long_name[500];

	(void)state;
	format_title(&t, &call, 80);
	assert_string_equal(t.p, "Call 3  6022 (Secr\xc3\xa9taire) "
				 "\xe2\x86\x92 tel:+41, busy");
	memset(long_name, 'n', sizeof(long_name));
	call.from_name = (struct slice){long_name, sizeof(long_name)};
	text_clear(&t);
	format_title(&t, &call, 80);
	assert_int_equal(text_columns(text_slice(&t)), 80);
	assert_string_equal(t.p + t.n - 6, ", busy");
	call = (struct call){.id = 4};
	text_clear(&t);
	format_title(&t, &call, 80);
	assert_string_equal(
		t.p, "Call 4  unknown \xe2\x86\x92 unknown, incomplete");
	text_finish(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(relative),
		cmocka_unit_test(iso),
		cmocka_unit_test(every_day),
		cmocka_unit_test(measurements),
		cmocka_unit_test(csv),
		cmocka_unit_test(xml),
		cmocka_unit_test(fields),
		cmocka_unit_test(titles),
	};

	return RUN_TESTS(tests);
}
