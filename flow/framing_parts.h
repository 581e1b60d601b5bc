/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One framer for each kind of stream. Each has the contract of framing_step;
 * what more it does is said here.
 */
#ifndef EARSHOT_FLOW_FRAMING_PARTS_H
#define EARSHOT_FLOW_FRAMING_PARTS_H

#include "flow/framing.h"

#include <string.h>

typedef enum framing_step framing_reader(struct framing *f, struct slice w,
	struct framing_room *room, struct framing_cut *ret);

/* Messages by Content-Length; empty lines between them are keep-alives
 * (RFC 5626 clause 3.5.1). A lost one searches for a start line. */
framing_reader framing_sip;

/* One head; then the stream is a WebSocket or dull. Source: RFC 6455 4. */
framing_reader framing_http;

/* Source: RFC 6455 clause 5.2 to 5.5. */
framing_reader framing_ws;

/* Source: RFC 4571 clause 2. */
framing_reader framing_rtp;

/* Text is skipped; what comes after '$' is delivered. RFC 2326 10.12. */
framing_reader framing_rtsp;

/* ChannelData without its header, STUN as it is. RFC 8656 12.5, 8489 6.2.2. */
framing_reader framing_turn;

/* Each with its header. A lost one searches for the magic word. */
framing_reader framing_hep;

/* Source: RFC 7766 clause 8. */
framing_reader framing_dns;

/* Records of a handshake; then the kind is FRAMING_TLS. RFC 8446 5.1. */
framing_reader framing_tls;

/** framing_number - 16 bits at @at of @w, network order; they are there. */
static inline unsigned framing_number(struct slice w, size_t at)
{
	const unsigned char *b = (const unsigned char *)w.p + at;

	return (unsigned)b[0] << 8 | b[1];
}

/** framing_byte - the byte at @at of @w, which is there. */
static inline unsigned framing_byte(struct slice w, size_t at)
{
	return (unsigned char)w.p[at];
}

/** framing_find - where in @s @word begins; s.n when it does not. */
static inline size_t framing_find(struct slice s, struct slice word)
{
	size_t at = 0;

	while (at + word.n <= s.n) {
		const char *p = memchr(s.p + at, word.p[0], s.n - at);
		if (!p || (size_t)(s.p + s.n - p) < word.n) {
			break;
		}
		if (memcmp(p, word.p, word.n) == 0) {
			return (size_t)(p - s.p);
		}
		at = (size_t)(p - s.p) + 1;
	}
	return s.n;
}

/** framing_cookie - STUN's magic cookie is at @at of @w. RFC 8489 clause 5. */
static inline bool framing_cookie(struct slice w, size_t at)
{
	return w.n >= at + 4 && framing_number(w, at) == 0x2112 &&
	       framing_number(w, at + 2) == 0xa442;
}

/**
 * framing_head - look on for the end of the text header that @w begins with.
 * @h: how far it was looked and what was found
 * Returns FRAMING_SKIP when h->size is known, FRAMING_MORE before, and
 * FRAMING_LOST when it is longer than FRAMING_MESSAGE_MAX.
 */
enum framing_step framing_head(struct framing_head *h, struct slice w);

/** framing_may_be_line - the unfinished line @line may become a start line. */
bool framing_may_be_line(struct slice line);

/**
 * framing_ws_looks - @w begins like a WebSocket frame with SIP in it.
 * Returns FRAMING_MESSAGE or FRAMING_LOST; FRAMING_MORE: too short to tell.
 */
enum framing_step framing_ws_looks(struct slice w);

/**
 * framing_probe - what a stream carries whose bytes begin with @w.
 * @middle: its start was not seen, so more is tried
 * Returns FRAMING_UNKNOWN when more bytes are needed, FRAMING_DULL when it is
 * nothing of ours.
 */
enum framing_kind framing_probe(struct slice w, bool middle);

#endif
