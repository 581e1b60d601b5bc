/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trailing words of a command: files first, then a capture filter. */
#ifndef EARSHOT_APP_EXPRESSION_H
#define EARSHOT_APP_EXPRESSION_H

#include "app/options.h"

struct filter;

/**
 * expression_split - the first word behind a file that is itself no file
 * begins the filter; all words do when @options asks to print it.
 * @options: its list of files is cut there, the words are joined
 * Returns 0, or -1 with @err when memory is exhausted.
 */
int expression_split(struct options *options, struct err *err);

/**
 * expression_filter - the filter that was given, or NULL when there was none.
 * @ret: the filter; free with filter_destroy
 * Returns 0, or -1 with @err, which tells of the file that the words may have
 * been meant to be.
 */
int expression_filter(const struct options *options, struct filter **ret,
	struct err *err);

/** expression_print - write the widened filter to standard output; returns the
 * exit status, and @err where that is not 0. */
int expression_print(const struct options *options, struct err *err);

#endif
