/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * L2TP. Version 2 (RFC 2661) says what its header holds, and PPP follows.
 * Version 3 (RFC 3931) does not: the length of the cookie, whether a sublayer
 * header follows and what the payload is were all agreed by control messages.
 * So a frame is looked for behind each length that the standard allows. That is
 * a heuristic, but a strict one: type, version and lengths must all fit.
 */
#include "dissect/link_layer.h"

#define L2TP_TYPE     0x8000 /* a control message */
#define L2TP_LENGTH   0x4000
#define L2TP_SEQUENCE 0x0800
#define L2TP_OFFSET   0x0200
#define L2TP_RESERVED 0x34f0
#define L2TP_VERSION  0x000f

/* Bytes of the version 2 header ahead of @w; 0 when it is none of data. */
static size_t header_bytes(const struct link_walk *w)
{
	const uint8_t *h = link_walk_ahead(w, 6);

	if (!h) {
		return 0;
	}
	unsigned flags = link_walk_u16(h);
	if (flags & (L2TP_TYPE | L2TP_RESERVED) ||
		(flags & L2TP_VERSION) != 2) {
		return 0;
	}
	size_t length =
		flags & L2TP_LENGTH ? link_walk_u16(h + 2) : link_walk_wire(w);
	size_t bytes = 6U + (flags & L2TP_LENGTH ? 2U : 0U) +
		       (flags & L2TP_SEQUENCE ? 4U : 0U);
	if (flags & L2TP_OFFSET) {
		h = link_walk_ahead(w, bytes + 2);
		if (!h) {
			return 0;
		}
		bytes += 2U + link_walk_u16(h + bytes);
	}
	return length <= link_walk_wire(w) && bytes <= length ? bytes : 0;
}

/* PPP protocols are even, then odd (RFC 1661 clause 2). */
static bool sees_ppp(const struct link_walk *w, size_t skip)
{
	const uint8_t *h = link_walk_ahead(w, skip + 4);

	if (!h) {
		return false;
	}
	h += skip;
	if (h[0] == 0xff && h[1] == 0x03) {
		h += 2;
	}
	return h[0] & 1 || h[1] & 1;
}

static enum link_next version_2(struct link_walk *w)
{
	size_t bytes = header_bytes(w);

	if (bytes == 0 || !sees_ppp(w, bytes)) {
		return NEXT_UDP_TUNNEL;
	}
	const uint8_t *h = link_walk_take(w, bytes);
	if (h && link_walk_u16(h) & L2TP_LENGTH) {
		link_walk_limit(w, link_walk_u16(h + 2) - bytes);
	}
	return link_walk_enter_ip(w, TUNNEL_L2TP) ? NEXT_PPP : NEXT_STOP;
}

/* What is inside of version 3, and how far ahead. */
static enum link_next look_inside(const struct link_walk *w, size_t *ret_skip)
{
	/* Cookie of 0, 4 or 8 bytes, sublayer of 0 or 4 (clause 4.1, 4.6). */
	for (size_t skip = 0; skip <= 12; skip += 4) {
		*ret_skip = skip;
		if (link_layer_sees_ethernet(w, skip)) {
			return NEXT_ETHERNET;
		}
	}
	for (size_t skip = 0; skip <= 12; skip += 4) {
		const uint8_t *h = link_walk_ahead(w, skip + 4);
		*ret_skip = skip;
		if (h && h[skip] == 0xff && h[skip + 1] == 0x03) {
			return NEXT_PPP;
		}
	}
	for (size_t skip = 0; skip <= 12; skip += 4) {
		*ret_skip = skip;
		if (link_layer_sees_ip(w, skip) != NEXT_STOP) {
			return NEXT_IP;
		}
	}
	return NEXT_STOP;
}

/* Right over IP, clause 4.1.1: a session, 0 for control messages. */
enum link_next link_l2tp_v3(struct link_walk *w)
{
	size_t skip = 0;
	const uint8_t *h = link_walk_take(w, 4);

	if (!h) {
		return NEXT_STOP;
	}
	if (link_walk_u32(h) == 0) {
		return link_walk_stop(w, UNDECODED_IP_PROTOCOL);
	}
	enum link_next next = look_inside(w, &skip);
	if (next == NEXT_STOP) {
		bool cut = link_walk_wire(w) > w->captured_end - w->at;
		return link_walk_stop(w, cut && !link_walk_ahead(w, 46)
						 ? UNDECODED_SHORT
						 : UNDECODED_IP_PROTOCOL);
	}
	(void)link_walk_take(w, skip);
	return link_walk_enter_ip(w, TUNNEL_L2TP) ? next : NEXT_STOP;
}

/* Over UDP, clause 4.1.2: flags and version, reserved, then as over IP. */
enum link_next link_l2tp_udp(struct link_walk *w)
{
	size_t skip = 0;
	struct link_walk inside = *w;
	const uint8_t *h = link_walk_take(&inside, 8);

	if (!h || link_walk_u32(h) != 0x00030000 || link_walk_u32(h + 4) == 0) {
		return version_2(w);
	}
	enum link_next next = look_inside(&inside, &skip);
	if (next == NEXT_STOP) {
		return NEXT_UDP_TUNNEL;
	}
	(void)link_walk_take(w, 8 + skip);
	return link_walk_enter_ip(w, TUNNEL_L2TP) ? next : NEXT_STOP;
}
