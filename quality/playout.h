/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the jitter buffer of a receiver would make of a stream: two of fixed
 * depth and one that adapts, side by side. A packet that comes after its playout
 * time, or before the buffer has room, is lost to the listener as surely as one
 * that the network lost. docs/METRICS.md "Jitter buffers" defines each rule.
 * Source: RFC 3611 clause 4.7.1 (discards), RFC 3550 clause 6.4.1 (jitter), RFC
 * 3551 clause 4.1 (marker); the constants are ours.
 *
 * The time from a packet's arrival to its playout is spare + skew, where skew is
 * what rtpstat says of each packet anyway, and spare is one number of a buffer.
 *
 *     skew  early  |------------- high: longest delay yet, full buffer
 *                  |   nothing
 *                  |   happens
 *           late   |------------- low: a buffer runs dry, or nearly
 *
 * So a packet within the band (rtpstat_band) costs the two compares that rtpstat
 * makes, and what follows here is for the others. Means come from sums that
 * rtpstat keeps.
 */
#ifndef EARSHOT_QUALITY_PLAYOUT_H
#define EARSHOT_QUALITY_PLAYOUT_H

#include "lib/maybe.h"
#include "quality/rtpstat.h"
#include "quality/seqtrack.h"

enum playout_model { PLAYOUT_60, PLAYOUT_200, PLAYOUT_ADAPTIVE };

#define PLAYOUT_MODELS 3
_Static_assert(PLAYOUT_MODELS == SEQTRACK_BUFFERS, "a tally for each");

/* One buffer. */
struct playout_buffer {
	double spare_ms;   /* delay of a packet whose skew is 0 */
	double delay_sum_ms, delay_max_ms; /* of packets that were played */
	double apart_ms;   /* skews of this stretch that were not played */
	double begin_ms;   /* sum of skews before this stretch */
	uint64_t played;   /* before this stretch */
	uint64_t begin;    /* packets before it */
	uint64_t apart;    /* of it, not played */
	uint64_t last_bad; /* number of the packet that was last discarded */
	ns_t dry_ts;       /* when this run of late ones began */
	double clock_ms, followed_ms; /* fastest skew at first; moved since */
	uint32_t late, early; /* discarded */
	uint32_t underruns, resyncs;
	uint32_t run, run_far; /* of late or of early ones */
	bool run_early;
	uint8_t ticks; /* since the anchor, as far as 2 */
};

struct playout {
	struct playout_buffer buffer[PLAYOUT_MODELS];
	ns_t anchor_ts;        /* rtpstat's, when the buffers were anchored */
	uint64_t marker;       /* number of the last packet with a marker */
	/* skews of the last whole interval and of this one; see playout_tick */
	double low_ms[2], high_ms[2];
	bool begun;
};

/* A packet that was added to rtpstat and seqtrack. */
struct playout_packet {
	ns_t ts;
	uint16_t sequence;
	enum seqtrack_place place;
	bool media; /* audio with a known clock, or comfort noise of it */
	bool noise; /* comfort noise */
	bool sid;   /* audio of a codec that describes noise instead */
};

/** playout_init - no packet yet. */
void playout_init(struct playout *p);

/**
 * playout_add - judge the packet just added to @stat and @seq; must be called
 * for each of which stat->flags is not 0. Drops go to @seq.
 * @low_ms, @high_ms: the band in which the next packets need not be told of
 * Allocates: no. O(1).
 */
void playout_add(struct playout *p, const struct rtpstat *stat,
	struct seqtrack *seq, const struct playout_packet *in, double *low_ms,
	double *high_ms);

/**
 * playout_tick - 10 s of packet time are over: the fixed buffers follow the
 * sender's clock, the adaptive one shrinks. The next packet must be told of.
 * @stat: of the packets so far
 */
void playout_tick(struct playout *p, const struct rtpstat *stat);

/** playout_name - that of @model: "fixed-60", "fixed-200", "adaptive". */
const char *playout_name(enum playout_model model);

/** playout_discarded - packets that came and @model did not play. */
uint64_t playout_discarded(const struct playout *p, enum playout_model model);

/**
 * playout_delay_ms - mean time of played packets in the buffer @model, ms;
 * unknown when none was played. @stat: of the same packets
 */
struct maybe playout_delay_ms(const struct playout *p,
	const struct rtpstat *stat, enum playout_model model);

/** playout_delay_max_ms - the longest time in @model, ms; unknown when none was
 * played. @stat: of the same packets */
struct maybe playout_delay_max_ms(const struct playout *p,
	const struct rtpstat *stat, enum playout_model model);

#endif
