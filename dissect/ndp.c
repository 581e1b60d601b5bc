/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message is at least its fixed part; options of length 0 end it (RFC 4861
 * clause 4.6), and what lies beyond is not read. */
#include "dissect/ndp.h"

#include "dissect/dissector.h"

#define ICMPV6		      58
#define ROUTER_SOLICITATION   133
#define ROUTER_ADVERTISEMENT  134
#define NEIGHBOUR_SOLICITATION 135
#define NEIGHBOUR_ADVERTISEMENT 136
#define HOP_LIMIT	      255 /* clauses 6.1, 7.1: came over no router */
#define FLAG_ROUTER	      0x80
#define FLAG_SOLICITED	      0x40
#define FLAG_OVERRIDE	      0x20
#define FLAG_MANAGED	      0x80
#define FLAG_OTHER	      0x40
#define OPTION_SOURCE_MAC     1
#define OPTION_TARGET_MAC     2
#define OPTION_PREFIX	      3

static struct addr address_of(struct cursor *c)
{
	static const uint8_t none[16] = {0};
	struct slice s = cursor_take(c, 16);

	return addr_v6(s.p ? (const uint8_t *)s.p : none);
}

/* The fixed part of a neighbour message, behind its checksum. */
static void neighbour(struct cursor *c, uint8_t type, struct ndp *ndp)
{
	uint8_t flags = cursor_u8(c);
	cursor_skip(c, 3);
	ndp->target = address_of(c);
	if (type == NEIGHBOUR_SOLICITATION) {
		ndp->sense = addr_is_any(&ndp->source) ? NDP_PROBES : NDP_ASKS;
		return;
	}
	ndp->sense = flags & FLAG_SOLICITED ? NDP_ANSWERS : NDP_ANNOUNCES;
	ndp->router = flags & FLAG_ROUTER;
	ndp->override = flags & FLAG_OVERRIDE;
}

static void router(struct cursor *c, uint8_t type, struct ndp *ndp)
{
	ndp->sense = NDP_ASKS_ROUTE;
	if (type == ROUTER_SOLICITATION) {
		cursor_skip(c, 4);
		return;
	}
	ndp->sense = NDP_ROUTES;
	cursor_skip(c, 1);
	uint8_t flags = cursor_u8(c);
	ndp->managed = flags & FLAG_MANAGED;
	ndp->other = flags & FLAG_OTHER;
	ndp->lifetime_s = cursor_u16(c);
	cursor_skip(c, 8);
}

static void option(struct cursor body, uint8_t type, struct ndp *ndp)
{
	bool advertises =
		ndp->sense == NDP_ANSWERS || ndp->sense == NDP_ANNOUNCES;
	uint8_t wanted = advertises ? OPTION_TARGET_MAC : OPTION_SOURCE_MAC;

	if (type == wanted && cursor_left(&body) == 6 && !ndp->has_mac) {
		memcpy(ndp->mac, cursor_take(&body, 6).p, 6);
		ndp->has_mac = true;
	}
	if (type == OPTION_PREFIX && addr_is_any(&ndp->prefix)) {
		uint8_t bits = cursor_u8(&body);
		cursor_skip(&body, 13);
		struct addr prefix = address_of(&body);
		if (!body.bad && bits <= 128) {
			ndp->prefix = prefix;
			ndp->prefix_bits = bits;
		}
	}
}

static bool probe(const struct packet *packet)
{
	uint8_t type = packet->payload.n ? (uint8_t)packet->payload.p[0] : 0;

	return packet->kind == PACKET_BARE && packet->protocol == ICMPV6 &&
	       type >= ROUTER_SOLICITATION && type <= NEIGHBOUR_ADVERTISEMENT;
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	struct ndp *ndp = &ret->network.ndp;

	uint8_t type = cursor_u8(c);
	uint8_t code = cursor_u8(c);
	cursor_skip(c, 2);
	if (!c->bad && (code != 0 || packet->ttl != HOP_LIMIT)) {
		return V_NOT_MINE; /* to be discarded, clauses 6.1 and 7.1 */
	}
	*ndp = (struct ndp){.source = packet->src.ip};
	if (type >= NEIGHBOUR_SOLICITATION) {
		neighbour(c, type, ndp);
	} else {
		router(c, type, ndp);
	}
	if (c->bad) {
		return packet_unreadable(packet);
	}
	while (cursor_left(c) >= 2) {
		uint8_t kind = cursor_u8(c);
		uint8_t units = cursor_u8(c); /* of 8 bytes, the head included */
		size_t n = units * 8U;
		if (n < 2 || cursor_left(c) < n - 2) {
			break;
		}
		option(cursor_sub(c, n - 2), kind, ndp);
	}
	return event_network(ret, NETWORK_NDP, c);
}

const struct dissector dissector_ndp = {
	.name = "ndp",
	.title = "Neighbour Discovery",
	.source = "RFC 4861, 4862",
	.probe = probe,
	.parse = parse,
};
