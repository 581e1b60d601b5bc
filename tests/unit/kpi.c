/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Performance figures against hand calculation: attempts written message by
 * message, and what RFC 6076 (clause beside each row), E.411 and E.425 say of
 * them. Then who is counted where: talks once, hosts for each leg they touch.
 */
#include "tests/unit/feed.h"

#include "calls/dwell.h"
#include "calls/ledger.h"

#include "lib/attr.h"

#include <math.h>


/* How one attempt from 10.0.0.1 to 10.0.0.2 goes. Times in ms. */
struct attempt {
	const char *name;
	unsigned status[3]; /* replies to the INVITE, in order; 0: none */
	double at[3];	    /* after the INVITE */
	unsigned bye_status; /* 0: no BYE; 1: no reply to it */
	double rest;	    /* the capture goes on for so long */
	/* what is expected */
	unsigned open, redirected, established, effective, ineffective, reached,
		completed;
	double srd, srd_failed, pdd; /* -1: none */
};

static const struct attempt ROWS[] = {
	/* 4.3.1: the first provisional response other than 100 ends SRD */
	{"answered", {100, 180, 200}, {20, 300, 2000}, 200, 0, .established = 1,
		.effective = 1, .reached = 1, .completed = 1, .srd = 300,
		.srd_failed = -1, .pdd = 300},
	/* 4.3.1: without one, the 200 does */
	{"no provisional", {200}, {700}, 200, 0, .established = 1,
		.effective = 1, .reached = 1, .completed = 1, .srd = 700,
		.srd_failed = -1, .pdd = 700},
	/* 4.3.2: a failure response ends the delay of a failed set-up */
	{"busy", {100, 486}, {20, 400}, 0, 0, .effective = 1, .reached = 1,
		.srd = -1, .srd_failed = 400, .pdd = 400},
	/* 4.7: 480, 486, 600 and 603 count as effective */
	{"declined", {180, 603}, {100, 900}, 0, 0, .effective = 1,
		.reached = 1, .srd = -1, .srd_failed = 100, .pdd = 100},
	{"away", {480}, {50}, 0, 0, .effective = 1, .reached = 1, .srd = -1,
		.srd_failed = 50, .pdd = 50},
	{"busy everywhere", {600}, {50}, 0, 0, .effective = 1, .reached = 1,
		.srd = -1, .srd_failed = 50, .pdd = 50},
	{"not found", {404}, {50}, 0, 0, .srd = -1, .srd_failed = 50,
		.pdd = 50},
	{"given up", {180, 487}, {80, 4000}, 0, 0, .reached = 1, .srd = -1,
		.srd_failed = 80, .pdd = 80},
	/* 4.8: 408, 500, 503 and 504 */
	{"timeout", {408}, {50}, 0, 0, .ineffective = 1, .reached = 1,
		.srd = -1, .srd_failed = 50, .pdd = 50},
	{"server error", {500}, {50}, 0, 0, .ineffective = 1, .srd = -1,
		.srd_failed = 50, .pdd = 50},
	{"not implemented", {501}, {50}, 0, 0, .srd = -1, .srd_failed = 50,
		.pdd = 50},
	{"overload", {503}, {50}, 0, 0, .ineffective = 1, .srd = -1,
		.srd_failed = 50, .pdd = 50},
	{"gateway", {504}, {50}, 0, 0, .ineffective = 1, .srd = -1,
		.srd_failed = 50, .pdd = 50},
	/* 4.8 and RFC 3261 timer B: no reply within 32 s */
	{"no reply", {0}, {0}, 0, 32000, .ineffective = 1, .srd = -1,
		.srd_failed = -1, .pdd = -1},
	{"no reply yet", {0}, {0}, 0, 31000, .open = 1, .srd = -1,
		.srd_failed = -1, .pdd = -1},
	{"still ringing", {180}, {60}, 0, 40000, .open = 1, .srd = 60,
		.srd_failed = -1, .pdd = 60},
	/* 4.6: redirections leave the denominator */
	{"redirected", {302}, {50}, 0, 0, .redirected = 1, .srd = -1,
		.srd_failed = -1, .pdd = 50},
	/* 4.3.2, 4.7: challenges are no failures */
	{"never came back", {407}, {50}, 0, 0, .srd = -1, .srd_failed = -1,
		.pdd = -1},
	{"still up", {200}, {700}, 0, 60000, .established = 1, .effective = 1,
		.reached = 1, .srd = 700, .srd_failed = -1, .pdd = 700},
	/* 4.9: a session that ends for lack of a response is not complete */
	{"BYE lost", {200}, {700}, 1, 32000, .established = 1, .effective = 1,
		.reached = 1, .srd = 700, .srd_failed = -1, .pdd = 700},
	{"BYE at the end", {200}, {700}, 1, 1000, .established = 1,
		.effective = 1, .reached = 1, .completed = 1, .srd = 700,
		.srd_failed = -1, .pdd = 700},
	{"BYE refused", {200}, {700}, 481, 40000, .established = 1,
		.effective = 1, .reached = 1, .completed = 1, .srd = 700,
		.srd_failed = -1, .pdd = 700},
};

