/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sequence tracker: RFC 3550 vectors, the window's edges, restarts, and
 * laws that must hold for any order of arrival. Random orders come from a fixed
 * seed, which is printed.
 */
#include "quality/seqtrack.h"

#include "tests/unit/test.h"

#include <string.h>

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void check_laws(const struct seqtrack *s)
{
	assert_true(seqtrack_unique(s) + seqtrack_lost(s) ==
		    seqtrack_expected(s));
	assert_true(seqtrack_expected(s) >= seqtrack_unique(s));
}

static uint64_t received(const struct seqtrack *s)
{
	return seqtrack_unique(s) + s->duplicates + s->stale;
}

static enum seqtrack_place add(struct seqtrack *s, uint16_t sequence)
{
	uint64_t before = received(s);
	enum seqtrack_place place = seqtrack_add(s, sequence);
	check_laws(s);
	/* Each packet is one of the three, and changes no earlier one. */
	assert_true(received(s) == before + 1);
	return place;
}

/* Add from, from + 1, ... (mod 2^16), @count of them. */
static void add_run(struct seqtrack *s, unsigned from, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		add(s, (uint16_t)(from + i));
	}
}

static void wraps(void **state)
{
	struct seqtrack s;

	(void)state;
	seqtrack_init(&s);
	assert_int_equal(seqtrack_expected(&s), 0);
	assert_int_equal(seqtrack_lost(&s), 0);
	assert_int_equal(add(&s, 65534), SEQ_FIRST);
	assert_int_equal(add(&s, 65535), SEQ_NEXT);
	assert_int_equal(add(&s, 0), SEQ_NEXT); /* the trap of RFC 3550 A.1 */
	assert_int_equal(add(&s, 1), SEQ_NEXT);
	assert_int_equal(s.head, 65537); /* RFC 3550 A.1: extended maximum */
	assert_int_equal(seqtrack_expected(&s), 4);
	assert_int_equal(seqtrack_lost(&s), 0);
}

static void loses(void **state)
{
	struct seqtrack s;

	(void)state;
	seqtrack_init(&s);
	for (uint16_t n = 100; n <= 111; n++) {
		if (n != 104 && n != 107 && n != 108) {
			add(&s, n);
		}
	}
	assert_int_equal(seqtrack_expected(&s), 12);
	assert_int_equal(received(&s), 9);
	assert_int_equal(seqtrack_lost(&s), 3);
	assert_int_equal(s.gaps, 2);
	seqtrack_finish(&s);
	assert_int_equal(s.burst.lost, 3);
	assert_int_equal(s.burst.runs, 2);
	assert_int_equal(s.burst.total, 12);
}

/* RFC 3550 A.3 would say -1 lost; a duplicate hides no loss here. */
static void duplicates(void **state)
{
	struct seqtrack s;

	(void)state;
	seqtrack_init(&s);
	add_run(&s, 100, 12);
	assert_int_equal(add(&s, 104), SEQ_DUPLICATE);
	assert_int_equal(add(&s, 111), SEQ_DUPLICATE);
	assert_int_equal(seqtrack_lost(&s), 0);
	assert_int_equal(s.duplicates, 2);
	assert_int_equal(received(&s), 14);
}

static void reorders(void **state)
{
	struct seqtrack s;

	(void)state;
	seqtrack_init(&s);
	add_run(&s, 100, 5);
	assert_int_equal(add(&s, 106), SEQ_GAP);
	assert_int_equal(seqtrack_lost(&s), 1);
	assert_int_equal(add(&s, 105), SEQ_REORDERED);
	assert_int_equal(seqtrack_lost(&s), 0);
	assert_int_equal(add(&s, 105), SEQ_DUPLICATE);
	assert_int_equal(add(&s, 107), SEQ_NEXT);
	assert_int_equal(s.reordered, 1);
}

/* An earlier packet right after the first moves the beginning back. */
static void begins_late(void **state)
{
	struct seqtrack s;

	(void)state;
	seqtrack_init(&s);
	add(&s, 2);
	assert_int_equal(add(&s, 65535), SEQ_REORDERED);
	assert_int_equal(s.base, -1);
	assert_int_equal(seqtrack_expected(&s), 4);
	assert_int_equal(seqtrack_lost(&s), 2);
	assert_int_equal(add(&s, 0), SEQ_REORDERED);
	assert_int_equal(add(&s, 1), SEQ_REORDERED);
	assert_int_equal(seqtrack_lost(&s), 0);
	/* 100 back from the highest is late, 101 is before our time. */
	assert_int_equal(add(&s, (uint16_t)(2 - 101)), SEQ_STALE);
	assert_int_equal(seqtrack_expected(&s), 4);
	assert_int_equal(add(&s, (uint16_t)(2 - 100)), SEQ_REORDERED);
	assert_int_equal(seqtrack_expected(&s), 101);
	seqtrack_finish(&s);
	assert_int_equal(s.burst.total, 101);
	assert_int_equal(s.burst.lost, 96);
}

