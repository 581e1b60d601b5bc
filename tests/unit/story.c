/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happened in calls and conversations. Each row is a flow of messages, as
 * the clause that it names draws it, and the events that a reader of that
 * drawing expects, in order. Hosts: 1 Alice, 2 Bob or the PBX, 3 and 4 others.
 */
#include "tests/unit/feed.h"

#include "calls/dial_code.h"
#include "calls/story.h"

#include <stdlib.h>

#define TALK FEED_SDP(1, 4000, "8")
#define HELD TALK "a=sendonly\r\n"
#define MUTE TALK "a=inactive\r\n"
#define LISTEN FEED_SDP(2, 6000, "8") "a=recvonly\r\n"
#define NOWHERE                                                                \
	"v=0\r\no=- 1 2 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 0.0.0.0\r\n"        \
	"t=0 0\r\nm=audio 4000 RTP/AVP 8\r\n"

#define INVITE	"INVITE sip:1002@x SIP/2.0"
#define UPDATE	"UPDATE sip:1002@x SIP/2.0"
#define RINGING "SIP/2.0 180 Ringing"
#define OK	"SIP/2.0 200 OK"
#define ACK	"ACK sip:1002@x SIP/2.0"
#define BYE	"BYE sip:1002@x SIP/2.0"
#define CANCEL	"CANCEL sip:1002@x SIP/2.0"
#define ENDED	"SIP/2.0 487 Request Terminated"
#define REFER	"REFER sip:1002@x SIP/2.0"
#define TAKEN	"SIP/2.0 202 Accepted"

/* One message; @at in ms. */
struct step {
	double at;
	struct feed_sip m;
};

/* Alice calls Bob, who answers after a second. */
#define SET_UP                                                                 \
	{0, {1, 2, INVITE, "1 INVITE", .sdp = TALK}},                          \
		{100, {2, 1, RINGING, "1 INVITE", .to_tag = "b"}},             \
		{1100, {2, 1, OK, "1 INVITE", .to_tag = "b",                   \
			       .sdp = FEED_SDP(2, 6000, "8")}},                \
		{1110, {1, 2, ACK, "1 ACK", .to_tag = "b"}}

struct want {
	enum story_kind kind;
	enum call_side by;
	double lasted_ms; /* -1: none */
	uint16_t status;  /* 0: not looked at */
	const char *who;  /* NULL: not looked at */
	uint64_t frame;	  /* the first of its frames */
};

struct row {
	const char *name;
	struct step steps[16];
	struct want wants[8];
};

#define C SIDE_CALLER
#define D SIDE_CALLEE
#define ANSWERED {STORY_ANSWERED, D, 1000, 200, "1002", 2}

