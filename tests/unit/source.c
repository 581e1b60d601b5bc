/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose RTP comes to an announced port. The call is feed_call: 10.0.0.1 says it
 * listens at port 4000, 10.0.0.2 at 6000. Who is the rightful sender follows
 * from that: RFC 4961 (symmetric RTP), RFC 7362 (latching).
 */
#include "calls/source.h"

#include "calls/path.h"
#include "reports/facts.h"
#include "tests/unit/feed.h"

/* A side of the talk: packets from host:port to host:port, one SSRC. */
#define SIDE(from, fp, to, tp, id, type)                                       \
	{                                                                      \
		from, to, fp, tp, id, 1, 160, type, false,                     \
		{                                                              \
			1, 2                                                   \
		}                                                              \
	}
#define SAY(...) ((struct feed_rtp)SIDE(__VA_ARGS__))

/* One packet of each, every 20 ms, @count times. */
static void together(
	struct feed *f, struct feed_rtp *sides, unsigned n, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		for (unsigned k = 0; k < n; k++) {
			feed_rtp(f, sides[k]);
			sides[k].sequence++;
			sides[k].timestamp += 160;
		}
		feed_ms(f, 20);
	}
}

static const struct stream *by_ssrc(const struct feed *f, uint32_t ssrc)
{
	for (const struct stream *s = f->book->streams; s; s = s->next) {
		if (s->ssrc == ssrc) {
			return s;
		}
	}
	print_message("# no stream %u\n", (unsigned)ssrc);
	abort();
}

struct row {
	const char *name;
	struct feed_rtp sides[4];
	unsigned count;
	enum stream_basis basis[4];
};

static const struct row ROWS[] = {
	{"both as announced",
		{SIDE(1, 4000, 2, 6000, 11, 8), SIDE(2, 6000, 1, 4000, 12, 8)},
		2, {BASIS_BOTH, BASIS_BOTH}},
	{"another port than announced: address translation",
		{SIDE(1, 62000, 2, 6000, 11, 8),
			SIDE(2, 6000, 1, 62000, 12, 8)},
		2, {BASIS_DESTINATION, BASIS_LATCHED}},
	{"another address and port",
		{SIDE(7, 62000, 2, 6000, 11, 8),
			SIDE(2, 6000, 7, 62000, 12, 8)},
		2, {BASIS_DESTINATION, BASIS_LATCHED}},
	{"to another address, from which nothing came",
		{SIDE(2, 6000, 7, 62000, 12, 8)}, 1, {BASIS_SOURCE}},
	{"a stranger beside the announced one",
		{SIDE(1, 4000, 2, 6000, 11, 8), SIDE(2, 6000, 1, 4000, 12, 8),
			SIDE(9, 5000, 2, 6000, 13, 0)},
		3, {BASIS_BOTH, BASIS_BOTH, BASIS_FOREIGN}},
	{"the stranger comes first",
		{SIDE(9, 5000, 2, 6000, 13, 0), SIDE(1, 4000, 2, 6000, 11, 8)},
		2, {BASIS_FOREIGN, BASIS_BOTH}},
	{"a stranger with the SSRC of the call and numbers of its own",
		{SIDE(1, 4000, 2, 6000, 11, 8),
			{9, 2, 5000, 6000, 11, 30000, 5, 0, false, {3}}},
		2, {BASIS_BOTH, BASIS_FOREIGN}},
	{"the server answers the stranger: who signals is the rightful one",
		{SIDE(9, 5000, 2, 6000, 13, 0), SIDE(2, 6000, 9, 5000, 12, 8),
			SIDE(1, 62000, 2, 6000, 11, 8)},
		3, {BASIS_FOREIGN, BASIS_FOREIGN, BASIS_DESTINATION}},
	{"two nobody knows: the one that is answered",
		{SIDE(8, 5000, 2, 6000, 13, 0), SIDE(7, 62000, 2, 6000, 11, 8),
			SIDE(2, 6000, 7, 62000, 12, 8)},
		3, {BASIS_FOREIGN, BASIS_DESTINATION, BASIS_LATCHED}},
	{"before and behind the translation: one stream",
		{SIDE(1, 4000, 2, 6000, 11, 8), SIDE(7, 62000, 2, 6000, 11, 8)},
		2, {BASIS_BOTH, BASIS_DESTINATION}},
	{"a second SSRC of the same phone",
		{SIDE(1, 4000, 2, 6000, 11, 8), SIDE(1, 4000, 2, 6000, 14, 8)},
		2, {BASIS_BOTH, BASIS_BOTH}},
	{"a second port of the same phone",
		{SIDE(1, 4000, 2, 6000, 11, 8), SIDE(1, 4010, 2, 6000, 14, 8)},
		2, {BASIS_BOTH, BASIS_DESTINATION}},
};

