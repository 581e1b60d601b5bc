/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A short list: a place of capture hears a few ports, and of each a frame in 30
 * seconds. */
#include "calls/neighbour.h"

#include "calls/book.h"
#include "calls/host.h"

#define TEXT_MOST 160 /* bytes kept of each text */

void neighbour_init(struct neighbour_table *table)
{
	*table = (struct neighbour_table){0};
	arena_init(&table->arena, 0);
}

void neighbour_finish(struct neighbour_table *table)
{
	arena_finish(&table->arena);
	*table = (struct neighbour_table){0};
}

static bool same(const struct neighbour *n, const struct packet *packet,
	const struct lldp *lldp)
{
	struct slice port = slice_sub(lldp->texts[LLDP_PORT], 0, TEXT_MOST);

	return n->point == packet->point && n->said.cdp == lldp->cdp &&
	       memcmp(n->mac, packet->mac_src, 6) == 0 &&
	       slice_eq(n->said.texts[LLDP_PORT], port);
}

static struct neighbour *sender_of(struct neighbour_table *t,
	const struct packet *packet, const struct lldp *lldp)
{
	struct neighbour *n = t->first;

	while (n && !same(n, packet, lldp)) {
		n = n->next;
	}
	if (n) {
		return n;
	}
	if (t->count < NEIGHBOUR_MOST) {
		n = arena_get(&t->arena, sizeof(*n));
	}
	if (!n) {
		t->left_out++;
		return NULL;
	}
	memcpy(n->mac, packet->mac_src, 6);
	n->point = packet->point;
	n->first = moment_of(packet);
	*(t->last ? &t->last->next : &t->first) = n;
	t->last = n;
	t->count++;
	return n;
}

void neighbour_lldp(struct book *book, const struct packet *packet,
	const struct lldp *lldp)
{
	struct neighbour_table *t = &book->net.neighbours;
	struct neighbour *n = sender_of(t, packet, lldp);

	if (!n) {
		return;
	}
	n->count++;
	n->last = moment_of(packet);
	n->left = lldp->ttl_s == 0 && !lldp->cdp;
	if (n->left && n->count > 1) {
		return; /* such a frame holds nothing else */
	}
	struct lldp before = n->said;
	n->said = *lldp;
	for (unsigned i = 0; i < LLDP_TEXTS; i++) {
		struct slice text = slice_sub(lldp->texts[i], 0, TEXT_MOST);
		n->said.texts[i] = before.texts[i].p ? before.texts[i]
				   : text.n ? arena_copy(&t->arena, text)
					    : (struct slice){NULL, 0};
	}
	/* The kind of what was kept. */
	n->said.chassis = before.texts[LLDP_CHASSIS].p ? before.chassis
						       : lldp->chassis;
}

bool neighbour_is_phone(const struct neighbour *n)
{
	return n->said.device_class == 3 ||
	       (n->said.capabilities & LLDP_CAN_TELEPHONE);
}

bool neighbour_is_network(const struct neighbour *n)
{
	if (n->said.device_class) {
		return n->said.device_class == 4;
	}
	return !neighbour_is_phone(n) &&
	       (n->said.capabilities &
		       (LLDP_CAN_BRIDGE | LLDP_CAN_ROUTE | LLDP_CAN_RADIO));
}

static bool is_mac(const struct neighbour *n, enum lldp_text which,
	const uint8_t mac[6])
{
	uint8_t id = which == LLDP_CHASSIS ? n->said.chassis : n->said.port;

	return id == LLDP_ID_MAC && n->said.texts[which].n == 6 &&
	       memcmp(n->said.texts[which].p, mac, 6) == 0;
}

static bool has_mac(const struct neighbour *n, const struct host *h)
{
	return h->mac_basis == HOST_MAC_SEEN &&
	       (memcmp(n->mac, h->mac, 6) == 0 ||
		       is_mac(n, LLDP_PORT, h->mac) ||
		       is_mac(n, LLDP_CHASSIS, h->mac));
}

static bool has_address(const struct neighbour *n, const struct host *h)
{
	for (unsigned i = 0; i < h->device_count; i++) {
		const struct addr *ip = &h->devices[i]->ip;
		struct slice id = n->said.texts[LLDP_CHASSIS];
		for (unsigned k = 0; k < n->said.address_count; k++) {
			if (addr_eq(&n->said.addresses[k], ip)) {
				return true;
			}
		}
		if (n->said.chassis == LLDP_ID_ADDRESS && id.n <= 16 &&
			memcmp(id.p, ip->b + 16 - id.n, id.n) == 0 &&
			addr_is_v4(ip) == (id.n == 4)) {
			return true;
		}
	}
	return false;
}

const struct neighbour *neighbour_of(
	const struct book *book, const struct host *host)
{
	const struct neighbour *best = NULL;
	unsigned best_score = 0;

	for (const struct neighbour *n = book->net.neighbours.first; n;
		n = n->next) {
		unsigned score = has_mac(n, host)       ? 4
				 : has_address(n, host) ? 2
							: 0;
		score += score && !n->said.cdp;
		if (score > best_score) {
			best = n;
			best_score = score;
		}
	}
	return best;
}

static bool same_chassis(const struct neighbour *a, const struct neighbour *b)
{
	return memcmp(a->mac, b->mac, 6) == 0;
}

const struct neighbour *neighbour_switch(
	const struct book *book, const struct neighbour *n)
{
	const struct neighbour *port = NULL;

	if (neighbour_is_network(n)) {
		return NULL;
	}
	for (const struct neighbour *o = book->net.neighbours.first; o;
		o = o->next) {
		if (o->point != n->point || same_chassis(o, n)) {
			continue;
		}
		/* LLDP and CDP of one port are two entries of one MAC. */
		if (!neighbour_is_network(o) ||
			(port && !same_chassis(o, port))) {
			return NULL;
		}
		port = port && !port->said.cdp ? port : o;
	}
	return port;
}

const struct lldp_policy *neighbour_policy(
	const struct neighbour *n, unsigned application)
{
	for (unsigned i = 0; i < n->said.policy_count; i++) {
		const struct lldp_policy *p = &n->said.policies[i];
		if (p->application == application && !p->unknown) {
			return p;
		}
	}
	return NULL;
}

void neighbour_put(
	struct text *t, const struct neighbour *n, enum lldp_text which)
{
	struct slice s = n->said.texts[which];
	uint8_t id = which == LLDP_CHASSIS ? n->said.chassis
		     : which == LLDP_PORT  ? n->said.port
					   : LLDP_ID_TEXT;
	const uint8_t *b = (const uint8_t *)s.p;
	char ip[ADDR_TEXT];

	if (id == LLDP_ID_MAC && s.n == 6) {
		text_printf(t, "%02x:%02x:%02x:%02x:%02x:%02x", b[0], b[1],
			b[2], b[3], b[4], b[5]);
	} else if (id == LLDP_ID_ADDRESS && (s.n == 4 || s.n == 16)) {
		struct addr a = s.n == 4 ? addr_v4(b) : addr_v6(b);
		text_puts(t, addr_text(&a, ip));
	} else {
		text_clean(t, s);
	}
}
