/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The timeline of a stream, in slices of 10 s of packet time. */
#ifndef EARSHOT_CALLS_INTERVAL_H
#define EARSHOT_CALLS_INTERVAL_H

#include "lib/maybe.h"
#include "lib/ns.h"

#include <stdbool.h>
#include <stdint.h>

/* Length of an interval of the timeline, in packet time. */
#define STREAM_INTERVAL (10 * NS_PER_S)

/* A slice of the stream, 10 s of packet time. A value. */
struct interval {
	double start_s;   /* since the stream's first packet */
	double jitter_ms; /* mean of the running jitter; see clocked */
	struct maybe mos; /* as struct quality has it */
	uint32_t packets;
	uint32_t expected, lost;
	uint16_t discarded; /* by the usual jitter buffer */
	bool clocked; /* jitter is known */
};

struct interval_block {
	struct interval_block *next;
	uint32_t count;
	struct interval items[5]; /* 256 bytes in all */
};

#endif
