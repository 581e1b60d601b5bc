/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A call: everything that shares one Call-ID and began with an INVITE. A proxy
 * passes one Call-ID on from host to host, so a call may be seen on several
 * hops; the hop nearest to the caller speaks for the call, the others fill in
 * what it did not show.
 *
 *    caller ----INVITE----> proxy ----INVITE----> callee
 *            hops[0]                 hops[1]
 *
 * State of one hop (a re-INVITE changes nothing here):
 *
 *    INVITE --> 1xx --> 18x --> 2xx --> ACK --> BYE --> 2xx
 *       \________\_______\____> 3xx..6xx (401, 407: the next INVITE goes on)
 */
#ifndef EARSHOT_CALLS_CALL_H
#define EARSHOT_CALLS_CALL_H

#include "calls/message.h"
#include "calls/note.h"
#include "calls/stream.h"
#include "calls/tie.h"

struct conversation;
struct identity;
struct nat;
/* Most of each that are told apart. */
#define CALL_HOPS    8
#define CALL_FORKS   16

enum call_state {
	CALL_INCOMPLETE,  /* an INVITE and no more than 100, or no INVITE at all */
	CALL_RINGING,	  /* 18x was the last word of the capture */
	CALL_ESTABLISHED, /* answered, no BYE in the capture */
	CALL_COMPLETED,	  /* answered and ended by a BYE */
	CALL_CANCELLED,	  /* the caller gave up: CANCEL, 487 */
	CALL_BUSY,	  /* 486, 600 */
	CALL_UNANSWERED,  /* 408, 480 */
	CALL_REDIRECTED,  /* 3xx */
	CALL_REJECTED,	  /* any other 4xx or 6xx */
	CALL_FAILED,	  /* 5xx, credentials refused, or no reply at all */
};

enum call_side { SIDE_UNKNOWN, SIDE_CALLER, SIDE_CALLEE };

/* A moment of a call and the frame that shows it. frame 0: it was not seen. */
struct moment {
	ns_t ts;
	uint64_t frame;
	uint16_t capture; /* which file holds the frame */
};

/** moment_of - the moment that @packet shows. */
static inline struct moment moment_of(const struct packet *packet)
{
	return (struct moment){packet->ts, packet->frame, packet->capture};
}

struct hop {
	struct endpoint from, to; /* sender and receiver of the INVITE */
	uint32_t invite_cseq;	  /* of the last initial INVITE */
	uint16_t invites;	  /* initial INVITEs, not counting repeats */
	bool late;		  /* first seen with a re-INVITE */
	uint16_t challenges;	  /* 401 and 407 to them */
	struct moment sent; /* the last initial INVITE; invite is the first */
	struct moment challenge; /* the first 401 or 407 */
	struct moment invite, trying, ringing, progress, answer, ack;
	struct moment cancel, final, bye, bye_answer;
	uint16_t status;	  /* of answer or final; 0: none */
	struct slice reason;	  /* its reason phrase */
	struct slice target;	  /* user of the last initial INVITE's URI */
	enum call_side bye_by;
	uint16_t bye_status;
	uint8_t from_mac[6], to_mac[6]; /* as its first message shows them */
	bool has_macs;
};

/* A callee that a forked INVITE reached, told apart by its To tag. */
struct fork {
	struct slice tag;
	uint16_t status; /* the highest seen of it */
	uint64_t frame;	 /* where it first appeared */
	struct slice contact; /* user and host of its Contact */
	struct moment ringing, answer;
	struct addr answered; /* the host that the answer was first sent to */
};

enum digit_method { DIGIT_RFC4733, DIGIT_INFO };

struct digit {
	struct digit *next;
	ns_t ts;
	uint64_t frame;
	uint16_t capture;	  /* which file holds the frame */
	char digit;
	enum digit_method method;
	enum call_side by;	  /* who pressed it; unknown if not told apart */
	/* Identity of the event. RFC 4733: as named; INFO: a hash of the sender's
	 * tag, and the CSeq. */
	uint32_t ssrc, timestamp;
	uint32_t duration;	  /* RFC 4733: timestamp units; INFO: ms */
	uint32_t clock_hz;	  /* RFC 4733; 0: unknown */
};

