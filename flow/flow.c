/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The two tables and the lists between them.
 *
 * Eviction is "second chance": flows stand in the order they were made; the
 * oldest one that carried nothing since it was last looked at goes, those that
 * did are moved to the end. So a packet sets one flag and moves no list, and
 * the choice does not depend on the hash key: equal input, equal output.
 */
#include "flow/flow.h"

#include "lib/attr.h"
#include "lib/hash.h"

/* Flows that get a second chance before one goes whatever it did. */
#define CHANCES 16

struct pair {
	const struct endpoint *src, *dst;
	uint8_t point;
};

void flows_init(struct flows *flows, uint64_t key, size_t max_flows)
{
	*flows = (struct flows){.key = key};
	pool_init(&flows->pool, sizeof(struct flow), max_flows);
	pool_init(&flows->port_pool, sizeof(struct port), max_flows * 2);
	pool_init(&flows->guess_pool, sizeof(struct guess), max_flows / 16 + 1);
}

void flows_finish(struct flows *flows)
{
	map_finish(&flows->map);
	map_finish(&flows->port_map);
	pool_finish(&flows->pool);
	pool_finish(&flows->port_pool);
	pool_finish(&flows->guess_pool);
}

static uint64_t endpoint_hash(const struct endpoint *e, uint64_t key)
{
	return hash_bytes(e->ip.b, sizeof(e->ip.b), key ^ e->port);
}

static uint64_t pair_hash(const struct endpoint *src,
	const struct endpoint *dst, uint8_t point, uint64_t key)
{
	uint64_t ports = (uint64_t)point << 32 | (uint64_t)src->port << 16 |
			 dst->port;
	uint64_t w[4];

	memcpy(w, src->ip.b, 16);
	memcpy(w + 2, dst->ip.b, 16);
	uint64_t a = hash_mix(w[0] ^ key, w[1] ^ 0xd6e8feb86659fd93U);
	uint64_t b = hash_mix(w[2] ^ a, w[3] ^ 0xa0761d6478bd642fU);
	return hash_mix(b ^ ports, key ^ 0xe7037ed1a0b428dbU);
}

static bool pair_equal(const void *key, const void *value)
{
	const struct pair *pair = key;
	const struct flow *flow = value;

	return pair->point == flow->point &&
	       endpoint_eq(pair->dst, &flow->dst) &&
	       endpoint_eq(pair->src, &flow->src);
}

static bool port_equal(const void *key, const void *value)
{
	const struct port *port = value;

	return endpoint_eq(key, &port->at);
}

/* The list of ports that no flow touches. */

static void idle_remove(struct flows *flows, struct port *port)
{
	if (!port->idle) {
		return;
	}
	if (port->prev) {
		port->prev->next = port->next;
	} else {
		flows->idle_oldest = port->next;
	}
	if (port->next) {
		port->next->prev = port->prev;
	} else {
		flows->idle_newest = port->prev;
	}
	port->next = NULL;
	port->prev = NULL;
	port->idle = false;
}

static void idle_append(struct flows *flows, struct port *port)
{
	idle_remove(flows, port);
	port->prev = flows->idle_newest;
	if (port->prev) {
		port->prev->next = port;
	} else {
		flows->idle_oldest = port;
	}
	flows->idle_newest = port;
	port->idle = true;
}

static void port_free(struct flows *flows, struct port *port)
{
	idle_remove(flows, port);
	map_remove(&flows->port_map, port->hash, port);
	pool_put(&flows->port_pool, port);
}

/* A port that has lost a flow or its announcement: keep it if any is left. */
static void port_settle(struct flows *flows, struct port *port)
{
	if (port->to || port->from) {
		return;
	}
	if (!port->expect.owner) {
		port_free(flows, port);
	} else if (!port->idle) {
		idle_append(flows, port);
	}
}

static struct port *port_get(struct flows *flows, const struct endpoint *at)
{
	uint64_t hash = endpoint_hash(at, flows->key);
	struct port *port = map_find(&flows->port_map, hash, port_equal, at);

	if (port) {
		return port;
	}
	port = pool_get(&flows->port_pool);
	if (!port && flows->idle_oldest) {
		flows->ports_evicted++;
		port_free(flows, flows->idle_oldest);
		port = pool_get(&flows->port_pool);
	}
	if (!port) {
		return NULL;
	}
	port->at = *at;
	port->hash = hash;
	if (map_add(&flows->port_map, hash, port) != 0) {
		pool_put(&flows->port_pool, port);
		return NULL;
	}
	return port;
}

static void attach(struct flow *flow)
{
	flow->next_from = flow->from->from;
	if (flow->next_from) {
		flow->next_from->prev_from = flow;
	}
	flow->from->from = flow;
	flow->next_to = flow->to->to;
	if (flow->next_to) {
		flow->next_to->prev_to = flow;
	}
	flow->to->to = flow;
}

static void detach(struct flows *flows, struct flow *flow)
{
	if (flow->prev_from) {
		flow->prev_from->next_from = flow->next_from;
	} else {
		flow->from->from = flow->next_from;
	}
	if (flow->next_from) {
		flow->next_from->prev_from = flow->prev_from;
	}
	if (flow->prev_to) {
		flow->prev_to->next_to = flow->next_to;
	} else {
		flow->to->to = flow->next_to;
	}
	if (flow->next_to) {
		flow->next_to->prev_to = flow->prev_to;
	}
	struct port *from = flow->from;
	struct port *to = flow->to;
	port_settle(flows, from);
	if (to != from) {
		port_settle(flows, to);
	}
}

static void append(struct flows *flows, struct flow *flow)
{
	flow->next = NULL;
	if (flows->newest) {
		flows->newest->next = flow;
	} else {
		flows->oldest = flow;
	}
	flows->newest = flow;
}

