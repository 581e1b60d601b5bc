/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signalling that is no call's: what is repeated, faulty, cut or goes round is
 * counted by who sent it to whom; what is in order leaves nothing; the tables
 * stay within their bounds whatever comes.
 */
#include "tests/unit/feed.h"

#include "calls/conduct.h"

static void options(struct feed *f, const char *branch, bool answer)
{
	feed_sip(f, (struct feed_sip){answer ? 2 : 1, answer ? 1 : 2,
			    answer ? "SIP/2.0 200 OK"
				   : "OPTIONS sip:x@10.0.0.2 SIP/2.0",
			    "7 OPTIONS", .branch = branch});
}

static const struct conduct_case *only(
	const struct feed *f, enum conduct_kind kind)
{
	const struct conduct_case *c =
		conduct_next(&f->book->conduct, kind, NULL);

	if (c) {
		assert_null(conduct_next(&f->book->conduct, kind, c));
	}
	return c;
}

static void test_answered_late(void **state)
{
	struct feed f = feed_start();

	(void)state;
	options(&f, "z1", false);
	feed_ms(&f, 500);
	options(&f, "z1", false);
	feed_ms(&f, 1000);
	options(&f, "z1", false);
	feed_ms(&f, 200);
	options(&f, "z1", true);
	feed_ms(&f, 100);
	options(&f, "z1", true);
	/* another transaction, in order */
	options(&f, "z2", false);
	options(&f, "z2", true);
	book_finish(f.book);
	const struct conduct_case *c = only(&f, CONDUCT_REPEATED);
	assert_non_null(c);
	assert_int_equal(c->bits, METHOD_OPTIONS);
	assert_int_equal(c->count, 1);
	assert_int_equal(c->most, 3);
	assert_int_equal(c->silent, 0);
	assert_int_equal(c->took, 1500 * NS_PER_MS);
	assert_int_equal(c->answered, 1700 * NS_PER_MS);
	assert_int_equal(c->frames[0], 1);
	assert_int_equal(c->frames[2], 3);
	assert_int_equal(c->frames[3], 0);
	assert_string_equal(c->summary, "OPTIONS");
	assert_int_equal(f.book->conduct.followed, 2);
	feed_end(&f);
}

/* Silence is one only when the capture goes on until timer F; the call takes
 * 2 s more. */
static void test_silent(void **state)
{
	static const struct {
		double wait_ms;
		unsigned silent;
	} rows[] = {{29000, 0}, {33000, 1}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct feed f = feed_start();
		options(&f, "z1", false);
		options(&f, "z1", false);
		feed_ms(&f, rows[i].wait_ms);
		feed_call(&f);
		book_finish(f.book);
		const struct conduct_case *c = only(&f, CONDUCT_REPEATED);
		assert_non_null(c);
		assert_int_equal(c->silent, rows[i].silent);
		assert_int_equal(c->answered, -1);
		feed_end(&f);
	}
}

static void test_loops(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:x@10.0.0.2 SIP/2.0",
			     "1 INVITE", .extra = "Max-Forwards: 0\r\n"});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 483 Too Many Hops",
			     "1 INVITE", .to_tag = "b"});
	/* counts hops on purpose: RFC 3261 clause 11 */
	feed_sip(&f, (struct feed_sip){1, 3, "OPTIONS sip:x@10.0.0.3 SIP/2.0",
			     "1 OPTIONS", .call_id = "c2",
			     .extra = "Max-Forwards: 0\r\n"});
	book_finish(f.book);
	unsigned seen = 0;
	const struct conduct_case *c = NULL;
	while ((c = conduct_next(&f.book->conduct, CONDUCT_LOOP, c))) {
		assert_true(c->bits == 0 || c->bits == 483);
		assert_int_equal(c->frames[0], c->bits ? 2 : 1);
		seen++;
	}
	assert_int_equal(seen, 2);
	feed_end(&f);
}

