/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What proxies, routers and gaps in a capture do to a call. Times are worked out
 * by hand from the steps of each test.
 */
#include "tests/unit/feed.h"

#define MS(maybe, expected)                                                    \
	do {                                                                   \
		assert_true((maybe).known);                                    \
		assert_float_equal((maybe).v, (expected), 1e-9);               \
	} while (0)

static struct call *only_call(struct feed *f)
{
	book_finish(f->book);
	assert_int_equal(f->book->call_count, 1);
	return f->book->calls;
}

/* feed_sip with ports of its own. */
static void at_ports(struct feed *f, uint16_t src_port, uint16_t dst_port,
	struct feed_sip m)
{
	char text[1024];
	int n = snprintf(text, sizeof(text),
		"%s\r\nVia: SIP/2.0/UDP 10.0.0.%u;branch=z9hG4bK%s\r\n"
		"From: <sip:1001@x>;tag=%s\r\nTo: <sip:1002@x>%s%s\r\n"
		"Call-ID: c1\r\nCSeq: %s\r\n%sContent-Length: %zu\r\n\r\n%s",
		m.start, m.from, m.branch, m.from_tag ? m.from_tag : "a",
		m.to_tag ? ";tag=" : "", m.to_tag ? m.to_tag : "", m.cseq,
		m.sdp ? "Content-Type: application/sdp\r\n" : "",
		m.sdp ? strlen(m.sdp) : 0, m.sdp ? m.sdp : "");

	feed_bytes(f, feed_at(m.from, src_port), feed_at(m.to, dst_port), text,
		(size_t)n);
}

/*
 * The INVITE with credentials is not in the capture (it came in fragments): the
 * answers to it still belong to the call, and its first attempt is not its end.
 */
static void second_invite_lost(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){
			     1, 9, "INVITE sip:1002@x SIP/2.0", "1 INVITE",
			     .call_id = "c1"});
	feed_sip(&f, (struct feed_sip){9, 1, "SIP/2.0 407 Proxy", "1 INVITE",
			     .to_tag = "p"});
	feed_ms(&f, 100);
	feed_sip(&f, (struct feed_sip){9, 1, "SIP/2.0 180 Ringing", "2 INVITE",
			     .to_tag = "b"});
	feed_ms(&f, 4000);
	feed_sip(&f, (struct feed_sip){9, 1, "SIP/2.0 487 Terminated",
			     "2 INVITE", .to_tag = "b"});
	struct call *c = only_call(&f);
	assert_int_equal(c->state, CALL_CANCELLED);
	assert_int_equal(c->status, 487);
	MS(c->ring_ms, 4000);
	feed_end(&f);
}

/* Two phones behind one router: the proxy sends the INVITE back to the address
 * it came from, to another port. These are two hops, not one. */
static void behind_one_router(void **state)
{
	struct feed f = feed_start();

	(void)state;
	at_ports(&f, 1024, 5060,
		(struct feed_sip){1, 9, "INVITE sip:1002@x SIP/2.0", "1 INVITE",
			.branch = "a"});
	feed_ms(&f, 10);
	at_ports(&f, 5060, 2048,
		(struct feed_sip){9, 1, "INVITE sip:1002@y SIP/2.0", "1 INVITE",
			.branch = "p"});
	feed_ms(&f, 10);
	at_ports(&f, 2048, 5060,
		(struct feed_sip){1, 9, "SIP/2.0 180 Ringing", "1 INVITE",
			.branch = "p", .to_tag = "b"});
	feed_ms(&f, 500);
	at_ports(&f, 5060, 1024,
		(struct feed_sip){9, 1, "SIP/2.0 180 Ringing", "1 INVITE",
			.branch = "a", .to_tag = "b"});
	struct call *c = only_call(&f);
	assert_int_equal(c->hop_count, 2);
	assert_int_equal(c->hops[1].invite.frame, 2);
	assert_int_equal(c->hops[1].ringing.frame, 3);
	MS(c->pdd_ms, 520);
	feed_end(&f);
}

