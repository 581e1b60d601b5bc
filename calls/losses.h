/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Losses of the capture itself, told apart from those of the network. A packet
 * that is missing here may have arrived all the same: a mirror port or a
 * capture program that is overloaded loses what the telephones got. The figures
 * of such a stream say too much loss. Evidence, none of which is taken alone:
 *
 * Holes. All streams that were active miss packets in one and the same moment,
 * in both directions of a conversation. A network that fails on one side of the
 * capture point lets the other direction pass:
 *
 *       A ----x---- capture ---------- B     A -> B is missing, B -> A is seen
 *       A --------- capture ----x----- B     A -> B is seen, B -> A is missing
 *       A ------ x capture x --------- B     both are: the capture was deaf
 *
 * Streams that lose at random do meet in a moment, so the chance of that is
 * reckoned from what each of them loses otherwise.
 *
 * Receivers. A receiver's report (RTCP) states how many packets it missed. If
 * fewer than are missing here, the others arrived: the capture lost them. A
 * receiver that missed as many contradicts a hole.
 *
 * Each costs something only when a packet is missing or a report comes.
 */
#ifndef EARSHOT_CALLS_LOSSES_H
#define EARSHOT_CALLS_LOSSES_H

#include "lib/ns.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct book;
struct packet;
struct rtp;
struct rtcp_block;
struct stream;

/* Moments kept of which the capture is told to have lost packets. */
#define LOSSES_HOLES 64

enum losses_kind {
	LOSSES_HOLE,     /* every stream at once */
	LOSSES_RECEIVER, /* a receiver got what is not here */
};

/* Packets were lost between @from and @to. */
struct losses_hole {
	enum losses_kind kind;
	bool confirmed;   /* a hole that receivers' reports confirm */
	uint8_t point;    /* observation point */
	ns_t from, to;    /* arrivals that enclose it, or two reports */
	uint64_t frame;   /* the first frame that shows it */
	uint64_t packets; /* RTP packets missing */
	uint32_t streams; /* that miss them */
};

/* One stream misses packets between two of its arrivals. */
struct losses_gap {
	ns_t from, to;   /* last arrival before it, first one after it */
	uint64_t frame;  /* of the first packet after it */
	uint32_t serial; /* of the stream */
	uint32_t missing;
	uint8_t point;
};

struct losses {
	struct losses_gap *gaps; /* of the streams, in order of their end */
	size_t gap_count, gap_cap;
	uint64_t gaps_left_out;                 /* over the limit: not judged */
	struct losses_hole holes[LOSSES_HOLES]; /* set as they are found; holes
						   of all streams at the end */
	uint32_t hole_count;
	uint64_t holes_left_out;
	uint64_t acked_unseen; /* TCP data acknowledged, and not captured */
	uint64_t acked_frame;  /* the first such acknowledgement; 0: none */
	/* set by losses_finish */
	uint64_t packets; /* RTP packets lost by the capture, at least */
	uint32_t streams; /* that miss them */
};

/** losses_free - free what @losses owns. */
void losses_free(struct losses *losses);

/**
 * losses_gap - the packet @rtp of @stream, not accounted for yet, does not
 * follow the one before it: @missing packets lie between. @packet: what carries
 * it Allocates: a table that grows to a limit; what is over it is counted.
 */
void losses_gap(struct book *book, const struct stream *stream,
	const struct packet *packet, uint32_t missing);

/**
 * losses_report - a receiver of @stream says what it missed.
 * @packet: what carries @block
 * Source: RFC 3550 clause 6.4.1 (cumulative number of packets lost).
 */
void losses_report(struct stream *stream, const struct packet *packet,
	const struct rtcp_block *block);

/**
 * losses_acknowledged - TCP receivers acknowledged data that the capture does
 * not hold. @count: how often; @frame: the first of them, 0: none
 */
void losses_acknowledged(struct losses *losses, uint64_t count, uint64_t frame);

/**
 * losses_touch - may the capture have lost packets of @stream that were due from
 * @from until before @to? Call it after losses_finish.
 */
bool losses_touch(const struct losses *losses, const struct stream *stream,
	ns_t from, ns_t to);

/** losses_holes - of losses_finish: find the moments that all streams miss. */
void losses_holes(struct book *book);

/** losses_add_hole - keep @hole among the moments, up to their limit. */
void losses_add_hole(struct losses *losses, const struct losses_hole *hole);

/**
 * losses_finish - the capture is over: find the holes, and fill lost_in_capture
 * of the streams, which are still in the order of their discovery.
 */
void losses_finish(struct book *book);

#endif
