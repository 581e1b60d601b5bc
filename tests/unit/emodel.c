/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The narrowband E-model against published values. All rows of an independent
 * oracle are put to the calculator by tests/emodel.py.
 */
#include "quality/emodel.h"

#include "tests/unit/near.h"

#include <stddef.h>

/* Constants that other implementations of G.107 froze in their own tests. */
static void defaults(void **state)
{
	struct emodel_input in = emodel_defaults();
	struct emodel_output o;

	(void)state;
	emodel_rate(&in, &o);
	assert_near(o.no, -61.17921438624169, 1e-9);
	assert_near(o.ro, 94.76882, 1e-5);
	assert_near(o.is, 1.4135680813438616, 1e-5);
	assert_near(o.idle, 0.1490, 5e-5);
	assert_near(o.idte, 0, 0);
	assert_near(o.idd, 0, 0);
	assert_near(o.ie_eff, 0, 0);
	assert_near(o.r, 93.2062, 5e-5); /* G.107 clause 7.7: 93.2 */
	assert_near(o.mos, 4.4094, 5e-5);
	in.t_ms = 150;
	emodel_rate(&in, &o);
	assert_near(o.is, 1.4135680813438616, 1e-12);
}

static void mos_of_r(void **state)
{
	/* G.107 Annex B, the cubic by hand; floor and ceiling. */
	static const struct {
		double r, mos;
	} rows[] = {{-5, 1}, {0, 1}, {3, 1}, {6.5, 1}, {10, 1.0350},
		{20, 1.2520}, {30, 1.6090}, {40, 2.0640}, {50, 2.5750},
		{60, 3.1}, {70, 3.5970}, {80, 4.0240}, {90, 4.3390},
		{93.2062, 4.4094}, {95, 4.4414}, {100, 4.5}, {110, 4.5}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_near(emodel_mos(rows[i].r), rows[i].mos, 5e-5);
	}
	for (double r = -10; r < 110; r += 0.01) {
		assert_true(emodel_mos(r + 0.01) >= emodel_mos(r));
	}
}

static void r_of_mos(void **state)
{
	/* Roots of the cubic, found without the closed form. */
	static const struct {
		double mos, r;
	} rows[] = {{1, 6.5153}, {2, 38.6837}, {3, 58.0785}, {3.6, 70.064},
		{4, 79.3709}, {4.34, 90.0409}, {4.5, 100}, {0, 6.5153},
		{9, 100}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_near(emodel_r_of_mos(rows[i].mos), rows[i].r, 1e-4);
	}
	for (double r = 6.6; r < 100; r += 0.1) {
		assert_near(emodel_r_of_mos(emodel_mos(r)), r, 1e-6);
	}
}