/* A user calls himself: both hops are between the same two endpoints. */
static void to_himself(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 9, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .branch = "a"});
	feed_ms(&f, 10);
	feed_sip(&f, (struct feed_sip){9, 1, "INVITE sip:1002@y SIP/2.0",
			     "1 INVITE", .branch = "p"});
	feed_ms(&f, 10);
	feed_sip(&f, (struct feed_sip){1, 9, "SIP/2.0 180 Ringing", "1 INVITE",
			     .branch = "p", .to_tag = "b"});
	feed_ms(&f, 10);
	feed_sip(&f, (struct feed_sip){9, 1, "SIP/2.0 180 Ringing", "1 INVITE",
			     .branch = "a", .to_tag = "b"});
	feed_ms(&f, 1000);
	feed_sip(&f, (struct feed_sip){1, 9, "SIP/2.0 200 OK", "1 INVITE",
			     .branch = "p", .to_tag = "b"});
	feed_ms(&f, 10);
	feed_sip(&f, (struct feed_sip){9, 1, "SIP/2.0 200 OK", "1 INVITE",
			     .branch = "a", .to_tag = "b"});
	struct call *c = only_call(&f);
	assert_int_equal(c->hop_count, 2);
	assert_int_equal(c->hops[0].answer.frame, 6);
	assert_int_equal(c->hops[1].answer.frame, 5);
	MS(c->pdd_ms, 30);
	MS(c->setup_ms, 1040);
	MS(c->ring_ms, 1010);
	feed_end(&f);
}

/* One proxy, one host, two ports: a busy line and one that answers. */
static void two_ports_of_one_host(void **state)
{
	struct feed f = feed_start();

	(void)state;
	at_ports(&f, 5060, 5060,
		(struct feed_sip){9, 2, "INVITE sip:1002@y SIP/2.0", "1 INVITE",
			.branch = "p1"});
	at_ports(&f, 5060, 5070,
		(struct feed_sip){9, 2, "INVITE sip:1002@z SIP/2.0", "1 INVITE",
			.branch = "p2"});
	at_ports(&f, 5060, 5060,
		(struct feed_sip){2, 9, "SIP/2.0 486 Busy", "1 INVITE",
			.branch = "p1", .to_tag = "b1"});
	at_ports(&f, 5070, 5060,
		(struct feed_sip){2, 9, "SIP/2.0 200 OK", "1 INVITE",
			.branch = "p2", .to_tag = "b2"});
	struct call *c = only_call(&f);
	assert_int_equal(c->hop_count, 2);
	assert_int_equal(c->hops[0].status, 486);
	assert_int_equal(c->hops[1].status, 200);
	assert_int_equal(c->state, CALL_ESTABLISHED);
	feed_end(&f);
}

/* Without Record-Route the ACK goes past the proxy: still the call's ACK. */
static void ack_past_the_proxy(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){
			     1, 9, "INVITE sip:1002@x SIP/2.0", "1 INVITE",
			     .call_id = "c1"});
	feed_sip(&f, (struct feed_sip){9, 1, "SIP/2.0 200 OK", "1 INVITE",
			     .to_tag = "b"});
	feed_sip(&f, (struct feed_sip){1, 2, "ACK sip:1002@y SIP/2.0", "1 ACK",
			     .to_tag = "b"});
	assert_int_equal(only_call(&f)->ack.frame, 3);
	feed_end(&f);
}

/* Who hung up, by From tag and by the direction on the hop. */
static void who_hung_up(void **state)
{
	static const struct {
		unsigned from, to;
		const char *from_tag, *to_tag;
		enum call_side by;
	} rows[] = {
		{1, 2, "a", "b", SIDE_CALLER},
		{2, 1, "b", "a", SIDE_CALLEE},
		/* RFC 3261 clause 12.2.1.1 broken by something between */
		{1, 2, "a2", "b", SIDE_CALLER},
		{2, 1, "b2", "a", SIDE_CALLEE},
		/* the tag tells, wherever the request comes from */
		{7, 8, "b", "a", SIDE_CALLEE},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct feed f = feed_start();
		feed_call(&f);
		feed_sip(&f, (struct feed_sip){rows[i].from, rows[i].to,
				     "BYE sip:x@x SIP/2.0", "9 BYE",
				     .from_tag = rows[i].from_tag,
				     .to_tag = rows[i].to_tag});
		assert_int_equal(only_call(&f)->hangup_by, rows[i].by);
		feed_end(&f);
	}
}

