/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The timeline: streams are fed as packets, and every law below is checked
 * against a model that knows which packets were sent, and when.
 */
#include "calls/parts.h"

#include "tests/unit/feed.h"
#include "tests/unit/near.h"

#define A_TO_B                                                                 \
	{                                                                      \
		1, 2, 4000, 6000, 7, 65000, 0, 8, false, { 0 }                 \
	}

/* Feeds packet @i of a stream of 20 ms packets that began at @begin, @late_ms
 * after it was due. */
static void feed_nth(struct feed *f, ns_t begin, unsigned i, double late_ms)
{
	struct feed_rtp r = A_TO_B;

	r.sequence = (uint16_t)(r.sequence + i);
	r.timestamp += i * 160;
	f->ts = begin + (ns_t)i * 20 * NS_PER_MS;
	feed_ms(f, late_ms);
	feed_rtp(f, r);
}

/* In all, expected, lost and packets are those of the stream. */
static void check_sums(const struct stream *s)
{
	const struct timeline *t = &s->timeline;
	uint64_t packets = 0, expected = 0, lost = 0, jitter = 0;
	double jitter_sum = 0;

	for (uint32_t i = 0; i < t->count; i++) {
		const struct interval *v = &t->items[i];
		assert_true(v->lost <= v->expected);
		assert_true((v->runs > 0) == (v->lost > 0));
		assert_true(v->runs <= v->lost);
		assert_int_equal(v->length_s % INTERVAL_S, 0);
		assert_true(v->length_s == INTERVAL_S ||
			    v->length_s <= t->cell_s);
		assert_int_equal(v->start % INTERVAL_LENGTH, 0);
		if (i) { /* they do not overlap */
			const struct interval *u = &t->items[i - 1];
			assert_true(v->start >=
				    u->start + (ns_t)u->length_s * NS_PER_S);
		}
		packets += v->packets;
		expected += v->expected;
		lost += v->lost;
		jitter += v->jitter_count;
		jitter_sum += v->jitter_sum_ms;
	}
	assert_int_equal(packets, s->stat.packets);
	assert_int_equal(expected, seqtrack_expected(&s->seq));
	assert_int_equal(lost, seqtrack_lost(&s->seq));
	assert_int_equal(expected - lost, seqtrack_unique(&s->seq));
	assert_int_equal(jitter, s->stat.jitter_count);
	assert_near(jitter_sum, s->stat.jitter_sum_ms, 1e-6);
}

static void grid(void **state)
{
	static const struct {
		ns_t ts, length, start;
	} rows[] = {
		{0, 10, 0}, {9, 10, 0}, {10, 10, 10}, {19, 10, 10},
		{-1, 10, -10}, {-10, 10, -10}, {INT64_MAX, 10, INT64_MAX - 7},
		{INT64_MIN, 10, INT64_MIN},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_true(interval_grid(rows[i].ts, rows[i].length) ==
			    rows[i].start);
	}
}

/* 6 s into an interval; a bad stretch in one of the others. */
static void one_bad_stretch(void **state)
{
	struct feed f = feed_start();
	ns_t begin = 1006 * NS_PER_S;

	(void)state;
	for (unsigned i = 0; i < 1500; i++) {
		/* 1020 s to 1030 s: every fifth pair is missing */
		if (i < 700 || i >= 1200 || i % 10 > 1) {
			feed_nth(&f, begin, i, 0);
		}
	}
	book_finish(f.book);
	const struct stream *s = f.book->streams;
	const struct timeline *t = &s->timeline;
	check_sums(s);
	assert_int_equal(t->count, 4);
	assert_int_equal(t->items[0].score, INTERVAL_SHORT);
	assert_int_equal(t->items[0].packets, 200);
	assert_int_equal(t->items[3].score, INTERVAL_SHORT);
	assert_int_equal(t->items[1].score, INTERVAL_RATED);
	assert_int_equal(t->items[2].lost, 100);
	assert_int_equal(t->items[2].expected, 500);
	assert_int_equal(t->items[2].runs, 50);
	assert_ptr_equal(t->lowest, &t->items[2]);
	/* G.711, 20 %, BurstR 2 x 0.8 = 1.6 */
	struct quality_input in = {
		.codec = codec_by_static_pt(8),
		.expected = 500,
		.lost = 100,
		.burst_r = maybe_of(1.6),
		.delay_ms = MAYBE_UNKNOWN,
	};
	double worst = quality_rate(&in).mos.v;
	assert_near(t->mos_min.v, worst, 1e-12);
	assert_near(interval_mos(&t->items[1]).v, 4.4094, 1e-4);
	assert_near(t->mos_mean.v,
		(worst + interval_mos(&t->items[1]).v) / 2, 1e-12);
	/* The first lost packets were the last due before frame 702. */
	assert_int_equal(t->items[2].loss_frame, t->items[2].first_frame);
	assert_int_equal(s->disorder->first.packets, 2);
	assert_int_equal(s->disorder->first.frame, 701);
	assert_int_equal(s->disorder->longest.packets, 2);
	feed_end(&f);
}

