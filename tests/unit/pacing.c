/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Senders by rule, and networks by chance. */
#include "quality/pacing.h"

#include "tests/unit/near.h"

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* When packet @i of a sender is sent, ms. */
typedef double (*sender)(unsigned i);

static double even(unsigned i)
{
	return 20.0 * i;
}

static double alternating(unsigned i)
{
	return 20.0 * i + (i % 2 ? -5 : 0);
}

static double pairs(unsigned i)
{
	return 40.0 * (i / 2) + 0.2 * (i % 2);
}

static double threes(unsigned i)
{
	return 60.0 * (i / 3) + 0.2 * (i % 3);
}

static double timer_16(unsigned i)
{
	return 16 * ceil(20.0 * i / 16);
}

static double timer_windows(unsigned i)
{
	return 15.625 * ceil(20.0 * i / 15.625);
}

static double timer_10(unsigned i)
{
	return 10 * ceil(24.0 * i / 10);
}

/* Packets of @send, each @jitter_us late by chance at most. */
static void watch(struct pacing *p, sender send, unsigned jitter_us,
	unsigned count, uint32_t *seed)
{
	double last = 0;

	*p = (struct pacing){0};
	for (unsigned i = 0; i < count; i++) {
		double t = send(i);
		if (jitter_us) {
			t += next_random(seed) % jitter_us / 1000.0;
		}
		if (i % 500 == 0) {
			pacing_look(p);
		}
		if (p->active) {
			pacing_add(p, t - last, i + 1, i > 0);
		}
		last = t;
	}
}

static void rules(void **state)
{
	static const struct {
		sender send;
		unsigned jitter_us;
		enum pacing_shape want;
		unsigned period;
		double least_ms, most_ms, tick_ms;
	} rows[] = {
		{even, 0, PACING_EVEN, 0, 0, 0, 0},
		{even, 2000, PACING_EVEN, 0, 0, 0, 0},
		{alternating, 0, PACING_PERIODIC, 2, 15, 25, 0},
		{alternating, 2000, PACING_PERIODIC, 2, 15, 25, 0},
		{pairs, 0, PACING_BURSTS, 2, 0.2, 39.8, 0},
		{pairs, 3000, PACING_BURSTS, 2, 0.2, 39.8, 0},
		{threes, 1000, PACING_BURSTS, 3, 0.2, 59.6, 0},
		{timer_16, 0, PACING_TIMER, 0, 0, 0, 16},
		{timer_16, 1000, PACING_TIMER, 0, 0, 0, 16},
		{timer_windows, 500, PACING_TIMER, 0, 0, 0, 15.625},
		{timer_10, 500, PACING_TIMER, 0, 0, 0, 10},
	};
	uint32_t seed = 5;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct pacing p;
		watch(&p, rows[i].send, rows[i].jitter_us, 2000, &seed);
		assert_int_equal(p.blocks, 4);
		assert_string_equal(pacing_word(pacing_shape(&p)),
			pacing_word(rows[i].want));
		const struct pacing_sight *s = &p.sight[rows[i].want];
		assert_int_equal(s->blocks, 4);
		assert_int_equal(s->frame, 2);
		assert_int_equal(s->period, rows[i].period);
		assert_near((double)s->least_ms, rows[i].least_ms, 0.8);
		assert_near((double)s->most_ms, rows[i].most_ms, 0.8);
		assert_near((double)s->tick_ms, rows[i].tick_ms, 0.001);
	}
}

/* Chance of any strength is no rule, that of the rules' own variance included:
 * packets that stay in order, as those of a block do. */
static void chances(void **state)
{
	static const unsigned jitters[] = {
		4500, 6000, 8000, 10000, 12000, 14000, 17000, 20000};
	uint32_t seed = 9;

	(void)state;
	for (size_t j = 0; j < COUNT_OF(jitters); j++) {
		for (unsigned round = 0; round < 200; round++) {
			struct pacing p;
			watch(&p, even, jitters[j], 500, &seed);
			assert_int_equal(p.blocks, 1);
			assert_string_equal(
				pacing_word(pacing_shape(&p)), "irregular");
		}
	}
}

/* Without 64 packets in order nothing is said, and looking comes to an end. */
static void broken(void **state)
{
	struct pacing p = {0};

	(void)state;
	assert_int_equal(pacing_shape(&p), PACING_UNKNOWN);
	pacing_look(&p);
	for (unsigned i = 0; i < 1000 && p.active; i++) {
		pacing_add(&p, 20, i, i % 60);
		assert_true(i < 256);
	}
	assert_false(p.active);
	assert_int_equal(pacing_shape(&p), PACING_UNKNOWN);
}

static void packet_time(void **state)
{
	struct pacing p = {0};

	(void)state;
	pacing_step(&p, 20, 1, 2);
	pacing_step(&p, 500, 100, 101); /* silence without a marker */
	pacing_step(&p, 20, 101, 102);
	assert_int_equal(p.changes, 0);
	pacing_step(&p, 30, 200, 201);
	pacing_finish(&p, 209);
	assert_int_equal(p.changes, 0);
	pacing_finish(&p, 210);
	assert_int_equal(p.changes, 1);
	assert_int_equal(p.change_frame, 201);
	assert_near(p.from_ms, 20, 0);
	assert_near(p.to_ms, 30, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules),
		cmocka_unit_test(chances),
		cmocka_unit_test(broken),
		cmocka_unit_test(packet_time),
	};

	return RUN_TESTS(tests);
}
