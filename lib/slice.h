/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A slice is a borrowed run of bytes: pointer and length, never a terminator.
 * Parsers hand slices of the captured frame up to whoever asked; whoever wants
 * to keep one beyond the frame copies it into its own arena. A slice whose p
 * is NULL says "absent", one with n == 0 and p set says "present and empty".
 */
#ifndef EARSHOT_LIB_SLICE_H
#define EARSHOT_LIB_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct slice {
	const char *p;
	size_t n;
};

/** SLICE - a slice of a string literal, without its terminator. */
#define SLICE(literal) ((struct slice){(literal), sizeof(literal) - 1})

/** slice_of - the slice of a C string; @s NULL gives the absent slice. */
struct slice slice_of(const char *s);

/** slice_eq - true when @a and @b hold the same bytes. */
bool slice_eq(struct slice a, struct slice b);

/** slice_ieq - as slice_eq, ASCII letters compared without case. */
bool slice_ieq(struct slice a, struct slice b);

/** slice_is - true when @a holds exactly the bytes of the C string @s. */
bool slice_is(struct slice a, const char *s);

/** slice_iis - as slice_is, ASCII letters compared without case. */
bool slice_iis(struct slice a, const char *s);

/** slice_istarts - true when @a begins with @prefix, without case. */
bool slice_istarts(struct slice a, const char *prefix);

/** slice_find - index of byte @c in @a, or @a.n when it is not there. */
size_t slice_find(struct slice a, char c);

/** slice_hex - the value of the hexadecimal digit @c, -1 when it is none. */
int slice_hex(char c);

/**
 * slice_sub - the part of @a from @from, at most @n bytes long; both are
 * clamped to what @a holds, so the result never reaches outside of it.
 */
struct slice slice_sub(struct slice a, size_t from, size_t n);

/** slice_trim - @a without leading and trailing SP, HTAB, CR and LF. */
struct slice slice_trim(struct slice a);

/**
 * slice_cut - split @rest at the first @sep.
 * @rest: in: the text; out: what follows the separator, absent if there was none
 * @sep: the separating byte
 * Returns the part before the separator (the whole when there is none).
 */
struct slice slice_cut(struct slice *rest, char sep);

/**
 * slice_u64 - read an unsigned decimal number that fills the whole slice.
 * @a: one or more ASCII digits, nothing else
 * @max: the largest value accepted
 * @ret: the value; untouched on failure
 * Returns true when @a is such a number and not larger than @max.
 */
bool slice_u64(struct slice a, uint64_t max, uint64_t *ret);

#endif
