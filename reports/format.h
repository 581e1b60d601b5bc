/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How reports write times, numbers, parties and colours, so that the same thing
 * looks the same everywhere. Unknown is the word "unknown", never a number.
 */
#ifndef EARSHOT_REPORTS_FORMAT_H
#define EARSHOT_REPORTS_FORMAT_H

#include "lib/maybe.h"
#include "lib/ns.h"
#include "lib/text.h"

struct call;
struct endpoint;
struct names;

enum format_style {
	STYLE_PLAIN,
	STYLE_BOLD, /* headings */
	STYLE_DIM,  /* lines of a drawing, secondary facts */
	STYLE_GOOD,
	STYLE_BAD,
	STYLE_ODD, /* retransmissions, things to look at */
	STYLE_MEDIA,
};

/** format_style - begin a style; nothing when @colour is false. */
void format_style(struct text *t, bool colour, enum format_style style);

/** format_plain - end @style, begun with format_style with equal @colour. */
void format_plain(struct text *t, bool colour, enum format_style style);

/** format_heading - a line of @words, bold where @colour is true. */
void format_heading(struct text *t, bool colour, const char *words);

/**
 * format_relative - @ts as seconds after @origin, all digits of the capture.
 * @fine: nine decimals instead of six
 */
void format_relative(struct text *t, ns_t ts, ns_t origin, bool fine);

/**
 * format_utc - date and time @ts for people: 2024-05-03 09:12:44.123456 UTC.
 * @fine: nine decimals instead of six
 */
void format_utc(struct text *t, ns_t ts, bool fine);

/**
 * format_iso - @ts by ISO 8601 in UTC with six decimals, or nine when the time itself
 * is finer: the same moment reads the same from every file format.
 */
void format_iso(struct text *t, ns_t ts);

/** format_number - @v rounded to @decimals, 0 to 20, without zeros at the end. */
void format_number(struct text *t, double v, int decimals);

/** format_maybe - @m with @decimals and its @unit, or "unknown". */
void format_maybe(
	struct text *t, struct maybe m, int decimals, const char *unit);

/** format_ms - a time in ms below a second, else in s; or "unknown". */
void format_ms(struct text *t, struct maybe ms);

/** format_plural - @n times @noun: "1 call", "2 calls". */
void format_plural(struct text *t, uint64_t n, const char *noun);

/** format_clause - @n times @noun behind what @t holds, with a comma between;
 * nothing when @n is 0. */
void format_clause(struct text *t, uint64_t n, const char *noun);

/**
 * format_party - a caller or callee: @user (else @uri) and @name, cleaned.
 */
void format_party(
	struct text *t, struct slice user, struct slice name, struct slice uri);

/**
 * format_endpoint - @at as "10.0.0.1:5060", and its name behind it where @names
 * knows one: "10.0.0.1:5060 (pbx)". @names: NULL is allowed
 */
void format_endpoint(struct text *t, const struct names *names,
	const struct endpoint *at);

/** format_call - "6022 (Place 2) -> 6012 (Place 1)", whole. */
void format_call(struct text *t, const struct call *call);

/**
 * format_title - the heading of a call: "Call 1  6022 -> 6012, completed", cut
 * to @columns; no line end.
 */
void format_title(struct text *t, const struct call *call, size_t columns);

/**
 * format_field - a fact of a block: the key in its column, the value broken
 * at blanks to fit into @columns. @value: already clean
 */
void format_field(
	struct text *t, const char *key, struct slice value, size_t columns);

/** format_fact - as format_field, but nothing when @value is empty; it is
 * cleared. @t, @key, @columns: as there */
void format_fact(
	struct text *t, const char *key, struct text *value, size_t columns);

/**
 * format_sentence - @value, already clean, broken at blanks to fit into @columns,
 * and an empty line.
 */
void format_sentence(struct text *t, struct slice value, size_t columns);

/**
 * format_indented - the lines of @value, already clean, each behind eight blanks
 * and broken at blanks to fit into @columns; what is broken off stands deeper.
 */
void format_indented(struct text *t, struct slice value, size_t columns);

/**
 * format_cell - a value of a packet, cleaned, in a cell of a table.
 * @columns: its width; @right: padded on the left
 */
void format_cell(
	struct text *t, struct slice value, size_t columns, bool right);

/** format_xml - a value of a packet, cleaned and escaped for XML. */
void format_xml(struct text *t, struct slice value);

/**
 * format_csv - a value of a packet, cleaned and quoted where RFC 4180 wants
 * it. A cell that a spreadsheet would run as a formula is quoted and begins
 * with an apostrophe, which spreadsheets take as "this is text".
 */
void format_csv(struct text *t, struct slice value);

#endif
