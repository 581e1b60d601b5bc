/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fixed part of BOOTP, the cookie, then options; of an option that comes
 * twice the first counts. Options moved into `sname` and `file` (52) are not
 * read: telephones are not told with them. */
#include "dissect/dhcp.h"

#include "dissect/dissector.h"

#define COOKIE	    0x63825363U /* RFC 2131 clause 3 */
#define SERVER_PORT 67
#define CLIENT_PORT 68
#define OPTION_PAD  0
#define OPTION_END  255

const char *dhcp_type_text(enum dhcp_type type)
{
	static const char *const words[DHCP_TYPES] = {"BOOTP", "DISCOVER",
		"OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE",
		"INFORM"};

	return words[type < DHCP_TYPES ? type : DHCP_BOOTP];
}

static struct addr address_of(struct cursor *c)
{
	static const uint8_t none[4] = {0};
	struct slice s = cursor_take(c, 4);

	return addr_v4(s.p ? (const uint8_t *)s.p : none);
}

/* Options that are kept as they stand. */
static struct slice *text_of(struct dhcp *dhcp, uint8_t number)
{
	switch (number) {
	case 12:
		return &dhcp->host_name;
	case 43:
		return &dhcp->specific;
	case 55:
		return &dhcp->wanted;
	case 60:
		return &dhcp->vendor;
	case 66:
		return &dhcp->tftp_name;
	case 120:
		return &dhcp->sip;
	case 160:
		return &dhcp->url;
	default:
		return NULL;
	}
}

/* Options that hold addresses; the first is kept. */
static struct addr *address_in(struct dhcp *dhcp, uint8_t number)
{
	switch (number) {
	case 3:
		return &dhcp->router;
	case 50:
		return &dhcp->requested;
	case 54:
		return &dhcp->server;
	case 150:
		return &dhcp->tftp;
	default:
		return NULL;
	}
}

static void option(struct dhcp *dhcp, uint8_t number, struct cursor body)
{
	struct slice *text = text_of(dhcp, number);
	struct addr *address = address_in(dhcp, number);
	size_t n = cursor_left(&body);

	if (text && !text->p && n) {
		*text = cursor_take(&body, n);
	} else if (address && addr_is_any(address) && n >= 4) {
		*address = address_of(&body);
	} else if (number == 51 && n == 4) {
		dhcp->lease_s = cursor_u32(&body);
	} else if (number == 53 && n == 1) {
		uint8_t type = cursor_u8(&body);
		dhcp->type = type < DHCP_TYPES ? (enum dhcp_type)type
					       : DHCP_BOOTP;
	}
}

static bool probe(const struct packet *packet)
{
	uint16_t a = packet->src.port;
	uint16_t b = packet->dst.port;

	return packet->kind == PACKET_DATAGRAM &&
	       packet->transport == TRANSPORT_UDP &&
	       (b == SERVER_PORT || b == CLIENT_PORT) &&
	       (a == SERVER_PORT || a == CLIENT_PORT || b == SERVER_PORT);
}

/* False where the fixed part is no client of Ethernet's. */
static bool head(struct cursor *c, struct dhcp *dhcp)
{
	uint8_t op = cursor_u8(c);
	uint8_t hardware = cursor_u8(c);
	uint8_t hardware_bytes = cursor_u8(c);
	cursor_skip(c, 1);
	dhcp->xid = cursor_u32(c);
	cursor_skip(c, 4);
	dhcp->client = address_of(c);
	dhcp->yours = address_of(c);
	cursor_skip(c, 4);
	dhcp->relay = address_of(c);
	struct slice mac = cursor_take(c, 16);
	cursor_skip(c, 64 + 128);
	uint32_t cookie = cursor_u32(c);
	if (c->bad) {
		return true;
	}
	memcpy(dhcp->mac, mac.p, 6);
	dhcp->reply = op == 2;
	return (op == 1 || op == 2) && hardware == 1 && hardware_bytes == 6 &&
	       cookie == COOKIE;
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	static const uint8_t none[4] = {0};
	struct dhcp *dhcp = &ret->network.dhcp;
	struct addr zero = addr_v4(none);

	*dhcp = (struct dhcp){.server = zero,
		.requested = zero,
		.router = zero,
		.tftp = zero};
	if (!head(c, dhcp)) {
		return V_NOT_MINE;
	}
	while (cursor_left(c)) {
		uint8_t number = cursor_u8(c);
		if (number == OPTION_PAD) {
			continue;
		}
		if (number == OPTION_END) {
			break;
		}
		uint8_t n = cursor_u8(c);
		struct cursor body = cursor_sub(c, n);
		if (!body.bad) {
			option(dhcp, number, body);
		}
	}
	if (c->bad) {
		return packet_unreadable(packet);
	}
	return event_network(ret, NETWORK_DHCP, c);
}

const struct dissector dissector_dhcp = {
	.name = "dhcp",
	.title = "Dynamic Host Configuration Protocol",
	.source = "RFC 2131, 2132",
	.probe = probe,
	.parse = parse,
};
