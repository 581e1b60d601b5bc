/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slices: comparing, cutting, and numbers at the edge of their range. */
#include "lib/slice.h"

#include "tests/unit/test.h"

static void compares(void **state)
{
	(void)state;
	assert_true(slice_is(SLICE("abc"), "abc"));
	assert_false(slice_is(SLICE("abc"), "ab"));
	assert_true(slice_iis(SLICE("Call-ID"), "cALL-id"));
	assert_true(slice_istarts(SLICE("SIP/2.0 200"), "sip/"));
	assert_false(slice_istarts(SLICE("SI"), "sip/"));
}

static void cuts(void **state)
{
	struct slice rest = SLICE("a;b;;c");

	(void)state;
	assert_true(slice_is(slice_cut(&rest, ';'), "a"));
	assert_true(slice_is(slice_cut(&rest, ';'), "b"));
	assert_int_equal(slice_cut(&rest, ';').n, 0);
	assert_non_null(rest.p);
	assert_true(slice_is(slice_cut(&rest, ';'), "c"));
	assert_null(rest.p);
	assert_true(slice_is(slice_trim(SLICE("\r\n x y\t ")), "x y"));
	assert_int_equal(slice_sub(SLICE("abc"), 9, 9).n, 0);
}

static void numbers(void **state)
{
	uint64_t v = 7;

	(void)state;
	assert_true(slice_u64(SLICE("65535"), 65535, &v));
	assert_int_equal(v, 65535);
	assert_false(slice_u64(SLICE("65536"), 65535, &v));
	assert_false(slice_u64(SLICE("18446744073709551616"), UINT64_MAX, &v));
	assert_true(slice_u64(SLICE("18446744073709551615"), UINT64_MAX, &v));
	assert_true(v == UINT64_MAX);
	assert_false(slice_u64(SLICE(""), 9, &v));
	assert_false(slice_u64(SLICE("-1"), 9, &v));
	assert_false(slice_u64(SLICE("5"), 3, &v));
	assert_true(v == UINT64_MAX);
}

static void hexadecimal(void **state)
{
	(void)state;
	assert_int_equal(slice_hex('0'), 0);
	assert_int_equal(slice_hex('9'), 9);
	assert_int_equal(slice_hex('a'), 10);
	assert_int_equal(slice_hex('F'), 15);
	/* what stands beside them in ASCII, and what lacks the bit of case */
	const char none[] = {'/', ':', '@', 'G', '`', 'g', 0x10, '\0', '\xff'};
	for (size_t i = 0; i < sizeof(none); i++) {
		assert_int_equal(slice_hex(none[i]), -1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compares),
		cmocka_unit_test(cuts),
		cmocka_unit_test(numbers),
		cmocka_unit_test(hexadecimal),
	};

	return RUN_TESTS(tests);
}
