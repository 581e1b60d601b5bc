/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Streams and reports that could be taken for another call's. */
#include "tests/unit/feed.h"

static const struct feed_rtp A_TO_B = {.from = 1, .to = 2, .from_port = 4000,
	.to_port = 6000, .ssrc = 0xaaaa, .payload_type = 8};

/* A phone uses one port for all its calls; an older one, whose signalling was
 * not captured, must not become part of the call that is. */
static void silent_before_the_call(void **state)
{
	static const struct {
		double gap_ms;
		uint32_t streams_of_call;
		uint32_t streams;
	} rows[] = {{500, 1, 1}, {9000, 1, 1}, {11000, 1, 2}, {3600000, 1, 2}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct feed f = feed_start();
		struct feed_rtp r = A_TO_B;
		feed_talk(&f, r, 50);
		feed_ms(&f, rows[i].gap_ms);
		feed_call(&f);
		r.sequence = 50;
		feed_talk(&f, r, 50);
		struct call *c = f.book->calls;
		assert_int_equal(c->stream_count, rows[i].streams_of_call);
		assert_int_equal(f.book->stream_count, rows[i].streams);
		assert_int_equal(c->streams->stat.packets,
			rows[i].streams == 1 ? 100 : 50);
		feed_end(&f);
	}
}

/* A stream that begins long after the BYE is no part of the call. */
static void long_after_the_call(void **state)
{
	static const struct {
		double gap_ms;
		uint32_t streams_of_call;
	} rows[] = {{100, 1}, {31000, 1}, {33000, 0}, {3600000, 0}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct feed f = feed_start();
		feed_call(&f);
		feed_sip(&f, (struct feed_sip){1, 2, "BYE sip:x@x SIP/2.0",
				     "2 BYE", .to_tag = "b"});
		feed_ms(&f, rows[i].gap_ms);
		feed_talk(&f, A_TO_B, 50);
		assert_int_equal(f.book->calls->stream_count,
			rows[i].streams_of_call);
		assert_int_equal(f.book->stream_count, 1);
		feed_end(&f);
	}
}

/* A receiver report about @ssrc, from where it is received. */
static void report(struct feed *f, uint32_t ssrc, uint16_t src_port,
	uint16_t dst_port, uint32_t jitter)
{
	uint8_t rr[32] = {0x81, 201, 0, 7};

	feed_u32(rr + 4, 0xbbbb);
	feed_u32(rr + 8, ssrc);
	feed_u32(rr + 20, jitter);
	feed_bytes(f, feed_at(2, src_port), feed_at(1, dst_port), rr,
		sizeof(rr));
}

/* The jitter that was last reported of the stream from @port; 0: none was. */
static uint32_t reported(const struct feed *f, uint16_t port)
{
	for (const struct stream *s = f->book->streams; s; s = s->next) {
		if (s->src.port == port) {
			return s->report_jitter;
		}
	}
	fail_msg("no stream from port %u", (unsigned)port);
	return 0;
}

/* One recording in every call of a load generator: one SSRC, many streams. */
static void one_ssrc_many_streams(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp r = A_TO_B;

	(void)state;
	for (unsigned i = 0; i < 5; i++) {
		r.from_port = (uint16_t)(4000 + 10 * i);
		r.to_port = (uint16_t)(6000 + 10 * i);
		feed_talk(&f, r, 5);
	}
	report(&f, 0xaaaa, 6021, 4021, 7); /* the next port, RFC 3550 11 */
	report(&f, 0xaaaa, 6030, 4030, 8); /* its own port, RFC 5761 */
	report(&f, 0xaaaa, 9001, 9001, 9); /* anywhere: the newest */
	report(&f, 0xcccc, 6021, 4021, 10);
	assert_int_equal(reported(&f, 4020), 7);
	assert_int_equal(reported(&f, 4030), 8);
	assert_int_equal(reported(&f, 4040), 9);
	assert_int_equal(reported(&f, 4000), 0);
	assert_int_equal(f.book->counts.stray_reports, 1);

	/* The oldest is given up, again and again: the rest are still found. */
	f.book->stream_pool.cap = 5;
	for (unsigned i = 5; i < 9; i++) {
		r.from_port = (uint16_t)(4000 + 10 * i);
		r.to_port = (uint16_t)(6000 + 10 * i);
		feed_talk(&f, r, 5);
	}
	assert_int_equal(f.book->counts.streams_evicted, 4);
	report(&f, 0xaaaa, 6041, 4041, 11);
	report(&f, 0xaaaa, 6081, 4081, 12);
	assert_int_equal(reported(&f, 4040), 11);
	assert_int_equal(reported(&f, 4080), 12);
	assert_int_equal(f.book->ssrc_map.used, 1);
	feed_end(&f);
}

/* Candidates that nothing confirms must not keep real streams from being seen:
 * room for 5, 100 flows of one packet each, then a stream. */
static void candidates_without_end(void **state)
{
	struct book_limits limits = book_limits_default();
	struct feed f = {.ts = NS_PER_S};
	struct feed_rtp r = A_TO_B;

	(void)state;
	limits.flows = 32;
	f.book = book_create(&limits, 1);
	assert_non_null(f.book);
	f.book->flows.guess_pool.cap = 5;
	for (unsigned i = 0; i < 100; i++) {
		r.from_port = (uint16_t)(10000 + i);
		r.ssrc = i;
		feed_rtp(&f, r);
		assert_true(f.book->flows.guess_pool.used <= 5);
	}
	r = A_TO_B;
	feed_talk(&f, r, 10);
	assert_int_equal(f.book->stream_count, 1);
	assert_int_equal(f.book->streams->stat.packets, 10);
	assert_int_equal(f.book->counts.rtp_alone, 100);
	feed_end(&f);
}

/* An offer by ICE and BUNDLE: voice and video on one port, and the media flows
 * between candidates, not where the c= line says. */
#define ICE_OFFER                                                              \
	FEED_SDP(9, 4000, "8")                                                 \
	"a=candidate:1 1 UDP 9 10.0.0.9 4000 typ srflx\r\n"                    \
	"a=candidate:2 1 UDP 8 10.0.0.1 4000 typ host\r\n"                     \
	"m=video 4000 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n"

static void ice_and_bundle(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp voice = A_TO_B;
	struct feed_rtp video = A_TO_B;

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .sdp = ICE_OFFER});
	video.ssrc = 0xbbbb;
	video.payload_type = 96;
	feed_talk(&f, voice, 5);
	feed_talk(&f, video, 5);
	const struct stream *s = f.book->calls->streams;
	assert_int_equal(f.book->calls->stream_count, 2);
	assert_int_equal(s->basis, BASIS_SOURCE);
	assert_int_equal(s->line->type, SDP_AUDIO);
	assert_true(slice_is(stream_format_name(s), "PCMA"));
	s = s->next_in_call;
	assert_int_equal(s->line->type, SDP_VIDEO);
	assert_true(slice_is(stream_format_name(s), "VP8"));
	assert_int_equal(stream_clock_hz(s), 90000);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(silent_before_the_call),
		cmocka_unit_test(long_after_the_call),
		cmocka_unit_test(one_ssrc_many_streams),
		cmocka_unit_test(candidates_without_end),
		cmocka_unit_test(ice_and_bundle),
	};

	return RUN_TESTS(tests);
}
