/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys: a mapping by inside address and server; an allocation by client and
 * server; a channel by those and its number.
 */
#include "calls/traverse.h"

#include "calls/book.h"
#include "dissect/stun.h"
#include "dissect/turn.h"
#include "lib/hash.h"

struct channel {
	struct endpoint client, server, peer;
	uint16_t number;
};

struct key {
	const struct endpoint *a, *b;
	uint16_t number;
};

void traverse_init(struct traverse *t)
{
	*t = (struct traverse){0};
	pool_init(&t->mappings, sizeof(struct mapping), TRAVERSE_MOST);
	pool_init(&t->allocations, sizeof(struct allocation), TRAVERSE_MOST);
	pool_init(&t->channels, sizeof(struct channel), TRAVERSE_MOST);
}

void traverse_finish(struct traverse *t)
{
	map_finish(&t->mapping_map);
	map_finish(&t->allocation_map);
	map_finish(&t->channel_map);
	pool_finish(&t->mappings);
	pool_finish(&t->allocations);
	pool_finish(&t->channels);
}

static uint64_t hash_of(const struct key *k, uint64_t key)
{
	uint64_t h = hash_bytes(k->a->ip.b, 16, key ^ k->a->port);

	return hash_bytes(
		k->b->ip.b, 16, h ^ ((uint64_t)k->b->port << 16 | k->number));
}

static bool same_mapping(const void *key, const void *value)
{
	const struct key *k = key;
	const struct mapping *m = value;

	return endpoint_eq(k->a, &m->inside) && endpoint_eq(k->b, &m->server);
}

static bool same_allocation(const void *key, const void *value)
{
	const struct key *k = key;
	const struct allocation *a = value;

	return endpoint_eq(k->a, &a->client) && endpoint_eq(k->b, &a->server);
}

static bool same_channel(const void *key, const void *value)
{
	const struct key *k = key;
	const struct channel *c = value;

	return k->number == c->number && endpoint_eq(k->a, &c->client) &&
	       endpoint_eq(k->b, &c->server);
}

/* The entry of @k in @map, a new zeroed one when there is none; NULL: no room.
 */
static void *entry(struct book *book, struct map *map, struct pool *pool,
	map_equal *equal, const struct key *k, bool *ret_new)
{
	uint64_t hash = hash_of(k, book->key);
	void *found = map_find(map, hash, equal, k);

	*ret_new = !found;
	if (found) {
		return found;
	}
	found = pool_get(pool);
	if (found && map_add(map, hash, found) != 0) {
		pool_put(pool, found);
		found = NULL;
	}
	book->traverse.left_out += !found;
	return found;
}

static void note_mapping(
	struct book *book, const struct packet *packet, const struct stun *stun)
{
	struct traverse *t = &book->traverse;
	struct key k = {&packet->dst, &packet->src, 0};
	bool is_new;

	if (stun->klass != STUN_SUCCESS || !stun->mapped ||
		stun->method != STUN_BINDING || stun->ice) {
		return;
	}
	struct mapping *m = entry(
		book, &t->mapping_map, &t->mappings, same_mapping, &k, &is_new);
	if (!m) {
		return;
	}
	if (is_new) {
		*m = (struct mapping){.inside = packet->dst,
			.outside = stun->at,
			.server = packet->src,
			.frame = packet->frame};
		if (t->last) {
			t->last->next = m;
		} else {
			t->first = m;
		}
		t->last = m;
	} else if (!endpoint_eq(&m->outside, &stun->at)) {
		m->outside = stun->at;
		m->changes++;
	}
}

/* Does the expected line of @port have the ufrag @name? */
static bool names(const struct port *port, struct slice name)
{
	const struct media_line *line =
		port->expect.owner ? port->expect.line : NULL;

	return line && line->ice_ufrag.n && slice_eq(line->ice_ufrag, name);
}

/* USERNAME is "receiver's ufrag:sender's ufrag" (RFC 8445 clause 7.2.2). */
static void note_check(struct book *book, struct flow *flow,
	const struct packet *packet, const struct stun *stun)
{
	struct slice theirs = stun->username;
	struct slice to = slice_cut(&theirs, ':');

	if (!stun->ice || stun->klass != STUN_REQUEST || !to.n || !theirs.n) {
		return;
	}
	if (!names(flow->to, to) && !names(flow->from, theirs)) {
		return;
	}
	flow->check_frame =
		flow->check_frame ? flow->check_frame : packet->frame;
	struct flow *back = flows_find(&book->flows, &flow->dst, &flow->src);
	if (back && !back->check_frame) {
		back->check_frame = packet->frame;
	}
}

