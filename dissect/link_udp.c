/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tunnels over UDP. The port only raises the question: RTP may use any port, so
 * each header must be plausible to the last reserved bit and length, else the
 * datagram stays one. All that is tested before the tunnel is entered; from
 * there on there is no way back.
 *
 *   RTP and RTCP begin with the bits 10, text with a letter (0x41..0x7a), STUN
 *   with 0, DTLS with 20..63. VXLAN begins with 08, 0c or 88 and then 0; GENEVE
 *   with the bits 00 and an EtherType; GTP-U with 3 and T-PDU.
 */
#include "dissect/link_transport.h"

/* No tunnel after all. */
#define PLAIN NEXT_UDP_TUNNEL

/* Enter the tunnel @kind behind a header of @bytes, all there. */
static enum link_next enter(struct link_walk *w, enum tunnel kind, size_t bytes,
	enum link_next next)
{
	(void)link_walk_take(w, bytes);
	return link_walk_enter_ip(w, kind) ? next : NEXT_STOP;
}

/* RFC 7348 clause 5: flags 08, all else reserved but 24 bits; group policy
 * (draft-smith-vxlan-group-policy) adds the flag 80 and uses the next bytes. */
static enum link_next vxlan(struct link_walk *w)
{
	const uint8_t *h = link_walk_ahead(w, 8);

	if (!h || h[7] != 0) {
		return PLAIN;
	}
	bool bare = h[0] == 0x08 && h[1] == 0 && link_walk_u16(h + 2) == 0;
	bool policy = h[0] == 0x88 && (h[1] & 0xb7) == 0;
	return bare || policy ? enter(w, TUNNEL_VXLAN, 8, NEXT_ETHERNET)
			      : PLAIN;
}

/* draft-ietf-nvo3-vxlan-gpe: flags I and P, the protocol before the VNI. */
static enum link_next vxlan_gpe(struct link_walk *w)
{
	static const uint8_t next[] = {PLAIN, NEXT_IPV4, NEXT_IPV6,
		NEXT_ETHERNET, NEXT_NSH, NEXT_MPLS};
	const uint8_t *h = link_walk_ahead(w, 8);

	if (!h || (h[0] & 0xfe) != 0x0c || link_walk_u16(h + 1) != 0 ||
		h[7] != 0 || h[3] == 0 || h[3] >= sizeof(next)) {
		return vxlan(w);
	}
	return enter(w, TUNNEL_VXLAN, 8, (enum link_next)next[h[3]]);
}

/* RFC 8926 clause 3.4: version 0 and length of the options in units of 4 bytes,
 * flags O and C, protocol, VNI, reserved. */
static enum link_next geneve(struct link_walk *w)
{
	const uint8_t *h = link_walk_ahead(w, 8);

	if (!h || h[0] >> 6 != 0 || h[1] & 0x3f || h[7] != 0) {
		return PLAIN;
	}
	enum link_next next = link_layer_of_type(link_walk_u16(h + 2));
	size_t bytes = 8U + (h[0] & 0x3fU) * 4;
	if (next == NEXT_STOP || !link_walk_ahead(w, bytes)) {
		return PLAIN;
	}
	return enter(w, TUNNEL_GENEVE, bytes, next);
}

/* Bytes of GTP-U's header with its extensions; 0 when it is none. */
static size_t gtpu_bytes(const struct link_walk *w, const uint8_t *h)
{
	size_t bytes = 12;

	if ((h[0] & 7) == 0) {
		return 8;
	}
	if (!(h[0] & 4)) {
		return bytes;
	}
	/* Length in units of 4 bytes; the last byte tells the next type. */
	for (unsigned i = 0; i < 16 && h[bytes - 1] != 0; i++) {
		if (!link_walk_ahead(w, bytes + 1)) {
			return 0;
		}
		size_t more = h[bytes] * 4U;
		if (more == 0 || !link_walk_ahead(w, bytes + more)) {
			return 0;
		}
		bytes += more;
	}
	return h[bytes - 1] == 0 ? bytes : 0;
}

/* 3GPP TS 29.281 clause 5: version 1, protocol type 1, flags E, S, PN; type 255
 * is a T-PDU; length of all behind the first 8 bytes. */
