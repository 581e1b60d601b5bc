/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Frames of several sources in the order of one clock. A heap holds the head of
 * each source, so a frame costs log(sources). Within one source the order stays
 * that of the file, whatever its clock does.
 *
 * Where files of one place overlap, a frame that several of them hold is given
 * once: they have it at the same time, byte for byte.
 */
#ifndef EARSHOT_APP_MERGE_H
#define EARSHOT_APP_MERGE_H

#include "capture/source.h"
#include "quality/clocks.h"

#define MERGE_BATCH 8
/* Frames of one moment that are remembered, to know their copies. */
#define MERGE_GIVEN 64

struct merge_given {
	ns_t ts;
	uint64_t digest;
};

struct merge_head {
	struct source *source;
	const struct clocks_offset *clock; /* what to take off its times */
	struct err *err;                   /* where damage is told */
	unsigned place;                    /* where it was captured */
	bool overlapping; /* another file of its place has the same frames */
	bool damaged;
	uint64_t copies; /* frames that an earlier file had too */
	struct frame frames[MERGE_BATCH];
	size_t count, at;
	ns_t ts; /* of the next frame, corrected */
	struct merge_given given[MERGE_GIVEN]; /* when overlapping */
	size_t given_count;
};

struct merge {
	struct merge_head *heads;
	size_t count;
	size_t *heap; /* indices of heads, the earliest first */
	size_t heap_count;
	size_t dry; /* whose batch is used up; count: none */
};

/**
 * merge_start - begin. @m: zeroed; heads filled with what merge_head asks for
 * down to `overlapping`, and their count
 * Returns 0, or -1 when memory is exhausted. Free with merge_finish.
 */
int merge_start(struct merge *m);

/** merge_finish - free the heap; the heads stay the caller's. */
void merge_finish(struct merge *m);

/**
 * merge_dry - true when the next merge_next will read on in a source: bytes of
 * frames given before are then gone.
 */
static inline bool merge_dry(const struct merge *m)
{
	return m->dry < m->count;
}

/**
 * merge_next - the next frame.
 * @ret: the frame, its time corrected; borrowed until a merge_next that reads
 * on
 * @ret_head: whose it is
 * Returns 1, or 0 at the end of all sources.
 */
int merge_next(struct merge *m, struct frame *ret, size_t *ret_head);

#endif
