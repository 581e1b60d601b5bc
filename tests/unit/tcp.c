/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Connections: order, loss, limits and who gives way. The messages are as small
 * as SIP can be; what is expected was written down by hand.
 */
#include "tests/unit/test.h"

#include <stdlib.h>

#include "tests/unit/tcp_feed.h"

#define ACK_A "ACK sip:a@x SIP/2.0\r\nl:0\r\n\r\n"
#define BYE_B "BYE sip:b@x SIP/2.0\r\nl:4\r\n\r\nbody"
#define A_LEN ((uint32_t)sizeof(ACK_A) - 1)
#define B_LEN ((uint32_t)sizeof(BYE_B) - 1)

static void syn(struct feed *f, uint32_t client, uint32_t server)
{
	feed_flags(f, 0, SEGMENT_SYN, client, 0);
	feed_flags(f, 1, SEGMENT_SYN | SEGMENT_ACK, server, client + 1);
}

static void one_and_many_in_a_segment(void **state)
{
	struct feed *f = feed_begin(NULL);

	(void)state;
	syn(f, 99, 499);
	feed_data(f, 0, 100, 500, SLICE(ACK_A));
	feed_is(f, "[" ACK_A "]");
	assert_int_equal(f->last.transport, TRANSPORT_TCP);
	assert_int_equal(f->last.kind, PACKET_DATAGRAM);
	assert_int_equal(f->last.payload_wire, A_LEN);
	feed_data(f, 0, 100 + A_LEN, 500, SLICE(BYE_B "\r\n\r\n" ACK_A));
	feed_is(f, "[" ACK_A "][" BYE_B "][" ACK_A "]");
	assert_int_equal(tcp_held(f->tcp), 0);
	assert_int_equal(tcp_counts(f->tcp)->connections, 1);
	feed_end(f);
}

static void byte_by_byte_across_the_wrap(void **state)
{
	static const char text[] = BYE_B ACK_A BYE_B;
	struct feed *f = feed_begin(NULL);
	uint32_t seq = UINT32_MAX - 20;

	(void)state;
	syn(f, seq - 1, 0);
	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		feed_data(f, 0, seq++, 0, (struct slice){text + i, 1});
	}
	feed_is(f, "[" BYE_B "][" ACK_A "][" BYE_B "]");
	assert_int_equal(f->last.frame, 2 + sizeof(text) - 1);
	feed_end(f);
}

static void reordered_repeated_overlapping(void **state)
{
	static const char text[] = BYE_B ACK_A;
	struct feed *f = feed_begin(NULL);

	(void)state;
	syn(f, 99, 499);
	/* The end first; it must not be taken for the start. */
	feed_data(f, 0, 120, 0, (struct slice){text + 20, B_LEN + A_LEN - 20});
	feed_is(f, "");
	feed_data(f, 0, 110, 0, (struct slice){text + 10, 15});
	feed_data(f, 0, 105, 0, (struct slice){text + 5, 30});
	feed_data(f, 0, 100, 0, (struct slice){text, 8});
	feed_is(f, "[" BYE_B "][" ACK_A "]");
	feed_data(f, 0, 100, 0, (struct slice){text, 8});
	feed_data(
		f, 0, 99 + B_LEN + A_LEN, 0, SLICE("\n")); /* RFC 9293 3.8.4 */
	feed_is(f, "[" BYE_B "][" ACK_A "]");
	const struct tcp_counts *c = tcp_counts(f->tcp);
	assert_int_equal(c->reordered, 3);
	assert_int_equal(c->repeated, 2);
	assert_int_equal(c->conflicts, 0);
	assert_int_equal(c->gaps, 0);
	assert_int_equal(tcp_held(f->tcp), 0);
	feed_end(f);
}

