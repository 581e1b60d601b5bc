/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Building output: growth, cleaning of hostile bytes, columns. UTF-8 vectors
 * follow RFC 3629 clause 3 and 4; widths were compared with the C library's.
 */
#include "lib/text.h"
#include "lib/utf8.h"

#include "tests/unit/hex.h"

static const struct {
	const char *hex;
	size_t length;
	uint32_t code;
} UTF8[] = {
	{"00", 1, 0},
	{"7f", 1, 0x7f},
	{"c280", 2, 0x80},
	{"dfbf", 2, 0x7ff},
	{"e0a080", 3, 0x800},
	{"efbfbf", 3, 0xffff},
	{"ed9fbf", 3, 0xd7ff},
	{"ee8080", 3, 0xe000},
	{"f0908080", 4, 0x10000},
	{"f48fbfbf", 4, 0x10ffff},
	{"c3a9 41", 2, 0xe9},
	{"80", 0, 0},
	{"bf", 0, 0}, /* a tail alone */
	{"c080", 0, 0},
	{"c1bf", 0, 0}, /* overlong */
	{"e09fbf", 0, 0},
	{"f08fbfbf", 0, 0},
	{"eda080", 0, 0},
	{"edbfbf", 0, 0}, /* surrogates */
	{"f4908080", 0, 0},
	{"f5808080", 0, 0},
	{"ff", 0, 0},
	{"fe", 0, 0},
	{"c2", 0, 0},
	{"e282", 0, 0},
	{"f09f98", 0, 0}, /* cut */
	{"c241", 0, 0},
	{"e28241", 0, 0},
	{"f09f9841", 0, 0},
};

static void decodes_utf8(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(UTF8); i++) {
		struct slice s = hex_bytes(UTF8[i].hex);
		uint32_t code = 0x12345;
		assert_int_equal(utf8_next(s, &code), UTF8[i].length);
		assert_int_equal(code, UTF8[i].length ? UTF8[i].code : 0x12345);
		hex_free(s);
	}
}

static void hides_what_deceives(void **state)
{
	static const uint32_t bad[] = {0, 7, 0x1b, 0x1f, 0x7f, 0x80, 0x9b, 0x9f,
		0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x202a, 0x202e, 0x2066,
		0x2069, 0xfeff, 0xe0001, 0xe007f};
	static const uint32_t good[] = {0x20, 0x7e, 0xa0, 0xe9, 0x5d0, 0x2010,
		0x2026, 0x20ac, 0x4e00, 0xfffd, 0x1f600};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		assert_true(utf8_hides(bad[i]));
	}
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		assert_false(utf8_hides(good[i]));
	}
}

static void cleans(void **state)
{
	static const char *const rows[][2] = {
		{"", ""},
		{"416c696365", "Alice"},
		{"c389 6d", "\xc3\x89m"},
		{"61 1b5b33316d 62", "a\\x1b[31mb"}, /* colour */
		{"61 07 00 7f", "a\\x07\\x00\\x7f"},
		{"61 c29b 62", "a\\xc2\\x9b"
			       "b"}, /* C1 CSI */
		{"61 9b 62", "a\\x9b"
			     "b"}, /* the same, broken */
		{"e280ae 61", "\\xe2\\x80\\xae"
			      "a"}, /* right-to-left override */
		{"efbbbf 61", "\\xef\\xbb\\xbf"
			      "a"},
		{"61 e28262", "a\\xe2\\x82"
			      "b"},
		{"61 0d0a 2009 62", "a b"},        /* folded header */
		{"61 20200d0a0d0a2020 62", "a b"}, /* a run is one blank */
		{"61 2020 62", "a  b"},            /* blanks alone stay */
		{"61 09 62", "a b"},
		{"61 0a", "a "},
		{"0d", " "},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice s = hex_bytes(rows[i][0]);
		struct text t = {0};
		text_clean(&t, s);
		assert_true(slice_is(text_slice(&t), rows[i][1]));
		text_finish(&t);
		hex_free(s);
	}
}

/* Whatever two bytes come in, what goes out is printable ASCII or valid UTF-8
 * that hides nothing. */
static void cleans_everything(void **state)
{
	struct text t = {0};

	(void)state;
	for (unsigned pair = 0; pair < 65536; pair++) {
		const char bytes[4] = {
			(char)(pair >> 8), (char)pair, 'x', '\xe2'};
		text_clear(&t);
		text_clean(&t, (struct slice){bytes, 4});
		struct slice out = text_slice(&t);
		for (size_t i = 0; i < out.n;) {
			uint32_t code = 0;
			size_t n = utf8_next(slice_sub(out, i, out.n), &code);
			assert_true(n > 0);
			assert_false(utf8_hides(code));
			i += n;
		}
	}
	text_finish(&t);
}

