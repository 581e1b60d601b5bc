/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The jitter buffers: vectors worked out by hand, and laws that hold for any
 * stream. The streams are of 20 ms packets with a clock of 8 kHz; a packet's
 * lateness is what it comes later than the first one was due to.
 */
#include "quality/playout.h"

#include "tests/unit/near.h"

#include <string.h>

#define TICKS 160U
#define MOST  4000

struct heard {
	struct rtpstat stat;
	struct seqtrack seq;
	struct playout playout;
	ns_t tick;
};

/* A packet of the stream; order of arrival is the order of the array. */
struct made {
	double late_ms;
	unsigned number, extra_ticks;
	bool marker, noise, event, sid;
	unsigned at; /* plays in time slot; 0: that of its number */
};

static double arrival_ms(const struct made *m)
{
	return 20.0 * (m->at ? m->at : m->number) + m->late_ms;
}

/* @shift_ms: of all arrivals; @seq, @ts: where numbers and times begin */
static void add(struct heard *h, const struct made *m, double shift_ms,
	uint16_t seq, uint32_t ts)
{
	struct rtpstat_packet p = {
		.ts = (ns_t)((arrival_ms(m) + shift_ms) * 1e6 + 0.5),
		.timestamp = ts + m->number * TICKS + m->extra_ticks,
		.sequence = (uint16_t)(seq + m->number),
		.payload_type = m->noise ? 13 : m->event ? 101 : 0,
		.marker = m->marker,
		.noise = m->noise,
		.event = m->event,
		.clock_hz = m->event ? 0 : 8000,
	};
	double low = 0;
	double high = 0;

	if (h->tick == 0) {
		h->tick = p.ts + 10 * NS_PER_S;
	}
	if (p.ts >= h->tick) {
		playout_tick(&h->playout, &h->stat);
		rtpstat_band(&h->stat, HUGE_VAL, -HUGE_VAL);
		h->tick += 10 * NS_PER_S;
	}
	rtpstat_add(&h->stat, &p);
	struct playout_packet in = {
		.ts = p.ts,
		.sequence = p.sequence,
		.place = seqtrack_add(&h->seq, p.sequence),
		.media = !m->event,
		.noise = m->noise,
		.sid = m->sid,
	};
	if (h->stat.flags) {
		playout_add(&h->playout, &h->stat, &h->seq, &in, &low, &high);
		rtpstat_band(&h->stat, low, high);
	}
}

static void play_from(struct heard *h, const struct made *m, size_t count,
	double shift_ms, uint16_t seq, uint32_t ts)
{
	*h = (struct heard){0};
	rtpstat_init(&h->stat);
	seqtrack_init(&h->seq);
	playout_init(&h->playout);
	for (size_t i = 0; i < count; i++) {
		add(h, &m[i], shift_ms, seq, ts);
	}
	seqtrack_finish(&h->seq);
}

static void play(struct heard *h, const struct made *m, size_t count)
{
	play_from(h, m, count, 1000, 100, 5000);
}

static void lateness(struct made *m, const double *late_ms, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		m[i] = (struct made){
			.late_ms = late_ms[i], .number = (unsigned)i};
	}
}

static uint32_t late(const struct heard *h, enum playout_model model)
{
	return h->playout.buffer[model].late;
}

static uint32_t early(const struct heard *h, enum playout_model model)
{
	return h->playout.buffer[model].early;
}

static uint32_t resyncs(const struct heard *h, enum playout_model model)
{
	return h->playout.buffer[model].resyncs;
}

static double delay(const struct heard *h, enum playout_model model)
{
	return playout_delay_ms(&h->playout, &h->stat, model).v;
}

/* Equal plays: the vector's 30 ms at depth 20, 30, 40, here twice as far. */
static void equal_plays(void **state)
{
	static const double offsets[] = {
		0, 5, 0, 10, 0, 0, 0, 10, 0, 0, 2, 0};
	static const struct {
		double late_ms;
		unsigned want_60, want_200;
	} rows[] = {
		{60, 0, 0},
		{60.001, 1, 0},
		{200, 1, 0},
		{200.001, 1, 1},
	};

	(void)state;
	for (size_t r = 0; r < COUNT_OF(rows); r++) {
		double late_ms[COUNT_OF(offsets)];
		struct made m[COUNT_OF(offsets)];
		struct heard h;
		memcpy(late_ms, offsets, sizeof(offsets));
		late_ms[6] = rows[r].late_ms;
		lateness(m, late_ms, COUNT_OF(m));
		play(&h, m, COUNT_OF(m));
		assert_int_equal(late(&h, PLAYOUT_60), rows[r].want_60);
		assert_int_equal(late(&h, PLAYOUT_200), rows[r].want_200);
		assert_int_equal(
			seqtrack_unheard(&h.seq, PLAYOUT_60), rows[r].want_60);
		assert_int_equal(seqtrack_lost(&h.seq), 0);
	}
}

