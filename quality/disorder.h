/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What of a stream came out of order, came twice, or never came, and when. Fed
 * with the packets that are not the next ones only; a packet in order does not
 * come here.
 *
 * A number is missing from the moment a later one arrives. The last runs of
 * missing numbers are kept open, each with that moment:
 *
 *     1 2 3 . . 6 7 8 . 10          open: 4-5 since 6 came, 9 since 10 came
 *     1 2 3 . . 6 7 8 . 10 5        4-4 since 6 came; 5 was late by 4 packets
 *
 * Source: RFC 4737 clauses 4.2.1 and 4.2.2 (reordering extent, late time).
 *
 * A late packet takes its number out of its run, so what is left of a run when
 * it is closed was lost.
 */
#ifndef EARSHOT_QUALITY_DISORDER_H
#define EARSHOT_QUALITY_DISORDER_H

#include "lib/ns.h"

#include <stddef.h>
#include <stdint.h>

/* Steps of the histograms: 1, 2, ... 9, 10 and more. */
#define DISORDER_STEPS 10
/* Runs of missing numbers that a late packet can still fill. */
#define DISORDER_OPEN 16

/* Consecutive packets that did not come; packets 0: there are none such. */
struct disorder_run {
	int64_t first;    /* sequence number, extended */
	uint64_t packets;
	uint64_t arrived; /* packets of the stream that had come before @to */
	ns_t from, to;    /* the arrivals that enclose it */
	uint64_t frame;   /* of the packet at @to */
	uint16_t capture; /* the file of that frame */
};

struct disorder {
	/* RFC 4737 clause 4.2.1, reordering extent, in packets */
	uint64_t late, late_sum, late_max;
	uint64_t late_steps[DISORDER_STEPS];
	double late_ms_max; /* clause 4.2.2, late time; of those placed */
	uint64_t unplaced;  /* late into a run that was no longer open */
	uint64_t copies, copy_sum, copy_max; /* numbers behind the highest */
	struct disorder_run first, last, longest;
	struct disorder_run open[DISORDER_OPEN];
	size_t open_count;
};

/** disorder_gap - the numbers of @run are missing. O(1). */
void disorder_gap(struct disorder *d, const struct disorder_run *run);

/**
 * disorder_late - number @n came late.
 * @arrived: packets that came before it; @ts: when it came; @behind: how far
 * it is behind the highest number, which counts where its run is not open
 */
void disorder_late(struct disorder *d, int64_t n, uint64_t arrived, ns_t ts,
	uint64_t behind);

/** disorder_copy - a number came again, @behind the highest one. */
void disorder_copy(struct disorder *d, uint64_t behind);

/** disorder_close - numbers begin anew, or the stream ends: what is still
 * missing was lost. */
void disorder_close(struct disorder *d);

#endif
