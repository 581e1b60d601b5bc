/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Evidence as it comes: gaps of streams, which losses_holes.c looks through at
 * the end, and what receivers report.
 */
#include "calls/losses.h"

#include "calls/parts.h"

#include <stdlib.h>

/* Gaps kept: 1.25 MiB. A capture that has more loses everywhere. */
#define GAPS_MOST ((size_t)32768)
/* Packets between report and capture that are still on their way. */
#define UNDER_WAY 3
/* Reports whose highest number is further from ours speak of something else. */
#define REPORT_NEAR 500

void losses_free(struct losses *losses)
{
	free(losses->gaps);
	losses->gaps = NULL;
	losses->gap_count = 0;
	losses->gap_cap = 0;
}

/* Room for one gap more; false at the limit. */
static bool grow(struct losses *l)
{
	if (l->gap_count < l->gap_cap) {
		return true;
	}
	size_t cap = l->gap_cap ? l->gap_cap * 2 : 256;
	struct losses_gap *gaps = NULL;
	if (cap <= GAPS_MOST) {
		gaps = realloc(l->gaps, cap * sizeof(*gaps));
	}
	if (!gaps) {
		return false;
	}
	l->gaps = gaps;
	l->gap_cap = cap;
	return true;
}

void losses_gap(struct book *book, const struct stream *stream,
	const struct packet *packet, uint32_t missing)
{
	struct losses *l = &book->losses;

	if (!grow(l)) {
		l->gaps_left_out++;
		return;
	}
	l->gaps[l->gap_count++] = (struct losses_gap){
		.from = stream->stat.last_ts,
		.to = packet->ts,
		.frame = packet->frame,
		.serial = stream->serial,
		.missing = missing,
		.point = packet->point,
	};
}

void losses_report(struct stream *stream, const struct packet *packet,
	const struct rtcp_block *block)
{
	const struct seqtrack *seq = &stream->seq;
	int off = (int16_t)(uint16_t)((uint16_t)seq->head -
				      (uint16_t)block->highest_sequence);
	ns_t before = stream->report_ts;

	/* A receiver that never measured any jitter does not count either. */
	if (off > REPORT_NEAR || off < -REPORT_NEAR || !block->jitter ||
		seq->restarts) {
		return;
	}
	int64_t remote =
		block->cumulative_lost > 0 ? block->cumulative_lost : 0;
	/* It counts a packet that came twice for two. */
	int64_t arrived =
		(int64_t)seq->lost - remote - (int64_t)seq->duplicates;
	stream->report_ts = packet->ts;
	if (arrived < (int64_t)stream->arrived + UNDER_WAY) {
		return;
	}
	if (stream->arrived == 0) {
		stream->arrived_from = before ? before : stream->stat.first_ts;
		stream->arrived_frame = packet->frame;
	}
	stream->arrived = (uint64_t)arrived;
	stream->arrived_to = packet->ts;
}

void losses_add_hole(struct losses *losses, const struct losses_hole *hole)
{
	if (losses->hole_count == LOSSES_HOLES) {
		losses->holes_left_out++;
		return;
	}
	losses->holes[losses->hole_count++] = *hole;
}

void losses_acknowledged(struct losses *losses, uint64_t count, uint64_t frame)
{
	losses->acked_unseen = count;
	losses->acked_frame = frame;
}

/* What receivers told of each stream, and the sum of both. */
static void conclude(struct losses *l, struct stream *s)
{
	uint64_t lost = seqtrack_lost(&s->seq);
	uint64_t n = s->lost_in_capture;

	if (s->arrived) {
		losses_add_hole(l, &(struct losses_hole){
					   .kind = LOSSES_RECEIVER,
					   .confirmed = true,
					   .point = s->point,
					   .from = s->arrived_from,
					   .to = s->arrived_to,
					   .frame = s->arrived_frame,
					   .packets = s->arrived,
					   .streams = 1,
				   });
	}
	n = s->arrived > n ? s->arrived : n;
	s->lost_in_capture = n < lost ? n : lost;
	l->packets += s->lost_in_capture;
	l->streams += s->lost_in_capture != 0;
}

bool losses_touch(const struct losses *losses, const struct stream *stream,
	ns_t from, ns_t to)
{
	if (!stream->lost_in_capture) {
		return false;
	}
	if (stream->arrived && stream->arrived_from < to &&
		stream->arrived_to >= from) {
		return true;
	}
	for (uint32_t i = 0; i < losses->hole_count; i++) {
		const struct losses_hole *h = &losses->holes[i];
		if (h->kind == LOSSES_HOLE && h->point == stream->point &&
			h->from < to && h->to >= from) {
			return true;
		}
	}
	return losses->holes_left_out != 0;
}

void losses_finish(struct book *book)
{
	losses_holes(book);
	for (struct stream *s = book->streams; s; s = s->next) {
		conclude(&book->losses, s);
	}
	losses_free(&book->losses);
}
