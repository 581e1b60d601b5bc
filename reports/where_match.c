/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparing, with three answers: yes, no, unknown. Where a call has several
 * values of a field, one that fits is enough; the negative operators ask that
 * none fits.
 */
#include "reports/where.h"

#include <math.h>

enum answer { ANSWER_NO, ANSWER_UNKNOWN, ANSWER_YES };

static bool is_negative(enum where_operator o)
{
	return o == WHERE_NOT_EQUAL || o == WHERE_NOT_HOLDS;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/*
 * @pattern with * and ? against all of @s, without case. The last * takes one
 * byte more whenever what follows it does not fit.
 */
static bool fits(struct slice pattern, struct slice s, bool literal)
{
	size_t p = 0;
	size_t star = pattern.n; /* index of the last one; n: none yet */
	size_t from = 0;

	for (size_t i = 0; i < s.n;) {
		bool more = p < pattern.n;
		if (more && !literal && pattern.p[p] == '*') {
			star = p++;
			from = i;
		} else if (more && ((!literal && pattern.p[p] == '?') ||
					   lower(pattern.p[p]) ==
						   lower(s.p[i]))) {
			p++;
			i++;
		} else if (star < pattern.n) {
			p = star + 1;
			i = ++from;
		} else {
			return false;
		}
	}
	while (p < pattern.n && !literal && pattern.p[p] == '*') {
		p++;
	}
	return p == pattern.n;
}

static bool holds(struct slice s, struct slice part)
{
	for (size_t i = 0; i + part.n <= s.n; i++) {
		if (slice_ieq(slice_sub(s, i, part.n), part)) {
			return true;
		}
	}
	return false;
}

void where_text(struct where_look *look, struct slice text)
{
	const struct where_step *s = look->step;

	if (!text.n) {
		return;
	}
	look->known = true;
	if (s->operator == WHERE_HOLDS || s->operator == WHERE_NOT_HOLDS) {
		look->match = look->match || holds(text, s->text);
	} else {
		look->match = look->match || fits(s->text, text, s->literal);
	}
}

static bool compares(const struct where_step *s, double v)
{
	switch (s->operator) {
	case WHERE_EQUAL:
	case WHERE_NOT_EQUAL:
		return fabs(v - s->number) <= s->within;
	case WHERE_LESS:
		return v < s->number;
	case WHERE_AT_MOST:
		return v <= s->number;
	case WHERE_MORE:
		return v > s->number;
	case WHERE_AT_LEAST:
		return v >= s->number;
	case WHERE_KNOWN:
	case WHERE_HOLDS:
	case WHERE_NOT_HOLDS:
		break;
	}
	return false;
}

void where_number(struct where_look *look, struct maybe number)
{
	if (number.known) {
		look->known = true;
		look->match = look->match || compares(look->step, number.v);
	}
}

void where_address(struct where_look *look, const struct addr *ip)
{
	const struct where_step *s = look->step;
	bool same = true;

	for (unsigned i = 0; i < s->prefix; i++) {
		unsigned bit = 0x80U >> i % 8;
		same = same && ((ip->b[i / 8] ^ s->address.b[i / 8]) & bit) == 0;
	}
	look->known = true;
	look->match = look->match || same;
}

static enum answer test(const struct where_step *step,
	const struct report_input *input, const struct call *call)
{
	struct where_look look = {.input = input, .step = step};

	step->field->get(&look, call);
	if (step->operator == WHERE_KNOWN) {
		return look.known ? ANSWER_YES : ANSWER_NO;
	}
	if (!look.known) {
		return ANSWER_UNKNOWN;
	}
	return look.match != is_negative(step->operator) ? ANSWER_YES
							 : ANSWER_NO;
}

/* Of three answers in this order `and` is the least, `or` the greatest. */
bool where_matches(const struct where *where, const struct report_input *input,
	const struct call *call)
{
	enum answer stack[WHERE_STEPS];
	size_t n = 0;

	for (size_t i = 0; i < where->count; i++) {
		const struct where_step *s = &where->steps[i];
		if (s->kind == WHERE_TEST) {
			stack[n++] = test(s, input, call);
		} else if (s->kind == WHERE_NOT) {
			stack[n - 1] = (enum answer)(
				ANSWER_YES - (int)stack[n - 1]);
		} else {
			enum answer b = stack[--n];
			enum answer a = stack[n - 1];
			bool least = s->kind == WHERE_AND;
			stack[n - 1] = (a < b) == least ? a : b;
		}
	}
	return n == 1 && stack[0] == ANSWER_YES;
}