static struct allocation *allocation_of(struct book *book,
	const struct endpoint *client, const struct endpoint *server,
	uint64_t frame)
{
	struct key k = {client, server, 0};
	struct traverse *t = &book->traverse;
	bool is_new;
	struct allocation *a = entry(book, &t->allocation_map, &t->allocations,
		same_allocation, &k, &is_new);

	if (a && is_new) {
		a->client = *client;
		a->server = *server;
		a->frame = frame;
	}
	return a;
}

static bool wrap(const struct packet *packet, const struct endpoint *src,
	const struct endpoint *dst, struct slice data, struct packet *ret)
{
	if (!data.n) {
		return false;
	}
	*ret = *packet;
	ret->src = *src;
	ret->dst = *dst;
	ret->payload = data;
	ret->payload_wire = (uint32_t)data.n;
	return true;
}

/* A message of TURN; true when it carries a datagram. */
static bool take_turn(struct book *book, const struct packet *packet,
	const struct stun *stun, struct packet *ret,
	const struct allocation **ret_by)
{
	struct turn turn;
	bool to_client =
		stun->klass == STUN_SUCCESS || stun->method == TURN_DATA;
	const struct endpoint *client = to_client ? &packet->dst : &packet->src;
	const struct endpoint *server = to_client ? &packet->src : &packet->dst;

	if (turn_parse(packet->payload, &turn) != V_OK) {
		return false;
	}
	if (stun->klass == STUN_SUCCESS && turn.has_relayed) {
		struct allocation *a =
			allocation_of(book, client, server, packet->frame);
		if (a) {
			a->relayed = turn.relayed;
			a->has_relayed = true;
		}
	}
	if (stun->klass == STUN_REQUEST && turn.has_peer && turn.channel) {
		struct traverse *t = &book->traverse;
		struct key k = {client, server, turn.channel};
		bool is_new;
		struct channel *c = entry(book, &t->channel_map, &t->channels,
			same_channel, &k, &is_new);
		if (c) {
			*c = (struct channel){
				*client, *server, turn.peer, turn.channel};
		}
	}
	if (stun->klass != STUN_INDICATION || !turn.has_peer) {
		return false;
	}
	*ret_by = allocation_of(book, client, server, packet->frame);
	return *ret_by &&
	       wrap(packet, to_client ? &turn.peer : client,
		       to_client ? client : &turn.peer, turn.data, ret);
}

/* ChannelData of a channel that was bound in sight, in either direction. */
static bool take_channel(struct book *book, const struct packet *packet,
	uint16_t number, struct packet *ret, const struct allocation **ret_by)
{
	struct traverse *t = &book->traverse;
	struct key up = {&packet->src, &packet->dst, number};
	struct key down = {&packet->dst, &packet->src, number};
	const struct channel *c = map_find(
		&t->channel_map, hash_of(&up, book->key), same_channel, &up);
	bool is_up = c != NULL;

	if (!c) {
		c = map_find(&t->channel_map, hash_of(&down, book->key),
			same_channel, &down);
	}
	if (!c) {
		return false;
	}
	*ret_by = allocation_of(book, &c->client, &c->server, packet->frame);
	return *ret_by &&
	       wrap(packet, is_up ? &c->client : &c->peer,
		       is_up ? &c->peer : &c->client,
		       stun_channel_data(packet->payload, packet->payload_wire),
		       ret);
}

bool traverse_packet(struct book *book, struct flow *flow,
	const struct packet *packet, struct packet *ret,
	const struct allocation **ret_by)
{
	struct stun stun;
	uint16_t channel = turn_channel(packet->payload);

	if (packet->transport != TRANSPORT_UDP) {
		return false;
	}
	if (channel) {
		return take_channel(book, packet, channel, ret, ret_by);
	}
	if (stun_parse(packet->payload, packet->payload_wire, &stun) != V_OK) {
		return false;
	}
	protocols_note(&book->net.protocols, &protocol_stun, packet);
	roundtrip_stun(book, packet, &stun);
	alive_stun(book, packet, &stun);
	note_mapping(book, packet, &stun);
	note_check(book, flow, packet, &stun);
	return stun.turn && take_turn(book, packet, &stun, ret, ret_by);
}

bool traverse_symmetric(const struct traverse *t, const struct mapping *m)
{
	for (const struct mapping *o = t->first; o; o = o->next) {
		if (endpoint_eq(&o->inside, &m->inside) &&
			!endpoint_eq(&o->outside, &m->outside)) {
			return true;
		}
	}
	return false;
}
