/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a stream ends: closed by a new call, given up for lack of room, concluded
 * with the capture. */
#include "calls/hear.h"
#include "calls/parts.h"
#include "calls/passage.h"
#include "quality/recency.h"

void track_close(struct stream *stream)
{
	struct flow *flow = stream->flow;

	if (!flow) {
		return;
	}
	struct stream **at = &flow->streams;
	while (*at && *at != stream) {
		at = &(*at)->next_on_flow;
	}
	if (*at) {
		*at = stream->next_on_flow;
	}
	stream->next_on_flow = NULL;
	stream->flow = NULL;
}

static void leave_call(struct stream *stream)
{
	struct call *call = stream->call;
	struct stream *before = NULL;

	if (!call) {
		return;
	}
	for (struct stream *s = call->streams; s; s = s->next_in_call) {
		if (s != stream) {
			before = s;
			continue;
		}
		if (before) {
			before->next_in_call = s->next_in_call;
		} else {
			call->streams = s->next_in_call;
		}
		if (call->streams_tail == s) {
			call->streams_tail = before;
		}
		call->stream_count--;
		break;
	}
	stream->call = NULL;
}

void track_drop(struct book *book, struct stream *stream)
{
	track_close(stream);
	leave_call(stream);
	ssrc_remove(book, stream);
	relay_drop(book, stream);
	passage_forget(book, stream);
	farend_drop(book, stream);
	if (stream->prev) {
		stream->prev->next = stream->next;
	} else {
		book->streams = stream->next;
	}
	if (stream->next) {
		stream->next->prev = stream->prev;
	} else {
		book->streams_tail = stream->prev;
	}
	book->stream_count--;
	mirror_drop(book, stream->twin);
	mirror_drop(book, stream);
}

void track_finish(struct book *book, struct stream *stream)
{
	const struct burst *b = &stream->seq.burst;

	track_settle(stream);
	const struct codec *codec = stream_codec(stream);
	interval_finish(book, stream);
	seqtrack_finish(&stream->seq);
	if (stream->disorder) {
		disorder_close(stream->disorder);
	}
	pacing_finish(&stream->pacing, stream->stat.packets);
	stream->burst_r = burst_ratio(b);
	stream->burst_density_pct = burst_density_pct(b);
	stream->gap_density_pct = burst_gap_density_pct(b);
	stream->quality = hear_through(stream, HEAR_USUAL).quality;
	if (stream->quality.mos.known) {
		stream->mos_recency = recency_mos(codec->band,
			stream->quality.rating, b, stream_ptime_ms(stream));
	}
}
