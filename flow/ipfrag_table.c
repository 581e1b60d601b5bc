/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists, maps and who gives way; what pieces mean is said in ipfrag.c. */
#include "flow/ipfrag_table.h"

#include "lib/hash.h"

/* Past datagrams that are remembered, and how long. Copies of a frame come
 * within milliseconds; a SIP message that is sent again comes half a second
 * later (T1, RFC 3261 clause 17.1.1.1) and is another datagram, even from a
 * device that numbers all of them alike. */
#define PAST_NS (NS_PER_S / 5)

static void append(struct list *list, struct datagram *d, enum list_kind kind)
{
	d->next[kind] = NULL;
	d->prev[kind] = list->last;
	if (list->last) {
		list->last->next[kind] = d;
	} else {
		list->first = d;
	}
	list->last = d;
}

static void take_out(struct list *list, struct datagram *d, enum list_kind kind)
{
	if (d->prev[kind]) {
		d->prev[kind]->next[kind] = d->next[kind];
	} else {
		list->first = d->next[kind];
	}
	if (d->next[kind]) {
		d->next[kind]->prev[kind] = d->prev[kind];
	} else {
		list->last = d->prev[kind];
	}
}

static bool key_equal(const void *key, const void *value)
{
	const struct datagram *d = value;

	return memcmp(key, &d->key, sizeof(d->key)) == 0;
}

static bool source_equal(const void *key, const void *value)
{
	const struct source *s = value;

	return addr_eq(key, &s->ip);
}

/* What the wire says of who is who inside a tunnel or VLAN tells datagrams
 * apart: private addresses may be there twice. IPv6 numbers datagrams for all
 * protocols together (RFC 8200), IPv4 for each (RFC 6864). */
static struct key key_of(const struct packet *packet)
{
	struct key key;

	memset(&key, 0, sizeof(key));
	key.src = packet->src.ip;
	key.dst = packet->dst.ip;
	if (packet->outer) {
		key.outer_src = packet->outer_src;
		key.outer_dst = packet->outer_dst;
	}
	key.id = packet->piece.id;
	key.point = packet->point;
	if (addr_is_v4(&key.src)) {
		key.protocol = packet->piece.protocol;
	}
	key.vlan_count = packet->vlan_count;
	for (uint8_t i = 0; i < 2 && i < packet->vlan_count; i++) {
		key.vlan[i] = packet->vlan[i];
	}
	key.tunnel_count = packet->tunnel_count;
	for (uint8_t i = 0; i < packet->tunnel_count && i < PACKET_TUNNELS;
		i++) {
		key.tunnel[i] = packet->tunnel[i];
	}
	return key;
}

/* The distance of two times; a clock may step back, and by any amount. */
static uint64_t apart(ns_t a, ns_t b)
{
	return a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;
}

static void drop_pieces(struct ipfrag *f, struct datagram *d)
{
	f->memory -= d->pieces.memory;
	pieces_finish(&d->pieces);
}

/* Takes @d out of what only live ones are in. */
static void leave_live(struct ipfrag *f, struct datagram *d)
{
	struct source *s = d->source;

	take_out(&f->live, d, BY_AGE);
	f->live_count--;
	take_out(&s->list, d, BY_SOURCE);
	if (--s->live == 0) {
		map_remove(&f->source_map, s->hash, s);
		pool_put(&f->source_pool, s);
	}
	d->source = NULL;
	if (d->waits) {
		take_out(&f->waiting, d, BY_WAIT);
		f->waiting_count--;
		d->waits = false;
	}
}

void ipfrag_table_forget(struct ipfrag *f, struct datagram *d)
{
	if (d->state == LIVE) {
		leave_live(f, d);
	} else {
		take_out(&f->past, d, BY_AGE);
		f->past_count--;
	}
	drop_pieces(f, d);
	map_remove(&f->map, d->hash, d);
	pool_put(&f->pool, d);
}

void ipfrag_table_past(
	struct ipfrag *f, struct datagram *d, enum state state, ns_t now)
{
	leave_live(f, d);
	d->state = state;
	d->since = now;
	append(&f->past, d, BY_AGE);
	f->past_count++;
	if (state == DROPPED) {
		drop_pieces(f, d);
	}
	if (f->past_count > PAST_MOST) {
		ipfrag_table_forget(f, f->past.first);
	}
}

static uint16_t u16(const uint8_t *p)
{
	return (uint16_t)((unsigned)p[0] << 8 | p[1]);
}

/* The packet of @d with @bytes as its payload: @n of @wire bytes on the wire.
 */
void ipfrag_table_fill(const struct datagram *d, const uint8_t *bytes, size_t n,
	size_t wire, struct packet *ret)
{
	*ret = d->packet;
	ret->payload = (struct slice){(const char *)bytes, n};
	ret->payload_wire = (uint32_t)wire;
	ret->ip_bytes = d->ip_bytes;
	ret->wire_bytes = d->wire_bytes;
	ret->anomalies &= ~PACKET_SNAPPED;
	ret->anomalies |= PACKET_REASSEMBLED;
	ret->anomalies |= n < wire ? PACKET_SNAPPED : 0;
}

