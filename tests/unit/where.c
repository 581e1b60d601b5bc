/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Filter expressions, as reports/where.h states them, over one call whose
 * values are set by hand: precedence, three-valued logic (Kleene's tables),
 * patterns, units, prefixes, and what an error points to.
 */
#include "tests/unit/feed.h"

#include "lib/attr.h"
#include "reports/where.h"

/* A call from 6012 to 7001, busy, seen between 10.0.0.1 and 10.0.0.2; it has no
 * stream, so that what streams tell is unknown. */
struct scene {
	struct feed feed;
	struct call call;
	struct hop hop;
	struct report_input input;
};

static void scene_start(struct scene *s)
{
	*s = (struct scene){.feed = feed_start()};
	book_finish(s->feed.book);
	s->hop.from = feed_at(1, 5060);
	s->hop.to = feed_at(2, 5060);
	s->call = (struct call){
		.id = 1,
		.from_user = SLICE("6012"),
		.from_uri = SLICE("sip:6012@example.org"),
		.from_name = SLICE("A*B"),
		.to_user = SLICE("7001"),
		.call_id = SLICE("abc@host"),
		.reason = SLICE("Busy Here"),
		.hops = &s->hop,
		.hop_count = 1,
		.state = CALL_BUSY,
		.status = 486,
		.message_count = 5,
		.pdd_ms = maybe_of(1500),
	};
	s->input.book = s->feed.book;
}

static bool is_true(struct scene *s, const char *text)
{
	struct where *where;
	struct err err = {""};

	if (where_create(&where, slice_of(text), &err) != 0) {
		print_error("%s: %s\n", text, err.text);
	}
	assert_non_null(where);
	bool yes = where_matches(where, &s->input, &s->call);
	where_destroy(where);
	return yes;
}

static const struct {
	const char *text;
	bool yes;
} answers[] = {
	{"from = 6012", true},
	{"from == 6012", true},
	{"FROM = sip:6012@EXAMPLE.org", true},
	{"from = 601", false},
	{"from ~ 601", true},
	{"from !~ 601", false},
	{"from != 6012", false}, /* none of its values may fit */
	{"to != 6012", true},
	{"from = 60*", true},
	{"from = *1?", true},
	{"from = *6*1*2", true},
	{"from = 60?", false},
	{"from = *", true},
	{"from_name = A*B", true},
	{"from_name = 'a*b'", true},
	{"from_name = \"A?B\"", false}, /* quoted: no pattern */
	{"reason = 'busy here'", true},
	{"reason ~ \"y h\"", true},
	{"status = 486", true},
	{"status >= 486 and status <= 486", true},
	{"status > 486 or status < 486", false},
	{"status != 486", false},
	/* units; equal to as many places as are written */
	{"pdd = 1500", true},
	{"pdd = 1.5s", true},
	{"pdd = 1.4s", false},
	{"pdd = 2s", true}, /* 1.5 rounds to it */
	{"pdd > 1400ms", true},
	{"pdd < 0.1min", true},
	{"pdd < 1h", true},
	{"host = 10.0.0.1", true},
	{"host = 10.0.0.3", false},
	{"host = 10.0.0.0/30", true},
	{"host = 10.0.0.4/30", false},
	{"host = 0.0.0.0/0", true},
	{"host = ::/0", true},
	{"host = 2001:db8::/32", false},
	{"host != 10.0.0.1", false},
	{"state = busy", true},
	{"state = b*", true},
	{"state ~ us", true},
	/* precedence: not, and, or */
	{"state = busy or status = 1 and status = 2", true},
	{"(state = busy or status = 1) and status = 2", false},
	{"not status = 1 and state = busy", true},
	{"not (status = 1 and state = busy)", true},
	{"not not state = busy", true},
	{"!state=busy||status=486", true},
	{"status=486&&!(state=busy)", false},
	{"NOT status = 1 AND status=486 Or status=1", true},
	/* unknown is neither, and stays so: Kleene's tables */
	{"mos < 3", false},
	{"not mos < 3", false},
	{"mos != 3", false},
	{"codec != PCMA", false},
	{"mos < 3 or state = busy", true},
	{"mos < 3 or state = failed", false},
	{"not (mos < 3 and state = failed)", true},
	{"not (mos < 3 and state = busy)", false},
	{"not (mos < 3 or state = busy)", false},
	{"finding = x", false}, /* they were not looked for */
	{"not finding = x", false},
	/* a field alone: is it known? */
	{"mos", false},
	{"not mos", true},
	{"pdd and not (finding)", true},
};

static void test_answers(void **state)
{
	struct scene s;

	(void)state;
	scene_start(&s);
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		if (is_true(&s, answers[i].text) != answers[i].yes) {
			fail_msg("%s: expected %d", answers[i].text, answers[i].yes);
		}
	}
	book_destroy(s.feed.book);
}

