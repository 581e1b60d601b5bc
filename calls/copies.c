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

void copies_init(struct copies *copies, uint64_t key)
{
	*copies = (struct copies){.key = key};
}

void copies_finish(struct copies *copies)
{
	free(copies->table);
	copies->table = NULL;
}

/* Capture times are what a file says: their difference may wrap, not trap. */
static bool fresh(const struct copies_entry *e, ns_t now)
{
	ns_t age = (ns_t)((uint64_t)now - (uint64_t)e->ts);

	return e->hash && age <= COPIES_WINDOW && age >= -COPIES_WINDOW;
}

static enum copy count(struct copies *copies, enum copy kind)
{
	copies->unsure += kind == COPY_UNSURE;
	copies->sure += kind == COPY_SURE;
	return kind;
}

enum copy copies_look(
	struct copies *copies, const struct packet *packet, uint64_t flow)
{
	struct copies_mark mark = copies_mark_of(packet, 0);

	if (packet->transport != TRANSPORT_UDP || !copies_telling(&mark)) {
		return COPY_NONE;
	}
	if (!copies->table) {
		copies->table = calloc(BUCKETS * WAYS, sizeof(*copies->table));
	}
	if (!copies->table) {
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
			return count(copies, copies_kind(&e->mark, &mark));
		}
		if (e->hash == 0 || (oldest->hash && e->ts < oldest->ts)) {
			oldest = e;
		}
	}
	copies->different++;
	copies->forgotten += fresh(oldest, packet->ts);
	*oldest = (struct copies_entry){hash, packet->ts, mark};
	return COPY_NONE;
}
