/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notes: what messages of one call say about the course of the talk beyond its
 * state: put on hold, transferred, cancelled because another phone answered.
 * Taken when the message passes, because its headers are not kept; each has its
 * frame. Nothing is concluded here: calls/story.h does that when all is known.
 */
#ifndef EARSHOT_CALLS_NOTE_H
#define EARSHOT_CALLS_NOTE_H

#include "lib/ns.h"
#include "lib/slice.h"

#include <stdint.h>

struct call;
struct packet;
struct sdp;
struct signal;

/* Most notes of one call; a call that needs more is no talk. */
#define CALL_NOTES 64

enum note_kind {
	NOTE_HOLD,   /* an offer with sendonly, inactive or no address; text:
			the direction (RFC 3264 clause 8.4) */
	NOTE_RESUME, /* an offer of the same side that takes it back */
	NOTE_REFER,  /* text: the target; number: CSeq (RFC 3515) */
	NOTE_REFER_ATTENDED, /* likewise, with Replaces (RFC 5589 clause 7) */
	NOTE_REFER_ANSWER,   /* number: status of the answer to a REFER */
	NOTE_REFER_RESULT,   /* number: status in a message/sipfrag */
	NOTE_ELSEWHERE,      /* Reason: SIP;cause=200 (RFC 3326) */
	NOTE_FOCUS,    /* Contact with isfocus (RFC 4579); text: its user */
	NOTE_TIMER,    /* 2xx with Session-Expires: number: seconds; text: who
			  refreshes; count: how often agreed (RFC 4028) */
	NOTE_REDIRECT, /* 3xx: number: status; text: the new target */
	NOTE_EARLY,    /* 18x with a description: number: status */
	NOTE_REASON,   /* text: the Reason of a refusal, a BYE or a CANCEL (RFC
			  3326); number: status, 0 of a request */
	NOTE_WARNING,  /* text: the Warning of a refusal (RFC 3261 clause 20.43);
			  number: status */
};

struct note {
	struct note *next;
	enum note_kind kind;
	uint8_t by;       /* enum call_side: whose message */
	uint16_t capture; /* which file holds the frame */
	uint32_t number, count;
	struct slice text;
	uint64_t frame;
	ns_t ts, last_ts; /* of the first, and of the last of count */
};

/**
 * note_signal - keep what @signal says of the course of @call.
 * @packet: what carried it; @sdp: of it, or NULL
 * @by: enum call_side: who sent it
 * Allocates: from the arena of @call; what finds no room is left out.
 * Source: RFC 3264, 3326, 3515, 4028, 4579.
 */
void note_signal(struct call *call, const struct packet *packet,
	const struct signal *signal, const struct sdp *sdp, uint8_t by);

#endif