/* The first packet 30 ms late: nothing is discarded, and the depth is 90. */
static void anchored_late(void **state)
{
	static const double offsets[] = {30, 0, 0, 90, 0, 90.5, 0, 0};
	struct made m[COUNT_OF(offsets)];
	struct heard h;

	(void)state;
	lateness(m, offsets, COUNT_OF(m));
	play(&h, m, COUNT_OF(m));
	assert_int_equal(late(&h, PLAYOUT_60), 1);
	assert_near(delay(&h, PLAYOUT_60), (60 + 90 * 5 + 0) / 7.0, 1e-6);
	assert_near(playout_delay_max_ms(&h.playout, &h.stat, PLAYOUT_60).v,
		90, 1e-6);
	assert_int_equal(h.playout.buffer[PLAYOUT_60].underruns, 1);
}

/* A path that is 300 ms longer from packet 10 on: more than three packets late
 * by more than twice the depth anchor the shallow buffer anew, half a second of
 * silence the deep one. */
static void path_step(void **state)
{
	struct made m[200] = {0};
	struct heard h;

	(void)state;
	for (unsigned i = 0; i < COUNT_OF(m); i++) {
		m[i] = (struct made){
			.number = i, .late_ms = i < 10 ? 0 : 300};
	}
	play(&h, m, COUNT_OF(m));
	assert_int_equal(late(&h, PLAYOUT_60), 3);
	assert_int_equal(resyncs(&h, PLAYOUT_60), 1);
	assert_int_equal(late(&h, PLAYOUT_200), 26); /* 0 to 500 ms: 26 */
	assert_int_equal(resyncs(&h, PLAYOUT_200), 1);
	assert_int_equal(late(&h, PLAYOUT_ADAPTIVE), 1); /* grows at once */
	assert_int_equal(resyncs(&h, PLAYOUT_ADAPTIVE), 0);
}

/* The first packet was 550 ms late and those after it were lost: all others come
 * too early for the room of the shallow buffer. */
static void overflow(void **state)
{
	struct made m[50] = {{.late_ms = 550}};
	struct heard h;

	(void)state;
	for (unsigned i = 1; i < COUNT_OF(m); i++) {
		m[i] = (struct made){.number = i + 27};
	}
	play(&h, m, COUNT_OF(m));
	assert_int_equal(early(&h, PLAYOUT_60), 3);
	assert_int_equal(resyncs(&h, PLAYOUT_60), 1);
	assert_int_equal(seqtrack_unheard(&h.seq, PLAYOUT_60), 27 + 3);
	assert_int_equal(early(&h, PLAYOUT_200), 0); /* room for 800 ms */
	assert_near(delay(&h, PLAYOUT_200), 200 + 550 * 49 / 50.0, 1e-6);
}

/* Each row: a talkspurt whose packets all come 100 ms later than the first's. */
static void talkspurts(void **state)
{
	static const struct {
		bool marker, noise;
		unsigned silence; /* packet times */
		unsigned want_late;
	} rows[] = {
		{false, false, 0, 20}, /* no talkspurt */
		{true, false, 0, 0},
		{false, false, 10, 0}, /* media time leaps, numbers do not */
		{false, false, 4, 20}, /* 80 ms are no silence */
		{false, true, 4, 0},   /* after comfort noise */
	};

	(void)state;
	for (size_t r = 0; r < COUNT_OF(rows); r++) {
		struct made m[40] = {0};
		struct heard h;
		for (unsigned i = 0; i < COUNT_OF(m); i++) {
			bool second = i >= 20;
			m[i].number = i;
			m[i].late_ms = second ? 100 : 0;
			m[i].at = second ? i + rows[r].silence : 0;
			m[i].extra_ticks = second ? rows[r].silence * TICKS : 0;
		}
		m[20].marker = rows[r].marker;
		m[19].noise = rows[r].noise;
		play(&h, m, COUNT_OF(m));
		assert_int_equal(late(&h, PLAYOUT_60), rows[r].want_late);
		assert_int_equal(resyncs(&h, PLAYOUT_60), 0);
		assert_int_equal(seqtrack_unheard(&h.seq, PLAYOUT_60),
			rows[r].want_late);
	}
}

/* A sender that marks every packet begins no talkspurts. */
static void always_marked(void **state)
{
	struct made m[40] = {0};
	struct heard h;

	(void)state;
	for (unsigned i = 0; i < COUNT_OF(m); i++) {
		m[i] = (struct made){.number = i, .marker = true};
	}
	m[30].late_ms = 61;
	play(&h, m, COUNT_OF(m));
	assert_int_equal(late(&h, PLAYOUT_60), 1);
}

