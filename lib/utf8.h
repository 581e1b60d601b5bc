/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decoding UTF-8 one character at a time, strictly (RFC 3629). */
#ifndef EARSHOT_LIB_UTF8_H
#define EARSHOT_LIB_UTF8_H

#include "lib/slice.h"

/**
 * utf8_next - decode the character at the start of @s.
 * @s: at least one byte
 * @ret_code: the code point; untouched on failure
 * Returns its length in bytes, 1..4, or 0 when the bytes are no well-formed
 * UTF-8 (overlong forms, surrogates and values over U+10FFFF included).
 * Source: RFC 3629 clause 4.
 */
size_t utf8_next(struct slice s, uint32_t *ret_code);

/** utf8_columns - terminal columns of code point @code: 0, 1 or 2. */
unsigned utf8_columns(uint32_t code);

/** utf8_hides - true when @code reorders, hides or controls text. */
bool utf8_hides(uint32_t code);

#endif
