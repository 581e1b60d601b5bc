/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A number is international when it begins with '+' or 00, with one more 0 for
 * an outside line, or with 011 in North America. What is left decides, by the
 * longest country code that fits.
 */
#include "detect/number.h"

#include "detect/thresholds.h"
#include "lib/attr.h"

#include <string.h>

/* Shorter ones are extensions and short codes. */
#define LEAST_DIGITS 8

static const struct country countries[] = {
#define COUNTRY(code, iso, name) {code, iso, name},
#include "detect/countries.def"
#undef COUNTRY
};

static const struct premium {
	const char *code, *begin;
} premiums[] = {
#define PREMIUM(code, begin) {code, begin},
#include "detect/premium.def"
#undef PREMIUM
};

static bool starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* The digits of @user into @ret; false when it holds anything else. */
static bool digits_of(struct slice user, bool *ret_plus, char *ret)
{
	struct slice rest = slice_trim(user);
	struct slice part = slice_cut(&rest, ';');
	size_t n = 0;

	*ret_plus = part.n && part.p[0] == '+';
	for (size_t i = *ret_plus; i < part.n; i++) {
		char c = part.p[i];
		if (c >= '0' && c <= '9' && n + 1 < NUMBER_DIGITS) {
			ret[n++] = c;
		} else if (c != '-' && c != '.' && c != '(' && c != ')') {
			return false;
		}
	}
	ret[n] = '\0';
	return n > 0;
}

static const struct country *country_of(const char *digits)
{
	const struct country *best = NULL;

	for (size_t i = 0; i < COUNT_OF(countries); i++) {
		const struct country *c = &countries[i];
		if (starts(digits, c->code) &&
			(!best || strlen(c->code) > strlen(best->code))) {
			best = c;
		}
	}
	return best;
}

static const struct country *home_of(struct slice home)
{
	for (size_t i = 0; home.n && i < COUNT_OF(countries); i++) {
		if (number_allowed(&countries[i], home)) {
			return &countries[i];
		}
	}
	return NULL;
}

/* What follows the prefix of international calls; NULL: it is none. */
static const char *after_prefix(
	const char *digits, bool plus, const struct country *home)
{
	if (plus) {
		return digits;
	}
	if (starts(digits, "000")) {
		return digits + 3;
	}
	if (starts(digits, "00")) {
		return digits + 2;
	}
	bool america = home && starts(home->code, "1");
	return america && starts(digits, "011") ? digits + 3 : NULL;
}

static bool is_premium(const struct country *country, const char *national)
{
	for (size_t i = 0; i < COUNT_OF(premiums); i++) {
		if (strcmp(premiums[i].code, country->code) == 0 &&
			starts(national, premiums[i].begin)) {
			return true;
		}
	}
	return false;
}

bool number_read(struct slice user, struct slice home, struct number *ret)
{
	const struct country *here = home_of(home);
	bool plus;

	*ret = (struct number){0};
	if (!digits_of(user, &plus, ret->digits)) {
		return false;
	}
	const char *rest = after_prefix(ret->digits, plus, here);
	if (rest && strlen(rest) >= LEAST_DIGITS) {
		ret->country = country_of(rest);
		ret->premium =
			ret->country &&
			is_premium(ret->country,
				rest + strlen(ret->country->code));
	} else if (here && strlen(ret->digits) > LEAST_DIGITS &&
		   ret->digits[0] == '0') {
		ret->country = here;
		ret->premium = is_premium(here, ret->digits + 1);
	}
	return true;
}

bool number_is(const char *digits, struct slice number)
{
	struct slice d = slice_of(digits);

	if (slice_eq(d, number)) {
		return true;
	}
	bool outside = d.n == number.n + 1 && d.p[0] == '0';
	return outside && slice_eq(slice_sub(d, 1, d.n), number);
}

bool number_allowed(const struct country *country, struct slice list)
{
	struct slice word;

	while (thresholds_word(&list, &word)) {
		struct slice codes = slice_of(country->iso);
		struct slice iso;
		if (word.p[0] == '+' &&
			slice_eq(slice_sub(word, 1, word.n),
				slice_of(country->code))) {
			return true;
		}
		while (thresholds_word(&codes, &iso)) {
			if (slice_ieq(iso, word)) {
				return true;
			}
		}
	}
	return false;
}
