/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Call legs as one capture shows them, reduced to their moments, to compare
 * the clocks of two captures that share no packet. A PBX makes two legs of one
 * call; one capture shows the first, the other one the second:
 *
 *   caller --INVITE--> PBX --INVITE--> callee      INVITE, CANCEL: first leg
 *          <--180----      <--180-----             first, then second
 *          <--200----      <--200-----             180, 200: second leg first
 *
 * Cause comes before effect: what the PBX passes on, it has received before.
 * Each such pair bounds the offset on one side. ACK is no such pair: a PBX
 * acknowledges by itself. A PBX that rings its caller before its callee rings
 * would mislead; then the bounds cross, and nothing is said.
 *
 * Legs belong together when the same users call each other and the host that
 * receives the one sends the other; of several calls between the same users,
 * the offset is the one that most of them agree on.
 */
#ifndef EARSHOT_CALLS_LEGS_H
#define EARSHOT_CALLS_LEGS_H

#include "dissect/packet.h"
#include "dissect/signal.h"
#include "lib/map.h"
#include "lib/pool.h"
#include "quality/clocks.h"

/* Moments of a leg; each is that of the first of its kind. */
enum leg_moment {
	LEG_INVITE, /* of the last INVITE outside a dialog: with credentials */
	LEG_RINGING,
	LEG_ANSWER,
	LEG_CANCEL,
	LEG_BYE_FORTH, /* by the caller */
	LEG_BYE_BACK,
	LEG_MOMENTS
};

struct leg {
	uint64_t hash;     /* of Call-ID and hosts: one hop of one call */
	uint64_t call_id;  /* hash */
	uint64_t users;    /* hash of From's and To's user */
	uint64_t from, to; /* hashes of the host that calls, that is called */
	uint32_t cseq;     /* of LEG_INVITE */
	bool invited;
	bool seen[LEG_MOMENTS];
	ns_t ts[LEG_MOMENTS];
	struct leg *next;
};

struct legs {
	struct map map;
	struct pool pool;
	struct leg *first, **end;
	uint64_t key;
	uint64_t left_out; /* messages of legs there was no room for */
};

/** legs_init - none yet. @key: of the hashes; @most: legs kept */
void legs_init(struct legs *legs, uint64_t key, size_t most);

/** legs_finish - free all. */
void legs_finish(struct legs *legs);

/** legs_signal - account for @signal, which came in @packet. Allocates: yes. */
void legs_signal(struct legs *legs, const struct packet *packet,
	const struct signal *signal);

/**
 * legs_offset - what B's clock shows more than A's, by cause and effect.
 * @a, @b: legs of the two captures, one entry a file
 * @a_count, @b_count: how many files
 * @ret: filled; basis CLOCKS_UNKNOWN when no two legs belong together, or when
 *     they contradict each other
 * Returns 0, or -1 when memory is exhausted.
 */
int legs_offset(const struct legs *const *a, size_t a_count,
	const struct legs *const *b, size_t b_count, struct clocks_offset *ret);

#endif
