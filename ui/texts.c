/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An arena and a map by digest, which is keyed: nobody can make two collide. */
#include "ui/texts.h"

#include "lib/arena.h"
#include "lib/map.h"

#include <stdlib.h>
#include <string.h>

struct kept {
	uint64_t digest;
	size_t n;
	char p[];
};

struct texts {
	struct arena arena;
	struct map map;
	uint64_t refused;
};

struct texts *texts_create(size_t bytes)
{
	struct texts *t = calloc(1, sizeof(*t));

	if (t) {
		arena_init(&t->arena, bytes);
	}
	return t;
}

void texts_destroy(struct texts *t)
{
	if (t) {
		map_finish(&t->map);
		arena_finish(&t->arena);
		free(t);
	}
}

static bool equal(const void *key, const void *value)
{
	return *(const uint64_t *)key == ((const struct kept *)value)->digest;
}

void texts_keep(void *context, uint64_t digest, struct slice bytes)
{
	struct texts *t = context;

	if (map_find(&t->map, digest, equal, &digest)) {
		return;
	}
	struct kept *k = arena_get(&t->arena, sizeof(*k) + bytes.n);
	if (!k || map_add(&t->map, digest, k) != 0) {
		t->refused++;
		return;
	}
	k->digest = digest;
	k->n = bytes.n;
	if (bytes.n) {
		memcpy(k->p, bytes.p, bytes.n);
	}
}

struct slice texts_find(const struct texts *t, uint64_t digest)
{
	const struct kept *k =
		t ? map_find(&t->map, digest, equal, &digest) : NULL;

	return k ? (struct slice){k->p, k->n} : (struct slice){NULL, 0};
}

uint64_t texts_refused(const struct texts *t)
{
	return t ? t->refused : 0;
}
