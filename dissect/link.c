/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The link layers, and the loop that goes down from one layer to the next.
 *
 *   Ethernet --> [tag]... --> IPv4/IPv6 --> UDP, TCP, SCTP, a fragment
 *       \--> LLC --> SNAP ---^    ^
 *   cooked, null, loop, raw ------/
 *
 * Every frame of a capture comes through here, so the usual path (Ethernet,
 * IPv4, UDP) tests each header's length once, copies nothing but addresses, and
 * does not clear the packet first: each field is written by the layer that
 * knows it, and link_decode writes those that a layer may leave alone.
 */
#include "dissect/link.h"

#include "dissect/link_ip.h"

/* Ethernet, LLC, IP, and at least eight tags or encapsulations. */
#define LAYERS_MAX 11

/* EtherTypes (IEEE RA registry); up to 1500 the field is a length (802.3). */
#define ETHERTYPE_IPV4      0x0800
#define ETHERTYPE_VLAN      0x8100 /* 802.1Q customer tag */
#define ETHERTYPE_IPV6      0x86dd
#define ETHERTYPE_PROVIDER  0x88a8 /* 802.1Q service tag, once 802.1ad */
#define ETHERTYPE_OLD_QINQ  0x9100 /* stacked tags before 802.1ad */
#define ETHERNET_LENGTH_MAX 1500

static enum link_next by_type(struct link_walk *w, uint16_t type)
{
	switch (type) {
	case ETHERTYPE_IPV4:
		return NEXT_IPV4;
	case ETHERTYPE_IPV6:
		return NEXT_IPV6;
	case ETHERTYPE_VLAN:
	case ETHERTYPE_PROVIDER:
	case ETHERTYPE_OLD_QINQ:
		return NEXT_TAG;
	default:
		return link_walk_stop(w, UNDECODED_ETHERTYPE);
	}
}

static enum link_next by_type_or_length(struct link_walk *w, uint16_t value)
{
	if (value > ETHERNET_LENGTH_MAX) {
		return by_type(w, value);
	}
	if (value < link_walk_wire(w)) {
		link_walk_limit(w, value);
	}
	return NEXT_LLC;
}

static enum link_next ethernet(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 14);

	if (!h) {
		return NEXT_STOP;
	}
	memcpy(w->packet->mac_dst, h, 6);
	memcpy(w->packet->mac_src, h + 6, 6);
	w->packet->has_mac = true;
	w->packet->has_mac_src = true;
	return by_type_or_length(w, link_walk_u16(h + 12));
}

static enum link_next tag(struct link_walk *w)
{
	struct packet *packet = w->packet;
	const uint8_t *h = link_walk_take(w, 4);

	if (!h) {
		return NEXT_STOP;
	}
	if (packet->vlan_count < COUNT_OF(packet->vlan)) {
		packet->vlan[packet->vlan_count] = link_walk_u16(h) & 0x0fff;
	}
	packet->vlan_count++;
	return by_type_or_length(w, link_walk_u16(h + 2));
}

/* IEEE 802.2: two service access points and a control byte; IP rides behind
 * SNAP (RFC 1042; OUI 0000f8 is its bridged form) or has its own point. */
static enum link_next llc(struct link_walk *w)
{
	static const uint8_t snap[3] = {0xaa, 0xaa, 0x03};
	static const uint8_t ip[3] = {0x06, 0x06, 0x03};
	static const uint8_t oui[2][3] = {{0, 0, 0}, {0, 0, 0xf8}};
	const uint8_t *h = link_walk_take(w, 3);

	if (!h) {
		return NEXT_STOP;
	}
	if (memcmp(h, ip, sizeof(ip)) == 0) {
		return NEXT_IPV4;
	}
	if (memcmp(h, snap, sizeof(snap)) != 0) {
		return link_walk_stop(w, UNDECODED_ETHERTYPE);
	}
	h = link_walk_take(w, 5);
	if (!h) {
		return NEXT_STOP;
	}
	if (memcmp(h, oui[0], 3) != 0 && memcmp(h, oui[1], 3) != 0) {
		return link_walk_stop(w, UNDECODED_ETHERTYPE);
	}
	return by_type(w, link_walk_u16(h + 3));
}

/* The link-layer address of a cooked frame is its sender's. */
static void cooked_sender(struct packet *packet, unsigned hardware,
	unsigned length, const uint8_t address[6])
{
	if (hardware == 1 && length == 6) { /* ARPHRD_ETHER */
		memcpy(packet->mac_src, address, 6);
		packet->has_mac_src = true;
	}
}

static enum link_next cooked_protocol(struct link_walk *w, uint16_t protocol)
{
	return protocol == 4 ? NEXT_LLC : by_type(w, protocol);
}

/* LINKTYPE_LINUX_SLL: packet type, ARPHRD, address length, address (8 bytes),
 * protocol. */
static enum link_next cooked(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 16);

	if (!h) {
		return NEXT_STOP;
	}
	cooked_sender(
		w->packet, link_walk_u16(h + 2), link_walk_u16(h + 4), h + 6);
	return cooked_protocol(w, link_walk_u16(h + 14));
}

/* LINKTYPE_LINUX_SLL2: protocol, reserved, interface (4 bytes), ARPHRD, packet
 * type (1 byte), address length (1 byte), address (8 bytes). */
static enum link_next cooked2(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 20);

	if (!h) {
		return NEXT_STOP;
	}
	cooked_sender(w->packet, link_walk_u16(h + 8), h[11], h + 12);
	return cooked_protocol(w, link_walk_u16(h));
}

