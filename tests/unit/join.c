/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which calls are legs of one conversation. Each row makes two dialogs through
 * a PBX at 10.0.0.2 and says what they share and whether that is enough: the
 * rows follow from the standards named, and from what a coincidence looks like.
 */
#include "tests/unit/feed.h"

#define A_OFFER FEED_SDP(1, 4000, "8")
#define OWN_OFFER FEED_SDP(2, 9000, "8")

/* How one leg differs from the plain one. */
struct leg {
	const char *call_id, *extra, *sdp;
	unsigned from, to;
	double at_ms, answer_ms, end_ms; /* 0: not answered, no end */
};

struct row {
	const char *name;
	struct leg a, b;
	const char *rule; /* that joins them; NULL: they stay apart */
};

#define LEG_A "aaaaaaaaaaaa@10.0.0.1", NULL, A_OFFER, 1, 2, 0, 900, 5000
#define LONE_A "aaaaaaaaaaaa@10.0.0.1", NULL, A_OFFER, 1, 2, 0, 0, 0
#define LONE_B 2, 3, 3000, 0, 0 /* too late for numbers and order alone */

static const struct row ROWS[] = {
	/* nothing but numbers and the order of events */
	{"numbers and order", {LEG_A},
		{"b1", NULL, OWN_OFFER, 2, 3, 50, 850, 5003}, "numbers"},
	{"another host sent it", {LEG_A},
		{"b1", NULL, OWN_OFFER, 4, 3, 50, 850, 5003}, NULL},
	{"the INVITE alone", {LONE_A}, {"b1", NULL, OWN_OFFER, 2, 3, 50, 0, 0},
		NULL},
	{"six seconds later", {LEG_A},
		{"b1", NULL, OWN_OFFER, 2, 3, 6000, 7000, 7500}, NULL},
	{"the far side answered later", {LEG_A},
		{"b1", NULL, OWN_OFFER, 2, 3, 50, 2900, 9000}, NULL},
	/* RFC 7989 */
	{"Session-ID", {"a1", "Session-ID: ab30317f1a784dc48ff824d0d3715d86;"
			      "remote=00000000000000000000000000000000\r\n",
			       A_OFFER, 1, 2, 0, 0, 0},
		{"b1", "Session-ID: ab30317f1a784dc48ff824d0d3715d86\r\n",
			OWN_OFFER, LONE_B}, "session-id"},
	{"Session-ID of the other end",
		{"a1", "Session-ID: ab30317f1a784dc48ff824d0d3715d86;"
		       "remote=47755a9de7794ba387653f2099600ef2\r\n",
			A_OFFER, 1, 2, 0, 0, 0},
		{"b1", "Session-ID: 47755a9de7794ba387653f2099600ef2;"
		       "remote=00000000000000000000000000000000\r\n",
			OWN_OFFER, LONE_B}, "session-id"},
	{"nil Session-IDs are nobody's",
		{"a1", "Session-ID: 00000000000000000000000000000000\r\n",
			A_OFFER, 1, 2, 0, 0, 0},
		{"b1", "Session-ID: 00000000000000000000000000000000\r\n",
			OWN_OFFER, LONE_B}, NULL},
	/* headers that hold the other Call-ID, whatever their name */
	{"X-CID", {LONE_A}, {"b1", "X-CID: aaaaaaaaaaaa@10.0.0.1\r\n",
				    OWN_OFFER, LONE_B}, "cross-id"},
	{"a header of the PBX's own", {LONE_A},
		{"b1", "X-Peer-Leg: aaaaaaaaaaaa@10.0.0.1\r\n", OWN_OFFER,
			LONE_B}, "cross-id"},
	{"on the first leg", {"a1", "X-Call-ID: bbbbbbbbbbbb\r\n", A_OFFER, 1,
				     2, 0, 0, 0},
		{"bbbbbbbbbbbb", NULL, OWN_OFFER, LONE_B}, "cross-id"},
	{"part of the Call-ID", {LONE_A},
		{"b1", "X-CID: aaaaaaaaaaaa\r\n", OWN_OFFER, LONE_B}, NULL},
	{"one long value, passed on", {"a1", "X-Corr: 0123456789abcdef\r\n",
					      A_OFFER, 1, 2, 0, 900, 5000},
		{"b1", "X-Corr: 0123456789abcdef\r\n", OWN_OFFER, 2, 3, 3000,
			0, 0}, "shared-header"},
	{"one short value", {"a1", "X-Kind: external\r\n", A_OFFER, 1, 2, 0,
				    900, 5000},
		{"b1", "X-Kind: external\r\n", OWN_OFFER, 2, 3, 3000, 0, 0},
		NULL},
	{"a constant of the phone", {"a1", "X-Serial: 0123456789abcdef\r\n",
					    A_OFFER, 1, 2, 0, 900, 5000},
		{"b1", "X-Serial: 0123456789abcdef\r\n", OWN_OFFER, 1, 2, 1000,
			0, 0}, NULL},
	/* RFC 7315 4.6 */
	{"P-Charging-Vector", {"a1", "P-Charging-Vector: "
				     "icid-value=1234bc9876e;icid-generated-at"
				     "=192.0.6.8\r\n", A_OFFER, 1, 2, 0, 900,
				     5000},
		{"b1", "P-Charging-Vector: icid-value=\"1234bc9876e\"\r\n",
			OWN_OFFER, 2, 3, 3000, 0, 0}, "charging"},
	/* RFC 3891 */
	{"Replaces", {LONE_A},
		{"b1", "Replaces: aaaaaaaaaaaa@10.0.0.1;to-tag=7;from-tag=8"
		       "\r\n", OWN_OFFER, LONE_B}, "replaces"},
	/* Call-IDs made of each other */
	{"a suffix", {LEG_A},
		{"aaaaaaaaaaaa@10.0.0.1-b2b", NULL, OWN_OFFER, 2, 3, 3000, 0,
			0}, "call-id"},
	{"a prefix", {LEG_A}, {"b2b_aaaaaaaaaaaa@10.0.0.1", NULL, OWN_OFFER, 2,
				      3, 3000, 0, 0}, "call-id"},
	{"another host", {"4f6d2c8a01be73@10.0.0.1", NULL, A_OFFER, 1, 2, 0, 900, 5000},
		{"4f6d2c8a01be73@10.0.0.2", NULL, OWN_OFFER, 2, 3, 3000, 0, 0},
		"call-id"},
	{"two counters", {"call-000000001@10.0.0.1", NULL, A_OFFER, 1, 2, 0, 900,
				 5000},
		{"call-000000001@10.0.0.2", NULL, OWN_OFFER, 2, 3, 3000, 0, 0},
		NULL},
	{"a suffix without a separator", {LEG_A},
		{"aaaaaaaaaaaaa@10.0.0.1", NULL, OWN_OFFER, 2, 3, 3000, 0, 0},
		NULL},
	{"short ones", {"1", NULL, A_OFFER, 1, 2, 0, 900, 5000},
		{"1-2", NULL, OWN_OFFER, 2, 3, 3000, 0, 0}, NULL},
	/* the session description */
	{"the phone's address in both offers", {LEG_A},
		{"b1", NULL, A_OFFER, 2, 3, 3000, 0, 0}, "media-address"},
	{"the same after the call", {LEG_A},
		{"b1", NULL, A_OFFER, 2, 3, 9000, 0, 0}, NULL},
	{"one phone, one port, two calls", {LEG_A},
		{"b1", NULL, A_OFFER, 1, 2, 3000, 0, 0}, NULL},
	{"one session by its o= line",
		{"a1", NULL, "v=0\r\no=x 2890844526 1 IN IP4 10.0.0.1\r\ns=-\r\n"
			     "c=IN IP4 10.0.0.1\r\nt=0 0\r\n"
			     "m=audio 4000 RTP/AVP 8\r\n", 1, 2, 0, 900, 5000},
		{"b1", NULL, "v=0\r\no=x 2890844526 2 IN IP4 10.0.0.1\r\ns=-\r\n"
			     "c=IN IP4 10.0.0.2\r\nt=0 0\r\n"
			     "m=audio 9000 RTP/AVP 8\r\n", 2, 3, 3000, 0, 0},
		"sdp-origin"},
};

