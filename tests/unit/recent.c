/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table that forgets: what is found, in which order, and what gives way. */
#include "calls/recent.h"

#include "tests/unit/test.h"

#define CAP 4

struct item {
	uint64_t hash;
	unsigned value;
};

/* Items 1..n, whose value is their number. */
static void fill(struct recent *r, unsigned from, unsigned to)
{
	for (unsigned i = from; i <= to; i++) {
		struct item *item = recent_add(r, i);
		assert_non_null(item);
		assert_int_equal(item->hash, i);
		assert_int_equal(item->value, 0);
		item->value = i;
	}
}

static void expect(const struct recent *r, unsigned oldest, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		const struct item *item = recent_at(r, i);
		assert_non_null(item);
		assert_int_equal(item->value, oldest + i);
	}
	assert_null(recent_at(r, count));
}

static void empty(void **state)
{
	struct recent r;

	(void)state;
	recent_init(&r, sizeof(struct item), CAP);
	assert_null(recent_find(&r, 1));
	assert_null(recent_at(&r, 0));
	recent_finish(&r);
}

/* For each number of items: all of the last CAP are there, no other is. */
static void forgets(void **state)
{
	(void)state;
	for (unsigned n = 1; n <= 3 * CAP; n++) {
		struct recent r;
		unsigned kept = n < CAP ? n : CAP;
		recent_init(&r, sizeof(struct item), CAP);
		fill(&r, 1, n);
		expect(&r, n - kept + 1, kept);
		for (unsigned i = 1; i <= n; i++) {
			const struct item *item = recent_find(&r, i);
			assert_int_equal(item != NULL, i > n - kept);
			assert_true(!item || item->value == i);
		}
		recent_finish(&r);
	}
}

/* What is found does not become younger: the order is that of coming. */
static void looking_changes_nothing(void **state)
{
	struct recent r;

	(void)state;
	recent_init(&r, sizeof(struct item), CAP);
	fill(&r, 1, CAP);
	assert_non_null(recent_find(&r, 1));
	fill(&r, CAP + 1, CAP + 1);
	assert_null(recent_find(&r, 1));
	assert_non_null(recent_find(&r, 2));
	recent_finish(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty),
		cmocka_unit_test(forgets),
		cmocka_unit_test(looking_changes_nothing),
	};

	return RUN_TESTS(tests);
}
