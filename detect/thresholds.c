/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of thresholds, and reading one from text. */
#include "detect/thresholds.h"

#include "lib/attr.h"
#include "lib/i18n.h"

static const struct threshold_row rows[] = {
#define THRESHOLD(symbol, key, value, least, most, unit, title)                \
	{key, value, least, most, unit, title},
#include "detect/thresholds.def"
#undef THRESHOLD
};

static const struct words_row lists[] = {
#define WORDS(symbol, key, value, title) {key, value, title},
#include "detect/words.def"
#undef WORDS
};

struct thresholds thresholds_default(void)
{
	struct thresholds t = {.host_count = 0};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		t.v[i] = rows[i].value;
	}
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		t.words[i] = slice_of(lists[i].value);
	}
	return t;
}

const struct threshold_row *thresholds_row(enum threshold threshold)
{
	return &rows[threshold];
}

const struct words_row *thresholds_words(enum words words)
{
	return &lists[words];
}

bool thresholds_word(struct slice *rest, struct slice *ret)
{
	while (rest->n && (*rest->p == ' ' || *rest->p == ',')) {
		*rest = slice_sub(*rest, 1, rest->n);
	}
	size_t n = 0;
	while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != ',') {
		n++;
	}
	*ret = slice_sub(*rest, 0, n);
	*rest = slice_sub(*rest, n, rest->n);
	return n > 0;
}

/* Thresholds have at most so many digits on either side of the point. */
#define MOST 1000000000

/* The whole of @text as digits, with or without a point and more digits. */
static bool number(struct slice text, double *ret)
{
	struct slice part = text;
	struct slice whole = slice_cut(&part, '.');
	uint64_t n = 0;
	uint64_t m = 0;
	double scale = 1;

	if (!slice_u64(whole, MOST, &n) ||
		(part.p && !slice_u64(part, MOST, &m))) {
		return false;
	}
	for (size_t i = 0; i < part.n; i++) {
		scale *= 10;
	}
	*ret = (double)n + (double)m / scale;
	return true;
}

static bool is_in(const struct threshold_row *r, double v)
{
	return v >= r->least && v <= r->most;
}

static int refuse(const struct threshold_row *r, struct err *err)
{
	return err_set(err, "%s takes a number from %g to %g%s%s", r->key,
		r->least, r->most, *r->unit ? " " : "", r->unit);
}

bool thresholds_of_host(enum threshold threshold)
{
	return threshold == THRESHOLD_TRUNK_CHANNELS ||
	       threshold == THRESHOLD_DEVICE_CALLS ||
	       threshold == THRESHOLD_LINK_KBPS;
}

/* What follows a key and a point: one host's name. */
static bool of_host(
	struct slice key, enum threshold *ret, struct slice *ret_name)
{
	for (unsigned i = 0; i < THRESHOLDS; i++) {
		struct slice all = slice_of(rows[i].key);
		if (thresholds_of_host((enum threshold)i) &&
			key.n >= all.n + 2 && key.p[all.n] == '.' &&
			slice_eq(slice_sub(key, 0, all.n), all)) {
			*ret = (enum threshold)i;
			*ret_name = slice_sub(key, all.n + 1, key.n);
			return true;
		}
	}
	return false;
}

static int set_host(struct thresholds *t, enum threshold threshold,
	struct slice name, struct slice value, struct err *err)
{
	const struct threshold_row *r = &rows[threshold];
	unsigned i = 0;
	double v;

	if (!number(value, &v) || !is_in(r, v)) {
		return refuse(r, err);
	}
	while (i < t->host_count && (t->hosts[i].threshold != threshold ||
					    !slice_ieq(t->hosts[i].name, name))) {
		i++;
	}
	if (i == THRESHOLDS_HOSTS) {
		return err_set(err, "%s for more than %d hosts", r->key,
			THRESHOLDS_HOSTS);
	}
	t->host_count += i == t->host_count;
	t->hosts[i] = (struct threshold_host){threshold, name, v};
	return 0;
}

int thresholds_set(struct thresholds *thresholds, struct slice key,
	struct slice value, struct err *err)
{
	enum threshold threshold;
	struct slice name;
	double v;

	if (of_host(key, &threshold, &name)) {
		return set_host(thresholds, threshold, name, value, err);
	}
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct threshold_row *r = &rows[i];
		if (!slice_is(key, r->key)) {
			continue;
		}
		if (!number(value, &v) || !is_in(r, v)) {
			return refuse(r, err);
		}
		thresholds->v[i] = v;
		return 0;
	}
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		if (slice_is(key, lists[i].key)) {
			thresholds->words[i] = value;
			return 0;
		}
	}
	return err_set(err,
		"no threshold '%.*s'; `earshot findings --thresholds` lists "
		"them",
		(int)(key.n < 80 ? key.n : 80), key.n ? key.p : "");
}

int thresholds_assign(
	struct thresholds *thresholds, const char *text, struct err *err)
{
	struct slice value = slice_of(text);
	struct slice key = slice_cut(&value, '=');

	if (!value.p) {
		return err_set(err, "'%.80s' is not KEY=VALUE", text);
	}
	return thresholds_set(
		thresholds, slice_trim(key), slice_trim(value), err);
}
