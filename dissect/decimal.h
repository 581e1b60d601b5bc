/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers in text protocols: any count of digits, a limit, and an answer that
 * tells "no number" from "too large", because the two are different faults.
 */
#ifndef EARSHOT_DISSECT_DECIMAL_H
#define EARSHOT_DISSECT_DECIMAL_H

#include "lib/slice.h"

enum decimal { DECIMAL_OK, DECIMAL_NONE, DECIMAL_RANGE };

/**
 * decimal_read - read a decimal number that fills @s.
 * @max: the largest value allowed; @ret: untouched unless DECIMAL_OK
 * No division for each digit, as slice_u64 needs for its wider range: a value
 * above a 32-bit limit still has room for one more digit in 64 bits.
 * Source: RFC 3261 clause 25.1, 1*DIGIT.
 */
static inline enum decimal decimal_read(
	struct slice s, uint32_t max, uint32_t *ret)
{
	uint64_t v = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned digit = (unsigned)(unsigned char)s.p[i] - '0';
		if (digit > 9) {
			return DECIMAL_NONE;
		}
		if (v <= max) {
			v = v * 10 + digit;
		}
	}
	if (s.n == 0) {
		return DECIMAL_NONE;
	}
	if (v > max) {
		return DECIMAL_RANGE;
	}
	*ret = (uint32_t)v;
	return DECIMAL_OK;
}

#endif
