/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Delta, jitter, skew and drift on small streams, against values worked out by
 * hand or printed by an independent tool (tshark 4.0.17, -z rtp,streams) for
 * the same packets. The streams: 8 kHz clock, 20 ms packets of 160 ticks.
 */
#include "quality/rtpstat.h"

#include "tests/unit/near.h"

#include <string.h>

#define TICKS 160U

/* One packet of a made-up stream. */
struct made {
	double at_ms;
	unsigned number; /* of the packet: gives sequence and timestamp */
	unsigned extra_ticks;
	bool marker;
};

static struct rtpstat_packet packet_of(const struct made *m, uint64_t frame)
{
	return (struct rtpstat_packet){
		.ts = (ns_t)(m->at_ms * 1e6 + 0.5),
		.frame = frame,
		.timestamp = m->number * TICKS + m->extra_ticks,
		.sequence = (uint16_t)(100 + m->number),
		.payload_type = 0,
		.marker = m->marker,
		.clock_hz = 8000,
	};
}

static void play(struct rtpstat *s, const struct made *m, size_t count)
{
	rtpstat_init(s);
	for (size_t i = 0; i < count; i++) {
		struct rtpstat_packet p = packet_of(&m[i], i + 1);
		rtpstat_add(s, &p);
	}
}

static void check(struct maybe m, double v)
{
	assert_true(m.known);
	assert_near(m.v, v, 0.0005);
}

static void clean(void **state)
{
	struct made m[12] = {0};
	struct rtpstat s;

	(void)state;
	for (unsigned i = 0; i < COUNT_OF(m); i++) {
		m[i] = (struct made){.at_ms = 20.0 * i, .number = i};
	}
	play(&s, m, COUNT_OF(m));
	check(rtpstat_delta_min(&s), 20);
	check(rtpstat_delta_mean(&s), 20);
	check(rtpstat_delta_max(&s), 20);
	check(rtpstat_jitter_mean(&s), 0);
	check(rtpstat_jitter_max(&s), 0);
	check(rtpstat_skew_max(&s), 0);
	check(rtpstat_drift_ppm(&s), 0);
	assert_int_equal(s.sequence_errors, 0);
	assert_int_equal(s.packets, 12);
}

/* Transit offsets; jitter after each packet by RFC 3550 A.8, by hand. */
static void jitter_steps(void **state)
{
	static const double offset[] = {0, 5, 0, 10, 0, 0, 30, 10, 0, 0, 2, 0};
	static const double jitter[] = {0, .3125, .6055, 1.1926, 1.7431, 1.6341,
		3.4070, 4.4441, 4.7913, 4.4919, 4.3361, 4.1901};
	struct rtpstat s;

	(void)state;
	rtpstat_init(&s);
	for (unsigned i = 0; i < COUNT_OF(offset); i++) {
		struct made m = {.at_ms = 20 * i + offset[i], .number = i};
		struct rtpstat_packet p = packet_of(&m, i + 1);
		rtpstat_add(&s, &p);
		assert_near(s.jitter_ms, jitter[i], 0.00006);
		assert_near(s.skew_ms, -offset[i], 1e-9);
	}
	check(rtpstat_delta_min(&s), 0);
	check(rtpstat_delta_max(&s), 50);
	check(rtpstat_delta_mean(&s), 20);
	check(rtpstat_jitter_mean(&s), 2.832); /* tshark */
	check(rtpstat_jitter_max(&s), 4.791);  /* tshark */
	check(rtpstat_skew_max(&s), -30);
	assert_int_equal(s.delta_max_frame, 7);
}

/* Numbers 4, 7 and 8 do not come. */
static void loss(void **state)
{
	static const unsigned came[] = {0, 1, 2, 3, 5, 6, 9, 10, 11};
	struct made m[COUNT_OF(came)] = {0};
	struct rtpstat s;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(came); i++) {
		m[i] = (struct made){20.0 * came[i], came[i], 0, false};
	}
	play(&s, m, COUNT_OF(m));
	check(rtpstat_delta_min(&s), 20);
	check(rtpstat_delta_mean(&s), 27.5);
	check(rtpstat_delta_max(&s), 60);
	check(rtpstat_jitter_max(&s), 0);
	assert_int_equal(s.sequence_errors, 2);
}

