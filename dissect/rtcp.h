/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RTCP (RFC 3550 clause 6). A UDP payload is a compound of packets; rtcp_next
 * is called until the cursor is empty:
 *
 *   struct cursor c = cursor_of(payload.p, payload.n);
 *   while (rtcp_next(&c, &rtcp) == V_OK) ...
 */
#ifndef EARSHOT_DISSECT_RTCP_H
#define EARSHOT_DISSECT_RTCP_H

#include "lib/cursor.h"
#include "lib/verdict.h"

enum rtcp_type {
	RTCP_SR = 200,
	RTCP_RR = 201,
	RTCP_SDES = 202,
	RTCP_BYE = 203,
	RTCP_APP = 204,
	RTCP_RTPFB = 205,
	RTCP_PSFB = 206,
	RTCP_XR = 207,
};

#define RTCP_BLOCKS 31 /* the count field has five bits */

/* One reception report block: what the sender of it heard of `ssrc`. */
struct rtcp_block {
	uint32_t ssrc;
	uint8_t fraction_lost;	/* of 256, since the last report */
	int32_t cumulative_lost; /* 24 bits, signed: duplicates make it negative */
	uint32_t highest_sequence; /* extended */
	uint32_t jitter;	/* timestamp units */
	uint32_t lsr;		/* middle 32 bits of the last SR's NTP time; 0: none */
	uint32_t dlsr;		/* delay since that SR, 1/65536 s */
};

struct rtcp {
	uint8_t type;	/* enum rtcp_type, or any other value */
	uint8_t count;	/* the count field as sent */
	uint32_t ssrc;	/* of the sender of this packet (first source of a BYE) */
	uint64_t ntp;	/* SR: NTP time, 32.32 */
	uint32_t rtp_timestamp;	/* SR */
	uint32_t packets, octets; /* SR: sender's counts, modulo 2^32 */
	uint8_t block_count;
	struct rtcp_block blocks[RTCP_BLOCKS];
	struct slice cname;	/* SDES: of the first chunk; may hold any byte */
	struct slice tool;	/* SDES TOOL of the first chunk */
	struct slice reason;	/* BYE: reason for leaving */
	struct slice rest;	/* XR, APP, feedback: the bytes after the SSRC */
};

/**
 * rtcp_probe - true when the payload has the shape of an RTCP compound: version
 * 2, a known type first, lengths that fit; SRTCP passes too (its first header
 * is in clear). @wire_bytes: length on the wire, when the capture cut it.
 * Source: RFC 3550 A.2, RFC 5761 clause 4.
 */
bool rtcp_probe(struct slice payload, uint32_t wire_bytes);

/**
 * rtcp_adds_up - true when the packets of a compound fill the payload exactly.
 * RFC 3550 wants a compound that fails this thrown away whole. SRTCP fails it:
 * its trailer is no packet, and what stands before it is cipher, which must not
 * be read as figures. Of a payload that the capture cut, what is there is judged.
 * @payload: as captured; @wire_bytes: its length on the wire
 * Source: RFC 3550 A.2; RFC 3711 clause 3.4; types 192 to 223 by RFC 5761.
 */
bool rtcp_adds_up(struct slice payload, uint32_t wire_bytes);

/**
 * rtcp_next - read the next packet of a compound.
 * @c: the rest of the payload; stands after the packet on V_OK
 * @ret: filled on V_OK
 * Returns V_NOT_MINE at the end of the bytes; V_TRUNCATED, V_MALFORMED when a
 * length lies (@c then is at its end). Allocates: no.
 * Source: RFC 3550 clause 6.4 to 6.7, RFC 3611 clause 2.
 */
enum verdict rtcp_next(struct cursor *c, struct rtcp *ret);

/** rtcp_type_text - "SR", "RR", ...; NULL for an unknown type. */
const char *rtcp_type_text(uint8_t type);

#endif