static void grows(void **state)
{
	struct text t = {0};

	(void)state;
	assert_int_equal(text_slice(&t).n, 0);
	assert_non_null(text_slice(&t).p);
	text_clear(&t);
	text_put(&t, (struct slice){NULL, 0});
	text_fill(&t, 'x', 0);
	assert_null(t.p);
	for (int i = 0; i < 1000; i++) {
		text_printf(&t, "%04d", i);
		text_puts(&t, ",");
	}
	text_fill(&t, '=', 5000);
	assert_int_equal(t.n, 10000);
	assert_memory_equal(t.p, "0000,0001,0002,", 15);
	assert_memory_equal(t.p + 4995, "0999,=", 6);
	assert_int_equal(strlen(t.p), t.n);
	text_clear(&t);
	assert_string_equal(t.p, "");
	text_finish(&t);
	text_finish(&t);
	/* Around the first capacity: the NUL has room too. */
	for (size_t n = 254; n < 260; n++) {
		text_fill(&t, 'y', n);
		assert_int_equal(strlen(t.p), n);
		text_finish(&t);
		text_printf(&t, "%*s", (int)n, "z");
		assert_int_equal(strlen(t.p), n);
		text_finish(&t);
	}
}

static void columns(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
	} rows[] = {
		{"", 0},
		{"abc", 3},
		{"\xc3\xa9", 1},  /* e acute */
		{"e\xcc\x81", 1}, /* the same with a combining mark */
		{"\xe4\xb8\xad\xe6\x96\x87", 4}, /* two Han characters */
		{"\xef\xbc\xa1", 2},             /* full-width A */
		{"\xf0\x9f\x98\x80", 2},         /* emoji */
		{"\xea\xb0\x80", 2},             /* Hangul syllable */
		{"\xef\xbd\xb1", 1},             /* half-width kana */
		{"\xff", 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(
			text_columns(slice_of(rows[i].text)), rows[i].columns);
	}
}

static void cells(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
		bool right;
		const char *want;
	} rows[] = {
		{"abc", 5, false, "abc  "},
		{"abc", 5, true, "  abc"},
		{"abc", 3, false, "abc"},
		{"abcd", 3, false, "ab\xe2\x80\xa6"},
		{"abcd", 3, true, "ab\xe2\x80\xa6"},
		{"abcd", 1, false, "\xe2\x80\xa6"},
		{"abcd", 0, false, ""},
		{"abcd", 0, true, ""},
		{"", 0, false, ""},
		{"", 2, true, "  "},
		/* A wide character that does not fit leaves a blank. */
		{"\xe4\xb8\xad\xe6\x96\x87", 3, false,
			"\xe4\xb8\xad\xe2\x80\xa6"},
		{"\xe4\xb8\xad\xe6\x96\x87", 2, false, "\xe2\x80\xa6 "},
		{"\xe4\xb8\xad\xe6\x96\x87", 5, true,
			" \xe4\xb8\xad\xe6\x96\x87"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct text t = {0};
		text_cell(&t, slice_of(rows[i].text), rows[i].columns,
			rows[i].right);
		assert_true(slice_is(text_slice(&t), rows[i].want));
		assert_int_equal(text_columns(text_slice(&t)), rows[i].columns);
		text_finish(&t);
	}
}

static void fits(void **state)
{
	struct slice s = slice_of("ae\xcc\x81\xe4\xb8\xad");

	(void)state;
	assert_int_equal(text_fit(s, 0).n, 0);
	assert_int_equal(text_fit(s, 1).n, 1);
	assert_int_equal(text_fit(s, 2).n, 4); /* the mark stays with its e */
	assert_int_equal(text_fit(s, 3).n, 4); /* half a Han does not exist */
	assert_int_equal(text_fit(s, 4).n, 7);
	assert_int_equal(text_fit(s, SIZE_MAX).n, 7);
	assert_null(text_fit((struct slice){NULL, 0}, 3).p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_utf8),
		cmocka_unit_test(hides_what_deceives),
		cmocka_unit_test(cleans),
		cmocka_unit_test(cleans_everything),
		cmocka_unit_test(grows),
		cmocka_unit_test(columns),
		cmocka_unit_test(cells),
		cmocka_unit_test(fits),
	};

	return RUN_TESTS(tests);
}
