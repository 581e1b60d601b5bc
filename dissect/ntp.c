/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of 48 bytes; extensions and authentication behind them are passed over. */
#include "dissect/ntp.h"

#include "dissect/dissector.h"

#define PORT  123
#define LEAST 48
#define ERA_S 2208988800 /* 1970 counted from 1900; RFC 5905 figure 4 */

ns_t ntp_ns(uint64_t stamp, ns_t near)
{
	uint32_t s = (uint32_t)(stamp >> 32);
	/* The distance in one era is right whichever era it is: modulo 2^32. */
	uint32_t here = (uint32_t)(near / NS_PER_S + ERA_S);
	int32_t apart = (int32_t)(s - here);
	uint64_t fraction = ((stamp & 0xffffffffU) * (uint64_t)NS_PER_S) >> 32;

	return (near / NS_PER_S + apart) * NS_PER_S + (ns_t)fraction;
}

static uint64_t stamp_of(struct cursor *c)
{
	uint64_t high = cursor_u32(c);

	return high << 32 | cursor_u32(c);
}

static bool probe(const struct packet *packet)
{
	struct slice p = packet->payload;
	uint8_t head = p.n ? (uint8_t)p.p[0] : 0;
	unsigned version = head >> 3 & 7;
	unsigned mode = head & 7;

	return packet->kind == PACKET_DATAGRAM &&
	       packet->transport == TRANSPORT_UDP &&
	       (packet->src.port == PORT || packet->dst.port == PORT) &&
	       version >= 1 && version <= 4 && mode >= NTP_ACTIVE &&
	       mode <= NTP_BROADCAST && packet->payload_wire >= LEAST;
}

static void take_code(struct ntp *ntp, struct slice code)
{
	for (size_t i = 0; i < code.n && code.p[i]; i++) {
		if (code.p[i] < '0' || code.p[i] > 'Z' || i == 4) {
			ntp->code[0] = '\0'; /* an address */
			return;
		}
		ntp->code[i] = code.p[i];
	}
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	struct ntp *ntp = &ret->network.ntp;

	*ntp = (struct ntp){0};
	uint8_t head = cursor_u8(c);
	ntp->leap = head >> 6;
	ntp->version = head >> 3 & 7;
	ntp->mode = head & 7;
	ntp->stratum = cursor_u8(c);
	cursor_skip(c, 10); /* poll, precision, root delay and dispersion */
	struct slice code = cursor_take(c, 4);
	cursor_skip(c, 8);
	ntp->origin = stamp_of(c);
	ntp->received = stamp_of(c);
	ntp->transmitted = stamp_of(c);
	if (c->bad) {
		return packet_unreadable(packet);
	}
	/* Deeper strata have an address there, which may look like text. */
	if (ntp->stratum < 2) {
		take_code(ntp, code);
	}
	return event_network(ret, NETWORK_NTP, c);
}

const struct dissector dissector_ntp = {
	.name = "ntp",
	.title = "Network Time Protocol",
	.source = "RFC 5905",
	.probe = probe,
	.parse = parse,
};
