/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every fuzz target states: a law, and where a slice may point. */
#ifndef EARSHOT_TESTS_FUZZ_FUZZ_H
#define EARSHOT_TESTS_FUZZ_FUZZ_H

#include "lib/slice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A broken law ends the run, in every build. */
static inline void fuzz_law(bool holds)
{
	if (!holds) {
		abort();
	}
}

/* @part is absent or lies inside @whole. */
static inline void fuzz_inside(struct slice part, struct slice whole)
{
	if (part.p) {
		fuzz_law(part.p >= whole.p && part.n <= whole.n);
		fuzz_law((size_t)(part.p - whole.p) <= whole.n - part.n);
	}
}

#endif
