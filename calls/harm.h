/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What broke at one address within a time: the calls, registrations and streams
 * that ran over it then. That they coincide is all that is said; for a call that
 * failed, or a request that had to be repeated, that is usually enough.
 */
#ifndef EARSHOT_CALLS_HARM_H
#define EARSHOT_CALLS_HARM_H

#include "calls/call.h"
#include "calls/registration.h"

struct book;

struct harm_window {
	struct addr ip;
	ns_t from, to;
};

struct harm {
	uint32_t calls;	 /* that were under way */
	uint32_t failed; /* of them: refused, failed, or without an end */
	uint32_t streams; /* of RTP, from or to the address */
	uint32_t stopped; /* of them: ended then, while their call went on */
	uint32_t repeats; /* requests and answers sent again */
	struct moment first_repeat;
	uint32_t registrations; /* refused, unanswered or run out then */
};

/** harm_call - true when @call was under way in @w and has to do with it: by
 * its signalling or by its media. */
bool harm_call(const struct call *call, const struct harm_window *w);

/** harm_stream - true when @stream ran in @w, from or to its address. */
bool harm_stream(const struct stream *stream, const struct harm_window *w);

/** harm_of - all of @book that coincides with @w. @ret: filled */
void harm_of(const struct book *book, const struct harm_window *w,
	struct harm *ret);

#endif