static void test_descriptions(void **state)
{
	struct feed f = feed_start();
	static const char sdp[] = FEED_SDP(1, 4000, "8");
	char text[2048];

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:x@10.0.0.2 SIP/2.0",
			     "1 INVITE", .sdp = "no description\r\n"});
	for (int off = -3; off <= 3; off += 3) {
		int n = snprintf(text, sizeof(text),
			"INVITE sip:x@10.0.0.2 SIP/2.0\r\n"
			"Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK%d\r\n"
			"From: <sip:a@x>;tag=a\r\nTo: <sip:b@x>\r\n"
			"Call-ID: l%d\r\nCSeq: 1 INVITE\r\n"
			"Max-Forwards: 70\r\n"
			"Content-Type: application/sdp\r\n"
			"Content-Length: %d\r\n\r\n%s",
			off, off, (int)strlen(sdp) + off, sdp);
		feed_bytes(&f, feed_at(1, 5060), feed_at(2, 5060), text,
			(size_t)n);
	}
	book_finish(f.book);
	const struct conduct_case *c = only(&f, CONDUCT_SDP);
	assert_non_null(c);
	assert_int_equal(c->frames[0], 1);
	unsigned bits = 0;
	c = NULL;
	while ((c = conduct_next(&f.book->conduct, CONDUCT_LENGTH, c))) {
		assert_int_equal(c->count, 1);
		bits |= c->bits;
	}
	assert_int_equal(bits, SIP_BODY_SHORT | SIP_TRAILING_BYTES);
	feed_end(&f);
}

static void test_order_leaves_nothing(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_call(&f);
	book_finish(f.book);
	assert_null(f.book->conduct.cases);
	assert_int_equal(f.book->conduct.case_count, 0);
	feed_end(&f);
}

/* More senders of nonsense than there are places. */
static void test_bounded(void **state)
{
	struct feed f = feed_start();
	char branch[32];

	(void)state;
	for (unsigned i = 0; i < 4 * CONDUCT_CASES; i++) {
		struct endpoint from = feed_at(i & 255, 5060);
		static const char bad[] =
			"INVITE sip:x@y SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n"
			"CSeq: 1 BYE\r\n\r\n";
		from.ip.b[13] = (uint8_t)(i >> 8);
		feed_bytes(&f, from, feed_at(2, 5060), bad, sizeof(bad) - 1);
	}
	for (unsigned i = 0; i < 2 * CONDUCT_ASKED; i++) {
		(void)snprintf(branch, sizeof(branch), "y%u", i);
		options(&f, branch, false);
	}
	book_finish(f.book);
	assert_true(f.book->conduct.case_count <= CONDUCT_CASES);
	assert_true(f.book->conduct.dropped > 0);
	assert_int_equal(f.book->conduct.followed, 2 * CONDUCT_ASKED);
	feed_end(&f);
}

/* The first frame of every case of three kinds, in order, under @key. */
static size_t orders(uint64_t key, uint64_t *out, size_t most)
{
	static const enum conduct_kind kinds[] = {
		CONDUCT_MALFORMED, CONDUCT_UNREADABLE, CONDUCT_REPEATED};
	static const char bad[] =
		"INVITE sip:x@y SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n"
		"CSeq: 1 BYE\r\n\r\n";
	struct feed f = feed_start();
	char branch[32];
	size_t n = 0;

	f.book->key = key;
	for (unsigned i = 0; i < 40; i++) {
		feed_bytes(&f, feed_at(10 + i, 5060), feed_at(2, 5060), bad,
			sizeof(bad) - 1);
	}
	/* so many at once that some take the places of others */
	for (unsigned i = 0; i < 2 * CONDUCT_ASKED; i++) {
		(void)snprintf(branch, sizeof(branch), "v%u", i / 2);
		options(&f, branch, false);
		feed_ms(&f, 1);
	}
	book_finish(f.book);
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		const struct conduct_case *c = NULL;
		while (n + 2 <= most && (c = conduct_next(&f.book->conduct,
						 kinds[k], c))) {
			out[n++] = c->frames[0];
			out[n++] = c->count;
		}
	}
	feed_end(&f);
	return n;
}

/* The key is another one in each run; what is told is not. */
static void test_every_run_alike(void **state)
{
	uint64_t one[256];
	uint64_t two[256];
	size_t n = orders(1, one, 256);

	(void)state;
	assert_true(n >= 82);
	assert_int_equal(orders(0x9e3779b97f4a7c15U, two, 256), n);
	assert_memory_equal(one, two, n * sizeof(*one));
	for (size_t i = 2; i < 80; i += 2) {
		assert_true(one[i] > one[i - 2]);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answered_late),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_loops),
		cmocka_unit_test(test_descriptions),
		cmocka_unit_test(test_order_leaves_nothing),
		cmocka_unit_test(test_bounded),
		cmocka_unit_test(test_every_run_alike),
	};

	return RUN_TESTS(tests);
}