/* Packets that were due in an interval are lost there, even if none came: an
 * outage of 25 s. A hold of 25 s, with one packet lost in it, is none. */
static void outage_and_hold(void **state)
{
	struct feed f = feed_start();
	ns_t begin = 1000 * NS_PER_S;

	(void)state;
	for (unsigned i = 0; i < 3000; i++) {
		if (i < 750 || i >= 2000) { /* 1015 s to 1040 s */
			feed_nth(&f, begin, i, 0);
		}
	}
	book_finish(f.book);
	const struct stream *s = f.book->streams;
	check_sums(s);
	static const unsigned lost[] = {0, 250, 500, 500, 0, 0};
	assert_int_equal(s->timeline.count, COUNT_OF(lost));
	for (size_t i = 0; i < COUNT_OF(lost); i++) {
		assert_int_equal(s->timeline.items[i].expected, 500);
		assert_int_equal(s->timeline.items[i].lost, lost[i]);
	}
	assert_int_equal(s->timeline.items[2].packets, 0);
	assert_int_equal(s->timeline.items[2].first_frame, 0);
	assert_near(interval_mos(&s->timeline.items[2]).v, 1, 1e-12);
	feed_end(&f);

	f = feed_start();
	for (unsigned i = 0; i < 1000; i++) {
		if (i != 500) {
			feed_nth(&f, begin, i, i < 500 ? 0 : 25000);
		}
	}
	book_finish(f.book);
	s = f.book->streams;
	check_sums(s);
	assert_int_equal(s->timeline.count, 4);
	assert_int_equal(s->timeline.items[0].expected, 500);
	assert_int_equal(s->timeline.items[1].start, 1010 * NS_PER_S);
	assert_int_equal(s->timeline.items[1].expected, 1);
	assert_int_equal(s->timeline.items[2].start, 1030 * NS_PER_S);
	assert_int_equal(s->timeline.items[2].lost, 0);
	feed_end(&f);
}

/* A late packet takes back the loss of the interval in which it was due. */
static void late_into_a_closed_one(void **state)
{
	static const struct {
		unsigned first, lost; /* of the missing ones */
		unsigned late;        /* which of them comes after all */
		unsigned runs, left;
	} rows[] = {
		{480, 5, 480, 1, 4}, {480, 5, 482, 2, 4}, {480, 5, 484, 1, 4},
		{480, 1, 480, 0, 0}, {498, 4, 499, 2, 3}, {498, 4, 500, 2, 3},
	};

	(void)state;
	for (size_t r = 0; r < COUNT_OF(rows); r++) {
		struct feed f = feed_start();
		for (unsigned i = 0; i < 1000; i++) {
			if (i == 520) {
				feed_nth(&f, 1000 * NS_PER_S, rows[r].late,
					20.0 * (520 - rows[r].late) - 1);
			}
			if (i < rows[r].first ||
				i >= rows[r].first + rows[r].lost) {
				feed_nth(&f, 1000 * NS_PER_S, i, 0);
			}
		}
		book_finish(f.book);
		const struct stream *s = f.book->streams;
		check_sums(s);
		assert_int_equal(s->timeline.count, 2);
		assert_int_equal(s->timeline.items[0].expected, 500);
		assert_int_equal(s->timeline.items[0].lost +
					 s->timeline.items[1].lost,
			rows[r].left);
		assert_int_equal(s->timeline.items[0].runs +
					 s->timeline.items[1].runs,
			rows[r].runs);
		feed_end(&f);
	}
}

