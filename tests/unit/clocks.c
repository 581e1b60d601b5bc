/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Offsets between clocks: the estimator with pairs worked out by hand, and with
 * made traffic whose offset, drift and ways are known.
 */
#include "quality/clocks.h"

#include "tests/unit/test.h"

#include <math.h>

#define MS NS_PER_MS
#define US NS_PER_US

/* way 1 forth: A -> B; back: B -> A. */
static const struct {
	const char *what;
	struct clocks_pair pairs[6];
	size_t count;
	enum clocks_basis basis;
	ns_t low, high; /* without the 1 us of resolution on each side */
	ns_t offset;
} rows[] = {
	/* RFC 5905 fig. 6: T1 = 0, T2 = 100+3, T3 = 110, T4 = 110-100+5:
	 * offset = ((T2 - T1) + (T3 - T4)) / 2 = (103 + 95) / 2. */
	{"two crossing packets, as NTP",
		{{.a = 0, .b = 103 * MS, .way = 1},
			{.a = 15 * MS, .b = 110 * MS, .way = 1, .back = true}},
		2, CLOCKS_SHARED, 95 * MS, 103 * MS, 99 * MS},
	{"the fastest of each direction bound",
		{{.a = 0, .b = 120 * MS, .way = 1},
			{.a = 20 * MS, .b = 123 * MS, .way = 1},
			{.a = 50 * MS, .b = 130 * MS, .way = 1, .back = true},
			{.a = 60 * MS, .b = 155 * MS, .way = 1, .back = true}},
		4, CLOCKS_SHARED, 95 * MS, 103 * MS, 99 * MS},
	{"a clock that is behind",
		{{.a = 900 * MS, .b = 403 * MS, .way = 1},
			{.a = 915 * MS, .b = 410 * MS, .way = 1, .back = true}},
		2, CLOCKS_SHARED, -505 * MS, -497 * MS, -501 * MS},
	{"which direction goes to B is told by the times",
		{{.a = 0, .b = 103 * MS, .way = 1, .back = true},
			{.a = 15 * MS, .b = 110 * MS, .way = 1}},
		2, CLOCKS_SHARED, 95 * MS, 103 * MS, 99 * MS},
	{"several host pairs narrow it",
		{{.a = 0, .b = 103 * MS, .way = 1},
			{.a = 0, .b = 90 * MS, .way = 1, .back = true},
			{.a = 0, .b = 110 * MS, .way = 2},
			{.a = 0, .b = 97 * MS, .way = 2, .back = true}},
		4, CLOCKS_SHARED, 97 * MS, 103 * MS, 100 * MS},
	{"a wrong pair, seconds away, is thrown out",
		{{.a = 0, .b = 103 * MS, .way = 1},
			{.a = 1, .b = 103 * MS, .way = 1},
			{.a = 15 * MS, .b = 110 * MS, .way = 1, .back = true},
			{.a = 15 * MS, .b = 9000 * MS, .way = 1, .back = true}},
		4, CLOCKS_SHARED, 95 * MS, 103 * MS - 1, 99 * MS},
	{"one direction, the TTL tells that A came first",
		{{.a = 0, .b = 103 * MS, .way = 1, .hops = 1},
			{.a = 0, .b = 105 * MS, .way = 1, .hops = 1}},
		2, CLOCKS_ONE_WAY, -CLOCKS_OPEN, 103 * MS, 103 * MS},
	{"one direction, the TTL tells that B came first",
		{{.a = 0, .b = 103 * MS, .way = 1, .hops = -1},
			{.a = 0, .b = 105 * MS, .way = 1, .hops = -1}},
		2, CLOCKS_ONE_WAY, 105 * MS, CLOCKS_OPEN, 105 * MS},
	{"one direction, nothing tells",
		{{.a = 0, .b = 103 * MS, .way = 1},
			{.a = 0, .b = 104 * MS, .way = 1},
			{.a = 0, .b = 109 * MS, .way = 1}},
		3, CLOCKS_ONE_WAY, -CLOCKS_OPEN, CLOCKS_OPEN, 104 * MS},
	{"nothing", {{0}}, 0, CLOCKS_UNKNOWN, -CLOCKS_OPEN, CLOCKS_OPEN, 0},
};

static void by_hand(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct clocks_pair pairs[6];
		struct clocks_offset c;
		memcpy(pairs, rows[i].pairs, sizeof(pairs));
		clocks_estimate(pairs, rows[i].count, &c);
		bool low = rows[i].low > -CLOCKS_OPEN;
		bool high = rows[i].high < CLOCKS_OPEN;
		if (c.basis != rows[i].basis ||
			c.low != rows[i].low - (low ? US : 0) ||
			c.high != rows[i].high + (high ? US : 0) ||
			llabs(c.offset - rows[i].offset) > US) {
			print_error("%s: %lld..%lld, %lld\n", rows[i].what,
				(long long)c.low, (long long)c.high,
				(long long)c.offset);
			fail();
		}
		assert_int_equal(
			clocks_uncertainty(&c) < 0, !low || !high);
	}
}

