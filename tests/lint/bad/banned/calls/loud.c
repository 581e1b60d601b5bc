/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
/* printf("in a comment") is nothing */
void loud(struct it *it)
{
	it->exit(it, "system(1) in a string");
	printf("%s", "hello");
	fputs("x", stderr);
	long n = strtol ("1", 0, 10);
	text_printf(it, "ours");
}