static void test_errors(void **state)
{
	static const struct {
		const char *text;
		unsigned column;
		const char *holds;
	} rows[] = {
		{"", 1, "a field"},
		{"  ", 3, "a field"},
		{"moss < 3", 1, "fields are agent, call_id,"},
		{"mos < 3 and x = 1", 13, "no field 'x'"},
		{"mos <", 6, "a value"},
		{"mos < and", 7, "a value"},
		{"mos ~ 3", 7, "it takes =, !="},
		{"from < 3", 8, "is text"},
		{"host ~ 10", 8, "is an address"},
		{"mos < x", 7, "takes a number, not 'x'"},
		{"mos < 3x", 7, "takes a number"},
		{"mos < 1.2.3", 7, "takes a number"},
		{"mos < .", 7, "takes a number"},
		{"mos < 1234567890123456", 7, "takes a number"},
		{"loss > 1ms", 8, "number in %"},
		{"pdd > 1%", 7, "number in ms"},
		{"host = 10.0.0.0/33", 8, "prefix"},
		{"host = 10.0.0.0/", 8, "prefix"},
		{"host = name", 8, "prefix"},
		{"state = complete", 9, "completed"},
		{"severity > bad", 12, "critical"},
		{"(mos", 1, "without ')'"},
		{"mos)", 4, "without '('"},
		{"()", 2, "a field"},
		{"mos mos", 5, "'and', 'or'"},
		{"mos or", 7, "a field"},
		{"or mos", 1, "a field"},
		{"from = 'x", 8, "quotes"},
		{"'from' = x", 1, "a field"},
		{"mos & 3", 5, "'and', 'or'"},
		{"= 3", 1, "a field"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct where *where;
		struct err err = {""};
		char column[24];
		(void)snprintf(column, sizeof(column), "column %u:",
			rows[i].column);
		int rc = where_create(&where, slice_of(rows[i].text), &err);
		if (rc == 0 || where || !strstr(err.text, column) ||
			!strstr(err.text, rows[i].holds)) {
			fail_msg("'%s': %s", rows[i].text, err.text);
		}
	}
}

/* Whatever the length and depth, memory and steps are bounded. */
static void test_bounds(void **state)
{
	struct where *where;
	struct err err = {""};
	struct text t = {0};

	(void)state;
	text_fill(&t, '(', 100000);
	assert_int_equal(where_create(&where, text_slice(&t), &err), -1);
	assert_non_null(strstr(err.text, "nested too deeply"));
	text_clear(&t);
	text_puts(&t, "id");
	for (unsigned i = 0; i < 63; i++) {
		text_puts(&t, " or id");
	}
	assert_int_equal(where_create(&where, text_slice(&t), &err), 0);
	assert_int_equal(where->count, 127);
	where_destroy(where);
	text_puts(&t, " or id");
	assert_int_equal(where_create(&where, text_slice(&t), &err), -1);
	assert_non_null(strstr(err.text, "over 128"));
	text_finish(&t);
}

/* Each field is found by its name, and its getter stands a bare call. */
static void test_fields(void **state)
{
	const struct where_field *f;
	struct scene s;
	struct text t = {0};

	(void)state;
	scene_start(&s);
	for (size_t i = 0; (f = where_field_at(i)) != NULL; i++) {
		text_clear(&t);
		text_printf(&t, "%s", f->name);
		assert_ptr_equal(where_field_find(text_slice(&t)), f);
		(void)is_true(&s, t.p);
	}
	text_clear(&t);
	where_help(&t);
	for (size_t i = 0; (f = where_field_at(i)) != NULL; i++) {
		assert_non_null(strstr(t.p, f->name));
	}
	text_finish(&t);
	book_destroy(s.feed.book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