static enum link_next gtpu(struct link_walk *w)
{
	const uint8_t *h = link_walk_ahead(w, 12);

	if (!h || h[0] >> 3 != 6 || h[1] != 255 ||
		link_walk_u16(h + 2) + 8U > link_walk_wire(w)) {
		return PLAIN;
	}
	size_t bytes = gtpu_bytes(w, h);
	if (bytes == 0) {
		return PLAIN;
	}
	enum link_next next = link_layer_sees_ip(w, bytes);
	return next == NEXT_STOP ? PLAIN : enter(w, TUNNEL_GTPU, bytes, next);
}

/* Version 1, type (0: received, 1: to be sent), what is inside (2 bytes), then
 * tags until one of type 1; type 0 is padding, all others have a length.
 * Source: the description at web.archive.org of networkchemistry.com, as
 * tcpdump and others read it. */
static enum link_next tzsp(struct link_walk *w)
{
	const uint8_t *h = link_walk_ahead(w, 5);
	enum link_next next = NEXT_STOP;
	size_t at = 4;

	if (!h || h[0] != 1 || h[1] > 1 || h[2] != 0) {
		return PLAIN;
	}
	next = h[3] == 1 ? NEXT_ETHERNET : next;
	next = h[3] == 18 ? NEXT_WIFI : next;
	next = h[3] == 119 ? NEXT_PRISM : next;
	next = h[3] == 127 ? NEXT_AVS : next;
	for (unsigned tags = 0; next != NEXT_STOP && tags < 64; tags++) {
		if (!link_walk_ahead(w, at + 2)) {
			break;
		}
		if (h[at] == 1) {
			return enter(w, TUNNEL_TZSP, at + 1, next);
		}
		at += h[at] == 0 ? 1 : h[at + 1] + 2U;
	}
	return PLAIN;
}

/* RFC 8086: GRE without routing, of version 0, whose payload is visible. */
static enum link_next gre(struct link_walk *w)
{
	const uint8_t *h = link_walk_ahead(w, 4);

	if (!h || link_walk_u16(h) & 0x4fff) {
		return PLAIN;
	}
	size_t bytes = link_gre_bytes(link_walk_u16(h));
	enum link_next next = link_layer_of_type(link_walk_u16(h + 2));
	bool fits = next == NEXT_ETHERNET
			    ? link_layer_sees_ethernet(w, bytes)
			    : next != NEXT_STOP &&
				      (next == link_layer_sees_ip(w, bytes) ||
					      next == NEXT_MPLS);
	return fits ? NEXT_GRE : PLAIN;
}

/* RFC 7510: labels, then what link_tag.c recognises. */
static enum link_next mpls(struct link_walk *w)
{
	for (size_t at = 4; at <= 32; at += 4) {
		const uint8_t *h = link_walk_ahead(w, at);
		if (!h) {
			return PLAIN;
		}
		if (!(h[at - 2] & 1)) {
			continue;
		}
		return link_layer_sees_ip(w, at) != NEXT_STOP ||
				       link_layer_sees_ethernet(w, at) ||
				       link_layer_sees_ethernet(w, at + 4)
			       ? NEXT_MPLS_IN_IP
			       : PLAIN;
	}
	return PLAIN;
}

/*
 * RFC 3948 clause 2: four bytes of 0 are IKE, one byte ff keeps a translation
 * alive; else a parameter index above 255. So far any RTP packet would do, and
 * text and STUN: what begins like one of them stays a datagram, which costs
 * a quarter of the tunnels their name, and no call its packets. A heuristic.
 */
static enum link_next esp(struct link_walk *w)
{
	const uint8_t *h = link_walk_ahead(w, 16);

	if (!h || link_walk_u32(h) < 256 || h[0] >> 6 == 2 ||
		link_walk_u32(h + 4) == 0x2112a442) {
		return PLAIN;
	}
	bool text = true;
	for (unsigned i = 0; i < 4; i++) {
		text = text && h[i] >= 0x20 && h[i] < 0x7f;
	}
	return text ? PLAIN : link_walk_stop(w, UNDECODED_ENCRYPTED);
}

