/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the bytes of a frame to a packet: link layer, VLAN tags, IPv4 or IPv6
 * with its extension headers, UDP, TCP or SCTP. Checksums are not judged:
 * network cards fill them in after the capture point, so a zero or partial
 * checksum is normal and says nothing.
 */
#ifndef EARSHOT_DISSECT_LINK_H
#define EARSHOT_DISSECT_LINK_H

#include "dissect/packet.h"

/* LINKTYPE_ values (tcpdump.org/linktypes.html) that are understood. */
enum link_type {
#define LINK(name, value, next, words) LINK_##name = (value),
#include "dissect/links.def"
#undef LINK
};

/**
 * link_decode - decode one frame down to the payload of UDP, TCP or SCTP, or to
 * that of an IP fragment: ret->kind says which.
 * @link: LINKTYPE_ value
 * @bytes: captured bytes of the frame
 * @wire_bytes: length of the frame on the wire, >= bytes.n
 * @ret: filled on V_OK, else of no meaning but where packet_rest is true: then
 *     kind, protocol, payload, tags, MACs and, of PACKET_BARE, addresses are;
 *     ts and frame are left to the caller
 * @ret_reason: why not, otherwise
 * Returns V_OK, V_NOT_MINE (nothing of interest), V_TRUNCATED or V_MALFORMED.
 * Allocates: no. Source: IEEE 802.3, 802.1Q; RFC 791, 8200, 768.
 */
enum verdict link_decode(uint32_t link, struct slice bytes, uint32_t wire_bytes,
	struct packet *ret, enum undecoded *ret_reason);

/**
 * link_resume - go on with a datagram that was put together from fragments.
 * @protocol: IANA protocol number of its payload
 * @bytes: the payload as captured
 * @io: one of the fragments as link_decode gave it; what the layers below the
 *     network layer say is filled in, the rest stays. Its payload_wire is the
 *     length of the payload on the wire, if that is more than @bytes
 * @ret_reason: why not, otherwise
 * Returns as link_decode; what comes out may be a fragment again, of a tunnel.
 * Allocates: no. Source: RFC 791 clause 3.2; RFC 8200 clause 4.5.
 */
enum verdict link_resume(uint8_t protocol, struct slice bytes,
	struct packet *io, enum undecoded *ret_reason);

/** link_name - name of link type @link for people; NULL when not understood. */
const char *link_name(uint32_t link);

#endif