static void rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct row *row = &ROWS[i];
		struct feed_rtp sides[4];
		struct feed f = feed_start();

		print_message("# %s\n", row->name);
		memcpy(sides, row->sides, sizeof(sides));
		feed_call(&f);
		together(&f, sides, row->count, 50);
		book_finish(f.book);
		assert_int_equal(f.book->stream_count, row->count);
		for (unsigned k = 0; k < row->count; k++) {
			const struct stream *s = f.book->streams;
			while (s &&
				!(s->ssrc == sides[k].ssrc &&
					s->src.port == sides[k].from_port)) {
				s = s->next;
			}
			if (!s) {
				fail_msg("no stream of side %u", k);
				abort();
			}
			assert_int_equal(s->basis, row->basis[k]);
			assert_int_equal(s->rightful != NULL,
				row->basis[k] == BASIS_FOREIGN);
			assert_int_equal(s->stat.packets, 50);
		}
		feed_end(&f);
	}
}

/* security.md T16: the figures and the codec of the call are its own. */
static void tells_nothing(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp sides[] = {SIDE(1, 4000, 2, 6000, 11, 8),
		SIDE(2, 6000, 1, 4000, 12, 8), SIDE(9, 5000, 2, 6000, 13, 0)};
	struct path path;

	(void)state;
	feed_call(&f);
	together(&f, sides, 3, 50);
	for (unsigned i = 0; i < 200; i++) { /* more, and with losses */
		feed_rtp(&f, sides[2]);
		sides[2].sequence = (uint16_t)(sides[2].sequence + 2);
		feed_ms(&f, 1);
	}
	together(&f, sides, 2, 50);
	book_finish(f.book);
	const struct call *call = f.book->calls;
	assert_true(source_foreign(by_ssrc(&f, 13)));
	assert_true(
		by_ssrc(&f, 13)->stat.packets > by_ssrc(&f, 11)->stat.packets);
	assert_true(slice_is(facts_codec(call), "PCMA"));
	assert_ptr_not_equal(facts_worst(call), by_ssrc(&f, 13));
	path_of(f.book, call, &path);
	assert_int_equal(path.kind, PATH_DIRECT);
	assert_true(seqtrack_lost(&by_ssrc(&f, 11)->seq) == 0);
	feed_end(&f);
}

/* One after the other: the rightful sender may have moved. */
static void one_after_the_other(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp a = SAY(1, 4000, 2, 6000, 11, 8);
	struct feed_rtp b = SAY(7, 4000, 2, 6000, 12, 8);

	(void)state;
	feed_call(&f);
	together(&f, &a, 1, 50);
	together(&f, &b, 1, 50);
	book_finish(f.book);
	assert_int_equal(by_ssrc(&f, 11)->basis, BASIS_BOTH);
	assert_int_equal(by_ssrc(&f, 12)->basis, BASIS_DESTINATION);
	feed_end(&f);
}

/* security.md: 16 foreign sources of a port, the rest counted. */
static void spray(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp own = SAY(1, 4000, 2, 6000, 1, 8);

	(void)state;
	feed_call(&f);
	for (unsigned i = 0; i < 200; i++) {
		struct feed_rtp s =
			SAY(10 + i, (uint16_t)(9000 + i), 2, 6000, 100 + i, 8);
		feed_rtp(&f, s);
		s.sequence++;
		feed_rtp(&f, s);
		feed_ms(&f, 1);
		together(&f, &own, 1, 1);
	}
	book_finish(f.book);
	assert_int_equal(f.book->stream_count, SOURCE_FOREIGN + 1);
	assert_int_equal(by_ssrc(&f, 1)->stat.packets, 200);
	assert_true(f.book->calls->rtp_refused > 100);
	feed_end(&f);
}

/* security.md: 64 streams of a port in 10 s; later ones have room again. */
static void ssrc_flood(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_call(&f);
	for (unsigned i = 0; i < 300; i++) {
		struct feed_rtp s = SAY(1, 4000, 2, 6000, 100 + i, 8);
		feed_rtp(&f, s);
		s.sequence++;
		feed_rtp(&f, s);
	}
	feed_ms(&f, 11000);
	for (unsigned i = 0; i < 10; i++) {
		struct feed_rtp s = SAY(1, 4000, 2, 6000, 900 + i, 8);
		feed_rtp(&f, s);
		s.sequence++;
		feed_rtp(&f, s);
	}
	book_finish(f.book);
	assert_int_equal(f.book->stream_count, SOURCE_STREAMS + 10);
	assert_true(f.book->calls->rtp_refused > 200);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows),
		cmocka_unit_test(tells_nothing),
		cmocka_unit_test(one_after_the_other),
		cmocka_unit_test(spray),
		cmocka_unit_test(ssrc_flood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
