/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slabs of 256 slots and a free list threaded through the freed slots. */
#include "lib/pool.h"

#include <stdlib.h>
#include <string.h>

#define SLAB_SLOTS ((size_t)256)

struct pool_slab {
	struct pool_slab *next;
	_Alignas(64) unsigned char data[];
};

void pool_init(struct pool *pool, size_t size, size_t cap)
{
	const size_t lines = (size + 63) / 64 * 64;
	/* A slot begins with a cache line where that costs little. */
	const size_t align =
		lines - size < size / 8 ? 64 : _Alignof(max_align_t);

	if (size < sizeof(void *)) {
		size = sizeof(void *);
	}
	size = (size + align - 1) / align * align;
	*pool = (struct pool){
		.size = size, .cap = cap, .slab_next = SLAB_SLOTS};
}

void pool_finish(struct pool *pool)
{
	struct pool_slab *s = pool->slabs;

	while (s) {
		struct pool_slab *next = s->next;
		free(s);
		s = next;
	}
	pool_init(pool, pool->size, pool->cap);
}

static void *fresh(struct pool *pool)
{
	if (pool->slab_next == SLAB_SLOTS) {
		size_t bytes = sizeof(struct pool_slab) + pool->size * SLAB_SLOTS;
		bytes = (bytes + 63) / 64 * 64;
		struct pool_slab *s = aligned_alloc(64, bytes);
		if (!s) {
			return NULL;
		}
		s->next = pool->slabs;
		pool->slabs = s;
		pool->slab_next = 0;
	}
	return pool->slabs->data + pool->size * pool->slab_next++;
}

void *pool_get(struct pool *pool)
{
	void *slot;

	if (pool->used >= pool->cap) {
		return NULL;
	}
	if (pool->free) {
		slot = pool->free;
		memcpy(&pool->free, slot, sizeof(void *));
	} else {
		slot = fresh(pool);
		if (!slot) {
			return NULL;
		}
	}
	pool->used++;
	memset(slot, 0, pool->size);
	return slot;
}

void pool_put(struct pool *pool, void *slot)
{
	if (!slot) {
		return;
	}
	memcpy(slot, &pool->free, sizeof(void *));
	pool->free = slot;
	pool->used--;
}