/* G.109 and G.107 Annex B. */
static void words(void **state)
{
	static const struct {
		double r;
		const char *words;
	} rows[] = {{100, "very satisfied"}, {90, "very satisfied"},
		{89.9, "satisfied"}, {80, "satisfied"},
		{79.9, "some users dissatisfied"},
		{69.9, "many users dissatisfied"},
		{59.9, "nearly all users dissatisfied"},
		{50, "nearly all users dissatisfied"},
		{49.9, "not recommended"}, {-3, "not recommended"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_string_equal(
			emodel_satisfaction(rows[i].r), rows[i].words);
	}
}

static void delay(void **state)
{
	/* Ta, Idd, R with Idd alone, R with echo (T = Ta, Tr = 2 Ta). */
	static const struct {
		double ta, idd, r, r_echo;
	} rows[] = {
		{0, 0, 93.206, 93.206},
		{50, 0, 93.206, 91.756},
		{100, 0, 93.206, 90.664},
		{120, 0.001, 93.205, 90.264},
		{150, 0.164, 93.043, 89.539},
		{177, 1.154, 92.053, 88.075},
		{200, 3.044, 90.162, 85.805},
		{250, 8.917, 84.289, 79.177},
		{300, 14.761, 78.446, 72.666},
		{350, 19.811, 73.395, 67.027},
		{400, 24.070, 69.136, 62.247},
		{500, 30.636, 62.570, 54.803},
		{600, 35.247, 57.959, 49.484},
		{800, 40.832, 52.374, 42.822},
		{1000, 43.790, 49.417, 39.077},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct emodel_input in = emodel_defaults();
		struct emodel_output o;

		in.ta_ms = rows[i].ta;
		emodel_rate(&in, &o);
		assert_near(o.idd, rows[i].idd, 6e-4);
		assert_near(o.r, rows[i].r, 6e-4);
		in.t_ms = rows[i].ta;
		in.tr_ms = 2 * rows[i].ta;
		emodel_rate(&in, &o);
		assert_near(o.r, rows[i].r_echo, 6e-4);
	}
	/* Delay classes of G.107 (06/2015) table 1. */
	assert_near(emodel_idd(200, 0.55, 120), 2.253, 6e-4);
	assert_near(emodel_idd(300, 0.55, 120), 10.094, 6e-4);
	assert_near(emodel_idd(300, 0.4, 150), 6.179, 6e-4);
	assert_near(emodel_idd(400, 0.4, 150), 11.197, 6e-4);
}

/*
 * A published planning table (Janssen and De Vleeschauwer): the delay that
 * leaves R = 70 without echo. Budget 24.1 = published Ie + Idd, to 0.15.
 */
static void delay_budget(void **state)
{
	static const struct {
		double ie, ta_ms;
	} rows[] = {{0, 400}, {2, 375}, {7, 322}, {5, 342}, {10, 294},
		{15, 251}, {19, 219}, {20, 210}, {23, 177}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		double used = rows[i].ie + emodel_idd(rows[i].ta_ms, 1, 100);
		assert_near(used, 24.1, 0.15);
	}
}

static void loss(void **state)
{
	/* Ie, Bpl, Ppl, BurstR: Ie,eff by hand from G.107 eq. 7-29. */
	static const struct {
		double ie, bpl, ppl, burst_r, ie_eff;
	} rows[] = {
		{0, 4.3, 0, 1, 0}, {0, 4.3, 1, 1, 17.9245},
		{0, 4.3, 2, 1, 30.1587}, {0, 4.3, 5, 1, 51.0753},
		{0, 25.1, 2, 1, 7.0111}, {0, 25.1, 5, 1, 15.7807},
		{11, 19, 2, 1, 19}, {11, 19, 5, 1, 28.5},
		{15, 16.1, 3, 1, 27.5654}, {5, 10, 10, 1, 50},
		{0, 25.1, 2, 2, 7.2797}, {0, 25.1, 20, 2, 54.1311},
		{11, 19, 5, 2, 30.5349}, {0, 4.3, 5, 2, 69.8529},
		{0, 4.3, 10, 2, 95}, /* 102.15, past the scale */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_near(emodel_ie_eff(&emodel_nb, rows[i].ie, rows[i].bpl, rows[i].ppl,
				    rows[i].burst_r),
			rows[i].ie_eff, 5e-5);
	}
	assert_near(emodel_ie_eff(&emodel_nb, 99, 10, 0, 1), 95, 0);
}

/*
 * Measured before the formula was made (G.113 App. I of 1999): the formula
 * must come within 1 of what listeners said of G.729A, 1.2 for G.723.1.
 */
static void listeners(void **state)
{
	static const struct {
		double ppl, g729, g723;
	} rows[] = {{0.5, 13, 17}, {1, 15, 19}, {1.5, 17, 22}, {2, 19, 24},
		{3, 23, 27}, {4, 26, 32}, {8, 36, 41}, {16, 49, 55}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_near(
			emodel_ie_eff(&emodel_nb, 11, 19, rows[i].ppl, 1), rows[i].g729, 1);
		assert_near(emodel_ie_eff(&emodel_nb, 15, 16.1, rows[i].ppl, 1),
			rows[i].g723, 1.2);
	}
}

/* A published lecture example: G.729A, 2 % random, 150 ms, TELR 65. */
static void worked_example(void **state)
{
	struct emodel_input in = emodel_defaults();
	struct emodel_output o;

	(void)state;
	in.t_ms = 150;
	in.ta_ms = 150;
	in.tr_ms = 300;
	in.ie = 11;
	in.bpl = 19;
	in.ppl_pct = 2;
	emodel_rate(&in, &o);
	assert_near(o.id, 3.8, 0.06);
	assert_near(o.ie_eff, 19, 1e-9);
	assert_near(o.r, 70.5, 0.1);
	assert_near(o.mos, 3.62, 0.01);
	in.ie = 0;
	in.bpl = 25.1;
	emodel_rate(&in, &o);
	assert_near(o.r, 82.5, 0.1);
}

/* More loss, delay, impairment or burstiness never sounds better. */
static void law_monotone(void **state)
{
	struct emodel_input in = emodel_defaults();
	struct emodel_output o;
	double before = 200;

	(void)state;
	in.bpl = 19;
	for (double ppl = 0; ppl <= 100; ppl += 0.5) {
		in.ppl_pct = ppl;
		emodel_rate(&in, &o);
		assert_true(o.r <= before);
		before = o.r;
	}
	in.ppl_pct = 1;
	before = 200;
	for (double ta = 0; ta <= 2000; ta += 5) {
		in.ta_ms = ta;
		emodel_rate(&in, &o);
		assert_true(o.r <= before + 1e-12);
		before = o.r;
	}
	for (double b = 1; b < 8; b += 0.25) {
		in.burst_r = b;
		emodel_rate(&in, &o);
		assert_true(o.r <= before);
		before = o.r;
	}
}

/* Inputs far from any telephone give a number, never NaN. */
static void extremes(void **state)
{
	static const double values[] = {-100, -20, 0, 1, 9, 25, 200};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		for (size_t j = 0; j < COUNT_OF(values); j++) {
			struct emodel_input in = emodel_defaults();
			struct emodel_output o;

			in.stmr = values[i];
			in.telr = values[j];
			in.slr = values[j];
			in.t_ms = fabs(values[i]) * 5;
			in.ta_ms = fabs(values[j]) * 10;
			emodel_rate(&in, &o);
			assert_true(o.r == o.r);
			assert_true(o.mos >= 1 && o.mos <= 4.5);
		}
	}
}

