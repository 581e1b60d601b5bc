/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a listener behind a jitter buffer hears of a stream: the network's loss
 * and the buffer's discards together, and the score of that.
 */
#ifndef EARSHOT_CALLS_HEAR_H
#define EARSHOT_CALLS_HEAR_H

#include "calls/stream.h"

/* Behind one buffer. */
struct hear {
	uint64_t discarded;      /* packets that came and were not played */
	uint64_t unheard;        /* numbers with nothing to play: lost, too */
	struct maybe unheard_pct; /* of expected */
	struct maybe burst_r;
	struct quality quality;
};

/* The buffer that a stream's MOS means: most receivers' of today. */
#define HEAR_USUAL PLAYOUT_ADAPTIVE

/**
 * hear_unknown - why no buffer can be emulated for @stream, a short sentence;
 * NULL when it was.
 */
const char *hear_unknown(const struct stream *stream);

/**
 * hear_through - what comes out of the buffer @model of @stream, which
 * book_finish has concluded; without discards when hear_unknown.
 */
struct hear hear_through(
	const struct stream *stream, enum playout_model model);

#endif
