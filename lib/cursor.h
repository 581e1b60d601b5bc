/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A cursor walks over captured bytes and cannot leave them. A read past the
 * end returns zero and sets `bad`; `bad` stays set and every later read gives
 * zero too, so a parser reads a whole structure and tests once at its end.
 *
 * One read per full expression: the order in which the compiler evaluates two
 * calls in one argument list or initialiser is not defined.
 */
#ifndef EARSHOT_LIB_CURSOR_H
#define EARSHOT_LIB_CURSOR_H

#include "lib/slice.h"

struct cursor {
	const uint8_t *p;   /* next byte to read */
	const uint8_t *end; /* one past the last */
	bool bad;	    /* a read went past the end */
};

/** cursor_of - a cursor over @n bytes at @p. */
static inline struct cursor cursor_of(const void *p, size_t n)
{
	const uint8_t *b = (const uint8_t *)p;
	return (struct cursor){b, b ? b + n : b, false};
}

/** cursor_left - bytes that can still be read; 0 once bad. */
static inline size_t cursor_left(const struct cursor *c)
{
	return c->bad ? 0 : (size_t)(c->end - c->p);
}

/** cursor_need - true when @n bytes are left, else the cursor turns bad. */
static inline bool cursor_need(struct cursor *c, size_t n)
{
	if (c->bad || cursor_left(c) < n) {
		c->bad = true;
		return false;
	}
	return true;
}

/** cursor_u8 - read one byte. */
static inline uint8_t cursor_u8(struct cursor *c)
{
	if (!cursor_need(c, 1)) {
		return 0;
	}
	return *c->p++;
}

/** cursor_u16 - read 16 bits, network byte order. */
static inline uint16_t cursor_u16(struct cursor *c)
{
	if (!cursor_need(c, 2)) {
		return 0;
	}
	uint16_t v = (uint16_t)((unsigned)c->p[0] << 8 | c->p[1]);
	c->p += 2;
	return v;
}

/** cursor_u32 - read 32 bits, network byte order. */
static inline uint32_t cursor_u32(struct cursor *c)
{
	if (!cursor_need(c, 4)) {
		return 0;
	}
	uint32_t v = (uint32_t)c->p[0] << 24 | (uint32_t)c->p[1] << 16 |
		     (uint32_t)c->p[2] << 8 | c->p[3];
	c->p += 4;
	return v;
}

/** cursor_u64 - read 64 bits, network byte order. */
static inline uint64_t cursor_u64(struct cursor *c)
{
	uint64_t high = cursor_u32(c);
	uint64_t low = cursor_u32(c);
	return high << 32 | low;
}

/** cursor_skip - step over @n bytes. */
static inline void cursor_skip(struct cursor *c, size_t n)
{
	/* n == 0 apart: adding even 0 to a NULL pointer is undefined. */
	if (n && cursor_need(c, n)) {
		c->p += n;
	}
}

/** cursor_take - the next @n bytes as a slice; absent when they are not there. */
static inline struct slice cursor_take(struct cursor *c, size_t n)
{
	if (!cursor_need(c, n)) {
		return (struct slice){NULL, 0};
	}
	struct slice s = {(const char *)c->p, n};
	cursor_skip(c, n);
	return s;
}

/** cursor_sub - a cursor over the next @n bytes, which are stepped over here. */
static inline struct cursor cursor_sub(struct cursor *c, size_t n)
{
	struct slice s = cursor_take(c, n);
	struct cursor sub = cursor_of(s.p, s.n);
	sub.bad = c->bad;
	return sub;
}

#endif