/* Rows of an independent oracle, written from the equations in another language:
 * Ie, Bpl, Ppl, BurstR, Ta, T (Tr = 2 T); Ie,eff, R, MOS. */
static void oracle_rows(void **state)
{
	static const struct {
		double ie, bpl, ppl, burst_r, ta, t, ie_eff, r, mos;
	} rows[] = {
		{0, 4.3, 0, 1, 0, 0, 0.00000, 93.20621, 4.40941},
		{0, 4.3, 0.5, 1, 150, 0, 9.89583, 83.14684, 4.13719},
		{0, 4.3, 1, 1, 150, 150, 17.92453, 71.61460, 3.67178},
		{0, 4.3, 2, 2, 200, 0, 35.84906, 54.31274, 2.80216},
		{0, 4.3, 3, 1, 400, 400, 39.04110, 23.20573, 1.35321},
		{0, 4.3, 5, 1, 0, 0, 51.07527, 42.13094, 2.16962},
		{0, 4.3, 10, 1, 100, 0, 66.43357, 26.77264, 1.48105},
		{0, 4.3, 20, 1, 400, 0, 78.18930, -9.05318, 1.00000},
		{0, 25.1, 0, 1, 0, 0, 0.00000, 93.20621, 4.40941},
		{0, 25.1, 0.5, 1, 150, 0, 1.85547, 91.18721, 4.36699},
		{0, 25.1, 1, 1, 150, 150, 3.63985, 85.89929, 4.22607},
		{0, 25.1, 2, 2, 200, 0, 7.27969, 82.88210, 4.12812},
		{0, 25.1, 3, 1, 400, 400, 10.14235, 52.10448, 2.68573},
		{0, 25.1, 5, 1, 0, 0, 15.78073, 77.42548, 3.92309},
		{0, 25.1, 10, 1, 100, 0, 27.06553, 66.14068, 3.41119},
		{0, 25.1, 20, 1, 400, 0, 42.12860, 27.00752, 1.48999},
		{11, 19, 0, 1, 0, 0, 11.00000, 82.20621, 4.10459},
		{11, 19, 0.5, 1, 150, 0, 13.15385, 79.88883, 4.01979},
		{11, 19, 1, 1, 150, 150, 15.20000, 74.33913, 3.79334},
		{11, 19, 2, 2, 200, 0, 19.40000, 70.76179, 3.63252},
		{11, 19, 3, 1, 400, 400, 22.45455, 39.79228, 2.05383},
		{11, 19, 5, 1, 0, 0, 28.50000, 64.70621, 3.33995},
		{11, 19, 10, 1, 100, 0, 39.96552, 53.24069, 2.74563},
		{11, 19, 20, 1, 400, 0, 54.07692, 15.05920, 1.12467},
		{15, 16.1, 0, 1, 0, 0, 15.00000, 78.20621, 3.95443},
		{15, 16.1, 0.5, 1, 150, 0, 17.40964, 75.63304, 3.84883},
		{15, 16.1, 1, 1, 150, 150, 19.67836, 69.86077, 3.59046},
		{15, 16.1, 2, 2, 200, 0, 24.35673, 65.80507, 3.39462},
		{15, 16.1, 3, 1, 400, 400, 27.56545, 34.68138, 1.81236},
		{15, 16.1, 5, 1, 0, 0, 33.95735, 59.24886, 3.06102},
		{15, 16.1, 10, 1, 100, 0, 45.65134, 47.55487, 2.44715},
		{15, 16.1, 20, 1, 400, 0, 59.32133, 9.81479, 1.03257},
		{5, 10, 0, 1, 0, 0, 5.00000, 88.20621, 4.29261},
		{5, 10, 0.5, 1, 150, 0, 9.28571, 83.75696, 4.15774},
		{5, 10, 1, 1, 150, 150, 13.18182, 76.35731, 3.87921},
		{5, 10, 2, 2, 200, 0, 21.36364, 68.79816, 3.54014},
		{5, 10, 3, 1, 400, 400, 25.76923, 36.47760, 1.89518},
		{5, 10, 5, 1, 0, 0, 35.00000, 58.20621, 3.00667},
		{5, 10, 10, 1, 100, 0, 50.00000, 43.20621, 2.22375},
		{5, 10, 20, 1, 400, 0, 65.00000, 4.13612, 1.00000},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct emodel_input in = emodel_defaults();
		struct emodel_output o;

		in.ie = rows[i].ie;
		in.bpl = rows[i].bpl;
		in.ppl_pct = rows[i].ppl;
		in.burst_r = rows[i].burst_r;
		in.ta_ms = rows[i].ta;
		in.t_ms = rows[i].t;
		in.tr_ms = 2 * rows[i].t;
		emodel_rate(&in, &o);
		assert_near(o.ie_eff, rows[i].ie_eff, 1e-4);
		assert_near(o.r, rows[i].r, 1e-4);
		assert_near(o.mos, rows[i].mos, 1e-4);
	}
}

