/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bursts and gaps by the definition of RFC 3611 clause 4.7.2, and the burst
 * ratio. A pattern is text: '1' received, '0' lost, 'X' discarded, which counts
 * as lost. Expected values are worked out by hand from the definition.
 */
#include "quality/burst.h"

#include "tests/unit/near.h"

#include <string.h>

struct pattern {
	const char *name;
	const char *source;
	const char *text; /* "40*1 2*0": blank separated, N*c repeats c */
	double packet_ms;
	unsigned loss_den; /* of 256: lost and discarded, as RFC 3611 scales */
	unsigned burst_den, gap_den;
	double burst_ms, gap_ms;
	unsigned bursts;
};

#define BY_HAND "RFC 3611 4.7.2 definition, by hand"

static const struct pattern patterns[] = {
	{"RFC example", "RFC 3611 clause 4.7.2",
		"4*1 0 18*1 X 3*1 X 1 0 4*1 0 18*1 X 10*1", 10, 24, 85, 9, 120,
		260, 1},
	{"one loss", BY_HAND, "40*1 0 59*1", 20, 2, 0, 2, 0, 2000, 0},
	{"two adjacent", BY_HAND, "40*1 2*0 58*1", 20, 5, 255, 0, 40, 980, 1},
	{"15 good between", BY_HAND, "40*1 0 15*1 0 43*1", 20, 5, 30, 0, 340,
		830, 1},
	{"16 good between", BY_HAND, "40*1 0 16*1 0 42*1", 20, 5, 0, 5, 0, 2000,
		0},
	{"run of ten", BY_HAND, "40*1 10*0 50*1", 20, 25, 255, 0, 200, 900, 1},
	{"two bursts", BY_HAND, "30*1 3*0 1 3*0 40*1 0 X 0 20*1", 20, 23, 230,
		0, 100, 600, 2},
	{"all lost", BY_HAND, "20*0", 20, 255, 255, 0, 400, 0, 1},
	{"all good", BY_HAND, "20*1", 20, 0, 0, 0, 0, 400, 0},
	{"burst at the start", BY_HAND, "2*0 98*1", 20, 5, 255, 0, 40, 1960, 1},
	{"burst at the end", BY_HAND, "98*1 2*0", 20, 5, 255, 0, 40, 1960, 1},
	{"lone loss at both ends", BY_HAND, "0 98*1 0", 20, 5, 0, 5, 0, 2000,
		0},
};

static void feed(struct burst *b, const char *text)
{
	burst_init(b);
	while (*text) {
		char *end = NULL;
		unsigned long n = strtoul(text, &end, 10);
		if (end != text && *end == '*') {
			text = end + 1;
		} else {
			n = 1;
		}
		for (unsigned long i = 0; i < n; i++) {
			burst_add(b, *text != '1');
		}
		text++;
		text += *text == ' ';
	}
}

/* RFC 3611 clause 4.7.2: densities are 256ths, cut off, at most 255. */
static unsigned scaled(struct maybe pct)
{
	double v = pct.known ? pct.v * 2.56 : 0;
	return v > 255 ? 255 : (unsigned)(v + 1e-9);
}

static double or_zero(struct maybe m)
{
	return m.known ? m.v : 0;
}

static void bursts_and_gaps(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(patterns); i++) {
		const struct pattern *p = &patterns[i];
		struct burst b;

		feed(&b, p->text);
		burst_finish(&b);
		print_message("# %s (%s)\n", p->name, p->source);
		uint64_t loss = 256 * b.lost / b.total;
		assert_int_equal(loss > 255 ? 255 : loss, p->loss_den);
		assert_int_equal(b.burst_count, p->bursts);
		assert_int_equal(scaled(burst_density_pct(&b)), p->burst_den);
		assert_int_equal(scaled(burst_gap_density_pct(&b)), p->gap_den);
		assert_near(or_zero(burst_mean_packets(&b)) * p->packet_ms,
			p->burst_ms, 1e-9);
		assert_near(or_zero(burst_gap_mean_packets(&b)) * p->packet_ms,
			p->gap_ms, 1e-9);
	}
}

static void ratio(void **state)
{
	/* lost/runs * (1 - lost/total), floor 1: ITU-T G.107 clause 7.1.5. */
	static const struct {
		const char *text;
		double burst_r;
	} rows[] = {
		{"40*1 0 59*1", 1},                        /* 0.99 */
		{"40*1 2*0 58*1", 1.96},                   /* 2 * 0.98 */
		{"40*1 10*0 50*1", 9},                     /* 10 * 0.9 */
		{"20*1 3*0 20*1 3*0 20*1 3*0 31*1", 2.73}, /* 3 * 0.91 */
		{"100*1", 1}, {"20*0", 1}, /* all lost: 20 * 0 */
	};
	struct burst b;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		feed(&b, rows[i].text);
		struct maybe open = burst_ratio(&b);
		burst_finish(&b);
		struct maybe closed = burst_ratio(&b);
		assert_true(open.known && closed.known);
		assert_near(open.v, rows[i].burst_r, 1e-12);
		assert_near(closed.v, rows[i].burst_r, 1e-12);
	}
}

static void runs(void **state)
{
	struct burst b;

	(void)state;
	feed(&b, "0 9*1 2*0 1 2*0 50*1 15*0 1 16*0 1 17*0 1");
	burst_finish(&b);
	assert_int_equal(b.runs, 6);
	assert_int_equal(b.run_length[0], 1);
	assert_int_equal(b.run_length[1], 2);
	assert_int_equal(b.run_length[14], 1);
	assert_int_equal(b.run_length[15], 2); /* 16 and 17: "or more" */
	assert_int_equal(b.longest_run, 17);
	assert_int_equal(b.lost, 1 + 2 + 2 + 15 + 16 + 17);
}

static void nothing_fed(void **state)
{
	struct burst b;

	(void)state;
	burst_init(&b);
	burst_finish(&b);
	assert_false(burst_ratio(&b).known);
	assert_false(burst_density_pct(&b).known);
	assert_false(burst_gap_density_pct(&b).known);
	assert_false(burst_mean_packets(&b).known);
	assert_false(burst_gap_mean_packets(&b).known);
	feed(&b, "20*0");
	burst_finish(&b);
	assert_false(burst_gap_density_pct(&b).known);
	assert_int_equal(b.gap_count, 0);
}

static void many_received_at_once(void **state)
{
	struct burst one, many;

	(void)state;
	feed(&one, "0 200*1 2*0 200*1");
	burst_init(&many);
	burst_add(&many, true);
	burst_received(&many, 200);
	burst_loss(&many);
	burst_loss(&many);
	burst_received(&many, 200);
	assert_memory_equal(&one, &many, sizeof(one));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bursts_and_gaps),
		cmocka_unit_test(ratio),
		cmocka_unit_test(runs),
		cmocka_unit_test(nothing_fed),
		cmocka_unit_test(many_received_at_once),
	};

	return RUN_TESTS(tests);
}