/* The sender sets its timestamps to another value: a new anchor, no loss. */
static void timestamp_jump(void **state)
{
	static const unsigned jumps[] = {400000000U, 4000000000U};

	(void)state;
	for (size_t j = 0; j < COUNT_OF(jumps); j++) {
		struct made m[100] = {0};
		struct heard h;
		for (unsigned i = 0; i < COUNT_OF(m); i++) {
			m[i] = (struct made){.number = i,
				.extra_ticks = i < 50 ? 0 : jumps[j]};
		}
		play(&h, m, COUNT_OF(m));
		for (unsigned i = 0; i < PLAYOUT_MODELS; i++) {
			enum playout_model model = (enum playout_model)i;
			assert_int_equal(
				playout_discarded(&h.playout, model), 0);
			assert_int_equal(resyncs(&h, model), 1);
		}
	}
}

/* Keys, late comfort noise and late silence descriptions are not lost audio. */
static void no_audio(void **state)
{
	struct made m[60] = {0};
	struct heard h;

	(void)state;
	for (unsigned i = 0; i < COUNT_OF(m); i++) {
		m[i] = (struct made){.number = i};
	}
	m[20].event = true;
	m[20].late_ms = 90;
	m[30].noise = true;
	m[30].late_ms = 90;
	m[50].sid = true;
	m[50].late_ms = 90;
	play(&h, m, COUNT_OF(m));
	assert_int_equal(playout_discarded(&h.playout, PLAYOUT_60), 0);
	assert_int_equal(seqtrack_unheard(&h.seq, PLAYOUT_60), 0);
}

/* A clock that is 200 ppm slow moves 24 ms in two minutes, 120 ms in ten: the
 * fixed buffer follows. */
static void drift(void **state)
{
	static struct heard h;
	static const double ppm[] = {200, -200};

	(void)state;
	for (size_t k = 0; k < COUNT_OF(ppm); k++) {
		h = (struct heard){0};
		for (unsigned i = 0; i < 30000; i++) {
			struct made m = {.number = i};
			m.late_ms = 20.0 * i * ppm[k] * 1e-6;
			add(&h, &m, 1000, 0, 0);
		}
		assert_int_equal(playout_discarded(&h.playout, PLAYOUT_60), 0);
		assert_int_equal(resyncs(&h, PLAYOUT_60), 0);
		assert_near(delay(&h, PLAYOUT_60), 60, 6);
	}
}

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static int by_arrival(const void *a, const void *b)
{
	double x = arrival_ms(a);
	double y = arrival_ms(b);

	return (x > y) - (x < y);
}

/* @count packets, each late by chance up to @most_ms, some lost. */
static size_t chance(struct made *m, size_t count, double most_ms,
	unsigned lost_pct, uint32_t *seed)
{
	size_t n = 0;

	for (unsigned i = 0; i < count; i++) {
		bool edge = i == 0 || i + 1 == count;
		unsigned us = (unsigned)(most_ms * 1000) + 1;
		if (!edge && next_random(seed) % 100 < lost_pct) {
			continue;
		}
		m[n++] = (struct made){.number = i,
			.late_ms = edge ? 0 : next_random(seed) % us / 1000.0};
	}
	qsort(m, n, sizeof(*m), by_arrival);
	return n;
}

/* Lateness within the depth loses nothing, so what is unheard is the network's
 * loss, run for run. */
static void deep_enough(void **state)
{
	uint32_t seed = 1;

	(void)state;
	for (unsigned round = 0; round < 20; round++) {
		static struct made m[MOST];
		struct heard h;
		size_t n = chance(m, MOST, 195, 3, &seed);
		play(&h, m, n);
		assert_int_equal(playout_discarded(&h.playout, PLAYOUT_200), 0);
		assert_true(late(&h, PLAYOUT_60) > 10);
		assert_true(seqtrack_lost(&h.seq) > 50);
		assert_int_equal(seqtrack_unheard(&h.seq, PLAYOUT_200),
			seqtrack_lost(&h.seq));
		assert_near(seqtrack_unheard_ratio(&h.seq, PLAYOUT_200).v,
			burst_ratio(&h.seq.burst).v, 1e-9);
		assert_int_equal(seqtrack_unheard(&h.seq, PLAYOUT_60),
			seqtrack_lost(&h.seq) + late(&h, PLAYOUT_60));
	}
}

/* Where no step of a clock is seen, a deeper buffer discards no more. */
static void deeper_is_better(void **state)
{
	uint32_t seed = 7;
	unsigned tried = 0;

	(void)state;
	for (unsigned round = 0; round < 60; round++) {
		static struct made m[MOST];
		struct heard h;
		size_t n = chance(m, 400, 50 + 4.0 * round, 1, &seed);
		play(&h, m, n);
		if (!resyncs(&h, PLAYOUT_60) && !resyncs(&h, PLAYOUT_200)) {
			tried++;
			assert_true(playout_discarded(
					    &h.playout, PLAYOUT_200) <=
				    playout_discarded(&h.playout, PLAYOUT_60));
		}
	}
	assert_true(tried > 20);
}

