/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a server keeps a message before it passes it on: the time from the
 * INVITE that came in to the INVITE that went out, and from the 180 and the 200
 * that came back to those that it sent. It is the load gauge of a small PBX:
 * nothing else of its work can be seen from outside.
 *
 * A proxy passes on inside one call, from hop to hop; a B2BUA from leg to leg
 * of one talk.
 */
#ifndef EARSHOT_CALLS_TRANSIT_H
#define EARSHOT_CALLS_TRANSIT_H

#include "calls/call.h"

struct book;

enum transit_kind {
	TRANSIT_INVITE,
	TRANSIT_RINGING, /* 180 or 183 */
	TRANSIT_ANSWER,	 /* 200 */
	TRANSIT_KINDS,
};

struct transit {
	struct addr host; /* who passed it on */
	enum transit_kind kind;
	const struct call *call; /* whose leg it came in on; INVITE: went out */
	ns_t ts;	  /* when it went out */
	ns_t delay;	  /* >= 0 */
	uint64_t frame_in, frame_out;
};

/** transit_told - takes one passage; borrowed. */
typedef void transit_told(void *context, const struct transit *transit);

/**
 * transit_each - tell @told of every passage in @book, which is finished.
 * @context: handed on to @told
 */
void transit_each(const struct book *book, transit_told *told, void *context);

/** transit_text - @kind as "INVITE", "180" or "200"; NULL past them. */
const char *transit_text(enum transit_kind kind);

#endif
