/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eight bytes of its own, then the begin of the packet that it is about: its IP
 * header and at least eight bytes more (RFC 792), as many as fit in IPv6. */
#include "dissect/icmp.h"

#include "dissect/dissector.h"
#include "lib/attr.h"

#define ICMP_V4	  1
#define ICMP_V6	  58
#define TCP	  6
#define UDP	  17
#define SCTP	  132
#define FRAGMENT  44
#define EXTENSIONS 8 /* headers of IPv6 that are followed */

const char *icmp_sense_text(enum icmp_sense sense)
{
	switch (sense) {
	case ICMP_PORT:
		return "port unreachable";
	case ICMP_HOST:
		return "host unreachable";
	case ICMP_PROTOCOL:
		return "protocol unreachable";
	case ICMP_PROHIBITED:
		return "prohibited";
	case ICMP_TOO_BIG:
		return "packet too big";
	case ICMP_EXPIRED:
		return "time exceeded";
	}
	return "unreachable";
}

/* False for what is no error about one packet. RFC 792; 1812 clause 5.2.7. */
static bool sense_v4(uint8_t type, uint8_t code, enum icmp_sense *ret)
{
	static const enum icmp_sense unreachable[] = {ICMP_HOST, ICMP_HOST,
		ICMP_PROTOCOL, ICMP_PORT, ICMP_TOO_BIG, ICMP_HOST, ICMP_HOST,
		ICMP_HOST, ICMP_HOST, ICMP_PROHIBITED, ICMP_PROHIBITED,
		ICMP_HOST, ICMP_HOST, ICMP_PROHIBITED, ICMP_PROHIBITED,
		ICMP_PROHIBITED};

	if (type == 3 && code < COUNT_OF(unreachable)) {
		*ret = unreachable[code];
		return true;
	}
	*ret = ICMP_EXPIRED;
	return type == 11 && code <= 1;
}

/* RFC 4443 clauses 3.1 to 3.3. */
static bool sense_v6(uint8_t type, uint8_t code, enum icmp_sense *ret)
{
	static const enum icmp_sense unreachable[] = {ICMP_HOST,
		ICMP_PROHIBITED, ICMP_HOST, ICMP_HOST, ICMP_PORT,
		ICMP_PROHIBITED, ICMP_HOST};

	if (type == 1 && code < COUNT_OF(unreachable)) {
		*ret = unreachable[code];
		return true;
	}
	*ret = type == 2 ? ICMP_TOO_BIG : ICMP_EXPIRED;
	return type == 2 || (type == 3 && code <= 1);
}

static struct addr take_v4(struct cursor *c)
{
	static const uint8_t none[4] = {0};
	struct slice s = cursor_take(c, 4);

	return addr_v4(s.p ? (const uint8_t *)s.p : none);
}

static struct addr take_v6(struct cursor *c)
{
	static const uint8_t none[16] = {0};
	struct slice s = cursor_take(c, 16);

	return addr_v6(s.p ? (const uint8_t *)s.p : none);
}

/* The quoted header. Returns false when no transport header follows it: a later
 * piece of a datagram. */
static bool quoted_v4(struct cursor *c, struct icmp *icmp)
{
	uint8_t head = cursor_u8(c);
	size_t words = head & 0x0f;

	cursor_skip(c, 5);
	uint16_t piece = cursor_u16(c);
	cursor_skip(c, 1);
	icmp->protocol = cursor_u8(c);
	cursor_skip(c, 2);
	icmp->src.ip = take_v4(c);
	icmp->dst.ip = take_v4(c);
	if (head >> 4 != 4 || words < 5) {
		c->bad = true;
	}
	cursor_skip(c, words > 5 ? (words - 5) * 4 : 0);
	return (piece & 0x1fff) == 0;
}

static bool quoted_v6(struct cursor *c, struct icmp *icmp)
{
	uint8_t head = cursor_u8(c);
	bool first = true;

	cursor_skip(c, 5);
	uint8_t next = cursor_u8(c);
	cursor_skip(c, 1);
	icmp->src.ip = take_v6(c);
	icmp->dst.ip = take_v6(c);
	if (head >> 4 != 6) {
		c->bad = true;
	}
	for (unsigned i = 0; i < EXTENSIONS && !c->bad; i++) {
		bool plain = next == 0 || next == 43 || next == 60;
		if (!plain && next != FRAGMENT) {
			break;
		}
		uint8_t after = cursor_u8(c);
		uint8_t units = cursor_u8(c);
		if (plain) {
			cursor_skip(c, 6 + units * 8U);
		} else {
			first &= cursor_u16(c) >> 3 == 0;
			cursor_skip(c, 4);
		}
		next = after;
	}
	icmp->protocol = next;
	return first;
}

static void quoted_transport(struct cursor *c, struct icmp *icmp)
{
	uint8_t p = icmp->protocol;

	if ((p != TCP && p != UDP && p != SCTP) || cursor_left(c) < 4) {
		return;
	}
	icmp->src.port = cursor_u16(c);
	icmp->dst.port = cursor_u16(c);
	if (p == UDP && cursor_left(c) > 4) {
		size_t n = cursor_u16(c);
		cursor_skip(c, 2);
		n = n > 8 ? n - 8 : 0;
		icmp->payload = cursor_take(
			c, n < cursor_left(c) ? n : cursor_left(c));
	}
}

static bool probe(const struct packet *packet)
{
	uint8_t type = packet->payload.n ? (uint8_t)packet->payload.p[0] : 0;

	if (packet->kind != PACKET_BARE) {
		return false;
	}
	return packet->protocol == ICMP_V4 ? type == 3 || type == 11
	       : packet->protocol == ICMP_V6 && type >= 1 && type <= 3;
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	struct icmp *icmp = &ret->network.icmp;
	bool v4 = packet->protocol == ICMP_V4;
	enum icmp_sense sense = ICMP_HOST;

	uint8_t type = cursor_u8(c);
	uint8_t code = cursor_u8(c);
	cursor_skip(c, 2);
	uint32_t more = cursor_u32(c);
	if (!c->bad && !(v4 ? sense_v4(type, code, &sense)
			    : sense_v6(type, code, &sense))) {
		return V_NOT_MINE;
	}
	*icmp = (struct icmp){.type = type, .code = code, .by = packet->src.ip};
	bool first = v4 ? quoted_v4(c, icmp) : quoted_v6(c, icmp);
	if (c->bad) {
		return packet_unreadable(packet);
	}
	icmp->sense = sense;
	if (sense == ICMP_TOO_BIG) {
		/* IPv4: the lower half, RFC 1191 clause 4. */
		icmp->mtu = v4 ? (uint16_t)more
			       : (uint16_t)(more > 65535 ? 65535 : more);
	}
	if (first) {
		quoted_transport(c, icmp);
	}
	return event_network(ret, NETWORK_ICMP, c);
}

const struct dissector dissector_icmp = {
	.name = "icmp",
	.title = "Internet Control Message Protocol",
	.source = "RFC 792, 4443",
	.probe = probe,
	.parse = parse,
};
