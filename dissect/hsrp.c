/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HSRP and GLBP, Cisco's kin of VRRP, over UDP to a group that no router passes
 * on. Routers on standby speak as well; who is active says its state.
 */
#include "dissect/vrrp.h"

#include "dissect/dissector.h"

#define HSRP_PORT   1985
#define HSRP_PORT_6 2029
#define GLBP_PORT   3222

#define OPCODE_RESIGN 2 /* above it: advertisements of another kind */
#define STATE_ACTIVE  16
#define STATE_ACTIVE_2 6
#define STATE_ACTIVE_GLBP 32

static bool probe(const struct packet *packet)
{
	uint16_t port = packet->dst.port;

	return packet->kind == PACKET_DATAGRAM &&
	       packet->transport == TRANSPORT_UDP &&
	       (port == HSRP_PORT || port == HSRP_PORT_6 ||
		       port == GLBP_PORT) &&
	       addr_is_multicast(&packet->dst.ip);
}

/* Version, operation, state, two times, priority, group. */
static bool version_1(struct cursor *c, struct vrrp *vrrp)
{
	cursor_skip(c, 1);
	uint8_t operation = cursor_u8(c);
	uint8_t state = cursor_u8(c);
	cursor_skip(c, 2);
	vrrp->priority = cursor_u8(c);
	vrrp->group = cursor_u8(c);
	cursor_skip(c, 9); /* a byte, the key */
	vrrp->address = cursor_u32(c);
	vrrp->version = 1;
	vrrp->active = operation < OPCODE_RESIGN && state == STATE_ACTIVE;
	return operation <= OPCODE_RESIGN;
}

/* An element of type 1 and 40 bytes: version, operation, state, family, group,
 * the sender's MAC, priority, ... */
static bool version_2(struct cursor *c, struct vrrp *vrrp)
{
	uint8_t type = cursor_u8(c);
	uint8_t n = cursor_u8(c);
	struct cursor body = cursor_sub(c, n);
	if (type != 1 || n < 40 || c->bad) {
		return type == 1 && n >= 40; /* cut: the caller tells */
	}
	vrrp->version = cursor_u8(&body);
	uint8_t operation = cursor_u8(&body);
	uint8_t state = cursor_u8(&body);
	bool ipv4 = cursor_u8(&body) == 4;
	vrrp->group = cursor_u16(&body);
	cursor_skip(&body, 6);
	uint32_t priority = cursor_u32(&body);
	vrrp->priority = priority > UINT8_MAX ? UINT8_MAX : (uint8_t)priority;
	vrrp->active = operation < OPCODE_RESIGN && state == STATE_ACTIVE_2;
	cursor_skip(&body, 8); /* two times */
	uint32_t address = cursor_u32(&body);
	vrrp->address = ipv4 ? address : 0;
	return vrrp->version == 2 && operation <= OPCODE_RESIGN;
}

/* Version, a byte, group, two bytes, the sender's MAC; then elements, whose
 * length counts type and length: 1 is the hello. */
static bool glbp(struct cursor *c, struct vrrp *vrrp)
{
	vrrp->kind = VRRP_GLBP;
	vrrp->version = cursor_u8(c);
	cursor_skip(c, 1);
	vrrp->group = cursor_u16(c);
	cursor_skip(c, 8);
	while (cursor_left(c)) {
		uint8_t type = cursor_u8(c);
		uint8_t n = cursor_u8(c);
		struct cursor body = cursor_sub(c, n < 2 ? 0 : n - 2U);
		if (c->bad || n < 2) {
			c->bad = true;
			return true;
		}
		if (type != 1) {
			continue;
		}
		cursor_skip(&body, 1);
		vrrp->active = cursor_u8(&body) == STATE_ACTIVE_GLBP;
		cursor_skip(&body, 1);
		vrrp->priority = cursor_u8(&body);
		return vrrp->version == 1 && !body.bad;
	}
	return false;
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	struct vrrp *vrrp = &ret->network.vrrp;

	*vrrp = (struct vrrp){.kind = VRRP_HSRP, .source = packet->src.ip};
	bool mine = packet->dst.port == GLBP_PORT ? glbp(c, vrrp)
		    : packet->payload.n && packet->payload.p[0] == 0
			    ? version_1(c, vrrp)
			    : version_2(c, vrrp);
	if (!mine) {
		return V_NOT_MINE;
	}
	if (c->bad) {
		return packet_unreadable(packet);
	}
	return event_network(ret, NETWORK_VRRP, c);
}

const struct dissector dissector_hsrp = {
	.name = "hsrp",
	.title = "Hot Standby Router Protocol, GLBP",
	.source = "RFC 2281; Cisco",
	.probe = probe,
	.parse = parse,
};
