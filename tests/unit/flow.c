/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The flow and port tables: found again, bounded, and consistent under any
 * order of arrivals, announcements and evictions (a seeded random walk).
 */
#include "flow/flow.h"

#include "tests/unit/test.h"

static struct packet packet_of(unsigned src, unsigned dst, ns_t ts)
{
	uint8_t a[4] = {10, 0, (uint8_t)(src >> 8), (uint8_t)src};
	uint8_t b[4] = {10, 1, (uint8_t)(dst >> 8), (uint8_t)dst};

	return (struct packet){
		.ts = ts,
		.src = {.ip = addr_v4(a), .port = 4000},
		.dst = {.ip = addr_v4(b), .port = 5000},
	};
}

static struct flow *get(struct flows *flows, const struct packet *p)
{
	return flows_get(flows, p, flows_hash(flows, p));
}

static void found_again(void **state)
{
	struct flows flows;
	struct packet p = packet_of(1, 2, 5);

	(void)state;
	flows_init(&flows, 42, 10);
	struct flow *f = get(&flows, &p);
	assert_non_null(f);
	assert_ptr_equal(get(&flows, &p), f);
	assert_ptr_equal(flows_find(&flows, &p.src, &p.dst), f);
	assert_null(flows_find(&flows, &p.dst, &p.src));
	assert_ptr_equal(f->to, flows_port(&flows, &p.dst));
	assert_ptr_equal(f->to->to, f);
	assert_ptr_equal(f->from->from, f);
	flows_finish(&flows);
}

static void announced_before_and_after(void **state)
{
	struct flows flows;
	struct packet p = packet_of(1, 2, 5);
	int owner;
	struct expect e = {.owner = &owner, .frame = 9};

	(void)state;
	flows_init(&flows, 42, 10);
	struct port *port = flows_expect(&flows, &p.dst, &e);
	assert_true(port->idle);
	struct flow *f = get(&flows, &p);
	assert_ptr_equal(f->to, port);
	assert_false(port->idle);
	assert_int_equal(f->to->expect.frame, 9);
	flows_unexpect(&flows, &p.dst, &flows);
	assert_ptr_equal(f->to->expect.owner, &owner); /* not the owner's wish */
	flows_unexpect(&flows, &p.dst, &owner);
	assert_null(f->to->expect.owner);
	flows_finish(&flows);
}

static void quiet_flow_goes_first(void **state)
{
	struct flows flows;

	(void)state;
	flows_init(&flows, 1, 3);
	for (unsigned i = 0; i < 3; i++) {
		struct packet p = packet_of(i, i, 10 + i);
		(void)get(&flows, &p);
	}
	/* All have carried something; the first look notes it, the next finds
	 * that flow 1 stayed quiet. */
	struct packet busy0 = packet_of(0, 0, 20);
	struct packet busy2 = packet_of(2, 2, 21);
	struct packet fresh = packet_of(9, 9, 22);
	(void)get(&flows, &fresh); /* evicts flow 0 after one round */
	assert_int_equal(flows.flows_evicted, 1);
	(void)get(&flows, &busy2);
	struct packet again = packet_of(8, 8, 23);
	(void)get(&flows, &again);
	assert_int_equal(flows.flows_evicted, 2);
	assert_null(flows_find(&flows, &busy0.src, &busy0.dst));
	assert_non_null(flows_find(&flows, &busy2.src, &busy2.dst));
	flows_finish(&flows);
}

struct walk {
	uint64_t seed;
	struct flows flows;
	size_t evicted;
};

static unsigned next(struct walk *w, unsigned below)
{
	w->seed = w->seed * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(w->seed >> 33) % below;
}

static void count_evicted(void *context, struct flow *flow)
{
	struct walk *w = context;

	assert_ptr_equal(flows_find(&w->flows, &flow->src, &flow->dst), flow);
	w->evicted++;
}

/* Every flow hangs in exactly the two ports it names, and in the age list. */
static void check(struct walk *w)
{
	size_t flows = 0;
	size_t idle = 0;

	for (struct flow *f = w->flows.oldest; f; f = f->next) {
		flows++;
		assert_ptr_equal(flows_port(&w->flows, &f->src), f->from);
		assert_ptr_equal(flows_port(&w->flows, &f->dst), f->to);
		assert_false(f->from->idle);
		assert_false(f->to->idle);
		size_t found = 0;
		for (struct flow *g = f->to->to; g; g = g->next_to) {
			found += g == f;
		}
		assert_int_equal(found, 1);
	}
	for (struct port *p = w->flows.idle_oldest; p; p = p->next) {
		idle++;
		assert_null(p->to);
		assert_null(p->from);
		assert_non_null(p->expect.owner);
	}
	assert_int_equal(flows, w->flows.pool.used);
	assert_int_equal(flows, w->flows.map.used);
	assert_int_equal(w->flows.port_pool.used, w->flows.port_map.used);
	assert_true(w->flows.port_pool.used <= 2 * flows + idle);
}

static void any_order(void **state)
{
	static int owners[4];

	(void)state;
	for (uint64_t seed = 1; seed <= 20; seed++) {
		struct walk w = {.seed = seed};
		flows_init(&w.flows, seed, 12);
		w.flows.evicting = count_evicted;
		w.flows.context = &w;
		for (ns_t t = 1; t < 600; t++) {
			struct packet p = packet_of(next(&w, 7), next(&w, 7), t);
			struct expect e = {.owner = &owners[next(&w, 4)]};
			switch (next(&w, 4)) {
			case 0:
				(void)flows_expect(&w.flows, &p.dst, &e);
				break;
			case 1:
				flows_unexpect(&w.flows, &p.src, e.owner);
				break;
			default:
				assert_non_null(get(&w.flows, &p));
			}
			check(&w);
		}
		assert_int_equal(w.evicted, w.flows.flows_evicted);
		assert_true(w.evicted > 0);
		flows_finish(&w.flows);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(found_again),
		cmocka_unit_test(announced_before_and_after),
		cmocka_unit_test(quiet_flow_goes_first),
		cmocka_unit_test(any_order),
	};

	return RUN_TESTS(tests);
}
