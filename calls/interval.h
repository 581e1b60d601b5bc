/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The timeline of a stream, in intervals of 10 s on the clock's grid: they begin
 * at :00, :10, :20 ... of the capture's time, so that those of all streams lie
 * side by side.
 *
 * Memory is bounded. Beyond INTERVALS_MOST the older intervals are joined in
 * cells of 20 s, later of 40, 80 ..., that begin on the grid likewise:
 *
 *     |       40 s        |       40 s        |10 s|10 s|10 s| now
 *     `------ older, sums are kept exactly ---'  `-- the newest INTERVALS_FRESH
 *
 * What was rated stays: a cell knows the sum of its scores, and the worst
 * intervals of 10 s are kept apart.
 */
#ifndef EARSHOT_CALLS_INTERVAL_H
#define EARSHOT_CALLS_INTERVAL_H

#include "lib/maybe.h"
#include "lib/ns.h"

#include <stdbool.h>
#include <stdint.h>

/* Length of an interval, in packet time. */
#define INTERVAL_S 10
#define INTERVAL_LENGTH (INTERVAL_S * NS_PER_S)
/* Most intervals of one stream: an hour at 10 s. */
#define INTERVALS_MOST 360
/* The newest are never joined: late packets still come into them. */
#define INTERVALS_FRESH 32
/* The worst of those that were joined, kept as they were. */
#define INTERVALS_WORST 4
/* Milliseconds of one codec, lost packets included, that make a score. */
#define INTERVAL_MEDIA_MS 8000.0

struct book;
struct packet;
struct stream;

enum interval_score {
	INTERVAL_OPEN,	  /* not judged yet */
	INTERVAL_RATED,
	INTERVAL_SHORT,	  /* less than INTERVAL_MEDIA_MS of one codec */
	INTERVAL_CAPTURE, /* the capture itself lost packets in it */
	INTERVAL_NO_MOS,  /* quality_rate gives none: see basis */
};

/* A slice of the stream. A value. */
struct interval {
	ns_t start;	      /* on the grid */
	uint64_t first_frame; /* of its first packet; 0: none came */
	uint64_t loss_frame;  /* of the first packet after a loss in it */
	double jitter_sum_ms; /* of the running jitter, over jitter_count */
	double packet_ms;     /* media time of one packet; 0: unknown */
	double mos_sum;	      /* over rated */
	uint32_t packets;     /* that arrived in it */
	/* by their number: sent in it, as far as can be told, and of these
	 * never seen, in so many runs */
	uint32_t expected, lost, runs;
	uint32_t discarded;   /* of its packets, by the usual jitter buffer */
	uint32_t others;      /* of packets: not of the type below */
	uint32_t jitter_count;
	uint32_t payload_size; /* commonest of that type, bytes; 0: not counted */
	uint32_t rated;	      /* intervals of 10 s in it that have a score */
	uint32_t length_s;
	uint16_t capture, loss_capture; /* the files of these frames */
	uint8_t type;	      /* of most packets; in the stream's types */
	uint8_t basis;	      /* enum quality_basis, when judged */
	enum interval_score score;
};

/* All intervals of a stream, and what was counted up to the one under way. */
struct timeline {
	struct interval *items, *worst;
	uint32_t count, cap, worst_count;
	uint32_t cell_s; /* of the older ones; 0: none was joined yet */
	struct interval now;
	uint64_t packets, expected, discarded, jitter_count;
	double jitter_sum_ms;
	/* set by interval_finish */
	struct maybe mos_min, mos_mean; /* over intervals of 10 s */
	const struct interval *lowest;	/* that of mos_min; NULL: unknown */
};

/** interval_grid - the latest multiple of @length up to @ts. @length: > 0 */
ns_t interval_grid(ns_t ts, ns_t length);

/** interval_mos - mean score of its intervals of 10 s; unknown when none has
 * one: interval_reason says why. */
struct maybe interval_mos(const struct interval *i);

/** interval_jitter_ms - mean of the running jitter, ms; unknown without clock. */
struct maybe interval_jitter_ms(const struct interval *i);

/** interval_reason - why it has no score, one short sentence. */
const char *interval_reason(const struct interval *i);

/**
 * interval_roll - @packet of @stream lies beyond the interval under way: close
 * it, and go to that of the packet. Allocates: now and then.
 */
void interval_roll(
	struct book *book, struct stream *stream, const struct packet *packet);

/**
 * interval_gap - the @missing numbers before that of @packet of @stream are
 * missing; the packet before it arrived at @from. Each counts where it was due: a packet time
 * after the one before it. Call it after seqtrack_add, before rtpstat_add.
 */
void interval_gap(struct book *book, struct stream *stream, ns_t from,
	const struct packet *packet, uint32_t missing);

/**
 * interval_late - number @n (extended) came late: its interval, which may be
 * closed, did not lose it. @grown: so many numbers the stream begins earlier
 */
void interval_late(struct stream *stream, int64_t n, uint32_t grown);

/** interval_finish - the capture is over: close the last one of @stream, and rate
 * them all. */
void interval_finish(struct book *book, struct stream *stream);

/** interval_copy - @to, whose timeline is a copy of @from's, gets its own.
 * Returns 0, or -1 when memory is exhausted: it is empty then. */
int interval_copy(struct timeline *to, const struct timeline *from);

/** interval_free - free what @t owns. */
void interval_free(struct timeline *t);

#endif
