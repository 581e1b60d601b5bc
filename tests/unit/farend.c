/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What ends say of a stream, packet by packet: 100 packets of 20 ms, of which a
 * row loses some before this point, behind it or in the capture; reports at packet
 * 40 and 80. And round trips that do not come from SR: DLRR, STUN, OPTIONS, TCP.
 */
#include "calls/farend.h"

#include "tests/unit/feed.h"

#include <math.h>

#define A 0x0a0a0a0aU
#define B 0x0b0b0b0bU

struct rr {
	int lost;         /* cumulative */
	unsigned highest; /* sequence */
	unsigned jitter;
};

static void feed_rr(struct feed *f, struct rr r)
{
	uint8_t b[32] = {0x81, 201, 0, 7};

	feed_u32(b + 4, B);
	feed_u32(b + 8, A);
	feed_u32(b + 12, (uint32_t)r.lost & 0xffffff);
	feed_u32(b + 16, r.highest);
	feed_u32(b + 20, r.jitter);
	feed_bytes(f, feed_at(2, 6001), feed_at(1, 4001), b, sizeof(b));
}

static void feed_sr(struct feed *f, uint32_t packets)
{
	uint8_t b[28] = {0x80, 200, 0, 6};

	feed_u32(b + 4, A);
	feed_u32(b + 8, (uint32_t)f->frame);
	feed_u32(b + 20, packets);
	feed_bytes(f, feed_at(1, 4001), feed_at(2, 6001), b, sizeof(b));
}

static struct feed_rtp packet_of(unsigned i)
{
	return (struct feed_rtp){.from = 1, .to = 2, .from_port = 4000,
		.to_port = 6000, .ssrc = A, .sequence = (uint16_t)(65500 + i),
		.timestamp = 160 * i, .payload_type = 8};
}

/* The highest number of packet @i, as a receiver that began at 65500 has it. */
static unsigned number(unsigned i)
{
	return 65500 + i;
}

struct scene {
	const char *name;
	unsigned gap, missing; /* not seen here, from packet `gap` on */
	struct rr at40, at80;  /* reports; highest 0: none */
	bool senders;          /* reports of the sender, with all it sent */
	unsigned before;       /* packets it sent before the capture */
	enum farend_place place;
	enum farend_why why;
	unsigned lost_before, behind, capture;
};

