/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The network layer: IPv4, IPv6 with its extension headers, and UDP. What the
 * headers state is trusted over the length of the frame (padding follows short
 * packets), and the capture over both: no more is read than was captured.
 *
 * A length of 0 is normal on a machine that lets its network card cut large
 * packets (segmentation off-load) and in jumbograms: the packet then reaches to
 * the end of the frame.
 *
 * Inside link_decode, and a header only so that link.c inlines it: the walk
 * then stays in registers, which saves a fifth of the time of a frame.
 */
#ifndef EARSHOT_DISSECT_LINK_IP_H
#define EARSHOT_DISSECT_LINK_IP_H

#include "dissect/link_walk.h"

#define IP_EXTENSIONS_MAX 16 /* headers in one IPv6 chain */

/* IANA protocol numbers. */
#define IP_PROTOCOL_HOP_BY_HOP  0
#define IP_PROTOCOL_TCP         6
#define IP_PROTOCOL_UDP         17
#define IP_PROTOCOL_ROUTING     43
#define IP_PROTOCOL_FRAGMENT    44
#define IP_PROTOCOL_AH          51
#define IP_PROTOCOL_DESTINATION 60
#define IP_PROTOCOL_SCTP        132

/** link_ip_udp - step @w over ports, length and checksum. Source: RFC 768. */
static inline enum link_next link_ip_udp(struct link_walk *w)
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
	packet->kind = PACKET_DATAGRAM;
	packet->checksum = link_walk_u16(h + 6);
	packet->src.port = link_walk_u16(h);
	packet->dst.port = link_walk_u16(h + 2);
	packet->payload_wire = (uint32_t)link_walk_wire(w);
	packet->payload.p = (const char *)h + 8;
	packet->payload.n = w->captured_end - w->at;
	if (w->captured_end < w->wire_end) {
		packet->anomalies |= PACKET_SNAPPED;
	}
	return NEXT_DONE;
}

/** link_ip_payload - what is left of @w is the payload, a part of @kind. */
static inline enum link_next link_ip_payload(
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

/** link_ip_tcp - step @w over a TCP header. Source: RFC 9293 clause 3.1. */
static inline enum link_next link_ip_tcp(struct link_walk *w)
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
	return link_ip_payload(w, PACKET_SEGMENT);
}

/** link_ip_sctp - step @w over SCTP's common header. Source: RFC 9260 clause 3. */
static inline enum link_next link_ip_sctp(struct link_walk *w)
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
	return link_ip_payload(w, PACKET_CHUNKS);
}

/** link_ip_piece - what is left of @w is a fragment, as @piece says. */
static inline enum link_next link_ip_piece(
	struct link_walk *w, const struct packet_piece *piece)
{
	w->packet->transport = TRANSPORT_NONE;
	w->packet->src.port = 0;
	w->packet->dst.port = 0;
	w->packet->piece = *piece;
	return link_ip_payload(w, PACKET_PIECE);
}

/** link_ip_transport - step @w over what @protocol says. */
static inline enum link_next link_ip_transport(
	struct link_walk *w, uint8_t protocol)
{
	if (ATTR_LIKELY(protocol == IP_PROTOCOL_UDP)) {
		return link_ip_udp(w);
	}
	if (protocol == IP_PROTOCOL_TCP) {
		return link_ip_tcp(w);
	}
	if (protocol == IP_PROTOCOL_SCTP) {
		return link_ip_sctp(w);
	}
	return link_walk_stop(w, UNDECODED_IP_PROTOCOL);
}

/**
 * link_ip_extension - step @w over an extension header of type @type.
 * @ret_next: the type that follows
 * @ret_piece: filled by a fragment header of a real fragment, its offset or
 *     more then not 0; untouched by all others
 * Returns false when the walk ends here, the reason set.
 * Source: RFC 8200 clause 4, RFC 4302 clause 2.2, RFC 6946.
 */
static inline bool link_ip_extension(
	struct link_walk *w, uint8_t type, uint8_t *ret_next,
	struct packet_piece *ret_piece)
{
	const uint8_t *h = link_walk_take(w, 8);

