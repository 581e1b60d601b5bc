/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Joining: which calls (SIP dialogs) are legs of one conversation.
 *
 * Each rule is one file by_*.c and one line of joins.def. It tells under which
 * keys a call may meet others, and judges two that met; it never walks the
 * book, so joining costs about n log n whatever the rules. A judgement is a
 * score from 0 to 100 with its proof. Scores of several rules for one pair add
 * up as independent evidence does:
 *
 *     100 - (100 - a) * (100 - b) / 100 ...
 *
 * and a pair is joined from JOIN_THRESHOLD on. Rules that rest on coincidence
 * (numbers, times, addresses) are `lone`: they count only when the later leg
 * has no second candidate, so that calls which look alike stay apart.
 */
#ifndef EARSHOT_CALLS_JOIN_H
#define EARSHOT_CALLS_JOIN_H

#include "calls/call.h"
#include "lib/err.h"

#define JOIN_THRESHOLD 75
/* A word below this only names one more candidate of a lone rule. */
#define JOIN_LEAST 10
/* Most keys of one call under one rule. */
#define JOIN_KEYS 32

struct book;

/* What shows that two calls belong together. */
struct join_proof {
	unsigned score;	      /* 0: nothing does */
	const char *what;     /* "Session-ID", "caller and callee": a constant */
	struct slice value;   /* the shared value, or absent */
	uint64_t frame_a, frame_b; /* where each shows it; 0: no one frame */
	uint16_t capture_a, capture_b; /* which files hold the frames */
};

/* The keys of one call: bytes, kept by the caller until they are hashed. */
struct join_keys {
	struct slice key[JOIN_KEYS];
	unsigned count;
	char scratch[JOIN_KEYS * 40]; /* of keys that are put together */
	size_t used;
};

struct join_rule {
	const char *name;   /* "session-id" */
	const char *title;  /* one sentence */
	const char *source; /* where it stands */
	bool lone;  /* a leg with two candidates by this rule has none */
	bool after; /* one leg takes the other's place: another talk */
	/** keys - where @call may meet others. */
	void (*keys)(const struct call *call, struct join_keys *ret);
	/** judge - do @a and @b, which began at the same time or later, belong
	 * together? @ret->score is 0 when called. */
	void (*judge)(const struct call *a, const struct call *b,
		struct join_proof *ret);
};

#define JOIN_RULE(name) extern const struct join_rule join_rule_##name;
#include "calls/joins.def"
#undef JOIN_RULE

/* One rule's word about two calls, part of a conversation. */
struct join {
	const struct join *next; /* of the same conversation */
	const struct join_rule *rule;
	const struct call *a, *b; /* a began first */
	struct join_proof proof;
};

/*
 * Calls that are legs of one conversation, the first one first. Those through
 * which the same two people talk at one time are one talk; a transfer or a
 * pickup begins another talk of the same conversation.
 */
struct conversation {
	struct conversation *next;
	uint32_t id;	  /* 1..n in order of start */
	struct call *legs; /* by call.next_leg */
	unsigned leg_count;
	const struct join *joins;
};

struct joining {
	struct arena arena;
	struct conversation *conversations, *tail; /* of two legs and more */
	uint32_t count;
	bool incomplete; /* memory ran out: legs may be missing */
	const char *unknown; /* of choice.apart: no such call; NULL: none */
};

/* What the user wants otherwise. Zeroed: all rules, no call apart. */
struct join_choice {
	uint32_t off; /* rules left out: bits, by their place in the list */
	const char *const *apart; /* numbers or Call-IDs of calls that stand
				     alone; borrowed */
	size_t apart_count;
};

/** join_key - one more key of a call; absent and empty ones are left out. */
void join_key(struct join_keys *keys, struct slice key);

/**
 * join_key_of - one more key, made of @a and then @b, at most 40 bytes of both.
 */
void join_key_of(struct join_keys *keys, struct slice a, struct slice b);

/** join_number - the part of the number @user that prefixes do not change. */
struct slice join_number(struct slice user);

/** join_same_number - true when @a and @b are numbers that end alike. */
bool join_same_number(struct slice a, struct slice b);

/**
 * join_key_hosts - where @number of @call may meet itself: at a host that
 * receives one leg and sends the other, by its addresses and MACs.
 */
void join_key_hosts(
	struct join_keys *keys, struct slice number, const struct call *call);

/**
 * join_calls - find the conversations of @book, whose calls are in order.
 * @ret: filled; free with join_finish. Each call of a conversation gets
 *     conversation, next_leg and leg set
 * Allocates: yes; when memory runs out what was found so far stays.
 */
void join_calls(const struct book *book, struct joining *ret);

/**
 * join_rules_read - which rules to use.
 * @text: names of rules with commas between, "all", or "none"
 * @ret_off: for join_choice.off
 * Returns 0, or -1 with @err naming the rules that there are.
 */
int join_rules_read(const char *text, uint32_t *ret_off, struct err *err);

/** join_key_ties - the values of all ties of @kind that @call has, as keys. */
void join_key_ties(
	struct join_keys *keys, const struct call *call, enum tie_kind kind);

/**
 * join_named - the tie in which one of two calls names the other's Call-ID.
 * @kinds: bits, 1 << enum tie_kind; what @b says goes before what @a says
 * @ret: gets frames and captures. Returns NULL when neither names the other.
 */
const struct tie *join_named(const struct call *a, const struct call *b,
	unsigned kinds, struct join_proof *ret);

/** join_names - true when @name is the number or the Call-ID of @call. */
bool join_names(const struct call *call, const char *name);

/** join_finish - free what join_calls made; calls must not be used through it. */
void join_finish(struct joining *joining);

/** join_overlap - true when @a and @b lived at the same time, or nearly so. */
bool join_overlap(const struct call *a, const struct call *b);

/**
 * join_chained - true when the host that received the INVITE of @a sent that of
 * @b: a PBX between the two. A host with several addresses is known by its MAC
 * or by its Contact; of calls that began before the capture only the host in
 * common is known, not who called.
 */
bool join_chained(const struct call *a, const struct call *b);

/** join_rule_at - rule number @i of the list, NULL past its end. */
const struct join_rule *join_rule_at(size_t i);

#endif
