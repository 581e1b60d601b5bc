/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Output is built in a text and written once. Everything that came from a
 * packet goes in through text_clean, which leaves no control character, no
 * broken UTF-8 and no bidirectional override: a caller's name cannot move the
 * cursor, colour the screen or reorder the line.
 */
#ifndef EARSHOT_LIB_TEXT_H
#define EARSHOT_LIB_TEXT_H

#include "lib/attr.h"
#include "lib/slice.h"

struct text {
	char *p;     /* NUL-terminated once anything was put in */
	size_t n;    /* bytes without the NUL */
	size_t cap;
	bool failed; /* memory ran out; later puts do nothing */
};

/** text_finish - free the buffer; the text is then empty and usable again. */
void text_finish(struct text *t);

/** text_clear - forget the content, keep the buffer. */
void text_clear(struct text *t);

/** text_put - append @s as it is. */
void text_put(struct text *t, struct slice s);

/** text_puts - append the C string @s as it is. */
void text_puts(struct text *t, const char *s);

/** text_fill - append @count times the byte @c. */
void text_fill(struct text *t, char c, size_t count);

/** text_printf - append a string made of our own @format, words and numbers. */
void text_printf(struct text *t, const char *format, ...) ATTR_PRINTF(2, 3);

/** text_count - append @n, in decimal. */
void text_count(struct text *t, uint64_t n);

/** text_fixed - append @v with @decimals, 0 to 20, as "%.*f" writes it. */
void text_fixed(struct text *t, double v, int decimals);

/**
 * text_clean - append @s, bytes of a packet, made safe to print.
 * Control characters (C0, DEL, C1), broken UTF-8, and the Unicode marks that
 * reorder or hide text are written as \xNN, byte by byte; a run of line breaks
 * and blanks (header folding) becomes one blank.
 */
void text_clean(struct text *t, struct slice s);

/**
 * text_columns - terminal columns that the UTF-8 text @s fills; combining marks
 * count 0, wide East Asian characters 2.
 */
size_t text_columns(struct slice s);

/**
 * text_fit - the longest prefix of @s that fits in @columns, whole characters.
 */
struct slice text_fit(struct slice s, size_t columns);

/**
 * text_cell - append @s (already clean) cut or padded to exactly @columns.
 * A cut is shown by an ellipsis in the last column. @right pads on the left.
 */
void text_cell(struct text *t, struct slice s, size_t columns, bool right);

/** text_slice - what was built so far; borrowed until the next put. */
struct slice text_slice(const struct text *t);

#endif
