/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The usual link layers, and the loop that goes down from one layer to the
 * next.
 *
 *   Ethernet --> [tag]... --> IPv4/IPv6 --> UDP, TCP, SCTP, a fragment
 *       \--> LLC --> SNAP ---^    ^
 *   all others (link_layer.h) ----/
 *
 * Every frame of a capture comes through here, so the usual path (Ethernet,
 * IPv4, UDP) tests each header's length once, copies nothing but addresses, and
 * does not clear the packet first: each field is written by the layer that
 * knows it, and link_decode writes those that a layer may leave alone.
 */
#include "dissect/link.h"

#include "dissect/link_ip.h"

/*
 * Steps of one walk. Eight tunnels and eight tags are followed; a tunnel takes
 * four steps at most (IP, UDP, Ethernet, LLC). What counts neither as tunnel
 * nor as tag is bounded by this alone.
 */
#define STEPS_MAX 48
#define TAGS_MAX  8

#define ETHERNET_LENGTH_MAX 1500 /* up to that it is no type (802.3) */

static ATTR_INLINE enum link_next by_type(struct link_walk *w, uint16_t type)
{
	if (ATTR_LIKELY(type == 0x0800)) {
		return NEXT_IPV4;
	}
	return link_layer_type(w, type);
}

static ATTR_INLINE enum link_next by_type_or_length(
	struct link_walk *w, uint16_t value)
{
	if (value > ETHERNET_LENGTH_MAX) {
		return by_type(w, value);
	}
	if (value < link_walk_wire(w)) {
		link_walk_limit(w, value);
	}
	return NEXT_LLC;
}

static ATTR_INLINE enum link_next ethernet(struct link_walk *w)
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

static ATTR_INLINE enum link_next tag(struct link_walk *w)
{
	struct packet *packet = w->packet;
	const uint8_t *h = link_walk_take(w, 4);

	if (!h) {
		return NEXT_STOP;
	}
	if (packet->vlan_count == TAGS_MAX) {
		return link_walk_stop(w, UNDECODED_DEEP);
	}
	if (packet->vlan_count < COUNT_OF(packet->vlan)) {
		packet->vlan[packet->vlan_count] = link_walk_u16(h) & 0x0fff;
	}
	if (packet->vlan_count == 0) {
		packet->pcp = h[0] >> 5;
	}
	packet->vlan_count++;
	return by_type_or_length(w, link_walk_u16(h + 2));
}

/* No IP: @taken bytes of its headers go back to the payload. */
static inline enum link_next llc_stop(struct link_walk *w, size_t taken)
{
	w->at -= taken;
	w->packet->kind = PACKET_LLC;
	return link_walk_stop(w, UNDECODED_ETHERTYPE);
}

/* IEEE 802.2: two service access points and a control byte; IP rides behind
 * SNAP (RFC 1042; OUI 0000f8 is its bridged form) or has its own point. */
static ATTR_INLINE enum link_next llc(struct link_walk *w)
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
		return llc_stop(w, 3);
	}
	h = link_walk_take(w, 5);
	if (!h) {
		return NEXT_STOP;
	}
	if (memcmp(h, oui[0], 3) != 0 && memcmp(h, oui[1], 3) != 0) {
		return llc_stop(w, 8);
	}
	return by_type(w, link_walk_u16(h + 3));
}

static ATTR_INLINE enum link_next any_ip(struct link_walk *w)
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

/* The rare layers see a copy: the walk whose address nobody else has can stay
 * in registers. */
static ATTR_INLINE enum link_next rare(struct link_walk *w, enum link_next next)
{
	struct link_walk copy = *w;

	next = link_layer_step(&copy, next);
	/* One by one: see link_walk.h of neighbours read together. */
	w->at = copy.at;
	w->captured_end = copy.captured_end;
	w->wire_end = copy.wire_end;
	w->reason = copy.reason;
	return next;
}

