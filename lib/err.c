/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One formatter, so that every failing call ends in `return err_set(...)`. */
#include "lib/err.h"

#include <stdarg.h>
#include <stdio.h>

int err_set(struct err *err, const char *format, ...)
{
	va_list args;

	if (err) {
		va_start(args, format);
		(void)vsnprintf(err->text, sizeof(err->text), format, args);
		va_end(args);
	}
	return -1;
}
