/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How hosts conduct their signalling, for what belongs to no call, or spoils a
 * message before it can be understood: grammar, size, loops, and requests
 * outside of calls that had to be sent again. What is in order leaves nothing
 * here; what is not is counted by who sent it to whom, with its first frames.
 *
 * Memory is bounded: a table of cases, and one of the requests outside of calls
 * that passed last, in which the newer one takes the place.
 */
#ifndef EARSHOT_CALLS_CONDUCT_H
#define EARSHOT_CALLS_CONDUCT_H

#include "dissect/event.h"
#include "dissect/packet.h"

struct book;

#define CONDUCT_CASES	1024 /* most cases; more are counted; a power of two */
#define CONDUCT_ASKED	2048 /* requests followed at once; a power of two */
#define CONDUCT_PASSED	1024 /* links and requests remembered; a power of two */
#define CONDUCT_FRAMES	6
#define CONDUCT_SUMMARY 48
/* More than this should not go over UDP: RFC 3261 clause 18.1.1. */
#define CONDUCT_BYTES 1300

enum conduct_kind {
	CONDUCT_MALFORMED,  /* bits: SIP_ faults of dissect/signal.h */
	CONDUCT_UNREADABLE, /* so bad that its call cannot be told; bits: as
			       above */
	CONDUCT_LENGTH, /* a whole datagram whose description does not have the
			   length stated; bits: SIP_ faults */
	CONDUCT_SDP,	/* a description that cannot be parsed at all */
	CONDUCT_FRAGMENTED, /* put together from IP fragments; most: bytes */
	CONDUCT_LARGE,	    /* over UDP, more than CONDUCT_BYTES; most: bytes */
	CONDUCT_LOOP,	    /* bits: status 482 or 483; 0: a request with
			       Max-Forwards 0 */
	CONDUCT_CIRCLE, /* a request that came over the same link again, with
			   fewer hops left; most: hops spent in between */
	CONDUCT_REPEATED,   /* bits: method; most: how often one was sent */
};

struct conduct_case {
	enum conduct_kind kind;
	uint32_t bits;
	struct endpoint src, dst; /* of the first; told apart by host */
	uint32_t count;
	uint32_t most;	 /* the largest of its kind; its frames are kept */
	uint32_t silent; /* REPEATED: requests that were never answered */
	ns_t first_ts, last_ts;
	ns_t took; /* REPEATED: from the first to the last time of `most` */
	ns_t answered; /* REPEATED: from the first time to the answer; -1: none */
	uint64_t frames[CONDUCT_FRAMES]; /* 0: no more */
	uint16_t capture;		 /* which file holds them */
	char summary[CONDUCT_SUMMARY];	 /* "REGISTER": of the first; unclean */
};

/* A request outside of a call, until another one takes its place. */
struct conduct_asked {
	uint64_t key; /* 0: free */
	struct endpoint src, dst;
	ns_t first_ts, last_ts, answer_ts;
	uint64_t frames[CONDUCT_FRAMES], answer_frame; /* 0: none */
	uint32_t sent;
	uint16_t capture;
	uint16_t method; /* enum sip_method */
};

/* A request that opens something, at one link, until another one takes its place. */
struct conduct_passed {
	uint64_t key; /* 0: free */
	uint64_t frame;
	uint16_t capture;
	uint8_t left; /* Max-Forwards */
};

struct conduct {
	struct conduct_passed *passed; /* NULL: none yet */
	struct conduct_case *cases;  /* NULL: none; concluded: by first_ts */
	uint16_t *places;	     /* index of cases: number + 1, 0: free */
	struct conduct_asked *asked; /* NULL: none yet */
	uint32_t case_count;
	uint64_t dropped;  /* cases that found no room */
	uint64_t followed; /* requests outside of calls */
};

/**
 * conduct_signal - look at a message that was understood.
 * @packet: what carried it
 * @event: of kind EVENT_SIGNAL. Allocates: the tables, once.
 */
void conduct_signal(struct book *book, const struct packet *packet,
	const struct event *event);

/** conduct_unreadable - look at one in @packet that was not; @event: as far as it
 * was. */
void conduct_unreadable(struct book *book, const struct packet *packet,
	const struct event *event);

/** conduct_conclude - the observation of @book is over: nothing more is noted. */
void conduct_conclude(struct book *book);

/** conduct_free - free the tables. */
void conduct_free(struct conduct *conduct);

/** conduct_next - the case of @kind behind @after (NULL: the first), or NULL. */
const struct conduct_case *conduct_next(const struct conduct *conduct,
	enum conduct_kind kind, const struct conduct_case *after);

#endif
