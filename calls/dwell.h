/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a server keeps a message before it passes it on: the time from the
 * INVITE that came in to the INVITE that went out, and from the 180 and the 200
 * that came back to those that it sent; and how long it takes to reply by
 * itself. It is the load gauge of a small PBX: nothing else of its work can be
 * seen from outside.
 *
 *     phone --INVITE--> PBX
 *           <----407---            DWELL_CHALLENGE, its own reply
 *           --INVITE-->
 *                         --INVITE--> phone       DWELL_INVITE
 *           <----100---                           DWELL_TRYING
 *                         <----180---
 *           <----180---                           DWELL_RINGING
 *
 * A proxy passes on inside one call, from hop to hop; a B2BUA from leg to leg
 * of one talk.
 */
#ifndef EARSHOT_CALLS_DWELL_H
#define EARSHOT_CALLS_DWELL_H

#include "calls/call.h"
#include "quality/transit.h"

/* Most figures of hosts that are told, all kinds together. */
#define DWELL_MOST 256

struct book;

enum dwell_kind {
	DWELL_INVITE,
	DWELL_RINGING,   /* 180 or 183 */
	DWELL_ANSWER,    /* 200 */
	DWELL_CHALLENGE, /* its own reply: INVITE to 401 or 407 */
	DWELL_TRYING,    /* INVITE to 100 */
	DWELL_KINDS,
};

struct dwell {
	struct addr host;
	enum dwell_kind kind;
	const struct call *call; /* a leg that it passed on */
	ns_t ts;    /* when it went out */
	ns_t delay; /* >= 0 */
	uint64_t frame_in, frame_out;
};

/* One kind of one host: the whole capture, then its periods, in order. */
struct dwell_figures {
	struct addr host;
	enum dwell_kind kind;
	bool period;     /* false: all of it */
	ns_t begin, end; /* of the capture, or of the period */
	struct transit delays;
};

/** dwell_told - takes one passage; borrowed. */
typedef void dwell_told(void *context, const struct dwell *dwell);

/**
 * dwell_call - tell @told of every passage inside @call and into it, from the
 * leg of its talk before it. Its book is finished.
 * @context: handed on to @told
 */
void dwell_call(const struct call *call, dwell_told *told, void *context);

/** dwell_summed - takes figures; borrowed, it may read percentiles. */
typedef void dwell_summed(void *context, struct dwell_figures *figures);

/**
 * dwell_sum - tell @told the figures of each host and kind of @book: those of
 * the capture, then those of each of its periods that has any. A period is an
 * hour, or a tenth of a capture shorter than ten hours.
 * @context: handed on to @told; @ret_left_out: figures above DWELL_MOST
 * Returns 0, or -1 when memory is exhausted.
 */
int dwell_sum(const struct book *book, dwell_summed *told, void *context,
	uint64_t *ret_left_out);

/** dwell_text - @kind as "INVITE", "180", "200", "407" or "100". */
const char *dwell_text(enum dwell_kind kind);

/** dwell_own - true when @kind is a reply of the host itself. */
bool dwell_own(enum dwell_kind kind);

#endif
