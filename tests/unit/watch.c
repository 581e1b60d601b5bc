/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What sources did: refused credentials and what looks alike, challenges that
 * are taken up or not, requests without answer, credentials used twice, rates
 * and targets.
 */
#include "calls/watch.h"

#include "tests/unit/feed.h"

#define PHONE 1
#define PBX   9

#define REGISTER "REGISTER sip:10.0.0.9 SIP/2.0"
#define REFUSED	 "SIP/2.0 401 Unauthorized"
#define LOGIN(response)                                                        \
	"Authorization: Digest username=\"1001\",realm=\"r\",nonce=\"n1\","    \
	"uri=\"sip:10.0.0.9\",response=\"" response "\"\r\n"
#define WANTED(more)                                                           \
	"WWW-Authenticate: Digest realm=\"r\",nonce=\"n2\"" more "\r\n"

/* One request from 10.0.0.@from with @cseq, and its answer unless NULL. */
static void turn(struct feed *f, unsigned from, unsigned cseq,
	const char *headers, const char *answer, const char *more)
{
	char number[32];

	(void)snprintf(number, sizeof(number), "%u REGISTER", cseq);
	feed_sip(f, (struct feed_sip){from, PBX, REGISTER, number,
			    .extra = headers});
	feed_ms(f, 5);
	if (answer) {
		feed_sip(f, (struct feed_sip){PBX, from, answer, number,
				    .to_tag = "r", .extra = more});
	}
	feed_ms(f, 5);
}

static const struct watch_source *source(const struct feed *f, unsigned host)
{
	struct endpoint e = feed_at(host, 0);
	const struct watch_source *s = watch_find(f->book->watch, &e.ip);

	assert_non_null(s);
	return s;
}

static void refused(void **state)
{
	struct feed f = feed_start();

	(void)state;
	for (unsigned i = 1; i <= 4; i++) {
		turn(&f, PHONE, i, LOGIN("aa"), REFUSED, WANTED(""));
	}
	const struct watch_source *s = source(&f, PHONE);
	assert_int_equal(s->trouble->failed.n, 4);
	assert_int_equal(s->trouble->failed.first.frame, 2);
	assert_int_equal(s->trouble->failed.last.frame, 8);
	assert_int_equal(watch_failed_users(s), 1);
	assert_int_equal(s->trouble->clear.n, 4);
	assert_int_equal(s->trouble->open.n, 0);
	turn(&f, PHONE, 5, LOGIN("bb"), "SIP/2.0 200 OK", NULL);
	assert_int_equal(s->trouble->failed.n, 4); /* more than a slip: it stays */
	assert_int_equal(s->trouble->broken.frame, 10);
	feed_end(&f);
}

/* Refusals that are none of a wrong password. */
static void forgiven(void **state)
{
	struct feed f = feed_start();

	(void)state;
	turn(&f, 2, 1, LOGIN("aa"), REFUSED, WANTED(",stale=true"));
	assert_int_equal(source(&f, 2)->trouble->failed.n, 0);
	turn(&f, 3, 1, LOGIN("aa"), REFUSED,
		"WWW-Authenticate: Digest realm=\"other\",nonce=\"n\"\r\n");
	assert_int_equal(source(&f, 3)->trouble->failed.n, 0);
	turn(&f, 4, 1, LOGIN("ab"), REFUSED, WANTED(""));
	assert_int_equal(source(&f, 4)->trouble->failed.n, 1);
	turn(&f, 4, 2, LOGIN("ac"), "SIP/2.0 200 OK", NULL);
	assert_int_equal(source(&f, 4)->trouble->failed.n, 0);
	assert_int_equal(source(&f, 4)->trouble->broken.frame, 0);
	feed_end(&f);
}

static void challenges(void **state)
{
	struct feed f = feed_start();

	(void)state;
	turn(&f, PHONE, 1, NULL, REFUSED, WANTED(""));
	const struct watch_source *s = source(&f, PHONE);
	assert_int_equal(s->trouble->open.n, 1);
	assert_int_equal(s->trouble->failed.n, 0);
	turn(&f, PHONE, 2, LOGIN("aa"), "SIP/2.0 200 OK", NULL);
	assert_int_equal(s->trouble->open.n, 0);
	assert_int_equal(s->trouble->challenged, 1);
	assert_int_equal(s->accepted, 1);
	feed_end(&f);
}

static void silence(void **state)
{
	struct feed f = feed_start();
	struct endpoint pbx = feed_at(PBX, 0);

	(void)state;
	turn(&f, PHONE, 1, NULL, "SIP/2.0 403 Forbidden", NULL);
	const struct watch_source *s = source(&f, PHONE);
	assert_int_equal(s->trouble->rejected.n, 1);
	assert_int_equal(s->silent.n, 0);
	turn(&f, PHONE, 2, NULL, NULL, NULL);
	turn(&f, PHONE, 2, NULL, NULL, NULL); /* again: not counted */
	turn(&f, PHONE, 3, NULL, NULL, NULL);
	assert_int_equal(s->silent.n, 2);
	assert_int_equal(s->answered.frame, 2);
	assert_true(addr_eq(&s->silent_at, &pbx.ip));
	assert_int_equal(s->requests, 3);
	assert_int_equal(s->asked->rate[WATCH_REGISTER].peak, 4);
	assert_int_equal(source(&f, PBX)->responded.frame, 2);
	feed_end(&f);
}

/* One response from two addresses; from one, or passed on, is nothing. */
static void replay(void **state)
{
	struct feed f = feed_start();
	size_t n;

	(void)state;
	turn(&f, PHONE, 1, LOGIN("aa"), "SIP/2.0 200 OK", NULL);
	turn(&f, PHONE, 2, LOGIN("aa"), "SIP/2.0 200 OK", NULL);
	(void)watch_replays(f.book->watch, &n);
	assert_int_equal(n, 0);
	turn(&f, 2, 3, LOGIN("aa"), "SIP/2.0 200 OK", NULL);
	const struct watch_replay *r = watch_replays(f.book->watch, &n);
	assert_int_equal(n, 1);
	assert_int_equal(r->first.frame, 1);
	assert_int_equal(r->again.frame, 5);
	assert_true(r->accepted);
	assert_string_equal(r->user, "1001");
	assert_false(r->counted);
	feed_end(&f);
}

static void targets(void **state)
{
	struct feed f = feed_start();
	char uri[64];
	char cseq[32];

	(void)state;
	for (unsigned i = 0; i < 40; i++) {
		(void)snprintf(uri, sizeof(uri),
			"OPTIONS sip:%u@10.0.0.9 SIP/2.0", 100 + i % 20);
		(void)snprintf(cseq, sizeof(cseq), "%u OPTIONS", i + 1);
		feed_sip(&f, (struct feed_sip){PHONE, 10 + i % 5, uri, cseq,
				    .call_id = "o"});
		feed_ms(&f, 100);
	}
	const struct watch_source *s = source(&f, PHONE);
	unsigned users = watch_users(s);
	assert_in_range(users, 18, 20); /* bits may be shared: the least */
	assert_int_equal(watch_hosts(s), 5);
	assert_int_equal(s->asked->kinds[WATCH_OPTIONS], 40);
	assert_int_equal(s->asked->rate[WATCH_OPTIONS].peak, 10);
	assert_ptr_equal(watch_first(f.book->watch), s);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused),
		cmocka_unit_test(forgiven),
		cmocka_unit_test(challenges),
		cmocka_unit_test(silence),
		cmocka_unit_test(replay),
		cmocka_unit_test(targets),
	};

	return RUN_TESTS(tests);
}
