/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The JSON builder: what is unknown leaves no key, numbers keep the decimals
 * that were asked for and no more, and no byte of a packet breaks the text
 * (RFC 8259 clause 7: control characters, quote and backslash are escaped).
 */
#include "reports/json.h"

#include <math.h>

#include "tests/unit/test.h"

static void check(struct json root, bool *failed, const char *want)
{
	struct text out = {0};

	json_end(root, &out);
	assert_false(*failed);
	assert_string_equal(out.p, want);
	text_finish(&out);
}

static void numbers(void **state)
{
	bool failed = false;
	struct json j = json_begin(&failed);

	(void)state;
	json_number(j, "a", maybe_of(0.1 + 0.2), 6);
	json_number(j, "b", maybe_of(4.40936), 3);
	json_number(j, "c", maybe_of(-0.0001), 2);
	json_number(j, "d", maybe_of(123456789.123456), 6);
	json_number(j, "e", MAYBE_UNKNOWN, 3);
	json_number(j, "f", maybe_of((double)NAN), 3);
	json_number(j, "g", maybe_of((double)INFINITY), 3);
	json_count(j, "h", 4294967296U);
	check(j, &failed,
		"{\"a\":0.3,\"b\":4.409,\"c\":0,"
		"\"d\":123456789.123456,\"h\":4294967296}");
}

static void strings(void **state)
{
	bool failed = false;
	struct json j = json_begin(&failed);

	(void)state;
	json_string(j, "absent", (struct slice){NULL, 0});
	json_string(j, "empty", SLICE(""));
	json_string(j, "quote", SLICE("\"\\/"));
	json_string(j, "bytes", SLICE("a\0b\x1b\xff"));
	json_string(j, "name", SLICE("Secr\xc3\xa9taire"));
	json_word(j, "none", NULL);
	json_word(j, "word", "udp");
	check(j, &failed,
		"{\"empty\":\"\",\"quote\":\"\\\"\\\\/\","
		"\"bytes\":\"a\\\\x00b\\\\x1b\\\\xff\","
		"\"name\":\"Secr\xc3\xa9taire\",\"word\":\"udp\"}");
}

static void nesting(void **state)
{
	bool failed = false;
	struct json j = json_begin(&failed);
	struct json list = json_array(j, "list");

	(void)state;
	json_count(list, NULL, 1);
	json_flag(json_object(list, NULL), "x", true);
	json_time(json_object(j, "o"), "t", 1714727564123456000);
	check(j, &failed,
		"{\"list\":[1,{\"x\":true}],"
		"\"o\":{\"t\":\"2024-05-03T09:12:44.123456Z\"}}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(strings),
		cmocka_unit_test(nesting),
	};

	return RUN_TESTS(tests);
}
