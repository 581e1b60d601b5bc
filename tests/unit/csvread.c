/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows as RFC 4180 and spreadsheets write them. The expected cells are written
 * with '|' between them and '/' between rows, '!' for a faulty row.
 */
#include "lib/csvread.h"

#include "lib/attr.h"
#include "tests/unit/test.h"

static const struct row {
	const char *text, *want;
} ROWS[] = {
	/* RFC 4180 clause 2, rules 1 to 7 */
	{"aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", "aaa|bbb|ccc/zzz|yyy|xxx/"},
	{"aaa,bbb,ccc\r\nzzz,yyy,xxx", "aaa|bbb|ccc/zzz|yyy|xxx/"},
	{"\"aaa\",\"bbb\",\"ccc\"\r\nzzz", "aaa|bbb|ccc/zzz/"},
	{"\"aaa\",\"b\r\nbb\",\"ccc\"\r\n", "aaa|b\r\nbb|ccc/"},
	{"\"aaa\",\"b\"\"bb\",\"ccc\"", "aaa|b\"bb|ccc/"},
	/* what spreadsheets write besides */
	{"\xef\xbb\xbfip;mac\n1;2", "ip|mac/1|2/"},
	{"ip\tmac\n1\t2", "ip|mac/1|2/"},
	{"a;b\n1,5;2", "a|b/1,5|2/"},
	{"\"a;b;c\",d\n1;2,3", "a;b;c|d/1;2|3/"},
	{"a,b\r1,2\r", "a|b/1|2/"},
	{"a,b\n\n,\n \n1,2\n\n", "a|b/1|2/"},
	{" a , \"b\" \n", "a|\"b\"/"},
	{",,c", "||c/"},
	{"a,", "a|/"},
	{"", ""},
	{"\"", "!/"},
	{"a\n\"b\nc,d\ne", "a/!/"},
	{"\"a\"x,b", "ax|b/"},
};

static struct csvread reader;

static void show(struct slice text, char *out, size_t room)
{
	size_t n = 0;

	csvread_start(&reader, text);
	while (csvread_row(&reader)) {
		if (reader.fault) {
			n += (size_t)snprintf(out + n, room - n, "!");
		}
		for (unsigned i = 0; i < reader.count; i++) {
			n += (size_t)snprintf(out + n, room - n, "%s%.*s",
				i ? "|" : "", (int)reader.cell[i].n,
				reader.cell[i].p);
		}
		n += (size_t)snprintf(out + n, room - n, "/");
		assert_true(n < room);
	}
}

static void forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		char got[256] = "";
		show(slice_of(ROWS[i].text), got, sizeof(got));
		assert_string_equal(got, ROWS[i].want);
	}
}

static void lines(void **state)
{
	(void)state;
	csvread_start(&reader, SLICE("h\r\n\r\n\"a\nb\"\nc\n"));
	assert_true(csvread_row(&reader));
	assert_int_equal(reader.line, 1);
	assert_true(csvread_row(&reader));
	assert_int_equal(reader.line, 3);
	assert_true(csvread_row(&reader));
	assert_int_equal(reader.line, 5);
	assert_false(csvread_row(&reader));
}

/* At the limits: a row that does not fit is faulty, the next one is read. */
static void limits(void **state)
{
	static char text[CSVREAD_BYTES + 64];

	(void)state;
	memset(text, 'x', CSVREAD_BYTES);
	memcpy(text + CSVREAD_BYTES, "\na,b", 4);
	csvread_start(&reader, (struct slice){text, CSVREAD_BYTES + 4});
	assert_true(csvread_row(&reader));
	assert_null(reader.fault);
	assert_int_equal(reader.cell[0].n, CSVREAD_BYTES);
	memcpy(text + CSVREAD_BYTES, "x\na,b", 5);
	csvread_start(&reader, (struct slice){text, CSVREAD_BYTES + 5});
	assert_true(csvread_row(&reader));
	assert_non_null(reader.fault);
	assert_true(csvread_row(&reader));
	assert_null(reader.fault);
	assert_int_equal(reader.count, 2);
	memset(text, ',', CSVREAD_CELLS);
	text[CSVREAD_CELLS - 1] = 'x';
	csvread_start(&reader, (struct slice){text, CSVREAD_CELLS});
	assert_true(csvread_row(&reader));
	assert_int_equal(reader.count, CSVREAD_CELLS);
	text[CSVREAD_CELLS - 1] = ',';
	csvread_start(&reader, (struct slice){text, CSVREAD_CELLS});
	assert_true(csvread_row(&reader));
	assert_non_null(reader.fault);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms),
		cmocka_unit_test(lines),
		cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
