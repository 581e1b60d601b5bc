/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How media finds its way through address translation, as seen on the wire:
 *
 *   STUN  a server tells a host its outside address: a mapping
 *   ICE   both ends check a pair of addresses with the names of their SDP; the
 *         pair is theirs, whatever addresses the SDP named
 *   TURN  a relay lends an address; what is wrapped for it is unwrapped here
 *         and accounted for as a packet between client and peer
 *
 * All tables are bounded, and what found no room is counted.
 */
#ifndef EARSHOT_CALLS_TRAVERSE_H
#define EARSHOT_CALLS_TRAVERSE_H

#include "dissect/packet.h"
#include "lib/map.h"
#include "lib/pool.h"

struct book;
struct flow;

#define TRAVERSE_MOST 4096 /* of each table */

/* What one server saw of one address. */
struct mapping {
	struct mapping *next; /* in order of appearance */
	struct endpoint inside, outside, server;
	uint64_t frame, hash;
	uint32_t changes; /* times that outside became another */
};

/* An address that a TURN server lent to a client. */
struct allocation {
	struct endpoint client, server, relayed;
	uint64_t frame; /* that granted it, or the first that used it */
	bool has_relayed;
};

struct traverse {
	struct map mapping_map, allocation_map, channel_map;
	struct pool mappings, allocations, channels;
	struct mapping *first, *last;
	uint64_t left_out; /* entries for which there was no room */
};

/** traverse_init - empty tables. */
void traverse_init(struct traverse *t);

/** traverse_finish - free all. */
void traverse_finish(struct traverse *t);

/**
 * traverse_packet - account for @packet of @flow, which nobody else claimed.
 * @ret: the packet that TURN wraps in it, between client and peer
 * @ret_by: by whose allocation
 * Returns true when there is one. Allocates: entries of the tables.
 */
bool traverse_packet(struct book *book, struct flow *flow,
	const struct packet *packet, struct packet *ret,
	const struct allocation **ret_by);

/**
 * traverse_symmetric - true when two servers saw @m's inside address at two
 * outside ones: the translation depends on the destination (RFC 4787 4.1).
 */
bool traverse_symmetric(const struct traverse *t, const struct mapping *m);

#endif
