/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How loss is spread. Fed in sequence order with received or lost, it counts
 * runs (for the E-model's burst ratio) and, by the definition of RFC 3611
 * clause 4.7.2, bursts and gaps: a burst starts and ends with a loss, holds
 * more than one, and has fewer than Gmin received packets between losses.
 */
#ifndef EARSHOT_QUALITY_BURST_H
#define EARSHOT_QUALITY_BURST_H

#include "lib/maybe.h"

#include <stdint.h>

#define BURST_GMIN 16 /* RFC 3611 clause 4.7.2, recommended value */
#define BURST_RUNS 16 /* runs of 1, 2, ... 15, 16 or more */

struct burst {
	uint64_t total, lost;
	uint64_t runs;		   /* maximal runs of consecutive losses */
	uint64_t run_length[BURST_RUNS];
	uint64_t burst_count, burst_packets, burst_lost;
	uint64_t longest_run;
	/* the stretch that is still open */
	uint64_t run;		   /* losses in a row, up to now */
	uint64_t good;		   /* received since the last loss */
	uint64_t open_packets, open_lost;
};

/** burst_init - nothing fed yet. */
void burst_init(struct burst *b);

/** burst_add - the next packet in sequence order: @lost or received. O(1). */
void burst_add(struct burst *b, bool lost);

/** burst_finish - close the open stretch; the call is taken as good after it. */
void burst_finish(struct burst *b);

/**
 * burst_ratio - BurstR, >= 1: mean run of losses over the mean run expected of
 * independent loss. 1 when nothing was lost, unknown before the first packet.
 * Source: ITU-T G.107 clause 7.1.5 (BurstR); = lost/runs * (1 - lost/total).
 */
struct maybe burst_ratio(const struct burst *b);

/** burst_density_pct - loss inside bursts, percent; unknown without bursts. */
struct maybe burst_density_pct(const struct burst *b);

/** burst_gap_density_pct - loss outside bursts, percent. */
struct maybe burst_gap_density_pct(const struct burst *b);

#endif
