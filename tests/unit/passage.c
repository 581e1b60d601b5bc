/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One book with several points: nothing is counted twice, losses and delays. */
#include "calls/passage.h"

#include "tests/unit/feed.h"
#include "tests/unit/near.h"

#define MS NS_PER_MS

/* A book with @points that listen for an hour from the start of the feed. */
static struct feed start(size_t points)
{
	struct feed f = feed_start();

	f.book->point_count = points;
	for (size_t k = 0; k < points; k++) {
		f.book->points[k] = (struct book_point){
			f.ts - NS_PER_S, f.ts + 3600 * NS_PER_S};
	}
	return f;
}

static void rtp(struct feed *f, uint8_t point, unsigned from, unsigned to,
	uint32_t ssrc, uint16_t seq)
{
	f->point = point;
	feed_rtp(f, (struct feed_rtp){from, to, 4000, 5000, ssrc, seq,
			    seq * 160U, .payload_type = 8});
}

/* 100 packets to point 0, and 7 ms later to point 1 but for every 10th. */
static void between_two(void **state)
{
	struct feed f = start(2);

	(void)state;
	for (uint16_t i = 0; i < 100; i++) {
		rtp(&f, 0, 1, 2, 0xabc, i);
		feed_ms(&f, 7);
		if (i % 10 != 5) {
			rtp(&f, 1, 1, 2, 0xabc, i);
		}
		feed_ms(&f, 13);
	}
	book_finish(f.book);
	assert_int_equal(f.book->stream_count, 2);
	const struct passage *p = passages_first(f.book);
	assert_non_null(p);
	assert_null(p->next);
	assert_int_equal(p->from->point, 0);
	assert_int_equal(p->to->point, 1);
	assert_int_equal(p->both, 90);
	assert_int_equal(p->lost, 10);
	assert_int_equal(p->missed, 0);
	assert_near(transit_mean_ms(p->transit).v, 7, 1e-9);
	assert_near(transit_jitter_ms(p->transit).v, 0, 1e-9);
	assert_ptr_equal(p->from->onward, p);
	assert_ptr_equal(p->to->arrival, p);
	assert_ptr_equal(p->to->same_as, p->from);
	book_destroy(f.book);
}

/* Behind NAT the addresses differ, and a duplicate is no second packet. */
static void through_nat(void **state)
{
	struct feed f = start(3);

	(void)state;
	for (uint16_t i = 0; i < 50; i++) {
		rtp(&f, 1, 1, 2, 0xabc, i);
		feed_ms(&f, 2);
		rtp(&f, 0, 9, 2, 0xabc, i);
		rtp(&f, 0, 9, 2, 0xabc, i);
		feed_ms(&f, 3);
		rtp(&f, 2, 9, 2, 0xabc, i);
		feed_ms(&f, 15);
	}
	book_finish(f.book);
	const struct passage *p = passages_first(f.book);
	assert_int_equal(p->from->point, 1);
	assert_int_equal(p->to->point, 0);
	assert_null(p->to->same_as);
	assert_int_equal(p->both, 50);
	assert_near(transit_mean_ms(p->transit).v, 2, 1e-9);
	p = p->next;
	assert_int_equal(p->from->point, 0);
	assert_int_equal(p->to->point, 2);
	assert_near(transit_mean_ms(p->transit).v, 3, 1e-9);
	assert_int_equal(p->lost + p->missed, 0);
	assert_null(p->next);
	book_destroy(f.book);
}

/* A load generator: one recording with one SSRC in every call. */
static void one_recording_many_calls(void **state)
{
	struct feed f = start(2);

	(void)state;
	for (uint16_t i = 0; i < 20; i++) {
		for (unsigned call = 10; call < 14; call++) {
			rtp(&f, 0, call, 2, 0xabc, i);
			rtp(&f, 1, call, 2, 0xabc, i);
		}
		feed_ms(&f, 20);
	}
	book_finish(f.book);
	size_t n = 0;
	for (const struct passage *p = passages_first(f.book); p; p = p->next) {
		assert_true(endpoint_eq(&p->from->src, &p->to->src));
		assert_int_equal(p->both, 20);
		n++;
	}
	assert_int_equal(n, 4);
	book_destroy(f.book);
}

/* A point that listened for a while only is not blamed for the rest. */
static void listening_time(void **state)
{
	struct feed f = start(2);

	(void)state;
	f.book->points[1] = (struct book_point){
		f.ts + 400 * MS, f.ts + 1200 * MS};
	for (uint16_t i = 0; i < 100; i++) {
		ns_t since = i * 20 * MS;
		rtp(&f, 0, 1, 2, 0xabc, i);
		if (since >= 400 * MS && since < 1200 * MS && i != 40) {
			f.ts += MS;
			rtp(&f, 1, 1, 2, 0xabc, i);
			f.ts -= MS;
		}
		feed_ms(&f, 20);
	}
	book_finish(f.book);
	const struct passage *p = passages_first(f.book);
	assert_int_equal(p->both, 39);
	assert_int_equal(p->lost, 1);
	book_destroy(f.book);
}

static void one_point_costs_nothing(void **state)
{
	struct feed f = start(1);

	(void)state;
	for (uint16_t i = 0; i < 10; i++) {
		rtp(&f, 0, 1, 2, 0xabc, i);
		feed_ms(&f, 20);
	}
	book_finish(f.book);
	assert_null(f.book->passages);
	assert_null(passages_first(f.book));
	book_destroy(f.book);
}

