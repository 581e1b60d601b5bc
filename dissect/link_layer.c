/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which number leads to which layer. One line makes a layer known. */
#include "dissect/link_layer.h"

#include "dissect/link.h"

typedef enum link_next link_step(struct link_walk *w);

static link_step *const STEPS[NEXT_STEPS] = {
#define STEP(name, function) [NEXT_##name] = (function),
#include "dissect/link_steps.def"
#undef STEP
};

enum link_next link_layer_step(struct link_walk *w, enum link_next next)
{
	return STEPS[next](w);
}

enum link_next link_layer_first(uint32_t link)
{
	switch (link) {
#define LINK(name, value, next, words)                                         \
	case value:                                                            \
		return next;
#include "dissect/links.def"
#undef LINK
	default:
		return NEXT_STOP;
	}
}

const char *link_name(uint32_t link)
{
	switch (link) {
#define LINK(name, value, next, words)                                         \
	case value:                                                            \
		return words;
#include "dissect/links.def"
#undef LINK
	default:
		return NULL;
	}
}

/* EtherTypes: IEEE RA registry; what is not registered, from its document. */
enum link_next link_layer_of_type(uint16_t type)
{
	switch (type) {
	case 0x0800:
		return NEXT_IPV4;
	case 0x86dd:
		return NEXT_IPV6;
	case 0x8100: /* 802.1Q customer tag */
	case 0x88a8: /* 802.1Q service tag, once 802.1ad */
	case 0x9100: /* stacked tags before 802.1ad */
		return NEXT_TAG;
	case 0x6558: /* transparent Ethernet bridging, RFC 1701 */
		return NEXT_ETHERNET;
	case 0x880b:
		return NEXT_PPP;
	case 0x8847: /* RFC 5332: unicast, or the upstream label */
	case 0x8848:
		return NEXT_MPLS;
	case 0x8864:
		return NEXT_PPPOE;
	case 0x8909:
		return NEXT_CISCO_META;
	case 0x88e5:
		return NEXT_MACSEC;
	case 0x88e7:
		return NEXT_BACKBONE;
	case 0x8926: /* VN-Tag */
	case 0x892f: /* HSR, IEC 62439-3 */
	case 0xf1c1: /* R-TAG, 802.1CB */
		return NEXT_TAG_SIX;
	case 0x894f:
		return NEXT_NSH;
	default:
		return NEXT_STOP;
	}
}

/* IANA protocol numbers. */
enum link_next link_layer_of_protocol(uint8_t protocol)
{
	switch (protocol) {
	case 4:
		return NEXT_IP_IN_IP;
	case 41:
		return NEXT_IP6_IN_IP;
	case 47:
		return NEXT_GRE;
	case 97:
		return NEXT_ETHERIP;
	case 115:
		return NEXT_L2TP3;
	case 137:
		return NEXT_MPLS_IN_IP;
	default:
		return NEXT_STOP;
	}
}

bool link_layer_rest(struct link_walk *w, size_t length, size_t taken)
{
	if (length < taken) {
		w->reason = UNDECODED_MALFORMED;
		return false;
	}
	return link_walk_take(w, length - taken) != NULL;
}

enum link_next link_layer_sees_ip(const struct link_walk *w, size_t skip)
{
	const uint8_t *p = link_walk_ahead(w, skip + 20);

	if (!p) {
		return NEXT_STOP;
	}
	p += skip;
	size_t room = link_walk_wire(w) - skip;
	if (p[0] >> 4 == 6) {
		/* 0 is a jumbogram, or the length was left to the card. */
		return link_walk_u16(p + 4) + 40U <= room ? NEXT_IPV6
							  : NEXT_STOP;
	}
	size_t header = (p[0] & 0x0fU) * 4;
	size_t total = link_walk_u16(p + 2);
	bool fits = header >= 20 && (total == 0 || total >= header) &&
		    total <= room && header <= room;
	return p[0] >> 4 == 4 && fits ? NEXT_IPV4 : NEXT_STOP;
}

bool link_layer_sees_ethernet(const struct link_walk *w, size_t skip)
{
	const uint8_t *p = link_walk_ahead(w, skip + 14);

	for (unsigned tags = 0; p && tags < 3; tags++) {
		uint16_t type = link_walk_u16(p + skip + 12);
		enum link_next next = link_layer_of_type(type);
		if (next == NEXT_IPV4 || next == NEXT_IPV6) {
			return link_layer_sees_ip(w, skip + 14) == next;
		}
		if (next != NEXT_TAG) {
			return next != NEXT_STOP || type == 0x0806; /* ARP */
		}
		skip += 4;
		p = link_walk_ahead(w, skip + 14);
	}
	return false;
}
