/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Claims of devices: tied to the call and the streams they are about, counted
 * when that was not seen, said once though seen on two hops, and bounded.
 */
#include "calls/claim.h"

#include "tests/unit/feed.h"

#define REPORT(id)                                                             \
	"VQSessionReport: CallTerm\r\nCallID:" id "\r\n"                       \
	"LocalAddr:IP=10.0.0.2 PORT=6000 SSRC=0xb\r\n"                         \
	"RemoteAddr:IP=10.0.0.1 PORT=4000 SSRC=0xa\r\nLocalMetrics:\r\n"       \
	"PacketLoss:NLR=%u.5 JDR=0.0\r\n"

static void publish(
	struct feed *f, unsigned to, const char *body, unsigned branch)
{
	char text[2048];
	int n = snprintf(text, sizeof(text),
		"PUBLISH sip:q@10.0.0.%u SIP/2.0\r\n"
		"Via: SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKp%u\r\n"
		"From: <sip:1002@x>;tag=p\r\nTo: <sip:q@x>\r\n"
		"Call-ID: p%u\r\nCSeq: %u PUBLISH\r\n"
		"Content-Type: application/vq-rtcpxr\r\n"
		"Content-Length: %zu\r\n\r\n%s",
		to, branch, branch, branch, strlen(body), body);

	assert_true(n > 0 && (size_t)n < sizeof(text));
	feed_bytes(f, feed_at(2, 5060), feed_at(to, 5060), text, (size_t)n);
}

/* The same report as a part beside a text. */
static void publish_parts(struct feed *f, const char *body)
{
	char text[2048], parts[1024];
	int m = snprintf(parts, sizeof(parts),
		"--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
		"--x\r\nContent-Type: application/vq-rtcpxr\r\n\r\n%s\r\n"
		"--x--\r\n",
		body);
	int n = snprintf(text, sizeof(text),
		"PUBLISH sip:q@10.0.0.3 SIP/2.0\r\n"
		"Via: SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKpm\r\n"
		"From: <sip:1002@x>;tag=p\r\nTo: <sip:q@x>\r\n"
		"Call-ID: pm\r\nCSeq: 1 PUBLISH\r\n"
		"Content-Type: multipart/mixed;boundary=x\r\n"
		"Content-Length: %d\r\n\r\n%s",
		m, parts);

	assert_true(m > 0 && (size_t)m < sizeof(parts));
	assert_true(n > 0 && (size_t)n < sizeof(text));
	feed_bytes(f, feed_at(2, 5060), feed_at(3, 5060), text, (size_t)n);
}

static struct feed_rtp talk(unsigned from)
{
	bool up = from == 1;

	return (struct feed_rtp){.from = from, .to = up ? 2 : 1,
		.from_port = up ? 4000 : 6000, .to_port = up ? 6000 : 4000,
		.ssrc = up ? 0xa : 0xb, .payload_type = 8};
}

static void tied(void **state)
{
	struct feed f = feed_start();
	char body[512];

	(void)state;
	feed_call(&f);
	feed_talk(&f, talk(1), 60);
	feed_talk(&f, talk(2), 60);
	for (unsigned i = 0; i < 2; i++) { /* on two hops, with one Call-ID */
		feed_sip(&f,
			(struct feed_sip){1 + i, 2 + i,
				"BYE sip:1002@10.0.0.2 SIP/2.0", "2 BYE",
				.to_tag = "b",
				.extra = "P-RTP-Stat: PS=60,PR=58,PL=2,JI=3\r\n"});
	}
	for (unsigned i = 0; i < 3; i++) {
		(void)snprintf(body, sizeof(body), REPORT("c1"), i / 2);
		publish(&f, 3, body, i); /* the second one says the same */
	}
	publish(&f, 3, "no report at all", 8);
	(void)snprintf(body, sizeof(body), REPORT("c1"), 7U);
	publish_parts(&f, body);
	book_finish(f.book);
	const struct claims *all = &f.book->claims;
	assert_int_equal(all->count, 4);
	assert_int_equal(all->unread, 1);
	assert_int_equal(all->unbound, 0);
	const struct stream *up = f.book->streams;
	const struct stream *down = up->next;
	assert_int_equal(up->ssrc, 0xa);
	/* What the callee heard is what the caller sent. */
	assert_non_null(up->claims);
	assert_int_equal(up->claims->kind, CLAIM_REPORT);
	assert_ptr_equal(up->claims->sent_as, down);
	assert_non_null(up->claims->next_of_heard);
	/* In a multipart, too. */
	assert_non_null(up->claims->next_of_heard->next_of_heard);
	assert_null(up->claims->next_of_heard->next_of_heard->next_of_heard);
	/* The caller's BYE tells of what it heard itself. */
	assert_non_null(down->claims);
	assert_int_equal(down->claims->kind, CLAIM_HEADER);
	assert_int_equal((int)down->claims->header.lost.v, 2);
	assert_ptr_equal(down->claims->call, f.book->calls);
	feed_end(&f);
}

/* No call, no stream; and more than there is room for. */
static void bounded(void **state)
{
	struct feed f = feed_start();
	char body[512];

	(void)state;
	for (unsigned i = 0; i < CLAIMS_MOST + 10; i++) {
		(void)snprintf(body, sizeof(body), REPORT("c%u"), i, i % 100);
		publish(&f, 3, body, i);
	}
	book_finish(f.book);
	assert_int_equal(f.book->claims.count, CLAIMS_MOST);
	assert_int_equal(f.book->claims.left_out, 10);
	assert_int_equal(f.book->claims.unbound, CLAIMS_MOST);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tied),
		cmocka_unit_test(bounded),
	};

	return RUN_TESTS(tests);
}
