/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A header of 34 bytes, then what the type wants; over UDP or Ethernet. */
#include "dissect/ptp.h"

#include "dissect/dissector.h"

#define ETHERTYPE 0x88f7 /* IEEE 1588-2008 annex F */
#define EVENTS	  319	 /* annex D: Sync, Delay_Req */
#define GENERAL	  320	 /* the others */
#define LEAST	  34

static bool probe(const struct packet *packet)
{
	struct slice p = packet->payload;
	bool frame = packet->kind == PACKET_FRAME &&
		     packet->protocol == ETHERTYPE;
	bool datagram = packet->kind == PACKET_DATAGRAM &&
			packet->transport == TRANSPORT_UDP &&
			(packet->dst.port == EVENTS ||
				packet->dst.port == GENERAL);

	return (frame || datagram) && p.n >= 2 && (p.p[1] & 0x0f) == 2;
}

static void take(struct cursor *c, uint8_t ret[8])
{
	struct slice s = cursor_take(c, 8);

	if (s.p) {
		memcpy(ret, s.p, 8);
	}
}

static enum verdict parse(
	struct cursor *c, const struct packet *packet, struct event *ret)
{
	struct ptp *ptp = &ret->network.ptp;

	*ptp = (struct ptp){.type = cursor_u8(c) & 0x0f};
	cursor_skip(c, 1);
	uint16_t length = cursor_u16(c);
	ptp->domain = cursor_u8(c);
	cursor_skip(c, 15);
	take(c, ptp->clock);
	cursor_skip(c, 2);
	ptp->sequence = cursor_u16(c);
	cursor_skip(c, 2 + 10); /* control, interval; a time */
	if (ptp->type == PTP_ANNOUNCE) {
		cursor_skip(c, 3);
		ptp->priority1 = cursor_u8(c);
		ptp->klass = cursor_u8(c);
		cursor_skip(c, 3);
		ptp->priority2 = cursor_u8(c);
		take(c, ptp->grandmaster);
		ptp->steps = cursor_u16(c);
	} else if (ptp->type == PTP_DELAY_RESPONSE) {
		take(c, ptp->asker);
	}
	if (c->bad || length < LEAST) {
		return packet_unreadable(packet);
	}
	return event_network(ret, NETWORK_PTP, c);
}

const struct dissector dissector_ptp = {
	.name = "ptp",
	.title = "Precision Time Protocol",
	.source = "IEEE 1588-2008",
	.probe = probe,
	.parse = parse,
};
