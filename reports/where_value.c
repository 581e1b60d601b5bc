/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the value of a test: what its field and operator allow. */
#include "reports/where.h"

/* Digits on either side of the point. */
#define DIGITS_MOST 15

/* Units that a time may be written in. */
static const struct unit {
	const char *name;
	double ms;
} times[] = {
	{"ms", 1}, {"s", 1e3}, {"min", 6e4}, {"m", 6e4}, {"h", 3.6e6},
};

/* The decimal number that @rest begins with, and what is behind it.
 * @ret_within: half of its last place */
static bool take_number(
	struct slice *rest, double *ret, double *ret_within)
{
	double n = 0;
	double places = 1;
	size_t digits = 0;
	size_t i = 0;
	bool point = false;

	for (; i < rest->n; i++) {
		char c = rest->p[i];
		if (c == '.' && !point) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9') {
			break;
		}
		digits++;
		n = n * 10 + (c - '0');
		places = point ? places * 10 : places;
	}
	*ret = n / places;
	*ret_within = 0.5 / places;
	*rest = slice_sub(*rest, i, rest->n);
	return digits > 0 && digits <= DIGITS_MOST;
}

/* How many of the field's own units one of @unit is; 0: it is none of it. */
static double scale_of(const struct where_field *field, struct slice unit)
{
	double of_field = 0;
	double of_unit = 0;

	if (!unit.n || slice_is(unit, field->unit)) {
		return 1;
	}
	for (size_t i = 0; i < COUNT_OF(times); i++) {
		if (slice_is(slice_of(field->unit), times[i].name)) {
			of_field = times[i].ms;
		}
		if (slice_is(unit, times[i].name)) {
			of_unit = times[i].ms;
		}
	}
	return of_field > 0 ? of_unit / of_field : 0;
}

static int read_number(struct where_step *s, struct err *err)
{
	const struct where_field *f = s->field;
	struct slice rest = s->text;
	bool good = take_number(&rest, &s->number, &s->within);
	double scale = scale_of(f, rest);

	if (!good || scale <= 0) {
		return err_set(err, "'%s' takes a number%s%s, not '%.*s'",
			f->name, *f->unit ? " in " : "", f->unit,
			(int)(s->text.n < 40 ? s->text.n : 40), s->text.p);
	}
	s->number *= scale;
	s->within *= scale;
	return 0;
}

static int read_address(struct where_step *s, struct err *err)
{
	struct slice bits = s->text;
	struct slice ip = slice_cut(&bits, '/');
	uint64_t n = 0;
	bool good = addr_parse(ip, &s->address);
	unsigned all = good && addr_is_v4(&s->address) ? 32 : 128;

	if (good && bits.p) {
		good = slice_u64(bits, all, &n);
	} else {
		n = all;
	}
	if (!good) {
		return err_set(err,
			"'%s' takes an address or a prefix such as "
			"10.0.0.0/8, not '%.*s'",
			s->field->name,
			(int)(s->text.n < 40 ? s->text.n : 40), s->text.p);
	}
	s->prefix = 128 - all + (unsigned)n;
	return 0;
}

/* Which of "a|b|c" @s->text is; its index is the number. */
static int read_word(struct where_step *s, struct err *err)
{
	struct slice rest = slice_of(s->field->words);

	for (s->number = 0; rest.p; s->number++) {
		if (slice_ieq(slice_cut(&rest, '|'), s->text)) {
			s->within = 0;
			return 0;
		}
	}
	return err_set(err, "'%s' is one of %s, not '%.*s'", s->field->name,
		s->field->words, (int)(s->text.n < 40 ? s->text.n : 40),
		s->text.p);
}

static int read_text(struct where_step *s, struct err *err)
{
	bool pattern = !s->literal && (slice_find(s->text, '*') < s->text.n ||
					      slice_find(s->text, '?') <
						      s->text.n);
	bool whole = s->operator == WHERE_EQUAL ||
		     s->operator == WHERE_NOT_EQUAL;

	return s->field->words && whole && !pattern ? read_word(s, err) : 0;
}

/* Operators of each kind, as errors say them. */
static const struct {
	const char *name;
	unsigned allowed;
} kinds[] = {
#define BIT(name) (1U << WHERE_##name)
#define ORDERED                                                                \
	(BIT(EQUAL) | BIT(NOT_EQUAL) | BIT(LESS) | BIT(AT_MOST) | BIT(MORE) |  \
		BIT(AT_LEAST))
	[WHERE_TEXT] = {"text: it takes =, !=, ~ or !~",
		BIT(EQUAL) | BIT(NOT_EQUAL) | BIT(HOLDS) | BIT(NOT_HOLDS)},
	[WHERE_NUMBER] = {"a number: it takes =, !=, <, <=, > or >=", ORDERED},
	[WHERE_ADDRESS] = {"an address: it takes = or !=",
		BIT(EQUAL) | BIT(NOT_EQUAL)},
	[WHERE_SEVERITY] = {"a severity: it takes =, !=, <, <=, > or >=",
		ORDERED},
};

int where_value(struct where_step *step, struct err *err)
{
	const struct where_field *f = step->field;

	if (!(kinds[f->kind].allowed & 1U << step->operator)) {
		return err_set(err, "'%s' is %s", f->name, kinds[f->kind].name);
	}
	switch (f->kind) {
	case WHERE_TEXT:
		return read_text(step, err);
	case WHERE_NUMBER:
		return read_number(step, err);
	case WHERE_ADDRESS:
		return read_address(step, err);
	case WHERE_SEVERITY:
		return read_word(step, err);
	}
	return -1;
}
