/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tags that stand between a frame's addresses and its packet, and tell the type
 * of what follows; then MPLS, which does not: what its labels mean was agreed
 * elsewhere, so what follows is recognised by its look.
 */
#include "dissect/link_layer.h"

#define LABELS_MAX 16

/* VN-Tag (Cisco; later 802.1BR), HSR (IEC 62439-3), R-TAG (802.1CB): four bytes
 * of their own, then an EtherType. */
enum link_next link_tag_six(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 6);

	return h ? link_layer_type(w, link_walk_u16(h + 4)) : NEXT_STOP;
}

/* Cisco MetaData (security group tags): version 1, length in units of 8 bytes,
 * options, and last the EtherType of what follows; behind GRE that comes first.
 */
enum link_next link_tag_cisco(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 8);

	if (!h) {
		return NEXT_STOP;
	}
	bool type_first = h[0] != 1;
	size_t length = h[type_first ? 3 : 1] * 8U;
	if (h[type_first ? 2 : 0] != 1) {
		return link_walk_stop(w, UNDECODED_MALFORMED);
	}
	if (!link_layer_rest(w, length, 8)) {
		return NEXT_STOP;
	}
	return link_layer_type(
		w, link_walk_u16(type_first ? h : h + length - 2));
}

/* 802.1AE clause 9: flags, short length, packet number, channel if SC. Without
 * the bits E and C the data is signed, but in clear. */
enum link_next link_tag_macsec(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 6);

	if (!h) {
		return NEXT_STOP;
	}
	if (h[0] & 0x0c) {
		return link_walk_stop(w, UNDECODED_ENCRYPTED);
	}
	if (h[0] & 0x20 && !link_walk_take(w, 8)) {
		return NEXT_STOP;
	}
	h = link_walk_take(w, 2);
	return h ? link_layer_type(w, link_walk_u16(h)) : NEXT_STOP;
}

/* 802.1ah: flags and service identifier, then the customer's whole frame. */
enum link_next link_tag_backbone(struct link_walk *w)
{
	if (!link_walk_take(w, 4)) {
		return NEXT_STOP;
	}
	return link_walk_enter(w, TUNNEL_BACKBONE) ? NEXT_ETHERNET : NEXT_STOP;
}

/*
 * Behind the last label: IP shows by its version and lengths; an Ethernet
 * pseudowire (RFC 4448) by the type of its frame, with or without a control
 * word, whose first four bits are 0 (RFC 4385; 1 is no data).
 */
static enum link_next behind_labels(struct link_walk *w)
{
	enum link_next next = link_layer_sees_ip(w, 0);

	if (next != NEXT_STOP) {
		return next;
	}
	const uint8_t *h = link_walk_ahead(w, 1);
	if (!h) {
		(void)link_walk_take(w, 1);
		return NEXT_STOP;
	}
	if (h[0] >> 4 == 0 && link_layer_sees_ethernet(w, 4)) {
		(void)link_walk_take(w, 4);
		return NEXT_ETHERNET;
	}
	if (link_layer_sees_ethernet(w, 0)) {
		return NEXT_ETHERNET;
	}
	/* Too little was captured to tell. */
	bool cut = link_walk_wire(w) > w->captured_end - w->at;
	if (cut && !link_walk_ahead(w, 38)) {
		return link_walk_stop(w, UNDECODED_SHORT);
	}
	if (h[0] >> 4 == 4) {
		return NEXT_IPV4;
	}
	return h[0] >> 4 == 6 ? NEXT_IPV6
			      : link_walk_stop(w, UNDECODED_ETHERTYPE);
}

/* RFC 3032: label, class, bottom of the stack (bit 0 of byte 2), TTL. */
static enum link_next labels(struct link_walk *w)
{
	for (unsigned i = 0; i < LABELS_MAX; i++) {
		const uint8_t *h = link_walk_take(w, 4);
		if (!h) {
			return NEXT_STOP;
		}
		if (h[2] & 1) {
			return behind_labels(w);
		}
	}
	return link_walk_stop(w, UNDECODED_DEEP);
}

enum link_next link_tag_mpls(struct link_walk *w)
{
	return link_walk_enter(w, TUNNEL_MPLS) ? labels(w) : NEXT_STOP;
}

/* RFC 4023 clause 3, RFC 7510. */
enum link_next link_tag_mpls_in_ip(struct link_walk *w)
{
	return link_walk_enter_ip(w, TUNNEL_MPLS) ? labels(w) : NEXT_STOP;
}

/* RFC 8300 clause 2: version in the first two bits, length in units of 4 bytes
 * in the low six of the second byte, next protocol in the fourth. */
enum link_next link_tag_nsh(struct link_walk *w)
{
	static const uint8_t next[] = {NEXT_STOP, NEXT_IPV4, NEXT_IPV6,
		NEXT_ETHERNET, NEXT_NSH, NEXT_MPLS};
	const uint8_t *h = link_walk_take(w, 8);

	if (!h) {
		return NEXT_STOP;
	}
	if (h[0] >> 6 != 0) {
		return link_walk_stop(w, UNDECODED_MALFORMED);
	}
	if (!link_layer_rest(w, (h[1] & 0x3fU) * 4, 8)) {
		return NEXT_STOP;
	}
	w->reason = UNDECODED_ETHERTYPE;
	return h[3] < sizeof(next) ? (enum link_next)next[h[3]] : NEXT_STOP;
}
