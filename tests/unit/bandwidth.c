/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sliding second: its inclusive edge, growth, and time that goes back. */
#include "quality/bandwidth.h"

#include "tests/unit/near.h"

#include <string.h>

/* 200 bytes every 20 ms: 51 packets are within one second, ends included. */
static void steady_stream(void **state)
{
	struct bandwidth b = {0};
	double kbps = 0;

	(void)state;
	kbps = bandwidth_add(&b, 0, 200);
	assert_near(kbps, 1.6, 1e-12); /* 200 * 8 / 1000 */
	for (int i = 1; i < 200; i++) {
		kbps = bandwidth_add(&b, i * 20 * NS_PER_MS, 200);
	}
	assert_near(kbps, 51 * 1.6, 1e-9);
	assert_int_equal(b.count, 51);
	bandwidth_finish(&b);
}

static void edge_of_the_second(void **state)
{
	struct bandwidth b = {0};

	(void)state;
	bandwidth_add(&b, 5, 1000);
	assert_near(bandwidth_add(&b, 5 + NS_PER_S, 1000), 16, 1e-12);
	assert_near(bandwidth_add(&b, 6 + NS_PER_S, 1000), 16, 1e-12);
	assert_near(bandwidth_add(&b, 9 * NS_PER_S, 125), 1, 1e-12);
	bandwidth_finish(&b);
	assert_int_equal(b.count, 0);
	assert_null(b.samples);
}

/* Growing while the ring is wrapped keeps order and sum. */
static void grows(void **state)
{
	struct bandwidth b = {0};
	double kbps = 0;
	ns_t t = 0;

	(void)state;
	for (int i = 0; i < 100; i++, t += 20 * NS_PER_MS) {
		kbps = bandwidth_add(&b, t, 100);
	}
	assert_near(kbps, 51 * 0.8, 1e-9);
	t -= 20 * NS_PER_MS;
	for (int i = 0; i < 1000; i++) {
		kbps = bandwidth_add(&b, t, 100);
	}
	assert_near(kbps, 1051 * 0.8, 1e-6);
	kbps = bandwidth_add(&b, t + NS_PER_S, 100);
	assert_near(kbps, 1002 * 0.8, 1e-6);
	bandwidth_finish(&b);
}

static void any_times(void **state)
{
	struct bandwidth b = {0};

	(void)state;
	bandwidth_add(&b, INT64_MAX, 125);
	assert_near(bandwidth_add(&b, INT64_MIN, 125), 2, 1e-12);
	assert_near(bandwidth_add(&b, 0, 125), 3, 1e-12);
	bandwidth_finish(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steady_stream),
		cmocka_unit_test(edge_of_the_second),
		cmocka_unit_test(grows),
		cmocka_unit_test(any_times),
	};

	return RUN_TESTS(tests);
}
