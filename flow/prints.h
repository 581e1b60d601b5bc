/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fingerprints of the packets of one capture, to find the same packet in
 * another one. What a packet keeps on its way is its payload; addresses may be
 * translated, the TTL goes down, the VLAN may change. So the payload's hash is
 * the fingerprint, and addresses only choose between several equal ones (a
 * relay sends on what it received: the same payload, twice, at the same place).
 *
 * Memory is bounded: when the room is full, only fingerprints with one more low
 * bit 0 are kept. All captures then keep the same ones, as far as they saw
 * them. Media and the rest have rooms of their own, so that signalling, which
 * is rare and precious, is not thinned out by audio.
 */
#ifndef EARSHOT_FLOW_PRINTS_H
#define EARSHOT_FLOW_PRINTS_H

#include "dissect/packet.h"

struct print {
	uint64_t hash; /* of the payload */
	ns_t ts;
	uint32_t src, dst; /* hashes of the two endpoints */
	uint32_t way;      /* hash of the two hosts, whoever sends */
	bool back;         /* which of the two directions */
	uint8_t ttl;
};

struct prints {
	struct print *items;
	size_t count, cap;
	size_t most;
	unsigned shift; /* low bits that are 0 in all hashes kept */
	bool failed;    /* memory ran out: some are missing */
};

/** prints_init - none yet. @most: fingerprints kept at once, 2 or more */
void prints_init(struct prints *p, size_t most);

/** prints_finish - free all. */
void prints_finish(struct prints *p);

/**
 * prints_of - the fingerprint of @packet under @key.
 * @ret: filled when there is one; @ret_media: it looks like RTP or RTCP
 * Returns false when it has none: too short to be unique, cut by the snapshot
 * length, or sent to a group, whose members no way leads through.
 */
bool prints_of(const struct packet *packet, uint64_t key, struct print *ret,
	bool *ret_media);

/** prints_add - keep @print, if it is of those that are kept. Allocates: yes.
 */
void prints_add(struct prints *p, const struct print *print);

/** prints_append - put all of @from into @p. Allocates: yes. */
void prints_append(struct prints *p, const struct prints *from);

/** prints_sort - no more will come: put them in order of hash and time, and
 * take out copies of one packet that follow within 20 ms (mirrored twice). */
void prints_sort(struct prints *p);

/** prints_pair - told of each packet that @a and @b share. */
typedef void prints_told(
	void *context, const struct print *a, const struct print *b);

/**
 * prints_pair - find the packets that both captures saw.
 * @a, @b: sorted by prints_sort
 * @told, @context: whom to tell, in order of the hash
 * Where a fingerprint stands several times on a side, the one whose endpoints
 * fit best is taken, and none when two fit as well: a packet that was sent
 * again, byte for byte, tells nothing.
 */
void prints_pair(const struct prints *a, const struct prints *b,
	prints_told *told, void *context);

#endif