static const struct row ROWS[] = {
	{"RFC 5359 2.1, hold by sendonly", {SET_UP,
		{3000, {1, 2, INVITE, "2 INVITE", .to_tag = "b", .sdp = HELD}},
		{3010, {2, 1, OK, "2 INVITE", .to_tag = "b", .sdp = LISTEN}},
		{3020, {1, 2, ACK, "2 ACK", .to_tag = "b"}},
		{8000, {1, 2, INVITE, "3 INVITE", .to_tag = "b", .sdp = TALK}},
		{8010, {2, 1, OK, "3 INVITE", .to_tag = "b"}},
		{9000, {1, 2, BYE, "4 BYE", .to_tag = "b"}}},
		{ANSWERED, {STORY_HOLD, C, 5000, 200, "1001", 5},
		 {STORY_RESUME, C, -1, 0, "1001", 8},
		 {STORY_ENDED, C, -1, 0, "1001", 10}}},
	{"RFC 3264 8.4, hold by c=0.0.0.0 and by inactive", {SET_UP,
		{3000, {1, 2, INVITE, "2 INVITE", .to_tag = "b",
			       .sdp = NOWHERE}},
		{4000, {2, 1, UPDATE, "1 UPDATE", .from_tag = "b",
			       .to_tag = "a", .sdp = MUTE}},
		{5000, {1, 2, BYE, "4 BYE", .to_tag = "b"}}},
		{ANSWERED, {STORY_HOLD, C, 2000, 0, "1001", 5},
		 {STORY_HOLD, D, 1000, 0, "1002", 6},
		 {STORY_ENDED, C, -1, 0, NULL, 7}}},
	{"a hold that is refused", {SET_UP,
		{3000, {1, 2, INVITE, "2 INVITE", .to_tag = "b", .sdp = HELD}},
		{3010, {2, 1, "SIP/2.0 488 Not Acceptable Here", "2 INVITE",
			       .to_tag = "b"}},
		{9000, {2, 1, BYE, "1 BYE", .from_tag = "b", .to_tag = "a"}}},
		{ANSWERED, {STORY_HOLD, C, -1, 488, "1001", 5},
		 {STORY_ENDED, D, -1, 0, "1002", 7}}},
	{"RFC 5589 6.1, blind transfer", {SET_UP,
		{3000, {2, 1, REFER, "1 REFER", .from_tag = "b", .to_tag = "a",
			       .extra = "Refer-To: <sip:1003@x>\r\n"}},
		{3010, {1, 2, TAKEN, "1 REFER", .from_tag = "b",
			       .to_tag = "a"}},
		{3020, {2, 1, BYE, "2 BYE", .from_tag = "b", .to_tag = "a"}}},
		{ANSWERED, {STORY_TRANSFER, D, -1, 0, "1003", 5},
		 {STORY_ENDED, D, -1, 0, "1002", 7}}},
	{"RFC 5589 7.1, attended transfer", {SET_UP,
		{3000, {2, 1, REFER, "1 REFER", .from_tag = "b", .to_tag = "a",
			       .extra = "Refer-To: <sip:1003@x?Replaces=q1%3B"
					"to-tag%3Dt%3Bfrom-tag%3Df>\r\n"}}},
		{ANSWERED, {STORY_ATTENDED, D, -1, 0, "1003", 5}}},
	{"RFC 3515 2.4.2, a REFER that is refused", {SET_UP,
		{3000, {2, 1, REFER, "1 REFER", .from_tag = "b", .to_tag = "a",
			       .extra = "Refer-To: <sip:1003@x>\r\n"}},
		{3010, {1, 2, "SIP/2.0 603 Decline", "1 REFER",
			       .from_tag = "b", .to_tag = "a"}}},
		{ANSWERED, {STORY_TRANSFER, D, -1, 603, "1003", 5}}},
	{"RFC 3326, answered elsewhere", {
		{0, {1, 2, INVITE, .cseq = "1 INVITE"}},
		{100, {2, 1, RINGING, "1 INVITE", .to_tag = "b"}},
		{5100, {1, 2, CANCEL, "1 CANCEL",
			       .extra = "Reason: SIP ;cause=200 ;text=\"Call "
					"completed elsewhere\"\r\n"}},
		{5110, {2, 1, ENDED, "1 INVITE", .to_tag = "b"}}},
		{{STORY_ELSEWHERE, D, 5000, 0, "1002", 2}}},
	{"the caller gives up", {
		{0, {1, 2, INVITE, .cseq = "1 INVITE"}},
		{100, {2, 1, RINGING, "1 INVITE", .to_tag = "b"}},
		{5100, {1, 2, CANCEL, .cseq = "1 CANCEL"}},
		{5110, {2, 1, ENDED, "1 INVITE", .to_tag = "b"}}},
		{{STORY_MISSED, D, 5000, 0, "1002", 2}}},
	{"RFC 3326, a Reason of another kind", {
		{0, {1, 2, INVITE, .cseq = "1 INVITE"}},
		{100, {2, 1, RINGING, "1 INVITE", .to_tag = "b"}},
		{5100, {1, 2, CANCEL, "1 CANCEL",
			       .extra = "Reason: Q.850;cause=16\r\n"}}},
		{{STORY_MISSED, D, 5000, 0, "1002", 2}}},
	{"RFC 5359 2.7, call forwarding by 302", {
		{0, {1, 2, INVITE, .cseq = "1 INVITE"}},
		{50, {2, 1, "SIP/2.0 302 Moved Temporarily", "1 INVITE",
			     .to_tag = "b",
			     .extra = "Contact: <sip:1003@x>\r\n"}}},
		{{STORY_REFUSED, D, -1, 302, "1002", 2},
		 {STORY_REDIRECTED, D, -1, 302, "1003", 2}}},
	{"RFC 3960, early media", {
		{0, {1, 2, INVITE, "1 INVITE", .sdp = TALK}},
		{100, {2, 1, "SIP/2.0 183 Session Progress", "1 INVITE",
			      .to_tag = "b", .sdp = FEED_SDP(2, 6000, "8")}},
		{1100, {2, 1, OK, "1 INVITE", .to_tag = "b"}}},
		{{STORY_EARLY, D, -1, 183, NULL, 2}, ANSWERED}},
	{"RFC 4579 4.1, a conference focus", {
		{0, {1, 2, INVITE, .cseq = "1 INVITE"}},
		{100, {2, 1, OK, "1 INVITE", .to_tag = "b",
			      .extra = "Contact: <sip:3402934234@x>;isfocus"
				       "\r\n"}}},
		{{STORY_ANSWERED, D, -1, 200, NULL, 2},
		 {STORY_CONFERENCE, D, -1, 0, NULL, 2}}},
	{"RFC 4028 clause 10, one refresh, then none", {
		{0, {1, 2, INVITE, .cseq = "1 INVITE"}},
		{100, {2, 1, OK, "1 INVITE", .to_tag = "b",
			      .extra = "Session-Expires: 90;refresher=uac"
				       "\r\n"}},
		{45000, {1, 2, UPDATE, "2 UPDATE", .to_tag = "b"}},
		{45010, {2, 1, OK, "2 UPDATE", .to_tag = "b",
				.extra = "Session-Expires: 90;refresher=uac"
					 "\r\n"}},
		{145000, {1, 2, BYE, "3 BYE", .to_tag = "b"}}},
		{{STORY_ANSWERED, D, -1, 200, NULL, 2},
		 {STORY_TIMER, D, -1, 0, NULL, 2},
		 {STORY_EXPIRED, D, -1, 0, NULL, 2},
		 {STORY_ENDED, C, -1, 0, NULL, 5}}},
	{"still ringing", {
		{0, {1, 2, INVITE, .cseq = "1 INVITE"}},
		{100, {2, 1, RINGING, "1 INVITE", .to_tag = "b"}}},
		{{STORY_RINGING, D, -1, 0, "1002", 2}}},
	/* RFC 3261 16.7 step 10: a proxy cancels the other branches */
	{"a proxy forks", {
		{0, {1, 2, "INVITE sip:700@x SIP/2.0", .cseq = "1 INVITE"}},
		{10, {2, 3, "INVITE sip:1003@x SIP/2.0", "1 INVITE",
			     .branch = "z9hG4bKp1"}},
		{11, {2, 4, "INVITE sip:1004@x SIP/2.0", "1 INVITE",
			     .branch = "z9hG4bKp2"}},
		{100, {3, 2, RINGING, "1 INVITE", .to_tag = "t3",
			      .branch = "z9hG4bKp1"}},
		{200, {4, 2, RINGING, "1 INVITE", .to_tag = "t4",
			      .branch = "z9hG4bKp2"}},
		{2200, {4, 2, OK, "1 INVITE", .to_tag = "t4",
			       .branch = "z9hG4bKp2"}},
		{2201, {2, 1, OK, "1 INVITE", .to_tag = "t4"}},
		{2202, {2, 3, CANCEL, "1 CANCEL", .branch = "z9hG4bKp1"}},
		{2210, {3, 2, ENDED, "1 INVITE", .to_tag = "t3",
			       .branch = "z9hG4bKp1"}}},
		{{STORY_ANSWERED, D, 2000, 200, "1004", 5},
		 {STORY_ELSEWHERE, D, 2102, 0, "1003", 4}}},
	/* behind a B2BUA: X-CID ties the legs */
	{"the far phone refuses", {
		{0, {1, 2, INVITE, "1 INVITE", .call_id = "aaaaaaaaaaaa"}},
		{10, {2, 3, INVITE, "1 INVITE", .call_id = "b1",
			     .extra = "X-CID: aaaaaaaaaaaa\r\n"}},
		{20, {3, 2, "SIP/2.0 488 Not Acceptable Here", "1 INVITE",
			     .call_id = "b1", .to_tag = "t"}},
		{30, {2, 1, "SIP/2.0 488 Not Acceptable Here", "1 INVITE",
			     .call_id = "aaaaaaaaaaaa", .to_tag = "u"}}},
		{{STORY_REFUSED, D, -1, 488, "1002", 3}}},
	{"a queue", {
		{0, {1, 2, INVITE, "1 INVITE", .call_id = "aaaaaaaaaaaa"}},
		{10, {2, 1, OK, "1 INVITE", .call_id = "aaaaaaaaaaaa",
			     .to_tag = "u"}},
		{20000, {2, 3, INVITE, "1 INVITE", .call_id = "b1",
				.extra = "X-CID: aaaaaaaaaaaa\r\n"}},
		{21000, {3, 2, RINGING, "1 INVITE", .call_id = "b1",
				.to_tag = "t"}},
		{24010, {3, 2, OK, "1 INVITE", .call_id = "b1",
				.to_tag = "t"}},
		{30000, {3, 2, BYE, "1 BYE", .call_id = "b1", .from_tag = "t",
				.to_tag = "a"}},
		{30010, {2, 1, BYE, "1 BYE", .call_id = "aaaaaaaaaaaa",
				.from_tag = "u", .to_tag = "a"}}},
		{{STORY_QUEUED, D, 24000, 0, NULL, 2},
		 {STORY_ANSWERED, D, 3010, 200, "1002", 4},
		 {STORY_ENDED, D, -1, 0, "1002", 6}}},
	{"a voice mailbox", {
		{0, {1, 2, INVITE, "1 INVITE", .call_id = "aaaaaaaaaaaa"}},
		{10, {2, 3, INVITE, "1 INVITE", .call_id = "b1",
			     .extra = "X-CID: aaaaaaaaaaaa\r\n"}},
		{100, {3, 2, RINGING, "1 INVITE", .call_id = "b1",
			      .to_tag = "t"}},
		{20100, {2, 3, CANCEL, "1 CANCEL", .call_id = "b1"}},
		{20110, {3, 2, ENDED, "1 INVITE", .call_id = "b1",
				.to_tag = "t"}},
		{20200, {2, 1, OK, "1 INVITE", .call_id = "aaaaaaaaaaaa",
				.to_tag = "u"}}},
		{{STORY_MISSED, D, 20000, 0, "1002", 3},
		 {STORY_SERVER, D, -1, 0, NULL, 6}}},
	/* RFC 3891 clause 1 and 5359 2.16: a dialog that rings is picked up */
	{"call pickup", {
		{0, {1, 2, INVITE, "1 INVITE", .call_id = "aaaaaaaaaaaa"}},
		{100, {2, 1, RINGING, "1 INVITE", .call_id = "aaaaaaaaaaaa",
			      .to_tag = "u"}},
		{3000, {3, 1, INVITE, "1 INVITE", .call_id = "b1",
			       .extra = "Replaces: aaaaaaaaaaaa;to-tag=u;"
					"from-tag=a;early-only\r\n"}},
		{3010, {1, 3, OK, "1 INVITE", .call_id = "b1",
			       .to_tag = "t"}},
		{3020, {1, 2, CANCEL, "1 CANCEL", .call_id = "aaaaaaaaaaaa"}}},
		{{STORY_PICKUP, C, -1, 0, NULL, 3},
		 {STORY_ELSEWHERE, D, 2920, 0, NULL, 2}}},
};