/* Differences of a hundred seconds of traffic with ways of 2 and 5 ms. */
static size_t make(struct clocks_pair *pairs, size_t n, ns_t offset,
	double drift, ns_t jitter)
{
	uint32_t seed = 7;

	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525U + 1013904223U;
		ns_t late = jitter ? (ns_t)(seed >> 8) % jitter : 0;
		ns_t t = (ns_t)i * 100 * MS;
		bool back = i % 2;
		ns_t way = (back ? 5 : 2) * MS + late;
		ns_t at_a = back ? t + way : t;
		ns_t at_b = back ? t : t + way;
		pairs[i] = (struct clocks_pair){
			.a = at_a,
			.b = at_b + offset + llrint((double)at_b * drift),
			.way = 9,
			.back = back,
		};
	}
	return n;
}

static void drifts(void **state)
{
	static const double ppm[] = {0, 5, -20, 80, -150};
	static struct clocks_pair pairs[1000];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ppm); i++) {
		struct clocks_offset c;
		ns_t offset = 1234 * MS;
		size_t n = make(pairs, 1000, offset, ppm[i] * 1e-6, 20 * MS);
		clocks_estimate(pairs, n, &c);
		/* 5 ppm over 100 s is 0.5 ms: lost in 20 ms of jitter or found,
		 * but never more than what it is. */
		if (fabs(ppm[i]) >= 20) {
			assert_true(fabs(c.drift_ppm - ppm[i]) < 3);
		}
		assert_true(fabs(c.drift_ppm) < fabs(ppm[i]) + 3);
		ns_t b = 50 * NS_PER_S + offset +
			 llrint(50e9 * ppm[i] * 1e-6);
		ns_t a = b - clocks_shift(&c, b);
		assert_true(llabs(a - 50 * NS_PER_S) <=
			    clocks_uncertainty(&c) + MS / 2);
		assert_true(clocks_uncertainty(&c) < 5 * MS);
	}
}

static void reversed(void **state)
{
	static struct clocks_pair pairs[1000];
	struct clocks_offset c;

	(void)state;
	size_t n = make(pairs, 1000, 300 * MS, 50e-6, 0);
	clocks_estimate(pairs, n, &c);
	struct clocks_offset r = c;
	clocks_reverse(&r);
	assert_int_equal(r.offset, -c.offset);
	assert_int_equal(r.low, -c.high);
	assert_int_equal(r.high, -c.low);
	assert_true(fabs(r.drift_ppm + c.drift_ppm) < 1e-9);
	clocks_reverse(&r);
	assert_memory_equal(&r, &c, sizeof(c));
}

static void no_drift_in_short_traffic(void **state)
{
	static struct clocks_pair pairs[500];
	struct clocks_offset c;

	(void)state;
	/* 50 s: below the minute that it takes. */
	clocks_estimate(pairs, make(pairs, 500, 0, 100e-6, 0), &c);
	assert_true(c.drift_ppm == 0);
}

static const struct {
	const char *what;
	struct clocks_interval in[4];
	size_t count, agree;
	struct clocks_interval out;
} agreements[] = {
	{"one", {{1, 5}}, 1, 1, {1, 5}},
	{"two that overlap", {{1, 5}, {3, 9}}, 2, 2, {3, 5}},
	{"two apart: nobody knows", {{1, 5}, {7, 9}}, 2, 0, {0, 0}},
	{"two against one", {{7, 9}, {1, 5}, {2, 6}}, 3, 2, {2, 5}},
	{"half open", {{-CLOCKS_OPEN, 5}, {3, CLOCKS_OPEN}}, 2, 2, {3, 5}},
	{"one inside the other", {{0, 10}, {4, 5}}, 2, 2, {4, 5}},
	{"two and two: nobody knows", {{0, 3}, {1, 4}, {10, 13}, {11, 14}}, 4, 0,
		{0, 0}},
	{"touching", {{0, 3}, {3, 6}}, 2, 2, {3, 3}},
	{"none", {{0, 0}}, 0, 0, {0, 0}},
};

static void agrees(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(agreements); i++) {
		struct clocks_interval in[4];
		struct clocks_interval out = {0, 0};
		memcpy(in, agreements[i].in, sizeof(in));
		size_t n = clocks_agree(in, agreements[i].count, &out);
		if (n != agreements[i].agree ||
			(n && (out.low != agreements[i].out.low ||
				      out.high != agreements[i].out.high))) {
			print_error("%s\n", agreements[i].what);
			fail();
		}
	}
}

static void words(void **state)
{
	(void)state;
	for (int i = CLOCKS_UNKNOWN; i <= CLOCKS_CAUSAL; i++) {
		assert_non_null(clocks_basis_text((enum clocks_basis)i));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(drifts),
		cmocka_unit_test(reversed),
		cmocka_unit_test(no_drift_in_short_traffic),
		cmocka_unit_test(agrees),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
