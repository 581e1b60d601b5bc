/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading JSON that came from the network (RFC 8259), as far as small reports
 * need it: members of an object and items of an array in order, whole numbers.
 * Nothing is allocated, nothing recurses, and no text is unescaped: a value is
 * a slice of the input.
 *
 *   struct jsonread_iter it;
 *   if (jsonread_open(&value, &it)) {
 *           while (jsonread_next(&it, &key, &member)) ...
 *           if (it.bad) the text is no JSON
 *   }
 */
#ifndef EARSHOT_DISSECT_JSONREAD_H
#define EARSHOT_DISSECT_JSONREAD_H

#include "lib/cursor.h"

#define JSONREAD_DEPTH 8 /* objects and arrays inside each other */

enum jsonread_kind {
	JSONREAD_WORD, /* true, false, null */
	JSONREAD_NUMBER,
	JSONREAD_STRING,
	JSONREAD_OBJECT,
	JSONREAD_ARRAY,
};

struct jsonread_value {
	enum jsonread_kind kind;
	struct slice text; /* with its brackets; a string without its quotes */
};

struct jsonread_iter {
	struct cursor c;
	bool keyed; /* an object */
	bool first;
	bool bad; /* the text breaks the grammar */
};

/**
 * jsonread_root - the one value of @text, with nothing but blanks around it.
 * @ret: filled on success; what is inside brackets is checked when it is walked
 * Returns false when it is no such text, or is nested too deep. Allocates: no.
 * Source: RFC 8259 clause 2.
 */
bool jsonread_root(struct slice text, struct jsonread_value *ret);

/**
 * jsonread_open - stand with @ret before the first of @value.
 * Returns false, and leaves @ret alone, when it is no object and no array.
 */
bool jsonread_open(
	const struct jsonread_value *value, struct jsonread_iter *ret);

/**
 * jsonread_next - the next member of an object or item of an array.
 * @it: moves on
 * @ret_key: the member's name as it stands; absent for an item
 * @ret: its value
 * Returns false at the end, with it->bad set when that came too early.
 */
bool jsonread_next(struct jsonread_iter *it, struct slice *ret_key,
	struct jsonread_value *ret);

/**
 * jsonread_whole - a whole number, also one written as a string.
 * @value: what was found; a fraction behind the point is dropped
 * @ret: untouched on failure
 * Returns false when it is no number, or larger than 63 bits, or with exponent.
 */
bool jsonread_whole(const struct jsonread_value *value, int64_t *ret);

#endif