/* 5 and 6 change places: 6 comes at 100 ms, 5 at 120 ms. */
static void swapped(void **state)
{
	struct made m[12] = {0};
	struct rtpstat s;

	(void)state;
	for (unsigned i = 0; i < COUNT_OF(m); i++) {
		unsigned number = i == 5 ? 6 : i == 6 ? 5 : i;
		m[i] = (struct made){20.0 * i, number, 0, false};
	}
	play(&s, m, 7);
	assert_int_equal(
		(s.flags & ~RTPSTAT_OUTSIDE),
		RTPSTAT_WRONG_SEQ | RTPSTAT_LATE);
	play(&s, m, COUNT_OF(m));
	check(rtpstat_jitter_mean(&s), 2.330);     /* tshark */
	check(rtpstat_jitter_max(&s), 4.692);      /* tshark */
	assert_near(s.jitter_ms, 3.6248, 0.00006); /* RFC 3550 A.8 */
	assert_int_equal(s.sequence_errors, 2);
	/* Skew is against the first packet, so nothing of it stays behind. */
	assert_near(s.skew_ms, 0, 1e-9);
}

/* Number 4 comes twice, 1 ms apart. */
static void duplicate(void **state)
{
	struct made m[13] = {0};
	struct rtpstat s;

	(void)state;
	for (unsigned i = 0; i < COUNT_OF(m); i++) {
		unsigned n = i <= 4 ? i : i - 1;
		m[i] = (struct made){20.0 * n + (i == 5), n, 0, false};
	}
	play(&s, m, 6);
	assert_int_equal(
		(s.flags & ~RTPSTAT_OUTSIDE),
		RTPSTAT_WRONG_SEQ | RTPSTAT_DUPLICATE);
	play(&s, m, COUNT_OF(m));
	check(rtpstat_delta_mean(&s), 18.333); /* tshark */
	check(rtpstat_jitter_mean(&s), .064);  /* tshark */
	check(rtpstat_jitter_max(&s), .121);   /* tshark */
	assert_int_equal(s.sequence_errors, 1);
}

/* Sequence and timestamp wrap in the same stream. */
static void wraps(void **state)
{
	struct rtpstat s;

	(void)state;
	rtpstat_init(&s);
	for (unsigned i = 0; i < 12; i++) {
		struct rtpstat_packet p = {
			.ts = i * 20 * NS_PER_MS,
			.timestamp = 0xffffffffU - 5 * TICKS + i * TICKS,
			.sequence = (uint16_t)(65530U + i),
			.clock_hz = 8000,
		};
		rtpstat_add(&s, &p);
	}
	check(rtpstat_delta_mean(&s), 20);
	check(rtpstat_jitter_max(&s), 0);
	check(rtpstat_skew_max(&s), 0);
	assert_int_equal(s.sequence_errors, 0);
}

/* Packets 1 % too slow: 20.2 ms apart; 1/1.01 of the time is media. */
static void drifts(void **state)
{
	struct made m[101] = {0};
	struct rtpstat s;

	(void)state;
	for (unsigned i = 0; i < COUNT_OF(m); i++) {
		m[i] = (struct made){20.2 * i, i, 0, false};
	}
	play(&s, m, COUNT_OF(m));
	check(rtpstat_delta_mean(&s), 20.2);
	check(rtpstat_jitter_mean(&s), .170); /* tshark */
	check(rtpstat_jitter_max(&s), .200);  /* tshark */
	struct maybe ppm = rtpstat_drift_ppm(&s);
	assert_true(ppm.known);
	assert_near(ppm.v, (1 / 1.01 - 1) * 1e6, 0.01);
	check(rtpstat_skew_max(&s), -20);
}

/* A second of silence, then a marked packet; the timestamp went along. */
static void talkspurt(void **state)
{
	struct made m[12] = {0};
	struct rtpstat s;

	(void)state;
	for (unsigned i = 0; i < COUNT_OF(m); i++) {
		bool after = i >= 6;
		m[i] = (struct made){20.0 * i + (after ? 1000 : 0), i,
			after ? 8000 : 0, i == 6};
	}
	play(&s, m, COUNT_OF(m));
	check(rtpstat_delta_max(&s), 20);
	check(rtpstat_delta_mean(&s), 20);
	assert_int_equal(s.delta_count, 10);
	check(rtpstat_jitter_max(&s), 0);
}

/* Packets that come later than the one before made due, by hand: the bounds
 * belong to the step above; what comes too early, or with a marker, is not late;
 * a stall that the packets behind it catch up counts once. */