static void say(struct feed *f, const struct attempt *a, const char *call_id)
{
	ns_t start = f->ts;
	char line[64];

	feed_sip(f, (struct feed_sip){1, 2, "INVITE sip:1002@10.0.0.2 SIP/2.0",
			    "1 INVITE", .call_id = call_id});
	for (unsigned i = 0; i < 3 && a->status[i]; i++) {
		f->ts = start + (ns_t)(a->at[i] * 1e6);
		snprintf(line, sizeof(line), "SIP/2.0 %u X", a->status[i]);
		feed_sip(f, (struct feed_sip){2, 1, line, "1 INVITE",
				    .call_id = call_id, .to_tag = "b"});
	}
	if (a->bye_status) {
		feed_ms(f, 5000);
		feed_sip(f, (struct feed_sip){1, 2, "BYE sip:x SIP/2.0",
				    "2 BYE", .call_id = call_id,
				    .to_tag = "b"});
	}
	if (a->bye_status > 1) {
		feed_ms(f, 7);
		snprintf(line, sizeof(line), "SIP/2.0 %u X", a->bye_status);
		feed_sip(f, (struct feed_sip){2, 1, line, "2 BYE",
				    .call_id = call_id, .to_tag = "b"});
	}
	if (a->rest > 0) {
		feed_ms(f, a->rest);
		feed_bytes(f, feed_at(8, 9), feed_at(9, 9), "x", 1);
	}
}

static void take(void *context, struct account *account)
{
	struct account *to = context;

	*to = *account;
}

static void total(struct feed *f, struct account *ret)
{
	uint64_t left_out;

	book_finish(f->book);
	*ret = (struct account){0};
	assert_int_equal(
		ledger_each(f->book, LEDGER_TOTAL, take, ret, &left_out), 0);
	assert_int_equal(left_out, 0);
}

static bool is(struct maybe m, double v)
{
	return v < 0 ? !m.known : m.known && fabs(m.v - v) < 1e-6;
}

static void test_attempts(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct attempt *a = &ROWS[i];
		static struct account t;
		struct feed f = feed_start();
		say(&f, a, "c1");
		total(&f, &t);
		const struct kpi *k = &t.kpi;
		bool same = k->attempts == 1 && k->open == a->open &&
			    k->redirected == a->redirected &&
			    k->established == a->established &&
			    k->effective == a->effective &&
			    k->ineffective == a->ineffective &&
			    k->reached == a->reached &&
			    k->completed == a->completed;
		bool times = is(transit_mean_ms(&k->srd), a->srd) &&
			     is(transit_mean_ms(&k->srd_failed),
				     a->srd_failed) &&
			     is(transit_mean_ms(&k->pdd), a->pdd);
		if (!same || !times) {
			fail_msg("%s: %s", a->name,
				same ? "times" : "counts");
		}
		feed_end(&f);
	}
}