/* RFC 3261 clause 21.1.5, 183 with in-band ringing: docs/METRICS.md, ring_ms. */
static void ringing_by_183(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){
			     1, 2, "INVITE sip:1002@x SIP/2.0", "1 INVITE",
			     .call_id = "c1"});
	feed_ms(&f, 10);
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 183 Session Progress",
			     "1 INVITE", .to_tag = "b"});
	feed_ms(&f, 3000);
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 INVITE",
			     .to_tag = "b"});
	struct call *c = only_call(&f);
	MS(c->pdd_ms, 10);
	MS(c->ring_ms, 3000);
	feed_end(&f);
}

/* A proxy passes INFO on: one key press; the next request is another one. */
static void info_on_two_hops(void **state)
{
	static const struct {
		unsigned from, to;
		const char *cseq;
	} rows[] = {{1, 9, "3"}, {9, 2, "3"}, {1, 9, "4"}, {9, 2, "4"}};
	struct feed f = feed_start();
	char text[512];

	(void)state;
	feed_call(&f);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int n = snprintf(text, sizeof(text),
			"INFO sip:1002@x SIP/2.0\r\n"
			"Via: SIP/2.0/UDP 10.0.0.%u;branch=z9hG4bK%zu\r\n"
			"From: <sip:1001@x>;tag=a\r\nTo: <sip:1002@x>;tag=b\r\n"
			"Call-ID: c1\r\nCSeq: %s INFO\r\n"
			"Content-Type: application/dtmf-relay\r\n"
			"Content-Length: 9\r\n\r\nSignal=5\n",
			rows[i].from, i, rows[i].cseq);
		feed_bytes(&f, feed_at(rows[i].from, 5060),
			feed_at(rows[i].to, 5060), text, (size_t)n);
	}
	assert_int_equal(only_call(&f)->digit_count, 2);
	feed_end(&f);
}

/* All hops on one host: each answer belongs to the offer of its own ports. */
static void hops_of_one_host(void **state)
{
	struct feed f = feed_start();

	(void)state;
	at_ports(&f, 5061, 5060,
		(struct feed_sip){1, 1, "INVITE sip:1002@x SIP/2.0", "1 INVITE",
			.branch = "a", .sdp = FEED_SDP(1, 4000, "8")});
	at_ports(&f, 5060, 5062,
		(struct feed_sip){1, 1, "INVITE sip:1002@x SIP/2.0", "1 INVITE",
			.branch = "p", .sdp = FEED_SDP(1, 4000, "8")});
	at_ports(&f, 5062, 5060,
		(struct feed_sip){1, 1, "SIP/2.0 200 OK", "1 INVITE",
			.branch = "p", .to_tag = "b",
			.sdp = FEED_SDP(1, 6000, "8")});
	at_ports(&f, 5060, 5061,
		(struct feed_sip){1, 1, "SIP/2.0 200 OK", "1 INVITE",
			.branch = "a", .to_tag = "b",
			.sdp = FEED_SDP(1, 6000, "8")});
	struct call *c = only_call(&f);
	assert_int_equal(c->exchanges->offer->frame, 1);
	assert_int_equal(c->exchanges->answer->frame, 4);
	assert_int_equal(c->exchanges->next->answer->frame, 3);
	feed_end(&f);
}

