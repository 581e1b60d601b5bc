/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences about events; the words are ours. */
#include "reports/tale.h"

#include "tests/unit/test.h"

static void timers(void **state)
{
	static const struct {
		const char *refresher;
		uint32_t agreed;
		const char *want;
	} rows[] = {
		{NULL, 1, "session timer of 90 s (frame 7)"},
		{"uac", 2,
			"session timer of 90 s, refreshed by the caller's "
			"side: 1 refresh (frame 7)"},
		{"uas", 3,
			"session timer of 90 s, refreshed by the callee's "
			"side: 2 refreshes (frame 7)"},
	};
	const struct report_input input = {.capture_count = 1};
	static const struct story story;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct story_event e = {
			.kind = STORY_TIMER,
			.what = slice_of(rows[i].refresher),
			.count = rows[i].agreed,
			.seconds = 90,
			.at = {{0, 7, 0}},
		};
		struct text t = {0};
		tale_event(&t, &input, &story, &e);
		assert_string_equal(t.p, rows[i].want);
		text_finish(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(timers),
	};

	return RUN_TESTS(tests);
}
