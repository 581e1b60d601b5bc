/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Timings of one leg against figures that are written in the feed itself. The
 * first ladder has the times of a call that was measured at a phone: RTP of the
 * caller 88.164 ms after the 200, of the callee 245.981 ms, 200 to ACK 51.441
 * ms, BYE to 200 75.555 ms; RTP ends 208.0 and 185.9 ms after the BYE.
 */
#include "tests/unit/feed.h"

#include "calls/timing.h"

#include <math.h>

static void at(struct feed *f, double s)
{
	f->ts = 1000 * NS_PER_S + (ns_t)llround(s * 1e9);
}

static void sip(struct feed *f, double s, unsigned from, unsigned to,
	const char *line, const char *cseq, const char *sdp)
{
	at(f, s);
	feed_sip(f, (struct feed_sip){from, to, line, cseq,
			    .to_tag = strncmp(line, "INVITE", 6) ? "b" : NULL,
			    .from_tag = "a",
			    .sdp = sdp});
}

/* @count packets, the first at @from_s and the last at @to_s. */
static void rtp(struct feed *f, double from_s, double to_s, struct feed_rtp r,
	unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		at(f, from_s + (to_s - from_s) * i / (count - 1));
		feed_rtp(f, r);
		r.sequence++;
		r.timestamp += 160;
	}
}

/* Phones .4 and .3 talk directly, .2 is the PBX that sends the INVITE. */
static const struct feed_rtp CALLER = {4, 3, 4000, 6000, 0x11, 1, 160, 8,
	false, {0}};
static const struct feed_rtp CALLEE = {3, 4, 6000, 4000, 0x22, 1, 160, 8,
	false, {0}};

static void assert_ms(struct maybe m, double want)
{
	if (want < 0 ? m.known : !m.known || fabs(m.v - want) > 0.0005) {
		fail_msg("got %s%f, want %f", m.known ? "" : "unknown ", m.v,
			want);
	}
}

static void ask(struct feed *f, struct timing *ret)
{
	book_finish(f->book);
	assert_int_equal(f->book->call_count, 1);
	timing_of(f->book->calls, ret);
}

static void test_at_the_phone(void **state)
{
	struct feed f = feed_start();
	struct timing t;

	(void)state;
	sip(&f, 11.012852, 2, 3, "INVITE sip:b@x SIP/2.0", "1 INVITE",
		FEED_SDP(4, 4000, "8"));
	sip(&f, 11.016912, 3, 2, "SIP/2.0 100 Trying", "1 INVITE", NULL);
	sip(&f, 11.088051, 3, 2, "SIP/2.0 180 Ringing", "1 INVITE", NULL);
	sip(&f, 12.947413, 3, 2, "SIP/2.0 200 OK", "1 INVITE",
		FEED_SDP(3, 6000, "8"));
	sip(&f, 12.998854, 2, 3, "ACK sip:b@x SIP/2.0", "1 ACK", NULL);
	rtp(&f, 13.035577, 18.695577, CALLER, 284);
	rtp(&f, 13.193394, 18.673394, CALLEE, 275);
	sip(&f, 18.487528, 3, 2, "BYE sip:a@x SIP/2.0", "2 BYE", NULL);
	sip(&f, 18.563083, 2, 3, "SIP/2.0 200 OK", "2 BYE", NULL);
	ask(&f, &t);
	assert_ms(t.caller.first_ms, 88.164);
	assert_ms(t.callee.first_ms, 245.981);
	assert_ms(t.caller.early_ms, -1);
	assert_ms(t.callee.early_ms, -1);
	assert_ms(t.caller.tail_ms, 208.049);
	assert_ms(t.callee.tail_ms, 185.866);
	assert_ms(t.ack_ms, 51.441);
	assert_ms(t.bye_ms, 75.555);
	assert_ms(t.trying_ms, 4.060);
	assert_ms(t.challenge_ms, -1);
	assert_false(t.early_announced);
	feed_end(&f);
}

