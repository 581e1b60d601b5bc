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
	UNDECODED_IP_PROTOCOL,	/* IP, but no transport that carries calls */
	UNDECODED_ENCRYPTED,	/* ESP, protected 802.11: cannot be read */
	UNDECODED_DEEP,		/* more layers than are followed */
	UNDECODED_SHORT,	/* cut by the snapshot length inside a header */
	UNDECODED_MALFORMED,	/* a header contradicts itself */
	UNDECODED_REASONS
};

/* What carried the payload, as a call names it. */
enum transport {
	TRANSPORT_NONE,
	TRANSPORT_UDP,
	TRANSPORT_TCP,
	TRANSPORT_SCTP,
	TRANSPORT_TLS, /* told by a probe that had it decrypted */
	TRANSPORT_WS,  /* WebSocket, RFC 7118 */
	TRANSPORT_WSS,
};

/* What the payload is. Of what transports carry only a datagram can be
 * understood as it is; segments, chunks and pieces are parts, for flow/gather.h
 * to put together. The last four are no packets of a flow: see packet_rest. */
enum packet_kind {
	PACKET_DATAGRAM, /* a whole payload: of UDP, or put together */
	PACKET_SEGMENT,	 /* bytes of a TCP stream */
	PACKET_CHUNKS,	 /* the chunks of an SCTP packet */
	PACKET_PIECE,	 /* a fragment of an IP datagram */
	PACKET_RECORD,	 /* a whole record of TLS that is not encrypted */
	PACKET_FRAME,	 /* what an EtherType says that is no IP */
	PACKET_LLC,	 /* what is no IP, from its 802.2 header on */
	PACKET_BARE,	 /* of an IP protocol that is no transport */
	PACKET_NOTHING,	 /* nothing to be read */
};

/* TCP flags (RFC 9293 clause 3.1). */
#define SEGMENT_FIN 0x01
#define SEGMENT_SYN 0x02
#define SEGMENT_RST 0x04
#define SEGMENT_ACK 0x10

/* Of PACKET_SEGMENT. */
struct packet_segment {
	uint32_t seq, ack; /* ack counts only with SEGMENT_ACK */
	uint16_t window;
	uint8_t flags;
};

/* Of PACKET_PIECE. Its payload is what follows the IP header or, of IPv6, the
 * fragment header. Source: RFC 791 clause 3.2; RFC 8200 clause 4.5. */
struct packet_piece {
	uint32_t id;	  /* 16 bits of IPv4, 32 of IPv6 */
	uint16_t offset;  /* bytes */
	uint8_t protocol; /* IANA protocol number of the datagram's payload */
	bool more;	  /* further fragments follow */
};

/* Encapsulations that were taken off, outermost first. */
enum tunnel {
	TUNNEL_NONE,
	TUNNEL_IPIP,   /* IP in IP, 6in4 and kin */
	TUNNEL_GRE,
	TUNNEL_ERSPAN,
	TUNNEL_L2TP,
	TUNNEL_VXLAN,
	TUNNEL_GENEVE,
	TUNNEL_GTPU,
	TUNNEL_TZSP,
	TUNNEL_MPLS,
	TUNNEL_PPPOE,
	TUNNEL_HEP,
	TUNNEL_ETHERIP,
	TUNNEL_TEREDO,
	TUNNEL_CAPWAP,
	TUNNEL_BACKBONE, /* 802.1ah */
	TUNNEL_KINDS
};

#define PACKET_TUNNELS 8

/* Defects and oddities that do not stop decoding. */
#define PACKET_SNAPPED	     (1U << 0) /* payload cut by the snapshot length */
#define PACKET_REASSEMBLED   (1U << 1) /* put together from IP fragments */
#define PACKET_IP_OPTIONS    (1U << 2)
#define PACKET_LENGTH_ODD    (1U << 3) /* UDP length disagrees with IP's */
#define PACKET_NO_DSCP	     (1U << 16) /* no IP header told it: of HEP */

struct packet {
	ns_t ts;
	uint64_t frame; /* frame number, in its file */
	struct endpoint src, dst;
	enum transport transport;
	uint8_t kind;	      /* enum packet_kind */
	uint8_t point;	      /* observation point it was seen at, from 0 */
	uint8_t dscp;	      /* RFC 2474, 0..63 */
	uint8_t ttl;	      /* TTL or hop limit */
	uint8_t vlan_count;   /* tags seen; the two outermost are kept */
	uint8_t pcp;	      /* priority of the outermost tag, if any (802.1Q) */
	uint16_t vlan[2];     /* VLAN ids, outermost first; as many as counted,
				 and the first is 0 without */
	uint16_t capture;     /* which of several files holds the frame */
	/* Of the innermost Ethernet or 802.11 header: in a tunnel that carries
	 * frames, those of the devices and not of its ends. */
	uint8_t mac_src[6], mac_dst[6]; /* the source is 0 without */
	bool has_mac;	      /* both are set */
	bool has_mac_src;     /* cooked frames know their sender alone */
	uint16_t ip_id;	      /* IPv4 identification; 0 in IPv6 */
	uint16_t checksum;    /* of UDP, as it stands; 0: none */
	uint8_t tunnel_count; /* encapsulations taken off */
	uint8_t tunnel[PACKET_TUNNELS]; /* enum tunnel, as many as counted */
	struct addr outer_src, outer_dst; /* outermost IP header, if tunnelled
					     in IP: see outer */
	bool outer;	      /* outer_src and outer_dst are set */
	union {
		struct packet_segment segment; /* PACKET_SEGMENT */
		struct packet_piece piece;     /* PACKET_PIECE */
		uint16_t protocol; /* PACKET_FRAME: EtherType;
				      PACKET_BARE: IANA protocol number */
	};
	uint32_t anomalies;   /* PACKET_ bits */
	uint32_t ip_bytes;    /* length of the IP packet by its own header */
	uint32_t wire_bytes;  /* length of the whole frame on the wire */
	uint32_t payload_wire; /* transport payload bytes on the wire */
	struct slice payload; /* transport payload bytes captured */
};

/** packet_unreadable - the verdict on @packet, whose bytes ended too soon: cut by
 * the snapshot length, or wrong. */
static inline enum verdict packet_unreadable(const struct packet *packet)
{
	return packet->anomalies & PACKET_SNAPPED ? V_TRUNCATED : V_MALFORMED;
}

/** packet_rest - true when @packet, which link_decode refused, can be read all
 * the same: by what the network itself speaks, as ARP or ICMP. */
static inline bool packet_rest(const struct packet *packet)
{
	return packet->kind >= PACKET_FRAME && packet->kind < PACKET_NOTHING;
}

/** packet_mac_told - true when @mac is a card's: loopback writes zeros there. */
static inline bool packet_mac_told(const uint8_t mac[6])
{
	static const uint8_t none[6];

	return memcmp(mac, none, sizeof(none)) != 0;
}

/** packet_transport_text - "UDP", "TCP", ...; NULL for TRANSPORT_NONE. */
const char *packet_transport_text(enum transport transport);

/** packet_tunnel_text - name of the encapsulation @tunnel; NULL for none. */
const char *packet_tunnel_text(enum tunnel tunnel);

/** undecoded_text - @reason in words, for the report; NULL for the count. */
const char *undecoded_text(enum undecoded reason);

#endif
