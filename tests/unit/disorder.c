/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reordering by the definition of RFC 4737: the extent of a late packet is the
 * number of packets from the first one with a higher number up to it. The
 * reference below searches the whole list of arrivals; the product keeps what is
 * missing only. Loss, its runs and its places are counted by hand.
 */
#include "quality/disorder.h"

#include "quality/seqtrack.h"
#include "tests/unit/near.h"

#include <string.h>

struct feeder {
	struct seqtrack seq;
	struct disorder d;
	uint64_t arrived;
};

static ns_t at(uint64_t arrived)
{
	return (ns_t)arrived * 20 * NS_PER_MS;
}

/* As calls/scatter.c does it. */
static void add(struct feeder *f, uint16_t sequence)
{
	int64_t head = f->seq.head;
	enum seqtrack_place place = seqtrack_add(&f->seq, sequence);
	int behind = (int16_t)(uint16_t)((uint16_t)f->seq.head - sequence);
	ns_t now = at(f->arrived);

	if (place == SEQ_GAP) {
		disorder_gap(&f->d,
			&(struct disorder_run){.first = head + 1,
				.packets = (uint64_t)(f->seq.head - head - 1),
				.arrived = f->arrived,
				.from = now - 20 * NS_PER_MS,
				.to = now,
				.frame = f->arrived + 1});
	} else if (place == SEQ_REORDERED) {
		disorder_late(&f->d, f->seq.head - behind, f->arrived, now,
			(uint64_t)behind);
	} else if (place == SEQ_DUPLICATE) {
		disorder_copy(&f->d, (uint64_t)behind);
	}
	f->arrived++;
}

static uint64_t extent_of(const uint16_t *sequence, size_t i)
{
	size_t j = 0;

	while (sequence[j] <= sequence[i]) {
		j++;
	}
	return i - j;
}

static void by_definition(void **state)
{
	static const struct {
		const char *name;
		size_t n;
		uint16_t sequence[16];
		uint64_t late, max, longest, longest_frame, first_frame;
		uint64_t last_frame;
	} rows[] = {
		{"in order", 4, {1, 2, 3, 4}, 0, 0, 0, 0, 0, 0},
		{"two swapped", 5, {1, 3, 2, 4, 5}, 1, 1, 0, 0, 0, 0},
		{"one late by four (RFC 4737's own case)", 9,
			{1, 2, 3, 5, 6, 7, 8, 4, 9}, 1, 4, 0, 0, 0, 0},
		{"two late together", 6, {1, 4, 5, 2, 3, 6}, 2, 3, 0, 0, 0, 0},
		{"backwards", 6, {1, 6, 5, 4, 3, 2}, 4, 4, 0, 0, 0, 0},
		{"out of the middle", 4, {1, 9, 5, 10}, 1, 1, 3, 2, 2, 2},
		{"lost and late", 6, {1, 5, 3, 6, 9, 10}, 1, 1, 2, 5, 2, 5},
		{"lost, one run", 4, {1, 5, 6, 7}, 0, 0, 3, 2, 2, 2},
	};

	(void)state;
	for (size_t r = 0; r < COUNT_OF(rows); r++) {
		struct feeder f = {.arrived = 0};
		uint64_t sum = 0;

		seqtrack_init(&f.seq);
		for (size_t i = 0; i < rows[r].n; i++) {
			uint64_t before = f.d.late;
			add(&f, rows[r].sequence[i]);
			if (f.d.late > before) {
				sum += extent_of(rows[r].sequence, i);
				assert_int_equal(f.d.late_sum, sum);
			}
		}
		disorder_close(&f.d);
		print_message("# %s\n", rows[r].name);
		assert_int_equal(f.d.late, rows[r].late);
		assert_int_equal(f.d.late_max, rows[r].max);
		assert_near(f.d.late_ms_max, 20.0 * (double)rows[r].max, 1e-9);
		assert_int_equal(f.d.longest.packets, rows[r].longest);
		assert_int_equal(f.d.longest.frame, rows[r].longest_frame);
		assert_int_equal(f.d.first.frame, rows[r].first_frame);
		assert_int_equal(f.d.last.frame, rows[r].last_frame);
	}
}