struct step {
	double at_ms;
	const struct leg *leg;
	int what; /* 0 INVITE, 1 180, 2 200, 3 ACK, 4 BYE */
};

static void send(struct feed *f, const struct leg *l, int what)
{
	static const char *const START[] = {"INVITE sip:1002@x SIP/2.0",
		"SIP/2.0 180 Ringing", "SIP/2.0 200 OK", "ACK sip:x SIP/2.0",
		"BYE sip:x SIP/2.0"};
	static const char *const CSEQ[] = {
		"1 INVITE", "1 INVITE", "1 INVITE", "1 ACK", "2 BYE"};
	bool back = what == 1 || what == 2;

	feed_sip(f, (struct feed_sip){
		.from = back ? l->to : l->from,
		.to = back ? l->from : l->to,
		.start = START[what],
		.cseq = CSEQ[what],
		.call_id = l->call_id,
		.to_tag = what ? "b" : NULL,
		.extra = what ? NULL : l->extra,
		.sdp = what ? NULL : l->sdp,
	});
}

static int by_time(const void *a, const void *b)
{
	double x = ((const struct step *)a)->at_ms;
	double y = ((const struct step *)b)->at_ms;

	return (x > y) - (x < y);
}

static unsigned steps_of(const struct leg *l, struct step *ret)
{
	unsigned n = 0;

	ret[n++] = (struct step){l->at_ms, l, 0};
	ret[n++] = (struct step){l->at_ms + 100, l, 1};
	if (l->answer_ms > 0) {
		ret[n++] = (struct step){l->answer_ms, l, 2};
		ret[n++] = (struct step){l->answer_ms + 10, l, 3};
	}
	if (l->end_ms > 0) {
		ret[n++] = (struct step){l->end_ms, l, 4};
	}
	return n;
}

