/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls that came in from outside: over which trunk, to which number, and where
 * each ended. A call is judged once, with all its legs, by its first one; what
 * answered in the end is told by its role, since a PBX that answers by itself
 * (voice menu, queue, voicemail) is no person.
 */
#ifndef EARSHOT_CALLS_INBOUND_H
#define EARSHOT_CALLS_INBOUND_H

#include "calls/call.h"

struct book;

enum inbound_end {
	INBOUND_NOBODY,	 /* not answered, as far as the capture goes */
	INBOUND_SERVER,	 /* by the PBX itself, or on a leg not in the capture */
	INBOUND_PERSON,	 /* by a telephone */
	INBOUND_OUTSIDE, /* passed on over a trunk, and answered there */
};

#define INBOUND_ENDS (INBOUND_OUTSIDE + 1)

struct inbound {
	const struct call *call; /* the first leg */
	struct addr trunk;	 /* that it came over */
	struct slice number;	 /* that was dialled; absent: unknown */
	enum inbound_end end;
	const struct call *up; /* the leg that was answered in the end; NULL: none */
	struct slice target;   /* who was called or answered last; absent: unknown */
	struct endpoint where; /* that answered; port 0: unknown */
};

/**
 * inbound_of - whether @call, of the finished @book, is the first leg of a call
 * that came in over a trunk, SBC or gateway.
 * @ret: filled when it is; slices belong to the book
 * Returns 1 when it is, 0 when not, -1 when memory is exhausted.
 */
int inbound_of(const struct book *book, const struct call *call,
	struct inbound *ret);

/** inbound_end_text - "nobody", "server", "person", "outside". */
const char *inbound_end_text(enum inbound_end end);

#endif