/* All of them in one capture: each ratio by hand from the column sums. */
static void test_ratios(void **state)
{
	static struct account t;
	struct feed f = feed_start();
	char id[16];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		snprintf(id, sizeof(id), "c%zu", i);
		say(&f, &ROWS[i], id);
		feed_ms(&f, 1000);
	}
	feed_ms(&f, 40000); /* so that every silence is one */
	feed_bytes(&f, feed_at(8, 9), feed_at(9, 9), "x", 1);
	total(&f, &t);
	/* 22 attempts. "no reply yet" has failed by now: 1 open ("still
	 * ringing"), 1 redirected, 1 only challenged; 6 established, 4 more
	 * effective; ineffective: 4 statuses and 2 silences; completed 3 of 5
	 * that ended, "BYE at the end" had no reply either. */
	assert_int_equal(t.kpi.attempts, 22);
	assert_int_equal(t.kpi.open, 1);
	assert_true(is(kpi_ser_pct(&t.kpi), 100.0 * 6 / 20));
	assert_true(is(kpi_asr_pct(&t.kpi), 100.0 * 6 / 20));
	assert_true(is(kpi_seer_pct(&t.kpi), 100.0 * 10 / 19));
	assert_true(is(kpi_isa_pct(&t.kpi), 100.0 * 6 / 21));
	assert_true(is(kpi_scr_pct(&t.kpi), 100.0 * 3 / 20));
	/* answered, busy, away, declined, given up, 408 */
	assert_true(is(kpi_ner_pct(&t.kpi), 100.0 * 12 / 20));
	assert_true(is(kpi_acd_s(&t.kpi), 5.0));
	assert_true(is(transit_mean_ms(&t.kpi.sdd), 7));
	assert_int_equal(t.kpi.sdd.count, 2);
	assert_int_equal(t.kpi.disconnects_failed, 3);
	/* 4.5.2: 5 s of talk and timer F, of the two without any reply */
	assert_int_equal(t.kpi.sdt_failed.count, 2);
	assert_true(is(transit_mean_ms(&t.kpi.sdt_failed), 37000));
	feed_end(&f);
}

static void test_nothing(void **state)
{
	static struct account t;
	struct feed f = feed_start();

	(void)state;
	total(&f, &t);
	assert_false(kpi_ser_pct(&t.kpi).known);
	assert_false(kpi_seer_pct(&t.kpi).known);
	assert_false(kpi_isa_pct(&t.kpi).known);
	assert_false(kpi_scr_pct(&t.kpi).known);
	assert_false(kpi_ira_pct(&t.kpi).known);
	assert_false(kpi_ner_pct(&t.kpi).known);
	assert_false(kpi_acd_s(&t.kpi).known);
	assert_false(ledger_cps(&t).known);
	feed_end(&f);
}

/* SRD counts from the INVITE with credentials, PDD from the first. 4.4: a 401
 * to the BYE is not its end. */
static void test_challenged(void **state)
{
	static struct account t;
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:b@x SIP/2.0",
			     "1 INVITE", .from_tag = "a"});
	feed_ms(&f, 51);
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 407 X", "1 INVITE",
			     .to_tag = "b"});
	feed_ms(&f, 10);
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:b@x SIP/2.0",
			     "2 INVITE", .from_tag = "a"});
	feed_ms(&f, 216);
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 180 X", "2 INVITE",
			     .to_tag = "b"});
	feed_ms(&f, 1000);
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 X", "2 INVITE",
			     .to_tag = "b"});
	feed_ms(&f, 3000);
	feed_sip(&f, (struct feed_sip){1, 2, "BYE sip:b@x SIP/2.0", "3 BYE",
			     .to_tag = "b"});
	feed_ms(&f, 20);
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 401 X", "3 BYE",
			     .to_tag = "b"});
	feed_ms(&f, 5);
	feed_sip(&f, (struct feed_sip){1, 2, "BYE sip:b@x SIP/2.0", "4 BYE",
			     .to_tag = "b"});
	feed_ms(&f, 8);
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 X", "4 BYE",
			     .to_tag = "b"});
	total(&f, &t);
	assert_int_equal(t.kpi.attempts, 1);
	assert_int_equal(t.kpi.unauthorised, 0);
	assert_true(is(transit_mean_ms(&t.kpi.srd), 216));
	assert_true(is(transit_mean_ms(&t.kpi.pdd), 277));
	assert_true(is(transit_mean_ms(&t.kpi.sdd), 33));
	assert_true(is(transit_mean_ms(&t.kpi.sdt), 3000));
	feed_end(&f);
}

