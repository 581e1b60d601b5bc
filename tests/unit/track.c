/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RTP, RTCP and digits to streams, and streams to calls. */
#include "calls/source.h"
#include "tests/unit/feed.h"

static const struct feed_rtp A_TO_B = {
	.from = 1,
	.from_port = 4000,
	.to = 2,
	.to_port = 6000,
	.ssrc = 0xaaaa,
	.sequence = 65530,
	.timestamp = 4294967000U,
	.payload_type = 8,
};

static const struct feed_rtp B_TO_A = {
	.from = 2,
	.from_port = 6000,
	.to = 1,
	.to_port = 4000,
	.ssrc = 0xbbbb,
	.sequence = 7,
	.timestamp = 100,
	.payload_type = 8,
};

static void bound_both_ways(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_call(&f);
	feed_talk(&f, A_TO_B, 60);
	feed_talk(&f, B_TO_A, 55);
	book_finish(f.book);
	struct stream *s = f.book->streams;
	assert_int_equal(f.book->stream_count, 2);
	assert_int_equal(s->basis, BASIS_BOTH);
	assert_ptr_equal(s->call, f.book->calls);
	assert_int_equal(s->stat.packets, 60);
	assert_int_equal(seqtrack_expected(&s->seq), 60);
	assert_int_equal(seqtrack_lost(&s->seq), 0);
	assert_true(slice_is(stream_format_name(s), "PCMA"));
	assert_int_equal(stream_clock_hz(s), 8000);
	assert_float_equal(stream_ptime_ms(s).v, 20, 1e-9);
	assert_int_equal(s->next->stat.packets, 55);
	assert_int_equal(s->id, 1);
	assert_ptr_equal(f.book->calls->streams, s);
	assert_ptr_equal(s->next_in_call, s->next);
	assert_true(s->quality.mos.known);
	feed_end(&f);
}

/* Media before the answer: found when the SDP comes, nothing is missed. */
static void media_first(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_talk(&f, B_TO_A, 10);
	feed_call(&f);
	book_finish(f.book);
	assert_int_equal(f.book->stream_count, 1);
	assert_ptr_equal(f.book->streams->call, f.book->calls);
	assert_int_equal(f.book->streams->stat.packets, 10);
	assert_int_equal(f.book->streams->basis, BASIS_BOTH);
	feed_end(&f);
}

/* One packet is enough where an SDP announced the port, two where none did. */
static void how_many_packets(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_talk(&f, A_TO_B, 1);
	assert_int_equal(f.book->stream_count, 0);
	assert_int_equal(f.book->counts.rtp_alone, 1);
	feed_call(&f);
	assert_int_equal(f.book->stream_count, 0);
	struct feed_rtp second = A_TO_B;
	second.sequence = 65532; /* 65531 was lost */
	feed_talk(&f, second, 1);
	assert_int_equal(f.book->stream_count, 1);
	assert_int_equal(f.book->counts.rtp_alone, 0);
	book_finish(f.book);
	assert_int_equal(f.book->streams->stat.packets, 2);
	assert_int_equal(seqtrack_lost(&f.book->streams->seq), 1);
	assert_int_equal(f.book->streams->stat.first_frame, 1);
	feed_end(&f);

	f = feed_start();
	struct feed_rtp far = A_TO_B;
	for (int i = 0; i < 50; i++) { /* numbers far apart are no sequence */
		far.sequence = (uint16_t)(far.sequence + 1000);
		feed_talk(&f, far, 1);
	}
	assert_int_equal(f.book->stream_count, 0);
	feed_talk(&f, far, 1);
	assert_int_equal(f.book->stream_count, 0); /* a repeat proves nothing */
	far.sequence++;
	feed_talk(&f, far, 1);
	assert_int_equal(f.book->stream_count, 1);
	book_finish(f.book);
	assert_int_equal(f.book->streams->stat.packets, 3); /* but it is counted */
	assert_int_equal(f.book->streams->seq.duplicates, 1);
	assert_int_equal(f.book->streams->basis, BASIS_GUESSED);
	assert_null(f.book->streams->call);
	feed_end(&f);
}

