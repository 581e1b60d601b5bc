/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What IP carries: UDP, TCP, SCTP, a fragment of any of them, or a tunnel. A
 * datagram on a port that tunnels use takes the long way round, out of line;
 * all others, RTP before all, pay two look-ups in 32 bytes for that.
 *
 * Inside link_decode, and inlined into it: see link_ip.h.
 */
#ifndef EARSHOT_DISSECT_LINK_TRANSPORT_H
#define EARSHOT_DISSECT_LINK_TRANSPORT_H

#include "dissect/link_layer.h"

/* IANA protocol numbers. */
#define IP_PROTOCOL_TCP  6
#define IP_PROTOCOL_UDP  17
#define IP_PROTOCOL_SCTP 132

/** link_transport_tunnels - true when tunnels use the UDP port @port; each has
 * a place of its own in the table, which the multiplication finds. */
static inline bool link_transport_tunnels(uint16_t port)
{
	static const uint16_t ports[16] = {
		[0] = 65535, /* none; 0 would be at home here */
		[1] = LINK_PORT_VXLAN,
		[2] = LINK_PORT_VXLAN_GPE,
		[3] = LINK_PORT_GRE,
		[4] = LINK_PORT_OTV,
		[5] = LINK_PORT_TZSP,
		[6] = LINK_PORT_MPLS,
		[7] = LINK_PORT_CAPWAP,
		[9] = LINK_PORT_L2TP,
		[10] = LINK_PORT_GTPU,
		[11] = LINK_PORT_ESP,
		[12] = LINK_PORT_TEREDO,
		[14] = LINK_PORT_GENEVE,
	};

	return ports[(uint16_t)(port * 3491U) >> 12] == port;
}

/** link_transport_payload - what is left of @w is the payload, a part of @kind.
 */
static ATTR_INLINE enum link_next link_transport_payload(
	struct link_walk *w, enum packet_kind kind)
{
	struct packet *packet = w->packet;

	packet->kind = (uint8_t)kind;
	packet->payload_wire = (uint32_t)link_walk_wire(w);
	packet->payload.p = (const char *)w->frame + w->at;
	packet->payload.n = w->captured_end - w->at;
	if (w->captured_end < w->wire_end) {
		packet->anomalies |= PACKET_SNAPPED;
	}
	return NEXT_DONE;
}

/** link_transport_udp - step @w over ports, length and checksum. Source: RFC
 * 768. */
static ATTR_INLINE enum link_next link_transport_udp(struct link_walk *w)
{
	struct packet *packet = w->packet;
	size_t room = link_walk_wire(w);
	const uint8_t *h = link_walk_take(w, 8);

	if (!h) {
		return NEXT_STOP;
	}
	size_t length = link_walk_u16(h + 4);
	if (length == 0) { /* RFC 2675 clause 4, and off-load */
		length = room;
	}
	if (ATTR_UNLIKELY(length != room)) {
		if (length < 8) {
			return link_walk_stop(w, UNDECODED_MALFORMED);
		}
		packet->anomalies |= PACKET_LENGTH_ODD;
		length = length < room ? length : room;
		link_walk_limit(w, length - 8);
	}
	packet->transport = TRANSPORT_UDP;
	packet->checksum = link_walk_u16(h + 6);
	packet->src.port = link_walk_u16(h);
	packet->dst.port = link_walk_u16(h + 2);
	if (ATTR_UNLIKELY(link_transport_tunnels(packet->dst.port) ||
			  link_transport_tunnels(packet->src.port))) {
		return NEXT_UDP_TUNNEL;
	}
	return link_transport_payload(w, PACKET_DATAGRAM);
}

/** link_transport_tcp - step @w over a TCP header. Source: RFC 9293 clause 3.1.
 */
static ATTR_INLINE enum link_next link_transport_tcp(struct link_walk *w)
{
	struct packet *packet = w->packet;
	const uint8_t *h = link_walk_take(w, 20);

	if (!h) {
		return NEXT_STOP;
	}
	size_t header = (size_t)(h[12] >> 4) * 4;
	if (header < 20) {
		return link_walk_stop(w, UNDECODED_MALFORMED);
	}
	if (header > 20 && !link_walk_take(w, header - 20)) {
		return NEXT_STOP;
	}
	packet->transport = TRANSPORT_TCP;
	packet->src.port = link_walk_u16(h);
	packet->dst.port = link_walk_u16(h + 2);
	packet->checksum = link_walk_u16(h + 16);
	packet->segment = (struct packet_segment){
		.seq = link_walk_u32(h + 4),
		.ack = link_walk_u32(h + 8),
		.window = link_walk_u16(h + 14),
		.flags = h[13],
	};
	return link_transport_payload(w, PACKET_SEGMENT);
}

/** link_transport_sctp - step @w over SCTP's common header. Source: RFC 9260
 * clause 3. */
static ATTR_INLINE enum link_next link_transport_sctp(struct link_walk *w)
{
	struct packet *packet = w->packet;
	const uint8_t *h = link_walk_take(w, 12);

	if (!h) {
		return NEXT_STOP;
	}
	packet->transport = TRANSPORT_SCTP;
	packet->src.port = link_walk_u16(h);
	packet->dst.port = link_walk_u16(h + 2);
	packet->checksum = 0;
	return link_transport_payload(w, PACKET_CHUNKS);
}

/** link_transport_piece - what is left of @w is a fragment, as @piece says. */
static ATTR_INLINE enum link_next link_transport_piece(
	struct link_walk *w, const struct packet_piece *piece)
{
	w->packet->transport = TRANSPORT_NONE;
	w->packet->src.port = 0;
	w->packet->dst.port = 0;
	w->packet->piece = *piece;
	return link_transport_payload(w, PACKET_PIECE);
}

/** link_transport - step @w over what @protocol says. */
static ATTR_INLINE enum link_next link_transport(
	struct link_walk *w, uint8_t protocol)
{
	if (ATTR_LIKELY(protocol == IP_PROTOCOL_UDP)) {
		return link_transport_udp(w);
	}
	if (protocol == IP_PROTOCOL_TCP) {
		return link_transport_tcp(w);
	}
	if (protocol == IP_PROTOCOL_SCTP) {
		return link_transport_sctp(w);
	}
	w->reason = UNDECODED_IP_PROTOCOL;
	w->packet->kind = PACKET_BARE;
	w->packet->protocol = protocol;
	if (protocol == IP_PROTOCOL_ESP) {
		w->reason = UNDECODED_ENCRYPTED;
	}
	return link_layer_of_protocol(protocol);
}

#endif
