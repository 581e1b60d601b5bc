/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growth by doubling; the front is moved away before more room is asked for. */
#include "flow/bytes.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_FIRST 256 /* most that waits is less than half a message */

static int grow(struct bytes *b, size_t need, size_t *account)
{
	size_t room = b->room ? b->room : ROOM_FIRST;

	while (room < need) {
		room *= 2;
	}
	char *p = realloc(b->p, room);
	if (!p) {
		return -1;
	}
	*account += room - b->room;
	b->p = p;
	b->room = room;
	return 0;
}

int bytes_append(struct bytes *b, struct slice more, size_t *account)
{
	size_t held = b->to - b->from;

	if (more.n == 0) {
		return 0;
	}
	/* Moving at most half of the room: each byte moves twice at most. */
	if (b->to + more.n > b->room && b->from >= held) {
		if (held) {
			memcpy(b->p, b->p + b->from, held);
		}
		b->from = 0;
		b->to = held;
	}
	if (b->to + more.n > b->room && grow(b, b->to + more.n, account) != 0) {
		return -1;
	}
	memcpy(b->p + b->to, more.p, more.n);
	b->to += more.n;
	return 0;
}

void bytes_drop(struct bytes *b, size_t n)
{
	b->from += n;
	if (b->from == b->to) {
		b->from = 0;
		b->to = 0;
	}
}

void bytes_finish(struct bytes *b, size_t *account)
{
	*account -= b->room;
	free(b->p);
	*b = (struct bytes){0};
}
