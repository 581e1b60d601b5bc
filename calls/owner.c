/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A probe (RFC 5227) claims nothing, but is remembered beside the claims. */
#include "calls/owner.h"

#include "calls/book.h"
#include "lib/hash.h"

void owner_init(struct owner_table *table)
{
	*table = (struct owner_table){0};
	arena_init(&table->arena, 0);
}

void owner_finish(struct owner_table *table)
{
	map_finish(&table->map);
	arena_finish(&table->arena);
	*table = (struct owner_table){0};
}

struct key {
	struct addr ip;
	uint16_t vlan;
	uint8_t point;
};

static bool same(const void *key, const void *value)
{
	const struct key *k = key;
	const struct owners *c = value;

	return addr_eq(&k->ip, &c->ip) && k->vlan == c->vlan &&
	       k->point == c->point;
}

static struct owners *claims_of(
	struct book *book, const struct addr *ip, const struct packet *packet)
{
	struct owner_table *t = &book->net.owners;
	struct key k = {
		.ip = *ip,
		.vlan = packet->vlan_count ? packet->vlan[0] : 0,
		.point = packet->point,
	};
	uint64_t hash = hash_bytes(ip->b, sizeof(ip->b),
		book->key ^ ((uint64_t)k.vlan << 8 | k.point));
	struct owners *c = map_find(&t->map, hash, same, &k);

	if (c) {
		return c;
	}
	if (t->count < OWNER_ADDRESSES) {
		c = arena_get(&t->arena, sizeof(*c));
	}
	if (!c || map_add(&t->map, hash, c) != 0) {
		t->left_out++;
		return NULL;
	}
	c->hash = hash;
	c->ip = *ip;
	c->vlan = k.vlan;
	c->point = k.point;
	if (t->last) {
		t->last->next = c;
	} else {
		t->first = c;
	}
	t->last = c;
	t->count++;
	return c;
}

static struct owner *claim_of(struct owners *c, const uint8_t mac[6])
{
	for (unsigned i = 0; i < c->mac_count; i++) {
		if (memcmp(c->macs[i].mac, mac, 6) == 0) {
			return &c->macs[i];
		}
	}
	if (c->mac_count == OWNER_MACS) {
		c->macs_left_out++;
		return NULL;
	}
	struct owner *claim = &c->macs[c->mac_count++];
	memcpy(claim->mac, mac, 6);
	return claim;
}

static void change_hands(struct owners *c, const struct owner *claim,
	const struct moment *at, enum owner_by by)
{
	uint8_t to = (uint8_t)(claim - c->macs);

	if (c->held && c->holder != to) {
		c->macs[to].turns++;
		if (c->turn_count < OWNER_TURNS) {
			c->turns[c->turn_count] = (struct owner_turn){
				*at, c->holder, to, by};
		}
		c->turn_count++;
		c->last_turn = *at;
	}
	c->held = true;
	c->holder = to;
}

/* @mac says in @packet that it has @ip. */
static void claimed(struct book *book, const struct packet *packet,
	const struct addr *ip, const uint8_t mac[6], enum owner_by by)
{
	struct moment at = moment_of(packet);
	struct owners *c = claims_of(book, ip, packet);
	struct owner *claim = c ? claim_of(c, mac) : NULL;

	if (!claim) {
		return;
	}
	if (!claim->first.frame) {
		claim->first = at;
	}
	if (by == OWNER_ANNOUNCED && !claim->announced.frame) {
		claim->announced = at;
	}
	claim->last = at;
	claim->by[by]++;
	claim->disguised +=
		packet->has_mac_src && memcmp(packet->mac_src, mac, 6) != 0;
	change_hands(c, claim, &at, by);
}

/* @mac asks in @packet whether @ip is free. */
static void probed(struct book *book, const struct packet *packet,
	const struct addr *ip, const uint8_t mac[6])
{
	struct owners *c = claims_of(book, ip, packet);
	struct owner *claim = c ? claim_of(c, mac) : NULL;

	if (!claim) {
		return;
	}
	if (!claim->probes++) {
		claim->probed = moment_of(packet);
	}
}

/* A sender that can be one: no group, not all zero. */
static bool is_station(const uint8_t mac[6])
{
	static const uint8_t none[6] = {0};

	return !(mac[0] & 1) && memcmp(mac, none, 6) != 0;
}

void owner_arp(struct book *book, const struct packet *packet,
	const struct arp *arp)
{
	static const enum owner_by by[] = {
		[ARP_ASKS] = OWNER_ASKED,
		[ARP_ANSWERS] = OWNER_ANSWERED,
		[ARP_ANNOUNCES] = OWNER_ANNOUNCED,
	};

	if (!is_station(arp->sender_mac)) {
		return;
	}
	if (arp->sense == ARP_PROBES) {
		if (!addr_is_any(&arp->target)) {
			probed(book, packet, &arp->target, arp->sender_mac);
		}
	} else if (!addr_is_any(&arp->sender) &&
		   !addr_is_multicast(&arp->sender)) {
		claimed(book, packet, &arp->sender, arp->sender_mac,
			by[arp->sense]);
	}
}

void owner_ndp(struct book *book, const struct packet *packet,
	const struct ndp *ndp)
{
	const uint8_t *mac = ndp->has_mac	  ? ndp->mac
			     : packet->has_mac_src ? packet->mac_src
						   : NULL;

	if (!mac || !is_station(mac)) {
		return;
	}
	switch (ndp->sense) {
	case NDP_PROBES:
		probed(book, packet, &ndp->target, mac);
		break;
	case NDP_ANSWERS:
	case NDP_ANNOUNCES:
		/* Without override it may be anycast, or by a proxy (RFC 4861
		 * clause 7.2.7, 7.2.8): several may answer. */
		if (ndp->override && !addr_is_multicast(&ndp->target)) {
			claimed(book, packet, &ndp->target, mac,
				ndp->sense == NDP_ANSWERS ? OWNER_ANSWERED
							  : OWNER_ANNOUNCED);
		}
		break;
	case NDP_ASKS:
	case NDP_ROUTES:
	case NDP_ASKS_ROUTE:
		if (ndp->has_mac && !addr_is_any(&ndp->source)) {
			claimed(book, packet, &ndp->source, mac, OWNER_ASKED);
		}
		break;
	}
}

const struct owners *owner_find(const struct book *book, const struct addr *ip)
{
	const struct owners *c = book->net.owners.first;

	while (c && !addr_eq(&c->ip, ip)) {
		c = c->next;
	}
	return c;
}
