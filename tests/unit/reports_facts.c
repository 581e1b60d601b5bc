/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Totals of a book made by hand; every expected figure is worked out beside its
 * row. ASR and NER: ITU-T E.425; directions: RFC 3264 clause 6.1.
 */
#include "reports/facts.h"

#include "tests/unit/test.h"

#define S NS_PER_S

/* A call that began at @begin and ended at @end, in seconds. */
static struct call make(enum call_state state, ns_t begin, ns_t end)
{
	return (struct call){
		.state = state,
		.invite = {begin * S, 1, 0},
		.first_ts = begin * S,
		.last_ts = end * S,
		.end = {end * S, 2, 0},
	};
}

static void chain(struct book *book, struct call *calls, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		calls[i].next = i + 1 < n ? &calls[i + 1] : NULL;
	}
	book->calls = n ? calls : NULL;
	book->call_count = n;
}

static void totals(void **state)
{
	static const struct {
		enum call_state state;
		ns_t begin, end;
		uint16_t status;
	} rows[] = {
		{CALL_COMPLETED, 0, 10, 200},
		{CALL_ESTABLISHED, 5, 30, 200},
		{CALL_BUSY, 9, 12, 486},
		{CALL_REJECTED, 10, 11, 404}, /* not with the first: 10 = 10 */
		{CALL_FAILED, 40, 41, 503},
		{CALL_RINGING, 50, 51, 0},
		{CALL_INCOMPLETE, 60, 61, 0},
		{CALL_REDIRECTED, 70, 71, 302},
		{CALL_REJECTED, 80, 81, 603}, /* declined: the network did its
						 part */
	};
	static struct call calls[COUNT_OF(rows)];
	static struct hop hops[COUNT_OF(rows)];
	static struct book book;
	struct facts f;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		calls[i] = make(rows[i].state, rows[i].begin, rows[i].end);
		calls[i].hops = &hops[i];
		calls[i].hop_count = 1;
		hops[i].invite = calls[i].invite;
		hops[i].status = rows[i].status;
	}
	hops[0].answer = (struct moment){2 * S, 3, 0};
	hops[0].bye = (struct moment){10 * S, 4, 0};
	hops[1].answer = (struct moment){6 * S, 3, 0}; /* still up */
	hops[0].progress = (struct moment){S / 10, 5, 0};
	hops[1].progress = (struct moment){5 * S + S / 5, 5, 0};
	hops[2].final = (struct moment){9 * S + 3 * S / 10, 5, 0};
	chain(&book, calls, COUNT_OF(calls));
	assert_int_equal(facts_of(&book, &f), 0);
	assert_int_equal(f.calls, 9);
	assert_int_equal(f.by_state[CALL_REJECTED], 2);
	/* attempts: completed, established, busy, 2 rejected, failed */
	assert_int_equal(f.attempts, 6);
	assert_true(f.asr_pct.known);
	assert_float_equal(f.asr_pct.v, 100.0 * 2 / 6, 1e-9);
	assert_float_equal(f.ner_pct.v, 100.0 * 4 / 6, 1e-9);
	assert_float_equal(f.acd_s.v, 8, 1e-9);
	assert_float_equal(f.pdd_ms_mean.v, 200, 1e-9);
	/* at 9 s: the first three; at 10 s: 5-30, 9-12, 10-11 */
	assert_int_equal(f.concurrent_max, 3);
}

static void nothing(void **state)
{
	static struct book book;
	struct facts f;

	(void)state;
	assert_int_equal(facts_of(&book, &f), 0);
	assert_int_equal(f.calls, 0);
	assert_int_equal(f.concurrent_max, 0);
	assert_false(f.asr_pct.known);
	assert_false(f.ner_pct.known);
	assert_false(f.acd_s.known);
	assert_false(f.mos_min[BAND_NARROW].known);
}

static void began_before_is_no_attempt(void **state)
{
	struct call call = make(CALL_COMPLETED, 0, 5);
	static struct book book;
	struct facts f;

	(void)state;
	call.invite.frame = 0;
	call.began_before = true;
	chain(&book, &call, 1);
	assert_int_equal(facts_of(&book, &f), 0);
	assert_int_equal(f.attempts, 0);
	assert_false(f.asr_pct.known);
}

static void scores(void **state)
{
	static struct stream streams[3];
	static struct book book;
	struct call call = {.streams = streams};
	struct facts f;

	(void)state;
	book.streams = streams;
	streams[0].next = &streams[1];
	streams[1].next = &streams[2];
	streams[0].next_in_call = &streams[1];
	streams[0].quality.mos = maybe_of(4.4);
	streams[2].quality.mos = maybe_of(3.0);
	assert_int_equal(facts_of(&book, &f), 0);
	assert_int_equal(f.streams, 3);
	assert_float_equal(f.mos_min[BAND_NARROW].v, 3.0, 1e-9);
	/* the unknown not in it */
	assert_float_equal(f.mos_mean[BAND_NARROW].v, 3.7, 1e-9);
	assert_false(f.mos_min[BAND_WIDE].known);
	assert_ptr_equal(facts_worst(&call), &streams[0]);
	call.streams = &streams[1];
	assert_null(facts_worst(&call));
}

