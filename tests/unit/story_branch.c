/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who answered, told once for each callee whatever hops show it; and dialled
 * PINs, which no story tells.
 */
#include "calls/dial_code.h"
#include "calls/story.h"

#include "tests/unit/feed.h"

#include <stdlib.h>

#define INVITE "INVITE sip:1002@x SIP/2.0"
#define OK     "SIP/2.0 200 OK"

/* A PIN behind *77*: the PIN of an extension, 3CX's manual of hot-desking. */
static void pins(void **state)
{
	static const char *const HIDE[][2] = {{"*77*200*1234", "*77*200*xxxx"},
		{"sip:*77*200*1234@x;user=phone",
			"sip:*77*200*xxxx@x;user=phone"},
		{"*77*200*", "*77*200*"}, {"*77*200", "*77*200"},
		{"**12*0791", "**12*0791"}, {"", ""}, {"*77*", "*77*"},
		{"<sip:*77*2*9>", "<sip:*77*2*xxxx>"},
		{"*77*200*1*2#", "*77*200*xxxx"}};
	static const char CODE[] = "INVITE sip:*77*200*1234@x SIP/2.0";
	struct feed f = feed_start();
	char room[DIAL_CODE_TEXT + 4];
	char text[512];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(HIDE); i++) {
		struct slice s = dial_code_hide(slice_of(HIDE[i][0]), room);
		assert_true(slice_is(s, HIDE[i][1]));
	}
	memset(text, '9', sizeof(text) - 1);
	memcpy(text, "*77*1*", 6);
	text[sizeof(text) - 1] = '\0';
	assert_true(
		slice_is(dial_code_hide(slice_of(text), room), "*77*1*xxxx"));
	feed_sip(&f, (struct feed_sip){1, 2, CODE, .cseq = "1 INVITE"});
	feed_sip(&f, (struct feed_sip){2, 1, OK, "1 INVITE", .to_tag = "b"});
	book_finish(f.book);
	assert_true(slice_is(f.book->calls->hops[0].target, "*77*200*xxxx"));
	feed_end(&f);
}

/* The branches of @call that answered, as its story tells. */
static unsigned told_answers(const struct call *call)
{
	struct story *s = story_of(call, false);
	unsigned n = 0;

	assert_non_null(s);
	for (size_t i = 0; i < s->count; i++) {
		n += s->events[i].kind == STORY_ANSWERED;
	}
	free(s);
	return n;
}

/* One To tag is one callee (RFC 3261 clause 12.1.2): one answer, though two
 * hops show it that do not hang together, or lead back to their beginning. */
static void one_answer(void **state)
{
	static const unsigned HOPS[][4] = {{1, 2, 2, 3}, /* a proxy */
		{1, 2, 4, 3},  /* a host with two addresses */
		{1, 2, 2, 1}}; /* who calls himself */

	(void)state;
	for (size_t i = 0; i < COUNT_OF(HOPS); i++) {
		const unsigned *h = HOPS[i];
		struct feed f = feed_start();
		feed_sip(&f, (struct feed_sip){
				     h[0], h[1], INVITE, .cseq = "1 INVITE"});
		feed_ms(&f, 5);
		feed_sip(&f, (struct feed_sip){h[2], h[3], INVITE, "1 INVITE",
				     .branch = "z"});
		feed_ms(&f, 900);
		feed_sip(&f, (struct feed_sip){h[3], h[2], OK, "1 INVITE",
				     .to_tag = "b", .branch = "z"});
		feed_ms(&f, 5);
		feed_sip(&f, (struct feed_sip){h[1], h[0], OK, "1 INVITE",
				     .to_tag = "b"});
		book_finish(f.book);
		assert_int_equal(told_answers(f.book->calls), 1);
		feed_end(&f);
	}
}

/* A proxy that gives the answer another tag does not make a second callee. */
static void other_tag(void **state)
{
	static const char PROGRESS[] = "SIP/2.0 183 Session Progress";
	struct feed f = feed_start();

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, INVITE, .cseq = "1 INVITE"});
	feed_sip(
		&f, (struct feed_sip){2, 3, INVITE, "1 INVITE", .branch = "z"});
	feed_ms(&f, 50);
	for (int i = 0; i < 2; i++) {
		feed_sip(&f, (struct feed_sip){3, 2, PROGRESS, "1 INVITE",
				     .to_tag = i ? "c" : "b", .branch = "z"});
		feed_sip(&f, (struct feed_sip){2, 1, PROGRESS, "1 INVITE",
				     .to_tag = i ? "c" : "b"});
	}
	feed_ms(&f, 900);
	feed_sip(&f, (struct feed_sip){3, 2, OK, "1 INVITE", .to_tag = "c",
			     .branch = "z"});
	feed_sip(&f, (struct feed_sip){2, 1, OK, "1 INVITE", .to_tag = "b"});
	book_finish(f.book);
	assert_int_equal(told_answers(f.book->calls), 1);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_answer),
		cmocka_unit_test(other_tag),
		cmocka_unit_test(pins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
