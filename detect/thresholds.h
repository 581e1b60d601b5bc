/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From where on a detector speaks. Each threshold is a configuration key with a
 * default, one line of thresholds.def.
 */
#ifndef EARSHOT_DETECT_THRESHOLDS_H
#define EARSHOT_DETECT_THRESHOLDS_H

#include "lib/err.h"
#include "lib/slice.h"

enum threshold {
#define THRESHOLD(symbol, key, value, least, most, unit, title)                \
	THRESHOLD_##symbol,
#include "detect/thresholds.def"
#undef THRESHOLD
	THRESHOLDS
};

enum words {
#define WORDS(symbol, key, value, title) WORDS_##symbol,
#include "detect/words.def"
#undef WORDS
	WORDS_COUNT
};

/* Most hosts with a limit of their own. */
#define THRESHOLDS_HOSTS 32

/* A line KEY.NAME = N, for the keys that thresholds_of_host names. */
struct threshold_host {
	enum threshold threshold;
	struct slice name; /* an address, or a name of one; as for lists */
	double v;
};

struct thresholds {
	double v[THRESHOLDS];
	struct threshold_host hosts[THRESHOLDS_HOSTS];
	unsigned host_count;
	struct slice words[WORDS_COUNT]; /* lists: see thresholds_word */
};

struct words_row {
	const char *key; /* "sec-toll-fraud.allowed" */
	const char *value; /* the default */
	const char *title;
};

struct threshold_row {
	const char *key; /* "codec-clock.percent" */
	double value;	 /* the default */
	double least, most;
	const char *unit; /* "" for a count */
	const char *title;
};

/** thresholds_default - all defaults. */
struct thresholds thresholds_default(void);

/** thresholds_row - the facts of @threshold. */
const struct threshold_row *thresholds_row(enum threshold threshold);

/** thresholds_words - the facts of the list @words. */
const struct words_row *thresholds_words(enum words words);

/**
 * thresholds_word - cut the next word off @rest, a list of words with blanks or
 * commas between, into @ret. Returns false at its end.
 */
bool thresholds_word(struct slice *rest, struct slice *ret);

/** thresholds_of_host - true when one host may have a @threshold of its own, as
 * KEY.NAME: channels of a trunk, calls of a device, kbit/s of its line. */
bool thresholds_of_host(enum threshold threshold);

/**
 * thresholds_set - give the threshold @key the value that @value spells, a
 * decimal number such as 3 or 0.5; or a list of words. Such a list is borrowed and
 * has to live as long as @thresholds, and so has a @key such as
 * trunk.channels.NAME.
 * Returns 0, or -1 with @err saying which keys or values there are.
 */
int thresholds_set(struct thresholds *thresholds, struct slice key,
	struct slice value, struct err *err);

/** thresholds_assign - as thresholds_set, from @text, which is KEY=VALUE. */
int thresholds_assign(
	struct thresholds *thresholds, const char *text, struct err *err);

#endif