/* One call through a PBX at .2: the legs of one talk, by Session-ID. */
static void relayed(struct feed *f, unsigned from, unsigned to, unsigned n)
{
	char a[16];
	char b[16];
	char session[64];
	const struct {
		unsigned from, to;
		const char *line;
		bool near;
		double ms;
	} steps[] = {
		{from, 2, "INVITE sip:b@x SIP/2.0", true, 60},
		{2, to, "INVITE sip:b@x SIP/2.0", false, 5},
		{to, 2, "SIP/2.0 100 X", false, 5},
		{2, from, "SIP/2.0 100 X", true, 90},
		{to, 2, "SIP/2.0 180 X", false, 45},
		{2, from, "SIP/2.0 180 X", true, 2000},
		{to, 2, "SIP/2.0 200 X", false, 50},
		{2, from, "SIP/2.0 200 X", true, 400},
	};

	snprintf(a, sizeof(a), "a%u", n);
	snprintf(b, sizeof(b), "b%u", n);
	snprintf(session, sizeof(session), "Session-ID: %032x\r\n", n + 1);
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		feed_sip(f, (struct feed_sip){steps[i].from, steps[i].to,
				    steps[i].line, "1 INVITE",
				    .call_id = steps[i].near ? a : b,
				    .from_tag = steps[i].near ? a : b,
				    .to_tag = i < 2 ? NULL : "t",
				    .extra = session});
		feed_ms(f, steps[i].ms);
	}
}

struct seen {
	struct account list[8];
	unsigned count;
};

static void note(void *context, struct account *account)
{
	struct seen *s = context;

	assert_true(s->count < COUNT_OF(s->list));
	s->list[s->count++] = *account;
}

static void test_talks(void **state)
{
	static struct account t;
	static struct seen s;
	struct feed f = feed_start();
	uint64_t left_out;

	(void)state;
	s.count = 0;
	relayed(&f, 1, 3, 1);
	f.ts += 3600 * NS_PER_S;
	relayed(&f, 1, 4, 2);
	total(&f, &t);
	assert_int_equal(f.book->call_count, 4);
	assert_int_equal(t.kpi.attempts, 2);
	assert_int_equal(t.kpi.established, 2);
	assert_int_equal(t.concurrent_max, 1); /* an hour apart */
	assert_int_equal(t.per_second_max, 1);
	assert_true(is(transit_mean_ms(&t.kpi.srd), 205));

	assert_int_equal(
		ledger_each(f.book, LEDGER_HOSTS, note, &s, &left_out), 0);
	assert_int_equal(s.count, 4);
	static const unsigned attempts[] = {2, 4, 1, 1};
	for (unsigned i = 0; i < 4; i++) {
		struct endpoint at = feed_at(i + 1, 0);
		assert_memory_equal(&s.list[i].host, &at.ip, sizeof(at.ip));
		assert_int_equal(s.list[i].kpi.attempts, attempts[i]);
	}
	assert_int_equal(s.list[1].per_second_max, 2); /* its two legs */

	s.count = 0;
	assert_int_equal(
		ledger_each(f.book, LEDGER_PAIRS, note, &s, &left_out), 0);
	assert_int_equal(s.count, 3);
	assert_int_equal(s.list[0].kpi.attempts, 2); /* .1 and .2 */

	s.count = 0;
	assert_int_equal(
		ledger_each(f.book, LEDGER_HOURS, note, &s, &left_out), 0);
	assert_int_equal(s.count, 2);
	assert_int_equal(s.list[0].kpi.attempts, 1);
	assert_true(s.list[0].begin == f.book->first_ts);
	assert_true(s.list[0].end == 3600 * NS_PER_S);
	assert_true(s.list[1].begin == 3600 * NS_PER_S);
	feed_end(&f);
}