/* Voice and video of one port begin together: neither hides the other. */
static void two_from_the_start(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp voice = A_TO_B;
	struct feed_rtp video = A_TO_B;

	(void)state;
	video.ssrc = 0xeeee;
	video.sequence = 900;
	for (int i = 0; i < 5; i++) {
		feed_rtp(&f, voice);
		feed_rtp(&f, video);
		feed_ms(&f, 20);
		voice.sequence++;
		video.sequence++;
	}
	book_finish(f.book);
	assert_int_equal(f.book->stream_count, 2);
	assert_int_equal(f.book->streams->stat.packets, 5);
	assert_int_equal(f.book->streams->next->stat.packets, 5);
	assert_int_equal(f.book->counts.rtp_alone, 0);
	feed_end(&f);
}

static void ssrc_and_type_change(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp r = A_TO_B;

	(void)state;
	feed_call(&f);
	feed_talk(&f, r, 5);
	r.payload_type = 0; /* PCMU, not in the answer but in the offer */
	r.sequence = (uint16_t)(r.sequence + 5);
	r.timestamp += 800;
	feed_talk(&f, r, 20);
	r.ssrc = 0xcccc;
	r.sequence = 3;
	feed_talk(&f, r, 4);
	book_finish(f.book);
	struct stream *s = f.book->streams;
	assert_int_equal(f.book->stream_count, 2);
	assert_int_equal(s->type_count, 2);
	assert_true(slice_is(stream_format_name(s), "PCMU"));
	assert_int_equal(stream_payload_type(s), 0);
	assert_int_equal(s->stat.packets, 25);
	assert_int_equal(s->next->ssrc, 0xcccc);
	assert_int_equal(s->next->stat.packets, 4);
	assert_ptr_equal(s->next->call, f.book->calls);
	feed_end(&f);
}

/* A port used again: the second call gets a stream of its own, same SSRC. */
static void port_again(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_call(&f);
	feed_talk(&f, A_TO_B, 30);
	feed_sip(&f, (struct feed_sip){1, 2, "BYE sip:1002@x SIP/2.0", "2 BYE",
			     .to_tag = "b"});
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .call_id = "c2", .from_tag = "x",
			     .sdp = FEED_SDP(1, 4000, "8")});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 INVITE",
			     .call_id = "c2", .from_tag = "x", .to_tag = "y",
			     .sdp = FEED_SDP(2, 6000, "8")});
	feed_talk(&f, A_TO_B, 20);
	book_finish(f.book);
	assert_int_equal(f.book->stream_count, 2);
	assert_int_equal(f.book->streams->stat.packets, 30);
	assert_ptr_equal(f.book->streams->call, f.book->calls);
	assert_int_equal(f.book->streams->next->stat.packets, 20);
	assert_ptr_equal(f.book->streams->next->call, f.book->calls->next);
	feed_end(&f);
}

/* Direct media: both legs announce the phones; both streams go to the first. */
static void two_legs_one_port(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 9, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .sdp = FEED_SDP(1, 4000, "8")});
	feed_ms(&f, 60);
	feed_sip(&f, (struct feed_sip){9, 2, "INVITE sip:1002@y SIP/2.0",
			     "1 INVITE", .call_id = "leg2",
			     .sdp = FEED_SDP(1, 4000, "8")});
	feed_sip(&f, (struct feed_sip){2, 9, "SIP/2.0 200 OK", "1 INVITE",
			     .call_id = "leg2", .to_tag = "q",
			     .sdp = FEED_SDP(2, 6000, "8")});
	feed_sip(&f, (struct feed_sip){9, 1, "SIP/2.0 200 OK", "1 INVITE",
			     .to_tag = "r", .sdp = FEED_SDP(2, 6000, "8")});
	feed_talk(&f, A_TO_B, 3);
	feed_talk(&f, B_TO_A, 3);
	book_finish(f.book);
	assert_int_equal(f.book->stream_count, 2);
	assert_ptr_equal(f.book->streams->call, f.book->calls);
	assert_ptr_equal(f.book->streams->next->call, f.book->calls);
	feed_end(&f);
}

