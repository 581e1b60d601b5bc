/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wideband and the fullband E-model, ITU-T G.107.1 and G.107.2. */
#include "quality/emodel_fb.h"
#include "quality/emodel_wb.h"

#include "tests/unit/near.h"

struct row {
	double ie, bpl, ppl, ta, ie_eff, r, mos;
};

static void check(const struct emodel *model, const struct row *row)
{
	struct emodel_input in = emodel_defaults();
	struct emodel_output o;

	in.ie = row->ie;
	in.bpl = row->bpl;
	in.ppl_pct = row->ppl;
	in.ta_ms = row->ta;
	model->rate(&in, &o);
	assert_near(o.ie_eff, row->ie_eff, 1e-4);
	assert_near(o.r, row->r, 1e-4);
	assert_near(o.mos, row->mos, 1e-4);
}

/* Ie of AMR-WB modes (G.113 App. IV), asserted by a public tool as well. */
static void wideband_codecs(void **state)
{
	static const struct row rows[] = {
		{0, 4.3, 0, 0, 0, 129, 4.5},
		{1, 4.3, 0, 0, 1, 128, 4.4940},
		{8, 4.3, 0, 0, 8, 121, 4.4206},
		{13, 4.3, 0, 0, 13, 116, 4.3371},
		{41, 4.3, 0, 0, 41, 88, 3.5123},
		{56, 4.3, 0, 0, 56, 73, 2.9220},
		{20, 4.3, 2, 0, 43.80952, 85.19048, 3.4062},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		check(&emodel_wb, &rows[i]);
	}
}

/* An independent oracle, written from the equations in another language. */
static void wideband_rows(void **state)
{
	static const struct row rows[] = {
		{13, 4.3, 0.5, 0, 21.54167, 107.45833, 4.14243},
		{13, 4.3, 1, 150, 28.47170, 100.31735, 3.93681},
		{13, 4.3, 5, 200, 57.08602, 67.98668, 2.71727},
		{13, 4.3, 10, 400, 70.34266, 27.60693, 1.29454},
		{20, 4.3, 0.5, 0, 27.81250, 101.18750, 3.96369},
		{20, 4.3, 1, 150, 34.15094, 94.63810, 3.75049},
		{20, 4.3, 5, 200, 60.32258, 64.75013, 2.58518},
		{20, 4.3, 10, 400, 72.44755, 25.50203, 1.24525},
		{8, 4.6, 0.5, 0, 16.52941, 112.47059, 4.26413},
		{8, 4.6, 1, 150, 23.53571, 105.25333, 4.08272},
		{8, 4.6, 5, 200, 53.31250, 71.76021, 2.87144},
		{8, 4.6, 10, 400, 67.58904, 30.36054, 1.36438},
		{10, 4.9, 0.5, 0, 17.87037, 111.12963, 4.23357},
		{10, 4.9, 1, 150, 24.40678, 104.38227, 4.05817},
		{10, 4.9, 5, 200, 52.92929, 72.14341, 2.88707},
		{10, 4.9, 10, 400, 67.04698, 30.90261, 1.37881},
		{41, 4.3, 0.5, 0, 46.62500, 82.37500, 3.29729},
		{41, 4.3, 1, 150, 51.18868, 77.60037, 3.10804},
		{41, 4.3, 5, 200, 70.03226, 55.04045, 2.19654},
		{41, 4.3, 10, 400, 78.76224, 19.18735, 1.12063},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		check(&emodel_wb, &rows[i]);
	}
}

/* Echo: the same oracle; TELR, T (Tr = 2 T), R. */
static void wideband_echo(void **state)
{
	static const struct {
		double telr, t, r;
	} rows[] = {
		{65, 1, 128.98205},
		{65, 50, 127.89996},
		{65, 150, 127.04856},
		{50, 50, 125.56034},
		{35, 150, 86.27568},
		{65, 400, 125.51356},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct emodel_input in = emodel_defaults();
		struct emodel_output o;

		in.telr = rows[i].telr;
		in.t_ms = rows[i].t;
		in.tr_ms = 2 * rows[i].t;
		emodel_wb.rate(&in, &o);
		assert_near(o.r, rows[i].r, 1e-4);
	}
}

