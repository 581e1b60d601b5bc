/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values are told apart by commas before all but the first of an object, and
 * brackets are closed when something is said further outside: that is all the
 * state there is.
 */
#include "reports/json.h"

#include "reports/format.h"

#include <math.h>

static void close_to(struct json_record *r, unsigned depth)
{
	while (r->depth > depth) {
		text_fill(r->out, r->open[--r->depth].close, 1);
		r->empty = false;
	}
}

/* Make @j the innermost that is open and write what stands before a value: the
 * comma and the key. False: @j was closed before. */
static bool lead(struct json j, const char *key)
{
	struct json_record *r = j.record;

	if (j.depth == 0 || j.depth > r->depth ||
		r->open[j.depth - 1].begin != j.begin) {
		r->failed = true;
		return false;
	}
	close_to(r, j.depth);
	if (key) {
		text_puts(r->out, r->empty ? "\"" : ",\"");
		text_puts(r->out, key);
		text_puts(r->out, "\":");
	} else if (!r->empty) {
		text_fill(r->out, ',', 1);
	}
	r->empty = false;
	return true;
}

static struct json nest(struct json_record *r, const char *brackets)
{
	if (r->depth == JSON_DEPTH) {
		r->failed = true;
		return (struct json){.record = r};
	}
	r->open[r->depth].begin = r->out->n;
	r->open[r->depth].close = brackets[1];
	text_fill(r->out, brackets[0], 1);
	r->empty = true;
	r->depth++;
	return (struct json){r, r->depth, r->open[r->depth - 1].begin};
}

struct json json_begin(struct json_record *record, struct text *out)
{
	record->out = out;
	record->clean = (struct text){0};
	record->depth = 0;
	record->failed = false;
	return nest(record, "{}");
}

int json_end(struct json_record *record)
{
	close_to(record, 0);
	record->failed |= record->clean.failed;
	text_finish(&record->clean);
	return record->failed || record->out->failed ? -1 : 0;
}

struct json json_object(struct json parent, const char *key)
{
	return lead(parent, key) ? nest(parent.record, "{}")
				 : (struct json){.record = parent.record};
}

struct json json_array(struct json parent, const char *key)
{
	return lead(parent, key) ? nest(parent.record, "[]")
				 : (struct json){.record = parent.record};
}

/* What RFC 8259 clause 7 wants escaped, the short forms where there are some. */
static void escape(struct text *t, char c)
{
	static const char from[] = "\"\\\b\f\n\r\t";
	static const char to[] = "\"\\bfnrt";
	const char *found = strchr(from, c);

	if (found && c) {
		text_fill(t, '\\', 1);
		text_fill(t, to[found - from], 1);
	} else {
		text_printf(t, "\\u%04x", (unsigned)(unsigned char)c);
	}
}

/* @s in quotes; it is UTF-8. */
static void quote(struct text *t, struct slice s)
{
	size_t plain = 0;

	text_fill(t, '"', 1);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\' ||
			(unsigned char)s.p[i] < 0x20) {
			text_put(t, slice_sub(s, plain, i - plain));
			escape(t, s.p[i]);
			plain = i + 1;
		}
	}
	text_put(t, slice_sub(s, plain, s.n));
	text_fill(t, '"', 1);
}

void json_string(struct json j, const char *key, struct slice value)
{
	if (value.p && lead(j, key)) {
		text_clear(&j.record->clean);
		text_clean(&j.record->clean, value);
		quote(j.record->out, text_slice(&j.record->clean));
	}
}

void json_word(struct json j, const char *key, const char *word)
{
	if (word && lead(j, key)) {
		quote(j.record->out, slice_of(word));
	}
}

void json_count(struct json j, const char *key, uint64_t n)
{
	if (lead(j, key)) {
		text_count(j.record->out, n);
	}
}

void json_flag(struct json j, const char *key, bool value)
{
	if (lead(j, key)) {
		text_puts(j.record->out, value ? "true" : "false");
	}
}

void json_number(
	struct json j, const char *key, struct maybe value, int decimals)
{
	if (value.known && isfinite(value.v) && lead(j, key)) {
		format_number(j.record->out, value.v, decimals);
	}
}

void json_time(struct json j, const char *key, ns_t ts)
{
	if (lead(j, key)) {
		text_fill(j.record->out, '"', 1);
		format_iso(j.record->out, ts);
		text_fill(j.record->out, '"', 1);
	}
}
