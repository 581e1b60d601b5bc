/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cursor reads in network order and never past its end, however it is asked.
 */
#include "lib/cursor.h"

#include "tests/unit/hex.h"

static void reads_network_order(void **state)
{
	struct slice s = hex_bytes("01 0203 04050607 08090a0b0c0d0e0f 1011 12");
	struct cursor c = cursor_of(s.p, s.n);

	(void)state;
	assert_int_equal(cursor_u8(&c), 0x01);
	assert_int_equal(cursor_u16(&c), 0x0203);
	assert_int_equal(cursor_u32(&c), 0x04050607);
	assert_true(cursor_u64(&c) == 0x08090a0b0c0d0e0fU);
	assert_int_equal(cursor_left(&c), 3);
	struct slice two = cursor_take(&c, 2);
	assert_int_equal(two.n, 2);
	assert_memory_equal(two.p, "\x10\x11", 2);
	cursor_skip(&c, 1);
	assert_int_equal(cursor_left(&c), 0);
	assert_false(c.bad);
	hex_free(s);
}

/* High bits set in every byte: no sign may creep in. */
static void reads_high_bits(void **state)
{
	struct slice s = hex_bytes("ff fffe fffffffd fffffffffffffffc");
	struct cursor c = cursor_of(s.p, s.n);

	(void)state;
	assert_int_equal(cursor_u8(&c), 0xff);
	assert_int_equal(cursor_u16(&c), 0xfffe);
	assert_int_equal(cursor_u32(&c), 0xfffffffd);
	assert_true(cursor_u64(&c) == 0xfffffffffffffffcU);
	hex_free(s);
}

static uint64_t read_width(struct cursor *c, size_t width)
{
	switch (width) {
	case 1:
		return cursor_u8(c);
	case 2:
		return cursor_u16(c);
	case 4:
		return cursor_u32(c);
	default:
		return cursor_u64(c);
	}
}

static void short_reads_give_zero_for_ever(void **state)
{
	static const size_t widths[] = {1, 2, 4, 8};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(widths); i++) {
		for (size_t n = 0; n < widths[i]; n++) {
			struct slice s = hex_prefix(
				SLICE("\xff\xff\xff\xff\xff\xff\xff\xff"), n);
			struct cursor c = cursor_of(s.p, s.n);
			uint64_t v = read_width(&c, widths[i]);
			/* u64 is two reads of 32 bits: the first may succeed.
			 */
			assert_true((v & 0xffffffff) == 0);
			assert_true(c.bad);
			assert_int_equal(cursor_left(&c), 0);
			assert_int_equal(cursor_u8(&c), 0);
			assert_null(cursor_take(&c, 0).p);
			assert_true(c.bad);
			hex_free(s);
		}
	}
}

static void lengths_that_wrap(void **state)
{
	struct slice s = hex_bytes("01020304");
	struct cursor c = cursor_of(s.p, s.n);

	(void)state;
	assert_int_equal(cursor_u8(&c), 1);
	assert_null(cursor_take(&c, SIZE_MAX).p);
	assert_true(c.bad);
	c = cursor_of(s.p, s.n);
	cursor_skip(&c, SIZE_MAX - 1);
	assert_true(c.bad);
	c = cursor_of(s.p, s.n);
	assert_true(cursor_need(&c, 4));
	assert_false(cursor_need(&c, 5));
	hex_free(s);
}

static void sub_cursors_stay_inside(void **state)
{
	struct slice s = hex_bytes("0102030405");
	struct cursor c = cursor_of(s.p, s.n);
	struct cursor sub = cursor_sub(&c, 2);

	(void)state;
	assert_int_equal(cursor_left(&sub), 2);
	assert_int_equal(cursor_u32(&sub), 0);
	assert_true(sub.bad);
	assert_false(c.bad); /* the outer one is not harmed */
	assert_int_equal(cursor_u8(&c), 3);
	sub = cursor_sub(&c, 3);
	assert_true(sub.bad);
	assert_true(c.bad);
	assert_int_equal(cursor_left(&sub), 0);
	hex_free(s);
}

/* Absent bytes are an empty cursor; 0 bytes of it are no error. */
static void nothing_at_all(void **state)
{
	struct cursor c = cursor_of(NULL, 0);

	(void)state;
	cursor_skip(&c, 0);
	assert_int_equal(cursor_take(&c, 0).n, 0);
	assert_false(c.bad);
	struct cursor sub = cursor_sub(&c, 0);
	assert_false(sub.bad);
	assert_int_equal(cursor_u8(&sub), 0);
	assert_true(sub.bad);
	c = cursor_of(NULL, 7); /* a lying length */
	assert_int_equal(cursor_left(&c), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_network_order),
		cmocka_unit_test(reads_high_bits),
		cmocka_unit_test(short_reads_give_zero_for_ever),
		cmocka_unit_test(lengths_that_wrap),
		cmocka_unit_test(sub_cursors_stay_inside),
		cmocka_unit_test(nothing_at_all),
	};

	return RUN_TESTS(tests);
}
