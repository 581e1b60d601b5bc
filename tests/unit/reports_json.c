/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The JSON builder: what is unknown leaves no key, numbers keep the decimals
 * that were asked for and no more, and no byte of a packet breaks the text
 * (RFC 8259 clause 7: control characters, quote and backslash are escaped).
 */
#include "reports/json.h"

#include <math.h>

#include "tests/unit/test.h"

/* A record, and what it is written into. */
struct paper {
	struct json_record record;
	struct text out;
};

static struct json begin(struct paper *p)
{
	p->out = (struct text){0};
	return json_begin(&p->record, &p->out);
}

static void check(struct paper *p, const char *want)
{
	assert_int_equal(json_end(&p->record), 0);
	assert_string_equal(p->out.p, want);
	text_finish(&p->out);
}

static void numbers(void **state)
{
	struct paper p;
	struct json j = begin(&p);

	(void)state;
	json_number(j, "a", maybe_of(0.1 + 0.2), 6);
	json_number(j, "b", maybe_of(4.40936), 3);
	json_number(j, "c", maybe_of(-0.0001), 2);
	json_number(j, "d", maybe_of(123456789.123456), 6);
	json_number(j, "e", MAYBE_UNKNOWN, 3);
	json_number(j, "f", maybe_of((double)NAN), 3);
	json_number(j, "g", maybe_of((double)INFINITY), 3);
	json_count(j, "h", 4294967296U);
	json_number(j, "i", maybe_of(-12.5), 1);
	json_number(j, "k", maybe_of(1200), 2);
	json_count(j, "l", 0);
	json_count(j, "m", UINT64_MAX);
	check(&p, "{\"a\":0.3,\"b\":4.409,\"c\":0,"
		  "\"d\":123456789.123456,\"h\":4294967296,"
		  "\"i\":-12.5,\"k\":1200,\"l\":0,"
		  "\"m\":18446744073709551615}");
}

static void strings(void **state)
{
	struct paper p;
	struct json j = begin(&p);

	(void)state;
	json_string(j, "absent", (struct slice){NULL, 0});
	json_string(j, "empty", SLICE(""));
	json_string(j, "quote", SLICE("\"\\/"));
	json_string(j, "bytes", SLICE("a\0b\x1b\xff"));
	json_string(j, "name", SLICE("Secr\xc3\xa9taire"));
	json_word(j, "none", NULL);
	json_word(j, "word", "udp");
	json_word(j, "lines", "a\n\tb\x01\x7f");
	check(&p, "{\"empty\":\"\",\"quote\":\"\\\"\\\\/\","
		  "\"bytes\":\"a\\\\x00b\\\\x1b\\\\xff\","
		  "\"name\":\"Secr\xc3\xa9taire\",\"word\":\"udp\","
		  "\"lines\":\"a\\n\\tb\\u0001\x7f\"}");
}

static void nesting(void **state)
{
	struct paper p;
	struct json j = begin(&p);
	struct json list = json_array(j, "list");

	(void)state;
	json_count(list, NULL, 1);
	json_flag(json_object(list, NULL), "x", true);
	json_object(json_object(list, NULL), "y");
	json_time(json_object(j, "o"), "t", 1714727564123456000);
	json_array(j, "none");
	check(&p, "{\"list\":[1,{\"x\":true},{\"y\":{}}],"
		  "\"o\":{\"t\":\"2024-05-03T09:12:44.123456Z\"},"
		  "\"none\":[]}");
}

/* A value for what is closed is refused, and nothing is written of it. */
static void late(void **state)
{
	struct paper p;
	struct json j = begin(&p);
	struct json a = json_array(j, "a");
	struct json b = json_array(j, "b");

	(void)state;
	json_count(a, NULL, 1);
	json_count(b, NULL, 2);
	assert_int_equal(json_end(&p.record), -1);
	assert_string_equal(p.out.p, "{\"a\":[],\"b\":[2]}");
	text_finish(&p.out);
}

static void deep(void **state)
{
	struct paper p;
	struct json j = begin(&p);

	(void)state;
	for (int i = 1; i < JSON_DEPTH; i++) {
		j = json_object(j, "x");
	}
	assert_false(p.record.failed);
	j = json_object(j, "x");
	json_count(j, "y", 1);
	assert_int_equal(json_end(&p.record), -1);
	text_finish(&p.out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(strings),
		cmocka_unit_test(nesting),
		cmocka_unit_test(late),
		cmocka_unit_test(deep),
	};

	return RUN_TESTS(tests);
}
