/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names that the user gives: --alias, --hosts, --group. */
#ifndef EARSHOT_APP_NAMING_H
#define EARSHOT_APP_NAMING_H

#include "app/options.h"

struct names;
struct source_info;

/**
 * naming_read - put all names of @options into @names.
 * Returns 0, or -1 with @err saying which file and line.
 */
int naming_read(
	struct names *names, const struct options *options, struct err *err);

/** naming_capture - add the name records of the capture file @info. */
void naming_capture(struct names *names, const struct source_info *info);

/**
 * naming_file - read the file @path, at most 16 MiB, whole into @ret.
 * Returns 0, or -1 with @err; free @ret in both cases.
 */
int naming_file(const char *path, struct text *ret, struct err *err);

#endif