static void window_edge(void **state)
{
	struct seqtrack s;

	(void)state;
	/* Highest 640: its word is 640..703, so 192..639 are still known. */
	seqtrack_init(&s);
	add_run(&s, 0, 191);
	add_run(&s, 193, 640 - 193 + 1);
	assert_int_equal(add(&s, 191), SEQ_STALE);
	assert_int_equal(add(&s, 192), SEQ_REORDERED);
	assert_int_equal(add(&s, 193), SEQ_DUPLICATE);
	assert_int_equal(seqtrack_lost(&s), 1); /* 191 */
	assert_int_equal(s.burst.total, 192);
	assert_int_equal(s.burst.lost, 1);
	seqtrack_finish(&s);
	seqtrack_finish(&s);
	assert_int_equal(s.burst.total, 641);
	assert_int_equal(s.burst.lost, 1);
}

static void far_gap(void **state)
{
	struct seqtrack s;

	(void)state;
	seqtrack_init(&s);
	add_run(&s, 7, 10);
	assert_int_equal(add(&s, 16 + SEQTRACK_DROPOUT), SEQ_GAP);
	assert_int_equal(seqtrack_lost(&s), SEQTRACK_DROPOUT - 1);
	seqtrack_finish(&s);
	assert_int_equal(s.burst.total, 10 + SEQTRACK_DROPOUT);
	assert_int_equal(s.burst.longest_run, SEQTRACK_DROPOUT - 1);
}

/* RFC 3550 A.1: a jump counts only when its next number follows. */
static void restarts(void **state)
{
	struct seqtrack s;

	(void)state;
	seqtrack_init(&s);
	add_run(&s, 1000, 100);
	assert_int_equal(add(&s, 40000), SEQ_STALE);
	assert_int_equal(add(&s, 1100), SEQ_NEXT);
	assert_int_equal(seqtrack_expected(&s), 101);
	assert_int_equal(s.stale, 1);
	assert_int_equal(add(&s, 20000), SEQ_STALE);
	assert_int_equal(add(&s, 20000), SEQ_STALE);
	assert_int_equal(add(&s, 20001), SEQ_RESTART);
	assert_int_equal(add(&s, 20002), SEQ_NEXT);
	assert_int_equal(s.restarts, 1);
	assert_int_equal(seqtrack_expected(&s), 101 + 3);
	assert_int_equal(seqtrack_lost(&s), 0);
	assert_int_equal(s.stale, 2); /* 40000, and 20000 the second time */
	seqtrack_finish(&s);
	assert_int_equal(s.burst.total, 104);
	assert_int_equal(s.burst.lost, 0);
}

static void restart_keeps_loss(void **state)
{
	struct seqtrack s;

	(void)state;
	seqtrack_init(&s);
	add_run(&s, 10, 10);
	add_run(&s, 25, 10); /* 5 lost */
	add_run(&s, 60000, 2);
	add_run(&s, 60005, 2); /* 3 lost */
	assert_int_equal(s.restarts, 1);
	assert_int_equal(seqtrack_expected(&s), 25 + 7);
	assert_int_equal(seqtrack_lost(&s), 8);
	seqtrack_finish(&s);
	assert_int_equal(s.burst.lost, 8);
	assert_int_equal(s.burst.runs, 2);
}

#define LENGTH 3000

struct result {
	uint64_t expected, lost, unique, duplicates, stale, restarts;
	struct burst burst;
};

/* Play @order, shifted by @offset, through a tracker. */
static struct result play(const uint16_t *order, size_t count, unsigned offset)
{
	struct seqtrack s;

	seqtrack_init(&s);
	for (size_t i = 0; i < count; i++) {
		add(&s, (uint16_t)(order[i] + offset));
	}
	seqtrack_finish(&s);
	return (struct result){
		.expected = seqtrack_expected(&s),
		.lost = seqtrack_lost(&s),
		.unique = seqtrack_unique(&s),
		.duplicates = s.duplicates,
		.stale = s.stale,
		.restarts = s.restarts,
		.burst = s.burst,
	};
}

