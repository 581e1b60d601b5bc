/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signed decimal fractions in text protocols: "-21", "0.7", "3". */
#ifndef EARSHOT_DISSECT_NUMBER_H
#define EARSHOT_DISSECT_NUMBER_H

#include "lib/maybe.h"
#include "lib/slice.h"

/**
 * number_read - the number that fills @s; unknown when it is none, or has more
 * than 15 digits. No exponent, no locale. Source: RFC 6035 clause 4.6.1 (its
 * numbers are digits with at most one point).
 */
static inline struct maybe number_read(struct slice s)
{
	double v = 0, unit = 1;
	size_t digits = 0, i = 0;
	bool minus = s.n && s.p[0] == '-', point = false;

	for (i = minus; i < s.n && digits <= 15; i++) {
		unsigned d = (unsigned)(unsigned char)s.p[i] - '0';
		if (s.p[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (d > 9) {
			return MAYBE_UNKNOWN;
		}
		v = v * 10 + d;
		unit *= point ? 10 : 1;
		digits++;
	}
	if (i < s.n || digits == 0) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of((minus ? -v : v) / unit);
}

#endif