static void play(struct feed *f, const struct leg *legs, unsigned count)
{
	struct step steps[32];
	unsigned n = 0;
	ns_t start = f->ts;

	for (unsigned i = 0; i < count; i++) {
		n += steps_of(&legs[i], steps + n);
	}
	qsort(steps, n, sizeof(*steps), by_time);
	for (unsigned i = 0; i < n; i++) {
		f->ts = start + (ns_t)(steps[i].at_ms * 1e6);
		send(f, steps[i].leg, steps[i].what);
	}
	book_finish(f->book);
}

static void rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct row *row = &ROWS[i];
		struct feed f = feed_start();
		struct leg legs[2] = {row->a, row->b};
		print_message("# %s\n", row->name);
		play(&f, legs, 2);
		assert_int_equal(f.book->call_count, 2);
		const struct conversation *c = f.book->joining.conversations;
		assert_int_equal(c != NULL, row->rule != NULL);
		bool by_rule = false;
		for (const struct join *j = c ? c->joins : NULL; j;
			j = j->next) {
			by_rule = by_rule ||
				  strcmp(j->rule->name, row->rule) == 0;
			assert_ptr_equal(j->a, f.book->calls);
			assert_ptr_equal(j->b, f.book->calls->next);
		}
		assert_int_equal(by_rule, row->rule != NULL);
		feed_end(&f);
	}
}

/* RFC 5589 clause 6: a REFER inside the call, then the call it asked for. */
static void transfer(void **state)
{
	(void)state;
	struct feed f = feed_start();

	feed_call(&f);
	feed_ms(&f, 2000);
	feed_sip(&f, (struct feed_sip){1, 2, "REFER sip:1002@x SIP/2.0",
			     "2 REFER", .to_tag = "b",
			     .extra = "Refer-To: <sip:1002@10.0.0.2>\r\n"});
	feed_ms(&f, 200);
	feed_sip(&f, (struct feed_sip){2, 3, "INVITE sip:1002@x SIP/2.0",
			     "1 INVITE", .call_id = "c2",
			     .extra = "Referred-By: <sip:1001@x>\r\n"});
	book_finish(f.book);
	const struct conversation *c = f.book->joining.conversations;
	assert_non_null(c);
	assert_int_equal(c->leg_count, 2);
	bool found = false;
	for (const struct join *j = c->joins; j; j = j->next) {
		found = found || (j->rule == &join_rule_transfer &&
					 j->proof.frame_a == 5);
	}
	assert_true(found);
	feed_end(&f);
}

