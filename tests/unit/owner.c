/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who claims which address, counted by hand: a line of letters is what was heard
 * in turn. A, B: they claim 10.0.0.1; p: B probes for it. Then the limits.
 */
#include "tests/unit/feed.h"

static void hear(struct feed *f, unsigned mac, unsigned host, unsigned sense)
{
	uint8_t b[28] = {0, 1, 8, 0, 6, 4, 0, 1};
	struct packet p = {
		.ts = f->ts,
		.frame = ++f->frame,
		.kind = PACKET_FRAME,
		.point = f->point,
		.capture = f->point,
		.has_mac = true,
		.has_mac_src = true,
		.mac_src = {2, 0, 0, 0, (uint8_t)(mac >> 8), (uint8_t)mac},
		.mac_dst = {255, 255, 255, 255, 255, 255},
		.payload = {(const char *)b, sizeof(b)},
		.payload_wire = sizeof(b),
	};

	p.protocol = 0x0806;
	memcpy(b + 8, p.mac_src, 6);
	b[14] = sense == 'p' ? 0 : 10;
	b[16] = sense == 'p' ? 0 : (uint8_t)(host >> 8);
	b[17] = sense == 'p' ? 0 : (uint8_t)host;
	b[24] = 10;
	b[26] = (uint8_t)(host >> 8);
	b[27] = (uint8_t)host;
	book_rest(f->book, &p);
	feed_ms(f, 100);
}

static void test_turns(void **state)
{
	static const struct {
		const char *heard;
		unsigned macs, turns, probes;
	} rows[] = {
		{"A", 1, 0, 0},
		{"AAA", 1, 0, 0},
		{"AB", 2, 1, 0},
		{"ABA", 2, 2, 0},
		{"AABBAAB", 2, 3, 0},
		{"ApA", 2, 0, 1},
		{"pAp", 2, 0, 2},
		{"ABCA", 3, 3, 0},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct feed f = feed_start();
		unsigned probes = 0;
		for (const char *c = rows[i].heard; *c; c++) {
			hear(&f, *c == 'p' ? 'B' : (unsigned)*c, 1,
				(unsigned)*c);
		}
		const struct owners *c = f.book->net.owners.first;
		assert_non_null(c);
		assert_ptr_equal(c, owner_find(f.book, &c->ip));
		for (unsigned k = 0; k < c->mac_count; k++) {
			probes += c->macs[k].probes;
		}
		assert_int_equal(f.book->net.owners.count, 1);
		assert_int_equal(c->mac_count, rows[i].macs);
		assert_int_equal(c->turn_count, rows[i].turns);
		assert_int_equal(probes, rows[i].probes);
		feed_end(&f);
	}
}

/* Whatever comes, memory is bounded and what is left out is counted. */
static void test_bounds(void **state)
{
	struct feed f = feed_start();
	struct net *net = &f.book->net;

	(void)state;
	for (unsigned i = 0; i < OWNER_ADDRESSES + 100; i++) {
		hear(&f, 'A', i + 1, 'A');
	}
	assert_int_equal(net->owners.count, OWNER_ADDRESSES);
	assert_int_equal(net->owners.left_out, 100);
	for (unsigned i = 0; i < 3000; i++) {
		hear(&f, i, 1, 'A');
	}
	const struct owners *c = net->owners.first;
	assert_int_equal(c->mac_count, OWNER_MACS);
	assert_true(c->macs_left_out > 2900);
	for (unsigned i = 0; i < 100; i++) {
		hear(&f, 'A' + i % 2, 2, 'A');
	}
	assert_int_equal(c->next->turn_count, 99);
	feed_end(&f);
}

/* The busiest second and who was loudest in it. */
static void test_rate(void **state)
{
	struct feed f = feed_start();

	(void)state;
	for (unsigned i = 0; i < 30; i++) {
		hear(&f, i % 3 ? 'A' : 'B', 1, 'p');
		f.ts -= i < 20 ? 50 * NS_PER_MS : 0; /* 20, then 10 a second */
	}
	const struct net_rate *r = &f.book->net.arp[0];
	assert_int_equal(r->frames, 30);
	assert_int_equal(r->peak, 20);
	assert_int_equal(r->peak_sender[5], 'A');
	assert_int_equal(f.book->net.broadcast[0].frames, 30);
	feed_end(&f);
}

/* Two places of capture hear the same; nothing changed hands between them. */
static void test_points(void **state)
{
	struct feed f = feed_start();

	(void)state;
	hear(&f, 'A', 1, 'A');
	f.point = 1;
	hear(&f, 'B', 1, 'A');
	assert_int_equal(f.book->net.owners.count, 2);
	assert_int_equal(f.book->net.owners.first->turn_count, 0);
	feed_end(&f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_turns),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_rate),
		cmocka_unit_test(test_points),
	};

	return RUN_TESTS(tests);
}
