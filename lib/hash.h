/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A keyed hash for tables whose keys come from the network: without the key,
 * nobody can choose addresses that all fall into one slot. Eight bytes at a
 * time are folded by a 64 x 64 -> 128 bit multiplication, whose high and low
 * halves are mixed; with a secret key this spreads well and costs a few ns. It
 * is no cryptographic function and is not used as one.
 *
 * The key changes the order inside tables, which no output ever depends on.
 */
#ifndef EARSHOT_LIB_HASH_H
#define EARSHOT_LIB_HASH_H

#include "lib/slice.h"

#include <string.h>

__extension__ typedef unsigned __int128 hash_wide;

/** hash_mix - fold two words, @a and @b, into one. */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
	hash_wide m = (hash_wide)a * b;
	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/** hash_bytes - hash of @n bytes at @p under @key. Allocates: no. */
static inline uint64_t hash_bytes(const void *p, size_t n, uint64_t key)
{
	const unsigned char *b = p;
	uint64_t h = key ^ (n * 0x9e3779b97f4a7c15U);
	uint64_t w;

	for (; n >= 8; n -= 8, b += 8) {
		memcpy(&w, b, 8);
		h = hash_mix(h ^ w, 0xd6e8feb86659fd93U);
	}
	if (n) {
		w = 0;
		memcpy(&w, b, n);
		h = hash_mix(h ^ w, 0xa0761d6478bd642fU);
	}
	/* Keyed on both sides: with h ^ key on one, no bytes at all gave 0. */
	return hash_mix(h ^ 0xe7037ed1a0b428dbU, key ^ 0x8ebc6af09c88c6e3U);
}

/** hash_slice - hash of the bytes of @s under @key. */
static inline uint64_t hash_slice(struct slice s, uint64_t key)
{
	return hash_bytes(s.p, s.n, key);
}

#endif
