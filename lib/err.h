/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why an I/O or set-up call failed, in words a user can act on. Filled where
 * the failure happened; the caller prints it or passes it on.
 */
#ifndef EARSHOT_LIB_ERR_H
#define EARSHOT_LIB_ERR_H

#include "lib/attr.h"

struct err {
	char text[512];
};

/** err_set - format the message into @err (NULL is allowed); returns -1. */
int err_set(struct err *err, const char *format, ...) ATTR_PRINTF(2, 3);

#endif
