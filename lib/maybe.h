/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A measurement that may not exist. Unknown is a state of its own: it is never
 * written as 0, -1 or NaN, and no output prints it as a number.
 */
#ifndef EARSHOT_LIB_MAYBE_H
#define EARSHOT_LIB_MAYBE_H

#include <stdbool.h>

struct maybe {
	double v;
	bool known;
};

#define MAYBE_UNKNOWN ((struct maybe){.v = 0, .known = false})

/** maybe_of - the known value @v. */
static inline struct maybe maybe_of(double v)
{
	return (struct maybe){.v = v, .known = true};
}

#endif
