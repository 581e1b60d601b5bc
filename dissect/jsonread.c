/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A value is found by its end: a string at its quote, an object at the bracket
 * that closes it, with a bit for each level that is open, so that a bracket of
 * the wrong sort is seen. Walking into it looks at the same bytes once more, so
 * the work is the length of the text times the levels that are walked.
 */
#include "dissect/jsonread.h"

static int peek(const struct cursor *c)
{
	return cursor_left(c) ? *c->p : -1;
}

static void blanks(struct cursor *c)
{
	while (peek(c) == ' ' || peek(c) == '\t' || peek(c) == '\r' ||
		peek(c) == '\n') {
		cursor_skip(c, 1);
	}
}

/* Behind the opening quote: up to the closing one, which is stepped over. */
static bool string(struct cursor *c, struct slice *ret)
{
	const uint8_t *start = c->p;

	while (cursor_left(c)) {
		uint8_t b = cursor_u8(c);
		if (b == '"') {
			*ret = (struct slice){(const char *)start,
				(size_t)(c->p - start) - 1};
			return true;
		}
		if (b < 0x20) {
			return false;
		}
		if (b == '\\') {
			cursor_skip(c, 1);
		}
	}
	return false;
}

/* From the opening bracket to behind the one that closes it. */
static bool nested(struct cursor *c, struct slice *ret)
{
	const uint8_t *start = c->p;
	unsigned depth = 0;
	unsigned braces = 0; /* bit of each open level: it is an object */
	struct slice skipped;

	while (cursor_left(c)) {
		uint8_t b = cursor_u8(c);
		if (b == '"' && !string(c, &skipped)) {
			return false;
		}
		if (b == '{' || b == '[') {
			if (depth == JSONREAD_DEPTH) {
				return false;
			}
			depth++;
			braces = braces << 1 | (b == '{');
		}
		if (b != '}' && b != ']') {
			continue;
		}
		if ((braces & 1) != (b == '}')) {
			return false;
		}
		braces >>= 1;
		depth--;
		if (depth == 0) {
			*ret = (struct slice){
				(const char *)start, (size_t)(c->p - start)};
			return true;
		}
	}
	return false;
}

/* A number or a word: up to what cannot be part of one. */
static struct slice bare(struct cursor *c)
{
	const uint8_t *start = c->p;

	for (int b = peek(c);
		(b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || b == 'E' ||
		b == '+' || b == '-' || b == '.';
		b = peek(c)) {
		cursor_skip(c, 1);
	}
	return (struct slice){(const char *)start, (size_t)(c->p - start)};
}

static bool value(struct cursor *c, struct jsonread_value *ret)
{
	int b = peek(c);

	if (b == '"') {
		cursor_skip(c, 1);
		ret->kind = JSONREAD_STRING;
		return string(c, &ret->text);
	}
	if (b == '{' || b == '[') {
		ret->kind = b == '{' ? JSONREAD_OBJECT : JSONREAD_ARRAY;
		return nested(c, &ret->text);
	}
	ret->text = bare(c);
	if (slice_is(ret->text, "true") || slice_is(ret->text, "false") ||
		slice_is(ret->text, "null")) {
		ret->kind = JSONREAD_WORD;
		return true;
	}
	ret->kind = JSONREAD_NUMBER;
	size_t sign = b == '-';
	return ret->text.n > sign && ret->text.p[sign] >= '0' &&
	       ret->text.p[sign] <= '9';
}

bool jsonread_root(struct slice text, struct jsonread_value *ret)
{
	struct cursor c = cursor_of(text.p, text.n);
	struct jsonread_value v;

	blanks(&c);
	if (!value(&c, &v)) {
		return false;
	}
	blanks(&c);
	if (cursor_left(&c)) {
		return false;
	}
	*ret = v;
	return true;
}

bool jsonread_open(const struct jsonread_value *v, struct jsonread_iter *ret)
{
	if (v->kind != JSONREAD_OBJECT && v->kind != JSONREAD_ARRAY) {
		return false;
	}
	/* Without the brackets, whose pairing was seen to. */
	*ret = (struct jsonread_iter){
		.c = cursor_of(v->text.p + 1, v->text.n - 2),
		.keyed = v->kind == JSONREAD_OBJECT,
		.first = true,
	};
	return true;
}

static bool member(struct jsonread_iter *it, struct slice *ret_key,
	struct jsonread_value *ret)
{
	struct cursor *c = &it->c;

	if (!it->first) {
		if (peek(c) != ',') {
			return false;
		}
		cursor_skip(c, 1);
		blanks(c);
	}
	it->first = false;
	*ret_key = (struct slice){NULL, 0};
	if (it->keyed) {
		if (peek(c) != '"') {
			return false;
		}
		cursor_skip(c, 1);
		if (!string(c, ret_key)) {
			return false;
		}
		blanks(c);
		if (peek(c) != ':') {
			return false;
		}
		cursor_skip(c, 1);
		blanks(c);
	}
	return value(c, ret);
}

bool jsonread_next(struct jsonread_iter *it, struct slice *ret_key,
	struct jsonread_value *ret)
{
	blanks(&it->c);
	if (it->bad || cursor_left(&it->c) == 0) {
		return false;
	}
	it->bad = !member(it, ret_key, ret);
	return !it->bad;
}

bool jsonread_whole(const struct jsonread_value *v, int64_t *ret)
{
	struct slice text = v->text;
	uint64_t n;

	if (v->kind != JSONREAD_NUMBER && v->kind != JSONREAD_STRING) {
		return false;
	}
	bool minus = text.n && text.p[0] == '-';
	text = slice_sub(text, minus, text.n);
	struct slice whole = slice_cut(&text, '.');
	if (!slice_u64(whole, INT64_MAX, &n)) {
		return false;
	}
	if (slice_find(text, 'e') < text.n || slice_find(text, 'E') < text.n) {
		return false;
	}
	*ret = minus ? -(int64_t)n : (int64_t)n;
	return true;
}
