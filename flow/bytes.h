/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes of a stream that wait for more: appended at the end, used up at the
 * front. The room doubles and the front is only moved away when room is
 * needed, so a message that comes byte by byte costs its length, not its
 * square. All buffers of one table share an account, by which memory is
 * bounded.
 */
#ifndef EARSHOT_FLOW_BYTES_H
#define EARSHOT_FLOW_BYTES_H

#include "lib/slice.h"

struct bytes {
	char *p;
	size_t from, to; /* what is held: p[from..to) */
	size_t room;
};

/** bytes_held - what @b holds; valid until it is changed. */
static inline struct slice bytes_held(const struct bytes *b)
{
	return (struct slice){b->p ? b->p + b->from : NULL, b->to - b->from};
}

/**
 * bytes_append - put @more at the end of @b.
 * @account: the room of @b is added to it as it grows
 * Returns 0, or -1 when memory is exhausted. Allocates: when the room is full.
 */
int bytes_append(struct bytes *b, struct slice more, size_t *account);

/** bytes_drop - use up @n bytes at the front of @b; at most what it holds. */
void bytes_drop(struct bytes *b, size_t n);

/** bytes_finish - free all of @b and take its room off @account. */
void bytes_finish(struct bytes *b, size_t *account);

#endif