/* A sender that invents SSRCs costs bounded work and bounded memory. */
static void ssrc_flood(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp r = A_TO_B;

	(void)state;
	f.book->stream_pool.cap = 100;
	feed_call(&f);
	for (uint32_t i = 0; i < 5000; i++) {
		r.ssrc = 0x1000 + i;
		feed_talk(&f, r, 2);
	}
	assert_true(f.book->stream_count <= 100);
	/* 200 s: twenty windows of SOURCE_WINDOW. */
	uint64_t begun =
		f.book->counts.streams_evicted + f.book->stream_count;
	assert_true(begun >= 100 && begun <= 20 * SOURCE_STREAMS);
	assert_int_equal(begun + f.book->calls->rtp_refused, 5000);
	book_finish(f.book);
	assert_int_equal(f.book->calls->stream_count, f.book->stream_count);
	feed_end(&f);
}

/*
 * Round trip by hand (RFC 3550 clause 6.4.1): SR passes at t, the RR that
 * quotes it comes 130 ms later and states a DLSR of 0.05 s (3277/65536): 80 ms.
 */
static void round_trip(void **state)
{
	struct feed f = feed_start();
	uint8_t sr[28] = {0x80, 200, 0, 6};
	uint8_t rr[32] = {0x81, 201, 0, 7};

	(void)state;
	feed_u32(sr + 4, 0xaaaa);
	feed_u32(sr + 8, 0x1234b705);
	feed_u32(sr + 12, 0x20000000);
	feed_u32(sr + 20, 60);
	feed_u32(rr + 4, 0xbbbb);
	feed_u32(rr + 8, 0xaaaa);
	feed_u32(rr + 12, 0x1a000002); /* fraction 26/256, cumulative 2 */
	feed_u32(rr + 16, 65530 + 60 - 1);
	feed_u32(rr + 20, 80); /* 10 ms at 8 kHz */
	feed_u32(rr + 24, 0xb7052000);
	feed_u32(rr + 28, 3277);
	feed_call(&f);
	feed_talk(&f, A_TO_B, 60);
	feed_bytes(&f, feed_at(1, 4001), feed_at(2, 6001), sr, sizeof(sr));
	feed_ms(&f, 130);
	feed_bytes(&f, feed_at(2, 6001), feed_at(1, 4001), rr, sizeof(rr));
	book_finish(f.book);
	struct stream *s = f.book->streams;
	assert_int_equal(s->sender_reports, 1);
	assert_int_equal(s->sender_packets, 60);
	assert_int_equal(s->reports, 1);
	assert_float_equal(stream_rtt_ms(s).v, 80.0, 0.02);
	assert_float_equal(stream_remote_jitter_ms(s).v, 10.0, 1e-9);
	assert_float_equal(stream_remote_lost_pct(s).v, 100.0 * 2 / 60, 1e-9);
	assert_int_equal(f.book->counts.stray_reports, 0);
	feed_end(&f);
}

/* RFC 4733: one key press is one timestamp, however many packets it takes. */
static void digits(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp r = A_TO_B;
	static const uint8_t keys[] = {1, 11, 11};

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE",
			     .sdp = FEED_SDP(1, 4000, "8 101")
				     "a=rtpmap:101 telephone-event/8000\r\n"});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 INVITE",
			     .to_tag = "b",
			     .sdp = FEED_SDP(2, 6000, "8 101")
				     "a=rtpmap:101 telephone-event/8000\r\n"});
	feed_talk(&f, r, 3);
	r.payload_type = 101;
	r.sequence = (uint16_t)(r.sequence + 3);
	for (size_t k = 0; k < COUNT_OF(keys); k++) {
		r.timestamp += 1600;
		for (uint8_t i = 1; i <= 6; i++) {
			/* the last three packets are the end, repeated */
			bool end = i > 3;
			uint16_t duration = (uint16_t)(end ? 640 : i * 160);
			r.payload[0] = keys[k];
			r.payload[1] = (uint8_t)(10 | (end ? 0x80 : 0));
			r.payload[2] = (uint8_t)(duration >> 8);
			r.payload[3] = (uint8_t)duration;
			feed_rtp(&f, r);
			r.sequence++;
		}
	}
	book_finish(f.book);
	struct call *c = f.book->calls;
	assert_int_equal(c->digit_count, 3);
	assert_int_equal(c->digits->digit, '1');
	assert_int_equal(c->digits->next->digit, '#');
	assert_int_equal(c->digits->next->next->digit, '#');
	assert_int_equal(c->digits->duration, 640);
	assert_int_equal(c->digits->clock_hz, 8000);
	assert_true(slice_is(stream_format_name(f.book->streams), "PCMA"));
	feed_end(&f);
}

