/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first eight bytes, and the address behind them, say all that is wanted;
 * the length tells CARP. */
#include "dissect/vrrp.h"

#include "dissect/dissector.h"

#define VRRP	      112
#define ADVERTISEMENT 1
#define HOP_LIMIT     255 /* RFC 9568 clause 5.1.1.3: came over no router */
#define CARP_BYTES    36
#define CARP_AUTH     7 /* words of it, where VRRP has a count of addresses */

const char *vrrp_kind_text(enum vrrp_kind kind)
{
	static const char *const texts[] = {[VRRP_VRRP] = "VRRP",
		[VRRP_CARP] = "CARP", [VRRP_HSRP] = "HSRP",
		[VRRP_GLBP] = "GLBP"};

	return texts[kind];
}

static bool probe(const struct packet *packet)
{
	return packet->kind == PACKET_BARE && packet->protocol == VRRP;
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	struct vrrp *vrrp = &ret->network.vrrp;

	uint8_t head = cursor_u8(c);
	uint8_t group = cursor_u8(c);
	uint8_t priority = cursor_u8(c);
	uint8_t count = cursor_u8(c);
	cursor_skip(c, 4);
	if (c->bad) {
		return packet_unreadable(packet);
	}
	unsigned version = head >> 4;
	if ((head & 0x0f) != ADVERTISEMENT || (version != 2 && version != 3) ||
		packet->ttl != HOP_LIMIT) {
		return V_NOT_MINE;
	}
	bool carp = version == 2 && count == CARP_AUTH &&
		    packet->payload_wire == CARP_BYTES;
	*vrrp = (struct vrrp){
		.kind = carp ? VRRP_CARP : VRRP_VRRP,
		.active = carp || priority != 0,
		.version = (uint8_t)version,
		.group = group,
		.priority = carp ? 0 : priority,
		.source = packet->src.ip,
	};
	if (!carp && count && addr_is_v4(&packet->src.ip) &&
		cursor_left(c) >= 4) {
		vrrp->address = cursor_u32(c);
	}
	return event_network(ret, NETWORK_VRRP, c);
}

const struct dissector dissector_vrrp = {
	.name = "vrrp",
	.title = "Virtual Router Redundancy Protocol, CARP",
	.source = "RFC 3768, 9568",
	.probe = probe,
	.parse = parse,
};