/* The relayed ladder: the PBX .2 sends RTP 44.181 ms before its 200. */
static void test_early(void **state)
{
	static const struct feed_rtp pbx = {2, 1, 7012, 12720, 0x36, 1, 160, 8,
		false, {0}};
	static const struct feed_rtp phone = {1, 2, 12720, 7012, 0x7f, 1, 160,
		8, false, {0}};
	struct feed f = feed_start();
	struct timing t;

	(void)state;
	sip(&f, 5.172814, 1, 2, "INVITE sip:b@x SIP/2.0", "1 INVITE",
		FEED_SDP(1, 12720, "8"));
	sip(&f, 5.223787, 2, 1, "SIP/2.0 407 X", "1 INVITE", NULL);
	sip(&f, 5.234279, 1, 2, "INVITE sip:b@x SIP/2.0", "2 INVITE",
		FEED_SDP(1, 12720, "8"));
	sip(&f, 5.315005, 2, 1, "SIP/2.0 100 X", "2 INVITE", NULL);
	sip(&f, 5.450575, 2, 1, "SIP/2.0 180 X", "2 INVITE", NULL);
	rtp(&f, 8.053884, 8.093884, pbx, 3);
	sip(&f, 8.098065, 2, 1, "SIP/2.0 200 X", "2 INVITE",
		FEED_SDP(2, 7012, "8"));
	sip(&f, 8.114209, 1, 2, "ACK sip:b@x SIP/2.0", "2 ACK", NULL);
	rtp(&f, 8.202407, 8.302407, phone, 6);
	ask(&f, &t);
	assert_ms(t.challenge_ms, 50.973);
	assert_ms(t.trying_ms, 80.726);
	assert_ms(t.ack_ms, 16.144);
	assert_ms(t.callee.early_ms, 44.181);
	assert_ms(t.callee.first_ms, -1); /* its RTP stopped before the 200 */
	assert_ms(t.caller.first_ms, 104.342);
	assert_ms(t.caller.tail_ms, -1);
	assert_ms(t.bye_ms, -1);
	assert_false(t.early_announced);
	feed_end(&f);
}

/* A 183 with SDP announces what comes before the answer and goes on after. */
static void test_announced(void **state)
{
	static const struct feed_rtp callee = {2, 1, 6000, 4000, 0x36, 1, 160,
		8, false, {0}};
	struct feed f = feed_start();
	struct timing t;

	(void)state;
	sip(&f, 1, 1, 2, "INVITE sip:b@x SIP/2.0", "1 INVITE",
		FEED_SDP(1, 4000, "8"));
	sip(&f, 1.1, 2, 1, "SIP/2.0 183 X", "1 INVITE",
		FEED_SDP(2, 6000, "8"));
	rtp(&f, 1.2, 1.9, callee, 36);
	sip(&f, 2, 2, 1, "SIP/2.0 200 X", "1 INVITE", FEED_SDP(2, 6000, "8"));
	rtp(&f, 2.01, 2.05, (struct feed_rtp){2, 1, 6000, 4000, 0x36, 37, 5920,
				    8, false, {0}}, 3);
	ask(&f, &t);
	assert_true(t.early_announced);
	assert_ms(t.callee.early_ms, 800);
	assert_ms(t.callee.first_ms, 0);
	assert_null(t.caller.stream);
	assert_ms(t.caller.first_ms, -1);
	feed_end(&f);
}

static void test_nothing(void **state)
{
	struct feed f = feed_start();
	struct timing t;

	(void)state;
	sip(&f, 1, 1, 2, "INVITE sip:b@x SIP/2.0", "1 INVITE", NULL);
	ask(&f, &t);
	assert_ms(t.ack_ms, -1);
	assert_ms(t.bye_ms, -1);
	assert_ms(t.trying_ms, -1);
	assert_null(t.caller.stream);
	assert_null(t.callee.stream);
	feed_end(&f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_at_the_phone),
		cmocka_unit_test(test_early),
		cmocka_unit_test(test_announced),
		cmocka_unit_test(test_nothing),
	};

	return RUN_TESTS(tests);
}