/* Of two scales neither mean nor minimum, and the narrower one stands for a call. */
static void scores_of_two_scales(void **state)
{
	static struct stream streams[3];
	static struct book book;
	struct call call = {.streams = streams};
	struct facts f;

	(void)state;
	book.streams = streams;
	for (int i = 0; i < 2; i++) {
		streams[i].next = &streams[i + 1];
		streams[i].next_in_call = &streams[i + 1];
	}
	streams[0].quality.mos = maybe_of(2.0);
	streams[0].quality.band = BAND_WIDE;
	streams[1].quality.mos = maybe_of(4.0);
	streams[2].quality.mos = maybe_of(3.0);
	streams[2].quality.band = BAND_WIDE;
	assert_int_equal(facts_of(&book, &f), 0);
	assert_float_equal(f.mos_min[BAND_NARROW].v, 4.0, 1e-9);
	assert_float_equal(f.mos_mean[BAND_NARROW].v, 4.0, 1e-9);
	assert_float_equal(f.mos_min[BAND_WIDE].v, 2.0, 1e-9);
	assert_float_equal(f.mos_mean[BAND_WIDE].v, 2.5, 1e-9);
	assert_false(f.mos_mean[BAND_FULL].known);
	assert_ptr_equal(facts_worst(&call), &streams[1]);
	assert_ptr_equal(facts_worst_on(&call, BAND_WIDE), &streams[0]);
	assert_null(facts_worst_on(&call, BAND_FULL));
	streams[1].quality.mos = MAYBE_UNKNOWN;
	assert_ptr_equal(facts_worst(&call), &streams[0]);
}

static void directions(void **state)
{
	static const struct {
		enum sdp_direction offer, answer, want;
	} rows[] = {
		{SDP_SENDRECV, SDP_SENDRECV, SDP_SENDRECV},
		{SDP_SENDRECV, SDP_RECVONLY, SDP_SENDONLY},
		{SDP_SENDRECV, SDP_SENDONLY, SDP_RECVONLY},
		{SDP_SENDONLY, SDP_RECVONLY, SDP_SENDONLY}, /* hold */
		{SDP_RECVONLY, SDP_SENDONLY, SDP_RECVONLY},
		{SDP_SENDONLY, SDP_SENDONLY, SDP_INACTIVE}, /* breaks 6.1 */
		{SDP_SENDRECV, SDP_INACTIVE, SDP_INACTIVE},
		{SDP_INACTIVE, SDP_SENDRECV, SDP_INACTIVE},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct media_line offer = {.direction = rows[i].offer};
		struct media_line answer = {.direction = rows[i].answer};
		assert_int_equal(
			facts_direction(&offer, &answer), rows[i].want);
	}
	struct media_line alone = {.direction = SDP_SENDONLY};
	assert_int_equal(facts_direction(&alone, NULL), SDP_SENDONLY);
}

static void codecs(void **state)
{
	struct media_format offered[] = {
		{.name = SLICE("G722"), .clock_hz = 8000, .payload_type = 9},
		{.name = SLICE("PCMA"), .clock_hz = 8000, .payload_type = 8},
	};
	struct media_format answered = {
		.name = SLICE("PCMA"), .clock_hz = 8000, .payload_type = 8};
	struct media_line lines[2] = {
		{.rtp.port = 4000, .format_count = 2, .formats = offered},
		{.rtp.port = 5000, .format_count = 1, .formats = &answered},
	};
	struct description offer = {.line_count = 1, .lines = &lines[0]};
	struct description answer = {.line_count = 1, .lines = &lines[1]};
	struct exchange x = {.offer = &offer};
	struct call call = {.exchanges = &x};
	enum media_security how = SECURE_ZRTP;

	(void)state;
	assert_int_equal(facts_codec(&call).n, 0); /* nothing agreed yet */
	x.answer = &answer;
	assert_true(slice_is(facts_codec(&call), "PCMA"));
	assert_true(facts_secure(&call, &how));
	assert_int_equal(how, SECURE_NONE);
	lines[1].security = SECURE_SDES;
	assert_true(facts_secure(&call, &how));
	assert_int_equal(how, SECURE_SDES);
	lines[1].rtp.port = 0; /* refused */
	assert_int_equal(facts_codec(&call).n, 0);
	assert_int_equal(facts_event_type(&lines[0]), -1);
	call.exchanges = NULL;
	assert_false(facts_secure(&call, &how));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(totals),
		cmocka_unit_test(nothing),
		cmocka_unit_test(began_before_is_no_attempt),
		cmocka_unit_test(scores),
		cmocka_unit_test(scores_of_two_scales),
		cmocka_unit_test(directions),
		cmocka_unit_test(codecs),
	};

	return RUN_TESTS(tests);
}
