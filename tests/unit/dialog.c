/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signalling to calls: each test plays messages and states what a person who
 * reads them would say. RFC 3261 clauses are named where they decide.
 */
#include "tests/unit/feed.h"

#define MS(maybe, want)                                                        \
	do {                                                                   \
		assert_true((maybe).known);                                    \
		assert_float_equal((maybe).v, want, 1e-6);                     \
	} while (0)

static struct call *only_call(struct feed *f)
{
	book_finish(f->book);
	assert_int_equal(f->book->call_count, 1);
	return f->book->calls;
}

static void completed(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_call(&f);
	feed_ms(&f, 4950);
	feed_sip(&f, (struct feed_sip){2, 1, "BYE sip:1001@10.0.0.1 SIP/2.0",
			     "7 BYE", .from_tag = "b", .to_tag = "a"});
	feed_ms(&f, 10);
	feed_sip(&f, (struct feed_sip){1, 2, "SIP/2.0 200 OK", "7 BYE",
			     .from_tag = "b", .to_tag = "a"});
	struct call *c = only_call(&f);
	assert_int_equal(c->state, CALL_COMPLETED);
	assert_int_equal(c->status, 200);
	assert_int_equal(c->hangup_by, SIDE_CALLEE);
	assert_true(slice_is(c->from_user, "1001"));
	assert_true(slice_is(c->from_name, "Alice"));
	assert_true(slice_is(c->to_user, "1002"));
	MS(c->pdd_ms, 100);
	MS(c->ring_ms, 1900);
	MS(c->setup_ms, 2000);
	MS(c->duration_s, 5.0);
	assert_int_equal(c->message_count, 6);
	assert_int_equal(c->answer.frame, 3);
	assert_int_equal(c->end.frame, 5);
	assert_true(slice_is(c->messages->summary, "INVITE"));
	assert_true(slice_is(c->messages->next->summary, "180 Ringing"));
	feed_end(&f);
}

/* RFC 3261 clause 22.2: the challenge and the second INVITE are one call. */
static void challenged(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .sdp = NULL});
	feed_ms(&f, 50);
	feed_sip(&f, (struct feed_sip){2, 1,
			     "SIP/2.0 407 Proxy Authentication Required",
			     "1 INVITE", .to_tag = "p"});
	feed_sip(&f, (struct feed_sip){1, 2, "ACK sip:1002@x SIP/2.0", "1 ACK",
			     .to_tag = "p"});
	feed_ms(&f, 10);
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "2 INVITE", .sdp = NULL});
	feed_ms(&f, 140);
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 180 Ringing", "2 INVITE",
			     .to_tag = "b"});
	struct call *c = only_call(&f);
	assert_int_equal(c->state, CALL_RINGING);
	assert_int_equal(c->status, 0);
	assert_int_equal(c->hops[0].challenges, 1);
	assert_int_equal(c->hops[0].invites, 2);
	assert_int_equal(c->fork_count, 1);
	MS(c->pdd_ms, 200);
	assert_false(c->setup_ms.known);
	assert_false(c->duration_s.known);
	feed_end(&f);
}

static void wrong_password(void **state)
{
	struct feed f = feed_start();

	(void)state;
	for (int i = 1; i <= 3; i++) {
		char cseq[16];
		char branch[16];
		(void)snprintf(cseq, sizeof(cseq), "%d INVITE", i);
		(void)snprintf(branch, sizeof(branch), "x%d", i);
		feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
				     cseq, .branch = branch});
		feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 401 Unauthorized",
				     cseq, .branch = branch, .to_tag = "p"});
	}
	struct call *c = only_call(&f);
	assert_int_equal(c->state, CALL_FAILED);
	assert_int_equal(c->status, 401);
	assert_int_equal(c->hops[0].challenges, 3);
	assert_false(c->pdd_ms.known);
	feed_end(&f);
}

struct ending {
	const char *status_line;
	enum call_state state;
	bool ring;
};