static void places(void **state)
{
	static const struct scene rows[] = {
		{"nothing lost", 0, 0, {0, 40, 3}, {0, 80, 3}, true, 0,
			PLACE_NOWHERE, 0, 0, 0, 0},
		{"before", 20, 5, {5, 40, 3}, {5, 80, 3}, true, 0,
			PLACE_BEFORE, 0, 5, 0, 0},
		{"behind", 0, 0, {4, 40, 3}, {9, 80, 3}, true, 0, PLACE_BEHIND,
			0, 0, 9, 0},
		{"both", 20, 5, {8, 40, 3}, {11, 80, 3}, true, 0, PLACE_BOTH, 0,
			5, 6, 0},
		{"by the capture", 20, 5, {0, 40, 3}, {0, 80, 3}, true, 0,
			PLACE_NOWHERE, 0, 0, 0, 5},
		/* 30 of the receiver's losses are from before the capture */
		{"began before", 50, 4, {30, 40, 3}, {40, 80, 3}, true, 1000,
			PLACE_BOTH, 0, 4, 6, 0},
		{"began before, one report", 0, 0, {0, 0, 0}, {40, 80, 3}, true,
			1000, PLACE_UNKNOWN, FAREND_ONE_REPORT, 0, 0, 0},
		{"begin not known, two reports", 50, 4, {30, 40, 3},
			{40, 80, 3}, false, 0, PLACE_BOTH, 0, 4, 6, 0},
		{"no report", 20, 5, {0, 0, 0}, {0, 0, 0}, true, 0,
			PLACE_UNKNOWN, FAREND_NO_REPORT, 0, 0, 0},
		{"a receiver that does not measure", 20, 5, {0, 40, 0},
			{0, 80, 0}, true, 0, PLACE_UNKNOWN, FAREND_UNMEASURED,
			0, 0, 0},
		{"reports of other numbers", 20, 5, {5, 20040, 3},
			{5, 20080, 3}, true, 0, PLACE_UNKNOWN,
			FAREND_ELSEWHERE, 0, 0, 0},
		/* the receiver is 10 behind us: the gap is not in its count */
		{"a report from before the gap", 75, 4, {0, 40, 3},
			{0, 70, 3}, true, 0, PLACE_NOWHERE, 0, 0, 0, 0},
		{"duplicates make it negative", 0, 0, {-3, 40, 3}, {-6, 80, 3},
			true, 0, PLACE_NOWHERE, 0, 0, 0, 0},
		{"two more: within what counts may differ", 0, 0, {2, 40, 3},
			{2, 80, 3}, true, 0, PLACE_NOWHERE, 0, 0, 2, 0},
	};

	(void)state;
	for (size_t k = 0; k < COUNT_OF(rows); k++) {
		const struct scene *s = &rows[k];
		struct feed f = feed_start();
		struct farend_loss l;
		for (unsigned i = 0; i < 100; i++) {
			if (i < s->gap || i >= s->gap + s->missing) {
				feed_rtp(&f, packet_of(i));
			}
			if (s->senders && (i == 1 || i == 90)) {
				feed_sr(&f, s->before + i + 1);
			}
			const struct rr *r = i == 40   ? &s->at40
					     : i == 80 ? &s->at80
						       : NULL;
			if (r && r->highest) {
				struct rr at = *r;
				at.highest = number(r->highest);
				feed_rr(&f, at);
			}
			feed_ms(&f, 20);
		}
		book_finish(f.book);
		print_message("# %s\n", s->name);
		farend_loss(f.book->streams, &l);
		assert_int_equal(l.place, s->place);
		if (l.place == PLACE_UNKNOWN) {
			assert_int_equal(l.why, s->why);
			assert_non_null(farend_why_text(l.why));
		} else {
			assert_int_equal(l.before, s->lost_before);
			assert_int_equal(l.behind, s->behind);
			assert_int_equal(l.capture, s->capture);
		}
		feed_end(&f);
	}
}

/* The sender counts more than came: a whole stretch without its numbers. */
static void sender_count(void **state)
{
	struct feed f = feed_start();
	struct farend_gap gap;

	(void)state;
	for (unsigned i = 0; i < 100; i++) {
		if (i < 30 || i >= 40) {
			feed_rtp(&f, packet_of(i));
		}
		if (i == 10) {
			feed_sr(&f, 11);
			assert_false(farend_gap(f.book->streams, &gap));
		}
		feed_ms(&f, 20);
	}
	feed_sr(&f, 100);
	assert_true(farend_gap(f.book->streams, &gap));
	assert_int_equal(gap.sent, 89);
	assert_int_equal(gap.seen, 79);
	assert_int_equal(gap.missing, 10);
	feed_end(&f);
}

/* A, which only listens, asks; B answers 50 ms later, having held it 20 ms. */
static void by_dlrr(void **state)
{
	struct feed f = feed_start();
	uint8_t rrtr[20] = {0x80, 207, 0, 4, 0, 0, 0, 0, 4, 0, 0, 2};
	uint8_t dlrr[24] = {0x80, 207, 0, 5, 0, 0, 0, 0, 5, 0, 0, 3};
	struct feed_rtp r = packet_of(0);

	(void)state;
	r.from = 2;
	r.to = 1;
	r.from_port = 6000;
	r.to_port = 4000;
	r.ssrc = B;
	feed_talk(&f, r, 60);
	feed_u32(rrtr + 4, A);
	feed_u32(rrtr + 12, 0x0000b705);
	feed_u32(rrtr + 16, 0x20000000);
	feed_bytes(&f, feed_at(1, 4001), feed_at(2, 6001), rrtr, sizeof(rrtr));
	feed_ms(&f, 50);
	feed_u32(dlrr + 4, B);
	feed_u32(dlrr + 12, A);
	feed_u32(dlrr + 16, 0xb7052000);
	feed_u32(dlrr + 20, 65536 / 50);
	feed_bytes(&f, feed_at(2, 6001), feed_at(1, 4001), dlrr, sizeof(dlrr));
	book_finish(f.book);
	const struct stream *s = f.book->streams;
	assert_non_null(s->far);
	assert_true(fabs(rtt_median_ms(&s->far->to_sender).v - 30) < 0.1);
	assert_int_equal(s->far->xr.blocks[XR_DLRR], 1);
	assert_true(s->delay.to_sender.rtt_ms.known);
	assert_false(s->delay.to_receiver.rtt_ms.known);
	assert_true(s->delay.network_is_minimum);
	feed_end(&f);
}

