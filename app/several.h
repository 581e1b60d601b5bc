/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several files as one observation: surveyed, put on one clock, and read in the
 * order of time.
 */
#ifndef EARSHOT_APP_SEVERAL_H
#define EARSHOT_APP_SEVERAL_H

#include "app/observe.h"
#include "app/progress.h"

/**
 * several_possible - true when all files of @options can be read twice; what a
 * pipe gave is gone.
 */
bool several_possible(const struct options *options);

/**
 * several_read - read all files of @o, which are open, into its book.
 * @options: how; @key: secret of the hashes, any value; @progress: drawn on
 * Returns 0, or -1 with @err when memory is exhausted.
 */
int several_read(struct observation *o, const struct options *options,
	uint64_t key, struct progress *progress, struct err *err);

#endif