/* What levels and noise do, each alone: the same oracle. */
static void levels(void **state)
{
	static const struct {
		size_t field;
		double v, r;
	} rows[] = {
		{offsetof(struct emodel_input, slr), 2, 92.53866},
		{offsetof(struct emodel_input, slr), 14, 84.80517},
		{offsetof(struct emodel_input, rlr), -2, 93.68454},
		{offsetof(struct emodel_input, rlr), 8, 85.49743},
		{offsetof(struct emodel_input, stmr), 10, 93.19964},
		{offsetof(struct emodel_input, stmr), 19, 93.23055},
		{offsetof(struct emodel_input, lstr), 13, 93.19475},
		{offsetof(struct emodel_input, lstr), 23, 93.20978},
		{offsetof(struct emodel_input, ds), -3, 92.48267},
		{offsetof(struct emodel_input, wepl), 20, 92.46401},
		{offsetof(struct emodel_input, wepl), 5, 88.65222},
		{offsetof(struct emodel_input, qdu), 4, 88.20315},
		{offsetof(struct emodel_input, qdu), 14, 66.26207},
		{offsetof(struct emodel_input, nc), -50, 76.35079},
		{offsetof(struct emodel_input, nfor), -55, 81.05142},
		{offsetof(struct emodel_input, ps), 60, 71.55033},
		{offsetof(struct emodel_input, ps), 85, 20.69827},
		{offsetof(struct emodel_input, pr), 50, 91.58524},
		{offsetof(struct emodel_input, pr), 65, 70.39775},
		{offsetof(struct emodel_input, a), 10, 103.20621},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct emodel_input in = emodel_defaults();
		struct emodel_output o;

		*(double *)(void *)((char *)&in + rows[i].field) = rows[i].v;
		emodel_rate(&in, &o);
		assert_near(o.r, rows[i].r, 1e-4);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(mos_of_r),
		cmocka_unit_test(r_of_mos),
		cmocka_unit_test(words),
		cmocka_unit_test(delay),
		cmocka_unit_test(delay_budget),
		cmocka_unit_test(loss),
		cmocka_unit_test(listeners),
		cmocka_unit_test(worked_example),
		cmocka_unit_test(law_monotone),
		cmocka_unit_test(extremes),
		cmocka_unit_test(oracle_rows),
		cmocka_unit_test(levels),
	};

	return RUN_TESTS(tests);
}