struct call {
	uint32_t id;		/* 1..n in order of start; set at the end */
	struct call *next, *prev; /* all calls, oldest first */
	struct arena arena;
	size_t weight;		/* arena bytes that the book has counted */
	uint64_t hash;		/* of the Call-ID */
	struct slice call_id;

	struct slice from_user, from_name, from_uri, from_tag;
	struct slice to_user, to_name, to_uri;
	struct slice caller_agent, callee_agent; /* User-Agent, Server */
	struct addr caller_contact, callee_contact; /* hosts of their Contact */
	bool has_caller_contact, has_callee_contact;
	enum transport transport;
	bool signalling_secure;
	uint8_t point;		/* that saw its first message */
	bool began_before;	/* the capture starts inside the call */

	/* in the arena: most calls have one of each */
	struct hop *hops;
	struct fork *forks;
	uint8_t hop_count, fork_count;
	uint16_t reinvites;	/* INVITEs inside the dialog */
	uint16_t messages_left_out; /* above the limit per call */
	uint32_t message_count, retransmissions;
	struct message *messages, *messages_tail;
	struct exchange *exchanges, *exchanges_tail;
	const struct tie *ties; /* what it says of other dialogs, last first */
	unsigned tie_count;
	struct note *notes, *notes_tail; /* what happened in it, in order */
	unsigned note_count;
	struct digit *digits, *digits_tail;
	uint32_t digit_count;
	struct stream *streams, *streams_tail;
	uint32_t stream_count;
	struct identity *identity; /* beside From; NULL: no such header */
	struct nat *nat;      /* signs of address translation; NULL: none */
	uint64_t rtp_refused; /* packets of sources past the limits */

	ns_t first_ts, last_ts; /* of signalling and media */
	bool over;		/* ended by BYE or by a final refusal */

	/* set by book_finish from the hops */
	enum call_state state;
	uint16_t status;	/* final status; 0: none seen */
	struct slice reason;
	enum call_side hangup_by;
	struct moment invite, ringing, answer, ack, end;
	struct maybe setup_ms, pdd_ms, ring_ms, duration_s;

	/* set by join_calls; NULL: it stands alone */
	struct conversation *conversation;
	struct call *next_leg;
	unsigned leg; /* 1..n in its conversation, 1 began first */
	struct call *talk, *next_in_talk; /* the first leg of its talk, and the
					     next one; talk NULL: alone in it */
};

/** call_state_text - the word of docs/METRICS.md and of the JSON. */
const char *call_state_text(enum call_state state);

/** call_side_text - "caller", "callee"; NULL for SIDE_UNKNOWN. */
const char *call_side_text(enum call_side side);

/**
 * call_between_ms - from @a to @b, ms; unknown when one was not seen, or @b was
 * before @a: moments of different hops may stand in any order.
 */
struct maybe call_between_ms(const struct moment *a, const struct moment *b);

/** call_near - true when @a and @b were seen, at most @within ns apart. */
bool call_near(const struct moment *a, const struct moment *b, ns_t within);

/** call_was_up - true when @call was answered, whether or not it has ended. */
bool call_was_up(const struct call *call);

/** call_end_ts - when @call ended; while that is not seen, its last packet. */
ns_t call_end_ts(const struct call *call);

/** call_signals - true when @ip is the host of one end of a hop of @call. */
bool call_signals(const struct call *call, const struct addr *ip);

/**
 * call_exchange - the offer/answer that was in force last: the newest with an
 * answer on the hop that speaks for the call, else on any; NULL when no SDP.
 */
const struct exchange *call_exchange(const struct call *call);

/**
 * call_conclude - fill what "set by book_finish" says.
 * @capture_end: time of the last packet; an INVITE without any reply has failed
 *     when timer B has run out by then. Source: RFC 3261 clause 17.1.1.2
 */
void call_conclude(struct call *call, ns_t capture_end);

#endif
