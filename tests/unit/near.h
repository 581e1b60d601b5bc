/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing doubles: cmocka's own compares in float, seven digits. */
#ifndef EARSHOT_TESTS_UNIT_NEAR_H
#define EARSHOT_TESTS_UNIT_NEAR_H

#include "tests/unit/test.h"

#include <math.h>

#define assert_near(a, b, tolerance)                                           \
	near_check((a), (b), (tolerance), __FILE__, __LINE__)

static inline void near_check(
	double a, double b, double tolerance, const char *file, int line)
{
	if (!(fabs(a - b) <= tolerance)) {
		print_error("# got %.9g, want %.9g\n", a, b);
		_fail(file, line);
	}
}

#endif
