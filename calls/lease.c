/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clients by their MAC; servers in a short list, by their address. */
#include "calls/lease.h"

#include "calls/book.h"
#include "lib/hash.h"

#define TEXT_MOST 64 /* bytes kept of what a client or server writes */

void lease_init(struct lease_table *table)
{
	*table = (struct lease_table){0};
	arena_init(&table->arena, 0);
}

void lease_finish(struct lease_table *table)
{
	map_finish(&table->map);
	arena_finish(&table->arena);
	*table = (struct lease_table){0};
}

static bool same(const void *key, const void *value)
{
	const struct lease *l = value;

	return memcmp(key, l->mac, sizeof(l->mac)) == 0;
}

const struct lease *lease_of(const struct book *book, const uint8_t mac[6])
{
	return map_find(&book->net.leases.map, hash_bytes(mac, 6, book->key),
		same, mac);
}

static struct lease *client_of(struct book *book, const struct packet *packet,
	const struct dhcp *dhcp)
{
	struct lease_table *t = &book->net.leases;
	uint64_t hash = hash_bytes(dhcp->mac, 6, book->key);
	struct lease *l = map_find(&t->map, hash, same, dhcp->mac);

	if (l) {
		return l;
	}
	if (t->count < LEASE_CLIENTS) {
		l = arena_get(&t->arena, sizeof(*l));
	}
	if (!l || map_add(&t->map, hash, l) != 0) {
		t->left_out++;
		return NULL;
	}
	l->hash = hash;
	memcpy(l->mac, dhcp->mac, 6);
	l->vlan = packet->vlan_count ? packet->vlan[0] : 0;
	l->point = packet->point;
	if (t->last) {
		t->last->next = l;
	} else {
		t->first = l;
	}
	t->last = l;
	t->count++;
	return l;
}

static void keep(struct lease_table *t, struct slice *at, struct slice text)
{
	if (!at->p && text.n) {
		*at = arena_copy(&t->arena, slice_sub(text, 0, TEXT_MOST));
	}
}

static void on_client(struct lease_table *t, struct lease *l,
	const struct packet *packet, const struct dhcp *dhcp)
{
	keep(t, &l->host_name, dhcp->host_name);
	keep(t, &l->vendor, dhcp->vendor);
	l->discovers += dhcp->type == DHCP_DISCOVER;
	if (dhcp->type == DHCP_DECLINE) {
		l->declines++;
		l->declined = dhcp->requested;
		l->refused = moment_of(packet);
	}
}

static struct lease_server *server_of(struct lease_table *t,
	const struct packet *packet, const struct addr *ip,
	const struct addr *relay)
{
	uint16_t vlan = packet->vlan_count ? packet->vlan[0] : 0;

	for (unsigned i = 0; i < t->server_count; i++) {
		struct lease_server *s = &t->servers[i];
		if (addr_eq(&s->ip, ip) && s->vlan == vlan &&
			addr_eq(&s->relay, relay)) {
			return s;
		}
	}
	if (t->server_count == LEASE_SERVERS) {
		t->left_out++;
		return NULL;
	}
	struct lease_server *s = &t->servers[t->server_count++];
	s->ip = *ip;
	s->relay = *relay;
	s->vlan = vlan;
	s->point = packet->point;
	s->first = moment_of(packet);
	return s;
}

/* One server may serve several networks; a gateway is compared with those of
 * the same 24 bits only. */
static void note_router(struct lease_server *s, const struct dhcp *dhcp)
{
	if (addr_is_any(&dhcp->router)) {
		return;
	}
	if (addr_is_any(&s->router)) {
		s->router = dhcp->router;
		s->first_given = dhcp->yours;
	} else if (!addr_eq(&s->router, &dhcp->router) &&
		   memcmp(s->first_given.b, dhcp->yours.b, 15) == 0) {
		s->other_router = dhcp->router;
	}
}

/* Two that answer one request are in one network. */
static void note_rivals(struct lease_table *t, struct lease *l, unsigned index,
	const struct dhcp *dhcp)
{
	if (l->xid != dhcp->xid) {
		l->xid = dhcp->xid;
		l->answered = 0;
	}
	for (unsigned i = 0; i < t->server_count; i++) {
		if (i != index && (l->answered >> i & 1)) {
			t->servers[i].rivals |= (uint16_t)(1U << index);
			t->servers[index].rivals |= (uint16_t)(1U << i);
		}
	}
	l->answered |= (uint16_t)(1U << index);
}

static void on_server(struct lease_table *t, struct lease *l,
	const struct packet *packet, const struct dhcp *dhcp)
{
	/* Old servers and relays leave 54 out: then the sender is taken. */
	const struct addr *ip = addr_is_any(&dhcp->server) ? &packet->src.ip
							   : &dhcp->server;
	struct lease_server *s = server_of(t, packet, ip, &dhcp->relay);

	if (!s || s->point != packet->point) {
		return;
	}
	s->last = moment_of(packet);
	s->offers += dhcp->type == DHCP_OFFER;
	s->acks += dhcp->type == DHCP_ACK;
	bool itself = addr_is_any(&dhcp->relay) && addr_eq(&packet->src.ip, ip);
	if (packet->has_mac_src && itself && !s->has_mac) {
		memcpy(s->mac, packet->mac_src, 6);
		s->has_mac = true;
	}
	note_router(s, dhcp);
	if (l) {
		note_rivals(t, l, (unsigned)(s - t->servers), dhcp);
	}
	keep(t, &s->tftp_name, dhcp->tftp_name);
	keep(t, &s->url, dhcp->url);
	s->tftp = addr_is_any(&dhcp->tftp) ? s->tftp : dhcp->tftp;
	s->tells_sip |= dhcp->sip.p != NULL;
	s->tells_vendor |= dhcp->specific.p != NULL;
}

void lease_dhcp(struct book *book, const struct packet *packet,
	const struct dhcp *dhcp)
{
	struct lease_table *t = &book->net.leases;
	struct lease *l = client_of(book, packet, dhcp);

	/* Without an address it is a server of boot files, or an answer to
	 * INFORM: neither gives addresses. */
	if (dhcp->reply && !addr_is_any(&dhcp->yours)) {
		on_server(t, l, packet, dhcp);
	}
	if (!l || l->point != packet->point) {
		return;
	}
	l->asked |= (uint16_t)(1U << dhcp->type);
	if (!dhcp->reply) {
		on_client(t, l, packet, dhcp);
	} else if (dhcp->type == DHCP_ACK && !addr_is_any(&dhcp->yours)) {
		l->ip = dhcp->yours;
		l->by = dhcp->server;
		l->given = moment_of(packet);
	}
}
