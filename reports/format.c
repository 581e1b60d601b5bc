/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times are formatted from integers: a double holds no nanoseconds of this
 * century. Bytes of packets pass through text_clean in here and nowhere else.
 */
#include "reports/format.h"

#include "calls/call.h"
#include "calls/names.h"

#include <inttypes.h>
#include <time.h>

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

/* The fraction of a second with its point. */
static void fraction(struct text *t, uint64_t ns, bool fine)
{
	if (fine) {
		text_printf(t, ".%09" PRIu64, ns);
	} else {
		text_printf(t, ".%06" PRIu64, ns / 1000);
	}
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

static void put_time(struct text *t, ns_t ts, bool fine, char gap)
{
	ns_t seconds = ts / NS_PER_S;
	ns_t rest = ts % NS_PER_S;
	struct tm tm;

	if (rest < 0) {
		rest += NS_PER_S;
		seconds--;
	}
	time_t when = (time_t)seconds;
	if (!gmtime_r(&when, &tm)) {
		text_puts(t, "unknown");
		return;
	}
	text_printf(t, "%04d-%02d-%02d%c%02d:%02d:%02d", tm.tm_year + 1900,
		tm.tm_mon + 1, tm.tm_mday, gap, tm.tm_hour, tm.tm_min,
		tm.tm_sec);
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
	text_printf(t, "%" PRIu64 " %s%s", n, noun, n == 1 ? "" : "s");
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