/* A receiver asks for pictures: NACK of two packets, PLI, FIR for A. */
static void asked(void **state)
{
	static const uint8_t body[][24] = {
		{0x81, 205, 0, 3, 11, 11, 11, 11, 10, 10, 10, 10, 0, 7, 0, 1},
		{0x81, 206, 0, 2, 11, 11, 11, 11, 10, 10, 10, 10},
		{0x84, 206, 0, 4, 11, 11, 11, 11, 0, 0, 0, 0, 10, 10, 10, 10, 1},
	};
	static const size_t size[] = {16, 12, 20};
	struct feed f = feed_start();

	(void)state;
	feed_talk(&f, packet_of(0), 10);
	for (size_t i = 0; i < COUNT_OF(size); i++) {
		feed_bytes(&f, feed_at(2, 6001), feed_at(1, 4001), body[i],
			size[i]);
	}
	const struct farend *far = f.book->streams->far;
	assert_non_null(far);
	assert_int_equal(far->asked[AVPF_NACK], 1);
	assert_int_equal(far->nack_packets, 2);
	assert_int_equal(far->asked[AVPF_PLI], 1);
	assert_int_equal(far->asked[AVPF_FIR], 1);
	assert_int_equal(far->asked_frame[AVPF_PLI], 12);
	feed_end(&f);
}

/* SRTCP: the first eight bytes are clear, the rest does not add up. */
/* Each value of the two bits (RFC 3611 4.7.6), by XR and by vq-rtcpxr; XR goes
 * before, and "unspecified" tells nothing. */
static void concealment(void **state)
{
	static const enum concealment want[] = {CONCEALMENT_UNTOLD,
		CONCEALMENT_NONE, CONCEALMENT_SOME, CONCEALMENT_SOME};
	static struct stream s;
	static struct farend far;
	static struct claim claim = {.kind = CLAIM_REPORT, .frame = 9};
	uint64_t frame;

	(void)state;
	assert_int_equal(
		farend_concealment(&s, NULL), CONCEALMENT_UNTOLD);
	claim.heard.present = true;
	for (unsigned i = 0; i < COUNT_OF(want); i++) {
		claim.heard.value[VQ_PLC] = maybe_of(i);
		s.claims = &claim;
		s.far = NULL;
		assert_int_equal(farend_concealment(&s, &frame), want[i]);
		assert_true(want[i] == CONCEALMENT_UNTOLD || frame == 9);
		claim.heard.value[VQ_PLC] = maybe_of(1);
		far.xr.voip.plc = (uint8_t)i;
		far.xr.voip_frame = 5;
		s.far = &far;
		assert_int_equal(farend_concealment(&s, &frame),
			i ? want[i] : CONCEALMENT_NONE);
		assert_int_equal(frame, i ? 5 : 9);
	}
}

static void unread(void **state)
{
	struct feed f = feed_start();
	uint8_t b[42] = {0x80, 200, 0, 6};

	(void)state;
	feed_talk(&f, packet_of(0), 10);
	feed_u32(b + 4, A);
	memset(b + 8, 0x5a, sizeof(b) - 8);
	feed_bytes(&f, feed_at(1, 4001), feed_at(2, 6001), b, sizeof(b));
	const struct farend *far = f.book->streams->far;
	assert_non_null(far);
	assert_int_equal(far->unread_sender, 1);
	assert_int_equal(far->sent.reports, 0);
	feed_end(&f);
}

