/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Accounts of trunks: a phone (1) calls through a PBX (2), which is registered
 * at a provider (9), now inside and now out.
 */
#include "calls/ledger.h"

#include "tests/unit/feed.h"

struct seen {
	struct account list[4];
	unsigned count;
};

static void note(void *context, struct account *account)
{
	struct seen *s = context;

	assert_true(s->count < COUNT_OF(s->list));
	s->list[s->count++] = *account;
}

static void enrol(struct feed *f, unsigned who, unsigned at, const char *id)
{
	feed_sip(f, (struct feed_sip){who, at, "REGISTER sip:x SIP/2.0",
			    .cseq = "1 REGISTER", .call_id = id});
	feed_ms(f, 20);
	feed_sip(f, (struct feed_sip){at, who, "SIP/2.0 200 OK", "1 REGISTER",
			    .call_id = id, .to_tag = "r"});
}

/* From 1 through 2 to @to, one Call-ID, with @answer after 500 ms. */
static void call(
	struct feed *f, unsigned to, const char *id, const char *answer)
{
	feed_sip(f, (struct feed_sip){1, 2, "INVITE sip:1002@x SIP/2.0",
			    .cseq = "1 INVITE", .call_id = id});
	feed_ms(f, 10);
	feed_sip(f, (struct feed_sip){2, to, "INVITE sip:1002@x SIP/2.0",
			    .cseq = "1 INVITE", .call_id = id, .branch = "z"});
	feed_ms(f, 490);
	feed_sip(f, (struct feed_sip){to, 2, answer, "1 INVITE", .call_id = id,
			    .to_tag = "b", .branch = "z"});
	feed_ms(f, 10);
	feed_sip(f, (struct feed_sip){2, 1, answer, "1 INVITE", .call_id = id,
			    .to_tag = "b"});
}

static void trunks(void **state)
{
	static struct seen s;
	struct endpoint at = feed_at(9, 0);
	struct feed f = feed_start();
	uint64_t left_out;

	(void)state;
	enrol(&f, 1, 2, "r1");
	enrol(&f, 2, 9, "r2");
	call(&f, 9, "out-1", "SIP/2.0 200 OK");
	call(&f, 3, "in-1", "SIP/2.0 200 OK");
	call(&f, 9, "out-2", "SIP/2.0 503 Full");
	f.ts += 3600 * NS_PER_S;
	call(&f, 9, "out-3", "SIP/2.0 200 OK");
	book_finish(f.book);
	assert_int_equal(
		ledger_each(f.book, LEDGER_TRUNKS, note, &s, &left_out), 0);
	assert_int_equal(s.count, 1);
	assert_memory_equal(&s.list[0].host, &at.ip, sizeof(at.ip));
	assert_int_equal(s.list[0].role, ROLE_TRUNK);
	assert_int_equal(s.list[0].kpi.attempts, 3);
	assert_int_equal(s.list[0].kpi.established, 2);
	assert_int_equal(s.list[0].kpi.ineffective, 1);
	assert_int_equal(s.list[0].kpi.registrations, 1);
	/* On its own hop: 490 ms, not the 510 that the phone waited. */
	assert_true(transit_mean_ms(&s.list[0].kpi.srd).v < 491);

	s.count = 0;
	assert_int_equal(
		ledger_each(f.book, LEDGER_TRUNK_HOURS, note, &s, &left_out),
		0);
	assert_int_equal(s.count, 2);
	assert_int_equal(s.list[0].kpi.attempts, 2);
	assert_int_equal(s.list[1].kpi.attempts, 1);
	assert_true(s.list[0].end == s.list[1].begin);
	assert_int_equal(left_out, 0);
	feed_end(&f);
}

static void no_trunk(void **state)
{
	static struct seen s;
	struct feed f = feed_start();
	uint64_t left_out;

	(void)state;
	call(&f, 3, "c", "SIP/2.0 200 OK");
	book_finish(f.book);
	assert_int_equal(
		ledger_each(f.book, LEDGER_TRUNKS, note, &s, &left_out), 0);
	assert_int_equal(s.count, 0);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_trunk),
		cmocka_unit_test(trunks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
