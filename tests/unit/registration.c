/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What became of registrations, against histories that follow from the times in
 * the feed: expiry, refreshes, refusals, silence, flapping, and who gives way.
 */
#include "tests/unit/feed.h"

#include "calls/hotdesk.h"
#include "calls/kpi.h"
#include "lib/attr.h"

#include <math.h>

struct step {
	double at_s;
	unsigned status;  /* 0: a request */
	unsigned expires; /* asked for, or granted */
	bool proof;       /* it carries credentials */
};

struct row {
	const char *name;
	struct step steps[8];
	double end_s; /* the capture goes on until then */
	enum registration_state state;
	const char *history; /* "registered@0.1 refreshed@60x2 refused403@2" */
	unsigned flaps, unanswered, failures;
	double rrd_ms; /* the last; -1: none */
};

static const struct row ROWS[] = {
	{"refreshed in time",
		{{0, 0, 60, false}, {0.1, 200, 60, false}, {50, 0, 60, false},
			{50.2, 200, 60, false}, {100, 0, 60, false},
			{100.05, 200, 60, false}},
		110, REGISTRATION_REGISTERED, "registered@0.1 refreshed@50.2x2",
		0, 0, 0, 50},
	/* RRD counts from the request with credentials: RFC 6076 4.1 */
	{"challenged",
		{{0, 0, 60, false}, {0.5, 401, 0, false}, {0.7, 0, 60, true},
			{0.72, 200, 60, false}},
		10, REGISTRATION_REGISTERED, "registered@0.72", 0, 0, 0, 20},
	/* RFC 3261 10.3: each refresh may be challenged anew */
	{"challenged refresh",
		{{0, 0, 60, false}, {0.1, 200, 60, false}, {30, 0, 60, false},
			{30.1, 401, 0, false}, {30.2, 0, 60, true},
			{30.3, 200, 60, false}},
		40, REGISTRATION_REGISTERED, "registered@0.1 refreshed@30.3", 0,
		0, 0, 100},
	{"not refreshed", {{0, 0, 60, false}, {0.1, 200, 60, false}}, 61,
		REGISTRATION_EXPIRED, "registered@0.1 expired@60.1", 1, 0, 0,
		100},
	{"the capture ends before", {{0, 0, 60, false}, {0.1, 200, 60, false}},
		60, REGISTRATION_REGISTERED, "registered@0.1", 0, 0, 0, 100},
	{"less granted than asked",
		{{0, 0, 3600, false}, {0.1, 200, 60, false}}, 100,
		REGISTRATION_EXPIRED, "registered@0.1 expired@60.1", 1, 0, 0,
		100},
	{"too late",
		{{0, 0, 60, false}, {0.1, 200, 60, false}, {70, 0, 60, false},
			{70.1, 200, 60, false}},
		80, REGISTRATION_REGISTERED,
		"registered@0.1 expired@60.1 registered@70.1", 2, 0, 0, 100},
	{"given back",
		{{0, 0, 60, false}, {0.1, 200, 60, false}, {5, 0, 0, false},
			{5.1, 200, 0, false}},
		500, REGISTRATION_UNREGISTERED,
		"registered@0.1 unregistered@5.1", 1, 0, 0, 100},
	{"wrong password",
		{{0, 0, 60, false}, {0.1, 401, 0, false}, {1, 0, 60, true},
			{1.1, 403, 0, false}, {2, 0, 60, true},
			{2.1, 403, 0, false}},
		10, REGISTRATION_FAILED, "refused403@1.1x2", 0, 0, 2, -1},
	/* RFC 3261 17.1.2.2: timer F is 32 s */
	{"silence", {{0, 0, 60, false}, {40, 0, 60, false}}, 80,
		REGISTRATION_PENDING, "unanswered@32x2", 0, 2, 0, -1},
	{"not silence yet", {{0, 0, 60, false}}, 31, REGISTRATION_PENDING, "",
		0, 0, 0, -1},
};

