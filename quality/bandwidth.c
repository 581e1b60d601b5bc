/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window is inclusive: a packet exactly one second old still counts, one
 * nanosecond more and it is out. The ring grows to the most packets ever seen
 * in one second and then stays.
 */
#include "quality/bandwidth.h"

#include <stdbool.h>

void bandwidth_finish(struct bandwidth *b)
{
	free(b->samples);
	*b = (struct bandwidth){0};
}

static void drop_oldest(struct bandwidth *b)
{
	b->bytes -= b->samples[b->first].bytes;
	b->first = (b->first + 1) % b->cap;
	b->count--;
}

static bool grow(struct bandwidth *b)
{
	size_t cap = b->cap ? 2 * b->cap : 64;
	struct bandwidth_sample *samples = calloc(cap, sizeof(*samples));

	if (!samples) {
		return false;
	}
	for (size_t i = 0; i < b->count; i++) {
		samples[i] = b->samples[(b->first + i) % b->cap];
	}
	free(b->samples);
	b->samples = samples;
	b->first = 0;
	b->cap = cap;
	return true;
}

/* Capture times are what a file says: their difference may wrap, not trap. */
static bool is_older(ns_t sample, ns_t now)
{
	return (ns_t)((uint64_t)now - (uint64_t)sample) > NS_PER_S;
}

double bandwidth_add(struct bandwidth *b, ns_t ts, uint32_t bytes)
{
	while (b->count && is_older(b->samples[b->first].ts, ts)) {
		drop_oldest(b);
	}
	if (b->count == b->cap && !grow(b)) {
		if (b->cap == 0) {
			return (double)bytes * 8 / 1000;
		}
		drop_oldest(b);
	}
	b->samples[(b->first + b->count) % b->cap] =
		(struct bandwidth_sample){.ts = ts, .bytes = bytes};
	b->count++;
	b->bytes += bytes;
	return (double)b->bytes * 8 / 1000;
}
