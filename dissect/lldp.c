/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Elements of type (7 bits) and length (9 bits). One that is shorter than its
 * kind has to be is passed over; one that passes the end makes the frame
 * malformed. Elements of organisations are told apart by three bytes and a
 * number.
 */
#include "dissect/lldp.h"

#include "dissect/dissector.h"
#include "lib/attr.h"

#define ETHERTYPE_LLDP 0x88cc

/* IEEE 802.1AB table 8-1. */
#define TLV_END		 0
#define TLV_CHASSIS	 1
#define TLV_PORT	 2
#define TLV_TTL		 3
#define TLV_CAPABILITIES 7
#define TLV_MANAGEMENT	 8
#define TLV_ORGANISATION 127

#define OUI_8021 0x0080c2
#define OUI_8023 0x00120f
#define OUI_TIA	 0x0012bb

static uint32_t u24(struct cursor *c)
{
	uint32_t high = cursor_u8(c);

	return high << 16 | cursor_u16(c);
}

/* An address of IANA's families 1 and 2; false: another, or cut. */
static bool address(struct slice s, struct addr *ret)
{
	if (s.n == 5 && s.p[0] == 1) {
		*ret = addr_v4((const uint8_t *)s.p + 1);
		return true;
	}
	if (s.n == 17 && s.p[0] == 2) {
		*ret = addr_v6((const uint8_t *)s.p + 1);
		return true;
	}
	return false;
}

/* Chassis and port count their kinds differently (tables 8-2 and 8-3).
 * Returns what the identifier @s is, without its first byte, the kind. */
static uint8_t identifier(struct slice *s, bool chassis)
{
	uint8_t kind = (uint8_t)s->p[0];
	struct addr ip;

	*s = slice_sub(*s, 1, s->n);
	if (kind == (chassis ? 4 : 3) && s->n == 6) {
		return LLDP_ID_MAC;
	}
	if (kind == (chassis ? 5 : 4) && address(*s, &ip)) {
		*s = slice_sub(*s, 1, s->n);
		return LLDP_ID_ADDRESS;
	}
	return LLDP_ID_TEXT;
}

static void capabilities(struct lldp *lldp, struct cursor *c)
{
	cursor_skip(c, 2); /* what it could be */
	uint16_t on = cursor_u16(c);
	lldp->has_capabilities = !c->bad;
	lldp->capabilities = c->bad ? 0 : on;
}

static void management(struct lldp *lldp, struct cursor *c)
{
	uint8_t n = cursor_u8(c);
	struct slice s = cursor_take(c, n);
	struct addr ip;

	if (s.p && lldp->address_count < LLDP_ADDRESSES && address(s, &ip)) {
		lldp->addresses[lldp->address_count++] = ip;
	}
}

/* TIA-1057 clause 10.2.3: U, T, X, VLAN (12 bits), priority (3), DSCP (6). */
static void policy(struct lldp *lldp, struct cursor *c)
{
	uint8_t application = cursor_u8(c);
	uint32_t bits = u24(c);

	if (c->bad || lldp->policy_count == LLDP_POLICIES) {
		return;
	}
	lldp->policies[lldp->policy_count++] = (struct lldp_policy){
		.application = application,
		.unknown = bits >> 23 & 1,
		.tagged = bits >> 22 & 1,
		.vlan = bits >> 9 & 0xfff,
		.priority = bits >> 6 & 7,
		.dscp = bits & 0x3f,
		.marks = true,
	};
}

/* TIA-1057 clause 10.2.5: type (2 bits: 0 gives, 1 takes), source, priority;
 * then tenths of a watt. */
static void med_power(struct lldp *lldp, struct cursor *c)
{
	uint8_t bits = cursor_u8(c);
	uint16_t tenths = cursor_u16(c);

	if (!c->bad && bits >> 6 < 2) {
		lldp->feeds = bits >> 6 == 0;
		lldp->fed = bits >> 6 == 1;
		lldp->power_mw = tenths * 100U;
	}
}