static void step(struct feed *f, const struct step *s, unsigned cseq)
{
	char line[64] = "REGISTER sip:example.org SIP/2.0";
	char number[32];
	char extra[256];

	snprintf(number, sizeof(number), "%u REGISTER", cseq);
	snprintf(extra, sizeof(extra),
		"Contact: <sip:1002@10.0.0.1>;expires=%u\r\n%s", s->expires,
		s->proof ? "Authorization: Digest username=\"x\"\r\n" : "");
	f->ts = 1000 * NS_PER_S + (ns_t)llround(s->at_s * 1e9);
	if (s->status) {
		snprintf(line, sizeof(line), "SIP/2.0 %u X", s->status);
	}
	feed_sip(f, (struct feed_sip){s->status ? 2 : 1, s->status ? 1 : 2,
			    line, number, .to_tag = s->status ? "t" : NULL,
			    .extra = s->status >= 300 ? NULL : extra});
}

static void history_text(const struct registration *r, char *out, size_t n)
{
	size_t used = 0;

	out[0] = '\0';
	for (uint16_t i = 0; i < r->event_count; i++) {
		const struct registration_event *e = &r->events[i];
		double at = (double)(e->ts - 1000 * NS_PER_S) / 1e9;
		char status[8] = "";
		char times[16] = "";
		if (e->status) {
			snprintf(status, sizeof(status), "%u", e->status);
		}
		if (e->count > 1) {
			snprintf(times, sizeof(times), "x%u", e->count);
		}
		used += (size_t)snprintf(out + used, n - used, "%s%s%s@%g%s",
			i ? " " : "", registration_what_text(e->what), status,
			at, times);
	}
}

static void test_histories(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct row *row = &ROWS[i];
		struct feed f = feed_start();
		unsigned cseq = 0;
		char text[512];
		for (size_t k = 0; k < COUNT_OF(row->steps); k++) {
			if (k && row->steps[k].at_s <= 0) {
				break;
			}
			cseq += row->steps[k].status == 0;
			step(&f, &row->steps[k], cseq);
		}
		f.ts = 1000 * NS_PER_S + (ns_t)llround(row->end_s * 1e9);
		feed_bytes(&f, feed_at(8, 9), feed_at(9, 9), "x", 1);
		book_finish(f.book);
		const struct registration *r = f.book->registrations;
		assert_non_null(r);
		history_text(r, text, sizeof(text));
		struct maybe rrd = registration_rrd_ms(r);
		bool delay =
			row->rrd_ms < 0
				? !rrd.known
				: rrd.known && fabs(rrd.v - row->rrd_ms) < 1e-6;
		if (strcmp(text, row->history) != 0 || r->state != row->state ||
			r->flaps != row->flaps || !delay ||
			r->unanswered != row->unanswered ||
			r->failures != row->failures) {
			fail_msg("%s: %s, %s, %u flaps, %u unanswered, RRD %f",
				row->name, text,
				registration_state_text(r->state), r->flaps,
				r->unanswered, rrd.v);
		}
		feed_end(&f);
	}
}

/* 40 phones' lives in one: off and on every 10 minutes is 12 changes in a
 * closed hour and a bit; the history keeps its first event and the newest. */
static void test_flapping(void **state)
{
	struct feed f = feed_start();

	(void)state;
	for (unsigned i = 0; i < 40; i++) {
		double at = 600.0 * i;
		step(&f, &(struct step){at, 0, i % 2 ? 0 : 3600, false}, i + 1);
		step(&f, &(struct step){at + 1, 200, i % 2 ? 0 : 3600, false},
			i + 1);
	}
	book_finish(f.book);
	const struct registration *r = f.book->registrations;
	assert_int_equal(r->flaps, 7); /* at 0, 600, ... 3600 s: 7 in an hour */
	assert_int_equal(r->event_count, REGISTRATION_EVENTS);
	assert_int_equal(r->events_left_out, 40 - REGISTRATION_EVENTS);
	assert_true(r->events[0].ts == 1001 * NS_PER_S);
	assert_true(r->events[REGISTRATION_EVENTS - 1].ts ==
		    (1000 + 600 * 39 + 1) * NS_PER_S);
	feed_end(&f);
}

