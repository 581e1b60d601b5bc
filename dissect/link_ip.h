/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The network layer: IPv4, and IPv6 with its extension headers. What the
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

#include "dissect/link_transport.h"

#define IP_EXTENSIONS_MAX 16 /* headers in one IPv6 chain */

/* IANA protocol numbers. */
#define IP_PROTOCOL_HOP_BY_HOP  0
#define IP_PROTOCOL_ROUTING     43
#define IP_PROTOCOL_FRAGMENT    44
#define IP_PROTOCOL_AH          51
#define IP_PROTOCOL_DESTINATION 60

/**
 * link_ip_extension - step @w over an extension header of type @type.
 * @ret_next: the type that follows
 * @ret_piece: filled by a fragment header of a real fragment, its offset or
 *     more then not 0; untouched by all others
 * Returns false when the walk ends here, the reason set.
 * Source: RFC 8200 clause 4, RFC 4302 clause 2.2, RFC 6946.
 */
static ATTR_INLINE bool link_ip_extension(struct link_walk *w, uint8_t type,
	uint8_t *ret_next, struct packet_piece *ret_piece)
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
static ATTR_INLINE enum link_next link_ip_v4(struct link_walk *w)
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
		return link_transport_piece(
			w, &(struct packet_piece){
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
	return link_transport(w, protocol);
}

/** link_ip_v6 - step the walk @w over IPv6 and UDP. Source: RFC 8200, 768. */
static ATTR_INLINE enum link_next link_ip_v6(struct link_walk *w)
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
			return link_transport_piece(w, &piece);
		}
	}
	return link_transport(w, next);
}

#endif
