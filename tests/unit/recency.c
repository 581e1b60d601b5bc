/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ETSI TS 101 329-5 Annex E. The figures follow from its formulas; the levels of
 * bursts and gaps are G.107's Ie,eff of the loss named in each row.
 */
#include "quality/recency.h"

#include "quality/emodel.h"
#include "tests/unit/near.h"

#define SOURCE "TS 101 329-5 Annex E, by its formulas"

struct turn {
	const char *name, *source;
	double ie, bpl;
	double burst_s, burst_pct, gap_s, gap_pct;
	double after, before, average; /* I1, I2, Ie(av), many turns on */
};

static const struct turn turns[] = {
	{"G.711, burst 5 s at 30 %, gap 55 s", SOURCE, 0, 25.1, 5, 30, 55, 0,
		33.0063, 0.8437, 9.6708},
	{"G.729, burst 2 s at 25 %, gap 8 s at 1 %", SOURCE, 11, 19, 2, 25, 8,
		1, 38.850, 29.074, 33.681},
};

static struct recency of(const struct turn *t)
{
	return (struct recency){
		.burst_ie = emodel_ie_eff(&emodel_nb, t->ie, t->bpl, t->burst_pct, 1),
		.gap_ie = emodel_ie_eff(&emodel_nb, t->ie, t->bpl, t->gap_pct, 1),
		.burst_s = t->burst_s,
		.gap_s = t->gap_s,
	};
}

static void many_turns(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(turns); i++) {
		const struct turn *t = &turns[i];
		struct recency r = of(t);
		double after = recency_settled(&r);
		double before = recency_after_gap(&r, after);

		print_message("# %s (%s)\n", t->name, t->source);
		assert_near(after, t->after, 0.01);
		assert_near(before, t->before, 0.01);
		/* Settled: one turn more changes nothing. */
		assert_near(recency_after_burst(&r, before), after, 1e-9);
		assert_near(
			recency_average(&r, before, after), t->average, 0.01);
	}
}

/* One gap and one burst, from rest, and how it fades then. */
static void from_rest(void **state)
{
	static const struct {
		double since_s, ie;
	} ends[] = {{0, 23.363}, {10, 17.190}, {30, 9.597}, {60, 4.533}};
	struct recency r = of(&turns[0]);
	double after = recency_after_burst(&r, 0);
	/* The gap came first and was felt as one: 0. */
	struct recency burst = {r.burst_ie, 0, r.burst_s, 0};
	double average = recency_average(&burst, 0, after) * r.burst_s /
			 (r.burst_s + r.gap_s);

	(void)state;
	assert_near(r.burst_ie, 51.7241, 1e-4);
	assert_near(average, 1.5857, 1e-4);
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		assert_near(recency_end(average, after, ends[i].since_s),
			ends[i].ie, 0.01);
	}
}

/* @good packets, a burst of 10 lost and @rest good ones, of 20 ms each. */
static struct maybe ie_after(const char *name, unsigned good, unsigned rest)
{
	struct burst b;

	burst_init(&b);
	burst_received(&b, good);
	for (unsigned i = 0; i < 10; i++) {
		burst_loss(&b);
	}
	burst_received(&b, rest);
	burst_finish(&b);
	const struct codec *c = codec_by_name(slice_of(name));

	return recency_ie(c ? c->band : BAND_NARROW, c ? c->ratings : NULL, &b,
		maybe_of(20));
}

/* Laws: what is further back weighs less; what is unknown stays it. */
static void of_a_stream(void **state)
{
	struct burst none;
	double last = 95;

	(void)state;
	for (unsigned rest = 0; rest <= 3000; rest += 500) {
		struct maybe m = ie_after("PCMA", 3000 - rest, rest);
		assert_true(m.known && m.v > 0);
		assert_true(m.v < last);
		last = m.v;
	}
	assert_false(ie_after("G726-32", 100, 100).known); /* no Bpl */
	assert_false(ie_after("iLBC", 100, 100).known);
	assert_false(ie_after("nonesuch", 100, 100).known);
	burst_init(&none);
	burst_received(&none, 1000);
	burst_loss(&none);
	burst_finish(&none);
	const struct codec *c = codec_by_name(SLICE("PCMA"));
	assert_non_null(c);
	assert_false(
		recency_ie(c->band, c->ratings, &none, maybe_of(20)).known);
	burst_loss(&none);
	burst_loss(&none);
	assert_false(
		recency_ie(c->band, c->ratings, &none, MAYBE_UNKNOWN).known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_turns),
		cmocka_unit_test(from_rest),
		cmocka_unit_test(of_a_stream),
	};

	return RUN_TESTS(tests);
}
