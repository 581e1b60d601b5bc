/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packets of a stream that are not the next one: lost, late, repeated ones. */
#ifndef EARSHOT_CALLS_SCATTER_H
#define EARSHOT_CALLS_SCATTER_H

#include "calls/stream.h"

struct book;

/**
 * scatter_note - @packet with header @rtp is not the next one of @stream.
 * @place: what seqtrack_add said; @head: the highest number before it
 * Call it before the packet is counted by rtpstat_add. Allocates: once.
 */
void scatter_note(struct book *book, struct stream *stream,
	const struct packet *packet, const struct rtp *rtp,
	enum seqtrack_place place, int64_t head);

/** scatter_copy - @to, which is a copy of @from, gets its own timeline and order
 * of packets. Returns 0, or -1 when memory is exhausted. */
int scatter_copy(struct stream *to, const struct stream *from);

/** scatter_free - free the timeline of @stream and what is kept of the order of
 * its packets. */
void scatter_free(struct stream *stream);

#endif
