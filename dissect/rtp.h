/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The RTP fixed header (RFC 3550 clause 5.1):
 *
 *    0                   1                   2                   3
 *   |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *   |                           timestamp                           |
 *   |                             SSRC                              |
 *   |                  CSRC list, header extension, payload         |
 */
#ifndef EARSHOT_DISSECT_RTP_H
#define EARSHOT_DISSECT_RTP_H

#include "lib/slice.h"
#include "lib/verdict.h"

struct rtp {
	uint8_t payload_type; /* 0..127 */
	bool marker;
	bool extended;	      /* a header extension is there */
	bool padded;	      /* padding was announced and stripped */
	bool padding_lies;    /* announced, but its count cannot be right: the
				 payload is encrypted (SRTP) or damaged */
	uint16_t sequence;
	uint32_t timestamp;
	uint32_t ssrc;
	uint32_t payload_wire; /* payload bytes on the wire, without padding */
	struct slice payload;  /* payload bytes captured, without padding */
};

/**
 * rtp_parse - read one RTP packet.
 * @bytes: UDP payload as captured; @wire_bytes: its length on the wire
 * @ret: filled on V_OK; when the padding lies, with all of the payload
 * Returns V_NOT_MINE unless the version is 2; V_TRUNCATED when the header does
 * not fit; V_MALFORMED when the length of the extension lies. A packet cut by
 * the snapshot length keeps its padding, which cannot be seen. Allocates: no.
 * Source: RFC 3550 clause 5.1, 5.3.1.
 */
enum verdict rtp_parse(struct slice bytes, uint32_t wire_bytes, struct rtp *ret);

/* RFC 4733 clause 2.3: the payload of a telephone-event packet. */
struct rtp_event {
	uint8_t event;	   /* 0..15 are the DTMF digits 0-9 * # A-D */
	bool end;
	uint8_t volume;	   /* -dBm0, 0..63 */
	uint16_t duration; /* timestamp units */
};

/**
 * rtp_event_parse - read a telephone-event payload.
 * @payload: of the RTP packet; what follows the first event is left alone
 * @ret: filled on V_OK; V_TRUNCATED is the other answer
 * Source: RFC 4733 clause 2.3.
 */
enum verdict rtp_event_parse(struct slice payload, struct rtp_event *ret);

/** rtp_event_digit - '0'..'9', '*', '#', 'A'..'D'; 0 for any other event. */
char rtp_event_digit(uint8_t event);

#endif
