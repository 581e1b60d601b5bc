/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What capturing machines put before a packet: the cooked headers of Linux, the
 * address family of BSD, the logs of firewalls, Apple's packet tap.
 * Source: tcpdump.org/linktypes.html and the pages it links.
 */
#include "dissect/link_layer.h"

/* The link-layer address of a cooked frame is its sender's. */
static void cooked_sender(struct packet *packet, unsigned hardware,
	unsigned length, const uint8_t address[6])
{
	if (hardware == 1 && length == 6) { /* ARPHRD_ETHER */
		memcpy(packet->mac_src, address, 6);
		packet->has_mac_src = true;
	}
}

/* ARPHRD_ numbers: a card in monitor mode brings its radio header along. */
static enum link_next cooked_protocol(
	struct link_walk *w, unsigned hardware, uint16_t protocol)
{
	if (hardware == 803) { /* ARPHRD_IEEE80211_RADIOTAP */
		return NEXT_RADIOTAP;
	}
	/* ETH_P_802_2 is no EtherType, but says that LLC follows. */
	return protocol == 4 ? NEXT_LLC : link_layer_type(w, protocol);
}

/* LINKTYPE_LINUX_SLL: packet type, ARPHRD, address length, address (8 bytes),
 * protocol. */
enum link_next link_host_cooked(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 16);

	if (!h) {
		return NEXT_STOP;
	}
	unsigned hardware = link_walk_u16(h + 2);
	cooked_sender(w->packet, hardware, link_walk_u16(h + 4), h + 6);
	return cooked_protocol(w, hardware, link_walk_u16(h + 14));
}

/* LINKTYPE_LINUX_SLL2: protocol, reserved, interface (4 bytes), ARPHRD, packet
 * type (1 byte), address length (1 byte), address (8 bytes). */
enum link_next link_host_cooked2(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 20);

	if (!h) {
		return NEXT_STOP;
	}
	unsigned hardware = link_walk_u16(h + 8);
	cooked_sender(w->packet, hardware, h[11], h + 12);
	return cooked_protocol(w, hardware, link_walk_u16(h));
}

/* AF_ numbers differ between systems for IPv6 alone. */
static enum link_next by_family(struct link_walk *w, unsigned family)
{
	switch (family) {
	case 2:
		return NEXT_IPV4;
	case 10: /* AF_INET6 of Linux */
	case 24: /* NetBSD, OpenBSD */
	case 28: /* FreeBSD */
	case 30: /* Darwin */
		return NEXT_IPV6;
	default:
		return link_walk_stop(w, UNDECODED_ETHERTYPE);
	}
}

/* LINKTYPE_NULL is in the order of the machine that captured, LINKTYPE_LOOP in
 * network order; families are small, so the zero half tells the order. */
enum link_next link_host_family(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 4);

	if (!h) {
		return NEXT_STOP;
	}
	unsigned high = link_walk_u16(h);
	unsigned low = link_walk_u16(h + 2);
	if (high && low) { /* seen in the wild: 0f 00, then an EtherType */
		return link_layer_type(w, (uint16_t)low);
	}
	return by_family(w, high ? (high & 0xff) << 8 | high >> 8 : low);
}

/*
 * LINKTYPE_NFLOG: family, version, resource id (2 bytes); then attributes, each
 * with its length, header included, and its type in the byte order of the host,
 * padded to four bytes. The packet is the one of type NFULA_PAYLOAD.
 */
enum link_next link_host_nflog(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 4);

	if (!h) {
		return NEXT_STOP;
	}
	unsigned family = h[0];
	if (h[1] != 0) {
		return link_walk_stop(w, UNDECODED_MALFORMED);
	}
	/* There are some twenty types; each comes once. */
	for (unsigned i = 0; i < 32; i++) {
		h = link_walk_take(w, 4);
		if (!h) {
			return NEXT_STOP;
		}
		/* Types are from 1 to some twenty: where the 0 is shows
		 * the order. */
		bool little = h[3] == 0;
		size_t length = little ? link_walk_le16(h) : link_walk_u16(h);
		unsigned type =
			little ? link_walk_le16(h + 2) : link_walk_u16(h + 2);
		if (length < 4) {
			return link_walk_stop(w, UNDECODED_MALFORMED);
		}
		if ((type & 0x7fff) == 9) { /* NFULA_PAYLOAD */
			if (length - 4 < link_walk_wire(w)) {
				link_walk_limit(w, length - 4);
			}
			return by_family(w, family);
		}
		if (!link_walk_take(w, ((length + 3) & ~(size_t)3) - 4)) {
			return NEXT_STOP;
		}
	}
	return link_walk_stop(w, UNDECODED_MALFORMED);
}

/* LINKTYPE_PFLOG: length without padding, address family, and no more of
 * interest; padded to four bytes. */
enum link_next link_host_pflog(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 4);

	if (!h) {
		return NEXT_STOP;
	}
	if (!link_layer_rest(w, (h[0] + 3U) & ~3U, 4)) {
		return NEXT_STOP;
	}
	return by_family(w, h[1]);
}

/* LINKTYPE_PKTAP: length, type of the record (1: a packet follows), and the
 * link type of the packet, little-endian. */
enum link_next link_host_pktap(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 12);

	if (!h) {
		return NEXT_STOP;
	}
	if (!link_layer_rest(w, link_walk_le32(h), 12)) {
		return NEXT_STOP;
	}
	w->reason = UNDECODED_LINK_TYPE;
	return link_walk_le32(h + 4) == 1
		       ? link_layer_first(link_walk_le32(h + 8))
		       : NEXT_STOP;
}
