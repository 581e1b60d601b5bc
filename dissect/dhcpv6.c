/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of two numbers and a body. Relays wrap the message into an option of
 * their own; it is unwrapped in a loop, so that nesting costs no stack. */
#include "dissect/dhcpv6.h"

#include "dissect/dissector.h"

#define CLIENT_PORT 546
#define SERVER_PORT 547
#define RELAYS	    8 /* RFC 8415 clause 7.6: HOP_COUNT_LIMIT */

/* RFC 8415 clause 21; 3319 clause 3; 3646 clause 3; 4075 clause 4; 5908
 * clause 4. */
enum option {
	OPTION_CLIENT = 1,
	OPTION_SERVER = 2,
	OPTION_IA = 3,
	OPTION_ADDRESS = 5,
	OPTION_RELAYED = 9,
	OPTION_SIP_NAMES = 21,
	OPTION_SIP = 22,
	OPTION_DNS = 23,
	OPTION_SNTP = 31,
	OPTION_NTP = 56,
};

#define NTP_ADDRESS 1 /* suboption; RFC 5908 clause 4.1 */

static struct addr address_of(struct cursor *c)
{
	static const uint8_t none[16] = {0};
	struct slice s = cursor_take(c, 16);

	return addr_v6(s.p ? (const uint8_t *)s.p : none);
}

/* The next option of @c: its number, and @ret its body. False at the end. */
static bool option(struct cursor *c, uint16_t *ret_number, struct cursor *ret)
{
	if (c->bad || !cursor_left(c)) {
		return false;
	}
	*ret_number = cursor_u16(c);
	uint16_t n = cursor_u16(c);
	*ret = cursor_sub(c, n);
	return !c->bad && !ret->bad;
}

/* The first address in a list, or in the options of an association. */
static void first_in(struct cursor body, uint16_t within, struct addr *ret)
{
	struct cursor inner;
	uint16_t number;

	while (option(&body, &number, &inner)) {
		if (number == within && cursor_left(&inner) >= 16) {
			*ret = address_of(&inner);
			return;
		}
	}
}

static void take(struct dhcpv6 *d, uint16_t number, struct cursor body)
{
	size_t n = cursor_left(&body);

	switch (number) {
	case OPTION_CLIENT:
		d->client = cursor_take(&body, n);
		break;
	case OPTION_SERVER:
		d->server = cursor_take(&body, n);
		break;
	case OPTION_IA:
		cursor_skip(&body, 12);
		first_in(body, OPTION_ADDRESS, &d->given);
		break;
	case OPTION_SIP_NAMES:
		d->sip_names = cursor_take(&body, n);
		break;
	case OPTION_SIP:
		d->sip = n >= 16 ? address_of(&body) : d->sip;
		break;
	case OPTION_DNS:
		d->dns = n >= 16 ? address_of(&body) : d->dns;
		break;
	case OPTION_SNTP:
		d->time = n >= 16 ? address_of(&body) : d->time;
		break;
	case OPTION_NTP:
		first_in(body, NTP_ADDRESS, &d->time);
		break;
	default:
		break;
	}
}

/* Steps into what relays wrapped; false when that is nothing. */
static bool unwrap(struct cursor *c, struct dhcpv6 *d)
{
	for (unsigned i = 0; i <= RELAYS; i++) {
		struct cursor inner = {0};
		uint16_t number = 0;
		d->type = cursor_u8(c);
		if (d->type != DHCPV6_RELAY_FORWARD &&
			d->type != DHCPV6_RELAY_REPLY) {
			return !c->bad;
		}
		d->relayed = true;
		cursor_skip(c, 1 + 32);
		while (number != OPTION_RELAYED) {
			if (!option(c, &number, &inner)) {
				return false;
			}
		}
		*c = inner;
	}
	return false;
}

static bool probe(const struct packet *packet)
{
	uint16_t to = packet->dst.port;

	return packet->kind == PACKET_DATAGRAM &&
	       packet->transport == TRANSPORT_UDP &&
	       (to == CLIENT_PORT || to == SERVER_PORT) &&
	       !addr_is_v4(&packet->dst.ip) && packet->payload.n >= 4;
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	struct dhcpv6 *d = &ret->network.dhcpv6;
	struct cursor in = *c;
	struct cursor body;
	uint16_t number;

	*d = (struct dhcpv6){0};
	cursor_skip(c, cursor_left(c));
	if (!unwrap(&in, d)) {
		return packet_unreadable(packet);
	}
	if (d->type < DHCPV6_SOLICIT || d->type > DHCPV6_INFORMATION) {
		return V_NOT_MINE;
	}
	uint32_t high = cursor_u8(&in);
	d->xid = high << 16 | cursor_u16(&in);
	while (option(&in, &number, &body)) {
		take(d, number, body);
	}
	if (in.bad) {
		return packet_unreadable(packet);
	}
	return event_network(ret, NETWORK_DHCPV6, c);
}

const struct dissector dissector_dhcpv6 = {
	.name = "dhcpv6",
	.title = "Dynamic Host Configuration Protocol for IPv6",
	.source = "RFC 8415, 3319, 3646, 5908",
	.probe = probe,
	.parse = parse,
};
