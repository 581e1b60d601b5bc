/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The recursion over channels, B(n) = A B(n-1) / (n + A B(n-1)), needs neither
 * powers nor factorials and stays between 0 and 1.
 */
#include "quality/erlang.h"

#include <math.h>

static double next(double offered, double before, uint32_t n)
{
	return offered * before / ((double)n + offered * before);
}

static bool is_traffic(double offered)
{
	return isfinite(offered) && offered >= 0;
}

struct maybe erlang_blocking(double offered, uint32_t channels)
{
	double b = 1;

	if (!is_traffic(offered) || channels > ERLANG_CHANNELS) {
		return MAYBE_UNKNOWN;
	}
	for (uint32_t n = 1; n <= channels; n++) {
		b = next(offered, b, n);
	}
	return maybe_of(b);
}

struct maybe erlang_channels(double offered, double blocking)
{
	double b = 1;
	uint32_t n = 0;

	if (!is_traffic(offered) || !(blocking > 0 && blocking <= 1)) {
		return MAYBE_UNKNOWN;
	}
	while (b > blocking && n < ERLANG_CHANNELS) {
		b = next(offered, b, ++n);
	}
	return b <= blocking ? maybe_of((double)n) : MAYBE_UNKNOWN;
}
