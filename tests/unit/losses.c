/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Losses of the capture and of the network: conversations of two directions or
 * more, 20 ms a packet, that lose what a row says. The truth is how they are
 * made: a capture that is deaf misses all directions at once (calls/losses.h).
 */
#include "tests/unit/feed.h"

/* A run of packets that one stream misses. */
struct run {
	unsigned stream, from, count;
};

struct scene {
	unsigned streams; /* 0: 1 -> 2, 1: 2 -> 1, 2: 3 -> 4, 3: 4 -> 3, ... */
	bool one_way;     /* all of them from 1 to 2 */
	struct run runs[8];
	unsigned every; /* each stream loses every so many packets, too */
};

static bool misses(const struct scene *s, unsigned stream, unsigned i)
{
	for (size_t k = 0; k < COUNT_OF(s->runs); k++) {
		const struct run *r = &s->runs[k];
		if (r->stream == stream && i >= r->from &&
			i < r->from + r->count) {
			return true;
		}
	}
	/* Streams lose at moments of their own, which at times meet. */
	return s->every && i && i % (s->every + stream) == 0;
}

static struct feed_rtp packet_of(
	const struct scene *s, unsigned stream, unsigned i)
{
	unsigned pair = stream / 2 * 2;
	bool back = stream % 2 && !s->one_way;

	return (struct feed_rtp){
		.from = 1 + pair + back,
		.to = 2 + pair - back,
		.from_port = (uint16_t)(4000 + 2 * stream),
		.to_port = (uint16_t)(6000 + 2 * stream),
		.ssrc = 0xaa00 + stream,
		.sequence = (uint16_t)(65500 + i),
		.timestamp = 160 * i,
		.payload_type = 8,
	};
}

/* Three hundred packets of each stream, of which @s says what is missing. */
static struct feed play(const struct scene *s)
{
	struct feed f = feed_start();

	for (unsigned i = 0; i < 300; i++) {
		for (unsigned k = 0; k < s->streams; k++) {
			feed_ms(&f, 1);
			if (!misses(s, k, i)) {
				feed_rtp(&f, packet_of(s, k, i));
			}
		}
		feed_ms(&f, 20 - (double)s->streams);
	}
	return f;
}