static void first_bytes_win(void **state)
{
	struct feed *f = feed_begin(NULL);

	(void)state;
	syn(f, 99, 499);
	feed_data(f, 0, 104, 0, SLICE("sip:a@x SIP/2.0\r\nl:0\r\n\r\n"));
	feed_data(f, 0, 100, 0, SLICE("ACK sip:evil@x SIP/2.0\r\n"));
	feed_is(f, "[" ACK_A "]");
	assert_int_equal(tcp_counts(f->tcp)->conflicts, 1);
	feed_data(f, 0, 100 + A_LEN, 0, SLICE("BYE sip:"));
	feed_data(f, 0, 100 + A_LEN, 0, SLICE("ACK sip:evil"));
	assert_int_equal(tcp_counts(f->tcp)->conflicts, 2);
	feed_end(f);
}

static void a_hole_is_given_up(void **state)
{
	struct feed *f = feed_begin(NULL);
	const struct tcp_counts *c = tcp_counts(f->tcp);

	(void)state;
	syn(f, 99, 499);
	feed_data(f, 0, 100, 0, SLICE(ACK_A));
	/* 10 bytes lost, then half of a body, then a message. */
	feed_data(f, 0, 110 + A_LEN, 0, SLICE("half a body" BYE_B));
	feed_is(f, "[" ACK_A "]");
	f->now += 2 * NS_PER_S;
	feed_flags(f, 1, SEGMENT_ACK, 500, 100);
	feed_is(f, "[" ACK_A "]");
	f->now += 2 * NS_PER_S;
	feed_flags(f, 1, SEGMENT_ACK, 500, 100);
	feed_is(f, "[" ACK_A "][" BYE_B "]");
	assert_int_equal(c->gaps, 1);
	assert_int_equal(c->skipped_bytes, 10);
	assert_int_equal(c->garbage_bytes, 11);
	assert_int_equal(c->acked_unseen, 0);
	assert_int_equal(f->last.frame, 4); /* of the segment that waited */
	feed_end(f);
}

static void an_acknowledged_hole_goes_soon(void **state)
{
	struct feed *f = feed_begin(NULL);
	const uint32_t end = 100 + A_LEN;

	(void)state;
	syn(f, 99, 499);
	feed_data(f, 0, 100, 0, SLICE(ACK_A));
	feed_data(f, 0, end + 7, 0, SLICE(BYE_B));
	feed_flags(f, 1, SEGMENT_ACK, 500, end + 7 + B_LEN);
	feed_is(f, "[" ACK_A "]");
	f->now += 200 * NS_PER_MS;
	feed_flags(f, 1, SEGMENT_ACK, 500, end + 7 + B_LEN);
	feed_is(f, "[" ACK_A "][" BYE_B "]");
	feed_end(f);
}

static void unseen_data_is_told(void **state)
{
	struct feed *f = feed_begin(NULL);
	const struct tcp_counts *c = tcp_counts(f->tcp);

	(void)state;
	syn(f, 99, 499);
	feed_data(f, 0, 100, 500, SLICE(ACK_A));
	feed_flags(f, 1, SEGMENT_ACK, 500, 100 + A_LEN);
	/* Acknowledged before it was captured: only late. */
	feed_flags(f, 1, SEGMENT_ACK, 500, 100 + 2 * A_LEN);
	feed_data(f, 0, 100 + A_LEN, 500, SLICE(ACK_A));
	assert_int_equal(c->acked_unseen, 0);
	feed_flags(f, 1, SEGMENT_ACK, 500, 100 + 3 * A_LEN);
	feed_data(f, 0, 100 + 3 * A_LEN, 500, SLICE(ACK_A));
	tcp_finish(f->tcp);
	assert_int_equal(c->acked_unseen, 1);
	assert_int_equal(c->acked_unseen_frame, 7);
	assert_int_equal(c->sip, 3);
	feed_end(f);
}

static void a_lost_body_is_shown_cut(void **state)
{
	struct feed *f = feed_begin(NULL);

	(void)state;
	syn(f, 99, 499);
	struct packet p = feed_packet(f, 0, 0, 100, 0,
		SLICE("BYE sip:b@x SIP/2.0\r\nl:40\r\n\r\nbo"));
	p.payload_wire += 38; /* the snapshot length cut it */
	tcp_segment(f->tcp, &p);
	feed_is(f, "[cut:BYE sip:b@x SIP/2.0\r\nl:40\r\n\r\nbo]");
	feed_data(f, 0, 100 + p.payload_wire, 0, SLICE(ACK_A));
	feed_is(f, "[cut:BYE sip:b@x SIP/2.0\r\nl:40\r\n\r\nbo][" ACK_A "]");
	assert_int_equal(tcp_counts(f->tcp)->cut, 1);
	assert_int_equal(tcp_counts(f->tcp)->gaps, 1);
	feed_end(f);
}

