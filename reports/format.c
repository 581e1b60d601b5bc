/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times are formatted from integers: a double holds no nanoseconds of this
 * century. Bytes of packets pass through text_clean in here and nowhere else.
 */
#include "reports/format.h"

#include "calls/call.h"
#include "calls/names.h"

#include <inttypes.h>
#include <string.h>

/* Columns of the keys of a block, and where their values begin. */
#define KEY_COLUMNS 10

static const char *const style_codes[] = {
	[STYLE_PLAIN] = "",
	[STYLE_BOLD] = "\033[1m",
	[STYLE_DIM] = "\033[2m",
	[STYLE_GOOD] = "\033[32m",
	[STYLE_BAD] = "\033[1;31m",
	[STYLE_ODD] = "\033[33m",
	[STYLE_MEDIA] = "\033[36m",
};

void format_style(struct text *t, bool colour, enum format_style style)
{
	if (colour) {
		text_puts(t, style_codes[style]);
	}
}

void format_plain(struct text *t, bool colour, enum format_style style)
{
	if (colour && style != STYLE_PLAIN) {
		text_puts(t, "\033[0m");
	}
}

/* @n decimal digits of @v at @at. */
static void put_digits(char *at, unsigned n, unsigned v)
{
	while (n-- > 0) {
		at[n] = (char)('0' + v % 10);
		v /= 10;
	}
}

/* The fraction of a second, @ns of it, with its point. */
static void fraction(struct text *t, uint64_t ns, bool fine)
{
	char text[] = ".000000000";

	put_digits(text + 1, 9, (unsigned)ns);
	text[fine ? 10 : 7] = '\0';
	text_puts(t, text);
}

void format_heading(struct text *t, bool colour, const char *words)
{
	format_style(t, colour, STYLE_BOLD);
	text_puts(t, words);
	format_plain(t, colour, STYLE_BOLD);
	text_puts(t, "\n");
}

void format_relative(struct text *t, ns_t ts, ns_t origin, bool fine)
{
	/* Unsigned: the difference of two hostile times may not fit. */
	bool negative = ts < origin;
	uint64_t ns = negative ? (uint64_t)origin - (uint64_t)ts
			       : (uint64_t)ts - (uint64_t)origin;

	text_printf(
		t, "%s%" PRIu64, negative ? "-" : "", ns / (uint64_t)NS_PER_S);
	fraction(t, ns % (uint64_t)NS_PER_S, fine);
}

#define DAY_S ((int64_t)86400)

/*
 * The date of @day, counted from 1970-01-01, in the proleptic Gregorian calendar
 * into "0000-00-00". Years begin in March, so that the leap day is the last; 400
 * of them are 146097 days. All of ns_t lies between 1677 and 2262. By hand,
 * since a report of many calls holds little but times.
 */
static void put_date(char *at, int64_t day)
{
	unsigned since = (unsigned)(day + 719468); /* since 0000-03-01 */
	unsigned era = since / 146097;
	unsigned in_era = since % 146097;
	unsigned year = (in_era - in_era / 1460 + in_era / 36524 -
				in_era / 146096) /
			365;
	unsigned in_year = in_era - (365 * year + year / 4 - year / 100);
	unsigned month = (5 * in_year + 2) / 153; /* 0: March */
	unsigned in_month = in_year - (153 * month + 2) / 5;

	put_digits(at, 4, 400 * era + year + (month >= 10));
	put_digits(at + 5, 2, month < 10 ? month + 3 : month - 9);
	put_digits(at + 8, 2, in_month + 1);
}

static void put_time(struct text *t, ns_t ts, bool fine, char gap)
{
	ns_t seconds = ts / NS_PER_S;
	ns_t rest = ts % NS_PER_S;
	char text[] = "0000-00-00 00:00:00";

	if (rest < 0) {
		rest += NS_PER_S;
		seconds--;
	}
	int64_t day = seconds / DAY_S - (seconds % DAY_S < 0);
	unsigned second = (unsigned)(seconds - day * DAY_S);
	put_date(text, day);
	text[10] = gap;
	put_digits(text + 11, 2, second / 3600);
	put_digits(text + 14, 2, second / 60 % 60);
	put_digits(text + 17, 2, second % 60);
	text_puts(t, text);
	fraction(t, (uint64_t)rest, fine);
	text_puts(t, gap == 'T' ? "Z" : " UTC");
}

