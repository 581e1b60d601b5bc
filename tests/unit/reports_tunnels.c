/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of tunnels: counted by what was taken off and between whom, in order
 * of appearance, and bounded.
 */
#include "reports/tunnels.h"

#include "tests/unit/test.h"

static struct packet packet_in(enum tunnel a, enum tunnel b, uint8_t last)
{
	struct packet p = {
		.tunnel_count = b == TUNNEL_NONE ? 1 : 2,
		.tunnel = {(uint8_t)a, (uint8_t)b},
		.outer = last != 0,
	};

	p.outer_src.b[15] = last;
	p.outer_dst.b[15] = 1;
	return p;
}

static void counts_by_kind_and_ends(void **state)
{
	struct tunnels t = {0};
	struct packet rows[] = {
		packet_in(TUNNEL_GRE, TUNNEL_NONE, 7),
		packet_in(TUNNEL_GRE, TUNNEL_NONE, 7),
		packet_in(TUNNEL_GRE, TUNNEL_VXLAN, 7),
		packet_in(TUNNEL_GRE, TUNNEL_NONE, 8),
		packet_in(TUNNEL_GRE, TUNNEL_NONE, 7),
		packet_in(TUNNEL_MPLS, TUNNEL_NONE, 0),
	};
	static const unsigned want[] = {3, 1, 1, 1};
	struct text s = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		tunnels_add(&t, &rows[i]);
	}
	assert_int_equal(t.count, COUNT_OF(want));
	for (size_t i = 0; i < COUNT_OF(want); i++) {
		assert_int_equal(t.entries[i].frames, want[i]);
	}
	assert_int_equal(t.others, 0);
	assert_true(tunnels_outer(&t.entries[0]));
	assert_false(tunnels_outer(&t.entries[3])); /* not over IP */
	tunnels_kinds(&s, &t.entries[1]);
	assert_true(slice_eq(text_slice(&s), slice_of("GRE, VXLAN")));
	text_finish(&s);
}

/* What a packet holds behind its count is of no meaning. */
static void looks_no_further_than_counted(void **state)
{
	struct tunnels t = {0};
	struct packet a = packet_in(TUNNEL_GRE, TUNNEL_VXLAN, 7);
	struct packet b = packet_in(TUNNEL_GRE, TUNNEL_GENEVE, 7);

	(void)state;
	a.tunnel_count = 1;
	b.tunnel_count = 1;
	b.outer = false;
	a.outer = false;
	tunnels_add(&t, &a);
	tunnels_add(&t, &b);
	assert_int_equal(t.count, 1);
	assert_int_equal(t.entries[0].frames, 2);
	assert_false(tunnels_outer(&t.entries[0]));
}

static void is_bounded(void **state)
{
	struct tunnels t = {0};

	(void)state;
	for (unsigned i = 0; i < 1000; i++) {
		struct packet p = packet_in(
			TUNNEL_GRE, TUNNEL_NONE, (uint8_t)(i % 100 + 1));
		tunnels_add(&t, &p);
	}
	assert_int_equal(t.count, TUNNELS_MOST);
	for (unsigned i = 0; i < TUNNELS_MOST; i++) {
		assert_int_equal(t.entries[i].frames, 10);
	}
	assert_int_equal(t.others, 1000 - 10 * TUNNELS_MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_by_kind_and_ends),
		cmocka_unit_test(looks_no_further_than_counted),
		cmocka_unit_test(is_bounded),
	};

	return RUN_TESTS(tests);
}
