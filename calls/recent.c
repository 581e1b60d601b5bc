/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ring of items, and a map to find them by. */
#include "calls/recent.h"

#include <stdlib.h>
#include <string.h>

void recent_init(struct recent *recent, size_t size, size_t cap)
{
	*recent = (struct recent){.size = size, .cap = cap};
}

void recent_finish(struct recent *recent)
{
	map_finish(&recent->map);
	free(recent->items);
	recent->items = NULL;
}

static uint64_t hash_of(const void *item)
{
	uint64_t hash;

	memcpy(&hash, item, sizeof(hash));
	return hash;
}

static bool same(const void *key, const void *value)
{
	return hash_of(value) == *(const uint64_t *)key;
}

void *recent_find(const struct recent *recent, uint64_t hash)
{
	return map_find(&recent->map, hash, same, &hash);
}

void *recent_add(struct recent *recent, uint64_t hash)
{
	if (!recent->items) {
		recent->items = calloc(recent->cap, recent->size);
	}
	if (!recent->items) {
		return NULL;
	}
	char *item = recent->items + recent->next * recent->size;
	uint64_t old = hash_of(item);
	if (old) {
		map_remove(&recent->map, old, item);
	}
	memset(item, 0, recent->size);
	if (map_add(&recent->map, hash, item) != 0) {
		return NULL;
	}
	memcpy(item, &hash, sizeof(hash));
	recent->next = (recent->next + 1) % recent->cap;
	recent->count += recent->count < recent->cap;
	return item;
}

const void *recent_at(const struct recent *recent, size_t i)
{
	size_t first = recent->count < recent->cap ? 0 : recent->next;

	return i < recent->count
		       ? recent->items +
				 (first + i) % recent->cap * recent->size
		       : NULL;
}