/* 0, 1, 2, ... with every number lost with probability 1/8, never the ends. */
static size_t lossy(uint16_t *order, uint32_t *seed)
{
	size_t count = 0;

	for (unsigned n = 0; n < LENGTH; n++) {
		if (n == 0 || n == LENGTH - 1 || next_random(seed) % 8) {
			order[count++] = (uint16_t)n;
		}
	}
	return count;
}

/* No packet moves further than @reach places. */
static void shuffle(uint16_t *order, size_t count, size_t reach, uint32_t *seed)
{
	for (size_t from = 0; from < count; from += reach) {
		size_t n = count - from < reach ? count - from : reach;
		for (size_t i = n - 1; i > 0; i--) {
			size_t j = next_random(seed) % (i + 1);
			uint16_t t = order[from + i];
			order[from + i] = order[from + j];
			order[from + j] = t;
		}
	}
}

static void law_shuffled(void **state)
{
	static uint16_t order[LENGTH];

	(void)state;
	for (uint32_t seed = 1; seed <= 50; seed++) {
		uint32_t random = seed;
		print_message("# seed %u\n", seed);
		size_t count = lossy(order, &random);
		struct result straight = play(order, count, 0);
		assert_int_equal(straight.lost, LENGTH - count);
		/* Loss thins the numbers: 80 places are under 100 numbers. */
		shuffle(order, count, 2 + seed % 79, &random);
		struct result shuffled = play(order, count, 0);
		assert_memory_equal(&straight, &shuffled, sizeof(straight));
	}
}

static void law_wrap(void **state)
{
	static uint16_t order[LENGTH];
	uint32_t random = 4711;

	(void)state;
	size_t count = lossy(order, &random);
	shuffle(order, count, 40, &random);
	struct result straight = play(order, count, 0);
	/* Multiples of 64: the window turns at the same packets. */
	for (unsigned offset = 64; offset < 65536; offset += 64 * 61) {
		struct result moved = play(order, count, offset);
		assert_memory_equal(&straight, &moved, sizeof(straight));
	}
	/* Any offset: the same counts. */
	for (unsigned offset = 62000; offset < 65536; offset += 97) {
		struct result moved = play(order, count, offset);
		assert_memory_equal(&straight, &moved, sizeof(straight));
	}
}

static void law_duplicates(void **state)
{
	static uint16_t order[2 * LENGTH];
	uint32_t random = 99;

	(void)state;
	size_t count = lossy(order, &random);
	struct result single = play(order, count, 60000);
	/* Each packet again, up to 400 places later. */
	static uint16_t doubled[2 * LENGTH];
	size_t n = 0;
	for (size_t i = 0; i < count + 300; i++) {
		if (i < count) {
			doubled[n++] = order[i];
		}
		if (i >= 300) {
			doubled[n++] = order[i - 300];
		}
	}
	struct result twice = play(doubled, n, 60000);
	assert_int_equal(twice.duplicates, count);
	twice.duplicates = 0;
	assert_memory_equal(&single, &twice, sizeof(single));
}

/* Whatever comes: the laws hold, and the burst counter gets every number. */
static void law_anything(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 200; seed++) {
		uint32_t random = seed;
		uint16_t at = (uint16_t)next_random(&random);
		struct seqtrack s;

		seqtrack_init(&s);
		for (int i = 0; i < 500; i++) {
			uint32_t r = next_random(&random);
			if (r % 16 == 0) {
				at = (uint16_t)(r >> 8);
			} else {
				at = (uint16_t)(at + (r >> 8) % 5 - 1);
			}
			add(&s, at);
		}
		seqtrack_finish(&s);
		check_laws(&s);
		assert_true(s.burst.total == seqtrack_expected(&s));
		assert_true(s.burst.lost == seqtrack_lost(&s));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wraps),
		cmocka_unit_test(loses),
		cmocka_unit_test(duplicates),
		cmocka_unit_test(reorders),
		cmocka_unit_test(begins_late),
		cmocka_unit_test(window_edge),
		cmocka_unit_test(far_gap),
		cmocka_unit_test(restarts),
		cmocka_unit_test(restart_keeps_loss),
		cmocka_unit_test(law_shuffled),
		cmocka_unit_test(law_wrap),
		cmocka_unit_test(law_duplicates),
		cmocka_unit_test(law_anything),
	};

	return RUN_TESTS(tests);
}