static struct delay_side side_of(const struct feed *f, unsigned host)
{
	struct endpoint at = feed_at(host, 0);

	return roundtrip_side(f->book, &at.ip, 0);
}

static void by_options(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "OPTIONS sip:b@10.0.0.2 SIP/2.0",
			     "7 OPTIONS", .call_id = "o1"});
	feed_ms(&f, 25);
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "7 OPTIONS",
			     .call_id = "o1", .to_tag = "x"});
	assert_int_equal(side_of(&f, 2).by, DELAY_OPTIONS);
	assert_true(fabs(side_of(&f, 2).rtt_ms.v - 25) < 1e-6);
	assert_false(side_of(&f, 1).rtt_ms.known);
	/* Sent twice: the answer may be to either. */
	for (unsigned i = 0; i < 2; i++) {
		feed_sip(&f, (struct feed_sip){1, 3,
				     "OPTIONS sip:b@10.0.0.3 SIP/2.0",
				     "8 OPTIONS", .call_id = "o2",
				     .extra = i ? "X-Again: 1\r\n" : NULL});
		feed_ms(&f, 500);
	}
	feed_sip(&f, (struct feed_sip){3, 1, "SIP/2.0 200 OK", "8 OPTIONS",
			     .call_id = "o2", .to_tag = "x"});
	assert_false(side_of(&f, 3).rtt_ms.known);
	feed_end(&f);
}

static void segment(struct feed *f, unsigned from, unsigned to, uint8_t flags,
	uint32_t seq, uint32_t ack)
{
	struct packet p = {.ts = f->ts, .frame = ++f->frame,
		.src = feed_at(from, (uint16_t)(from == 1 ? 40000 : 5060)),
		.dst = feed_at(to, (uint16_t)(to == 1 ? 40000 : 5060)),
		.transport = TRANSPORT_TCP, .kind = PACKET_SEGMENT,
		.segment = {.seq = seq, .ack = ack, .flags = flags},
		.ip_bytes = 40, .wire_bytes = 54};

	book_other(f->book, &p);
}

static void by_tcp(void **state)
{
	struct feed f = feed_start();

	(void)state;
	segment(&f, 1, 2, SEGMENT_SYN, 0xffffffff, 0);
	feed_ms(&f, 12);
	segment(&f, 2, 1, SEGMENT_SYN | SEGMENT_ACK, 77, 5); /* of another */
	assert_false(side_of(&f, 2).rtt_ms.known);
	segment(&f, 2, 1, SEGMENT_SYN | SEGMENT_ACK, 77, 0);
	assert_int_equal(side_of(&f, 2).by, DELAY_TCP);
	assert_true(fabs(side_of(&f, 2).rtt_ms.v - 12) < 1e-6);
	feed_end(&f);
}

static void by_stun(void **state)
{
	struct feed f = feed_start();
	uint8_t b[20] = {0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 1, 2, 3};

	(void)state;
	feed_bytes(&f, feed_at(1, 4000), feed_at(2, 6000), b, sizeof(b));
	feed_ms(&f, 8);
	b[0] = 1;
	feed_bytes(&f, feed_at(2, 6000), feed_at(1, 4000), b, sizeof(b));
	assert_int_equal(side_of(&f, 2).by, DELAY_STUN);
	assert_true(fabs(side_of(&f, 2).rtt_ms.v - 8) < 1e-6);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places),
		cmocka_unit_test(sender_count),
		cmocka_unit_test(by_dlrr),
		cmocka_unit_test(asked),
		cmocka_unit_test(concealment),
		cmocka_unit_test(unread),
		cmocka_unit_test(by_options),
		cmocka_unit_test(by_tcp),
		cmocka_unit_test(by_stun),
	};

	return RUN_TESTS(tests);
}
