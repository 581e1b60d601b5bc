/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside ipfrag: the table of datagrams under way. Each live one is in a map by
 * its key, in a list by age, and in a list of its source; each past one in the
 * map and in one list. All are taken from the front of a list or from where a
 * pointer says, so nothing is searched for.
 * Source: RFC 791 clause 3.2, RFC 8200 clause 4.5, RFC 6864.
 */
#ifndef EARSHOT_FLOW_IPFRAG_TABLE_H
#define EARSHOT_FLOW_IPFRAG_TABLE_H

#include "flow/ipfrag.h"
#include "flow/pieces.h"
#include "lib/map.h"
#include "lib/pool.h"

#define PROTOCOL_UDP 17
#define UDP_HEADER   8

/* What fragments of one datagram have in common. All bytes count. */
struct key {
	struct addr src, dst, outer_src, outer_dst;
	uint32_t id;
	uint16_t vlan[2];
	uint8_t vlan_count, tunnel_count, point, protocol;
	uint8_t tunnel[PACKET_TUNNELS];
};

/* Past datagrams that are remembered. */
#define PAST_MOST 1024

enum list_kind {
	BY_AGE, /* live ones; or past ones, in a list of their own */
	BY_SOURCE,
	BY_WAIT, /* live ones that begin as SIP */
	LIST_KINDS
};

enum state {
	LIVE,
	DONE,    /* was put together: its pieces are known */
	DROPPED, /* was given up for what is wrong with it */
};

struct datagram {
	struct key key;
	uint64_t hash;
	struct datagram *next[LIST_KINDS], *prev[LIST_KINDS];
	struct source *source;
	struct packet packet; /* of the piece at offset 0, else of the first */
	struct pieces pieces;
	ns_t since; /* first piece, or when it became past */
	uint32_t ip_bytes, wire_bytes;
	enum state state;
	bool waits;
};

struct list {
	struct datagram *first, *last;
};

struct source {
	struct addr ip;
	uint64_t hash;
	uint32_t live;
	struct list list;
};

struct ipfrag {
	struct ipfrag_limits limits;
	uint64_t key;
	ipfrag_cut *cut;
	void *context;
	struct map map, source_map;
	struct pool pool, source_pool;
	struct list live, past, waiting;
	size_t live_count, past_count, waiting_count;
	size_t memory;
	struct ipfrag_counts counts;
	/* Two, since a cut one may be delivered while pieces of a tunnel are
	 * read from a whole one. */
	uint8_t whole_bytes[PIECES_BYTES_MAX];
	uint8_t cut_bytes[PIECES_BYTES_MAX];
};

/**
 * ipfrag_table_find - the datagram that @piece belongs to, which is live or not
 * long past.
 * @ret_key, @ret_hash: of the piece, filled in each case
 * Returns NULL when there is none; an old one is given up.
 */
struct datagram *ipfrag_table_find(struct ipfrag *f, const struct packet *piece,
	struct key *ret_key, uint64_t *ret_hash);

/**
 * ipfrag_table_begin - a new live datagram for @piece, which is not put in.
 * @key, @hash: as ipfrag_table_find gave them
 * Returns NULL when memory is exhausted. What is in its way gives way.
 */
struct datagram *ipfrag_table_begin(struct ipfrag *f, const struct key *key,
	uint64_t hash, const struct packet *piece);

/** ipfrag_table_waits - @d begins as SIP: put it among those that wait. */
void ipfrag_table_waits(struct ipfrag *f, struct datagram *d);

/** ipfrag_table_room - make room for @need bytes in @f; @d stays. */
void ipfrag_table_room(struct ipfrag *f, size_t need, const struct datagram *d);

/** ipfrag_table_past - @d is no longer live: @state since @now. */
void ipfrag_table_past(
	struct ipfrag *f, struct datagram *d, enum state state, ns_t now);

/** ipfrag_table_give_up - offer what there is of @d, forget it, count @reason. */
void ipfrag_table_give_up(
	struct ipfrag *f, struct datagram *d, enum ipfrag_reason reason);

/** ipfrag_table_forget - @d is gone. */
void ipfrag_table_forget(struct ipfrag *f, struct datagram *d);

/** ipfrag_table_source - the source at @ip; NULL: nothing of it is live. */
const struct source *ipfrag_table_source(
	const struct ipfrag *f, const struct addr *ip);

/**
 * ipfrag_table_fill - the packet of @d with @n bytes at @bytes as its payload.
 * @wire: bytes on the wire, >= @n; @ret: filled
 */
void ipfrag_table_fill(const struct datagram *d, const uint8_t *bytes, size_t n,
	size_t wire, struct packet *ret);

#endif
