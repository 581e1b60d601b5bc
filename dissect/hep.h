/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HEP, the Homer encapsulation protocol (EEP by its later name): an agent sends
 * a collector what it saw, with the addresses and the time it saw it.
 */
#ifndef EARSHOT_DISSECT_HEP_H
#define EARSHOT_DISSECT_HEP_H

#include "dissect/packet.h"

#define HEP_CHUNKS 64 /* most chunks of a packet; more is malformed */

/* What the payload is (chunk 11). The ones that can be used here; hep_type_text
 * knows more. */
enum hep_type {
	HEP_SIP = 1,
	HEP_RTP = 4,
	HEP_RTCP = 5, /* binary, or as JSON */
};

/* What one packet says. A chunk of no use here is stepped over. */
struct hep {
	uint8_t version;  /* 1, 2 or 3 */
	uint8_t type;     /* enum hep_type or any other; SIP in 1 and 2 */
	uint8_t protocol; /* IANA number, or one of those that stand for TLS
			     and WebSocket: see hep_transport */
	uint8_t tos;      /* of the IP header, if has_tos */
	uint16_t vlan;    /* if has_vlan */
	uint8_t chunks;   /* of version 3 */
	bool has_src, has_dst, has_time, has_tos, has_vlan;
	bool has_mac_src, has_mac_dst;
	uint8_t mac_src[6], mac_dst[6];
	struct endpoint src, dst; /* address known if has_src, has_dst */
	uint32_t seconds, microseconds;
	uint32_t capture_id;      /* of the agent; 0 when it gave none */
	uint32_t payload_wire;    /* what its length says; more when cut */
	struct slice payload;     /* absent: none, as in a keep-alive */
	struct slice compressed;  /* deflated payload */
	struct slice node;        /* name of the agent */
	struct slice correlation; /* Call-ID, usually */
};

/**
 * hep_parse - read one packet.
 * @bytes: the payload of a datagram
 * @wire_bytes: its length on the wire, >= bytes.n
 * @now: when it was captured; of the two byte orders that agents write version
 *     2's time in, the one nearer to it is meant
 * @ret: filled on V_OK; its slices point into @bytes
 * Returns V_NOT_MINE, V_TRUNCATED when the capture cut it before its payload,
 * V_MALFORMED when a length lies or there are too many chunks. A total length
 * above the datagram's is tolerated, since agents send it, if the chunks fit.
 * Allocates: no. Source: HEP3 Network Protocol Specification, rev. 36; for 1
 * and 2 the structures hep_hdr, hep_timehdr of captagent and Kamailio.
 */
enum verdict hep_parse(
	struct slice bytes, uint32_t wire_bytes, ns_t now, struct hep *ret);

/**
 * hep_transport - what the IP protocol number @number means.
 * Source: Kamailio sipcapture and siptrace: 22 stands for TLS.
 */
enum transport hep_transport(uint8_t number);

/** hep_type_text - @type in a word: "SIP"; NULL when it is not known. */
const char *hep_type_text(uint8_t type);

#endif
