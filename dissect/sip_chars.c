/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The character classes of SIP's grammar, worked out by the compiler from the
 * definitions below: one load and one test per byte while parsing.
 */
#include "dissect/sip_parts.h"

#define ALPHA(c) (((c) | 32) >= 'a' && ((c) | 32) <= 'z')
#define DIGIT(c) ((c) >= '0' && (c) <= '9')
#define HEX(c)	 (DIGIT(c) || (((c) | 32) >= 'a' && ((c) | 32) <= 'f'))
#define BLANK(c) ((c) == ' ' || (c) == '\t' || (c) == '\r' || (c) == '\n')

/* RFC 3261 clause 25.1: mark, and the rest of token. */
#define MARK(c)                                                                \
	((c) == '-' || (c) == '_' || (c) == '.' || (c) == '!' || (c) == '~' || \
		(c) == '*' || (c) == '\'')
#define TOKEN(c)                                                               \
	(ALPHA(c) || DIGIT(c) || MARK(c) || (c) == '%' || (c) == '+' ||        \
		(c) == '`')

/* unreserved, reserved, escaped, and the brackets of an IPv6 reference. */
#define URI(c)                                                                 \
	(ALPHA(c) || DIGIT(c) || MARK(c) || (c) == '(' || (c) == ')' ||        \
		(c) == ';' || (c) == '/' || (c) == '?' || (c) == ':' ||        \
		(c) == '@' || (c) == '&' || (c) == '=' || (c) == '+' ||        \
		(c) == '$' || (c) == ',' || (c) == '%' || (c) == '[' ||        \
		(c) == ']')
#define HOST(c) (ALPHA(c) || DIGIT(c) || (c) == '-' || (c) == '.' || (c) == '_')
#define SCHEME(c)                                                              \
	(ALPHA(c) || DIGIT(c) || (c) == '+' || (c) == '-' || (c) == '.')

#define CLASS(c)                                                               \
	(uint8_t)((TOKEN(c) ? SIP_CHAR_TOKEN : 0) |                            \
		  (URI(c) ? SIP_CHAR_URI : 0) |                                \
		  (HOST(c) ? SIP_CHAR_HOST : 0) |                              \
		  (SCHEME(c) ? SIP_CHAR_SCHEME : 0) |                          \
		  (BLANK(c) ? SIP_CHAR_BLANK : 0) |                            \
		  (ALPHA(c) ? SIP_CHAR_ALPHA : 0) |                            \
		  (DIGIT(c) ? SIP_CHAR_DIGIT : 0) |                            \
		  (HEX(c) ? SIP_CHAR_HEX : 0))
#define FOUR(c) CLASS(c), CLASS((c) + 1), CLASS((c) + 2), CLASS((c) + 3)
#define ROW(c)	FOUR(c), FOUR((c) + 4), FOUR((c) + 8), FOUR((c) + 12)

const uint8_t sip_chars[256] = {
	ROW(0x00), ROW(0x10), ROW(0x20), ROW(0x30), ROW(0x40), ROW(0x50),
	ROW(0x60), ROW(0x70), ROW(0x80), ROW(0x90), ROW(0xa0), ROW(0xb0),
	ROW(0xc0), ROW(0xd0), ROW(0xe0), ROW(0xf0),
};