static void endings(void **state)
{
	static const struct ending rows[] = {
		{"SIP/2.0 302 Moved Temporarily", CALL_REDIRECTED, false},
		{"SIP/2.0 403 Forbidden", CALL_REJECTED, false},
		{"SIP/2.0 404 Not Found", CALL_REJECTED, false},
		{"SIP/2.0 408 Request Timeout", CALL_UNANSWERED, true},
		{"SIP/2.0 480 Temporarily Unavailable", CALL_UNANSWERED, true},
		{"SIP/2.0 486 Busy Here", CALL_BUSY, false},
		{"SIP/2.0 487 Request Terminated", CALL_CANCELLED, true},
		{"SIP/2.0 488 Not Acceptable Here", CALL_REJECTED, false},
		{"SIP/2.0 500 Server Internal Error", CALL_FAILED, false},
		{"SIP/2.0 503 Service Unavailable", CALL_FAILED, false},
		{"SIP/2.0 600 Busy Everywhere", CALL_BUSY, false},
		{"SIP/2.0 603 Decline", CALL_REJECTED, true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct feed f = feed_start();
		feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
				     "1 INVITE", .sdp = NULL});
		if (rows[i].ring) {
			feed_sip(&f, (struct feed_sip){2, 1,
					     "SIP/2.0 180 Ringing", "1 INVITE",
					     .to_tag = "b"});
		}
		feed_ms(&f, 3000);
		feed_sip(&f, (struct feed_sip){2, 1, rows[i].status_line,
				     "1 INVITE", .to_tag = "b"});
		struct call *c = only_call(&f);
		assert_int_equal(c->state, rows[i].state);
		assert_int_equal(c->ring_ms.known, rows[i].ring);
		assert_false(c->duration_s.known);
		assert_true(c->pdd_ms.known);
		feed_end(&f);
	}
}

static void cancelled(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .branch = "i"});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 180 Ringing", "1 INVITE",
			     .to_tag = "b", .branch = "i"});
	feed_sip(&f, (struct feed_sip){1, 2, "CANCEL sip:1002@x SIP/2.0",
			     "1 CANCEL", .branch = "i"});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 CANCEL",
			     .to_tag = "b", .branch = "i"});
	struct call *c = only_call(&f);
	assert_int_equal(c->state, CALL_CANCELLED);
	assert_int_equal(c->status, 0);
	assert_int_equal(c->hops[0].cancel.frame, 3);
	feed_end(&f);

	/* RFC 3261 clause 9.1: a 200 that crosses the CANCEL answers the call. */
	f = feed_start();
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .branch = "i"});
	feed_sip(&f, (struct feed_sip){1, 2, "CANCEL sip:1002@x SIP/2.0",
			     "1 CANCEL", .branch = "i"});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 INVITE",
			     .to_tag = "b", .branch = "i"});
	assert_int_equal(only_call(&f)->state, CALL_ESTABLISHED);
	feed_end(&f);
}

static void silence(void **state)
{
	struct feed f = feed_start();

	(void)state;
	/* Timer B (RFC 3261 clause 17.1.1.2) is 32 s: before it, who knows. */
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .sdp = NULL});
	feed_ms(&f, 31000);
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .sdp = NULL});
	struct call *c = only_call(&f);
	assert_int_equal(c->state, CALL_INCOMPLETE);
	assert_int_equal(c->retransmissions, 1);
	assert_true(c->messages->next->retransmission);
	feed_end(&f);

	f = feed_start();
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .sdp = NULL});
	feed_ms(&f, 32000);
	feed_sip(&f, (struct feed_sip){1, 3, "OPTIONS sip:x SIP/2.0",
			     "1 OPTIONS", .call_id = "other"});
	assert_int_equal(only_call(&f)->state, CALL_FAILED);
	assert_int_equal(f.book->counts.call_messages_outside, 1);
	feed_end(&f);
}