static void ends_with_fin_reset_or_capture(void **state)
{
	static const uint8_t ends[] = {SEGMENT_FIN, SEGMENT_RST, 0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct feed *f = feed_begin(NULL);
		struct slice half =
			SLICE("BYE sip:b@x SIP/2.0\r\nl:9\r\n\r\nbo");
		syn(f, 99, 499);
		feed_data(f, 0, 100, 0, half);
		if (ends[i]) {
			feed_flags(f, 0, ends[i], 100 + (uint32_t)half.n, 0);
		} else {
			tcp_finish(f->tcp);
		}
		feed_is(f, "[cut:BYE sip:b@x SIP/2.0\r\nl:9\r\n\r\nbo]");
		assert_int_equal(f->last.frame, ends[i] ? 4 : 3);
		assert_int_equal(f->last.src.port, 40000);
		tcp_finish(f->tcp);
		assert_int_equal(f->count, 1);
		feed_end(f);
	}
}

static void picked_up_in_the_middle(void **state)
{
	struct feed *f = feed_begin(NULL);

	(void)state;
	feed_data(f, 0, 5000, 0, SLICE("ontent-Length: 3\r\n\r\nabc" BYE_B));
	feed_is(f, "[" BYE_B "]");
	feed_data(f, 1, 100, 0, SLICE("SIP/2.0 200 OK\r\nl:0\r\n\r\n"));
	assert_int_equal(f->count, 2);
	feed_end(f);
}

static void a_keep_alive_begins_what_is_seen(void **state)
{
	struct feed *f = feed_begin(NULL);

	(void)state;
	feed_data(f, 0, 4999, 0, (struct slice){"\0", 1});
	feed_data(f, 0, 5000, 0, SLICE(BYE_B));
	feed_is(f, "[" BYE_B "]");
	feed_end(f);
}

static void data_with_the_syn(void **state)
{
	struct feed *f = feed_begin(NULL);
	struct packet p = feed_packet(
		f, 0, SEGMENT_SYN, 99, 0, SLICE(ACK_A)); /* RFC 7413 */

	(void)state;
	tcp_segment(f->tcp, &p);
	feed_flags(f, 1, SEGMENT_SYN | SEGMENT_ACK, 499, 100 + A_LEN);
	feed_data(f, 0, 100 + A_LEN, 500, SLICE(BYE_B));
	feed_is(f, "[" ACK_A "][" BYE_B "]");
	assert_int_equal(tcp_counts(f->tcp)->acked_unseen, 0);
	feed_end(f);
}

static void the_same_ports_again(void **state)
{
	struct feed *f = feed_begin(NULL);

	(void)state;
	syn(f, 99, 499);
	feed_data(f, 0, 100, 500, SLICE(ACK_A "BYE sip:"));
	feed_flags(f, 0, SEGMENT_SYN, 99, 0); /* a repeat changes nothing */
	feed_data(f, 0, 108 + A_LEN, 500, SLICE("b@x SIP/2.0\r\n\r\n"));
	assert_int_equal(f->count, 2);
	syn(f, 99999, 777);
	feed_data(f, 0, 100000, 778, SLICE(ACK_A));
	assert_int_equal(f->count, 3);
	feed_end(f);
}

static void one_side_tells_of_the_other(void **state)
{
	struct feed *f = feed_begin(NULL);

	(void)state;
	/* Binary junk makes the server's side dull; the client's SIP undoes it.
	 */
	for (uint32_t i = 0; i < 10; i++) {
		feed_data(
			f, 1, 100 + 4 * i, 0, (struct slice){"\1\2\3\377", 4});
	}
	feed_data(f, 0, 9000, 0, SLICE(ACK_A));
	feed_data(f, 1, 140, 0, SLICE("\nSIP/2.0 200 OK\r\nl:0\r\n\r\n"));
	assert_int_equal(f->count, 2);
	feed_end(f);
}

