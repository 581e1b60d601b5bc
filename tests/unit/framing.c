/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One stream, whole and in every prefix: what the framers cut out of it. Each
 * row names where its bytes come from.
 */
#include "tests/unit/test.h"

#include <stdlib.h>

#include "tests/unit/tcp_feed.h"

#define OK_ "SIP/2.0 200 OK\r\nl:0\r\n\r\n"
#define BYE "BYE sip:b@x SIP/2.0\r\nContent-Length: 4\r\n\r\nbody"
#define GET "GET / HTTP/1.1\r\nUpgrade: WebSocket\r\n\r\n"
#define RTP "\x80\x08\0\1\0\0\0\0SSRCaudio"
#define Z   "\0"

/* A literal with its length: it may hold zeros. */
#define L(text) text, sizeof(text) - 1

static const struct row {
	const char *stream;
	size_t n;
	const char *want; /* as tcp_feed.h writes it; NULL: see count */
	unsigned count;
	uint64_t garbage;
} rows[] = {
	/* RFC 3261 clause 18.3 and 7.5: empty lines before a start line. */
	{L("\r\n\r\n" OK_ "\r\n" BYE), "[" OK_ "][" BYE "]", 2, 0},
	/* RFC 5626 clause 3.5.1: ping and pong alone. */
	{L("\r\n\r\n\r\n\r\n\r\n"), "", 0, 0},
	/* RFC 3261 clause 7.3.1, 7.3.3: folded, compact, blanks, LF alone. */
	{L("ACK sip:a SIP/2.0\nl\n :\n 2\n\nhi" OK_),
		"[ACK sip:a SIP/2.0\nl\n :\n 2\n\nhi][" OK_ "]", 2, 0},
	/* The first of two lengths counts (dissect/sip.c agrees). */
	{L("ACK sip:a SIP/2.0\r\nl:1\r\nl:3\r\n\r\nx" OK_),
		"[ACK sip:a SIP/2.0\r\nl:1\r\nl:3\r\n\r\nx][" OK_ "]", 2, 0},
	/* Lies: none, -1, 2^32 + 4, 2^64 + 4, and one that is no number. */
	{L("ACK sip:a SIP/2.0\r\n\r\nbody\r\n" OK_),
		"[ACK sip:a SIP/2.0\r\n\r\n][" OK_ "]", 2, 6},
	{L("ACK sip:a SIP/2.0\r\nl:-1\r\n\r\nbody" OK_),
		"[ACK sip:a SIP/2.0\r\nl:-1\r\n\r\n][" OK_ "]", 2, 4},
	{L("ACK sip:a SIP/2.0\r\nl:4294967300\r\n\r\nbody" OK_),
		"[ACK sip:a SIP/2.0\r\nl:4294967300\r\n\r\n][" OK_ "]", 2, 4},
	{L("ACK sip:a SIP/2.0\r\nl:18446744073709551620\r\n\r\n" OK_),
		"[ACK sip:a SIP/2.0\r\nl:18446744073709551620\r\n\r\n][" OK_
		"]",
		2, 0},
	{L("ACK sip:a SIP/2.0\r\nl:0x4\r\n\r\n" OK_),
		"[ACK sip:a SIP/2.0\r\nl:0x4\r\n\r\n][" OK_ "]", 2, 0},
	/* Too short a length: the rest of the body is skipped. */
	{L("ACK sip:a SIP/2.0\r\nl:2\r\n\r\nbody\r\nmore" BYE),
		"[ACK sip:a SIP/2.0\r\nl:2\r\n\r\nbo][" BYE "]", 2, 8},
	/* RFC 4475 clause 3.1.2.1, a body of binary bytes. */
	{L("ACK sip:a SIP/2.0\r\nl:6\r\n\r\n" Z "\r\n" Z "\r\n" BYE), NULL, 2, 0},
	/* RFC 6455 clause 5.7 has "Hello": alone, masked, in fragments with a
	 * ping between. It is no SIP, so nothing comes out. */
	{L(GET "\x81\x05Hello"), "", 0, 0},
	{L(GET "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"), "", 0, 0},
	{L(GET "\x01\x03Hel\x89\x05Hello\x80\x02lo"), "", 0, 0},
	/* The same frames around SIP; 5.2: 7, 16 and 64 bits of length. */
	{L(GET "\x81\x17" OK_), "[" OK_ "]", 1, 0},
	{L(GET "\x81\x7e" Z "\x17" OK_), "[" OK_ "]", 1, 0},
	{L(GET "\x82\x7f" Z Z Z Z Z Z Z "\x17" OK_), "[" OK_ "]", 1, 0},
	{L(GET "\x01\x03SIP\x89\x05Hello" Z "\x0a/2.0 200 O\x80\x0aK\r\nl:0\r\n\r\n"),
		"[" OK_ "]", 1, 0},
	/* RFC 7692: the first reserved bit is compression; it is not read. */
	{L(GET "\xc1\x03\xf2\x48\xcd\x81\x17" OK_), "[" OK_ "]", 1, 0},
	/* RFC 4571 clause 2; one SSRC twice proves it. */
	{L(Z "\x11" RTP Z "\x11" RTP Z Z Z "\x11" RTP), NULL, 3, 0},
	{L(Z "\x11" RTP Z "\x11" "\x80\x08\0\1\0\0\0\0OTHRaudio"), "", 0, 0},
	/* RFC 2326 clause 10.12. */
	{L("PLAY rtsp://x RTSP/1.0\r\nCSeq: 1\r\n\r\n$\0" Z "\x11" RTP
	   "RTSP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc$\1" Z "\x11" RTP),
		NULL, 2, 0},
	/* RFC 8656 clause 12.4, 12.5: padded to four bytes on a stream. */
	{L(Z "\1" Z Z "\x21\x12\xa4\x42tttttttttttt"
	   "\x40\1" Z "\5hello" Z Z Z "\x40\1" Z "\4four"),
		NULL, 3, 0},
	/* HEP3: the length counts from the magic word. */
	{L("HEP3" Z "\x08" "abHEP3" Z "\x07" "c"), NULL, 2, 0},
	{L("HEP3" Z "\x08" "abjunkHEP3" Z "\x07" "c"), NULL, 2, 4},
};