static void holes(void **state)
{
	static const struct {
		const char *name;
		struct scene scene;
		uint32_t holes;
		uint64_t packets;
	} rows[] = {
		{"nothing", {.streams = 2}, 0, 0},
		{"both directions",
			{.streams = 2, .runs = {{0, 50, 10}, {1, 50, 10}}}, 1,
			20},
		{"one direction", {.streams = 2, .runs = {{0, 50, 10}}}, 0, 0},
		{"both, at different times",
			{.streams = 2, .runs = {{0, 50, 10}, {1, 70, 10}}}, 0,
			0},
		{"both, two packets: by chance",
			{.streams = 2, .runs = {{0, 50, 2}, {1, 50, 2}}}, 0, 0},
		{"all of four",
			{.streams = 4,
				.runs = {{0, 50, 5}, {1, 50, 5}, {2, 50, 5},
					{3, 50, 5}}},
			1, 20},
		{"three of four: one goes on",
			{.streams = 4,
				.runs = {{0, 50, 5}, {1, 50, 5}, {2, 50, 5}}},
			0, 0},
		{"all of four, one packet",
			{.streams = 4,
				.runs = {{0, 50, 1}, {1, 50, 1}, {2, 50, 1},
					{3, 50, 1}}},
			1, 4},
		{"one way only: the network before it",
			{.streams = 3,
				.one_way = true,
				.runs = {{0, 50, 9}, {1, 50, 9}, {2, 50, 9}}},
			0, 0},
		{"two holes",
			{.streams = 2,
				.runs = {{0, 50, 10}, {1, 50, 10}, {0, 150, 20},
					{1, 150, 20}}},
			2, 60},
		{"random loss of both", {.streams = 2, .every = 7}, 0, 0},
		{"random loss of four", {.streams = 4, .every = 20}, 0, 0},
		{"a gap twice as long in one direction",
			{.streams = 2, .runs = {{0, 50, 10}, {1, 50, 30}}}, 0,
			0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct feed f = play(&rows[i].scene);
		book_finish(f.book);
		const struct losses *l = &f.book->losses;
		if (l->hole_count != rows[i].holes ||
			l->packets != rows[i].packets) {
			fail_msg("%s: %u holes, %u packets", rows[i].name,
				(unsigned)l->hole_count, (unsigned)l->packets);
		}
		for (const struct stream *s = f.book->streams; s; s = s->next) {
			assert_true(
				s->lost_in_capture <= seqtrack_lost(&s->seq));
		}
		feed_end(&f);
	}
}

/* Where the hole lies, and which frame shows it. */
static void where(void **state)
{
	static const struct scene scene = {
		.streams = 2, .runs = {{0, 50, 10}, {1, 50, 10}}};
	struct feed f = play(&scene);
	const struct losses_hole *h = &f.book->losses.holes[0];
	ns_t start = 1000 * NS_PER_S;

	(void)state;
	book_finish(f.book);
	assert_int_equal(h->kind, LOSSES_HOLE);
	/* The last packet before it is the second stream's 49th, at 49 * 20 + 2
	 * ms; the first one after it the first stream's 60th. */
	assert_int_equal(h->from, start + 982 * NS_PER_MS);
	assert_int_equal(h->to, start + 1201 * NS_PER_MS);
	assert_int_equal(h->frame, 101);
	assert_int_equal(h->streams, 2);
	assert_false(h->confirmed);
	feed_end(&f);
}

/* The receiver of @stream says that it missed @lost. */
static void report(struct feed *f, const struct scene *s, unsigned stream,
	uint32_t lost, uint32_t highest, uint32_t jitter)
{
	uint8_t rr[32] = {0x81, 201, 0, 7};
	struct feed_rtp r = packet_of(s, stream, 0);

	feed_u32(rr + 4, 0xbbbb);
	feed_u32(rr + 8, r.ssrc);
	feed_u32(rr + 12, lost & 0xffffff);
	feed_u32(rr + 16, highest);
	feed_u32(rr + 20, jitter);
	feed_ms(f, 1);
	feed_bytes(f, feed_at(r.to, (uint16_t)(r.to_port + 1)),
		feed_at(r.from, (uint16_t)(r.from_port + 1)), rr, sizeof(rr));
}

#define LAST (65500 + 299) /* extended number of the last packet */

static void receivers(void **state)
{
	static const struct {
		const char *name;
		struct run runs[2];
		uint32_t lost, highest, jitter;
		uint64_t want;
		uint32_t holes;
	} rows[] = {
		/* ten are missing here; the receiver of stream 0 lost ... */
		{"none: all arrived", {{0, 50, 10}}, 0, LAST, 3, 10, 1},
		{"all: the network", {{0, 50, 10}}, 10, LAST, 3, 0, 0},
		{"four", {{0, 50, 10}}, 4, LAST, 3, 6, 1},
		{"eight: two are under way", {{0, 50, 10}}, 8, LAST, 3, 0, 0},
		{"more than here", {{0, 50, 10}}, 30, LAST, 3, 0, 0},
		{"less than none: duplicates", {{0, 50, 10}}, 0xfffffe, LAST, 3,
			10, 1},
		{"none, of other numbers", {{0, 50, 10}}, 0, 1000, 3, 0, 0},
		{"none, and no jitter: it does not count", {{0, 50, 10}}, 0,
			LAST, 0, 0, 0},
		/* a hole in both directions, and the receiver of stream 0 */
		{"confirms", {{0, 50, 10}, {1, 50, 10}}, 0, LAST, 3, 20, 2},
		{"contradicts", {{0, 50, 10}, {1, 50, 10}}, 10, LAST, 3, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct scene scene = {.streams = 2,
			.runs = {rows[i].runs[0], rows[i].runs[1]}};
		struct feed f = play(&scene);
		report(&f, &scene, 0, rows[i].lost, rows[i].highest,
			rows[i].jitter);
		book_finish(f.book);
		const struct losses *l = &f.book->losses;
		if (l->packets != rows[i].want ||
			l->hole_count != rows[i].holes) {
			fail_msg("%s: %u packets, %u holes", rows[i].name,
				(unsigned)l->packets, (unsigned)l->hole_count);
		}
		feed_end(&f);
	}
}

/* More gaps than are kept, and more moments: both are counted. */
static void limits(void **state)
{
	struct feed f = feed_start();
	struct scene scene = {.streams = 2};

	(void)state;
	for (unsigned i = 0; i < 40000; i++) {
		feed_ms(&f, 20);
		feed_rtp(&f, packet_of(&scene, i % 2, i));
		feed_rtp(&f, packet_of(&scene, 1 - i % 2, i));
		i += 9;
	}
	book_finish(f.book);
	/* A stream that always loses nine of ten says nothing. */
	assert_int_equal(f.book->losses.hole_count, 0);
	feed_end(&f);

	f = feed_start();
	for (unsigned i = 0; i < 36000; i++) {
		feed_ms(&f, 20);
		feed_rtp(&f, packet_of(&scene, 0, 2 * i));
	}
	book_finish(f.book);
	assert_int_equal(f.book->losses.gaps_left_out, 36000 - 1 - 32768);
	assert_null(f.book->losses.gaps);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holes),
		cmocka_unit_test(where),
		cmocka_unit_test(receivers),
		cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
