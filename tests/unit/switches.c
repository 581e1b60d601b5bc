/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A switch of the PBX's setting between calls. Each letter of a script is a
 * call of phone 1 to phone 3 through the server 2: "d" names the far phone's
 * address in the answer, "r" the server's own; the server challenges, so it is
 * known.
 */
#include "reports/switches.h"

#include "tests/unit/feed.h"

static void one(struct feed *f, char way, unsigned i)
{
	char id[16];
	const char *sdp =
		way == 'd' ? FEED_SDP(3, 6000, "8") : FEED_SDP(2, 6000, "8");

	(void)snprintf(id, sizeof(id), "call-%u", i);
	feed_sip(
		f, (struct feed_sip){1, 2, "INVITE sip:2@x SIP/2.0", "1 INVITE",
			   .call_id = id, .sdp = FEED_SDP(1, 4000, "8")});
	feed_sip(f, (struct feed_sip){2, 1, "SIP/2.0 407 No", "1 INVITE",
			    .call_id = id, .to_tag = "x"});
	feed_sip(
		f, (struct feed_sip){1, 2, "INVITE sip:2@x SIP/2.0", "2 INVITE",
			   .call_id = id, .sdp = FEED_SDP(1, 4000, "8")});
	feed_sip(f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "2 INVITE",
			    .call_id = id, .to_tag = "b", .sdp = sdp});
	feed_ms(f, 5000);
	feed_sip(f, (struct feed_sip){1, 2, "BYE sip:2@x SIP/2.0", "3 BYE",
			    .call_id = id, .to_tag = "b"});
	feed_ms(f, 5000);
}

static void rows(void **state)
{
	static const struct {
		const char *script, *says; /* NULL: nothing */
	} ROW[] = {
		{"ddrr", "until call 2 (10.000000 s) direct, from call 3 "
			 "(20.000000 s) on relayed by 10.0.0.2"},
		{"rrrdd",
			"until call 3 (20.000000 s) relayed by 10.0.0.2, from "
			"call 4 (30.000000 s) on direct"},
		{"dddd", NULL}, {"rrrr", NULL},
		{"dddr", NULL}, /* one call is no setting */
		{"ddrdd", NULL}, {"drdrdrdr", NULL},
		{"ddrrddrrddrr", NULL}, /* mixed, not switched */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROW); i++) {
		struct feed f = feed_start();
		struct text out = {0};
		struct report_options options = {.columns = 500};

		for (unsigned k = 0; ROW[i].script[k]; k++) {
			one(&f, ROW[i].script[k], k);
		}
		book_finish(f.book);
		struct report_input input = {
			.book = f.book, .origin = f.book->first_ts};
		switches_put(&out, &input, &options);
		struct slice all = text_slice(&out);
		print_message("# %s: %.*s\n", ROW[i].script, (int)all.n,
			all.n ? all.p : "");
		assert_int_equal(all.n != 0, ROW[i].says != NULL);
		if (ROW[i].says) {
			struct slice tail = all;
			bool found = false;
			struct slice want = slice_of(ROW[i].says);
			for (; tail.n >= want.n && !found;
				tail = slice_sub(tail, 1, tail.n)) {
				found = memcmp(tail.p, want.p, want.n) == 0;
			}
			assert_true(found);
		}
		text_finish(&out);
		feed_end(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