/* LINKTYPE_NULL is in the order of the machine that captured, LINKTYPE_LOOP in
 * network order; families are small, so the zero half tells the order. */
static enum link_next family(struct link_walk *w)
{
	const uint8_t *h = link_walk_take(w, 4);

	if (!h) {
		return NEXT_STOP;
	}
	unsigned high = link_walk_u16(h);
	unsigned low = link_walk_u16(h + 2);
	if (high && low) { /* seen in the wild: 0f 00, then an EtherType */
		return by_type(w, (uint16_t)low);
	}
	switch (high ? (high & 0xff) << 8 | high >> 8 : low) {
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

static enum link_next any_ip(struct link_walk *w)
{
	struct link_walk ahead = *w;
	const uint8_t *h = link_walk_take(&ahead, 1);

	if (!h) {
		return link_walk_stop(w, ahead.reason);
	}
	switch (h[0] >> 4) {
	case 4:
		return NEXT_IPV4;
	case 6:
		return NEXT_IPV6;
	default:
		return link_walk_stop(w, UNDECODED_MALFORMED);
	}
}

static enum link_next first_layer(struct link_walk *w, uint32_t link)
{
	switch (link) {
	case LINK_ETHERNET:
		return NEXT_ETHERNET;
	case LINK_LINUX_SLL:
		return NEXT_COOKED;
	case LINK_LINUX_SLL2:
		return NEXT_COOKED2;
	case LINK_NULL:
	case LINK_LOOP:
		return NEXT_FAMILY;
	case LINK_RAW:
	case LINK_RAW_12:
	case LINK_RAW_14:
		return NEXT_IP;
	case LINK_IPV4:
		return NEXT_IPV4;
	case LINK_IPV6:
		return NEXT_IPV6;
	default:
		return link_walk_stop(w, UNDECODED_LINK_TYPE);
	}
}

static enum link_next layer(struct link_walk *w, enum link_next next)
{
	switch (next) {
	case NEXT_ETHERNET:
		return ethernet(w);
	case NEXT_TAG:
		return tag(w);
	case NEXT_LLC:
		return llc(w);
	case NEXT_COOKED:
		return cooked(w);
	case NEXT_COOKED2:
		return cooked2(w);
	case NEXT_FAMILY:
		return family(w);
	case NEXT_IP:
		return any_ip(w);
	case NEXT_IPV4:
		return link_ip_v4(w);
	case NEXT_IPV6:
		return link_ip_v6(w);
	case NEXT_DONE:
	case NEXT_STOP:
		break;
	}
	return next;
}

static enum verdict verdict_of(enum undecoded reason)
{
	if (reason == UNDECODED_SHORT) {
		return V_TRUNCATED;
	}
	return reason == UNDECODED_MALFORMED || reason == UNDECODED_DEEP
		       ? V_MALFORMED
		       : V_NOT_MINE;
}

/* Every step goes on in the frame but NEXT_STOP and NEXT_DONE. */
static enum verdict go_down(struct link_walk *w, enum link_next next,
	enum undecoded *ret_reason)
{
	for (unsigned depth = 0; depth <= LAYERS_MAX; depth++) {
		if (next == NEXT_DONE) {
			return V_OK;
		}
		if (next == NEXT_STOP) {
			*ret_reason = w->reason;
			return verdict_of(w->reason);
		}
		next = layer(w, next);
	}
	*ret_reason = UNDECODED_DEEP;
	return V_MALFORMED;
}

enum verdict link_decode(uint32_t link, struct slice bytes, uint32_t wire_bytes,
	struct packet *ret, enum undecoded *ret_reason)
{
	struct link_walk w = {
		.frame = (const uint8_t *)bytes.p,
		.captured_end = bytes.n,
		.wire_end = wire_bytes > bytes.n ? wire_bytes : bytes.n,
		.packet = ret,
		.reason = UNDECODED_NONE,
	};
	enum link_next next = first_layer(&w, link);

	ret->vlan_count = 0;
	ret->has_mac = false;
	ret->has_mac_src = false;
	ret->anomalies = 0;
	ret->point = 0;
	ret->capture = 0;
	ret->tunnel_count = 0;
	ret->outer = false;
	ret->wire_bytes = (uint32_t)w.wire_end;
	return go_down(&w, next, ret_reason);
}

enum verdict link_resume(uint8_t protocol, struct slice bytes,
	struct packet *io, enum undecoded *ret_reason)
{
	struct link_walk w = {
		.frame = (const uint8_t *)bytes.p,
		.captured_end = bytes.n,
		.wire_end = bytes.n,
		.packet = io,
		.reason = UNDECODED_NONE,
	};

	return go_down(&w, link_ip_transport(&w, protocol), ret_reason);
}

const char *link_name(uint32_t link)
{
	switch (link) {
	case LINK_NULL:
		return "BSD loopback";
	case LINK_ETHERNET:
		return "Ethernet";
	case LINK_RAW_12:
	case LINK_RAW_14:
	case LINK_RAW:
		return "Raw IP";
	case LINK_LOOP:
		return "OpenBSD loopback";
	case LINK_LINUX_SLL:
		return "Linux cooked v1";
	case LINK_IPV4:
		return "Raw IPv4";
	case LINK_IPV6:
		return "Raw IPv6";
	case LINK_LINUX_SLL2:
		return "Linux cooked v2";
	default:
		return NULL;
	}
}
