/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A packet that is not the next one of its stream: what that means for the order
 * of the packets, for the runs of loss and for the timeline. All of it lies here,
 * beside the path of packets in order, and its memory is taken when the first
 * such packet comes.
 */
#include "calls/parts.h"
#include "calls/scatter.h"

#include <stdlib.h>

static struct disorder *disorder_of(struct book *book, struct stream *stream)
{
	if (!stream->disorder) {
		stream->disorder = calloc(1, sizeof(*stream->disorder));
		book->counts.out_of_memory += !stream->disorder;
	}
	return stream->disorder;
}

/* Numbers from @head to the highest one were skipped. */
static void gap(struct book *book, struct stream *stream,
	const struct packet *packet, int64_t head)
{
	struct disorder *d = disorder_of(book, stream);
	uint32_t missing = (uint32_t)(stream->seq.head - head - 1);
	ns_t from = stream->stat.last_ts;

	interval_gap(book, stream, from, packet, missing);
	if (d) {
		disorder_gap(d, &(struct disorder_run){
					.first = head + 1,
					.packets = missing,
					.arrived = stream->stat.packets,
					.from = from,
					.to = packet->ts,
					.frame = packet->frame,
					.capture = packet->capture,
				});
	}
}

/* By how many numbers a late packet @n made the stream begin earlier. */
static uint32_t grown_by(const struct seqtrack *seq, int64_t n)
{
	uint32_t grown = 1;

	if (n != seq->base) {
		return 0;
	}
	while (seqtrack_missed(seq, n + grown)) {
		grown++;
	}
	return grown;
}

static void late(struct book *book, struct stream *stream,
	const struct packet *packet, uint16_t behind)
{
	struct disorder *d = disorder_of(book, stream);
	int64_t n = stream->seq.head - behind;
	uint32_t grown = grown_by(&stream->seq, n);
	uint64_t arrived = stream->stat.packets;

	interval_late(stream, n, grown);
	if (!d) {
		return;
	}
	/* The first packet of the stream had a higher number already. */
	disorder_late(d, n, arrived, packet->ts,
		grown && !stream->seq.restarts ? arrived : behind);
	if (grown > 1) {
		disorder_gap(d, &(struct disorder_run){
					.first = n + 1,
					.packets = grown - 1,
					.from = stream->stat.first_ts,
					.to = stream->stat.first_ts,
					.frame = stream->stat.first_frame,
					.capture = stream->capture,
				});
	}
}

void scatter_note(struct book *book, struct stream *stream,
	const struct packet *packet, const struct rtp *rtp,
	enum seqtrack_place place, int64_t head)
{
	uint16_t behind =
		(uint16_t)((uint16_t)stream->seq.head - rtp->sequence);
	struct disorder *d;

	switch (place) {
	case SEQ_FIRST:
	case SEQ_NEXT:
	case SEQ_STALE:
		return;
	case SEQ_GAP:
		gap(book, stream, packet, head);
		return;
	case SEQ_REORDERED:
		late(book, stream, packet, behind);
		return;
	case SEQ_DUPLICATE:
		d = disorder_of(book, stream);
		if (d) {
			disorder_copy(d, behind);
		}
		return;
	case SEQ_RESTART:
		if (stream->disorder) {
			disorder_close(stream->disorder);
		}
		return;
	}
}

int scatter_copy(struct stream *to, const struct stream *from)
{
	to->disorder = NULL;
	if (interval_copy(&to->timeline, &from->timeline) != 0) {
		return -1;
	}
	if (!from->disorder) {
		return 0;
	}
	to->disorder = calloc(1, sizeof(*to->disorder));
	if (!to->disorder) {
		return -1;
	}
	*to->disorder = *from->disorder;
	return 0;
}

void scatter_free(struct stream *stream)
{
	interval_free(&stream->timeline);
	free(stream->disorder);
	stream->disorder = NULL;
}
