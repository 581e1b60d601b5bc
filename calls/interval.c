/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The timeline of a stream: every 10 s of packet time what was counted since is
 * put down and rated, in blocks of the book's pool.
 */
#include "calls/parts.h"

#include "lib/attr.h"

static struct interval *interval_new(struct book *book, struct stream *stream)
{
	struct interval_block *b = stream->intervals_tail;

	if (!b || b->count == COUNT_OF(b->items)) {
		b = pool_get(&book->interval_pool);
		if (!b) {
			book->counts.out_of_memory++;
			return NULL;
		}
		if (stream->intervals_tail) {
			stream->intervals_tail->next = b;
		} else {
			stream->intervals = b;
		}
		stream->intervals_tail = b;
	}
	return &b->items[b->count++];
}

static uint32_t difference(uint64_t now, uint64_t before)
{
	/* A late packet may lower the loss of an interval that is closed. */
	return now > before ? (uint32_t)(now - before) : 0;
}

struct quality interval_rate(const struct stream *stream, uint64_t expected,
	uint64_t lost, struct maybe burst_r)
{
	struct quality_input in = {
		.codec = stream_codec(stream),
		.expected = expected,
		.lost = lost,
		.burst_r = burst_r,
		.delay_ms = delay_for_rating(&stream->delay),
	};

	return quality_rate(&in);
}

void interval_close(struct book *book, struct stream *stream)
{
	track_settle(stream);
	uint64_t expected = seqtrack_expected(&stream->seq);
	uint64_t lost = seqtrack_lost(&stream->seq);
	uint64_t counted =
		stream->stat.jitter_count - stream->before_jitter_count;
	struct interval *i = interval_new(book, stream);

	if (i) {
		ns_t start = stream->interval_end - STREAM_INTERVAL;
		i->start_s = (double)(start - stream->stat.first_ts) / 1e9;
		i->packets = difference(
			stream->stat.packets, stream->interval_begin);
		i->expected = difference(expected, stream->before_expected);
		i->lost = difference(lost, stream->before_lost);
		i->clocked = counted > 0;
		if (counted) {
			i->jitter_ms = (stream->stat.jitter_sum_ms -
					       stream->before_jitter_sum) /
				       (double)counted;
		}
		i->mos = interval_rate(
			stream, i->expected, i->lost, MAYBE_UNKNOWN)
				 .mos;
	}
	stream->before_expected = expected;
	stream->before_lost = lost;
	stream->before_jitter_sum = stream->stat.jitter_sum_ms;
	stream->before_jitter_count = stream->stat.jitter_count;
	stream->interval_begin = stream->stat.packets;
}

void interval_roll(struct book *book, struct stream *stream, ns_t ts)
{
	if (stream->stat.packets > stream->interval_begin) {
		interval_close(book, stream);
	}
	ns_t beyond = (ts - stream->interval_end) / STREAM_INTERVAL + 1;
	stream->interval_end += beyond * STREAM_INTERVAL;
}
