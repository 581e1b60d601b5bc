/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feeding a book from a test: messages written as text, RTP as numbers. Every
 * call of a feed_ function is one frame, numbered from 1.
 */
#ifndef EARSHOT_TESTS_UNIT_FEED_H
#define EARSHOT_TESTS_UNIT_FEED_H

#include "calls/book.h"

#include "tests/unit/test.h"

struct feed {
	struct book *book;
	uint64_t frame;
	ns_t ts;
	uint8_t point; /* of observation, with one capture each */
};

/* Hosts of the tests: 10.0.0.N. */
static inline struct endpoint feed_at(unsigned host, uint16_t port)
{
	uint8_t ip[4] = {10, 0, 0, (uint8_t)host};

	return (struct endpoint){.ip = addr_v4(ip), .port = port};
}

static inline struct feed feed_start(void)
{
	struct book_limits limits = book_limits_default();
	struct feed f = {.book = book_create(&limits, 1)};

	assert_non_null(f.book);
	f.ts = 1000 * NS_PER_S;
	return f;
}

static inline void feed_bytes(struct feed *f, struct endpoint src,
	struct endpoint dst, const void *bytes, size_t n)
{
	struct packet p = {
		.ts = f->ts,
		.frame = ++f->frame,
		.src = src,
		.dst = dst,
		.transport = TRANSPORT_UDP,
		.point = f->point,
		.capture = f->point,
		.ip_bytes = (uint32_t)n + 28,
		.wire_bytes = (uint32_t)n + 42,
		.payload_wire = (uint32_t)n,
		.payload = {bytes, n},
	};

	book_packet(f->book, &p);
}

/* Four bytes of a packet in network order. */
static inline void feed_u32(uint8_t *at, uint32_t v)
{
	at[0] = (uint8_t)(v >> 24);
	at[1] = (uint8_t)(v >> 16);
	at[2] = (uint8_t)(v >> 8);
	at[3] = (uint8_t)v;
}

static inline void feed_ms(struct feed *f, double ms)
{
	f->ts += (ns_t)(ms * 1e6);
}

/* A message of call "c1" between 10.0.0.@from and 10.0.0.@to, port 5060. */
struct feed_sip {
	unsigned from, to;
	const char *start;  /* "INVITE sip:b@x SIP/2.0" or "SIP/2.0 180 Ringing" */
	const char *cseq;   /* "1 INVITE" */
	const char *call_id; /* NULL: "c1" */
	const char *from_tag, *to_tag; /* NULL: "a"; no To tag */
	const char *branch; /* NULL: derived from the CSeq */
	const char *extra;  /* more header lines, each with CRLF; NULL: none */
	const char *sdp;    /* NULL: no body */
};

static inline void feed_sip(struct feed *f, struct feed_sip m)
{
	char text[4096];
	const char *to_tag = m.to_tag ? m.to_tag : "";
	int n = snprintf(text, sizeof(text),
		"%s\r\n"
		"Via: SIP/2.0/UDP 10.0.0.%u:5060;branch=z9hG4bK%s\r\n"
		"From: \"Alice\" <sip:1001@example.org>;tag=%s\r\n"
		"To: <sip:1002@example.org>%s%s\r\n"
		"Call-ID: %s\r\nCSeq: %s\r\n%s"
		"%sContent-Length: %zu\r\n\r\n%s",
		m.start, m.from, m.branch ? m.branch : m.cseq,
		m.from_tag ? m.from_tag : "a", m.to_tag ? ";tag=" : "", to_tag,
		m.call_id ? m.call_id : "c1", m.cseq, m.extra ? m.extra : "",
		m.sdp ? "Content-Type: application/sdp\r\n" : "",
		m.sdp ? strlen(m.sdp) : 0, m.sdp ? m.sdp : "");

	assert_true(n > 0 && (size_t)n < sizeof(text));
	for (char *c = text; *c && m.branch == NULL; c++) {
		if (c[0] == 'b' && c[1] == 'K') { /* no blank in a branch */
			char *blank = strchr(c, ' ');
			*blank = '-';
			break;
		}
	}
	feed_bytes(f, feed_at(m.from, 5060), feed_at(m.to, 5060), text,
		(size_t)n);
}

struct feed_rtp {
	unsigned from, to;
	uint16_t from_port, to_port;
	uint32_t ssrc;
	uint16_t sequence;
	uint32_t timestamp;
	uint8_t payload_type;
	bool marker;
	uint8_t payload[4]; /* the first bytes of 160 */
};

static inline void feed_rtp(struct feed *f, struct feed_rtp r)
{
	uint8_t b[172] = {0x80,
		(uint8_t)(r.payload_type | (r.marker ? 0x80 : 0)),
		(uint8_t)(r.sequence >> 8), (uint8_t)r.sequence};

	feed_u32(b + 4, r.timestamp);
	feed_u32(b + 8, r.ssrc);
	memcpy(b + 12, r.payload, sizeof(r.payload));
	feed_bytes(f, feed_at(r.from, r.from_port), feed_at(r.to, r.to_port), b,
		sizeof(b));
}

/* @count packets of 20 ms from sequence number @r.sequence on. */
static inline void feed_talk(struct feed *f, struct feed_rtp r, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		feed_rtp(f, r);
		r.sequence++;
		r.timestamp += 160;
		feed_ms(f, 20);
	}
}

/* An SDP for audio at 10.0.0.@host:@port with the payload types of @formats. */
#define FEED_SDP(host, port, formats)                                          \
	"v=0\r\no=- 1 1 IN IP4 10.0.0." #host "\r\ns=-\r\n"                    \
	"c=IN IP4 10.0.0." #host "\r\nt=0 0\r\n"                               \
	"m=audio " #port " RTP/AVP " formats "\r\n"

/* INVITE with offer, 180, 200 with answer, ACK: 100, 1900 and 50 ms apart. */
static inline void feed_call(struct feed *f)
{
	feed_sip(f, (struct feed_sip){1, 2, "INVITE sip:1002@10.0.0.2 SIP/2.0",
			    "1 INVITE", .sdp = FEED_SDP(1, 4000, "8 0")});
	feed_ms(f, 100);
	feed_sip(f, (struct feed_sip){2, 1, "SIP/2.0 180 Ringing", "1 INVITE",
			    .to_tag = "b"});
	feed_ms(f, 1900);
	feed_sip(f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 INVITE",
			    .to_tag = "b", .sdp = FEED_SDP(2, 6000, "8")});
	feed_ms(f, 50);
	feed_sip(f, (struct feed_sip){1, 2, "ACK sip:1002@10.0.0.2 SIP/2.0",
			    "1 ACK", .to_tag = "b"});
}

static inline void feed_end(struct feed *f)
{
	book_destroy(f->book);
	f->book = NULL;
}

#endif