static uint32_t dice(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 8;
}

/* Laws on any stream: losses, late packets, duplicates, new starts. */
static void any_stream(void **state)
{
	uint32_t seed = 3;

	(void)state;
	for (unsigned round = 0; round < 20; round++) {
		struct feed f = feed_start();
		unsigned base = 0;
		for (unsigned i = 0; i < 4000; i++) {
			uint32_t d = dice(&seed) % 1000;
			ns_t begin = 1003 * NS_PER_S;
			if (d < 20) {
				i += dice(&seed) % 700; /* an outage */
			} else if (d < 120 && i > 30) {
				feed_nth(&f, begin, base + i - d % 30, 590);
			} else if (d == 120) {
				base += 20000; /* numbers begin anew */
			}
			if (d > 400 || d < 200) {
				feed_nth(&f, begin, base + i, 0);
			}
		}
		book_finish(f.book);
		for (const struct stream *s = f.book->streams; s; s = s->next) {
			check_sums(s);
		}
		feed_end(&f);
	}
}

/* Cut at a boundary between intervals, the parts make the same intervals. */
static void cut(void **state)
{
	uint32_t seed = 11;
	struct feed whole = feed_start();
	struct feed part[2] = {feed_start(), feed_start()};
	ns_t begin = 1004 * NS_PER_S;
	ns_t at = 1030 * NS_PER_S;

	(void)state;
	for (unsigned i = 0; i < 3000; i++) {
		ns_t due = begin + (ns_t)i * 20 * NS_PER_MS;
		bool near = due > at - NS_PER_S && due < at + NS_PER_S;
		if (near || dice(&seed) % 20) {
			feed_nth(&whole, begin, i, 0);
			feed_nth(&part[due >= at], begin, i, 0);
		}
	}
	book_finish(whole.book);
	const struct timeline *w = &whole.book->streams->timeline;
	uint32_t k = 0;
	for (unsigned p = 0; p < 2; p++) {
		book_finish(part[p].book);
		const struct timeline *t = &part[p].book->streams->timeline;
		for (uint32_t i = 0; i < t->count; i++, k++) {
			const struct interval *a = &w->items[k];
			const struct interval *b = &t->items[i];
			assert_true(a->start == b->start);
			assert_int_equal(a->packets, b->packets);
			assert_int_equal(a->expected, b->expected);
			assert_int_equal(a->lost, b->lost);
			assert_int_equal(a->runs, b->runs);
			assert_int_equal(a->score, b->score);
			assert_near(interval_mos(a).v, interval_mos(b).v, 0);
		}
		feed_end(&part[p]);
	}
	assert_int_equal(k, w->count);
	feed_end(&whole);
}

/* Three days: memory stays where it is, sums are kept, the worst 10 s are known
 * to the second. */
static void days(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp r = A_TO_B;
	ns_t begin = 1000000 * NS_PER_S;
	uint32_t packets = 3 * 86400; /* of 1 s: few, and it is as long */
	uint32_t bad = 86400 + 3600;

	(void)state;
	for (uint32_t i = 0; i < packets; i++) {
		bool lost = (i >= bad && i < bad + 5) || i % 1000 == 7;
		f.ts = begin + (ns_t)i * NS_PER_S;
		r.sequence = (uint16_t)i;
		r.timestamp = i * 8000;
		if (!lost) {
			feed_rtp(&f, r);
		}
		assert_true(!f.book->streams ||
			    f.book->streams->timeline.count <= INTERVALS_MOST);
	}
	book_finish(f.book);
	const struct stream *s = f.book->streams;
	check_sums(s);
	assert_true(s->timeline.count > INTERVALS_MOST / 4);
	/* 202 cells of 1280 s would be more than half of what is kept. */
	assert_int_equal(s->timeline.cell_s, 2560);
	assert_int_equal(
		s->timeline.items[s->timeline.count - 1].length_s, INTERVAL_S);
	feed_end(&f);
}