/* Streams that give way take their trails along. */
static void evicted(void **state)
{
	struct book_limits limits = book_limits_default();

	(void)state;
	limits.streams = 4;
	struct feed f = {.book = book_create(&limits, 1), .ts = NS_PER_S};
	f.book->point_count = 2;
	f.book->points[0] = (struct book_point){0, 3600 * NS_PER_S};
	f.book->points[1] = f.book->points[0];
	for (uint32_t ssrc = 1; ssrc < 200; ssrc++) {
		for (uint16_t i = 0; i < 3; i++) {
			rtp(&f, 0, 1, 2, ssrc, i);
			rtp(&f, 1, 1, 2, ssrc, i);
			feed_ms(&f, 20);
		}
	}
	assert_true(f.book->counts.streams_evicted > 100);
	assert_int_equal(f.book->stream_count, 4);
	assert_int_equal(f.book->counts.out_of_memory, 0);
	book_finish(f.book);
	/* The last ones are still told: the room of the others was reused. */
	assert_int_equal(passages_first(f.book)->both, 3);
	assert_non_null(passages_first(f.book)->next);
	book_destroy(f.book);
}

static void sip(struct feed *f, uint8_t point, unsigned from, unsigned to,
	const char *start_line, const char *cseq)
{
	char text[600];
	int n = snprintf(text, sizeof(text),
		"%s\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK%s\r\n"
		"From: <sip:1@x>;tag=a\r\nTo: <sip:2@x>%s\r\n"
		"Call-ID: c\r\nCSeq: %s\r\nContent-Length: 0\r\n\r\n",
		start_line, cseq, *start_line == 'S' ? ";tag=b" : "", cseq);

	f->point = point;
	feed_bytes(f, feed_at(from, 5060), feed_at(to, 5060), text, (size_t)n);
}

static void messages_once(void **state)
{
	struct feed f = start(2);

	(void)state;
	sip(&f, 0, 1, 2, "INVITE sip:2@x SIP/2.0", "1 INVITE");
	feed_ms(&f, 5);
	sip(&f, 1, 1, 2, "INVITE sip:2@x SIP/2.0", "1 INVITE");
	feed_ms(&f, 495);
	/* T1: sent again, lost before point 1 */
	sip(&f, 0, 1, 2, "INVITE sip:2@x SIP/2.0", "1 INVITE");
	feed_ms(&f, 1000);
	/* and again, seen at both */
	sip(&f, 0, 1, 2, "INVITE sip:2@x SIP/2.0", "1 INVITE");
	feed_ms(&f, 5);
	sip(&f, 1, 1, 2, "INVITE sip:2@x SIP/2.0", "1 INVITE");
	feed_ms(&f, 100);
	sip(&f, 1, 2, 1, "SIP/2.0 180 Ringing", "1 INVITE");
	feed_ms(&f, 5);
	sip(&f, 0, 2, 1, "SIP/2.0 180 Ringing", "1 INVITE");
	book_finish(f.book);
	const struct call *c = f.book->calls;
	assert_int_equal(c->message_count, 4);
	assert_int_equal(c->retransmissions, 2);
	const struct message *m = c->messages;
	assert_int_equal(m->point, 0);
	assert_int_equal(m->sightings->ts - m->ts, 5 * MS);
	m = m->next;
	assert_true(m->retransmission);
	assert_null(m->sightings);
	m = m->next;
	assert_true(m->retransmission);
	assert_int_equal(m->sightings->ts - m->ts, 5 * MS);
	m = m->next;
	assert_int_equal(m->point, 1);
	assert_int_equal(m->sightings->point, 0);
	/* Point 0 saw the INVITE first: its clock alone gives the delay. */
	assert_near(c->pdd_ms.v, 1610, 1e-6);
	book_destroy(f.book);
}

static void registrations_once(void **state)
{
	struct feed f = start(2);

	(void)state;
	for (unsigned cseq = 1; cseq <= 2; cseq++) {
		const char *text = cseq == 1 ? "1 REGISTER" : "2 REGISTER";
		sip(&f, 0, 1, 2, "REGISTER sip:x SIP/2.0", text);
		feed_ms(&f, 5);
		sip(&f, 1, 1, 2, "REGISTER sip:x SIP/2.0", text);
		feed_ms(&f, 5);
		sip(&f, 1, 2, 1, "SIP/2.0 200 OK", text);
		feed_ms(&f, 5);
		sip(&f, 0, 2, 1, "SIP/2.0 200 OK", text);
		feed_ms(&f, 900);
	}
	sip(&f, 1, 1, 2, "REGISTER sip:x SIP/2.0", "1 REGISTER"); /* very late */
	book_finish(f.book);
	assert_int_equal(f.book->registration_count, 1);
	assert_int_equal(f.book->registrations->requests, 2);
	assert_int_equal(f.book->registrations->successes, 2);
	assert_int_equal(f.book->counts.retransmissions, 0);
	book_destroy(f.book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(between_two),
		cmocka_unit_test(through_nat),
		cmocka_unit_test(one_recording_many_calls),
		cmocka_unit_test(listening_time),
		cmocka_unit_test(one_point_costs_nothing),
		cmocka_unit_test(evicted),
		cmocka_unit_test(messages_once),
		cmocka_unit_test(registrations_once),
	};

	return RUN_TESTS(tests);
}