/* A ring group: three legs, one of which is answered, with one first leg. */
static void ring_group(void **state)
{
	(void)state;
	struct feed f = feed_start();
	const char *const tie = "X-CID: aaaaaaaaaaaa@10.0.0.1\r\n";
	struct leg legs[4] = {{LEG_A},
		{"b1", tie, OWN_OFFER, 2, 3, 50, 0, 0},
		{"b2", tie, OWN_OFFER, 2, 4, 55, 850, 5010},
		{"b3", tie, OWN_OFFER, 2, 5, 60, 0, 0}};

	play(&f, legs, 4);
	const struct conversation *c = f.book->joining.conversations;
	assert_non_null(c);
	assert_int_equal(c->leg_count, 4);
	assert_null(c->next);
	assert_int_equal(c->legs->leg, 1);
	assert_int_equal(c->legs->next_leg->leg, 2);
	feed_end(&f);
}

/* A message of call @id between two hosts. */
static void say(struct feed *f, unsigned from, unsigned to, const char *start,
	const char *cseq, const char *id)
{
	feed_sip(f, (struct feed_sip){from, to, start, cseq, .call_id = id,
			     .to_tag = slice_istarts(slice_of(start), "INVITE ")
					       ? NULL
					       : "b"});
}

#define INVITE	  "INVITE sip:1002@x SIP/2.0"
#define RINGING	  "SIP/2.0 180 Ringing"
#define OK	  "SIP/2.0 200 OK"
#define CANCEL	  "CANCEL sip:1002@x SIP/2.0"
#define ENDED	  "SIP/2.0 487 Request Terminated"
#define BYE	  "BYE sip:1002@x SIP/2.0"

/* True when a join of @rule is there. */
static bool joined_by(const struct book *book, const char *rule)
{
	const struct conversation *c = book->joining.conversations;
	bool found = false;

	for (const struct join *j = c ? c->joins : NULL; j; j = j->next) {
		found = found || strcmp(j->rule->name, rule) == 0;
	}
	return found;
}

/*
 * A proxy that forks cancels the other branches (RFC 3261 clause 16.7 step 10);
 * a B2BUA does the same with dialogs of its own. Nothing but the caller's number is shared; the two phones that
 * did not answer are cancelled when the third one does.
 */
static void ring_group_unnamed(void **state)
{
	static const char *const LEGS[] = {"b1", "b2", "b3"};
	struct feed f = feed_start();

	(void)state;
	say(&f, 1, 2, INVITE, "1 INVITE", "a1");
	for (unsigned i = 0; i < 3; i++) {
		feed_ms(&f, 20);
		say(&f, 2, 3 + i, INVITE, "1 INVITE", LEGS[i]);
		feed_ms(&f, 20);
		say(&f, 3 + i, 2, RINGING, "1 INVITE", LEGS[i]);
	}
	feed_ms(&f, 10);
	say(&f, 2, 1, RINGING, "1 INVITE", "a1");
	feed_ms(&f, 3000);
	say(&f, 4, 2, OK, "1 INVITE", "b2");
	feed_ms(&f, 10);
	say(&f, 2, 1, OK, "1 INVITE", "a1");
	for (unsigned i = 0; i < 3; i += 2) {
		feed_ms(&f, 10);
		say(&f, 2, 3 + i, CANCEL, "1 CANCEL", LEGS[i]);
		say(&f, 3 + i, 2, ENDED, "1 INVITE", LEGS[i]);
	}
	feed_ms(&f, 4000);
	say(&f, 1, 2, BYE, "2 BYE", "a1");
	feed_ms(&f, 5);
	say(&f, 2, 4, BYE, "2 BYE", "b2");
	book_finish(f.book);
	const struct conversation *c = f.book->joining.conversations;
	assert_non_null(c);
	assert_int_equal(c->leg_count, 4);
	assert_true(joined_by(f.book, "ring-group"));
	feed_end(&f);
}

/* The PBX answers, and calls an agent a minute later; both end together. */
static void queue(void **state)
{
	struct feed f = feed_start();

	(void)state;
	say(&f, 1, 2, INVITE, "1 INVITE", "a1");
	say(&f, 2, 1, OK, "1 INVITE", "a1");
	feed_ms(&f, 60000);
	say(&f, 2, 3, INVITE, "1 INVITE", "b1");
	feed_ms(&f, 5000);
	say(&f, 3, 2, OK, "1 INVITE", "b1");
	feed_ms(&f, 9000);
	say(&f, 3, 2, BYE, "2 BYE", "b1");
	feed_ms(&f, 5);
	say(&f, 2, 1, BYE, "2 BYE", "a1");
	book_finish(f.book);
	assert_non_null(f.book->joining.conversations);
	assert_true(joined_by(f.book, "later-leg"));
	feed_end(&f);
}

