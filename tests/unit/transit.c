/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delays between two points: sums by hand, percentiles against sorting. */
#include "quality/transit.h"

#include "tests/unit/near.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static void none(void **state)
{
	struct transit t = {0};

	(void)state;
	assert_false(transit_mean_ms(&t).known);
	assert_false(transit_percentile_ms(&t, 0.95).known);
	assert_false(transit_jitter_ms(&t).known);
	transit_add(&t, 7 * NS_PER_MS);
	assert_near(transit_mean_ms(&t).v, 7, 1e-9);
	assert_near(transit_percentile_ms(&t, 0.95).v, 7, 1e-9);
	assert_false(transit_jitter_ms(&t).known);
}

static void by_hand(void **state)
{
	static const ns_t delays[] = {10, 12, 9, 9};
	struct transit t = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(delays); i++) {
		transit_add(&t, delays[i] * NS_PER_MS);
	}
	assert_near(transit_mean_ms(&t).v, 10, 1e-9);
	assert_int_equal(t.min, 9 * NS_PER_MS);
	assert_int_equal(t.max, 12 * NS_PER_MS);
	/* RFC 3550 6.4.1: J += (|D| - J) / 16 with D = 2, 3, 0:
	 * 0.125, 0.3046875, 0.28564453125; their mean. */
	assert_near(transit_jitter_ms(&t).v,
		(0.125 + 0.3046875 + 0.28564453125) / 3, 1e-12);
	/* nearest rank of 9 9 10 12 */
	assert_near(transit_percentile_ms(&t, 0.5).v, 9, 1e-9);
	assert_near(transit_percentile_ms(&t, 0.75).v, 10, 1e-9);
	assert_near(transit_percentile_ms(&t, 0.95).v, 12, 1e-9);
	assert_near(transit_percentile_ms(&t, 0).v, 9, 1e-9);
}

static void reversed(void **state)
{
	struct transit t = {0};

	(void)state;
	transit_add(&t, -3 * NS_PER_MS);
	transit_add(&t, 5 * NS_PER_MS);
	transit_reverse(&t);
	assert_int_equal(t.min, -5 * NS_PER_MS);
	assert_int_equal(t.max, 3 * NS_PER_MS);
	assert_near(transit_mean_ms(&t).v, -1, 1e-9);
	assert_near(transit_percentile_ms(&t, 1).v, 3, 1e-9);
}

/* With more than the sample holds, the rank is off by a stride at most. */
static void many(void **state)
{
	(void)state;
	for (unsigned n = 200; n < 5000; n += 397) {
		struct transit t = {0};
		for (unsigned i = 0; i < n; i++) {
			transit_add(&t, (ns_t)(i * 7919U % n) * NS_PER_MS);
		}
		assert_int_equal(t.count, n);
		assert_true(t.kept <= TRANSIT_SAMPLES);
		double p95 = transit_percentile_ms(&t, 0.95).v;
		assert_near(p95, 0.95 * n, n <= TRANSIT_SAMPLES ? 1 : 0.04 * n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none),
		cmocka_unit_test(by_hand),
		cmocka_unit_test(reversed),
		cmocka_unit_test(many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
