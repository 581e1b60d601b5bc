/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Round trips from the times and counts of reports, and the sum of a delay.
 * Vectors: RFC 3550 figure 2 and hand reckoning.
 */
#include "quality/delay.h"
#include "quality/rtt.h"

#include "tests/unit/near.h"

#define MS ((ns_t)1000000)

static void of_reports(void **state)
{
	static const struct {
		const char *name;
		ns_t asked, answered;
		uint32_t held;
		double ms; /* < 0: unknown */
		double within;
	} rows[] = {
		/* RFC 3550 6.4.1 figure 2: A 0xb710:8000, LSR 0xb705:2000, DLSR
		 * 0x0005:4000: 6.125 s; on a scale that begins at LSR */
		{"RFC 3550", 0, 11375 * MS, 0x00054000, 6125, 1e-9},
		{"80 ms", 10000 * MS, 10130 * MS, 0x0ccd, 80, 0.02},
		{"nothing", 0, 50 * MS, 3277, 0, 0.01}, /* 50.003 ms held */
		{"a little below", 0, 50 * MS, 3300, 0, 0},
		{"too far below", 0, 50 * MS, 3400, -1, 0},
		{"9.999 s", 0, 9999 * MS, 0, 9999, 1e-9},
		{"10 s", 0, 10000 * MS, 0, -1, 0},
		{"held for a minute", 0, 60001 * MS, 60 * 65536, -1, 0},
		{"held for 59 s", 0, 59001 * MS, 59 * 65536, 1, 1e-9},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct maybe m = rtt_of_report(
			rows[i].asked, rows[i].answered, rows[i].held);
		print_message("# %s\n", rows[i].name);
		assert_int_equal(m.known, rows[i].ms >= 0);
		if (m.known) {
			assert_near(m.v, rows[i].ms, rows[i].within);
		}
	}
}

static void of_many(void **state)
{
	struct rtt r = {0};

	(void)state;
	assert_false(rtt_median_ms(&r).known);
	assert_false(rtt_mean_ms(&r).known);
	rtt_add(&r, 10, 5);
	assert_near(rtt_median_ms(&r).v, 10, 0);
	rtt_add(&r, 20, 6);
	assert_near(rtt_median_ms(&r).v, 15, 0);
	rtt_add(&r, 900, 7);
	assert_near(rtt_median_ms(&r).v, 20, 0);
	assert_near(rtt_mean_ms(&r).v, 310, 1e-9);
	for (unsigned i = 0; i < RTT_RECENT; i++) {
		rtt_add(&r, 50 + i, 8 + i);
	}
	assert_near(rtt_median_ms(&r).v, 53, 0); /* of the last seven */
	assert_near(r.min_ms, 10, 0);
	assert_near(r.max_ms, 900, 0);
	assert_int_equal(r.first_frame, 5);
	assert_int_equal(r.last_frame, 14);
}

static struct delay_side side(double ms, enum delay_method by)
{
	return (struct delay_side){
		.rtt_ms = ms >= 0 ? maybe_of(ms) : MAYBE_UNKNOWN, .by = by};
}

static void sums(void **state)
{
	static const struct {
		const char *name;
		double to, from, one_way, buffer; /* < 0: unknown */
		double network, total;
		enum delay_method method;
		bool least_network, least;
	} rows[] = {
		/* G.729, 20 ms packets: 25 ms; devices 10 ms */
		{"both sides", 40, 20, -1, 60, 30, 125, DELAY_RTCP, false,
			false},
		{"no buffer known", 40, 20, -1, -1, 30, 65, DELAY_RTCP, false,
			true},
		{"receiver only", 40, -1, -1, 60, 20, 115, DELAY_RTCP, true,
			true},
		{"sender only", -1, 30, -1, 60, 15, 110, DELAY_RTCP, true,
			true},
		{"two points", -1, -1, 12, 60, 12, 107, DELAY_TWO_POINTS, true,
			true},
		{"two points and both ends", 4, 2, 12, 60, 15, 110,
			DELAY_TWO_POINTS, false, false},
		{"nothing", -1, -1, -1, 60, -1, -1, DELAY_UNKNOWN, false,
			false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct delay_input in = {
			.to_receiver = side(rows[i].to, DELAY_RTCP),
			.to_sender = side(rows[i].from, DELAY_RTCP),
			.one_way_ms = side(rows[i].one_way, 0).rtt_ms,
			.buffer_ms = side(rows[i].buffer, 0).rtt_ms,
			.codec = &codec_g729,
			.ptime_ms = maybe_of(20),
		};
		struct delay d;
		delay_of(&in, &d);
		print_message("# %s\n", rows[i].name);
		assert_int_equal(d.method, rows[i].method);
		assert_near(d.codec_ms.v, 25, 1e-9);
		assert_int_equal(d.network_ms.known, rows[i].network >= 0);
		assert_int_equal(d.total_ms.known, rows[i].total >= 0);
		assert_int_equal(d.network_is_minimum, rows[i].least_network);
		assert_int_equal(d.total_is_minimum, rows[i].least);
		assert_int_equal(delay_for_rating(&d).known,
			rows[i].total >= 0 && !rows[i].least_network);
		if (d.total_ms.known) {
			assert_near(d.network_ms.v, rows[i].network, 1e-9);
			assert_near(d.total_ms.v, rows[i].total, 1e-9);
		}
	}
}

static void methods(void **state)
{
	struct delay_input in = {.to_receiver = side(10, DELAY_RTCP),
		.to_sender = side(30, DELAY_OPTIONS)};
	struct delay d;

	(void)state;
	delay_of(&in, &d); /* as good as the weaker one */
	assert_int_equal(d.method, DELAY_OPTIONS);
	assert_false(d.codec_ms.known);
	assert_true(d.total_is_minimum);
	for (int m = DELAY_UNKNOWN + 1; m < DELAY_METHODS; m++) {
		assert_non_null(delay_method_text((enum delay_method)m));
		assert_non_null(delay_method_word((enum delay_method)m));
	}
	assert_null(delay_method_word(DELAY_UNKNOWN));
	assert_near(delay_look_ahead_ms(&codec_amr_wb).v, 5.94, 1e-9);
	assert_false(delay_look_ahead_ms(&codec_silk).known);
	assert_false(delay_look_ahead_ms(NULL).known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_reports),
		cmocka_unit_test(of_many),
		cmocka_unit_test(sums),
		cmocka_unit_test(methods),
	};

	return RUN_TESTS(tests);
}
