/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a monitor may score, and what it must refuse to. Scores are the rows of
 * a table computed by an independent E-model (delay 0 unless given).
 */
#include "quality/quality.h"

#include "tests/unit/near.h"

#include <string.h>

static struct quality rate(const struct codec *codec, uint64_t lost)
{
	struct quality_input in = {
		.codec = codec,
		.expected = 1000,
		.lost = lost,
		.burst_r = maybe_of(1),
	};
	return quality_rate(&in);
}

static void scores(void **state)
{
	static const struct {
		const struct codec *codec;
		uint64_t lost; /* of 1000 */
		double ie_eff, r, mos;
	} rows[] = {
		{&codec_pcma, 0, 0, 93.2062, 4.4094},
		{&codec_pcma, 5, 1.8555, 91.3507, 4.3707},
		{&codec_pcma, 10, 3.6398, 89.5664, 4.3282},
		{&codec_pcmu, 20, 7.0111, 86.1951, 4.2350},
		{&codec_pcmu, 50, 15.7807, 77.4255, 3.9231},
		{&codec_pcmu, 200, 42.1286, 51.0776, 2.6316},
		{&codec_g729, 0, 11, 82.2062, 4.1046},
		{&codec_g729, 20, 19, 74.2062, 3.7876},
		{&codec_g729, 100, 39.9655, 53.2407, 2.7456},
		{&codec_g723, 30, 27.5654, 65.6408, 3.3865},
		{&codec_gsm_efr, 50, 35, 58.2062, 3.0067},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct quality q = rate(rows[i].codec, rows[i].lost);
		assert_int_equal(q.basis, QUALITY_RATED);
		assert_true(q.r.known && q.mos.known && q.ie_eff.known);
		assert_near(q.ie_eff.v, rows[i].ie_eff, 6e-5);
		assert_near(q.r.v, rows[i].r, 6e-5);
		assert_near(q.mos.v, rows[i].mos, 6e-5);
		assert_false(q.mos_cq.known);
	}
}

/* G.711 whose receiver does not conceal: Bpl 4.3. */
static void pessimistic(void **state)
{
	struct quality q = rate(&codec_pcma, 20);

	(void)state;
	assert_true(q.r_low.known && q.mos_low.known);
	assert_near(q.r_low.v, 63.0475, 6e-5);
	assert_near(q.mos_low.v, 3.2564, 6e-5);
	assert_false(rate(&codec_g729, 20).mos_low.known);
	/* Without loss there is nothing to conceal. */
	q = rate(&codec_pcmu, 0);
	assert_near(q.mos_low.v, q.mos.v, 0);
}

/* G.113: BurstR counts for Bpl >= 16 only; shown valid up to 2. */
static void burst_ratio_used(void **state)
{
	static const struct {
		const struct codec *codec;
		struct maybe measured;
		double used, r;
	} rows[] = {
		{&codec_pcma, {2, true}, 2, 75.9961},
		{&codec_pcma, {9, true}, 2, 75.9961},
		{&codec_pcma, {0.5, true}, 1, 77.4255},
		{&codec_pcma, {0, false}, 1, 77.4255},
		{&codec_g729, {2, true}, 2, 62.6713},
		{&codec_gsm_efr, {2, true}, 1, 58.2062},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct quality_input in = {
			.codec = rows[i].codec,
			.expected = 1000,
			.lost = 50,
			.burst_r = rows[i].measured,
		};
		struct quality q = quality_rate(&in);
		assert_near(q.burst_r_used, rows[i].used, 0);
		assert_near(q.r.v, rows[i].r, 2e-4);
	}
	/* The pessimistic figure has a Bpl below 16: no burst term. */
	struct quality_input in = {
		&codec_pcma, 1000, 50, {2, true}, {0, false}};
	assert_near(quality_rate(&in).r_low.v, 42.1309, 6e-5);
}

/* Delay adds Idd to the conversational score and to nothing else. */
static void delay(void **state)
{
	struct quality_input in = {
		.codec = &codec_pcma,
		.expected = 1000,
		.delay_ms = {200, true},
	};
	struct quality q = quality_rate(&in);

	(void)state;
	assert_near(q.mos.v, 4.4094, 6e-5);
	assert_true(q.mos_cq.known);
	assert_near(q.mos_cq.v, 4.343, 6e-4);
}

static void nothing_arrived(void **state)
{
	struct quality q = rate(&codec_pcma, 1000);

	(void)state;
	assert_near(q.r.v, 0, 0);
	assert_near(q.mos.v, 1, 0);
	/* R never falls below 0. */
	q = rate(&codec_gsm_efr, 990);
	assert_true(q.r.v >= 0);
	assert_true(q.mos.v >= 1);
}

static void refusals(void **state)
{
	static const struct {
		const struct codec *codec;
		uint64_t expected, lost;
		enum quality_basis basis;
		bool scored;
	} rows[] = {
		{NULL, 1000, 0, QUALITY_NO_CODEC, false},
		{&codec_opus, 1000, 0, QUALITY_WIDEBAND, false},
		{&codec_g722, 1000, 0, QUALITY_WIDEBAND, false},
		{&codec_ilbc, 1000, 0, QUALITY_NO_IE, false},
		{&codec_telephone_event, 1000, 0, QUALITY_NOT_AUDIO, false},
		{&codec_h264, 1000, 0, QUALITY_NOT_AUDIO, false},
		{&codec_cn, 1000, 0, QUALITY_NOT_AUDIO, false},
		{&codec_pcma, 49, 0, QUALITY_TOO_SHORT, false},
		{&codec_pcma, 0, 0, QUALITY_TOO_SHORT, false},
		{&codec_pcma, 50, 0, QUALITY_RATED, true},
		{&codec_gsm, 1000, 0, QUALITY_NO_BPL, true},
		{&codec_gsm, 1000, 1, QUALITY_NO_BPL, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct quality_input in = {
			.codec = rows[i].codec,
			.expected = rows[i].expected,
			.lost = rows[i].lost,
			.delay_ms = {10, true},
		};
		struct quality q = quality_rate(&in);
		assert_int_equal(q.basis, rows[i].basis);
		assert_true(q.mos.known == rows[i].scored);
		assert_true(q.r.known == rows[i].scored);
		assert_true(q.mos_cq.known == rows[i].scored);
		assert_true(q.ie_eff.known == rows[i].scored);
	}
	assert_near(rate(&codec_gsm, 0).r.v, 73.2062, 6e-5);
}

static void reasons(void **state)
{
	(void)state;
	for (int a = QUALITY_RATED; a <= QUALITY_TOO_SHORT; a++) {
		const char *text = quality_basis_text((enum quality_basis)a);
		assert_in_range(strlen(text), 8, 78);
		for (int b = QUALITY_RATED; b < a; b++) {
			assert_string_not_equal(text,
				quality_basis_text((enum quality_basis)b));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scores),
		cmocka_unit_test(pessimistic),
		cmocka_unit_test(burst_ratio_used),
		cmocka_unit_test(delay),
		cmocka_unit_test(nothing_arrived),
		cmocka_unit_test(refusals),
		cmocka_unit_test(reasons),
	};

	return RUN_TESTS(tests);
}
