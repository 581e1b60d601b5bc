/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sequence numbers of one stream: which packets came, which came twice, late,
 * or never. A circular bitmap remembers the last numbers (448 to 512 of them:
 * it moves on by words of 64), so within that window a packet is known for
 * certain as duplicate or as late; what leaves it is final and is handed on, in
 * order, to the burst counter.
 *
 *      base               fed                   head
 *   ----|----- final ----|------ window ---------|----> sequence (extended)
 *
 * A number outside both reaches, window and dropout, is either a packet that
 * lost its way or the first of a sender that began anew; only the number that
 * follows it tells (RFC 3550 A.1). Until then it counts as stale.
 *
 * A packet that came may still be dropped by a buffer behind (quality/playout.h).
 * What a number was in the end, the network's loss, a drop or neither, is told
 * together when it leaves the window: so a late packet that is dropped is
 * counted once, and runs of loss are those that a listener hears.
 *
 * Each packet costs O(1) plus one step per sequence number advanced.
 */
#ifndef EARSHOT_QUALITY_SEQTRACK_H
#define EARSHOT_QUALITY_SEQTRACK_H

#include "lib/attr.h"
#include "quality/burst.h"

#include <stdbool.h>
#include <stdint.h>

#define SEQTRACK_WINDOW 512
/* RFC 3550 A.1 MAX_DROPOUT: a larger jump forward is a restart. */
#define SEQTRACK_DROPOUT 3000
/* RFC 3550 A.1 MAX_MISORDER: so far back a late packet may begin the stream. */
#define SEQTRACK_MISORDER 100

/* Buffers of which drops are kept. */
#define SEQTRACK_BUFFERS 3

/* What one buffer left unheard, of the numbers handed on: lost and dropped. */
struct seqtrack_drops {
	uint64_t dropped[SEQTRACK_WINDOW / 64]; /* like seen; the head's too */
	uint64_t unheard, runs; /* runs: maximal stretches of these */
};

enum seqtrack_place {
	SEQ_FIRST,
	SEQ_NEXT,      /* exactly the next one */
	SEQ_GAP,       /* ahead: numbers were skipped */
	SEQ_REORDERED, /* behind, first time seen: late, no longer lost */
	SEQ_DUPLICATE, /* behind or equal, seen before */
	SEQ_STALE,     /* out of the window: what it is cannot be told */
	SEQ_RESTART,   /* jumped too far: counting began anew */
};

/*
 * At every moment the packets received are unique + duplicates + stale. What is
 * missing is counted, not what came: so a packet in order touches the last five
 * fields and no more.
 */
struct seqtrack {
	int64_t fed;        /* next number to hand to the burst counter */
	int64_t base;       /* first sequence number, extended */
	uint64_t lost;      /* numbers up to head that did not come yet */
	uint64_t duplicates;
	uint64_t reordered;
	/* the words before `word`: bit of sequence & (WINDOW - 1) */
	uint64_t seen[SEQTRACK_WINDOW / 64];
	/* counted from the first drop on, the network's loss before it too */
	struct seqtrack_drops drops[SEQTRACK_BUFFERS];
	uint64_t drops_made; /* of all buffers */
	bool unheard_last[SEQTRACK_BUFFERS]; /* the last number handed on */
	struct burst burst; /* fed with what left the window */
	uint64_t stale;
	uint32_t gaps; /* times numbers were skipped */
	uint32_t restarts;
	uint64_t expected_before; /* of the parts before the last restart */
	/* hot */
	int64_t head;  /* highest sequence number, extended */
	uint64_t word; /* seen numbers among the 64 that head is one of */
	bool started;
	bool jump_armed;
	uint16_t jump_next; /* the number that would confirm a restart */
};

/** seqtrack_init - nothing seen yet; over the caller's memory. */
void seqtrack_init(struct seqtrack *s);

/** seqtrack_is_next - true when @sequence follows: seqtrack_add: SEQ_NEXT. */
static inline bool seqtrack_is_next(
	const struct seqtrack *s, uint16_t sequence)
{
	return (uint16_t)(sequence - (uint16_t)s->head) == 1 && s->started;
}

/**
 * seqtrack_missing - packets between the highest number and @sequence, if
 * seqtrack_add would find SEQ_GAP; else 0.
 */
static inline uint32_t seqtrack_missing(
	const struct seqtrack *s, uint16_t sequence)
{
	int distance = (int16_t)(uint16_t)(sequence - (uint16_t)s->head);
	bool gap = s->started && distance > 1 && distance <= SEQTRACK_DROPOUT;

	return gap ? (uint32_t)distance - 1 : 0;
}

/** seqtrack_turn - of seqtrack_step: the highest number entered a new word, the
 * numbers it held are handed on. */
void seqtrack_turn(struct seqtrack *s);

/** seqtrack_step - of seqtrack_add: one number up, which is not seen yet. */
static inline void seqtrack_step(struct seqtrack *s)
{
	s->head++;
	if (ATTR_UNLIKELY(((uint64_t)s->head & 63) == 0)) {
		seqtrack_turn(s);
	}
}

/** seqtrack_unusual - of seqtrack_add: @sequence is not the next one. */
enum seqtrack_place seqtrack_unusual(struct seqtrack *s, uint16_t sequence);

/**
 * seqtrack_add - account for one packet.
 * @sequence: from the RTP header
 * Returns what it was. Allocates: no.
 * Source: RFC 3550 A.1 (with the 65535 to 0 comparison done on 16 bits), A.3.
 */
static inline enum seqtrack_place seqtrack_add(
	struct seqtrack *s, uint16_t sequence)
{
	if (ATTR_LIKELY(seqtrack_is_next(s, sequence))) {
		seqtrack_step(s);
		s->word |= (uint64_t)1 << ((uint64_t)s->head & 63);
		return SEQ_NEXT;
	}
	return seqtrack_unusual(s, sequence);
}

/** seqtrack_seen - true when @sequence came already: a duplicate. */
bool seqtrack_seen(const struct seqtrack *s, uint16_t sequence);

/** seqtrack_missed - true when number @n (extended), within the window, did not
 * come up to now; false outside of it. */
bool seqtrack_missed(const struct seqtrack *s, int64_t n);

/**
 * seqtrack_drop - the packet @sequence, which came, is dropped by @buffer; not
 * for stale ones, whose number is lost already.
 * @buffer: below SEQTRACK_BUFFERS
 */
void seqtrack_drop(struct seqtrack *s, unsigned buffer, uint16_t sequence);

/** seqtrack_unheard - numbers that @buffer had nothing to play for, lost or
 * dropped. Call seqtrack_finish first. */
uint64_t seqtrack_unheard(const struct seqtrack *s, unsigned buffer);

/**
 * seqtrack_unheard_ratio - burst_ratio of what @buffer left unheard; likewise.
 */
struct maybe seqtrack_unheard_ratio(
	const struct seqtrack *s, unsigned buffer);

/** seqtrack_expected - packets sent as far as the numbers tell; >= unique. */
uint64_t seqtrack_expected(const struct seqtrack *s);

/** seqtrack_unique - different packets that came: expected - lost. */
uint64_t seqtrack_unique(const struct seqtrack *s);

/** seqtrack_lost - expected - unique; >= 0. Duplicates do not lower it. */
uint64_t seqtrack_lost(const struct seqtrack *s);

/**
 * seqtrack_finish - hand the rest of the window to the burst counter and close
 * it. Call once at the end of the stream; the counts above do not change.
 */
void seqtrack_finish(struct seqtrack *s);

#endif
