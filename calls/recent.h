/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table of fixed size that forgets: a new item takes the place of the oldest.
 * What is forgotten depends on the order of coming alone, never on the key of
 * the hash. An item begins with its hash, which is its identity.
 */
#ifndef EARSHOT_CALLS_RECENT_H
#define EARSHOT_CALLS_RECENT_H

#include "lib/map.h"

struct recent {
	struct map map;
	char *items;
	size_t size; /* bytes of one */
	size_t cap, next;
	size_t count;
};

/** recent_init - room for @cap items of @size bytes, made at the first. */
void recent_init(struct recent *recent, size_t size, size_t cap);

/** recent_finish - free all. */
void recent_finish(struct recent *recent);

/** recent_find - the item with @hash, or NULL. */
void *recent_find(const struct recent *recent, uint64_t hash);

/**
 * recent_add - a zeroed item with @hash, which is new; the oldest gives way.
 * Returns NULL when memory is exhausted. Allocates: for the first, and the map.
 */
void *recent_add(struct recent *recent, uint64_t hash);

/** recent_at - item number @i, oldest first; NULL past the end. */
const void *recent_at(const struct recent *recent, size_t i);

#endif