static void spread(void **state)
{
	static const struct {
		double late_ms[6]; /* of packets 1 to 6, against their time */
		bool marker;       /* of packet 3 */
		unsigned steps[RTPSTAT_SPREADS];
		unsigned below;
	} rows[] = {
		{{0, 0, 0, 0, 0, 0}, false, {0}, 6},
		{{0, 0, 49.9, 49.9, 49.9, 0}, false, {0}, 6},
		{{0, 0, 50, 50, 50, 50}, false, {1}, 5},
		{{0, 0, 69.9, 139.8, 0, 0}, false, {2}, 4},
		{{0, 0, 70, 160, 0, 120}, false, {0, 1, 1, 1}, 3},
		{{0, 0, 150, 150, 350, 350}, false, {0, 0, 0, 0, 1, 1}, 4},
		{{0, 0, 300, 1400, 1400, 1400}, false,
			{0, 0, 0, 0, 0, 0, 2}, 4},
		{{0, 0, 300, 280, 260, 240}, false, {0, 0, 0, 0, 0, 0, 1}, 5},
		{{0, 0, 300, 0, 0, 0}, true, {0}, 5},
	};

	(void)state;
	for (size_t r = 0; r < COUNT_OF(rows); r++) {
		struct made m[7] = {0};
		struct rtpstat s;
		uint64_t sum = 0;
		for (unsigned i = 0; i < COUNT_OF(m); i++) {
			double late = i ? rows[r].late_ms[i - 1] : 0;
			m[i] = (struct made){20.0 * i + late, i, 0,
				rows[r].marker && i == 3};
		}
		play(&s, m, COUNT_OF(m));
		for (unsigned i = 0; i < RTPSTAT_SPREADS; i++) {
			assert_int_equal(s.spread[i], rows[r].steps[i]);
			sum += s.spread[i];
		}
		assert_int_equal(s.jitter_count - sum, rows[r].below);
	}
	assert_near(rtpstat_spread_ms(0), 50, 0);
	assert_near(rtpstat_spread_ms(RTPSTAT_SPREADS - 1), 300, 0);
}

/* Comfort noise and the packet after it are not due at any known time. */
static void comfort_noise(void **state)
{
	static const struct {
		double at_ms;
		unsigned ticks;
		bool noise;
	} rows[] = {{0, 0, false}, {20, 160, false}, {40, 320, true},
		{240, 1920, true}, {300, 2400, false}, {325, 2560, false}};
	struct rtpstat s;

	(void)state;
	rtpstat_init(&s);
	for (unsigned i = 0; i < COUNT_OF(rows); i++) {
		struct rtpstat_packet p = {
			.ts = (ns_t)rows[i].at_ms * NS_PER_MS,
			.timestamp = rows[i].ticks,
			.sequence = (uint16_t)i,
			.payload_type = rows[i].noise ? 13 : 8,
			.noise = rows[i].noise,
			.clock_hz = 8000,
		};
		rtpstat_add(&s, &p);
		if (i == 4) {
			assert_true(s.flags ==
				    (RTPSTAT_AFTER_NOISE | RTPSTAT_PT_CHANGE));
			assert_near(s.delta_ms, 60, 1e-9);
			assert_near(s.jitter_ms, 0, 1e-9);
		}
	}
	assert_int_equal(s.delta_count, 2); /* 20 and 25 ms */
	check(rtpstat_delta_max(&s), 25);
	check(rtpstat_jitter_max(&s), 5.0 / 16);
}

/*
 * RFC 4733 clause 2.2.1: all packets of an event bear its begin. Audio goes on
 * at 100 ms exactly in time; no jitter may come of the event.
 */
static void telephone_event(void **state)
{
	struct rtpstat s;

	(void)state;
	rtpstat_init(&s);
	for (unsigned i = 0; i < 10; i++) {
		bool event = i >= 3 && i < 7;
		struct rtpstat_packet p = {
			.ts = i * 20 * NS_PER_MS,
			.timestamp = event ? 3 * TICKS : i * TICKS,
			.sequence = (uint16_t)i,
			.payload_type = event ? 101 : 8,
			.marker = i == 3,
			.event = event,
			.clock_hz = 8000,
		};
		rtpstat_add(&s, &p);
		assert_near(s.jitter_ms, 0, 1e-12);
		assert_true(!!(s.flags & RTPSTAT_EVENT) == event);
	}
	assert_int_equal(s.delta_count, 8);  /* all but first and marked */
	assert_int_equal(s.jitter_count, 5); /* audio only */
	check(rtpstat_skew_max(&s), 0);
}

/* No clock: the times between packets are known, nothing else is. */
static void unknown_clock(void **state)
{
	struct rtpstat s;

	(void)state;
	rtpstat_init(&s);
	assert_false(rtpstat_delta_mean(&s).known);
	for (unsigned i = 0; i < 5; i++) {
		struct rtpstat_packet p = {
			.ts = i * 30 * NS_PER_MS,
			.timestamp = i * 12345,
			.sequence = (uint16_t)i,
			.payload_type = 97,
		};
		rtpstat_add(&s, &p);
	}
	check(rtpstat_delta_mean(&s), 30);
	assert_false(rtpstat_jitter_mean(&s).known);
	assert_false(rtpstat_jitter_min(&s).known);
	assert_false(rtpstat_jitter_max(&s).known);
	assert_false(rtpstat_skew_max(&s).known);
	assert_false(rtpstat_drift_ppm(&s).known);
}