/* The capture starts inside the call: nothing is known of its set-up. */
static void mid_call(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){2, 1, "BYE sip:1001@x SIP/2.0", "9 BYE",
			     .from_tag = "b", .to_tag = "a"});
	feed_sip(&f, (struct feed_sip){1, 2, "SIP/2.0 200 OK", "9 BYE",
			     .from_tag = "b", .to_tag = "a"});
	struct call *c = only_call(&f);
	assert_true(c->began_before);
	assert_int_equal(c->state, CALL_COMPLETED);
	assert_int_equal(c->hangup_by, SIDE_UNKNOWN);
	assert_false(c->duration_s.known);
	assert_false(c->pdd_ms.known);
	feed_end(&f);

	f = feed_start(); /* a re-INVITE first: answered, and no BYE */
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "5 INVITE", .to_tag = "b"});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "5 INVITE",
			     .to_tag = "b"});
	c = only_call(&f);
	assert_true(c->began_before);
	assert_int_equal(c->state, CALL_ESTABLISHED);
	assert_int_equal(c->reinvites, 1);
	assert_false(c->setup_ms.known);
	feed_end(&f);
}

/* A proxy passes one Call-ID on: one call, two hops, times of the first. */
static void proxied(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 9, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .branch = "a"});
	feed_ms(&f, 10);
	feed_sip(&f, (struct feed_sip){9, 2, "INVITE sip:1002@y SIP/2.0",
			     "1 INVITE", .branch = "p"});
	feed_ms(&f, 10);
	feed_sip(&f, (struct feed_sip){2, 9, "SIP/2.0 180 Ringing", "1 INVITE",
			     .branch = "p", .to_tag = "b"});
	feed_ms(&f, 10);
	feed_sip(&f, (struct feed_sip){9, 1, "SIP/2.0 180 Ringing", "1 INVITE",
			     .branch = "a", .to_tag = "b"});
	feed_ms(&f, 970);
	feed_sip(&f, (struct feed_sip){2, 9, "SIP/2.0 200 OK", "1 INVITE",
			     .branch = "p", .to_tag = "b"});
	feed_ms(&f, 10);
	feed_sip(&f, (struct feed_sip){9, 1, "SIP/2.0 200 OK", "1 INVITE",
			     .branch = "a", .to_tag = "b"});
	feed_ms(&f, 2000);
	/* no Record-Route: the BYE goes directly between the phones */
	feed_sip(&f, (struct feed_sip){1, 2, "BYE sip:1002@y SIP/2.0", "2 BYE",
			     .to_tag = "b"});
	struct call *c = only_call(&f);
	assert_int_equal(c->hop_count, 3);
	assert_int_equal(c->retransmissions, 0);
	assert_int_equal(c->state, CALL_COMPLETED);
	assert_int_equal(c->hangup_by, SIDE_CALLER);
	assert_int_equal(c->fork_count, 1);
	MS(c->pdd_ms, 30);
	MS(c->setup_ms, 1010);
	MS(c->duration_s, 2.0);
	feed_end(&f);
}

static void forked(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .sdp = NULL});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 180 Ringing", "1 INVITE",
			     .to_tag = "b1"});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 180 Ringing", "1 INVITE",
			     .to_tag = "b2"});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 INVITE",
			     .to_tag = "b2"});
	struct call *c = only_call(&f);
	assert_int_equal(c->fork_count, 2);
	assert_int_equal(c->forks[0].status, 180);
	assert_int_equal(c->forks[1].status, 200);
	assert_int_equal(c->retransmissions, 0);
	feed_end(&f);
}

static void retransmitted(void **state)
{
	struct feed f = feed_start();

	(void)state;
	for (int i = 0; i < 3; i++) {
		feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
				     "1 INVITE",
				     .sdp = FEED_SDP(1, 4000, "8")});
		feed_ms(&f, 500);
	}
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 INVITE",
			     .to_tag = "b"});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 INVITE",
			     .to_tag = "b"});
	struct call *c = only_call(&f);
	assert_int_equal(c->retransmissions, 3);
	assert_int_equal(c->hops[0].invites, 1);
	assert_ptr_equal(c->exchanges, c->exchanges_tail);
	MS(c->setup_ms, 1500);
	feed_end(&f);
}

