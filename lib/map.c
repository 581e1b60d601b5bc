/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Insertion, growth and back-shift deletion; lookup is inline in map.h. */
#include "lib/map.h"

#include <stdlib.h>

void map_finish(struct map *map)
{
	free(map->slots);
	*map = (struct map){0};
}

static void place(struct map *map, uint64_t hash, void *value)
{
	size_t i = (size_t)hash & (map->size - 1);

	while (map->slots[i].value) {
		i = (i + 1) & (map->size - 1);
	}
	map->slots[i] = (struct map_slot){.hash = hash, .value = value};
}

static int grow(struct map *map)
{
	struct map bigger = {.size = map->size ? map->size * 2 : 64};

	bigger.slots = calloc(bigger.size, sizeof(*bigger.slots));
	if (!bigger.slots) {
		return -1;
	}
	for (size_t i = 0; i < map->size; i++) {
		if (map->slots[i].value) {
			place(&bigger, map->slots[i].hash, map->slots[i].value);
		}
	}
	bigger.used = map->used;
	free(map->slots);
	*map = bigger;
	return 0;
}

int map_add(struct map *map, uint64_t hash, void *value)
{
	/* At most three quarters full: short probes. */
	if (map->used + 1 > map->size / 4 * 3 && grow(map) != 0) {
		return -1;
	}
	place(map, hash, value);
	map->used++;
	return 0;
}

void map_remove(struct map *map, uint64_t hash, const void *value)
{
	if (map->size == 0) {
		return;
	}
	size_t mask = map->size - 1;
	size_t hole = (size_t)hash & mask;
	while (map->slots[hole].value && map->slots[hole].value != value) {
		hole = (hole + 1) & mask;
	}
	if (!map->slots[hole].value) {
		return;
	}
	map->used--;
	for (size_t i = (hole + 1) & mask; map->slots[i].value;
		i = (i + 1) & mask) {
		/* Move back what may sit in the hole: its home is not
		 * between the hole (exclusive) and where it sits. */
		size_t home = (size_t)map->slots[i].hash & mask;
		if (((i - home) & mask) >= ((i - hole) & mask)) {
			map->slots[hole] = map->slots[i];
			hole = i;
		}
	}
	map->slots[hole].value = NULL;
}