static uint32_t dice(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 8;
}

/* Some packets are lost, some late by up to four, some come twice. */
static size_t shuffle(uint16_t *out, size_t n, uint32_t *seed)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (dice(seed) % 20 || i == 0) {
			out[kept++] = (uint16_t)i;
		}
	}
	for (size_t i = 1; i < kept; i++) {
		size_t from = i > 4 ? i - 4 : 1;
		if (dice(seed) % 10 == 0) {
			uint16_t late = out[from];
			memmove(&out[from], &out[from + 1],
				(i - from) * sizeof(*out));
			out[i] = late;
		}
	}
	return kept;
}

/* Laws, on any order: the extent is RFC 4737's; the steps count every late
 * packet; what is left of the runs is what the burst counter found. */
static void in_any_order(void **state)
{
	static uint16_t sequence[2000];
	uint32_t seed = 7;

	(void)state;
	for (unsigned round = 0; round < 20; round++) {
		struct feeder f = {.arrived = 0};
		size_t n = shuffle(sequence, COUNT_OF(sequence), &seed);
		uint64_t sum = 0, steps = 0;

		seqtrack_init(&f.seq);
		for (size_t i = 0; i < n; i++) {
			uint64_t before = f.d.late;
			add(&f, sequence[i]);
			sum += f.d.late > before ? extent_of(sequence, i) : 0;
		}
		disorder_close(&f.d);
		seqtrack_finish(&f.seq);
		for (size_t i = 0; i < DISORDER_STEPS; i++) {
			steps += f.d.late_steps[i];
		}
		assert_true(f.d.late > 100);
		assert_int_equal(f.d.unplaced, 0);
		assert_int_equal(f.d.late, f.seq.reordered);
		assert_int_equal(f.d.late_sum, sum);
		assert_int_equal(steps, f.d.late);
		assert_int_equal(
			f.d.longest.packets, f.seq.burst.longest_run);
	}
}

/* More runs than can be open: the oldest one is closed, and a packet that comes
 * into it later counts by its distance. */
static void too_many_open(void **state)
{
	struct feeder f = {.arrived = 0};

	(void)state;
	seqtrack_init(&f.seq);
	for (unsigned i = 0; i <= DISORDER_OPEN + 1; i++) {
		add(&f, (uint16_t)(i * 4)); /* 0 4 8 ...: runs of three */
	}
	assert_int_equal(f.d.open_count, DISORDER_OPEN);
	add(&f, 2);
	assert_int_equal(f.d.unplaced, 1);
	assert_int_equal(f.d.late_max, 4 * (DISORDER_OPEN + 1) - 2);
	add(&f, 6); /* splits the oldest one: its begin gives way */
	assert_int_equal(f.d.unplaced, 1);
	assert_int_equal(f.d.open_count, DISORDER_OPEN);
	assert_int_equal(f.d.open[0].first, 7);
	assert_int_equal(f.d.open[0].packets, 1);
	assert_int_equal(f.d.open[1].first, 9);
	add(&f, 10); /* one in the middle: the oldest gives way */
	assert_int_equal(f.d.open_count, DISORDER_OPEN);
	assert_int_equal(f.d.open[0].first, 9);
	assert_int_equal(f.d.open[1].first, 11);
	assert_int_equal(f.d.first.first, 1);
	disorder_close(&f.d);
	assert_int_equal(f.d.longest.packets, 3);
}

static void copies(void **state)
{
	struct feeder f = {.arrived = 0};

	(void)state;
	seqtrack_init(&f.seq);
	for (uint16_t i = 65530; i != 5; i++) { /* across the wrap */
		add(&f, i);
	}
	add(&f, 4);
	add(&f, 65534);
	assert_int_equal(f.d.copies, 2);
	assert_int_equal(f.d.copy_max, 6);
	assert_int_equal(f.d.copy_sum, 6);
	assert_int_equal(f.d.late, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_definition),
		cmocka_unit_test(in_any_order),
		cmocka_unit_test(too_many_open),
		cmocka_unit_test(copies),
	};

	return RUN_TESTS(tests);
}
