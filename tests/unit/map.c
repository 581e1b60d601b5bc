/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The map against a plain array that cannot be wrong, with hashes bad enough to
 * pile up and wrap around the end of the table; and the spread of the hash.
 */
#include "lib/map.h"
#include "lib/hash.h"

#include "tests/unit/test.h"

#define KEYS 600

struct item {
	unsigned key;
	bool in;
};

static struct item items[KEYS];

static bool same_key(const void *key, const void *value)
{
	const unsigned *k = key;
	const struct item *item = value;

	return *k == item->key;
}

/* xorshift, seeded: the same run every time. */
static uint32_t shuffle(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static uint64_t good_hash(unsigned key)
{
	return hash_bytes(&key, sizeof(key), 42);
}

static uint64_t clustered(unsigned key)
{
	return key / 8;
}

static uint64_t constant(unsigned key)
{
	(void)key;
	return UINT64_MAX; /* home is the last slot: every run wraps */
}

static void check_all(const struct map *map, uint64_t (*hash)(unsigned))
{
	size_t in = 0;

	for (unsigned k = 0; k < KEYS; k++) {
		struct item *found = map_find(map, hash(k), same_key, &k);
		/* A hint need not be right, but is there when a value is. */
		assert_true(!found || map_likely(map, hash(k)));
		assert_ptr_equal(found, items[k].in ? &items[k] : NULL);
		in += items[k].in;
	}
	assert_int_equal(map->used, in);
}

static void against_array(uint64_t (*hash)(unsigned))
{
	struct map map = {0};
	uint32_t seed = 20260101;

	for (unsigned k = 0; k < KEYS; k++) {
		items[k] = (struct item){.key = k};
	}
	for (int step = 0; step < 6000; step++) {
		unsigned k = shuffle(&seed) % KEYS;
		if (items[k].in) {
			map_remove(&map, hash(k), &items[k]);
		} else {
			assert_int_equal(map_add(&map, hash(k), &items[k]), 0);
		}
		items[k].in = !items[k].in;
		if (step % 200 == 0) {
			check_all(&map, hash);
		}
	}
	check_all(&map, hash);
	assert_true(map.used <= map.size / 4 * 3);
	assert_int_equal(map.size & (map.size - 1), 0);
	map_finish(&map);
}

static void random_use(void **state)
{
	(void)state;
	against_array(good_hash);
	against_array(clustered);
	against_array(constant);
}

static void empty_map(void **state)
{
	struct map map = {0};
	unsigned key = 3;

	(void)state;
	assert_null(map_find(&map, 1, same_key, &key));
	assert_null(map_likely(&map, 1));
	map_remove(&map, 1, &items[0]);
	assert_int_equal(map.used, 0);
	items[3] = (struct item){.key = 3};
	assert_int_equal(map_add(&map, 1, &items[3]), 0);
	map_remove(&map, 1, &items[4]); /* not in it */
	assert_int_equal(map.used, 1);
	assert_ptr_equal(map_find(&map, 1, same_key, &key), &items[3]);
	map_finish(&map);
	assert_null(map_find(&map, 1, same_key, &key));
	map_finish(&map);
}

/* Every input bit and every key bit must reach the low bits, which choose the
 * slot: 1024 inputs one bit apart fill 1024 slots about as chance would (632
 * expected, standard deviation about 10). */
static void hash_spreads(void **state)
{
	static bool taken[1024];
	unsigned char bytes[128] = {0};
	size_t used = 0;

	(void)state;
	for (size_t bit = 0; bit < 1024; bit++) {
		bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
		size_t slot = hash_bytes(bytes, sizeof(bytes), 7) % 1024;
		used += !taken[slot];
		taken[slot] = true;
		bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
	}
	assert_in_range(used, 580, 690);
}

static void hash_depends(void **state)
{
	char text[24] = "abcdefghijklmnopqrstuvw";

	(void)state;
	/* On the key, on the length, on every byte, not on the place. */
	for (size_t n = 0; n < sizeof(text); n++) {
		uint64_t h = hash_bytes(text, n, 1);
		assert_true(h != hash_bytes(text, n, 2));
		assert_true(h != hash_bytes(text, n + 1, 1));
		for (size_t i = 0; i < n; i++) {
			text[i] ^= 1;
			assert_true(h != hash_bytes(text, n, 1));
			text[i] ^= 1;
		}
	}
	char moved[25];
	memcpy(moved + 1, text, sizeof(text));
	assert_true(hash_slice((struct slice){moved + 1, 20}, 9) ==
		    hash_bytes(text, 20, 9));
	assert_true(
		hash_slice((struct slice){NULL, 0}, 9) == hash_bytes("", 0, 9));
	/* A zero at the end is not the absence of it. */
	assert_true(hash_bytes("a\0", 2, 1) != hash_bytes("a", 1, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_use),
		cmocka_unit_test(empty_map),
		cmocka_unit_test(hash_spreads),
		cmocka_unit_test(hash_depends),
	};

	return RUN_TESTS(tests);
}