static void play(struct feed *f, const struct row *row)
{
	ns_t start = f->ts;

	for (size_t i = 0; i < COUNT_OF(row->steps); i++) {
		const struct step *s = &row->steps[i];
		if (s->m.start) {
			f->ts = start + (ns_t)(s->at * 1e6);
			feed_sip(f, s->m);
		}
	}
	book_finish(f->book);
}

static void compare(const struct story *s, const struct want *wants)
{
	size_t n = 0;

	for (; n < s->count && wants[n].frame; n++) {
		const struct story_event *e = &s->events[n];
		const struct want *w = &wants[n];
		uint64_t frame = e->at[0].frame ? e->at[0].frame
						: e->at[1].frame;
		print_message("#   %s\n", story_word(e->kind));
		assert_int_equal(e->kind, w->kind);
		assert_int_equal(e->by, w->by);
		assert_int_equal(e->has_lasted, w->lasted_ms >= 0);
		if (e->has_lasted) {
			assert_int_equal(
				e->lasted, (ns_t)(w->lasted_ms * 1e6));
		}
		if (w->status) {
			assert_int_equal(e->status, w->status);
		}
		if (w->who) {
			assert_true(slice_is(e->who, w->who));
		}
		assert_int_equal(frame, w->frame);
	}
	assert_int_equal(s->count, n);
	assert_int_equal(wants[n].frame, 0);
}

