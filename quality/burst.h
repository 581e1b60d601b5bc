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
	uint64_t total;
	uint64_t good; /* received since the last loss */
	uint64_t lost;
	uint64_t runs; /* maximal runs of consecutive losses */
	uint64_t longest_run;
	uint64_t burst_count, burst_packets, burst_lost;
	uint64_t gap_count; /* stretches between closed bursts */
	uint64_t burst_end; /* packets before the end of the last burst */
	/* the stretch that is still open */
	uint64_t run; /* losses in a row, up to now */
	uint64_t open_packets, open_lost;
	uint32_t run_length[BURST_RUNS]; /* of finished runs */
};

/** burst_init - nothing fed yet. */
void burst_init(struct burst *b);

/** burst_loss - the next packet in sequence order was lost. O(1). */
void burst_loss(struct burst *b);

/** burst_received - the next @count packets in sequence order arrived. O(1). */
static inline void burst_received(struct burst *b, uint64_t count)
{
	b->total += count;
	b->good += count;
}

/** burst_add - the next packet in sequence order: @lost or received. O(1). */
static inline void burst_add(struct burst *b, bool lost)
{
	if (lost) {
		burst_loss(b);
	} else {
		burst_received(b, 1);
	}
}

/** burst_finish - close the open stretch; the call is taken as good after it.
 * Call it once. */
void burst_finish(struct burst *b);

/**
 * burst_ratio - BurstR, >= 1: mean run of losses over the mean run expected of
 * independent loss. 1 when nothing was lost, unknown before the first packet.
 * Source: ITU-T G.107 clause 7.1.5 (BurstR); = lost/runs * (1 - lost/total).
 */
struct maybe burst_ratio(const struct burst *b);

/** burst_ratio_of - likewise, of @lost packets in @runs of @total. */
struct maybe burst_ratio_of(uint64_t lost, uint64_t runs, uint64_t total);

/** burst_density_pct - loss inside bursts, percent; unknown without bursts. */
struct maybe burst_density_pct(const struct burst *b);

/** burst_gap_density_pct - loss outside bursts, percent. */
struct maybe burst_gap_density_pct(const struct burst *b);

/**
 * burst_mean_packets - mean length of a burst, in packets; times the packet
 * time it is RFC 3611's burst duration. Unknown without bursts.
 */
struct maybe burst_mean_packets(const struct burst *b);

/**
 * burst_gap_mean_packets - mean length of a gap, in packets; unknown when all
 * of the stream is burst. Call burst_finish first: the last gap ends there.
 */
struct maybe burst_gap_mean_packets(const struct burst *b);

#endif
