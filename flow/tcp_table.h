/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The connections that are known, and which of them gives way. They stand in
 * three queues, and the lowest that is not empty loses its oldest member:
 *
 *   dull       nothing of ours, or ended: forgetting it costs nothing
 *   undecided  no message yet: a flood of beginnings stays in here
 *   proven     messages were read
 *
 * "Oldest" as in flow/flow.c: one that carried something since it was last
 * looked at gets another round, so a segment moves no list.
 */
#ifndef EARSHOT_FLOW_TCP_TABLE_H
#define EARSHOT_FLOW_TCP_TABLE_H

#include "flow/tcp_order.h"
#include "lib/map.h"
#include "lib/pool.h"

enum tcp_class { TCP_DULL, TCP_UNDECIDED, TCP_PROVEN, TCP_CLASSES };

struct tcp_connection;

struct tcp_half {
	struct tcp_order order;
	struct tcp_connection *owner;
	struct tcp_half *newer, *older; /* all with a hole, oldest first */
	bool waiting;                   /* in that list */
};

struct tcp_connection {
	struct endpoint end[2]; /* half[i] is sent by end[i] */
	struct tcp_half half[2];
	struct tcp_connection *next, *prev;
	uint64_t hash;
	uint8_t point; /* of observation: each sees it apart */
	uint8_t class; /* enum tcp_class */
	bool used;     /* since eviction last looked */
	bool tls;      /* counted as such */
};

struct tcp_queue {
	struct tcp_connection *oldest, *newest;
};

struct tcp_table {
	struct map map;
	struct pool pool;
	struct tcp_queue queue[TCP_CLASSES];
	struct tcp_half *hole_oldest, *hole_newest;
	uint64_t key;
};

/** tcp_table_init - empty; for at most @connections. @key: of the hash. */
void tcp_table_init(struct tcp_table *t, uint64_t key, size_t connections);

/** tcp_table_finish - free all connections of @t and what they hold, off the
 * account of @sink. */
void tcp_table_finish(struct tcp_table *t, struct tcp_sink *sink);

/** tcp_table_hash - the same for both directions of @packet's connection. */
uint64_t tcp_table_hash(const struct tcp_table *t, const struct packet *packet);

/** tcp_table_find - the connection of @packet, of that @hash; NULL: unknown. */
struct tcp_connection *tcp_table_find(
	const struct tcp_table *t, uint64_t hash, const struct packet *packet);

/**
 * tcp_table_add - a new connection for @packet, whose sender is end[0].
 * @hash: its tcp_table_hash; @sink: counts who gives way
 * Returns NULL when memory is exhausted. At the limit another gives way.
 */
struct tcp_connection *tcp_table_add(struct tcp_table *t, struct tcp_sink *sink,
	uint64_t hash, const struct packet *packet);

/** tcp_table_class - put @c into the queue of @class. */
void tcp_table_class(
	struct tcp_table *t, struct tcp_connection *c, enum tcp_class class);

/** tcp_table_hole - note whether @h has a hole, after anything changed in it.
 */
void tcp_table_hole(struct tcp_table *t, struct tcp_half *h);

/** tcp_table_evict - one connection gives way, though not @keep, and is
 * counted in @sink. Returns false when there is none. */
bool tcp_table_evict(struct tcp_table *t, struct tcp_sink *sink,
	const struct tcp_connection *keep);

#endif