/* 25 s make three intervals of 10 s of packet time; loss falls into its own. */
static void intervals(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp r = A_TO_B;

	(void)state;
	feed_call(&f);
	for (unsigned i = 0; i < 1250; i++) {
		if (i < 600 || i >= 610) {
			feed_rtp(&f, r);
		}
		r.sequence++;
		r.timestamp += 160;
		feed_ms(&f, 20);
	}
	book_finish(f.book);
	const struct timeline *t = &f.book->streams->timeline;
	assert_int_equal(t->count, 3);
	assert_int_equal(t->items[0].packets + t->items[1].packets +
				 t->items[2].packets,
		1240);
	assert_int_equal(t->items[0].lost, 0);
	assert_int_equal(t->items[1].lost, 10);
	assert_int_equal(t->items[1].expected, 500);
	assert_int_equal(t->items[1].packets, 490);
	assert_int_equal(t->items[2].lost, 0);
	assert_true(interval_jitter_ms(&t->items[0]).known);
	feed_end(&f);
}

static void registers(void **state)
{
	struct feed f = feed_start();
	static const char contact[] = "Contact: <sip:1001@10.0.0.1>\r\n"
				      "Expires: 300\r\n";
	static const char proof[] = "Contact: <sip:1001@10.0.0.1>\r\n"
				    "Expires: 300\r\n"
				    "Authorization: Digest username=\"1001\"\r\n";

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "REGISTER sip:x SIP/2.0",
			     "1 REGISTER", .extra = contact});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 401 Unauthorized",
			     "1 REGISTER", .to_tag = "z"});
	struct registration *r = f.book->registrations;
	assert_int_equal(r->state, REGISTRATION_CHALLENGED);
	assert_int_equal(r->failures, 0);
	feed_sip(&f, (struct feed_sip){1, 2, "REGISTER sip:x SIP/2.0",
			     "2 REGISTER", .extra = proof});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 401 Unauthorized",
			     "2 REGISTER", .to_tag = "z"});
	assert_int_equal(r->state, REGISTRATION_FAILED);
	assert_int_equal(r->failures, 1);
	feed_sip(&f, (struct feed_sip){1, 2, "REGISTER sip:x SIP/2.0",
			     "3 REGISTER", .extra = proof});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "3 REGISTER",
			     .to_tag = "z",
			     .extra = "Contact: <sip:1001@10.0.0.1>;expires=60\r\n"});
	assert_int_equal(r->state, REGISTRATION_REGISTERED);
	assert_float_equal(r->expires_s.v, 60, 1e-9);
	assert_int_equal(r->successes, 1);
	assert_int_equal(f.book->registration_count, 1);
	assert_int_equal(f.book->call_count, 0);
	feed_end(&f);
}

/* The oldest call that is over goes first, with its streams and ports. */
static void eviction(void **state)
{
	struct feed f = feed_start();
	char id[16];

	(void)state;
	f.book->call_pool.cap = 3;
	feed_call(&f);
	feed_talk(&f, A_TO_B, 4);
	for (int i = 0; i < 5; i++) {
		(void)snprintf(id, sizeof(id), "n%d", i);
		feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
				     "1 INVITE", .call_id = id});
		feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 486 Busy Here",
				     "1 INVITE", .call_id = id, .to_tag = "b"});
	}
	assert_int_equal(f.book->call_count, 3);
	assert_int_equal(f.book->counts.calls_evicted, 3);
	assert_true(slice_is(f.book->calls->call_id, "c1"));
	assert_int_equal(f.book->stream_count, 1);
	f.book->call_pool.cap = 0; /* nothing is over but everything must go */
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .call_id = "last"});
	book_finish(f.book);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bound_both_ways),
		cmocka_unit_test(media_first),
		cmocka_unit_test(how_many_packets),
		cmocka_unit_test(two_from_the_start),
		cmocka_unit_test(ssrc_and_type_change),
		cmocka_unit_test(port_again),
		cmocka_unit_test(two_legs_one_port),
		cmocka_unit_test(ssrc_flood),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(digits),
		cmocka_unit_test(intervals),
		cmocka_unit_test(registers),
		cmocka_unit_test(eviction),
	};

	return RUN_TESTS(tests);
}
