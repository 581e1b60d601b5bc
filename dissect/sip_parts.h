/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the SIP parser share, and nobody else needs. Each reader
 * takes a text that is already delimited, fills what it can, and returns the
 * SIP_ fault bits it met: a fault never stops the reading of what is clear.
 */
#ifndef EARSHOT_DISSECT_SIP_PARTS_H
#define EARSHOT_DISSECT_SIP_PARTS_H

#include "dissect/decimal.h"
#include "dissect/signal.h"
#include "dissect/sip.h"

#include <string.h>

/* Classes of sip_chars[]. */
#define SIP_CHAR_TOKEN  1U  /* RFC 3261 clause 25.1, token */
#define SIP_CHAR_URI    2U  /* may stand in a URI, '%' included */
#define SIP_CHAR_HOST   4U  /* letters, digits, '-', '.', and '_' as seen */
#define SIP_CHAR_SCHEME 8U  /* RFC 3986 clause 3.1 */
#define SIP_CHAR_BLANK  16U /* SP, HTAB, and CR, LF of a folded line */
#define SIP_CHAR_ALPHA  32U
#define SIP_CHAR_DIGIT  64U
#define SIP_CHAR_HEX    128U

extern const uint8_t sip_chars[256];

/** sip_char_is - @c belongs to one of the classes @mask. */
static inline bool sip_char_is(char c, unsigned mask)
{
	return (sip_chars[(unsigned char)c] & mask) != 0;
}

/** sip_span - how many bytes at the start of @s belong to the classes @mask. */
static inline size_t sip_span(struct slice s, unsigned mask)
{
	size_t i = 0;

	while (i < s.n && sip_char_is(s.p[i], mask)) {
		i++;
	}
	return i;
}

/** sip_skip - @s without its first @n bytes; @n is at most its length. */
static inline struct slice sip_skip(struct slice s, size_t n)
{
	return (struct slice){s.p + n, s.n - n};
}

/** sip_ltrim - @s without the blanks (and folds) at its start. */
static inline struct slice sip_ltrim(struct slice s)
{
	return sip_skip(s, sip_span(s, SIP_CHAR_BLANK));
}

/** sip_trim - @s without the blanks at both ends. */
static inline struct slice sip_trim(struct slice s)
{
	s = sip_ltrim(s);
	while (s.n && sip_char_is(s.p[s.n - 1], SIP_CHAR_BLANK)) {
		s.n--;
	}
	return s;
}

/** sip_find - slice_find of @c in @s, in place: a message takes some fifty. */
static inline size_t sip_find(struct slice s, char c)
{
	const char *at = s.n ? memchr(s.p, c, s.n) : NULL;

	return at ? (size_t)(at - s.p) : s.n;
}

/** sip_starts - the first byte of @s is @c. */
static inline bool sip_starts(struct slice s, char c)
{
	return s.n && s.p[0] == c;
}

/**
 * sip_is - @s is the word @lower without case; both are letters and '-' only,
 * as far as the word is right. Or-ing 32 makes no other byte of a token equal.
 */
#define sip_is(s, lower) sip_is_word((s), (lower), sizeof(lower) - 1)

/** sip_is_word - sip_is of @s, with the length @n of the word @lower. */
static inline bool sip_is_word(struct slice s, const char *lower, size_t n)
{
	unsigned differ = s.n != n;

	for (size_t i = 0; i < n && !differ; i++) {
		differ =
			((unsigned char)s.p[i] | 32U) ^ (unsigned char)lower[i];
	}
	return !differ;
}

/** sip_number - decimal_read of @s, at most @max, into @ret; in fault bits. */
static inline uint32_t sip_number(struct slice s, uint32_t max, uint32_t *ret)
{
	static const uint32_t faults[] = {
		[DECIMAL_OK] = 0,
		[DECIMAL_NONE] = SIP_BAD_VALUE,
		[DECIMAL_RANGE] = SIP_NUMBER_RANGE,
	};

	return faults[decimal_read(s, max, ret)];
}

/** sip_quoted - bytes of the quoted string that @s begins with, both quotes
 * counted; 0 when it is never closed. Source: RFC 3261 clause 25.1. */
size_t sip_quoted(struct slice s);

/**
 * sip_param_next - the next parameter of a list.
 * @rest: in: the list, with or without its first ';'; out: what follows
 * @ret_name, @ret_value: as sip_param gives them; the name is empty when there
 *     is only a ';'
 * @faults: SIP_BAD_VALUE, SIP_UNTERMINATED are added
 * Returns false when nothing is left.
 */
bool sip_param_next(struct slice *rest, struct slice *ret_name,
	struct slice *ret_value, uint32_t *faults);

/** sip_uri_read - as sip_uri_parse, but returns the faults. */
uint32_t sip_uri_read(struct slice text, struct sip_uri *ret);

/** sip_address_read - as sip_address_parse, but returns the faults. */
uint32_t sip_address_read(struct slice text, struct sip_address *ret);

/** sip_via_read - one Via value, @text, into @ret. Source: RFC 3261 20.42. */
uint32_t sip_via_read(struct slice text, struct sip_via *ret);

/** sip_header_find - the header of this name; SIP_HEADERS when not listed.
 * @name: any bytes of one line, so without a CR that no blank follows */
enum sip_header sip_header_find(struct slice name);

/** sip_header_take - keep a header line: the @value of header @id. */
void sip_header_take(
	struct signal *ret, enum sip_header id, struct slice value);

/** sip_header_expires - fill expires_s once all headers were taken. */
void sip_header_expires(struct signal *ret);

/** sip_start_version - bytes of "SIP/" at the start of @s: 4 or 0. */
static inline size_t sip_start_version(struct slice s)
{
	struct slice word = {s.p, 3};

	return s.n > 3 && s.p[3] == '/' && sip_is(word, "sip") ? 4 : 0;
}

/** sip_start_may - the line, not at its end yet, could become a start line. */
bool sip_start_may(struct slice line);

/** sip_start_looks - the line could be a start line of SIP. */
bool sip_start_looks(struct slice line);

/** sip_start_read - the start @line, which looks like one, into @ret. */
void sip_start_read(struct slice line, struct signal *ret);

/** sip_body_read - find the session description in ret->body. */
void sip_body_read(struct signal *ret);

#endif
