/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A map from a key to a pointer: open addressing, linear probing, the hash kept
 * beside the pointer so that a probe touches the value only when it is very
 * likely the one. The map knows no key type: the caller hashes, and gives a
 * function that compares its key with the one inside the value.
 *
 * Deleting shifts the following run back, so there are no tombstones and a map
 * that lives for months stays as fast as a new one.
 */
#ifndef EARSHOT_LIB_MAP_H
#define EARSHOT_LIB_MAP_H

#include "lib/attr.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map_slot {
	uint64_t hash;
	void *value; /* NULL: the slot is empty */
};

struct map {
	struct map_slot *slots;
	size_t size; /* a power of two, or 0 before the first insertion */
	size_t used;
};

/* True when @value holds the key @key. */
typedef bool map_equal(const void *key, const void *value);

/** map_finish - free the table (not the values); the map is then empty. */
void map_finish(struct map *map);

/**
 * map_add - insert @value under @hash; the caller made sure the key is new.
 * Returns 0, or -1 when memory is exhausted. Allocates: when the table grows.
 */
int map_add(struct map *map, uint64_t hash, void *value);

/** map_remove - take out the slot under @hash that holds the pointer @value. */
void map_remove(struct map *map, uint64_t hash, const void *value);

/** map_prefetch - bring the slot of @hash near, for a map_likely soon. */
static inline void map_prefetch(const struct map *map, uint64_t hash)
{
	if (map->size) {
		ATTR_PREFETCH(&map->slots[(size_t)hash & (map->size - 1)]);
	}
}

/**
 * map_likely - the first value under @hash, its key not compared; NULL when
 * there is none. A hint: good for a prefetch and for nothing else.
 */
static inline void *map_likely(const struct map *map, uint64_t hash)
{
	size_t i = (size_t)hash & (map->size - 1);

	while (map->size && map->slots[i].value && map->slots[i].hash != hash) {
		i = (i + 1) & (map->size - 1);
	}
	return map->size ? map->slots[i].value : NULL;
}

/**
 * map_find - the value under @hash whose key equals @key, or NULL.
 * @equal: compares @key with the key inside a value
 * Allocates: no.
 */
static inline void *map_find(
	const struct map *map, uint64_t hash, map_equal *equal, const void *key)
{
	if (map->size == 0) {
		return NULL;
	}
	size_t i = (size_t)hash & (map->size - 1);
	while (map->slots[i].value) {
		if (map->slots[i].hash == hash &&
			equal(key, map->slots[i].value)) {
			return map->slots[i].value;
		}
		i = (i + 1) & (map->size - 1);
	}
	return NULL;
}

#endif
