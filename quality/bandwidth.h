/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wireshark's "bandwidth" column: bits of RTP + UDP + IP headers received in
 * the last second, in kbit/s. Needs the packets of one second, so it exists
 * only where a per-packet table is asked for, not in every stream.
 */
#ifndef EARSHOT_QUALITY_BANDWIDTH_H
#define EARSHOT_QUALITY_BANDWIDTH_H

#include "lib/ns.h"

#include <stddef.h>
#include <stdint.h>

struct bandwidth_sample {
	ns_t ts;
	uint32_t bytes;
};

struct bandwidth {
	struct bandwidth_sample *samples; /* ring */
	size_t cap, first, count;
	uint64_t bytes; /* sum over the ring */
};

/** bandwidth_finish - free the ring; empty and usable again. */
void bandwidth_finish(struct bandwidth *b);

/**
 * bandwidth_add - a packet of @bytes (IP packet) at @ts; returns kbit/s over
 * the second that ends at @ts. Allocates: when more packets than ever before
 * fall into one second; if memory runs out the oldest sample is dropped.
 */
double bandwidth_add(struct bandwidth *b, ns_t ts, uint32_t bytes);

#endif
