/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a stream carries, told from its first bytes. Words are read to the end
 * of their line, the binary kinds have something fixed early on:
 *
 *   SIP, RTSP, HTTP   the protocol's name in the first line
 *   HEP               "HEP3"
 *   TLS               record type, version 3.x, a length that is allowed
 *   TURN              STUN's cookie behind type and length
 *   DNS               one whole message behind its length
 *   RFC 4571          two frames, with RTP's version in both and one SSRC, or
 *                     one with STUN's cookie: a heuristic
 *   WebSocket         only when the start was not seen: a frame with SIP in it
 */
#include "flow/framing_parts.h"

#include "dissect/dns.h"
#include "dissect/sip.h"

#define RTP_MIN    12
#define RTP_MAX    2048           /* longer than any packet of a codec */
#define DNS_LEAST  17             /* header, the root, type and class */
#define DNS_MOST   4096           /* more is none of a telephone */
#define TLS_RECORD (16384 + 2048) /* RFC 5246 clause 6.2.3 */

static bool has_word(struct slice line, const char *word)
{
	return framing_find(line, slice_of(word)) < line.n;
}

/* A complete first line. */
static enum framing_kind probe_line(struct slice line)
{
	if (sip_probe(line)) {
		return FRAMING_SIP;
	}
	if (has_word(line, "RTSP/1.0")) {
		return FRAMING_RTSP;
	}
	bool get = slice_istarts(line, "GET ") && has_word(line, " HTTP/1.1");
	return get || slice_istarts(line, "HTTP/1.1 101") ? FRAMING_HTTP
							  : FRAMING_DULL;
}

static enum framing_kind probe_text(struct slice w)
{
	struct slice line = {w.p, 0};

	while (line.n < w.n && line.p[line.n] != '\r' &&
		line.p[line.n] != '\n') {
		line.n++;
	}
	if (!framing_may_be_line(line)) {
		return FRAMING_DULL;
	}
	return line.n < w.n ? probe_line(line) : FRAMING_UNKNOWN;
}

/* RFC 8446 clause 5.1; of a stream's middle, any type of record. */
static enum framing_kind probe_tls(struct slice w, bool middle)
{
	unsigned type = framing_byte(w, 0);

	if (middle ? type < 20 || type > 23 : type != 22) {
		return FRAMING_DULL;
	}
	if (w.n >= 2 && framing_byte(w, 1) != 3) {
		return FRAMING_DULL;
	}
	if (w.n < 5) {
		return FRAMING_UNKNOWN;
	}
	size_t length = framing_number(w, 3);
	if (framing_byte(w, 2) > 4 || length == 0 || length > TLS_RECORD) {
		return FRAMING_DULL;
	}
	/* ClientHello or ServerHello; in the middle it may be encrypted. */
	bool hello = type == 22 && w.n >= 6 &&
		     (framing_byte(w, 5) == 1 || framing_byte(w, 5) == 2);
	return hello ? FRAMING_HELLO : FRAMING_TLS;
}

static enum framing_kind probe_turn(struct slice w)
{
	if (framing_byte(w, 0) > 3) {
		return FRAMING_DULL;
	}
	if (w.n < 8) {
		return FRAMING_UNKNOWN;
	}
	return framing_cookie(w, 4) && framing_number(w, 2) % 4 == 0
		       ? FRAMING_TURN
		       : FRAMING_DULL;
}

/* RFC 5761 clause 4: the second byte of RTCP. */
static bool is_rtcp(struct slice w, size_t at)
{
	unsigned type = framing_byte(w, at + 1);

	return type >= 192 && type < 224;
}

/* The sender, which RTCP has one word earlier than RTP. */
static uint32_t ssrc(struct slice w, size_t at)
{
	at += is_rtcp(w, at) ? 4 : 8;
	return (uint32_t)framing_number(w, at) << 16 |
	       framing_number(w, at + 2);
}

static enum framing_kind probe_rtp(struct slice w)
{
	if (w.n < 3) {
		return FRAMING_UNKNOWN;
	}
	size_t length = framing_number(w, 0);
	bool stun = framing_byte(w, 2) < 2 && length >= 20 && length % 4 == 0;
	bool rtp = framing_byte(w, 2) >> 6 == 2 && length >= RTP_MIN;
	if (length > RTP_MAX || (!stun && !rtp)) {
		return FRAMING_DULL;
	}
	if (stun) {
		return w.n < 10               ? FRAMING_UNKNOWN
		       : framing_cookie(w, 6) ? FRAMING_RTP
					      : FRAMING_DULL;
	}
	size_t second = 2 + length;
	if (w.n < second + 2 + RTP_MIN) {
		return FRAMING_UNKNOWN;
	}
	size_t next = framing_number(w, second);
	bool same = framing_byte(w, second + 2) >> 6 == 2 && next >= RTP_MIN &&
		    next <= RTP_MAX && ssrc(w, 2) == ssrc(w, second + 2);
	return same ? FRAMING_RTP : FRAMING_DULL;
}

/* A standard query or its answer with one question: RFC 1035 clause 4.1.1. */
static enum framing_kind probe_dns(struct slice w)
{
	if (w.n >= 6 && framing_number(w, 4) & 0x7840) {
		return FRAMING_DULL;
	}
	if (w.n >= 8 && framing_number(w, 6) != 1) {
		return FRAMING_DULL;
	}
	size_t length = w.n >= 2 ? framing_number(w, 0) : DNS_LEAST;
	if (length < DNS_LEAST || length > DNS_MOST) {
		return FRAMING_DULL;
	}
	if (w.n < 2 + length) {
		return FRAMING_UNKNOWN;
	}
	return dns_is(slice_sub(w, 2, length)) ? FRAMING_DNS : FRAMING_DULL;
}

/* What is needed more bytes for is decided before what is not. */
static enum framing_kind first_of(enum framing_kind a, enum framing_kind b)
{
	if (a != FRAMING_DULL && a != FRAMING_UNKNOWN) {
		return a;
	}
	return b == FRAMING_DULL ? a : b;
}

static enum framing_kind probe_ws(struct slice w)
{
	enum framing_step step = framing_ws_looks(w);

	return step == FRAMING_MESSAGE ? FRAMING_WS
	       : step == FRAMING_MORE  ? FRAMING_UNKNOWN
				       : FRAMING_DULL;
}

enum framing_kind framing_probe(struct slice w, bool middle)
{
	while (w.n && (w.p[0] == '\r' || w.p[0] == '\n')) {
		w = slice_sub(w, 1, w.n);
	}
	if (w.n == 0) {
		return FRAMING_UNKNOWN;
	}
	if (w.n >= 4 && memcmp(w.p, "HEP3", 4) == 0) {
		return FRAMING_HEP;
	}
	if (w.p[0] == '$' && middle) {
		return w.n < 5                        ? FRAMING_UNKNOWN
		       : framing_byte(w, 4) >> 6 == 2 ? FRAMING_RTSP
						      : FRAMING_DULL;
	}
	enum framing_kind kind = probe_text(w);
	kind = first_of(kind, probe_tls(w, middle));
	kind = first_of(kind, probe_turn(w));
	kind = first_of(kind, probe_rtp(w));
	kind = first_of(kind, probe_dns(w));
	return middle ? first_of(kind, probe_ws(w)) : kind;
}
