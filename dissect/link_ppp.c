/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PPP and what is framed like it: over serial lines, over Ethernet, in tunnels,
 * and Cisco's HDLC. Both halves of the header may be compressed away; they are
 * recognised by their values, since the negotiation was not seen.
 */
#include "dissect/link_layer.h"

/* Numbers of the PPP DLL protocol registry (IANA). */
static enum link_next by_protocol(struct link_walk *w, unsigned protocol)
{
	const uint8_t *h;

	switch (protocol) {
	case 0x0021:
		return NEXT_IPV4;
	case 0x0057:
		return NEXT_IPV6;
	case 0x0281: /* RFC 3032 clause 4.3: unicast, multicast */
	case 0x0283:
		return NEXT_MPLS;
	case 0x003d: /* RFC 1990, long numbers: begin, end, 24 bits */
		h = link_walk_take(w, 4);
		if (!h) {
			return NEXT_STOP;
		}
		/* A packet that was not cut is a packet. */
		return h[0] >> 6 == 3 ? NEXT_PPP
				      : link_walk_stop(w, UNDECODED_ETHERTYPE);
	case 0x0053: /* RFC 1968: encrypted */
	case 0x00fd: /* RFC 1962: compressed; of PPTP, encrypted (RFC 3078) */
		return link_walk_stop(w, UNDECODED_ENCRYPTED);
	default:
		return link_walk_stop(w, UNDECODED_ETHERTYPE);
	}
}

/* RFC 1661 clause 2, RFC 1662 clause 3.1: address (all stations) and control,
 * unless they are left out; one or two bytes of protocol, the last one odd. */
enum link_next link_ppp(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 1);

	if (h && h[0] == 0xff) {
		(void)link_walk_take(w, 1);
		h = link_walk_take(w, 1);
	}
	if (!h) {
		return NEXT_STOP;
	}
	if (h[0] & 1) {
		return by_protocol(w, h[0]);
	}
	if (!link_walk_take(w, 1)) {
		return NEXT_STOP;
	}
	return by_protocol(w, link_walk_u16(h));
}

/* The first byte is PPP's, Cisco's (0f to one, 8f to all; then an EtherType),
 * or pppd's, which has the direction in the place of the address. */
enum link_next link_ppp_hdlc(struct link_walk *w)
{
	const uint8_t *h = link_walk_ahead(w, 2);

	if (!h) {
		(void)link_walk_take(w, 2);
		return NEXT_STOP;
	}
	if ((h[0] & 0x7f) == 0x0f && h[1] == 0) {
		h = link_walk_take(w, 4);
		return h ? link_layer_type(w, link_walk_u16(h + 2)) : NEXT_STOP;
	}
	if (h[0] <= 1 && h[1] == 0x03) {
		(void)link_walk_take(w, 2);
	}
	return NEXT_PPP;
}

enum link_next link_ppp_direction(struct link_walk *w)
{
	return link_walk_take(w, 1) ? NEXT_HDLC : NEXT_STOP;
}

/* RFC 2516 clause 4: version and type, code, session, length. */
enum link_next link_ppp_ethernet(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 6);

	if (!h) {
		return NEXT_STOP;
	}
	if (h[0] != 0x11 || h[1] != 0) {
		return link_walk_stop(w, UNDECODED_ETHERTYPE);
	}
	size_t length = link_walk_u16(h + 4);
	if (length < link_walk_wire(w)) {
		link_walk_limit(w, length);
	}
	return link_walk_enter(w, TUNNEL_PPPOE) ? NEXT_PPP : NEXT_STOP;
}
