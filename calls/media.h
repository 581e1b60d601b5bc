/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a call keeps of its session descriptions: compact copies in the call's
 * arena, and who answered whom (RFC 3264).
 */
#ifndef EARSHOT_CALLS_MEDIA_H
#define EARSHOT_CALLS_MEDIA_H

#include "codecs/codec.h"
#include "dissect/sdp.h"
#include "lib/arena.h"
#include "lib/ns.h"

enum media_security { SECURE_NONE, SECURE_SDES, SECURE_DTLS, SECURE_ZRTP };

struct media_format {
	int16_t payload_type;	   /* -1: no number (T.38) */
	struct slice name;	   /* encoding name, else the codec's, else the token */
	const struct codec *codec; /* NULL: not in our list */
	uint32_t clock_hz;	   /* 0: unknown */
	uint8_t channels;	   /* 0: not stated */
	struct slice fmtp;
};

struct media_line {
	enum sdp_type type;
	struct slice type_text, proto;
	struct endpoint rtp, rtcp; /* port 0: the line is refused or off */
	bool has_address, rtcp_mux;
	enum sdp_direction direction;
	uint32_t ptime_ms;	   /* 0: not stated */
	enum media_security security;
	uint16_t format_count;
	const struct media_format *formats; /* in the order of the line */
	struct slice ice_ufrag;	   /* absent: none */
	uint8_t candidate_count;
	const struct endpoint *candidates; /* ICE, for RTP (RFC 8839) */
	const struct media_line *bundled; /* the next line with the same port
					     (RFC 9143); NULL: none */
};

/* One SDP as it stood in a message. */
struct description {
	uint64_t frame;
	ns_t ts;
	uint16_t capture; /* which file holds the frame */
	struct slice session_name, session_id, origin_address;
	uint16_t line_count;
	const struct media_line *lines;
	uint32_t faults; /* SDP_ bits of dissect/sdp.h */
	bool cut; /* the message is not whole in the capture */
};

/* An offer and, when it came, its answer; between two hosts of signalling. */
struct exchange {
	struct exchange *next;
	struct description *offer, *answer;
	uint32_t cseq;
	struct endpoint offerer, answerer; /* signalling addresses */
	uint8_t by; /* enum call_side: whose offer it is */
};

/* One payload type of a stream. */
struct stream_type {
	const struct media_format *format; /* of the SDP; NULL: static or unknown */
	const struct codec *codec; /* NULL: unknown */
	uint64_t packets;
	uint64_t packets_before; /* the interval under way */
	uint32_t clock_hz;	/* 0: unknown */
	uint8_t payload_type;
};

/**
 * media_copy - the compact copy of @sdp.
 * @frame, @ts: the message it came in
 * Returns NULL when the arena is full. Allocates: from @arena.
 */
struct description *media_copy(struct arena *arena,
	const struct sdp *sdp, uint64_t frame, ns_t ts);

/**
 * media_line_of - the line that lists @payload_type, among @line (or NULL) and
 * those bundled with it; NULL when none does.
 */
const struct media_line *media_line_of(
	const struct media_line *line, uint8_t payload_type);

/** media_format_of - the format of @payload_type in @line (or NULL), or NULL. */
const struct media_format *media_format_of(
	const struct media_line *line, uint8_t payload_type);

/** media_common - true when @line lists a format equal to @format (name, clock). */
bool media_common(
	const struct media_line *line, const struct media_format *format);

/** media_security_text - "none", "sdes", "dtls" or "zrtp". */
const char *media_security_text(enum media_security security);

#endif
