/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The framework of findings without a capture: what makes two cases one
 * finding, what is kept and what is counted, the order of the list, and that
 * each detector's page is complete.
 */
#include "tests/unit/feed.h"

#include "detect/code.h"
#include "detect/detect.h"
#include "lib/attr.h"

#include <stdlib.h>

/* A walk over an empty book, as if detector 0 were asked. */
struct stage {
	struct feed feed;
	struct thresholds limits;
	struct findings all;
	struct detecting d;
};

static struct stage *stage_start(void)
{
	struct stage *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	s->feed = feed_start();
	book_finish(s->feed.book);
	s->limits = thresholds_default();
	assert_int_equal(
		findings_build(s->feed.book, &s->limits, NULL, &s->all), 0);
	assert_int_equal(s->all.count, 0);
	s->d.book = s->feed.book;
	s->d.limits = &s->limits;
	s->d.findings = &s->all;
	s->d.check = &s->all.checks[0];
	return s;
}

static void stage_end(struct stage *s)
{
	findings_finish(&s->all);
	text_finish(&s->d.text);
	book_destroy(s->feed.book);
	free(s);
}

static struct slice key_of(const unsigned *n)
{
	return (struct slice){(const char *)n, sizeof(*n)};
}

static void test_keys(void **state)
{
	struct stage *s = stage_start();
	unsigned one = 1;
	unsigned two = 2;

	(void)state;
	struct finding *a =
		detect_raise(&s->d, SEVERITY_NOTE, key_of(&one), 50);
	struct finding *b =
		detect_raise(&s->d, SEVERITY_NOTE, key_of(&two), 60);
	assert_true(detect_new(a) && detect_new(b));
	assert_ptr_not_equal(a, b);
	assert_ptr_equal(
		detect_raise(&s->d, SEVERITY_ERROR, key_of(&one), 40), a);
	assert_false(detect_new(a));
	assert_int_equal(a->count, 2);
	assert_int_equal(a->severity, SEVERITY_ERROR);
	assert_int_equal(a->first_ts, 40);
	assert_int_equal(a->last_ts, 50);
	/* a milder case does not soften it */
	(void)detect_raise(&s->d, SEVERITY_NOTE, key_of(&one), 70);
	assert_int_equal(a->severity, SEVERITY_ERROR);
	assert_int_equal(s->d.check->judged, 4);
	assert_int_equal(s->d.check->found, 4);
	stage_end(s);
}

static void test_bounds(void **state)
{
	struct stage *s = stage_start();
	struct finding *f = NULL;

	(void)state;
	for (unsigned i = 0; i < FINDINGS_MOST + 7; i++) {
		f = detect_raise(&s->d, SEVERITY_NOTE, key_of(&i), 0);
		assert_true((f != NULL) == (i < FINDINGS_MOST));
	}
	/* everything accepts the finding that is not there */
	detect_frame(f, 1, 0);
	detect_call(&s->d, f, NULL);
	detect_stream(&s->d, f, NULL);
	detect_host(f, &(struct addr){{1}});
	detect_measured(f, 1, 2, "");
	detect_detail(&s->d, f);
	detect_remedy(&s->d, f);
	assert_false(detect_new(f));
	assert_int_equal(s->d.check->dropped, 7);

	unsigned first = 0;
	f = detect_raise(&s->d, SEVERITY_NOTE, key_of(&first), 0);
	for (unsigned i = 1; i <= FINDING_FRAMES + 5; i++) {
		detect_frame(f, i, 0);
		detect_frame(f, i, 0);
		detect_host(f, &(struct addr){{(uint8_t)i}});
	}
	detect_frame(f, 0, 0); /* no frame */
	detect_frame(f, 1, 1); /* of another file: another one */
	assert_int_equal(f->frames[FINDING_FRAMES - 1].frame, FINDING_FRAMES);
	assert_true(f->frame_count > FINDING_FRAMES);
	assert_true(f->host_count > FINDING_HOSTS);
	stage_end(s);
}

static void test_measured(void **state)
{
	struct finding f = {0};

	(void)state;
	detect_measured(&f, 12, 10, "ms");
	detect_measured(&f, 11, 10, "ms");
	assert_true(f.measured.known && f.measured.v > 11.9);
	detect_measured(&f, 2, 10, "ms");
	assert_true(f.measured.v < 2.1);
}

