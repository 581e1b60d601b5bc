/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A packet is a frame after the link and network layers: who sent what to whom.
 * It lives on the stack of the analysis loop; its slices point into the frame.
 * Source: RFC 791, 8200 (IP); RFC 2474 (DSCP); IEEE 802.1Q (tags).
 */
#ifndef EARSHOT_DISSECT_PACKET_H
#define EARSHOT_DISSECT_PACKET_H

#include "lib/endpoint.h"
#include "lib/ns.h"
#include "lib/verdict.h"

/* Why a frame gave no packet. Each is counted and shown to the user. */
enum undecoded {
	UNDECODED_NONE,
	UNDECODED_LINK_TYPE,	/* a link type that is not understood */
	UNDECODED_ETHERTYPE,	/* not IP: ARP, LLDP, spanning tree, ... */
	UNDECODED_IP_PROTOCOL,	/* IP, but neither UDP nor (yet) TCP */
	UNDECODED_TCP,		/* TCP: not reassembled yet */
	UNDECODED_FRAGMENT,	/* a fragment that cannot be read alone */
	UNDECODED_SHORT,	/* cut by the snapshot length inside a header */
	UNDECODED_MALFORMED,	/* a header contradicts itself */
	UNDECODED_REASONS
};

enum transport { TRANSPORT_NONE, TRANSPORT_UDP, TRANSPORT_TCP };

/* Defects and oddities that do not stop decoding. */
#define PACKET_SNAPPED	     (1U << 0) /* payload cut by the snapshot length */
#define PACKET_FRAGMENT	     (1U << 1) /* first fragment: payload incomplete */
#define PACKET_IP_OPTIONS    (1U << 2)
#define PACKET_LENGTH_ODD    (1U << 3) /* UDP length disagrees with IP's */

struct packet {
	ns_t ts;
	uint64_t frame; /* frame number */
	struct endpoint src, dst;
	enum transport transport;
	uint8_t dscp;	      /* RFC 2474, 0..63 */
	uint8_t ttl;	      /* TTL or hop limit */
	uint8_t vlan_count;   /* tags seen; the two outermost are kept */
	uint16_t vlan[2];     /* VLAN ids, outermost first; as many as counted */
	uint8_t mac_src[6], mac_dst[6];
	bool has_mac;	      /* both are set */
	bool has_mac_src;     /* cooked frames know their sender alone */
	uint32_t anomalies;   /* PACKET_ bits */
	uint32_t ip_bytes;    /* length of the IP packet by its own header */
	uint32_t wire_bytes;  /* length of the whole frame on the wire */
	uint32_t payload_wire; /* transport payload bytes on the wire */
	struct slice payload; /* transport payload bytes captured */
};

/** undecoded_text - @reason in words, for the report; NULL for the count. */
const char *undecoded_text(enum undecoded reason);

#endif
