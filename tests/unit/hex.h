/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packets in tests are written as hexadecimal text, blanks free, so that a row
 * shows its headers; they are read into a heap block of exactly their size, so
 * that a sanitizer sees a read past the end.
 */
#ifndef EARSHOT_TESTS_UNIT_HEX_H
#define EARSHOT_TESTS_UNIT_HEX_H

#include "lib/slice.h"
#include "tests/unit/test.h"

static inline int hex_digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = strchr(digits, c);

	return c && at ? (int)(at - digits) : -1;
}

/* A heap copy of the first @n bytes of @s; the caller frees it. */
static inline struct slice hex_prefix(struct slice s, size_t n)
{
	char *p = malloc(n ? n : 1);

	assert_non_null(p);
	assert_true(n <= s.n);
	if (n) {
		memcpy(p, s.p, n);
	}
	return (struct slice){p, n};
}

/* The bytes that @text stands for; the caller frees them with hex_free. */
static inline struct slice hex_bytes(const char *text)
{
	char *p = malloc(strlen(text) / 2 + 1);
	size_t n = 0;
	int high = -1;

	assert_non_null(p);
	for (; *text; text++) {
		int digit = hex_digit(*text);
		if (digit >= 0 && high >= 0) {
			p[n++] = (char)(high << 4 | digit);
			high = -1;
		} else if (digit >= 0) {
			high = digit;
		}
	}
	assert_int_equal(high, -1);
	struct slice whole = {p, n};
	struct slice exact = hex_prefix(whole, n);
	free(p);
	return exact;
}

static inline void hex_free(struct slice s)
{
	union {
		const char *shared;
		char *own;
	} p = {.shared = s.p};

	free(p.own);
}

/* True when @part lies inside @whole (or is absent). */
static inline bool hex_inside(struct slice part, struct slice whole)
{
	return !part.p ||
	       (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

#endif
