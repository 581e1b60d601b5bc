/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When the voice came, beside when the signalling said it would: how much of
 * the first word of each side was lost, who sent before the answer, and how
 * long voice went on after the end.
 *
 *     INVITE    180         200   ACK                     BYE   200
 *     --|--------|-----------|-----|-----------------------|-----|---->
 *              early_ms <----|---> first_ms                |---> tail_ms
 *
 * Sides are told by the SDP: what goes to the address that one side announced
 * comes from the other. Times of RTP are unknown where none was seen.
 */
#ifndef EARSHOT_CALLS_TIMING_H
#define EARSHOT_CALLS_TIMING_H

#include "calls/call.h"

/* The voice of one side. */
struct timing_side {
	const struct stream *stream; /* its first; NULL: none was seen */
	struct maybe first_ms; /* 200 to its first RTP; 0: it already sent */
	struct maybe early_ms; /* its first RTP to the 200, when before it */
	struct maybe tail_ms;  /* BYE to its last RTP, when after it */
};

struct timing {
	struct timing_side caller, callee;
	bool early_announced;      /* a 18x with SDP came before the answer */
	struct maybe ack_ms;       /* 200 to ACK */
	struct maybe bye_ms;       /* BYE to its 200 */
	struct maybe challenge_ms; /* first INVITE to 401 or 407 */
	struct maybe authentication_ms; /* first INVITE to the one that was let
					   through, after a challenge */
	struct maybe trying_ms;    /* INVITE to 100 */
};

/** timing_of - the timings of @call, one leg; @ret: filled. Allocates: no. */
void timing_of(const struct call *call, struct timing *ret);

#endif