/* The one event of this kind. */
static const struct story_event *only(
	const struct story *s, enum story_kind kind)
{
	size_t at = 0, found = 0;

	for (size_t i = 0; i < s->count; i++) {
		if (s->events[i].kind == kind) {
			at = i;
			found++;
		}
	}
	assert_int_equal(found, 1);
	return &s->events[at];
}

static void rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct feed f = feed_start();
		print_message("# %s\n", ROWS[i].name);
		play(&f, &ROWS[i]);
		struct story *s = story_of(f.book->calls, true);
		assert_non_null(s);
		compare(s, ROWS[i].wants);
		free(s);
		feed_end(&f);
	}
}

/* RFC 3515 clause 2.4.5: the result comes in a message/sipfrag. */
static void transfer_result(void **state)
{
	static const char NOTIFY[] =
		"NOTIFY sip:1002@x SIP/2.0\r\n"
		"Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKn\r\n"
		"From: <sip:1001@example.org>;tag=a\r\n"
		"To: <sip:1002@example.org>;tag=b\r\n"
		"Call-ID: c1\r\nCSeq: 5 NOTIFY\r\nEvent: refer\r\n"
		"Subscription-State: terminated;reason=noresource\r\n"
		"Content-Type: message/sipfrag;version=2.0\r\n"
		"Content-Length: 16\r\n\r\nSIP/2.0 200 OK\r\n";
	struct feed f = feed_start();

	(void)state;
	feed_call(&f);
	feed_sip(&f, (struct feed_sip){2, 1, REFER, "1 REFER", .from_tag = "b",
			     .to_tag = "a",
			     .extra = "Refer-To: <sip:*0@x>\r\n"});
	feed_bytes(&f, feed_at(1, 5060), feed_at(2, 5060), NOTIFY,
		sizeof(NOTIFY) - 1);
	book_finish(f.book);
	struct story *s = story_of(f.book->calls, true);
	assert_non_null(s);
	const struct story_event *e = only(s, STORY_TRANSFER);
	assert_int_equal(e->status, 200);
	assert_int_equal(e->at[0].frame, 5);
	assert_int_equal(e->at[1].frame, 6);
	assert_true(slice_is(e->who, "*0"));
	assert_true(slice_is(e->what, "park"));
	free(s);
	feed_end(&f);
}

