/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The story of a call or of a whole conversation: what happened, in order of
 * time, each event with the frames that show it. Who rang and for how long, who
 * answered and who was cancelled, holds, transfers, queues, who hung up.
 *
 * Made when it is asked for, from legs (calls/join.h), their hops and notes
 * (calls/note.h). A branch is one phone that rang: a leg of its own behind a
 * B2BUA, a hop of its own behind a proxy, or a To tag where the capture point
 * sees one hop only.
 */
#ifndef EARSHOT_CALLS_STORY_H
#define EARSHOT_CALLS_STORY_H

#include "calls/call.h"

/* Legs and events of one conversation that are told; more are left out. */
#define STORY_LEGS   64
#define STORY_EVENTS 256

enum story_kind {
	STORY_SERVICE,   /* a dial code: what is its word, who the number */
	STORY_EARLY,     /* early media: a description before the answer */
	STORY_RINGING,   /* a branch still rang when the capture ended */
	STORY_ANSWERED,  /* a branch answered; lasted: it rang */
	STORY_ELSEWHERE, /* cancelled, another branch answered; lasted: rang */
	STORY_MISSED,    /* cancelled, nobody answered; lasted: rang */
	STORY_REFUSED,   /* a branch refused; status */
	STORY_QUEUED,    /* the server answered first; lasted: until a person */
	STORY_SERVER,    /* the server answered, and no person did */
	STORY_REDIRECTED, /* who: the new target; status */
	STORY_HOLD,       /* lasted: until it was taken back, or the end */
	STORY_RESUME,
	STORY_MUSIC,      /* RTP that was sent during a hold; lasted: it did */
	STORY_TRANSFER,   /* blind; who: the target; status: its result */
	STORY_ATTENDED,   /* attended transfer; likewise */
	STORY_PICKUP,     /* other: the call that was picked up */
	STORY_REPLACED,   /* other: the call whose place was taken */
	STORY_CONFERENCE, /* a conference bridge took part */
	STORY_TIMER,      /* session timer; status unused */
	STORY_EXPIRED,    /* the session timer ran out without a refresh */
	STORY_ENDED,      /* the first BYE */
};

struct story_event {
	enum story_kind kind;
	ns_t ts;
	const struct call *call;  /* the leg that shows it */
	const struct call *other; /* a leg that it leads to; NULL: none */
	enum call_side by;        /* on that leg; unknown: not told apart */
	bool server;      /* that side is a server between, no terminal */
	bool told;        /* ELSEWHERE: the CANCEL says so, so no missed call */
	struct slice who; /* a number; absent: unknown */
	struct slice what;
	struct endpoint where; /* of a branch; port 0: unknown */
	uint32_t count;        /* TIMER, EXPIRED: agreed so often */
	uint32_t seconds;      /* TIMER, EXPIRED: the interval */
	uint16_t status;       /* 0: none */
	bool has_lasted;
	ns_t lasted;
	struct moment at[2]; /* frame 0: none */
};

struct story {
	size_t count, left_out; /* of events */
	size_t leg_count;
	/* of the whole */
	enum call_state state;
	const struct call *answered; /* the leg that a terminal answered; or
					NULL */
	struct slice answered_by; /* its number; absent: nobody, or unknown */
	struct endpoint answered_at;
	struct moment answer, end; /* the first person's, and the first BYE */
	enum call_side hangup_by;
	bool hangup_server; /* a server between ended it */
	/* Some 40 kB, of which a call fills little: nobody clears them. */
	struct story_event events[STORY_EVENTS];
	const struct call *legs[STORY_LEGS];
};

/**
 * story_of - the story of @call alone, or of its conversation when @whole.
 * Returns the story, to be freed with free(); NULL when memory is exhausted.
 */
struct story *story_of(const struct call *call, bool whole);

/** story_word - the kind as the JSON has it: "answered_elsewhere", ... */
const char *story_word(enum story_kind kind);

/** story_is_terminal - no leg of @story goes on from the receiver of @call. */
bool story_is_terminal(const struct story *story, const struct call *call);

/**
 * story_add - one more event; what finds no room is counted.
 * @event: copied
 */
void story_add(struct story *story, const struct story_event *event);

/** story_branches - the phones that rang, and what became of each. */
void story_branches(struct story *story);

/** story_leg - what the notes of @call tell. */
void story_leg(struct story *story, const struct call *call);

#endif