/* Phone, PBX, PBX, trunk: each leg is joined with its neighbour. */
static void chain(void **state)
{
	struct feed f = feed_start();
	struct leg legs[3] = {{LEG_A},
		{"b1", NULL, OWN_OFFER, 2, 3, 50, 850, 5003},
		{"c1", NULL, FEED_SDP(3, 9900, "8"), 3, 4, 80, 800, 5006}};

	(void)state;
	play(&f, legs, 3);
	const struct conversation *c = f.book->joining.conversations;
	assert_non_null(c);
	assert_int_equal(c->leg_count, 3);
	for (const struct join *j = c->joins; j; j = j->next) {
		assert_int_equal(j->b->id, j->a->id + 1);
	}
	feed_end(&f);
}

/* A PBX with two addresses is one host by its Contact. */
static void two_addresses(void **state)
{
	(void)state;
	for (unsigned named = 0; named < 2; named++) {
		struct feed f = feed_start();
		const char *contact = named ? "Contact: <sip:10.0.0.2>\r\n"
					    : NULL;
		struct leg legs[2] = {{LEG_A},
			{"b1", contact, OWN_OFFER, 9, 3, 50, 850, 5003}};
		play(&f, legs, 2);
		assert_int_equal(
			f.book->joining.conversations != NULL, named);
		feed_end(&f);
	}
}

static void taken_apart(void **state)
{
	static const char *const APART[] = {"2", "b1", "9"};
	uint32_t off;
	struct err err;

	(void)state;
	for (unsigned i = 0; i < 5; i++) {
		struct feed f = feed_start();
		struct leg legs[2] = {{LEG_A},
			{"b1", NULL, OWN_OFFER, 2, 3, 50, 850, 5003}};
		f.book->join_choice.apart = &APART[i % 3];
		f.book->join_choice.apart_count = i < 3;
		assert_int_equal(
			join_rules_read(i == 3 ? "none" : "payload,numbers",
				&off, &err), 0);
		f.book->join_choice.off = off;
		play(&f, legs, 2);
		bool joined = f.book->joining.conversations != NULL;
		assert_int_equal(joined, i == 2 || i == 4);
		assert_int_equal(f.book->joining.unknown != NULL, i == 2);
		feed_end(&f);
	}
	assert_int_equal(join_rules_read("all", &off, &err), 0);
	assert_int_equal(off, 0);
	assert_int_equal(join_rules_read("numbers,guess", &off, &err), -1);
	assert_non_null(strstr(err.text, "guess"));
	assert_non_null(strstr(err.text, "session-id"));
}

/* Two first legs fit the second one equally well: neither is it. */
static void doubtful(void **state)
{
	(void)state;
	struct feed f = feed_start();
	struct leg legs[3] = {
		{"a1", NULL, A_OFFER, 1, 2, 0, 900, 5000},
		{"a2", NULL, FEED_SDP(4, 4002, "8"), 4, 2, 10, 905, 5001},
		{"b1", NULL, OWN_OFFER, 2, 3, 50, 850, 5003}};

	play(&f, legs, 3);
	assert_int_equal(f.book->call_count, 3);
	assert_null(f.book->joining.conversations);
	feed_end(&f);
}

static void every_rule_says_what_it_is(void **state)
{
	size_t n = 0;

	(void)state;
	for (; join_rule_at(n); n++) {
		assert_non_null(join_rule_at(n)->name);
		assert_non_null(join_rule_at(n)->title);
		assert_non_null(join_rule_at(n)->source);
	}
	assert_true(n >= 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows),
		cmocka_unit_test(transfer),
		cmocka_unit_test(ring_group),
		cmocka_unit_test(ring_group_unnamed),
		cmocka_unit_test(queue),
		cmocka_unit_test(chain),
		cmocka_unit_test(two_addresses),
		cmocka_unit_test(taken_apart),
		cmocka_unit_test(doubtful),
		cmocka_unit_test(every_rule_says_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