/* RFC 3261 10.3: a 200 lists all bindings, on one line or on several. */
static void test_contact_lines(void **state)
{
	static const char *const lists[] = {
		("Contact: <sip:1002@10.0.0.9>;expires=10\r\n"
		 "Contact: <sip:1002@10.0.0.8>;expires=20\r\n"
		 "Contact: <sip:1002@10.0.0.1>;expires=77\r\n"),
		("m: <sip:1002@10.0.0.9>;expires=10\r\n"
		 "m: <sip:x@10.0.0.8>;expires=20, <sip:1002@10.0.0.1>;"
		 "expires=77\r\n"),
		("Contact: <sip:1002@10.0.0.1>;expires=77\r\n"
		 "Contact: <sip:1002@10.0.0.9>;expires=10\r\n"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		struct feed f = feed_start();
		step(&f, &(struct step){0, 0, 3600, false}, 1);
		feed_sip(&f,
			(struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 REGISTER",
				.to_tag = "t", .extra = lists[i]});
		book_finish(f.book);
		const struct registration *r = f.book->registrations;
		assert_true(r->expires_s.known && r->expires_s.v == 77);
		feed_end(&f);
	}
}

/* A flood of made-up names does not push out phones that are registered. */
static void test_giving_way(void **state)
{
	struct book_limits limits = book_limits_default();
	char text[512];

	(void)state;
	limits.registrations = 4;
	struct feed f = {.book = book_create(&limits, 1), .ts = 0};
	step(&f, &(struct step){0, 0, 3600, false}, 1);
	step(&f, &(struct step){0.1, 200, 3600, false}, 1);
	for (unsigned i = 0; i < 100; i++) {
		int n = snprintf(text, sizeof(text),
			"REGISTER sip:x SIP/2.0\r\n"
			"Via: SIP/2.0/UDP 10.0.0.7;branch=z9hG4bK%u\r\n"
			"From: <sip:u%u@x>;tag=1\r\nTo: <sip:u%u@x>\r\n"
			"Call-ID: %u\r\nCSeq: 1 REGISTER\r\n"
			"Content-Length: 0\r\n\r\n",
			i, i, i, i);
		feed_bytes(&f, feed_at(7, 5060), feed_at(2, 5060), text,
			(size_t)n);
	}
	assert_int_equal(f.book->registration_count, 4);
	assert_int_equal(f.book->counts.registrations_evicted, 97);
	assert_int_equal(f.book->counts.registrations_refused, 0);
	book_finish(f.book);
	const struct registration *r = f.book->registrations;
	assert_int_equal(r->state, REGISTRATION_REGISTERED);
	/* the others are the newest, in order */
	for (unsigned i = 97; i < 100; i++) {
		r = r->next;
		snprintf(text, sizeof(text), "sip:u%u@x", i);
		assert_true(slice_is(r->aor, text));
	}
	assert_null(r->next);
	feed_end(&f);
}

/* IRA: refusals and silences of all attempts; challenges are none. */
static void test_ineffective(void **state)
{
	struct feed f = feed_start();
	static struct kpi kpi;

	(void)state;
	kpi = (struct kpi){0};
	step(&f, &(struct step){0, 0, 60, false}, 1);
	step(&f, &(struct step){0.1, 401, 0, false}, 1);
	step(&f, &(struct step){0.2, 0, 60, true}, 2);
	step(&f, &(struct step){0.3, 503, 0, false}, 2);
	step(&f, &(struct step){1, 0, 60, true}, 3);
	step(&f, &(struct step){40, 0, 60, true}, 4);
	step(&f, &(struct step){40.25, 200, 60, false}, 4);
	book_finish(f.book);
	kpi_registration(&kpi, f.book->registrations);
	assert_int_equal(kpi.registrations, 3);
	assert_int_equal(kpi.registrations_failed, 2);
	assert_true(fabs(kpi_ira_pct(&kpi).v - 200.0 / 3) < 1e-9);
	assert_true(fabs(transit_mean_ms(&kpi.rrd).v - 250) < 1e-9);
	feed_end(&f);
}

/* REGISTER of @user from 10.0.0.@host at @at_s and its 200 0.1 s later. */
static void bind(struct feed *f, double at_s, unsigned host, const char *user,
	unsigned expires)
{
	static unsigned cseq;
	char text[512];

	cseq++;
	for (unsigned answer = 0; answer < 2; answer++) {
		int n = snprintf(text, sizeof(text),
			"%s\r\nVia: SIP/2.0/UDP 10.0.0.%u;branch=z9hG4bK%u\r\n"
			"From: <sip:%s@x>;tag=1\r\nTo: <sip:%s@x>%s\r\n"
			"Call-ID: %u-%s\r\nCSeq: %u REGISTER\r\n"
			"Contact: <sip:%s@10.0.0.%u>;expires=%u\r\n"
			"Content-Length: 0\r\n\r\n",
			answer ? "SIP/2.0 200 OK" : "REGISTER sip:x SIP/2.0",
			host, cseq, user, user, answer ? ";tag=2" : "", host,
			user, cseq, user, host, expires);
		f->ts = 1000 * NS_PER_S +
			(ns_t)llround((at_s + 0.1 * answer) * 1e9);
		feed_bytes(f, feed_at(answer ? 2 : host, 5060),
			feed_at(answer ? host : 2, 5060), text, (size_t)n);
	}
}

static const struct registration *of(
	const struct feed *f, unsigned host, const char *aor)
{
	struct endpoint at = feed_at(host, 0);
	const struct registration *r = f->book->registrations;

	while (r && (!addr_eq(&r->src.ip, &at.ip) || !slice_is(r->aor, aor))) {
		r = r->next;
	}
	assert_non_null(r);
	return r;
}

/* Phone .27 leaves 203 and becomes 200, which leaves .28; a code was dialled,
 * its PIN is masked. Phone .30 has two lines, 205 rings at .30 and .31. */
static void test_hotdesk(void **state)
{
	struct feed f = feed_start();

	(void)state;
	bind(&f, 0, 27, "203", 600);
	bind(&f, 1, 28, "200", 600);
	bind(&f, 2, 30, "204", 600);
	bind(&f, 3, 30, "205", 600);
	bind(&f, 4, 31, "205", 600);
	f.ts = 1010 * NS_PER_S;
	const char invite[] = "INVITE sip:*77*200*@x SIP/2.0\r\n"
			      "Via: SIP/2.0/UDP 10.0.0.27;branch=z9hG4bKi\r\n"
			      "From: <sip:203@x>;tag=1\r\n"
			      "To: <sip:*77*200*@x>\r\n"
			      "Call-ID: code\r\nCSeq: 1 INVITE\r\n"
			      "Content-Length: 0\r\n\r\n";
	feed_bytes(&f, feed_at(27, 5060), feed_at(2, 5060), invite,
		sizeof(invite) - 1);
	bind(&f, 20, 27, "203", 0);
	bind(&f, 21, 28, "200", 0);
	bind(&f, 30, 27, "200", 600);
	book_finish(f.book);
	const struct registration *r = of(&f, 27, "sip:200@x");
	assert_ptr_equal(r->took_device, of(&f, 27, "sip:203@x"));
	assert_ptr_equal(r->took_extension, of(&f, 28, "sip:200@x"));
	assert_ptr_equal(r->code, f.book->calls);
	assert_int_equal(hotdesk_digit(f.book->calls, '4'), 'x');
	assert_int_equal(hotdesk_digit(f.book->calls, '#'), '#');
	for (r = f.book->registrations; r; r = r->next) {
		bool moved = r->took_device || r->took_extension || r->code;
		assert_int_equal(moved, r == of(&f, 27, "sip:200@x"));
	}
	feed_end(&f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_histories),
		cmocka_unit_test(test_flapping),
		cmocka_unit_test(test_contact_lines),
		cmocka_unit_test(test_giving_way),
		cmocka_unit_test(test_ineffective),
		cmocka_unit_test(test_hotdesk),
	};

	return RUN_TESTS(tests);
}