/* What Bob hears while Alice holds the call: a stream of its own. */
static void music(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_call(&f);
	feed_ms(&f, 1000);
	feed_sip(&f, (struct feed_sip){1, 2, INVITE, "2 INVITE", .to_tag = "b",
			     .sdp = HELD});
	feed_ms(&f, 100);
	feed_talk(&f, (struct feed_rtp){1, 2, 4000, 6000, 0x77, .payload_type =
			      8}, 50);
	feed_sip(&f, (struct feed_sip){1, 2, INVITE, "3 INVITE", .to_tag = "b",
			     .sdp = TALK});
	book_finish(f.book);
	struct story *s = story_of(f.book->calls, true);
	assert_non_null(s);
	const struct story_event *e = only(s, STORY_MUSIC);
	assert_int_equal(e->lasted, 49 * 20 * NS_PER_MS);
	assert_int_equal(e->at[0].frame, 6);
	assert_int_equal(e->where.port, 4000);
	free(s);
	feed_end(&f);
}

/* A side that holds again and again cannot fill the memory. */
static void bounded(void **state)
{
	struct feed f = feed_start();
	char cseq[32];

	(void)state;
	feed_call(&f);
	for (unsigned i = 0; i < 400; i++) {
		feed_ms(&f, 1500);
		(void)snprintf(cseq, sizeof(cseq), "%u INVITE", i + 2);
		feed_sip(&f, (struct feed_sip){1, 2, INVITE, cseq,
				     .to_tag = "b", .sdp = i % 2 ? TALK : HELD});
	}
	book_finish(f.book);
	assert_int_equal(f.book->calls->note_count, CALL_NOTES);
	struct story *s = story_of(f.book->calls, true);
	assert_non_null(s);
	assert_true(s->count <= CALL_NOTES + 2);
	free(s);
	feed_end(&f);
}

/* The course's list of dial codes. */
static void dial_codes(void **state)
{
	static const struct {
		const char *user, *word;
	} CODES[] = {{"*0", "park"}, {"*01", "park"}, {"*1", "unpark"},
		{"*20*", "pickup"}, {"*20*6012", "pickup"}, {"*3", "status"},
		{"*4", "voicemail"}, {"*62", "queue_in"}, {"*63", "queue_out"},
		{"*5", "anonymous"}, {"*5079123", "anonymous"},
		{"*77*200*", "hot_desk"}, {"**12*0791", "billing"},
		{"*68", "room_status"}, {"6012", NULL}, {"", NULL},
		{"*", NULL}, {"#*0", NULL}, {"*9", NULL}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(CODES); i++) {
		const struct dial_code *code =
			dial_code_of(slice_of(CODES[i].user));
		assert_int_equal(code != NULL, CODES[i].word != NULL);
		if (code) {
			assert_string_equal(code->word, CODES[i].word);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows),
		cmocka_unit_test(transfer_result),
		cmocka_unit_test(music),
		cmocka_unit_test(bounded),
		cmocka_unit_test(dial_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