static void exchanges(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_call(&f);
	/* hold: a re-INVITE and its answer */
	feed_sip(&f, (struct feed_sip){2, 1, "INVITE sip:1001@x SIP/2.0",
			     "4 INVITE", .from_tag = "b", .to_tag = "a",
			     .sdp = FEED_SDP(2, 6000, "8") "a=sendonly\r\n"});
	feed_sip(&f, (struct feed_sip){1, 2, "SIP/2.0 200 OK", "4 INVITE",
			     .from_tag = "b", .to_tag = "a",
			     .sdp = FEED_SDP(1, 4000, "8") "a=recvonly\r\n"});
	struct call *c = only_call(&f);
	struct exchange *x = c->exchanges;
	assert_int_equal(x->offer->frame, 1);
	assert_int_equal(x->answer->frame, 3);
	assert_int_equal(x->offer->lines[0].format_count, 2);
	assert_int_equal(x->next->offer->lines[0].direction, SDP_SENDONLY);
	assert_int_equal(x->next->answer->lines[0].direction, SDP_RECVONLY);
	assert_null(x->next->next);
	assert_ptr_equal(call_exchange(c), x->next);
	assert_int_equal(c->reinvites, 1);
	assert_int_equal(c->state, CALL_ESTABLISHED);
	feed_end(&f);
}

/* RFC 3261 clause 13.2.1: no offer in the INVITE: 200 offers, ACK answers. */
static void late_offer(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .sdp = NULL});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 INVITE",
			     .to_tag = "b", .sdp = FEED_SDP(2, 6000, "8 0")});
	feed_sip(&f, (struct feed_sip){1, 2, "ACK sip:1002@x SIP/2.0", "1 ACK",
			     .to_tag = "b", .sdp = FEED_SDP(1, 4000, "0")});
	struct call *c = only_call(&f);
	assert_ptr_equal(c->exchanges, c->exchanges_tail);
	assert_int_equal(c->exchanges->offer->frame, 2);
	assert_int_equal(c->exchanges->answer->frame, 3);
	feed_end(&f);
}

static void info_digits(void **state)
{
	static const char body[] = "INFO sip:1002@x SIP/2.0\r\n"
				   "Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKq\r\n"
				   "From: <sip:1001@x>;tag=a\r\n"
				   "To: <sip:1002@x>;tag=b\r\n"
				   "Call-ID: c1\r\nCSeq: 3 INFO\r\n"
				   "Content-Type: application/dtmf-relay\r\n"
				   "Content-Length: 26\r\n\r\n"
				   "Signal= #\r\nDuration= 160\r\n";
	struct feed f = feed_start();

	(void)state;
	feed_call(&f);
	feed_bytes(&f, feed_at(1, 5060), feed_at(2, 5060), body,
		sizeof(body) - 1);
	struct call *c = only_call(&f);
	assert_int_equal(c->digit_count, 1);
	assert_int_equal(c->digits->digit, '#');
	assert_int_equal(c->digits->duration, 160);
	assert_int_equal(c->digits->method, DIGIT_INFO);
	assert_int_equal(c->digits->by, SIDE_CALLER);
	feed_end(&f);
}

/* Files may be given in any order: the earlier call is number 1. */
static void order_of_start(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .call_id = "late"});
	feed_ms(&f, -60000);
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .call_id = "early"});
	book_finish(f.book);
	assert_true(slice_is(f.book->calls->call_id, "early"));
	assert_int_equal(f.book->calls->id, 1);
	assert_true(slice_is(f.book->calls->next->call_id, "late"));
	assert_ptr_equal(f.book->calls_tail, f.book->calls->next);
	assert_ptr_equal(f.book->calls_tail->prev, f.book->calls);
	assert_null(f.book->calls_tail->next);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(completed),
		cmocka_unit_test(challenged),
		cmocka_unit_test(wrong_password),
		cmocka_unit_test(endings),
		cmocka_unit_test(cancelled),
		cmocka_unit_test(silence),
		cmocka_unit_test(mid_call),
		cmocka_unit_test(proxied),
		cmocka_unit_test(forked),
		cmocka_unit_test(retransmitted),
		cmocka_unit_test(exchanges),
		cmocka_unit_test(late_offer),
		cmocka_unit_test(info_digits),
		cmocka_unit_test(order_of_start),
	};

	return RUN_TESTS(tests);
}
