/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erlang B against published tables, hand calculation, and its own laws. */
#include "quality/erlang.h"

#include "lib/attr.h"
#include "tests/unit/near.h"

#include <math.h>

/*
 * The least channels for a traffic and a blocking: just below and just above
 * what a table says that so many channels carry.
 * [CG] D. Minoli et al.: Carrier Grade Voice over IP, 2nd edition, appendix A
 *      (one decimal); [EC] erlang.com, Erlang B calculator, manual: 15 lines at
 *      1 % carry 8.108 E
 */
static void test_tables(void **state)
{
	static const struct {
		double offered, blocking;
		uint32_t channels;
		double place; /* of the table's last digit */
	} rows[] = {
		{8.108, 0.01, 15, 0.001},  /* [EC] */
		{0.9, 0.01, 4, 0.1},	   /* [CG] */
		{1.4, 0.01, 5, 0.1},	   /* [CG] */
		{1.9, 0.01, 6, 0.1},	   /* [CG] */
		{2.5, 0.01, 7, 0.1},	   /* [CG] */
		{3.1, 0.01, 8, 0.1},	   /* [CG] */
		{3.8, 0.01, 9, 0.1},	   /* [CG] */
		{3.1, 0.001, 10, 0.1},	   /* [CG] */
		{5.4, 0.05, 9, 0.1},	   /* [CG] */
		{4.0, 0.03, 8, 0.1},	   /* [CG] */
		{2.9, 0.02, 7, 0.1},	   /* [CG] */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		double half = rows[i].place;
		struct maybe below = erlang_blocking(
			rows[i].offered - half, rows[i].channels);
		struct maybe above = erlang_blocking(
			rows[i].offered + half, rows[i].channels);
		assert_true(below.known && above.known);
		assert_true(below.v <= rows[i].blocking);
		assert_true(above.v >= rows[i].blocking);
	}
	assert_near(erlang_channels(8.107, 0.01).v, 15, 0);
	assert_near(erlang_channels(8.109, 0.01).v, 16, 0);
}

/* By hand: one channel A/(1+A); two A^2/2 / (1 + A + A^2/2). */
static void test_by_hand(void **state)
{
	(void)state;
	assert_near(erlang_blocking(1, 1).v, 0.5, 1e-15);
	assert_near(erlang_blocking(1, 2).v, 0.2, 1e-15);
	assert_near(erlang_blocking(2, 2).v, 0.4, 1e-15);
	assert_near(erlang_blocking(3, 0).v, 1, 0);
	assert_near(erlang_blocking(0, 1).v, 0, 0);
	/* 10 h of calls a month: 600 min in 22 days of 8 h, on 2 channels */
	assert_near(erlang_blocking(600.0 / (22 * 8 * 60), 2).v, 0.0015, 5e-5);
	assert_near(erlang_channels(0, 0.01).v, 1, 0);
}

/* More traffic blocks more, more channels less; a choice is the least one. */
static void test_laws(void **state)
{
	(void)state;
	for (double a = 0.25; a < 200; a *= 1.7) {
		for (uint32_t n = 1; n < 100; n += 7) {
			double b = erlang_blocking(a, n).v;
			assert_true(b > 0 && b < 1);
			assert_true(erlang_blocking(a * 1.01, n).v > b);
			assert_true(erlang_blocking(a, n + 1).v < b);
		}
		uint32_t n = (uint32_t)erlang_channels(a, 0.01).v;
		assert_true(erlang_blocking(a, n).v <= 0.01);
		assert_true(erlang_blocking(a, n - 1).v > 0.01);
	}
}

static void test_unknown(void **state)
{
	(void)state;
	assert_false(erlang_blocking(-1, 2).known);
	assert_false(erlang_blocking(HUGE_VAL, 2).known);
	assert_false(erlang_blocking((double)NAN, 2).known);
	assert_false(erlang_blocking(1, ERLANG_CHANNELS + 1).known);
	assert_false(erlang_channels(1, 0).known);
	assert_false(erlang_channels(1, 1.5).known);
	assert_false(erlang_channels((double)NAN, 0.01).known);
	assert_false(erlang_channels(1e9, 0.01).known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_laws),
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
