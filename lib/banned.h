/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Force-included before every source file: the headers that declare these
 * names come first, then any use of the names is a compile error.
 * Instead: slice_u64 for atoi and scanf, snprintf or text_printf for sprintf,
 * arena_copy for strcpy, slice_cut for strtok, gmtime_r/localtime_r for the rest.
 */
#ifndef EARSHOT_LIB_BANNED_H
#define EARSHOT_LIB_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A fortified glibc makes macros of these for clang, which no poison may hit. */
#undef sprintf
#undef vsprintf

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok
#pragma GCC poison atoi atol atoll atof scanf sscanf fscanf gets
#pragma GCC poison localtime gmtime ctime asctime

#endif
