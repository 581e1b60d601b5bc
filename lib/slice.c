/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing, cutting and reading slices. No function here allocates. */
#include "lib/slice.h"

#include <string.h>

struct slice slice_of(const char *s)
{
	return (struct slice){s, s ? strlen(s) : 0};
}

bool slice_eq(struct slice a, struct slice b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static unsigned char lower(char c)
{
	unsigned char u = (unsigned char)c;
	return (u >= 'A' && u <= 'Z') ? (unsigned char)(u + 32) : u;
}

bool slice_ieq(struct slice a, struct slice b)
{
	if (a.n != b.n) {
		return false;
	}
	for (size_t i = 0; i < a.n; i++) {
		if (lower(a.p[i]) != lower(b.p[i])) {
			return false;
		}
	}
	return true;
}

bool slice_is(struct slice a, const char *s)
{
	return slice_eq(a, slice_of(s));
}

bool slice_iis(struct slice a, const char *s)
{
	size_t i = 0;

	/* Nearly always the first byte differs: no length is taken first. */
	while (i < a.n && s[i] && lower(a.p[i]) == lower(s[i])) {
		i++;
	}
	return i == a.n && !s[i];
}

bool slice_istarts(struct slice a, const char *prefix)
{
	size_t i = 0;

	while (prefix[i] && i < a.n && lower(a.p[i]) == lower(prefix[i])) {
		i++;
	}
	return !prefix[i];
}

size_t slice_find(struct slice a, char c)
{
	const char *at = a.n ? memchr(a.p, c, a.n) : NULL;
	return at ? (size_t)(at - a.p) : a.n;
}

struct slice slice_sub(struct slice a, size_t from, size_t n)
{
	if (!a.p) {
		return a;
	}
	if (from > a.n) {
		from = a.n;
	}
	if (n > a.n - from) {
		n = a.n - from;
	}
	return (struct slice){a.p + from, n};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct slice slice_trim(struct slice a)
{
	while (a.n && is_blank(a.p[0])) {
		a.p++;
		a.n--;
	}
	while (a.n && is_blank(a.p[a.n - 1])) {
		a.n--;
	}
	return a;
}

struct slice slice_cut(struct slice *rest, char sep)
{
	struct slice whole = *rest;
	size_t at = slice_find(whole, sep);

	if (at == whole.n) {
		*rest = (struct slice){NULL, 0};
		return whole;
	}
	*rest = slice_sub(whole, at + 1, whole.n);
	return slice_sub(whole, 0, at);
}

int slice_hex(char c)
{
	char lower = (char)(c | 0x20);

	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool slice_u64(struct slice a, uint64_t max, uint64_t *ret)
{
	uint64_t v = 0;

	if (a.n == 0) {
		return false;
	}
	for (size_t i = 0; i < a.n; i++) {
		if (a.p[i] < '0' || a.p[i] > '9') {
			return false;
		}
		uint64_t digit = (uint64_t)(a.p[i] - '0');
		if (v > (max - digit) / 10 || digit > max) {
			return false;
		}
		v = v * 10 + digit;
	}
	*ret = v;
	return true;
}
