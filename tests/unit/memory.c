/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arena and pool: what they hand out is zeroed, aligned, apart and bounded. */
#include "lib/arena.h"
#include "lib/pool.h"

#include "tests/unit/test.h"

static bool all_zero(const void *p, size_t n)
{
	const unsigned char *b = p;

	for (size_t i = 0; i < n; i++) {
		if (b[i]) {
			return false;
		}
	}
	return true;
}

/* Sizes around the chunk sizes; each piece is filled and checked at the end, so
 * an overlap shows. */
static void arena_pieces(void **state)
{
	static const size_t sizes[] = {1, 15, 16, 17, 1000, 1024, 1025, 2048, 3,
		65535, 65536, 65537, 200000, 8, 0, 40};
	unsigned char *piece[COUNT_OF(sizes) * 4];
	struct arena a;

	(void)state;
	arena_init(&a, 0);
	for (size_t i = 0; i < COUNT_OF(piece); i++) {
		size_t n = sizes[i % COUNT_OF(sizes)];
		piece[i] = arena_get(&a, n);
		assert_non_null(piece[i]);
		assert_int_equal(
			(uintptr_t)piece[i] % _Alignof(max_align_t), 0);
		assert_true(all_zero(piece[i], n));
		memset(piece[i], (int)(i + 1), n);
	}
	for (size_t i = 0; i < COUNT_OF(piece); i++) {
		for (size_t k = 0; k < sizes[i % COUNT_OF(sizes)]; k++) {
			assert_int_equal(piece[i][k], i + 1);
		}
	}
	assert_null(arena_get(&a, SIZE_MAX));
	assert_null(arena_get(&a, SIZE_MAX - 8));
	arena_finish(&a);
	assert_int_equal(a.held, 0);
	assert_non_null(arena_get(&a, 10)); /* usable again */
	arena_finish(&a);
	arena_finish(&a); /* twice is harmless */
}

/* A limit is used up to its end and not passed. */
static void arena_limit(void **state)
{
	static const size_t limits[] = {
		1, 16, 1000, 1024, 5000, 100000, 300000};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(limits); i++) {
		struct arena a;
		size_t got = 0;
		arena_init(&a, limits[i]);
		while (arena_get(&a, 16)) {
			got += 16;
			assert_true(a.held <= limits[i]);
		}
		assert_true(got <= limits[i]);
		/* Lost: less than one piece in each chunk. */
		assert_true(got + 16 * 32 >= limits[i]);
		assert_null(arena_get(&a, limits[i] + 1));
		arena_finish(&a);
		assert_int_equal(a.limit, limits[i]);
	}
}

static void arena_copies(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a, 0);
	struct slice s = arena_copy(&a, (struct slice){"ab\0c", 4});
	assert_int_equal(s.n, 4);
	assert_memory_equal(s.p, "ab\0c", 5);
	s = arena_copy(&a, SLICE(""));
	assert_non_null(s.p);
	assert_int_equal(s.n, 0);
	assert_int_equal(s.p[0], 0);
	assert_null(arena_copy(&a, (struct slice){NULL, 0}).p);
	arena_finish(&a);
	arena_init(&a, 4);
	s = arena_copy(&a, SLICE("does not fit"));
	assert_null(s.p);
	assert_int_equal(s.n, 0);
	arena_finish(&a);
}

/* More slots than a slab of 256, so that several slabs join in. */
static void pool_slots(void **state)
{
	static void *slot[1000];
	struct pool p;

	(void)state;
	pool_init(&p, 24, COUNT_OF(slot));
	for (size_t i = 0; i < COUNT_OF(slot); i++) {
		slot[i] = pool_get(&p);
		assert_non_null(slot[i]);
		assert_int_equal((uintptr_t)slot[i] % _Alignof(max_align_t), 0);
		assert_true(all_zero(slot[i], 24));
		memset(slot[i], (int)(i % 251 + 1), 24);
	}
	assert_int_equal(p.used, COUNT_OF(slot));
	assert_null(pool_get(&p)); /* the cap */
	for (size_t i = 0; i < COUNT_OF(slot); i++) {
		unsigned char *b = slot[i];
		assert_int_equal(b[0], i % 251 + 1);
		assert_int_equal(b[23], i % 251 + 1);
	}
	pool_put(&p, NULL);
	assert_int_equal(p.used, COUNT_OF(slot));
	pool_put(&p, slot[7]);
	pool_put(&p, slot[500]);
	assert_int_equal(p.used, COUNT_OF(slot) - 2);
	void *back = pool_get(&p);
	assert_ptr_equal(back, slot[500]); /* the warm one first */
	assert_true(all_zero(back, 24));
	assert_ptr_equal(pool_get(&p), slot[7]);
	assert_null(pool_get(&p));
	pool_finish(&p);
	assert_int_equal(p.used, 0);
	assert_non_null(pool_get(&p));
	pool_finish(&p);
}

/* It moves only when it is full, keeps what was in it, and knows its limit. */
static void arena_arrays(void **state)
{
	struct arena a;
	int *items = NULL;

	(void)state;
	arena_init(&a, 4096);
	for (size_t i = 0; i < 100; i++) {
		int *more = arena_more(&a, items, i, sizeof(*items));
		assert_non_null(more);
		bool full = (i & (i - 1)) == 0;
		assert_true(full ? more != items : more == items);
		items = more;
		assert_true(all_zero(&items[i], sizeof(*items)));
		items[i] = (int)i;
	}
	for (int i = 0; i < 100; i++) {
		assert_int_equal(items[i], i);
	}
	assert_null(arena_more(&a, items, 4096, sizeof(*items)));
	assert_null(arena_more(&a, items, SIZE_MAX / 2 + 1, sizeof(*items)));
	arena_finish(&a);
}

static void pool_edges(void **state)
{
	struct pool zero = {0};
	struct pool p;

	(void)state;
	assert_null(pool_get(&zero));
	pool_finish(&zero);
	pool_init(&p, 0, 2); /* the free list needs room even so */
	char *a = pool_get(&p);
	char *b = pool_get(&p);
	assert_true(a && b && a != b);
	pool_put(&p, a);
	pool_put(&p, b);
	assert_ptr_equal(pool_get(&p), b);
	assert_ptr_equal(pool_get(&p), a);
	pool_finish(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_pieces),
		cmocka_unit_test(arena_limit),
		cmocka_unit_test(arena_copies),
		cmocka_unit_test(arena_arrays),
		cmocka_unit_test(pool_slots),
		cmocka_unit_test(pool_edges),
	};

	return RUN_TESTS(tests);
}
