/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the list of makers of MACs comes from. */
#ifndef EARSHOT_APP_VENDORS_H
#define EARSHOT_APP_VENDORS_H

#include "calls/book.h"
#include "calls/vendors.h"

/**
 * vendors_load - find the makers of all MACs of @book. A list is read only when
 * some are not built in.
 * @path: the user's list; "none": read none; NULL: the system's, if it is there
 * Returns 0, or -1 with @err; free @ret in both cases.
 */
int vendors_load(struct vendors *ret, const struct book *book,
	const char *path, struct err *err);

#endif