/* Above LEDGER_MOST the accounts with most attempts are told, none twice. */
static void count(void *context, struct account *account)
{
	unsigned *told = context;

	told[0]++;
	told[1] += account->kpi.attempts == 100; /* 10.0.0.1 */
}

static void test_many_hosts(void **state)
{
	unsigned told[2] = {0};
	struct feed f = feed_start();
	uint64_t left_out;
	char id[16];

	(void)state;
	for (unsigned i = 0; i < 100; i++) {
		snprintf(id, sizeof(id), "c%u", i);
		feed_sip(&f, (struct feed_sip){1, 100 + i,
				     "INVITE sip:b@x SIP/2.0", "1 INVITE",
				     .call_id = id});
		feed_ms(&f, 100);
	}
	book_finish(f.book);
	assert_int_equal(
		ledger_each(f.book, LEDGER_HOSTS, count, told, &left_out), 0);
	assert_int_equal(told[0], LEDGER_MOST);
	assert_int_equal(told[1], 1);
	assert_int_equal(left_out, 101 - LEDGER_MOST);
	feed_end(&f);
}

struct figures {
	struct dwell_figures list[64];
	unsigned count;
};

static void note_dwell(void *context, struct dwell_figures *figures)
{
	struct figures *f = context;

	assert_true(f->count < COUNT_OF(f->list));
	f->list[f->count++] = *figures;
}

/* What the PBX of relayed() keeps: 60 ms, 45 ms and 50 ms, as written there. */
static void test_dwell(void **state)
{
	static struct figures s;
	static const struct {
		unsigned host;
		enum dwell_kind kind;
		double ms;
		unsigned count;
	} want[] = {
		{2, DWELL_INVITE, 60, 2},
		{2, DWELL_RINGING, 45, 2},
		{2, DWELL_ANSWER, 50, 2},
		{2, DWELL_TRYING, 70, 2},
		{3, DWELL_TRYING, 5, 2},
	};
	struct feed f = feed_start();
	uint64_t left_out;
	unsigned whole = 0;
	uint64_t in_periods = 0;

	(void)state;
	s.count = 0;
	relayed(&f, 1, 3, 1);
	feed_ms(&f, 60000);
	relayed(&f, 1, 3, 2);
	book_finish(f.book);
	assert_int_equal(dwell_sum(f.book, note_dwell, &s, &left_out), 0);
	for (unsigned i = 0; i < s.count; i++) {
		struct dwell_figures *d = &s.list[i];
		if (d->period) {
			in_periods += d->delays.count;
			assert_true(d->delays.count == 1);
			continue;
		}
		assert_true(whole < COUNT_OF(want));
		struct endpoint at = feed_at(want[whole].host, 0);
		assert_memory_equal(&d->host, &at.ip, sizeof(at.ip));
		assert_int_equal(d->kind, want[whole].kind);
		assert_int_equal(d->delays.count, want[whole].count);
		assert_true(is(transit_percentile_ms(&d->delays, 0.5),
			want[whole].ms));
		whole++;
	}
	assert_int_equal(whole, COUNT_OF(want));
	assert_int_equal(in_periods, 10);
	assert_int_equal(left_out, 0);
	feed_end(&f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_attempts),
		cmocka_unit_test(test_ratios),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_challenged),
		cmocka_unit_test(test_talks),
		cmocka_unit_test(test_many_hosts),
		cmocka_unit_test(test_dwell),
	};

	return RUN_TESTS(tests);
}