/* The same with packets of 20 ms in the book's own terms: two hours, rated. */
static void hours(void **state)
{
	struct feed f = feed_start();
	ns_t begin = 1000000 * NS_PER_S;
	unsigned bad = 50 * 1230; /* 20 min 30 s: the worst 10 s begin here */
	double sum = 0;
	uint64_t rated = 0;

	(void)state;
	for (unsigned i = 0; i < 50 * 7200; i++) {
		bool lost = (i >= bad && i < bad + 500 && i % 4 == 1) ||
			    i % 5000 == 7;
		if (!lost) {
			feed_nth(&f, begin, i, 0);
		}
	}
	book_finish(f.book);
	const struct stream *s = f.book->streams;
	const struct timeline *t = &s->timeline;
	check_sums(s);
	assert_true(t->items[0].length_s > INTERVAL_S);
	assert_non_null(t->lowest);
	assert_true(t->lowest->start == begin + 1230 * NS_PER_S);
	assert_int_equal(t->lowest->length_s, INTERVAL_S);
	assert_int_equal(t->lowest->lost, 125);
	for (uint32_t i = 0; i < t->count; i++) {
		sum += t->items[i].mos_sum;
		rated += t->items[i].rated;
	}
	assert_int_equal(rated, 720); /* every 10 s of it */
	assert_near(t->mos_mean.v, sum / 720, 1e-12);
	feed_end(&f);
}

/* 8 s of one codec make a score; less do not. */
static void two_codecs(void **state)
{
	static const struct {
		unsigned change; /* packet at which G.711 A becomes mu */
		enum interval_score score;
	} rows[] = {{400, INTERVAL_RATED}, {399, INTERVAL_SHORT},
		{250, INTERVAL_SHORT}, {101, INTERVAL_SHORT},
		{100, INTERVAL_RATED}, {500, INTERVAL_RATED}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct feed f = feed_start();
		struct feed_rtp r = A_TO_B;
		feed_talk(&f, r, rows[i].change);
		r.sequence = (uint16_t)(r.sequence + rows[i].change);
		r.timestamp += rows[i].change * 160;
		r.payload_type = 0;
		feed_talk(&f, r, 500 - rows[i].change);
		book_finish(f.book);
		const struct timeline *t = &f.book->streams->timeline;
		assert_int_equal(t->count, 1);
		assert_int_equal(t->items[0].score, rows[i].score);
		assert_true(strlen(interval_reason(&t->items[0])) > 4);
		feed_end(&f);
	}
}

/* What the capture lost itself makes no score. */
static void lost_by_the_capture(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp there = A_TO_B;
	struct feed_rtp back = {2, 1, 6000, 4000, 9, 100, 0, 8, false, {0}};

	(void)state;
	for (unsigned i = 0; i < 2000; i++) {
		if (i < 700 || i >= 750) { /* 1014 s to 1015 s, both ways */
			feed_rtp(&f, there);
			feed_rtp(&f, back);
		}
		there.sequence++;
		back.sequence++;
		there.timestamp += 160;
		back.timestamp += 160;
		feed_ms(&f, 20);
	}
	book_finish(f.book);
	for (const struct stream *s = f.book->streams; s; s = s->next) {
		const struct timeline *t = &s->timeline;
		assert_int_equal(s->lost_in_capture, 50);
		assert_int_equal(t->items[0].score, INTERVAL_RATED);
		assert_int_equal(t->items[1].score, INTERVAL_CAPTURE);
		assert_int_equal(t->items[1].lost, 50);
		assert_false(interval_mos(&t->items[1]).known);
		assert_int_equal(t->items[2].score, INTERVAL_RATED);
		assert_near(t->mos_min.v, t->mos_mean.v, 1e-12);
	}
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grid),
		cmocka_unit_test(one_bad_stretch),
		cmocka_unit_test(outage_and_hold),
		cmocka_unit_test(late_into_a_closed_one),
		cmocka_unit_test(any_stream),
		cmocka_unit_test(cut),
		cmocka_unit_test(days),
		cmocka_unit_test(hours),
		cmocka_unit_test(two_codecs),
		cmocka_unit_test(lost_by_the_capture),
	};

	return RUN_TESTS(tests);
}
