/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An arena gives memory piece by piece and takes it back all at once. Each call
 * owns one: what belongs to the call is freed whole when the call is evicted.
 *
 * Chunks are a quarter of what the arena holds, from 768 bytes to 64 KiB: so a
 * short call costs little and a long one does not call malloc often. `limit` bounds what one arena may hold.
 */
#ifndef EARSHOT_LIB_ARENA_H
#define EARSHOT_LIB_ARENA_H

#include "lib/slice.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *head; /* newest chunk, or NULL */
	size_t held;		  /* bytes in all chunks, their heads apart */
	size_t limit;		  /* most bytes to hold; 0 means no limit */
};

/** arena_init - an empty arena that may hold @limit bytes; allocates nothing. */
void arena_init(struct arena *arena, size_t limit);

/** arena_finish - free everything; the arena is then empty and usable again. */
void arena_finish(struct arena *arena);

/**
 * arena_get - @size zeroed bytes, aligned for any type.
 * Returns NULL when the limit or the memory is reached. Allocates: yes.
 */
void *arena_get(struct arena *arena, size_t size);

/**
 * arena_more - room for one more item of an array that doubles in the arena.
 * @items: the array, NULL when it is empty; @count: its items; @size: of one
 * Returns the array, which may have moved, or NULL as arena_get. Allocates: when
 * @count is 0 or a power of two.
 */
void *arena_more(
	struct arena *arena, void *items, size_t count, size_t size);

/**
 * arena_copy - a copy of @s that lives as long as the arena, with a NUL after
 * it. Returns the absent slice when @s is absent or there is no room.
 */
struct slice arena_copy(struct arena *arena, struct slice s);

#endif