/* Cut at @at, or not at all: at 0. */
static void try_row(const struct row *r, size_t at)
{
	struct feed *f = feed_begin(NULL);
	const struct tcp_counts *c = tcp_counts(f->tcp);

	feed_flags(f, 0, SEGMENT_SYN, 99, 0);
	if (at) {
		feed_data(f, 0, 100, 0, (struct slice){r->stream, at});
	}
	feed_data(f, 0, 100 + (uint32_t)at, 0,
		(struct slice){r->stream + at, r->n - at});
	assert_int_equal(f->count, r->count);
	if (r->want) {
		feed_is(f, r->want);
	}
	assert_int_equal(c->garbage_bytes, r->garbage);
	assert_int_equal(c->gaps, 0);
	feed_end(f);
}

static void whole_and_cut_anywhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		print_message("# row %zu\n", i); /* for who sees it fail */
		for (size_t at = 0; at < rows[i].n; at++) {
			try_row(&rows[i], at);
		}
	}
}

static void the_kinds_are_counted(void **state)
{
	struct feed *f = feed_begin(NULL);
	const struct tcp_counts *c = tcp_counts(f->tcp);
	const struct slice ws =
		SLICE(GET "\x81\x17" OK_ "\xc1\x03\xf2\x48\xcd\x81\x02{}");

	(void)state;
	feed_flags(f, 0, SEGMENT_SYN, 99, 0);
	feed_data(f, 0, 100, 0, ws);
	assert_int_equal(f->last.transport, TRANSPORT_WS);
	assert_int_equal(c->websocket, 1);
	assert_int_equal(c->compressed, 1);
	assert_int_equal(c->compressed_frame, 2);
	assert_int_equal(c->alien, 1);
	/* A frame of the other direction, whose handshake was not captured. */
	feed_data(f, 1, 7000, 0, SLICE("\x81\x17" OK_));
	feed_data(f, 1, 7025, 0,
		SLICE("\x81\x4b" "ACK sip:a@x SIP/2.0\r\nSubject: long enough to "
		      "be told\r\nContent-Length: 0\r\n\r\n"));
	assert_int_equal(c->websocket, 2);
	feed_end(f);
}

static void media_knows_its_bytes(void **state)
{
	struct feed *f = feed_begin(NULL);

	(void)state;
	feed_flags(f, 0, SEGMENT_SYN, 99, 0);
	feed_data(f, 0, 100, 0, SLICE(Z "\x11" RTP Z "\x11" RTP));
	assert_int_equal(f->count, 2);
	assert_int_equal(f->last.payload.n, 17);
	assert_int_equal(f->last.ip_bytes, 17 + 4);
	assert_int_equal(f->last.transport, TRANSPORT_TCP);
	feed_end(f);
}

static void longer_than_a_message(void **state)
{
	static char text[80000];
	struct feed *f = feed_begin(NULL);
	const struct tcp_counts *c = tcp_counts(f->tcp);
	int head = snprintf(text, sizeof(text),
		"BYE sip:b@x SIP/2.0\r\nContent-Length: 70000\r\n\r\n");

	(void)state;
	memset(text + head, '\n', 70000);
	memcpy(text + head + 70000, OK_, sizeof(OK_));
	feed_flags(f, 0, SEGMENT_SYN, 99, 0);
	for (uint32_t at = 0; at < 72000; at += 1000) {
		feed_data(f, 0, 100 + at, 0, (struct slice){text + at, 1000});
	}
	assert_int_equal(f->count, 2);
	assert_int_equal(c->oversize, 1);
	assert_int_equal(c->sip, 2);
	feed_end(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_and_cut_anywhere),
		cmocka_unit_test(the_kinds_are_counted),
		cmocka_unit_test(media_knows_its_bytes),
		cmocka_unit_test(longer_than_a_message),
	};

	return RUN_TESTS(tests);
}