/* Another time of day, numbers and timestamps that wrap: nothing changes. */
static void shifted(void **state)
{
	static const struct {
		double shift_ms;
		uint16_t seq;
		uint32_t ts;
	} rows[] = {
		{1e12, 100, 5000},
		{1000, 65000, 5000},
		{1000, 100, 0xffff0000U},
		{5e11, 65535, 0xffffffffU},
	};
	static struct made m[MOST];
	uint32_t seed = 3;
	size_t n = chance(m, MOST, 150, 4, &seed);
	struct heard plain;

	(void)state;
	play(&plain, m, n);
	assert_true(late(&plain, PLAYOUT_60) > 0);
	for (size_t r = 0; r < COUNT_OF(rows); r++) {
		struct heard h;
		play_from(&h, m, n, rows[r].shift_ms, rows[r].seq, rows[r].ts);
		for (unsigned i = 0; i < PLAYOUT_MODELS; i++) {
			enum playout_model model = (enum playout_model)i;
			assert_int_equal(late(&h, model), late(&plain, model));
			assert_int_equal(seqtrack_unheard(&h.seq, model),
				seqtrack_unheard(&plain.seq, model));
			assert_near(delay(&h, model), delay(&plain, model),
				1e-3);
		}
	}
}

/* The adaptive buffer: 40 ms at first; grows as soon as one is late; when
 * that is 20 s ago it gives back a packet time every ten seconds, at a talkspurt all. */
static void adapts(void **state)
{
	static struct made m[2600];
	static struct heard h;

	(void)state;
	for (unsigned i = 0; i < COUNT_OF(m); i++) {
		m[i] = (struct made){.number = i};
	}
	m[100].late_ms = 140;
	m[101].late_ms = 120;
	play(&h, m, 200);
	const struct playout_buffer *b = &h.playout.buffer[PLAYOUT_ADAPTIVE];
	assert_int_equal(b->late, 1); /* 101 finds it grown */
	assert_near(b->spare_ms, 150, 1e-6);
	assert_near(b->delay_max_ms, 150, 1e-6);
	play(&h, m, 1500);
	assert_near(b->spare_ms, 150, 1e-6);
	play(&h, m, 1501); /* 20 s are remembered */
	assert_near(b->spare_ms, 130, 1e-6);
	play(&h, m, COUNT_OF(m));
	assert_near(b->spare_ms, 90, 1e-6);
	m[1490].marker = true;
	play(&h, m, COUNT_OF(m));
	assert_near(b->spare_ms, 20, 1e-6);
	assert_int_equal(b->resyncs, 0);
}

/* Any order of anything: counts stay consistent. */
static void anything(void **state)
{
	uint32_t seed = 11;

	(void)state;
	for (unsigned round = 0; round < 300; round++) {
		struct heard h = {0};
		unsigned span = 1U << next_random(&seed) % 17;
		for (unsigned i = 0; i < 600; i++) {
			unsigned r = next_random(&seed);
			struct made m = {.number = i + r % 7 % 3,
				.late_ms = r % span / 10.0,
				.marker = r % 11 == 0,
				.noise = r % 13 == 0,
				.event = r % 17 == 0,
				.extra_ticks = r % 97 == 0 ? r : 0};
			m.number += r % 53 == 0 ? r % 5000 : 0;
			add(&h, &m, 1000, 65000, 0);
		}
		seqtrack_finish(&h.seq);
		for (unsigned i = 0; i < PLAYOUT_MODELS; i++) {
			enum playout_model model = (enum playout_model)i;
			uint64_t unheard = seqtrack_unheard(&h.seq, model);
			assert_true(unheard >= seqtrack_lost(&h.seq));
			assert_true(unheard <= seqtrack_expected(&h.seq));
			assert_true(unheard <=
				    seqtrack_lost(&h.seq) +
					    playout_discarded(
						    &h.playout, model));
			struct maybe d = playout_delay_ms(
				&h.playout, &h.stat, model);
			assert_true(!d.known || (d.v > -0.01 && d.v < 801));
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_plays),
		cmocka_unit_test(anchored_late),
		cmocka_unit_test(path_step),
		cmocka_unit_test(overflow),
		cmocka_unit_test(talkspurts),
		cmocka_unit_test(always_marked),
		cmocka_unit_test(timestamp_jump),
		cmocka_unit_test(no_audio),
		cmocka_unit_test(drift),
		cmocka_unit_test(deep_enough),
		cmocka_unit_test(deeper_is_better),
		cmocka_unit_test(shifted),
		cmocka_unit_test(adapts),
		cmocka_unit_test(anything),
	};

	return RUN_TESTS(tests);
}