/* Counters of one call stand still at their end; the flood counts as a whole. */
static void flood_of_one_call(void **state)
{
	struct book_limits limits = book_limits_default();
	struct feed f = {.ts = NS_PER_S};
	char cseq[24];

	(void)state;
	limits.messages_per_call = 3;
	f.book = book_create(&limits, 1);
	assert_non_null(f.book);
	for (unsigned i = 1; i <= 66000; i++) {
		(void)snprintf(cseq, sizeof(cseq), "%u INVITE", i);
		feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:b@x SIP/2.0",
				     cseq, .to_tag = "b"});
	}
	struct call *c = only_call(&f);
	assert_int_equal(c->message_count, 3);
	assert_int_equal(c->messages_left_out, UINT16_MAX);
	assert_int_equal(c->reinvites, UINT16_MAX);
	assert_int_equal(f.book->counts.requests[METHOD_INVITE], 66000);
	feed_end(&f);
}

/* The limit of all calls together: the oldest go, whatever each one holds. */
static void bytes_of_all_calls(void **state)
{
	struct book_limits limits = book_limits_default();
	struct feed f = {.ts = NS_PER_S};
	char id[24];

	(void)state;
	limits.bytes = 100000;
	f.book = book_create(&limits, 1);
	assert_non_null(f.book);
	for (unsigned i = 0; i < 500; i++) {
		(void)snprintf(id, sizeof(id), "c%u", i);
		feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:b@x SIP/2.0",
				     "1 INVITE", .call_id = id,
				     .sdp = FEED_SDP(1, 4000, "8")});
		assert_true(f.book->bytes <= limits.bytes);
	}
	assert_int_equal(f.book->call_count + f.book->counts.calls_evicted, 500);
	assert_true(f.book->call_count > 10);
	assert_true(slice_is(f.book->calls_tail->call_id, "c499"));
	limits.bytes = 1; /* less than one call: none stays */
	f.book->limits = limits;
	feed_call(&f);
	assert_int_equal(f.book->call_count, 0);
	assert_int_equal(f.book->bytes, 0);
	feed_end(&f);
}

/* An answer that comes twice is one answer; answers alone tell each its own. */
static void registrar_repeats(void **state)
{
	static const char proof[] = "Authorization: Digest username=\"1\"\r\n";
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "REGISTER sip:x SIP/2.0",
			     "1 REGISTER", .extra = proof});
	for (int i = 0; i < 3; i++) {
		feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 403 Forbidden",
				     "1 REGISTER", .to_tag = "z"});
	}
	assert_int_equal(f.book->registrations->failures, 1);
	assert_int_equal(f.book->counts.retransmissions, 2);
	feed_end(&f);

	f = feed_start(); /* one direction captured */
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 401 Unauthorized",
			     "1 REGISTER", .to_tag = "z"});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "2 REGISTER",
			     .to_tag = "z"});
	assert_int_equal(
		f.book->registrations->state, REGISTRATION_REGISTERED);
	feed_end(&f);
}

/* RFC 3261 clause 10.3: a 200 lists all bindings; ours is the second. */
static void another_device_registered(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "REGISTER sip:x SIP/2.0",
			     "1 REGISTER",
			     .extra = "Contact: <sip:1001@10.0.0.1>\r\n"
				      "Expires: 300\r\n"});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 REGISTER",
			     .to_tag = "z",
			     .extra = "Contact: <sip:1001@10.0.0.7>;expires=3555,"
				      " <sip:1001@10.0.0.1>;expires=120\r\n"});
	MS(f.book->registrations->expires_s, 120);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(second_invite_lost),
		cmocka_unit_test(behind_one_router),
		cmocka_unit_test(to_himself),
		cmocka_unit_test(two_ports_of_one_host),
		cmocka_unit_test(ack_past_the_proxy),
		cmocka_unit_test(who_hung_up),
		cmocka_unit_test(ringing_by_183),
		cmocka_unit_test(info_on_two_hops),
		cmocka_unit_test(hops_of_one_host),
		cmocka_unit_test(flood_of_one_call),
		cmocka_unit_test(bytes_of_all_calls),
		cmocka_unit_test(registrar_repeats),
		cmocka_unit_test(another_device_registered),
	};

	return RUN_TESTS(tests);
}
