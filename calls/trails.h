/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The trails of streams, private to passage.c, which lays them while packets
 * come, and passage_end.c, which concludes from them.
 */
#ifndef EARSHOT_CALLS_TRAILS_H
#define EARSHOT_CALLS_TRAILS_H

#include "calls/book.h"
#include "calls/passage.h"

/* Arrivals remembered: at 50 packets a second ten seconds of way. */
#define TRAILS_RING 512
/* Sightings of one stream. */
#define TRAILS_MEMBERS 8
/* At the start of a capture packets are under way that it has missed. */
#define TRAILS_HEAD_START (200 * NS_PER_MS)

struct arrival {
	ns_t ts;
	uint32_t timestamp;
	uint16_t sequence;
	bool used;
	uint8_t matched; /* bits: members that saw it too */
};

struct ring {
	struct arrival items[TRAILS_RING];
	struct trail *owner;
	struct ring *next; /* all rings, oldest first */
};

struct trail {
	struct stream *stream;
	struct group *group;           /* NULL: not recognised yet */
	struct trail *next;            /* of this SSRC, newest first */
	struct ring *ring;             /* NULL: given back */
	uint64_t distinct;             /* packets, each counted once */
	uint32_t outside[BOOK_POINTS]; /* while that point did not listen */
	struct ssrc_entry *entry;
	uint8_t member;
};

/* What two members share; of time: the second's less the first's. */
struct group {
	struct group *next;
	struct trail *members[TRAILS_MEMBERS];
	struct transit
		*transits[TRAILS_MEMBERS][TRAILS_MEMBERS]; /* [i][j], i < j */
	/* [i][j]: packets of i that j saw although it had only begun to listen,
	 * or had stopped, when i saw them. */
	uint32_t beside[TRAILS_MEMBERS][TRAILS_MEMBERS];
	uint8_t count;
};

/* The trails of one SSRC. */
struct ssrc_entry {
	uint32_t ssrc;
	unsigned watch; /* packets by which sightings are still sought */
	struct trail *trails;
};

struct passages {
	struct map ssrcs;
	struct pool ssrc_pool, trail_pool, ring_pool, group_pool;
	struct pool transit_pool, passage_pool;
	struct group *groups;
	struct ring *ring_oldest, *ring_newest;
	struct passage *first, **end;
};

/** trails_fit - endpoints that the streams @a and @b have in common: 0 to 2. */
static inline unsigned trails_fit(
	const struct stream *a, const struct stream *b)
{
	return (unsigned)endpoint_eq(&a->src, &b->src) +
	       (unsigned)endpoint_eq(&a->dst, &b->dst);
}

/** trails_listened - true when point @k of @book listened at @ts, and had done
 * so for a moment. */
static inline bool trails_listened(const struct book *book, size_t k, ns_t ts)
{
	return ts >= book->points[k].first_ts + TRAILS_HEAD_START &&
	       ts <= book->points[k].last_ts;
}

#endif