/* EVS SWB at 24.4, 13.2 and 9.6 kbit/s, and delay: the same oracle. */
static void fullband_rows(void **state)
{
	static const struct row rows[] = {
		{7.2, 11.4, 0, 0, 7.20000, 140.80000, 4.44356},
		{7.2, 11.4, 1, 0, 17.26452, 130.73548, 4.29610},
		{7.2, 11.4, 3, 0, 33.20000, 114.80000, 3.92884},
		{7.2, 11.4, 5, 200, 45.24878, 98.24549, 3.42307},
		{7.2, 11.4, 10, 400, 65.51776, 46.85851, 1.67893},
		{17.1, 11.7, 0, 0, 17.10000, 130.90000, 4.29909},
		{17.1, 11.7, 1, 0, 26.14724, 121.85276, 4.10905},
		{17.1, 11.7, 3, 0, 40.54898, 107.45102, 3.71654},
		{17.1, 11.7, 5, 200, 51.50120, 91.99307, 3.21104},
		{17.1, 11.7, 10, 400, 70.04931, 42.32696, 1.55213},
		{22.7, 13, 0, 0, 22.70000, 125.30000, 4.18735},
		{22.7, 13, 1, 0, 30.50714, 117.49286, 4.00062},
		{22.7, 13, 3, 0, 43.19375, 104.80625, 3.63499},
		{22.7, 13, 5, 200, 53.06111, 90.43316, 3.15698},
		{22.7, 13, 10, 400, 70.22174, 42.15453, 1.54749},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		check(&emodel_fb, &rows[i]);
	}
}

/* The three scales end elsewhere, and Ie,eff with them. */
static void scales(void **state)
{
	static const struct {
		const struct emodel *model;
		double r, ie_most, mos_at_100;
	} rows[] = {
		{&emodel_nb, 93.2062, 95, 4.5},
		{&emodel_wb, 129, 95, 3.9269},
		{&emodel_fb, 148, 132, 3.4809},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct emodel *m = rows[i].model;
		struct emodel_input in = emodel_defaults();
		struct emodel_output o;

		m->rate(&in, &o);
		assert_near(o.r, rows[i].r, 6e-5);
		in.ppl_pct = 100;
		in.bpl = 0.001;
		m->rate(&in, &o);
		assert_near(o.ie_eff, rows[i].ie_most, 0.01);
		assert_near(emodel_mos_on(m, 100), rows[i].mos_at_100, 5e-4);
		/* A burst term on the narrowband scale alone. */
		double one = emodel_ie_eff(m, 13, 20, 5, 1);
		double two = emodel_ie_eff(m, 13, 20, 5, 2);
		assert_true(two > one || !m->bursts);
		assert_true(two == one || m->bursts);
	}
}

/* More loss, delay, echo or impairment never sounds better; never NaN. */
static void law_monotone(void **state)
{
	static const struct emodel *const models[] = {&emodel_wb, &emodel_fb};
	enum { LOSS, DELAY, IE, ECHO, WAYS };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(models) * WAYS; i++) {
		double before = 200;
		size_t way = i % WAYS;
		for (int n = 0; n <= 400; n++) {
			struct emodel_input in = emodel_defaults();
			struct emodel_output o;

			in.ppl_pct = way == LOSS ? n / 4.0 : 1;
			in.ta_ms = way == DELAY ? n * 5 : 0;
			in.ie = way == IE ? n / 5.0 : 10;
			in.telr = way == ECHO ? 65 - n / 10.0 : 65;
			in.t_ms = way == ECHO ? 120 : 0;
			in.tr_ms = 2 * in.t_ms;
			models[i / WAYS]->rate(&in, &o);
			assert_true(o.r <= before + 1e-9);
			assert_true(o.mos >= 1 && o.mos <= 4.5);
			before = o.r;
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wideband_codecs),
		cmocka_unit_test(wideband_rows),
		cmocka_unit_test(wideband_echo),
		cmocka_unit_test(fullband_rows),
		cmocka_unit_test(scales),
		cmocka_unit_test(law_monotone),
	};

	return RUN_TESTS(tests);
}