/* Offers what there is of @d. How long it was is known from its last piece, or
 * from the UDP header. */
static void offer_cut(struct ipfrag *f, const struct datagram *d)
{
	const uint8_t *bytes = f->cut_bytes;
	struct packet packet;

	if (d->packet.piece.offset != 0 ||
		d->packet.piece.protocol != PROTOCOL_UDP) {
		return;
	}
	size_t n = pieces_copy(&d->pieces, f->cut_bytes);
	if (n <= UDP_HEADER) {
		return;
	}
	size_t wire = d->pieces.ended ? d->pieces.end : u16(bytes + 4);
	ipfrag_table_fill(d, bytes, n, wire > n ? wire : n + 1, &packet);
	f->cut(f->context, &packet);
}

void ipfrag_table_give_up(
	struct ipfrag *f, struct datagram *d, enum ipfrag_reason reason)
{
	f->counts.dropped[reason]++;
	offer_cut(f, d);
	ipfrag_table_forget(f, d);
}

/* The first piece of a datagram came longest ago, but where the clock steps: a
 * look at the oldest is enough, and those behind it are found when they or
 * their room are wanted. */
static void expire(struct ipfrag *f, ns_t now)
{
	uint64_t most = (uint64_t)f->limits.timeout_ns;

	while (f->live.first && now > f->live.first->since &&
		apart(now, f->live.first->since) > most) {
		ipfrag_table_give_up(f, f->live.first, IPFRAG_MISSING);
	}
}

struct datagram *ipfrag_table_find(struct ipfrag *f, const struct packet *piece,
	struct key *ret_key, uint64_t *ret_hash)
{
	ns_t now = piece->ts;

	expire(f, now);
	*ret_key = key_of(piece);
	*ret_hash = hash_bytes(ret_key, sizeof(*ret_key), f->key);
	struct datagram *d = map_find(&f->map, *ret_hash, key_equal, ret_key);
	if (!d) {
		return NULL;
	}
	uint64_t age = apart(now, d->since);
	if (d->state == LIVE && age > (uint64_t)f->limits.timeout_ns) {
		ipfrag_table_give_up(f, d, IPFRAG_MISSING);
		return NULL;
	}
	if (d->state != LIVE && age > (uint64_t)PAST_NS) {
		ipfrag_table_forget(f, d);
		return NULL;
	}
	return d;
}

const struct source *ipfrag_table_source(
	const struct ipfrag *f, const struct addr *ip)
{
	uint64_t hash = hash_bytes(ip, sizeof(*ip), f->key);

	return map_find(&f->source_map, hash, source_equal, ip);
}

void ipfrag_table_waits(struct ipfrag *f, struct datagram *d)
{
	d->waits = true;
	append(&f->waiting, d, BY_WAIT);
	f->waiting_count++;
}

/* The source at @ip, with room for one more datagram. */
static struct source *source_of(struct ipfrag *f, const struct addr *ip)
{
	uint64_t hash = hash_bytes(ip, sizeof(*ip), f->key);
	struct source *s = map_find(&f->source_map, hash, source_equal, ip);

	if (s) {
		if (s->live >= f->limits.of_source) {
			/* One stays: @s does not go with the last. */
			ipfrag_table_give_up(f, s->list.first, IPFRAG_SOURCE);
		}
		return s;
	}
	s = pool_get(&f->source_pool);
	if (!s) {
		return NULL;
	}
	s->ip = *ip;
	s->hash = hash;
	if (map_add(&f->source_map, hash, s) != 0) {
		pool_put(&f->source_pool, s);
		return NULL;
	}
	return s;
}

struct datagram *ipfrag_table_begin(struct ipfrag *f, const struct key *key,
	uint64_t hash, const struct packet *piece)
{
	if (f->live_count >= f->limits.datagrams) {
		ipfrag_table_give_up(f, f->live.first, IPFRAG_FULL);
	}
	struct source *s = source_of(f, &piece->src.ip);
	struct datagram *d = s ? pool_get(&f->pool) : NULL;
	if (!d || map_add(&f->map, hash, d) != 0) {
		pool_put(&f->pool, d);
		if (s && s->live == 0) {
			map_remove(&f->source_map, s->hash, s);
			pool_put(&f->source_pool, s);
		}
		return NULL;
	}
	d->key = *key;
	d->hash = hash;
	d->packet = *piece;
	d->since = piece->ts;
	d->source = s;
	s->live++;
	append(&s->list, d, BY_SOURCE);
	append(&f->live, d, BY_AGE);
	f->live_count++;
	return d;
}

/* Makes room for @need bytes; @d stays. */
void ipfrag_table_room(struct ipfrag *f, size_t need, const struct datagram *d)
{
	while (f->memory + need > f->limits.bytes && f->past.first) {
		ipfrag_table_forget(f, f->past.first);
	}
	while (f->memory + need > f->limits.bytes) {
		struct datagram *oldest = f->live.first;
		if (oldest == d) {
			oldest = oldest->next[BY_AGE];
		}
		if (!oldest) {
			break;
		}
		ipfrag_table_give_up(f, oldest, IPFRAG_MEMORY);
	}
}