static struct flow *take_oldest(struct flows *flows)
{
	struct flow *flow = flows->oldest;

	flows->oldest = flow->next;
	if (!flows->oldest) {
		flows->newest = NULL;
	}
	return flow;
}

static void evict(struct flows *flows)
{
	struct flow *flow = take_oldest(flows);

	for (int i = 0; i < CHANCES && flow->used; i++) {
		flow->used = false;
		append(flows, flow);
		flow = take_oldest(flows);
	}
	flows->flows_evicted++;
	if (flows->evicting) {
		flows->evicting(flows->context, flow);
	}
	flows_guessed(flows, flow);
	detach(flows, flow);
	map_remove(&flows->map,
		pair_hash(&flow->src, &flow->dst, flow->point, flows->key),
		flow);
	pool_put(&flows->pool, flow);
}

static struct flow *make(
	struct flows *flows, const struct packet *packet, uint64_t hash)
{
	if (flows->pool.used >= flows->pool.cap && flows->oldest) {
		evict(flows);
	}
	struct flow *flow = pool_get(&flows->pool);
	if (!flow) {
		return NULL;
	}
	flow->src = packet->src;
	flow->dst = packet->dst;
	flow->point = packet->point;
	flow->from = port_get(flows, &packet->src);
	if (!flow->from) {
		pool_put(&flows->pool, flow);
		return NULL;
	}
	idle_remove(flows, flow->from); /* so that it is not evicted below */
	flow->to = port_get(flows, &packet->dst);
	if (!flow->to || map_add(&flows->map, hash, flow) != 0) {
		port_settle(flows, flow->from);
		if (flow->to && flow->to != flow->from) {
			port_settle(flows, flow->to);
		}
		pool_put(&flows->pool, flow);
		return NULL;
	}
	idle_remove(flows, flow->to);
	attach(flow);
	append(flows, flow);
	return flow;
}

struct flow *flows_find(const struct flows *flows, const struct endpoint *src,
	const struct endpoint *dst)
{
	struct pair pair = {src, dst, 0};
	uint64_t hash = pair_hash(src, dst, 0, flows->key);

	return map_find(&flows->map, hash, pair_equal, &pair);
}

uint64_t flows_hash(const struct flows *flows, const struct packet *packet)
{
	return pair_hash(
		&packet->src, &packet->dst, packet->point, flows->key);
}

struct flow *flows_get(
	struct flows *flows, const struct packet *packet, uint64_t hash)
{
	struct pair pair = {&packet->src, &packet->dst, packet->point};
	struct flow *flow = map_find(&flows->map, hash, pair_equal, &pair);

	if (ATTR_UNLIKELY(!flow)) {
		flow = make(flows, packet, hash);
	}
	if (flow) {
		flow->used = true;
	}
	return flow;
}

struct port *flows_port(const struct flows *flows, const struct endpoint *at)
{
	uint64_t hash = endpoint_hash(at, flows->key);

	return map_find(&flows->port_map, hash, port_equal, at);
}

struct port *flows_expect(struct flows *flows, const struct endpoint *at,
	const struct expect *expect)
{
	struct port *port = port_get(flows, at);

	if (!port) {
		return NULL;
	}
	if (port->expect.owner != expect->owner) {
		port->gate = (struct gate){0};
	}
	port->expect = *expect;
	if (!port->to && !port->from) {
		idle_append(flows, port);
	}
	return port;
}

void flows_unexpect(
	struct flows *flows, const struct endpoint *at, const void *owner)
{
	struct port *port = flows_port(flows, at);

	if (port && port->expect.owner == owner) {
		port->expect = (struct expect){0};
		port_settle(flows, port);
	}
}

static struct guess *guess_new(struct flows *flows, struct flow *flow)
{
	struct guess *g = pool_get(&flows->guess_pool);

	if (!g && flows->guess_oldest) {
		flows_guessed(flows, flows->guess_oldest->flow);
		g = pool_get(&flows->guess_pool);
	}
	if (!g) {
		return NULL;
	}
	g->flow = flow;
	g->prev = flows->guess_newest;
	if (g->prev) {
		g->prev->next = g;
	} else {
		flows->guess_oldest = g;
	}
	flows->guess_newest = g;
	flow->guess = g;
	return g;
}

static void tell_alone(const struct flows *flows, const struct guess *guess,
	unsigned count)
{
	for (unsigned i = 0; flows->alone && i < count; i++) {
		flows->alone(flows->context, &guess->items[i].packet);
	}
}

void flows_guess(struct flows *flows, struct flow *flow,
	const struct packet *packet, const struct rtp *rtp)
{
	struct guess *g = flow->guess ? flow->guess : guess_new(flows, flow);

	if (!g) {
		return;
	}
	if (g->count == GUESS_PACKETS) {
		tell_alone(flows, g, 1);
		memmove(&g->items[0], &g->items[1],
			sizeof(g->items) - sizeof(g->items[0]));
		g->count--;
	}
	struct guess_item *item = &g->items[g->count++];
	item->packet = *packet;
	item->packet.payload = (struct slice){NULL, 0};
	item->rtp = *rtp;
	item->rtp.payload = (struct slice){NULL, 0};
}

void flows_guessed(struct flows *flows, struct flow *flow)
{
	struct guess *g = flow->guess;

	if (!g) {
		return;
	}
	tell_alone(flows, g, g->count);
	if (g->prev) {
		g->prev->next = g->next;
	} else {
		flows->guess_oldest = g->next;
	}
	if (g->next) {
		g->next->prev = g->prev;
	} else {
		flows->guess_newest = g->prev;
	}
	pool_put(&flows->guess_pool, g);
	flow->guess = NULL;
}
