/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of network facts into the book: one case a protocol. */
#include "calls/net.h"

#include "calls/book.h"
#include "flow/demux.h"

void net_init(struct net *net)
{
	*net = (struct net){0};
	claim_init(&net->claims);
}

void net_finish(struct net *net)
{
	claim_finish(&net->claims);
	*net = (struct net){0};
}

static void on_network(struct book *book, const struct packet *packet,
	const struct network *network)
{
	switch (network->kind) {
	case NETWORK_ARP:
		claim_arp(book, packet, &network->arp);
		break;
	}
}

void net_packet(struct book *book, const struct packet *packet)
{
	const struct dissector *dissector = demux_network(packet);
	struct cursor c = cursor_of(packet->payload.p, packet->payload.n);

	if (!dissector) {
		return;
	}
	book->net.counts.packets++;
	while (cursor_left(&c)) {
		const uint8_t *before = c.p;
		enum verdict v = dissector->parse(&c, packet, &book->event);
		if (v != V_OK) {
			book->net.counts.malformed += v != V_NOT_MINE;
			return;
		}
		on_network(book, packet, &book->event.network);
		if (c.p == before) {
			return;
		}
	}
}