static void med(struct lldp *lldp, uint8_t kind, struct cursor *c)
{
	static const uint8_t texts[] = {LLDP_HARDWARE, LLDP_FIRMWARE,
		LLDP_SOFTWARE, LLDP_SERIAL, LLDP_MAKER, LLDP_MODEL, LLDP_ASSET};

	if (kind == 1 && cursor_left(c) >= 3) {
		cursor_skip(c, 2);
		lldp->device_class = cursor_u8(c);
	} else if (kind == 2) {
		policy(lldp, c);
	} else if (kind == 4) {
		med_power(lldp, c);
	} else if (kind >= 5 && kind < 5 + COUNT_OF(texts) && cursor_left(c)) {
		lldp->texts[texts[kind - 5]] = cursor_take(c, cursor_left(c));
	}
}

static void organisation(struct lldp *lldp, struct cursor *c)
{
	uint32_t oui = u24(c);
	uint8_t kind = cursor_u8(c);

	if (oui == OUI_TIA && !c->bad) {
		med(lldp, kind, c);
	} else if (oui == OUI_8021 && kind == 1 && cursor_left(c) >= 2) {
		lldp->vlan = cursor_u16(c) & 0x0fff;
	} else if (oui == OUI_8023 && kind == 2 && cursor_left(c) >= 3) {
		/* IEEE 802.3 clause 79.3.2: bit 0 of the first byte: a port
		 * that gives; 802.3at adds type, wanted and given power. */
		uint8_t support = cursor_u8(c);
		cursor_skip(c, 3);
		uint16_t tenths = cursor_u16(c);
		lldp->feeds = support & 1;
		lldp->fed = !(support & 1);
		if (!c->bad && tenths && !lldp->power_mw) {
			lldp->power_mw = tenths * 100U;
		}
	}
}

static void element(struct lldp *lldp, unsigned type, struct cursor *body)
{
	static const uint8_t texts[] = {[4] = LLDP_PORT_ABOUT, [5] = LLDP_NAME,
		[6] = LLDP_ABOUT};
	struct slice s = {(const char *)body->p, cursor_left(body)};

	if (type == TLV_TTL) {
		lldp->ttl_s = cursor_u16(body);
	} else if (type == TLV_CAPABILITIES) {
		capabilities(lldp, body);
	} else if (type == TLV_MANAGEMENT) {
		management(lldp, body);
	} else if (type == TLV_ORGANISATION) {
		organisation(lldp, body);
	} else if (type >= 4 && type < COUNT_OF(texts) && s.n) {
		lldp->texts[texts[type]] = s;
	}
}

/* The two that tell one port of the world from all others come first. */
static bool who(struct lldp *lldp, struct cursor *c)
{
	for (unsigned type = TLV_CHASSIS; type <= TLV_PORT; type++) {
		uint16_t head = cursor_u16(c);
		struct slice s = cursor_take(c, head & 0x1ff);
		if (c->bad || head >> 9 != type || s.n < 2) {
			return false;
		}
		bool chassis = type == TLV_CHASSIS;
		uint8_t id = identifier(&s, chassis);
		*(chassis ? &lldp->chassis : &lldp->port) = id;
		lldp->texts[chassis ? LLDP_CHASSIS : LLDP_PORT] = s;
	}
	return true;
}

static bool probe(const struct packet *packet)
{
	return packet->kind == PACKET_FRAME &&
	       packet->protocol == ETHERTYPE_LLDP;
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	struct lldp *lldp = &ret->network.lldp;

	*lldp = (struct lldp){.cdp = false};
	if (!who(lldp, c)) {
		return packet_unreadable(packet);
	}
	while (cursor_left(c)) {
		uint16_t head = cursor_u16(c);
		struct cursor body = cursor_sub(c, head & 0x1ff);
		if (c->bad) {
			return packet_unreadable(packet);
		}
		if (head >> 9 == TLV_END) {
			break;
		}
		element(lldp, head >> 9, &body);
	}
	return event_network(ret, NETWORK_LLDP, c);
}

const struct dissector dissector_lldp = {
	.name = "lldp",
	.title = "Link Layer Discovery Protocol, LLDP-MED",
	.source = "IEEE 802.1AB, ANSI/TIA-1057",
	.probe = probe,
	.parse = parse,
};
