/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queues in order of arrival, so that the hash key changes no result. */
#include "flow/tcp_table.h"

#include "lib/hash.h"

/* Connections that get a second chance before one goes whatever it did. */
#define CHANCES 16

void tcp_table_init(struct tcp_table *t, uint64_t key, size_t connections)
{
	*t = (struct tcp_table){.key = key};
	pool_init(&t->pool, sizeof(struct tcp_connection), connections);
}

static uint64_t end_hash(const struct endpoint *e, uint64_t key)
{
	return hash_bytes(e->ip.b, sizeof(e->ip.b), key ^ e->port);
}

uint64_t tcp_table_hash(const struct tcp_table *t, const struct packet *packet)
{
	uint64_t a = end_hash(&packet->src, t->key);
	uint64_t b = end_hash(&packet->dst, t->key);

	/* Sum and product do not tell a from b; both are keyed. */
	return hash_mix((a + b) ^ packet->point, (a ^ b) | 1);
}

static bool is_of(const void *key, const void *value)
{
	const struct packet *p = key;
	const struct tcp_connection *c = value;
	bool forth = endpoint_eq(&p->src, &c->end[0]) &&
		     endpoint_eq(&p->dst, &c->end[1]);
	bool back = endpoint_eq(&p->src, &c->end[1]) &&
		    endpoint_eq(&p->dst, &c->end[0]);

	return (forth || back) && p->point == c->point;
}

struct tcp_connection *tcp_table_find(
	const struct tcp_table *t, uint64_t hash, const struct packet *packet)
{
	return map_find(&t->map, hash, is_of, packet);
}

static void leave(struct tcp_table *t, struct tcp_connection *c)
{
	struct tcp_queue *q = &t->queue[c->class];

	if (c->prev) {
		c->prev->next = c->next;
	} else {
		q->oldest = c->next;
	}
	if (c->next) {
		c->next->prev = c->prev;
	} else {
		q->newest = c->prev;
	}
}

static void enter(
	struct tcp_table *t, struct tcp_connection *c, enum tcp_class class)
{
	struct tcp_queue *q = &t->queue[class];

	c->class = (uint8_t) class;
	c->next = NULL;
	c->prev = q->newest;
	if (q->newest) {
		q->newest->next = c;
	} else {
		q->oldest = c;
	}
	q->newest = c;
}

void tcp_table_class(
	struct tcp_table *t, struct tcp_connection *c, enum tcp_class class)
{
	if (c->class != class) {
		leave(t, c);
		enter(t, c, class);
	}
}

static void unhole(struct tcp_table *t, struct tcp_half *h)
{
	if (!h->waiting) {
		return;
	}
	if (h->older) {
		h->older->newer = h->newer;
	} else {
		t->hole_oldest = h->newer;
	}
	if (h->newer) {
		h->newer->older = h->older;
	} else {
		t->hole_newest = h->older;
	}
	h->waiting = false;
}

void tcp_table_hole(struct tcp_table *t, struct tcp_half *h)
{
	bool first = t->hole_newest == h;

	if (!h->order.pieces) {
		unhole(t, h);
		return;
	}
	/* A new hole of the same half goes to the end: oldest first. */
	if (h->waiting &&
		(first || t->hole_newest->order.hole_ts >= h->order.hole_ts)) {
		return;
	}
	unhole(t, h);
	h->older = t->hole_newest;
	h->newer = NULL;
	if (t->hole_newest) {
		t->hole_newest->newer = h;
	} else {
		t->hole_oldest = h;
	}
	t->hole_newest = h;
	h->waiting = true;
}

static void forget(
	struct tcp_table *t, struct tcp_sink *sink, struct tcp_connection *c)
{
	for (int i = 0; i < 2; i++) {
		unhole(t, &c->half[i]);
		tcp_order_finish(&c->half[i].order, sink);
	}
	leave(t, c);
	map_remove(&t->map, c->hash, c);
	pool_put(&t->pool, c);
}

void tcp_table_finish(struct tcp_table *t, struct tcp_sink *sink)
{
	for (int i = 0; i < TCP_CLASSES; i++) {
		while (t->queue[i].oldest) {
			forget(t, sink, t->queue[i].oldest);
		}
	}
	map_finish(&t->map);
	pool_finish(&t->pool);
}

/* The oldest of @class that is not @keep. */
static struct tcp_connection *choose(struct tcp_table *t, enum tcp_class class,
	const struct tcp_connection *keep)
{
	struct tcp_connection *c = t->queue[class].oldest;

	for (int i = 0; c && i < CHANCES && (c->used || c == keep); i++) {
		c->used = false;
		leave(t, c);
		enter(t, c, class);
		c = t->queue[class].oldest;
	}
	return c == keep ? NULL : c;
}

bool tcp_table_evict(struct tcp_table *t, struct tcp_sink *sink,
	const struct tcp_connection *keep)
{
	uint64_t *counts[TCP_CLASSES] = {
		[TCP_DULL] = &sink->counts.evicted_dull,
		[TCP_UNDECIDED] = &sink->counts.evicted_undecided,
		[TCP_PROVEN] = &sink->counts.evicted_proven,
	};

	for (int i = 0; i < TCP_CLASSES; i++) {
		struct tcp_connection *c = choose(t, (enum tcp_class)i, keep);
		if (c) {
			(*counts[i])++;
			forget(t, sink, c);
			return true;
		}
	}
	return false;
}

struct tcp_connection *tcp_table_add(struct tcp_table *t, struct tcp_sink *sink,
	uint64_t hash, const struct packet *packet)
{
	if (t->pool.used >= t->pool.cap) {
		(void)tcp_table_evict(t, sink, NULL);
	}
	struct tcp_connection *c = pool_get(&t->pool);
	if (!c || map_add(&t->map, hash, c) != 0) {
		pool_put(&t->pool, c);
		sink->counts.out_of_memory++;
		return NULL;
	}
	c->end[0] = packet->src;
	c->end[1] = packet->dst;
	c->hash = hash;
	c->point = packet->point;
	c->half[0].owner = c;
	c->half[1].owner = c;
	enter(t, c, TCP_UNDECIDED);
	return c;
}