static void test_order(void **state)
{
	struct stage *s = stage_start();
	static const struct {
		enum severity severity;
		unsigned hosts;
		ns_t ts;
	} rows[] = {
		{SEVERITY_NOTE, 5, 1},
		{SEVERITY_ERROR, 1, 9},
		{SEVERITY_ERROR, 1, 3},
		{SEVERITY_CRITICAL, 0, 8},
		{SEVERITY_ERROR, 4, 9},
	};
	static const unsigned want[] = {3, 4, 2, 1, 0};

	(void)state;
	free(s->all.list);
	for (unsigned i = 0; i < COUNT_OF(rows); i++) {
		struct finding *f = detect_raise(
			&s->d, rows[i].severity, key_of(&i), rows[i].ts);
		for (unsigned k = 0; k < rows[i].hosts; k++) {
			detect_host(f, &(struct addr){{(uint8_t)k}});
		}
		detect_frame(f, i + 1, 0);
	}
	assert_int_equal(detect_sort(&s->all), 0);
	assert_int_equal(s->all.count, COUNT_OF(rows));
	for (unsigned i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(
			s->all.list[i]->frames[0].frame, want[i] + 1);
		assert_int_equal(s->all.list[i]->index, i);
	}
	assert_true(findings_failed(&s->all));
	stage_end(s);
}

static void test_skipped(void **state)
{
	static const char *const why[] = {
		"a", "b", "c", "d", "e", "f", "g", "h"};
	struct stage *s = stage_start();

	(void)state;
	for (unsigned i = 0; i < COUNT_OF(why); i++) {
		detect_skip(&s->d, why[i]);
		detect_skip(&s->d, why[i]);
	}
	assert_int_equal(s->d.check->unjudged, 2 * COUNT_OF(why));
	assert_int_equal(s->d.check->reasons[0].count, 2);
	assert_string_equal(s->d.check->reasons[CHECK_REASONS - 1].why, "f");
	stage_end(s);
}

static void test_pages(void **state)
{
	const struct detector *d;

	(void)state;
	for (size_t i = 0; (d = detector_at(i)); i++) {
		assert_ptr_equal(detector_by_id(slice_of(d->id)), d);
		assert_true(d->title && *d->title);
		assert_true(d->subject && *d->subject);
		assert_true(d->page.meaning && strlen(d->page.meaning) > 80);
		assert_true(d->page.wire && strlen(d->page.wire) > 40);
		assert_true(d->page.causes && strchr(d->page.causes, '\n'));
		assert_true(d->page.remedy && *d->page.remedy);
		assert_true(d->page.standard && *d->page.standard);
		assert_true(d->call || d->stream || d->registration ||
			    d->whole);
		/* a list ends without a line end, or its last item is empty */
		assert_true(d->page.causes[strlen(d->page.causes) - 1] != '\n');
		assert_true(d->page.remedy[strlen(d->page.remedy) - 1] != '\n');
	}
	assert_null(detector_by_id(SLICE("")));
}

/* RFC 3326 clause 2, and what is none. */
static void test_reason(void **state)
{
	static const struct {
		const char *text;
		unsigned cause; /* 0: none */
	} rows[] = {
		{"Q.850 ;cause=16 ;text=\"Terminated\"", 16},
		{"SIP ;cause=600 ;text=\"Busy Everywhere\"", 0},
		{"SIP;cause=580, Q.850;cause=34", 34},
		{"q.850;text=\"a\";cause=41", 41},
		{"Q.850;cause=", 0},
		{"Q.850;cause=16x", 0},
		{"Q.850", 0},
		{"", 0},
		{",,,,,,,,,,Q.850;cause=1", 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		unsigned cause = 0;
		bool is = code_reason(slice_of(rows[i].text), "Q.850", &cause);
		assert_int_equal(is, rows[i].cause != 0);
		assert_int_equal(cause, rows[i].cause);
	}
	assert_string_equal(code_q850(34), "no channel is free");
	assert_null(code_q850(200));
	assert_int_equal(code_sip(486)->severity, SEVERITY_NOTE);
	/* RFC 3261 clause 8.1.3.2: an unknown code is that of its class */
	assert_int_equal(code_sip(599)->number, 500);
	assert_int_equal(code_sip(499)->number, 400);
	assert_int_equal(code_sip(699)->number, 600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_measured),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_skipped),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
