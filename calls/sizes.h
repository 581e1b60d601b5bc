/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many audio packets of a stream had which payload size, for the codecs whose
 * rate is told by it (AMR, EVS, G.723.1) and may change with every packet.
 *
 * Counted are runs of one size, when they end: a packet like the one before it
 * costs nothing.
 */
#ifndef EARSHOT_CALLS_SIZES_H
#define EARSHOT_CALLS_SIZES_H

#include "codecs/codec.h"

#include <stdint.h>

struct stream;

struct sizes {
	struct sizes_row {
		uint64_t packets;
		uint64_t before;  /* of them, before the present interval */
		float ptime_ms;	  /* media time of a packet; 0: unknown */
		uint32_t bytes;	  /* payload */
		uint8_t type;	  /* index in stream.types */
	} rows[CODEC_SIZES];
	uint64_t begin; /* packets of the stream before the present run */
	uint8_t count;
};

/**
 * sizes_end_run - the next packet of @stream has another size or type, or an
 * interval or the stream ends: count what came alike until now. When all rows are
 * taken the rarest gives way. Constant time, allocates: no.
 */
void sizes_end_run(struct stream *stream);

/** sizes_interval - an interval of @stream ends: its packets of type @type that have
 * the commonest size; packets 0: none were counted. Runs were ended. */
struct codec_size sizes_interval(struct stream *stream, uint8_t type);

/** sizes_tell - write the sizes of @stream's packets of @type to @seen, the run
 * that has not ended included. */
void sizes_tell(
	const struct stream *stream, uint8_t type, struct codec_seen *seen);

#endif
