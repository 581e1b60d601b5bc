/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bump allocation in a list of chunks; see arena.h for the idea. */
#include "lib/arena.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK_MIN ((size_t)768)
#define CHUNK_MAX ((size_t)65536)

struct arena_chunk {
	struct arena_chunk *next;
	size_t size; /* bytes in data */
	size_t used;
	_Alignas(max_align_t) unsigned char data[];
};

void arena_init(struct arena *arena, size_t limit)
{
	*arena = (struct arena){.limit = limit};
}

void arena_finish(struct arena *arena)
{
	struct arena_chunk *c = arena->head;

	while (c) {
		struct arena_chunk *next = c->next;
		free(c);
		c = next;
	}
	arena_init(arena, arena->limit);
}

static struct arena_chunk *grow(struct arena *arena, size_t need)
{
	size_t size = arena->held / 4;

	size = size < CHUNK_MIN ? CHUNK_MIN : size;
	size = size > CHUNK_MAX ? CHUNK_MAX : size;
	/* Near the limit a smaller chunk uses up what is left. */
	if (arena->limit && size > arena->limit - arena->held) {
		size = arena->limit - arena->held;
	}
	if (size < need) {
		size = need;
	}
	if (arena->limit && size > arena->limit - arena->held) {
		return NULL;
	}
	struct arena_chunk *c = malloc(sizeof(*c) + size);
	if (!c) {
		return NULL;
	}
	c->next = arena->head;
	c->size = size;
	c->used = 0;
	arena->head = c;
	arena->held += size;
	return c;
}

void *arena_get(struct arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	struct arena_chunk *c = arena->head;

	if (size > SIZE_MAX / 4) {
		return NULL;
	}
	size = (size + align - 1) / align * align;
	if (!c || c->size - c->used < size) {
		c = grow(arena, size);
		if (!c) {
			return NULL;
		}
	}
	void *p = c->data + c->used;
	c->used += size;
	memset(p, 0, size);
	return p;
}

void *arena_more(struct arena *arena, void *items, size_t count, size_t size)
{
	if (count & (count - 1)) {
		return items; /* full only at powers of two */
	}
	if (count > SIZE_MAX / 8 / size) {
		return NULL;
	}
	void *more = arena_get(arena, size * (count ? count * 2 : 1));
	if (more && count) {
		memcpy(more, items, size * count);
	}
	return more;
}

struct slice arena_copy(struct arena *arena, struct slice s)
{
	if (!s.p) {
		return s;
	}
	char *p = arena_get(arena, s.n + 1);
	if (!p) {
		return (struct slice){NULL, 0};
	}
	if (s.n) {
		memcpy(p, s.p, s.n);
	}
	return (struct slice){p, s.n};
}
