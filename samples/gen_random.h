/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Seeded numbers: SplitMix64 (Steele, Lea, Flood 2014). Each user keeps its own
 * state, seeded from the scenario's seed and its own name, so that adding one
 * stream to a scenario leaves the numbers of the others as they were.
 */
#ifndef EARSHOT_SAMPLES_GEN_RANDOM_H
#define EARSHOT_SAMPLES_GEN_RANDOM_H

#include "lib/slice.h"

struct gen_random {
	uint64_t state;
};

/** gen_random_u64 - the next 64 bits. */
static inline uint64_t gen_random_u64(struct gen_random *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15U;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
	z = (z ^ z >> 27) * 0x94d049bb133111ebU;
	return z ^ z >> 31;
}

/** gen_random_below - a number from 0 to @limit - 1; 0 when @limit is 0. */
static inline uint64_t gen_random_below(struct gen_random *r, uint64_t limit)
{
	uint64_t v = gen_random_u64(r) >> 11;

	return limit ? v % limit : 0;
}

/** gen_random_hit - true with a chance of @ppm in a million. */
static inline bool gen_random_hit(struct gen_random *r, uint64_t ppm)
{
	return gen_random_below(r, 1000000) < ppm;
}

/** gen_random_of - a generator that belongs to @name under @seed (FNV-1a). */
static inline struct gen_random gen_random_of(uint64_t seed, struct slice name)
{
	uint64_t h = 0xcbf29ce484222325U ^ seed * 0x9e3779b97f4a7c15U;

	for (size_t i = 0; i < name.n; i++) {
		h = (h ^ (unsigned char)name.p[i]) * 0x100000001b3U;
	}
	return (struct gen_random){h};
}

#endif