/* RFC 4380 clause 5.1.1: authentication (0001) and origin (0000) may come
 * before the IPv6 packet, one end of which is a Teredo or a link-local address.
 */
static enum link_next teredo(struct link_walk *w)
{
	const uint8_t *h = link_walk_ahead(w, 40);
	size_t at = 0;

	if (h && h[0] == 0 && h[1] == 1) {
		at += 13U + h[2] + h[3];
	}
	if (!link_walk_ahead(w, at + 40)) {
		return PLAIN;
	}
	at += h[at] == 0 && h[at + 1] == 0 ? 8 : 0;
	if (!link_walk_ahead(w, at + 40) ||
		link_layer_sees_ip(w, at) != NEXT_IPV6) {
		return PLAIN;
	}
	bool fits = false;
	for (const uint8_t *a = h + at + 8; a <= h + at + 24; a += 16) {
		fits = fits || link_walk_u32(a) == 0x20010000 ||
		       (link_walk_u16(a) & 0xffc0) == 0xfe80;
	}
	return fits ? enter(w, TUNNEL_TEREDO, at, NEXT_IPV6) : PLAIN;
}

/*
 * RFC 5415 clause 4.3: preamble (1: DTLS), length in units of 4 bytes, binding
 * (1: 802.11), T: native frame; F: fragment; K: keep-alive. Some controllers
 * swap the two bytes of the 802.11 frame control.
 */
static enum link_next capwap(struct link_walk *w)
{
	const uint8_t *h = link_walk_ahead(w, 8);

	if (!h) {
		return PLAIN;
	}
	/* 01 000000, then a DTLS record: type 20..25, version fe.. */
	if (link_walk_u32(h) == 0x01000000 && h[4] >= 20 && h[4] <= 25 &&
		h[5] == 0xfe) {
		return link_walk_stop(w, UNDECODED_ENCRYPTED);
	}
	size_t bytes = (h[1] >> 3) * 4U;
	if (h[0] != 0 || bytes < 8 || h[3] & 0x8f || link_walk_u16(h + 6) ||
		!link_walk_ahead(w, bytes + 2)) {
		return PLAIN;
	}
	if (!(h[2] & 1)) {
		return link_layer_sees_ethernet(w, bytes)
			       ? enter(w, TUNNEL_CAPWAP, bytes, NEXT_ETHERNET)
			       : PLAIN;
	}
	if ((h[2] >> 1 & 0x1f) != 1) {
		return PLAIN;
	}
	if ((h[bytes] & 0x0f) == 8) {
		return enter(w, TUNNEL_CAPWAP, bytes, NEXT_WIFI);
	}
	return (h[bytes + 1] & 0x0f) == 8
		       ? enter(w, TUNNEL_CAPWAP, bytes, NEXT_WIFI_SWAPPED)
		       : PLAIN;
}

static enum link_next by_port(struct link_walk *w, uint16_t port)
{
	switch (port) {
	case LINK_PORT_L2TP:
		return link_l2tp_udp(w);
	case LINK_PORT_GTPU:
		return gtpu(w);
	case LINK_PORT_TEREDO:
		return teredo(w);
	case LINK_PORT_ESP:
		return esp(w);
	case LINK_PORT_GRE:
		return gre(w);
	case LINK_PORT_VXLAN:
	case LINK_PORT_OTV:
		return vxlan(w);
	case LINK_PORT_VXLAN_GPE:
		return vxlan_gpe(w);
	case LINK_PORT_CAPWAP:
		return capwap(w);
	case LINK_PORT_GENEVE:
		return geneve(w);
	case LINK_PORT_MPLS:
		return mpls(w);
	case LINK_PORT_TZSP:
		return tzsp(w);
	default:
		return PLAIN;
	}
}

enum link_next link_udp(struct link_walk *w)
{
	enum link_next next = by_port(w, w->packet->dst.port);

	if (next == PLAIN) {
		next = by_port(w, w->packet->src.port);
	}
	return next == PLAIN ? link_transport_payload(w, PACKET_DATAGRAM)
			     : next;
}
