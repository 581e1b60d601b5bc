/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A pool hands out equal-sized slots from slabs and keeps the freed ones for
 * the next asker. It never holds more than `cap` slots: at the cap it answers
 * NULL and its owner evicts something. Slots do not move, so pointers to them
 * stay valid until they are put back.
 */
#ifndef EARSHOT_LIB_POOL_H
#define EARSHOT_LIB_POOL_H

#include <stddef.h>

struct pool_slab;

struct pool {
	struct pool_slab *slabs;
	void *free;	 /* list of freed slots */
	size_t size;	 /* bytes of one slot */
	size_t cap;	 /* most slots in use at once */
	size_t used;	 /* slots in use */
	size_t slab_next; /* next unused slot of the newest slab */
};

/** pool_init - an empty pool of slots of @size bytes, at most @cap of them. */
void pool_init(struct pool *pool, size_t size, size_t cap);

/** pool_finish - free all slabs; every slot pointer dies. */
void pool_finish(struct pool *pool);

/** pool_get - a zeroed slot, or NULL when cap or memory is reached. */
void *pool_get(struct pool *pool);

/** pool_put - give @slot back; NULL is allowed. */
void pool_put(struct pool *pool, void *slot);

#endif
