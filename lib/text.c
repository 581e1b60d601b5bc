/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A growing buffer, and the one place where packet bytes become printable. */
#include "lib/text.h"

#include "lib/attr.h"
#include "lib/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_finish(struct text *t)
{
	free(t->p);
	*t = (struct text){0};
}

void text_clear(struct text *t)
{
	t->n = 0;
	if (t->p) {
		t->p[0] = '\0';
	}
}

static bool room(struct text *t, size_t more)
{
	if (t->failed) {
		return false;
	}
	if (more < t->cap - t->n) {
		return true;
	}
	size_t cap = t->cap ? t->cap : 256;
	while (cap - t->n <= more) {
		cap *= 2;
	}
	char *p = realloc(t->p, cap);
	if (!p) {
		t->failed = true;
		return false;
	}
	t->p = p;
	t->cap = cap;
	return true;
}

void text_put(struct text *t, struct slice s)
{
	if (s.n && room(t, s.n)) {
		memcpy(t->p + t->n, s.p, s.n);
		t->n += s.n;
		t->p[t->n] = '\0';
	}
}

void text_puts(struct text *t, const char *s)
{
	text_put(t, slice_of(s));
}

void text_fill(struct text *t, char c, size_t count)
{
	if (count && room(t, count)) {
		memset(t->p + t->n, c, count);
		t->n += count;
		t->p[t->n] = '\0';
	}
}

void text_printf(struct text *t, const char *format, ...)
{
	va_list args;

	/* Most pieces are short: one attempt, a second when it did not fit. */
	if (!room(t, 64)) {
		return;
	}
	size_t left = t->cap - t->n;
	va_start(args, format);
	int need = vsnprintf(t->p + t->n, left, format, args);
	va_end(args);
	if (need > 0 && (size_t)need >= left && room(t, (size_t)need)) {
		va_start(args, format);
		(void)vsnprintf(t->p + t->n, (size_t)need + 1, format, args);
		va_end(args);
	} else if (need <= 0 || (size_t)need >= left) {
		t->p[t->n] = '\0'; /* nothing is put in by halves */
		return;
	}
	t->n += (size_t)need;
}

/* The digits of @n, @least of them or more, before @end; returns their begin. */
static char *digits(char *end, uint64_t n, int least)
{
	for (; n || least > 0; n /= 10, least--) {
		*--end = (char)('0' + n % 10);
	}
	return end;
}

void text_count(struct text *t, uint64_t n)
{
	char all[20];
	char *end = all + sizeof(all);
	char *at = digits(end, n, 1);

	text_put(t, (struct slice){at, (size_t)(end - at)});
}

/*
 * Most numbers of a report are small and have few decimals: as an integer of the
 * last decimal they are printed in a fraction of the time. The product is off by
 * half a unit in its last place at most, so that the rounding is right unless it
 * lies that near to a half; then, and when it is large, printf decides.
 */
void text_fixed(struct text *t, double v, int decimals)
{
	static const double scales[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
	double scaled = fabs(v) * scales[decimals < 6 ? decimals : 6];
	bool small = decimals <= 6 && scaled < 1e12;
	uint64_t whole = small ? (uint64_t)scaled : 0;
	double rest = scaled - (double)whole;
	char all[32];
	char *end = all + sizeof(all);

	if (!small || fabs(rest - 0.5) < 1e-3) {
		text_printf(t, "%.*f", decimals, v);
		return;
	}
	char *at = digits(end, whole + (rest > 0.5), decimals + 1);
	if (decimals) {
		char *point = end - decimals;
		memmove(at - 1, at, (size_t)(point - at));
		point[-1] = '.';
		at--;
	}
	if (signbit(v)) {
		*--at = '-';
	}
	text_put(t, (struct slice){at, (size_t)(end - at)});
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Length of a run of blanks that holds a line break, or 0. */
static size_t folding(struct slice s)
{
	size_t n = 0;
	bool broken = false;

	while (n < s.n && is_space(s.p[n])) {
		broken = broken || s.p[n] == '\r' || s.p[n] == '\n';
		n++;
	}
	return broken ? n : 0;
}

/* Bytes at the start of @s that are printable ASCII and no part of a folding. */
static size_t plain(struct slice s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= ' ' && s.p[n] <= '~') {
		n++;
	}
	/* Blanks before a line break belong to it. */
	while (n && n < s.n && is_space(s.p[n]) && s.p[n - 1] == ' ') {
		n--;
	}
	return n;
}

void text_clean(struct text *t, struct slice s)
{
	size_t i = 0;

	while (i < s.n) {
		size_t clean = plain(slice_sub(s, i, s.n));
		text_put(t, slice_sub(s, i, clean));
		i += clean;
		struct slice rest = slice_sub(s, i, s.n);
		size_t fold = folding(rest);
		uint32_t code = 0;
		if (!rest.n) {
			return;
		}
		if (fold || s.p[i] == '\t') {
			text_puts(t, " ");
			i += fold ? fold : 1;
			continue;
		}
		size_t len = utf8_next(rest, &code);
		if (len && !utf8_hides(code)) {
			text_put(t, slice_sub(s, i, len));
			i += len;
			continue;
		}
		for (size_t k = 0; k < (len ? len : 1); k++) {
			text_printf(t, "\\x%02x", (unsigned)(unsigned char)s.p[i + k]);
		}
		i += len ? len : 1;
	}
}

/* Width of the character at the start of @s; its bytes in @ret_len. */
static size_t step(struct slice s, size_t *ret_len)
{
	uint32_t code = 0;
	size_t len = utf8_next(s, &code);

	*ret_len = len ? len : 1;
	return len ? utf8_columns(code) : 1;
}

size_t text_columns(struct slice s)
{
	size_t columns = 0;
	size_t len;

	for (size_t i = 0; i < s.n; i += len) {
		columns += step(slice_sub(s, i, s.n), &len);
	}
	return columns;
}

struct slice text_fit(struct slice s, size_t columns)
{
	size_t used = 0;
	size_t len;

	for (size_t i = 0; i < s.n; i += len) {
		used += step(slice_sub(s, i, s.n), &len);
		if (used > columns) {
			return slice_sub(s, 0, i);
		}
	}
	return s;
}

void text_cell(struct text *t, struct slice s, size_t columns, bool right)
{
	size_t wide = text_columns(s);

	if (columns == 0) {
		return;
	}
	if (wide > columns) {
		s = text_fit(s, columns - 1);
		text_put(t, s);
		text_puts(t, "\xe2\x80\xa6");
		text_fill(t, ' ', columns - 1 - text_columns(s));
		return;
	}
	if (right) {
		text_fill(t, ' ', columns - wide);
	}
	text_put(t, s);
	if (!right) {
		text_fill(t, ' ', columns - wide);
	}
}

struct slice text_slice(const struct text *t)
{
	return (struct slice){t->p ? t->p : "", t->n};
}