static void dull_streams_cost_nothing(void **state)
{
	const struct {
		struct slice first;
		uint64_t tls;
	} rows[] = {
		{SLICE("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), 0},
		{SLICE("SSH-2.0-OpenSSH_9.2\r\n"), 0},
		{SLICE("220 mail.example.com ESMTP\r\n"), 0},
		{SLICE("\0\0\0\x85\xffSMB"), 0},
		{SLICE("\x16\x03\x01\x02\0\x14\0\1\xfc\x03\x03"), 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct feed *f = feed_begin(NULL);
		syn(f, 99, 499);
		feed_data(f, 0, 100, 0, rows[i].first);
		feed_data(
			f, 0, 100 + (uint32_t)rows[i].first.n, 0, SLICE(ACK_A));
		/* Not even in order: nothing is kept. */
		feed_data(f, 0, 90000, 0, SLICE(ACK_A));
		assert_int_equal(f->count, 0);
		assert_int_equal(tcp_held(f->tcp), 0);
		assert_int_equal(
			tcp_counts(f->tcp)->tls_connections, rows[i].tls);
		assert_int_equal(tcp_counts(f->tcp)->gaps, 0);
		feed_end(f);
	}
}

/* Records come out until the encryption begins; then nothing is kept. */
static void tls_greets(void **state)
{
	struct feed *f = feed_begin(NULL);

	(void)state;
	syn(f, 99, 499);
	feed_data(f, 0, 100, 0, SLICE("\x16\x03\x01\0\x04\1\0"));
	assert_int_equal(f->count, 0);
	feed_data(f, 0, 107, 0, SLICE("\0\0\x15\x03\x01\0\2\2\x30"));
	assert_int_equal(f->count, 2);
	feed_data(f, 0, 116, 0, SLICE("\x14\x03\x03\0\1\1\x16\x03\x03"));
	feed_data(f, 0, 125, 0, SLICE("\x15\x03\x03\0\2\2\x30"));
	assert_int_equal(f->count, 2);
	assert_int_equal(tcp_held(f->tcp), 0);
	assert_int_equal(tcp_counts(f->tcp)->tls_connections, 1);
	assert_int_equal(tcp_counts(f->tcp)->sip, 0);
	feed_end(f);
}

/* A frame stands beside what is told of TLS, also where it is found behind a
 * hole that was given up for its age, when another connection speaks. */
static void tls_behind_a_hole_has_its_frame(void **state)
{
	struct feed *f = feed_begin(NULL);

	(void)state;
	feed_data(f, 0, 100, 0, SLICE("\1\2\3\377"));
	feed_data(f, 0, 200, 0, SLICE("\x17\x03\x03\x01\0abc"));
	assert_int_equal(tcp_counts(f->tcp)->tls_connections, 0);
	f->now += 4 * NS_PER_S;
	struct packet other =
		feed_packet(f, 0, SEGMENT_ACK, 1, 1, SLICE("\1\2\3\377"));
	other.src.port++;
	tcp_segment(f->tcp, &other);
	assert_int_equal(tcp_counts(f->tcp)->tls_connections, 1);
	assert_int_equal(tcp_counts(f->tcp)->tls_frame, 2);
	feed_end(f);
}

static void limits_hold(void **state)
{
	struct tcp_limits limits = tcp_limits_default();
	static char big[1000];

	(void)state;
	limits.held_segments = 4;
	struct feed *f = feed_begin(&limits);
	syn(f, 99, 499);
	feed_data(f, 0, 100, 0, SLICE(ACK_A));
	for (uint32_t i = 0; i < 4; i++) {
		feed_data(f, 0, 1000 + i * (A_LEN + 1), 0, SLICE(ACK_A));
	}
	assert_int_equal(tcp_counts(f->tcp)->gaps, 0);
	feed_data(f, 0, 1000 + 4 * (A_LEN + 1), 0, SLICE(ACK_A));
	assert_true(tcp_counts(f->tcp)->gaps > 0);
	tcp_finish(f->tcp);
	assert_int_equal(f->count, 6);
	feed_end(f);

	limits = tcp_limits_default();
	limits.held_bytes = 4000;
	f = feed_begin(&limits);
	syn(f, 99, 499);
	for (uint32_t i = 0; i < 20; i++) {
		feed_data(f, 0, 200 + i * 1001, 0,
			(struct slice){big, sizeof(big)});
		assert_true(tcp_held(f->tcp) <= 4000 + 2 * sizeof(big));
	}
	feed_end(f);
}

/* @n connections, each a SYN and half of a message. */
static void half_open(struct feed *f, uint32_t n, bool data)
{
	for (uint32_t i = 0; i < n; i++) {
		struct packet p =
			feed_packet(f, 0, SEGMENT_SYN, 9, 0, SLICE(""));
		memcpy(p.src.ip.b + 12, &i, 4);
		tcp_segment(f->tcp, &p);
		if (data) {
			p.segment.flags = SEGMENT_ACK;
			p.segment.seq = 10;
			p.payload = SLICE("INVITE sip:b@x SIP/2.0\r\nVia");
			p.payload_wire = (uint32_t)p.payload.n;
			tcp_segment(f->tcp, &p);
		}
	}
}

static void a_real_call_survives_the_flood(void **state)
{
	struct feed *f = feed_begin(NULL);
	const struct tcp_limits limits = tcp_limits_default();

	(void)state;
	syn(f, 99, 499);
	feed_data(f, 0, 100, 0, SLICE(ACK_A "BYE sip:b@x"));
	half_open(f, 1000000, false);
	assert_int_equal(tcp_counts(f->tcp)->connections, 1);
	half_open(f, 1000000, true);
	assert_true(tcp_held(f->tcp) <= limits.total_bytes);
	feed_data(f, 0, 111 + A_LEN, 0, SLICE(" SIP/2.0\r\nl:0\r\n\r\n"));
	assert_int_equal(f->count, 2);
	const struct tcp_counts *c = tcp_counts(f->tcp);
	assert_int_equal(c->connections, 1000001);
	assert_int_equal(c->evicted_undecided, 1000001 - limits.connections);
	assert_int_equal(c->evicted_proven, 0);
	feed_end(f);
}

static void one_message_in_100000_segments(void **state)
{
	static char text[100000];
	struct feed *f = feed_begin(NULL);

	(void)state;
	int head = snprintf(
		text, sizeof(text), "BYE sip:b@x SIP/2.0\r\nl:60000\r\n\r\n");
	memset(text + head, 'x', sizeof(text) - (size_t)head);
	syn(f, 99, 499);
	for (uint32_t i = 0; i < sizeof(text); i++) {
		feed_data(f, 0, 100 + i, 0, (struct slice){text + i, 1});
	}
	assert_int_equal(f->count, 1);
	assert_int_equal(f->last.payload.n, 60000 + head);
	assert_true(tcp_held(f->tcp) <= 4 * FEED_TEXT);
	feed_end(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_and_many_in_a_segment),
		cmocka_unit_test(byte_by_byte_across_the_wrap),
		cmocka_unit_test(reordered_repeated_overlapping),
		cmocka_unit_test(first_bytes_win),
		cmocka_unit_test(a_hole_is_given_up),
		cmocka_unit_test(an_acknowledged_hole_goes_soon),
		cmocka_unit_test(unseen_data_is_told),
		cmocka_unit_test(a_lost_body_is_shown_cut),
		cmocka_unit_test(ends_with_fin_reset_or_capture),
		cmocka_unit_test(picked_up_in_the_middle),
		cmocka_unit_test(a_keep_alive_begins_what_is_seen),
		cmocka_unit_test(data_with_the_syn),
		cmocka_unit_test(the_same_ports_again),
		cmocka_unit_test(one_side_tells_of_the_other),
		cmocka_unit_test(dull_streams_cost_nothing),
		cmocka_unit_test(tls_greets),
		cmocka_unit_test(tls_behind_a_hole_has_its_frame),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(a_real_call_survives_the_flood),
		cmocka_unit_test(one_message_in_100000_segments),
	};

	return RUN_TESTS(tests);
}
