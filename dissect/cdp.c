/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cisco's discovery protocol, in terms of LLDP: behind a SNAP header of Cisco's
 * a version, a lifetime, a checksum, then elements of type, length with these
 * four bytes, value. The checksum is not asked: makers count it differently, and
 * the frame's own has been checked.
 */
#include "dissect/lldp.h"

#include "dissect/dissector.h"
#include "lib/attr.h"

static const uint8_t SNAP[8] = {0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0};

/* Types of elements. */
#define CDP_DEVICE	 0x01
#define CDP_ADDRESSES	 0x02
#define CDP_PORT	 0x03
#define CDP_CAPABILITIES 0x04
#define CDP_VERSION	 0x05
#define CDP_PLATFORM	 0x06
#define CDP_NATIVE_VLAN	 0x0a
#define CDP_VOICE_VLAN	 0x0e /* of a switch, to its telephone */
#define CDP_VOICE_QUERY	 0x0f /* of a telephone: the one it uses, or wants */
#define CDP_CONSUMPTION	 0x10
#define CDP_MANAGEMENT	 0x16
#define CDP_REQUESTED	 0x19
#define CDP_AVAILABLE	 0x1a

/* A count; each: kind and length of the protocol's number, that, length of the
 * address, that. IP is NLPID 0xcc; IPv6 its EtherType behind SNAP. */
static void addresses(struct lldp *lldp, struct cursor *c)
{
	uint32_t count = cursor_u32(c);

	while (count-- && !c->bad && lldp->address_count < LLDP_ADDRESSES) {
		uint8_t kind = cursor_u8(c);
		uint8_t protocol_bytes = cursor_u8(c);
		struct slice protocol = cursor_take(c, protocol_bytes);
		uint16_t bytes = cursor_u16(c);
		struct slice s = cursor_take(c, bytes);
		if (c->bad) {
			return;
		}
		const uint8_t *p = (const uint8_t *)s.p;
		struct addr *ip = &lldp->addresses[lldp->address_count];
		if (kind == 1 && protocol.n == 1 && s.n == 4 &&
			(uint8_t)protocol.p[0] == 0xcc) {
			*ip = addr_v4(p);
			lldp->address_count++;
		} else if (kind == 2 && protocol.n == 8 && s.n == 16) {
			*ip = addr_v6(p);
			lldp->address_count++;
		}
	}
}

static void capabilities(struct lldp *lldp, uint32_t bits)
{
	static const struct {
		uint32_t cdp;
		uint16_t lldp;
	} same[] = {{0x01, LLDP_CAN_ROUTE}, {0x0e, LLDP_CAN_BRIDGE},
		{0x10, LLDP_CAN_STATION}, {0x40, LLDP_CAN_REPEAT},
		{0x80, LLDP_CAN_TELEPHONE}};

	lldp->has_capabilities = true;
	for (size_t i = 0; i < COUNT_OF(same); i++) {
		lldp->capabilities |= bits & same[i].cdp ? same[i].lldp : 0;
	}
}

/* A byte that is 1, then the VLAN. 0 and 4095 are none; a query of one byte
 * asks which it is. */
static void voice(struct lldp *lldp, struct cursor *c)
{
	cursor_skip(c, 1);
	uint16_t vlan = cursor_u16(c);
	if (!c->bad && vlan && vlan < 4095 &&
		lldp->policy_count < LLDP_POLICIES) {
		lldp->policies[lldp->policy_count++] = (struct lldp_policy){
			.application = LLDP_FOR_VOICE,
			.tagged = true,
			.vlan = vlan,
		};
	}
}

/* Requested and available power begin with two numbers of the request. */
static void power(struct lldp *lldp, unsigned type, struct cursor *c)
{
	uint32_t mw = type == CDP_CONSUMPTION ? cursor_u16(c) : 0;

	if (type != CDP_CONSUMPTION) {
		cursor_skip(c, 4);
		mw = cursor_u32(c);
	}
	if (!c->bad) {
		lldp->feeds |= type == CDP_AVAILABLE;
		lldp->fed |= type != CDP_AVAILABLE;
		lldp->power_mw = mw;
	}
}

static void element(struct lldp *lldp, unsigned type, struct cursor *c)
{
	static const uint8_t texts[] = {[CDP_DEVICE] = LLDP_NAME,
		[CDP_PORT] = LLDP_PORT, [CDP_VERSION] = LLDP_ABOUT,
		[CDP_PLATFORM] = LLDP_MODEL};

	switch (type) {
	case CDP_DEVICE:
	case CDP_PORT:
	case CDP_VERSION:
	case CDP_PLATFORM:
		if (cursor_left(c)) {
			lldp->texts[texts[type]] =
				cursor_take(c, cursor_left(c));
		}
		break;
	case CDP_ADDRESSES:
	case CDP_MANAGEMENT:
		addresses(lldp, c);
		break;
	case CDP_CAPABILITIES:
		if (cursor_left(c) >= 4) {
			capabilities(lldp, cursor_u32(c));
		}
		break;
	case CDP_NATIVE_VLAN:
		lldp->vlan = cursor_u16(c) & 0x0fff;
		break;
	case CDP_VOICE_VLAN:
	case CDP_VOICE_QUERY:
		voice(lldp, c);
		break;
	case CDP_CONSUMPTION:
	case CDP_REQUESTED:
	case CDP_AVAILABLE:
		power(lldp, type, c);
		break;
	default:
		break;
	}
}

static bool probe(const struct packet *packet)
{
	return packet->kind == PACKET_LLC &&
	       packet->payload.n >= sizeof(SNAP) &&
	       memcmp(packet->payload.p, SNAP, sizeof(SNAP)) == 0;
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	struct lldp *lldp = &ret->network.lldp;

	*lldp = (struct lldp){.cdp = true};
	cursor_skip(c, sizeof(SNAP));
	uint8_t version = cursor_u8(c);
	lldp->ttl_s = cursor_u8(c);
	cursor_skip(c, 2);
	if (c->bad || (version != 1 && version != 2)) {
		return c->bad ? packet_unreadable(packet) : V_NOT_MINE;
	}
	while (cursor_left(c)) {
		uint16_t type = cursor_u16(c);
		uint16_t n = cursor_u16(c);
		struct cursor body = cursor_sub(c, n < 4 ? 0 : n - 4U);
		if (c->bad || n < 4) {
			return packet_unreadable(packet);
		}
		element(lldp, type, &body);
	}
	return event_network(ret, NETWORK_LLDP, c);
}

const struct dissector dissector_cdp = {
	.name = "cdp",
	.title = "Cisco Discovery Protocol",
	.source = "Cisco's description of its fields",
	.probe = probe,
	.parse = parse,
};