/* Clocks that are no whole number of kHz: 25 ms of 11025 and 44100 Hz. */
static void odd_clocks(void **state)
{
	static const uint32_t clocks[] = {11025, 22050, 44100};

	(void)state;
	for (size_t c = 0; c < COUNT_OF(clocks); c++) {
		struct rtpstat s;
		rtpstat_init(&s);
		for (unsigned i = 0; i < 401; i++) {
			struct rtpstat_packet p = {
				.ts = i * 400 * NS_PER_MS,
				.timestamp = i * (clocks[c] * 2 / 5),
				.sequence = (uint16_t)i,
				.clock_hz = clocks[c],
			};
			rtpstat_add(&s, &p);
		}
		assert_near(s.jitter_max_ms, 0, 1e-9);
		assert_near(s.skew_max_ms, 0, 1e-6);
	}
}

/* The sender begins its timestamps anew: no jitter, no skew, no drift. */
static void clock_set(void **state)
{
	static const unsigned jumps[] = {4000000000U, 100000U, 300000000U};

	(void)state;
	for (size_t j = 0; j < COUNT_OF(jumps); j++) {
		struct made m[200] = {0};
		struct rtpstat s;

		for (unsigned i = 0; i < COUNT_OF(m); i++) {
			m[i] = (struct made){
				20.0 * i, i, i < 100 ? 0 : jumps[j], false};
		}
		play(&s, m, 101);
		assert_true(s.flags == RTPSTAT_WRONG_TS);
		play(&s, m, COUNT_OF(m));
		assert_near(s.jitter_max_ms, 0, 1e-9);
		assert_near(s.skew_max_ms, 0, 1e-9);
		check(rtpstat_drift_ppm(&s), 0);
		assert_int_equal(s.delta_count, 198);
	}
}

/* A network that stalls is not a sender's clock: jitter says so. */
static void stall(void **state)
{
	struct made m[20] = {0};
	struct rtpstat s;

	(void)state;
	for (unsigned i = 0; i < COUNT_OF(m); i++) {
		m[i] = (struct made){
			20.0 * i + (i >= 10 ? 1600 : 0), i, 0, false};
	}
	play(&s, m, COUNT_OF(m));
	check(rtpstat_delta_max(&s), 1620);
	check(rtpstat_jitter_max(&s), 100); /* 1600 / 16 */
	check(rtpstat_skew_max(&s), -1600);
	check(rtpstat_drift_ppm(&s), 0);
}

/* A sender that begins its numbers anew is one error, not one a packet. */
static void sequence_restart(void **state)
{
	struct rtpstat s;

	(void)state;
	rtpstat_init(&s);
	for (unsigned i = 0; i < 100; i++) {
		struct rtpstat_packet p = {
			.ts = i * 20 * NS_PER_MS,
			.timestamp = i * TICKS,
			.sequence = (uint16_t)(i < 50 ? 5000 + i : i),
			.clock_hz = 8000,
		};
		rtpstat_add(&s, &p);
	}
	assert_int_equal(s.sequence_errors, 1);
}

/* Capture times are what a file says. */
static void any_times(void **state)
{
	static const ns_t times[] = {0, INT64_MAX, INT64_MIN, -1, 1};
	struct rtpstat s;

	(void)state;
	rtpstat_init(&s);
	for (unsigned i = 0; i < 25; i++) {
		struct rtpstat_packet p = {
			.ts = times[i * 7 % 5],
			.timestamp = i * 0x60000000U,
			.sequence = (uint16_t)(i * 30011),
			.clock_hz = i % 3 ? 8000 : 1,
		};
		rtpstat_add(&s, &p);
	}
	assert_int_equal(s.packets, 25);
	assert_true(s.jitter_ms == s.jitter_ms); /* not NaN */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clean),
		cmocka_unit_test(jitter_steps),
		cmocka_unit_test(loss),
		cmocka_unit_test(swapped),
		cmocka_unit_test(duplicate),
		cmocka_unit_test(wraps),
		cmocka_unit_test(drifts),
		cmocka_unit_test(talkspurt),
		cmocka_unit_test(spread),
		cmocka_unit_test(comfort_noise),
		cmocka_unit_test(telephone_event),
		cmocka_unit_test(unknown_clock),
		cmocka_unit_test(odd_clocks),
		cmocka_unit_test(clock_set),
		cmocka_unit_test(stall),
		cmocka_unit_test(sequence_restart),
		cmocka_unit_test(any_times),
	};

	return RUN_TESTS(tests);
}