void format_utc(struct text *t, ns_t ts, bool fine)
{
	put_time(t, ts, fine, ' ');
}

void format_iso(struct text *t, ns_t ts)
{
	put_time(t, ts, ts % NS_PER_US != 0, 'T');
}

void format_number(struct text *t, double v, int decimals)
{
	size_t begin = t->n;

	text_fixed(t, v, decimals < 20 ? decimals : 20);
	if (t->failed) {
		return;
	}
	while (decimals > 0 && t->p[t->n - 1] == '0') {
		t->n--;
		decimals--;
	}
	t->n -= t->p[t->n - 1] == '.';
	t->p[t->n] = '\0';
	if (strcmp(t->p + begin, "-0") == 0) {
		t->n = begin;
		text_count(t, 0);
	}
}

void format_maybe(
	struct text *t, struct maybe m, int decimals, const char *unit)
{
	if (!m.known) {
		text_puts(t, "unknown");
		return;
	}
	text_printf(t, "%.*f%s%s", decimals, m.v, *unit ? " " : "", unit);
}

void format_ms(struct text *t, struct maybe ms)
{
	if (ms.known && (ms.v >= 1000 || ms.v <= -1000)) {
		text_printf(t, "%.3f s", ms.v / 1000);
		return;
	}
	format_maybe(t, ms, 1, "ms");
}

void format_plural(struct text *t, uint64_t n, const char *noun)
{
	static const char *const behind[] = {" of ", " that ", " with "};
	size_t length = strlen(noun); /* of what takes the ending */

	for (size_t i = 0; i < sizeof(behind) / sizeof(*behind); i++) {
		const char *rest = strstr(noun, behind[i]);
		if (rest && (size_t)(rest - noun) < length) {
			length = (size_t)(rest - noun);
		}
	}
	bool hisses = length && noun[length - 1] == 's'; /* "address" */

	text_printf(t, "%" PRIu64 " %.*s%s%s", n, (int)length, noun,
		n == 1 ? "" : hisses ? "es" : "s", noun + length);
}

void format_clause(struct text *t, uint64_t n, const char *noun)
{
	if (n) {
		text_puts(t, t->n ? ", " : "");
		format_plural(t, n, noun);
	}
}

void format_party(
	struct text *t, struct slice user, struct slice name, struct slice uri)
{
	struct slice who = user.n ? user : uri;

	if (!who.n) {
		text_puts(t, "unknown");
	} else {
		text_clean(t, who);
	}
	if (name.n && !slice_eq(name, who)) {
		text_puts(t, " (");
		text_clean(t, name);
		text_puts(t, ")");
	}
}

void format_endpoint(
	struct text *t, const struct names *names, const struct endpoint *at)
{
	const struct name *name = names_find(names, at);
	char text[ENDPOINT_TEXT];

	text_puts(t, endpoint_text(at, text));
	if (name) {
		text_puts(t, " (");
		text_clean(t, names_slice(name));
		text_puts(t, ")");
	}
}

void format_call(struct text *t, const struct call *call)
{
	format_party(t, call->from_user, call->from_name, call->from_uri);
	text_puts(t, " \xe2\x86\x92 ");
	format_party(t, call->to_user, call->to_name, call->to_uri);
}

void format_title(struct text *t, const struct call *call, size_t columns)
{
	struct text line = {0};
	struct text end = {0};

	text_printf(&end, ", %s", call_state_text(call->state));
	text_printf(&line, "Call %u  ", (unsigned)call->id);
	format_call(&line, call);
	size_t room = columns > end.n + 1 ? columns - end.n : 1;
	size_t wide = text_columns(text_slice(&line));
	text_cell(t, text_slice(&line), wide < room ? wide : room, false);
	text_put(t, text_slice(&end));
	t->failed = t->failed || line.failed || end.failed;
	text_finish(&line);
	text_finish(&end);
}

/* The longest part of @s that fits, broken at a blank if there is one. */
static struct slice line_of(struct slice s, size_t columns)
{
	struct slice line = text_fit(s, columns);

