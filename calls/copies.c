/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The datagrams of the last moments, in buckets of four by their hash. A bucket
 * that is full forgets its oldest; when that was still fresh it is counted,
 * since its copy will then be taken for a packet.
 */
#include "calls/copies.h"

#include "lib/hash.h"

#include <stdlib.h>

#define BUCKETS ((size_t)1024) /* a power of two; 128 KiB in all */
#define WAYS    ((size_t)4)

struct copies_entry {
	uint64_t hash; /* of flow and payload; 0: free */
	ns_t ts;
	struct copies_mark mark;
};

/* Two hosts that exchange datagrams, whatever the direction. Slot 0 is for
 * those that found no room. */
struct copies_pair {
	uint64_t hash; /* 0: free */
	uint64_t different, unsure;
};

#define PAIRS  ((size_t)1024) /* a power of two */
#define PROBES ((size_t)8)

void copies_init(struct copies *copies, uint64_t key)
{
	*copies = (struct copies){.key = key};
}

void copies_finish(struct copies *copies)
{
	free(copies->table);
	free(copies->pairs);
	copies->table = NULL;
	copies->pairs = NULL;
}

/* Capture times are what a file says: their difference may wrap, not trap. */
static bool fresh(const struct copies_entry *e, ns_t now)
{
	ns_t age = (ns_t)((uint64_t)now - (uint64_t)e->ts);

	return e->hash && age <= COPIES_WINDOW && age >= -COPIES_WINDOW;
}

static uint64_t hash_host(const struct copies *copies, const struct addr *host)
{
	return hash_bytes(host->b, sizeof(host->b), copies->key);
}

static struct copies_pair *pair_of(
	struct copies *copies, const struct packet *packet)
{
	uint64_t hash = (hash_host(copies, &packet->src.ip) +
				hash_host(copies, &packet->dst.ip)) |
			1;

	for (size_t i = 0; i < PROBES; i++) {
		size_t at = (hash / 2 + i) & (PAIRS - 1);
		struct copies_pair *p = &copies->pairs[at];
		if (at && (p->hash == hash || p->hash == 0)) {
			p->hash = hash;
			return p;
		}
	}
	return &copies->pairs[0];
}

static enum copy count(
	struct copies *copies, const struct packet *packet, enum copy kind)
{
	struct copies_pair *pair = pair_of(copies, packet);

	pair->different += kind == COPY_NONE;
	pair->unsure += kind == COPY_UNSURE;
	copies->different += kind == COPY_NONE;
	copies->unsure += kind == COPY_UNSURE;
	copies->sure += kind == COPY_SURE;
	return kind;
}

static bool make_tables(struct copies *copies)
{
	if (!copies->table) {
		copies->table = calloc(BUCKETS * WAYS, sizeof(*copies->table));
	}
	if (!copies->pairs) {
		copies->pairs = calloc(PAIRS, sizeof(*copies->pairs));
	}
	return copies->table && copies->pairs;
}

enum copy copies_look(
	struct copies *copies, const struct packet *packet, uint64_t flow)
{
	struct copies_mark mark = copies_mark_of(packet, 0);

	if (packet->transport != TRANSPORT_UDP || !copies_telling(&mark) ||
		!make_tables(copies)) {
		return COPY_NONE;
	}
	/* Two observation points may hold the same packet: no copies. */
	uint64_t key = copies->key ^ flow ^ packet->point;
	uint64_t hash = hash_slice(packet->payload, key) | 1;
	struct copies_entry *bucket =
		&copies->table[(hash >> 8 & (BUCKETS - 1)) * WAYS];
	struct copies_entry *oldest = bucket;
	for (size_t i = 0; i < WAYS; i++) {
		struct copies_entry *e = &bucket[i];
		if (e->hash == hash && copies_same(&e->mark, &mark) &&
			fresh(e, packet->ts)) {
			return count(
				copies, packet, copies_kind(&e->mark, &mark));
		}
		if (e->hash == 0 || (oldest->hash && e->ts < oldest->ts)) {
			oldest = e;
		}
	}
	copies->forgotten += fresh(oldest, packet->ts);
	*oldest = (struct copies_entry){hash, packet->ts, mark};
	return count(copies, packet, COPY_NONE);
}

uint64_t copies_mirrored(const struct copies *copies, bool regular)
{
	uint64_t mirrored = 0;

	for (size_t i = 0; copies->pairs && i < PAIRS; i++) {
		const struct copies_pair *p = &copies->pairs[i];
		bool few = p->different < COPIES_LEAST;
		if (few ? regular : copies_regular(p->different, p->unsure)) {
			mirrored += p->unsure;
		}
	}
	return mirrored;
}