static ATTR_INLINE enum link_next layer(
	struct link_walk *w, enum link_next next)
{
	if (next == NEXT_ETHERNET) {
		return ethernet(w);
	}
	if (next == NEXT_IPV4) {
		return link_ip_v4(w);
	}
	if (next == NEXT_IPV6) {
		return link_ip_v6(w);
	}
	if (next == NEXT_TAG) {
		return tag(w);
	}
	if (next == NEXT_LLC) {
		return llc(w);
	}
	return next == NEXT_IP ? any_ip(w) : rare(w, next);
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

/* What is left of a walk that ended for @reason, for packet_rest. */
static ATTR_COLD void keep_rest(struct packet *packet, struct slice captured,
	size_t wire, enum undecoded reason)
{
	if (reason != UNDECODED_ETHERTYPE && reason != UNDECODED_IP_PROTOCOL) {
		packet->kind = PACKET_NOTHING;
		return;
	}
	packet->transport = TRANSPORT_NONE;
	packet->src.port = 0;
	packet->dst.port = 0;
	packet->payload = captured;
	packet->payload_wire = (uint32_t)wire;
	if (captured.n < wire) {
		packet->anomalies |= PACKET_SNAPPED;
	}
}

/* Every step goes on in the frame but NEXT_STOP and NEXT_DONE. */
static ATTR_INLINE enum verdict go_down(
	struct link_walk walk, enum link_next next, enum undecoded *ret_reason)
{
	struct link_walk *w = &walk; /* by value: see rare */

	for (unsigned step = 0; step < STEPS_MAX; step++) {
		if (next == NEXT_DONE) {
			return V_OK;
		}
		if (next == NEXT_STOP) {
			*ret_reason = w->reason;
			keep_rest(w->packet,
				(struct slice){(const char *)w->frame + w->at,
					w->captured_end - w->at},
				link_walk_wire(w), w->reason);
			return verdict_of(w->reason);
		}
		next = layer(w, next);
	}
	*ret_reason = UNDECODED_DEEP;
	w->packet->kind = PACKET_NOTHING;
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
		.reason = UNDECODED_LINK_TYPE,
	};
	ret->kind = PACKET_NOTHING;
	ret->vlan_count = 0;
	ret->vlan[0] = 0;
	ret->pcp = 0;
	memset(ret->mac_src, 0, sizeof(ret->mac_src));
	ret->has_mac = false;
	ret->has_mac_src = false;
	ret->anomalies = 0;
	ret->point = 0;
	ret->capture = 0;
	ret->tunnel_count = 0;
	ret->outer = false;
	ret->wire_bytes = (uint32_t)w.wire_end;
	if (ATTR_UNLIKELY(link != LINK_ETHERNET)) {
		return go_down(w, link_layer_first(link), ret_reason);
	}
	/* Nearly every frame of a call, without the loop that asks what next. */
	enum link_next next = ethernet(&w);
	if (ATTR_LIKELY(next == NEXT_IPV4)) {
		next = link_ip_v4(&w);
	}
	if (ATTR_LIKELY(next == NEXT_DONE)) {
		return V_OK;
	}
	return go_down(w, next, ret_reason);
}

enum verdict link_resume(uint8_t protocol, struct slice bytes,
	struct packet *io, enum undecoded *ret_reason)
{
	struct link_walk w = {
		.frame = (const uint8_t *)bytes.p,
		.captured_end = bytes.n,
		.wire_end = io->payload_wire > bytes.n ? io->payload_wire
						       : bytes.n,
		.packet = io,
		.reason = UNDECODED_NONE,
	};

	io->anomalies &= PACKET_REASSEMBLED;
	/* RFC 8200 clause 4.5: headers may stand in the part that is cut. */
	for (unsigned i = 0; link_ip_extends(protocol); i++) {
		if (i == IP_EXTENSIONS_MAX ||
			protocol == IP_PROTOCOL_FRAGMENT) {
			*ret_reason = UNDECODED_MALFORMED;
			return V_MALFORMED;
		}
		if (!link_ip_extension(&w, protocol, &protocol, NULL)) {
			*ret_reason = w.reason;
			return verdict_of(w.reason);
		}
	}
	enum link_next next = link_transport(&w, protocol);
	return go_down(w, next, ret_reason);
}