	if (line.n == s.n) {
		return line;
	}
	if (line.n == 0) {
		return slice_sub(s, 0, 1); /* one column too narrow: go on */
	}
	if (s.p[line.n] == ' ') {
		return line;
	}
	for (size_t n = line.n; n > 0; n--) {
		if (line.p[n - 1] == ' ') {
			return slice_sub(line, 0, n);
		}
	}
	return line;
}

void format_fact(
	struct text *t, const char *key, struct text *value, size_t columns)
{
	if (value->n) {
		format_field(t, key, text_slice(value), columns);
	}
	text_clear(value);
}

void format_sentence(struct text *t, struct slice value, size_t columns)
{
	while (value.n) {
		struct slice line = line_of(value, columns);
		value = slice_trim(slice_sub(value, line.n, value.n));
		text_put(t, slice_trim(line));
		text_puts(t, "\n");
	}
	text_puts(t, "\n");
}

void format_indented(struct text *t, struct slice value, size_t columns)
{
	while (value.n) {
		size_t indent = 8;
		struct slice rest = slice_cut(&value, '\n');
		while (rest.n) {
			size_t room = columns > indent + 20 ? columns - indent
							    : 20;
			struct slice line = line_of(rest, room);
			rest = slice_trim(slice_sub(rest, line.n, rest.n));
			text_fill(t, ' ', indent);
			text_put(t, slice_trim(line));
			text_puts(t, "\n");
			indent = 10;
		}
	}
}

void format_field(
	struct text *t, const char *key, struct slice value, size_t columns)
{
	size_t indent = KEY_COLUMNS + 2;
	size_t room = columns > indent + 20 ? columns - indent : 20;

	text_puts(t, "  ");
	text_cell(t, slice_of(key), KEY_COLUMNS, false);
	for (bool first = true; value.n || first; first = false) {
		if (!first) {
			text_fill(t, ' ', indent);
		}
		struct slice line = line_of(value, room);
		value = slice_sub(value, line.n, value.n);
		text_put(t, slice_trim(line));
		text_puts(t, "\n");
		value = slice_trim(value);
	}
}

void format_cell(struct text *t, struct slice value, size_t columns, bool right)
{
	struct text clean = {0};

	text_clean(&clean, value);
	text_cell(t, text_slice(&clean), columns, right);
	text_finish(&clean);
}

/* XML 1.0 clause 2.2 excludes U+FFFE and U+FFFF, which are valid UTF-8. */
static bool no_xml_character(struct slice s, size_t i)
{
	return s.n - i >= 3 && (unsigned char)s.p[i] == 0xef &&
	       (unsigned char)s.p[i + 1] == 0xbf &&
	       (unsigned char)s.p[i + 2] >= 0xbe;
}

void format_xml(struct text *t, struct slice value)
{
	struct text clean = {0};

	text_clean(&clean, value);
	struct slice s = text_slice(&clean);
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '&':
			text_puts(t, "&amp;");
			break;
		case '<':
			text_puts(t, "&lt;");
			break;
		case '>':
			text_puts(t, "&gt;");
			break;
		case '"':
			text_puts(t, "&quot;");
			break;
		default:
			if (no_xml_character(s, i)) {
				text_puts(t, "?");
				i += 2;
				break;
			}
			text_put(t, slice_sub(s, i, 1));
		}
	}
	text_finish(&clean);
}

static bool runs_as_formula(struct slice s)
{
	return s.n && (s.p[0] == '=' || s.p[0] == '+' || s.p[0] == '-' ||
			      s.p[0] == '@');
}

void format_csv(struct text *t, struct slice value)
{
	struct text clean = {0};

	text_clean(&clean, value);
	struct slice s = text_slice(&clean);
	bool formula = runs_as_formula(s);
	bool quote =
		formula || slice_find(s, ',') < s.n || slice_find(s, '"') < s.n;
	if (quote) {
		text_puts(t, formula ? "\"'" : "\"");
	}
	for (size_t i = 0; i < s.n; i++) {
		text_puts(t, s.p[i] == '"' ? "\"" : "");
		text_put(t, slice_sub(s, i, 1));
	}
	if (quote) {
		text_puts(t, "\"");
	}
	text_finish(&clean);
}
