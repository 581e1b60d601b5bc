/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tunnels right over IP: IP in IP (RFC 2003), IPv6 in IP (RFC 4213, 2473),
 * EtherIP (RFC 3378), and GRE with all that came to use it: NVGRE, PPTP, WCCP,
 * and the mirrored frames of ERSPAN.
 */
#include "dissect/link_layer.h"

/* GRE flags (RFC 2784, 2890; those of RFC 1701 that these dropped; RFC 2637).
 */
#define GRE_CHECKSUM 0x8000
#define GRE_ROUTING  0x4000
#define GRE_KEY      0x2000
#define GRE_SEQUENCE 0x1000
#define GRE_ACK      0x0080 /* of version 1 alone */
#define GRE_VERSION  0x0007

/* Protocol types that are GRE's alone; all others are EtherTypes. */
#define GRE_WCCP     0x883e
#define GRE_ERSPAN   0x88be
#define GRE_ERSPAN_3 0x22eb
#define GRE_EOIP     0x6400 /* MikroTik, in version 1 */

enum link_next link_gre_ip(struct link_walk *w)
{
	return link_walk_enter_ip(w, TUNNEL_IPIP) ? NEXT_IPV4 : NEXT_STOP;
}

enum link_next link_gre_ip6(struct link_walk *w)
{
	return link_walk_enter_ip(w, TUNNEL_IPIP) ? NEXT_IPV6 : NEXT_STOP;
}

/* RFC 3378 clause 2: version 3, twelve bits of 0. */
enum link_next link_gre_etherip(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 2);

	if (!h) {
		return NEXT_STOP;
	}
	if (h[0] >> 4 != 3) {
		return link_walk_stop(w, UNDECODED_MALFORMED);
	}
	return link_walk_enter_ip(w, TUNNEL_ETHERIP) ? NEXT_ETHERNET
						     : NEXT_STOP;
}

/*
 * draft-foschiano-erspan: type I has no header and shows by the want of a
 * sequence number, type II has 8 bytes, type III 12 and, with the last bit set,
 * 8 more; its frame type, 5 bits, is 0 for Ethernet and 2 for IP.
 */
static enum link_next erspan(struct link_walk *w, unsigned flags, unsigned type)
{
	if (!link_walk_enter_ip(w, TUNNEL_ERSPAN)) {
		return NEXT_STOP;
	}
	if (type == GRE_ERSPAN) {
		bool header = flags & GRE_SEQUENCE;
		return !header || link_walk_take(w, 8) ? NEXT_ETHERNET
						       : NEXT_STOP;
	}
	const uint8_t *h = link_walk_take(w, 12);
	if (!h || (h[11] & 1 && !link_walk_take(w, 8))) {
		return NEXT_STOP;
	}
	unsigned frame = link_walk_u16(h + 10) >> 10 & 0x1f;
	if (frame == 2) {
		return NEXT_IP;
	}
	return frame == 0 ? NEXT_ETHERNET
			  : link_walk_stop(w, UNDECODED_ETHERTYPE);
}

/* draft-wilson-wrec-wccp-v2: version 2 puts four bytes before the packet, which
 * cannot begin like IPv4. A heuristic, the same as Linux's. */
static enum link_next wccp(struct link_walk *w)
{
	const uint8_t *h = link_walk_ahead(w, 1);

	if (h && h[0] >> 4 != 4) {
		(void)link_walk_take(w, 4);
	}
	return link_walk_enter_ip(w, TUNNEL_GRE) ? NEXT_IPV4 : NEXT_STOP;
}

/* RFC 1701: address family, offset, length and as many bytes, until the length
 * is 0. */
static bool routing(struct link_walk *w)
{
	for (unsigned i = 0; i < 16; i++) {
		const uint8_t *h = link_walk_take(w, 4);
		if (!h || h[3] == 0) {
			return h != NULL;
		}
		if (!link_walk_take(w, h[3])) {
			return false;
		}
	}
	w->reason = UNDECODED_MALFORMED;
	return false;
}

/* RFC 2637 clause 4.1: key holds length and call; sequence and acknowledgement
 * if flagged; no payload without a sequence number. MikroTik's frames have no
 * sequence number, and their length the other way round. */
static enum link_next version_1(
	struct link_walk *w, unsigned flags, unsigned type)
{
	size_t more =
		(flags & GRE_SEQUENCE ? 4U : 0U) + (flags & GRE_ACK ? 4U : 0U);

	if (!link_walk_take(w, 4 + more)) {
		return NEXT_STOP;
	}
	w->reason = UNDECODED_IP_PROTOCOL;
	if (type == GRE_EOIP) {
		return link_walk_enter_ip(w, TUNNEL_GRE) ? NEXT_ETHERNET
							 : NEXT_STOP;
	}
	if (type != 0x880b || !(flags & GRE_SEQUENCE)) {
		return NEXT_STOP;
	}
	return link_walk_enter_ip(w, TUNNEL_GRE) ? NEXT_PPP : NEXT_STOP;
}

size_t link_gre_bytes(unsigned flags)
{
	return 4U + (flags & (GRE_CHECKSUM | GRE_ROUTING) ? 4U : 0U) +
	       (flags & GRE_KEY ? 4U : 0U) + (flags & GRE_SEQUENCE ? 4U : 0U);
}

enum link_next link_gre(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 4);

	if (!h) {
		return NEXT_STOP;
	}
	unsigned flags = link_walk_u16(h);
	uint16_t type = link_walk_u16(h + 2);
	if ((flags & GRE_VERSION) == 1) {
		return version_1(w, flags, type);
	}
	if ((flags & GRE_VERSION) != 0) {
		return link_walk_stop(w, UNDECODED_IP_PROTOCOL);
	}
	if (!link_walk_take(w, link_gre_bytes(flags) - 4) ||
		(flags & GRE_ROUTING && !routing(w))) {
		return NEXT_STOP;
	}
	if (type == GRE_ERSPAN || type == GRE_ERSPAN_3) {
		return erspan(w, flags, type);
	}
	if (type == GRE_WCCP) {
		return wccp(w);
	}
	return link_walk_enter_ip(w, TUNNEL_GRE) ? link_layer_type(w, type)
						 : NEXT_STOP;
}
