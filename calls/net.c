/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of network facts into the book: one case a protocol. */
#include "calls/net.h"

#include "calls/book.h"
#include "flow/demux.h"

void net_init(struct net *net)
{
	*net = (struct net){0};
	owner_init(&net->owners);
	lease_init(&net->leases);
	neighbour_init(&net->neighbours);
	lookup_init(&net->lookups);
	connect_init(&net->connects);
	alive_init(&net->alives);
}

void net_finish(struct net *net)
{
	owner_finish(&net->owners);
	lease_finish(&net->leases);
	neighbour_finish(&net->neighbours);
	lookup_finish(&net->lookups);
	connect_finish(&net->connects);
	alive_finish(&net->alives);
	*net = (struct net){0};
}

/* Counts a frame. The loudest sender of a second is found by majority vote
 * (Boyer and Moore), so that no list is needed: it is told when it sent more
 * than half of the frames, by how many more at least. */
static void count(struct net_rate *r, const struct packet *packet)
{
	ns_t second = packet->ts / NS_PER_S;

	r->frames++;
	if (second != r->second || !r->now) {
		r->second = second;
		r->now = 0;
		r->loud = 0;
		r->started = moment_of(packet);
	}
	r->now++;
	if (packet->has_mac_src) {
		bool same = memcmp(r->sender, packet->mac_src, 6) == 0;
		if (r->loud == 0) {
			memcpy(r->sender, packet->mac_src, 6);
			same = true;
		}
		r->loud = same ? r->loud + 1 : r->loud - 1;
	}
	if (r->now > r->peak) {
		r->peak = r->now;
		r->at_peak = r->started;
		r->peak_loud = r->loud;
		memcpy(r->peak_sender, r->sender, 6);
	}
}

static void count_broadcast(struct net *net, const struct packet *packet)
{
	static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

	if (packet->has_mac && packet->point < NET_POINTS &&
		memcmp(packet->mac_dst, all, 6) == 0) {
		count(&net->broadcast[packet->point], packet);
	}
}

static void note_router(struct net *net, const struct packet *packet,
	const struct ndp *ndp)
{
	uint16_t vlan = packet->vlan_count ? packet->vlan[0] : 0;
	unsigned i = 0;

	while (i < net->router_count &&
		!(addr_eq(&net->routers[i].ip, &ndp->source) &&
			net->routers[i].vlan == vlan)) {
		i++;
	}
	if (i == NET_ROUTERS) {
		return;
	}
	struct net_router *r = &net->routers[i];
	if (i == net->router_count) {
		net->router_count++;
		r->ip = ndp->source;
		r->vlan = vlan;
		r->point = packet->point;
		r->first = moment_of(packet);
	}
	r->count++;
	r->lifetime_s = ndp->lifetime_s;
	if (ndp->has_mac) {
		memcpy(r->mac, ndp->mac, 6);
		r->has_mac = true;
	}
	if (!addr_is_any(&ndp->prefix)) {
		r->prefix = ndp->prefix;
		r->prefix_bits = ndp->prefix_bits;
	}
}

static void on_network(struct book *book, const struct packet *packet,
	const struct network *network)
{
	switch (network->kind) {
	case NETWORK_ARP:
		owner_arp(book, packet, &network->arp);
		if (packet->point < NET_POINTS) {
			count(&book->net.arp[packet->point], packet);
		}
		break;
	case NETWORK_DHCP:
		lease_dhcp(book, packet, &network->dhcp);
		break;
	case NETWORK_DHCPV6:
		lease6_dhcp(book, packet, &network->dhcpv6);
		break;
	case NETWORK_ICMP:
		turned_icmp(book, packet, &network->icmp);
		break;
	case NETWORK_LLDP:
		neighbour_lldp(book, packet, &network->lldp);
		break;
	case NETWORK_NDP:
		owner_ndp(book, packet, &network->ndp);
		if (network->ndp.sense == NDP_ROUTES) {
			note_router(&book->net, packet, &network->ndp);
		}
		break;
	case NETWORK_NTP:
		timesource_ntp(book, packet, &network->ntp);
		break;
	case NETWORK_PTP:
		timesource_ptp(book, packet, &network->ptp);
		break;
	case NETWORK_VRRP:
		pair_vrrp(book, packet, &network->vrrp);
		break;
	}
}

void net_packet(struct book *book, const struct packet *packet)
{
	const struct dissector *dissector = demux_network(packet);
	struct cursor c = cursor_of(packet->payload.p, packet->payload.n);

	count_broadcast(&book->net, packet);
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
		protocols_note(&book->net.protocols, dissector, packet);
		on_network(book, packet, &book->event.network);
		if (c.p == before) {
			return;
		}
	}
}