	if (!h) {
		return false;
	}
	*ret_next = h[0];
	if (type == IP_PROTOCOL_FRAGMENT) {
		/* Offset 0 and no more to come: an atomic fragment (RFC 6946)
		 * is a whole packet. */
		if (link_walk_u16(h + 2) & 0xfff9) {
			*ret_piece = (struct packet_piece){
				.id = link_walk_u32(h + 4),
				.offset = link_walk_u16(h + 2) & 0xfff8,
				.protocol = h[0],
				.more = h[3] & 1,
			};
		}
		return true;
	}
	/* Length in units of 8 bytes without the first; AH (RFC 4302): of 4
	 * bytes without the first two. */
	size_t more =
		type == IP_PROTOCOL_AH ? (h[1] + 2U) * 4 : (h[1] + 1U) * 8;
	return link_walk_take(w, more - 8) != NULL;
}

/** link_ip_extends - true when @type is a header link_ip_extension reads. */
static inline bool link_ip_extends(uint8_t type)
{
	return type == IP_PROTOCOL_HOP_BY_HOP || type == IP_PROTOCOL_ROUTING ||
	       type == IP_PROTOCOL_FRAGMENT ||
	       type == IP_PROTOCOL_DESTINATION || type == IP_PROTOCOL_AH;
}

/** link_ip_v4 - step the walk @w over IPv4 and UDP. Source: RFC 791, 768. */
static inline enum link_next link_ip_v4(struct link_walk *w)
{
	struct packet *packet = w->packet;
	size_t room = link_walk_wire(w);
	const uint8_t *h = link_walk_take(w, 20);

	if (!h) {
		return NEXT_STOP;
	}
	size_t header = (h[0] & 0x0fU) * 4;
	size_t total = link_walk_u16(h + 2);
	if (total == 0) {
		total = room;
	}
	if (ATTR_UNLIKELY(h[0] >> 4 != 4 || header < 20 || total < header)) {
		return link_walk_stop(w, UNDECODED_MALFORMED);
	}
	if (ATTR_UNLIKELY(header > 20)) {
		if (!link_walk_take(w, header - 20)) {
			return NEXT_STOP;
		}
		packet->anomalies |= PACKET_IP_OPTIONS;
	}
	link_walk_limit(w, total - header);
	packet->dscp = h[1] >> 2;
	packet->ttl = h[8];
	packet->ip_bytes = (uint32_t)total;
	packet->ip_id = link_walk_u16(h + 4);
	packet->src.ip = addr_v4(h + 12);
	packet->dst.ip = addr_v4(h + 16);
	uint8_t protocol = h[9];
	unsigned cut = link_walk_u16(h + 6);
	if (ATTR_UNLIKELY(cut & 0x3fff)) { /* more fragments, or an offset */
		return link_ip_piece(w, &(struct packet_piece){
			.id = packet->ip_id,
			.offset = (uint16_t)(cut << 3),
			.protocol = protocol,
			.more = cut & 0x2000,
		});
	}
	if (ATTR_UNLIKELY(protocol == IP_PROTOCOL_AH) &&
		!link_ip_extension(w, IP_PROTOCOL_AH, &protocol, NULL)) {
		return NEXT_STOP;
	}
	return link_ip_transport(w, protocol);
}

/** link_ip_v6 - step the walk @w over IPv6 and UDP. Source: RFC 8200, 768. */
static inline enum link_next link_ip_v6(struct link_walk *w)
{
	struct packet *packet = w->packet;
	const uint8_t *h = link_walk_take(w, 40);

	if (!h) {
		return NEXT_STOP;
	}
	if (h[0] >> 4 != 6) {
		return link_walk_stop(w, UNDECODED_MALFORMED);
	}
	size_t length = link_walk_u16(h + 4);
	if (length == 0) {
		length = link_walk_wire(w);
	}
	link_walk_limit(w, length);
	packet->dscp = (uint8_t)((h[0] & 0x0fU) << 2 | h[1] >> 6);
	packet->ttl = h[7];
	packet->ip_bytes = (uint32_t)(length + 40);
	packet->src.ip = addr_v6(h + 8);
	packet->ip_id = 0;
	packet->dst.ip = addr_v6(h + 24);
	uint8_t next = h[6];
	struct packet_piece piece = {0};
	for (unsigned i = 0; link_ip_extends(next); i++) {
		if (i == IP_EXTENSIONS_MAX) {
			return link_walk_stop(w, UNDECODED_MALFORMED);
		}
		if (!link_ip_extension(w, next, &next, &piece)) {
			return NEXT_STOP;
		}
		if (piece.offset || piece.more) {
			return link_ip_piece(w, &piece);
		}
	}
	return link_ip_transport(w, next);
}

#endif
