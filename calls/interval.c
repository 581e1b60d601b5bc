/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is counted is taken as differences of the stream's counters when an
 * interval ends, but for loss, which goes where the missing packets were due: an
 * outage of 15 s makes intervals without any packet, all lost. Numbers stay in
 * order that way, so a late packet finds its interval by counting back.
 */
#include "calls/farend.h"
#include "calls/interval.h"

#include "calls/hear.h"
#include "calls/parts.h"

#include <stdlib.h>

ns_t interval_grid(ns_t ts, ns_t length)
{
	ns_t over = ts % length;

	over += over < 0 ? length : 0;
	return ts < INT64_MIN + over ? INT64_MIN : ts - over;
}

/* Later by @by, or the end of time. */
static ns_t later(ns_t ts, ns_t by)
{
	return ts > INT64_MAX - by ? INT64_MAX : ts + by;
}

struct maybe interval_mos(const struct interval *i)
{
	return i->rated ? maybe_of(i->mos_sum / i->rated) : MAYBE_UNKNOWN;
}

struct maybe interval_jitter_ms(const struct interval *i)
{
	return i->jitter_count ? maybe_of(i->jitter_sum_ms / i->jitter_count)
			       : MAYBE_UNKNOWN;
}

struct quality interval_rate(const struct stream *stream,
	const struct codec *codec, const struct codec_size *size,
	uint64_t expected, uint64_t lost, struct maybe burst_r)
{
	struct quality_input in = {
		.codec = codec,
		.expected = expected,
		.lost = lost,
		.burst_r = burst_r,
		.delay_ms = delay_for_rating(&stream->delay),
		.seen = stream_seen(stream),
		.concealment = farend_concealment(stream, NULL),
	};

	/* In this part, not over the whole stream. */
	if (size && in.seen.size_count && codec && codec->rate &&
		codec_size_rate(codec, &in.seen, size)) {
		in.seen.sizes[0] = *size;
		in.seen.size_count = 1;
	}
	return quality_rate(&in);
}

/* The last interval's place, or a new one's that begins at @start; NULL: there
 * is no memory, and the sums miss it. */
static struct interval *append(
	struct book *book, struct stream *stream, ns_t start)
{
	struct timeline *t = &stream->timeline;

	if (t->count >= INTERVALS_MOST) {
		interval_join(stream);
	}
	if (t->count == t->cap) {
		uint32_t cap = t->cap ? t->cap * 2 : 4;
		struct interval *items =
			realloc(t->items, cap * sizeof(*items));
		if (!items) {
			book->counts.out_of_memory++;
			return NULL;
		}
		t->items = items;
		t->cap = cap;
	}
	struct interval *i = &t->items[t->count++];
	*i = (struct interval){.start = start, .length_s = INTERVAL_S};
	return i;
}

static bool is_plain(const struct codec *c)
{
	return !c || (c->kind != CODEC_EVENT && c->kind != CODEC_NOISE &&
			     c->kind != CODEC_REDUNDANT);
}

/* Which type most of its packets had, voice before events and noise. */
static void set_type(struct stream *stream, struct interval *i)
{
	uint64_t all = 0, most = 0;
	bool plain = false;

	i->type = stream->type ? (uint8_t)(stream->type - stream->types) : 0;
	i->packet_ms = stream_ptime_ms(stream).known ? stream->step_ms : 0;
	for (uint8_t k = 0; k < stream->type_count; k++) {
		struct stream_type *t = &stream->types[k];
		uint64_t n = t->packets - t->packets_before;
		bool this_plain = is_plain(t->codec);
		t->packets_before = t->packets;
		all += n;
		if (n && (this_plain > plain ||
				 (this_plain == plain && n > most))) {
			i->type = k;
			most = n;
			plain = this_plain;
		}
	}
	i->others = (uint32_t)(all - most);
	sizes_end_run(stream);
	struct codec_size size = sizes_interval(stream, i->type);
	if (size.packets) {
		/* The last packet's may be that of silence. */
		i->packet_ms = size.ptime_ms;
		i->payload_size = size.bytes;
	}
}

static void close_now(struct book *book, struct stream *stream)
{
	struct timeline *t = &stream->timeline;
	const struct rtpstat *stat = &stream->stat;
	uint64_t expected = seqtrack_expected(&stream->seq);
	uint64_t discarded = playout_discarded(&stream->playout, HEAR_USUAL);

	track_settle(stream);
	t->now.packets = (uint32_t)(stat->packets - t->packets);
	t->now.expected = (uint32_t)(expected - t->expected);
	t->now.discarded = (uint32_t)(discarded - t->discarded);
	t->now.jitter_count = (uint32_t)(stat->jitter_count - t->jitter_count);
	t->now.jitter_sum_ms = stat->jitter_sum_ms - t->jitter_sum_ms;
	set_type(stream, &t->now);
	struct interval *i = append(book, stream, t->now.start);
	if (i) {
		*i = t->now;
	}
	t->packets = stat->packets;
	t->expected = expected;
	t->discarded = discarded;
	t->jitter_count = stat->jitter_count;
	t->jitter_sum_ms = stat->jitter_sum_ms;
	t->now = (struct interval){.start = 0};
}

void interval_roll(
	struct book *book, struct stream *stream, const struct packet *packet)
{
	struct timeline *t = &stream->timeline;

	if (stream->stat.packets > t->packets) {
		close_now(book, stream);
	}
	if (stream->stat.packets) {
		hear_tick(stream);
	}
	t->now.start = interval_grid(packet->ts, INTERVAL_LENGTH);
	t->now.length_s = INTERVAL_S;
	t->now.first_frame = packet->frame;
	t->now.capture = packet->capture;
	stream->interval_end = later(t->now.start, INTERVAL_LENGTH);
}

static void lose(struct interval *i, uint32_t n, const struct packet *packet)
{
	i->lost += n;
	i->runs++;
	if (!i->loss_frame) {
		i->loss_frame = packet->frame;
		i->loss_capture = packet->capture;
	}
}

/* Nanoseconds from one of the missing packets to the next: a packet time, unless
 * there is less room between the arrivals. */
static ns_t spacing(const struct stream *stream, ns_t span, uint32_t missing)
{
	ns_t even = span / ((ns_t)missing + 1);
	struct maybe ptime = stream_ptime_ms(stream);

	if (stream->step && stream->clock_hz) {
		ptime = maybe_of(1e3 * stream->step / stream->clock_hz);
	}
	if (!ptime.known || ptime.v * 1e6 >= (double)even) {
		return even;
	}
	return (ns_t)(ptime.v * 1e6);
}

/* The closed interval of packets that were due at @due; made when there was
 * none, for none of them came. */
static struct interval *at(struct book *book, struct stream *stream, ns_t due)
{
	struct timeline *t = &stream->timeline;
	ns_t start = interval_grid(due, INTERVAL_LENGTH);
	struct interval *i = t->count ? &t->items[t->count - 1] : NULL;

	if (i && i->start >= start) {
		return i;
	}
	i = append(book, stream, start);
	if (i) {
		i->type = stream->type ? (uint8_t)(stream->type - stream->types)
				       : 0;
		i->packet_ms = stream->step_ms;
	}
	return i;
}

void interval_gap(struct book *book, struct stream *stream, ns_t from,
	const struct packet *packet, uint32_t missing)
{
	struct timeline *t = &stream->timeline;
	ns_t span = (ns_t)((uint64_t)packet->ts - (uint64_t)from);
	ns_t step = spacing(stream, span > 0 ? span : 0, missing);
	ns_t begin = t->now.start;
	ns_t due = later(from, step);

	while (missing && step > 0 && due < begin) {
		ns_t end = later(
			interval_grid(due, INTERVAL_LENGTH), INTERVAL_LENGTH);
		ns_t room = ((end < begin ? end : begin) - 1 - due) / step + 1;
		uint32_t n = room < missing ? (uint32_t)room : missing;
		struct interval *i = at(book, stream, due);
		if (!i) {
			break;
		}
		i->expected += n;
		lose(i, n, packet);
		t->expected += n;
		missing -= n;
		due = later(due, step * (ns_t)n);
	}
	if (missing) {
		lose(&t->now, missing, packet);
	}
}

/* The interval of the number @back behind the highest one; @back becomes how far
 * it is from the interval's last. @own: numbers of the one under way */
static struct interval *find(struct timeline *t, uint64_t own, uint64_t *back)
{
	if (*back < own) {
		return &t->now;
	}
	*back -= own;
	for (uint32_t i = t->count; i-- > 0;) {
		if (*back < t->items[i].expected) {
			return &t->items[i];
		}
		*back -= t->items[i].expected;
	}
	return NULL; /* memory ran out before it was put down */
}

void interval_late(struct stream *stream, int64_t n, uint32_t grown)
{
	struct timeline *t = &stream->timeline;
	const struct seqtrack *seq = &stream->seq;
	/* What came before the stream's begin belongs to where that was. */
	uint64_t back = (uint64_t)(seq->head - n) - grown;
	uint64_t own = seqtrack_expected(seq) - grown - t->expected;
	struct interval *i = find(t, own, &back);

	if (grown) {
		i = i ? i : &t->now;
		i->expected += grown;
		i->lost += grown - 1;
		i->runs += grown > 1;
		t->expected += i == &t->now ? 0 : grown;
		return;
	}
	if (!i || i->lost == 0) {
		return;
	}
	/* A run ends where its interval does. */
	uint64_t size = i == &t->now ? own : i->expected;
	unsigned beside = back > 0 && seqtrack_missed(seq, n + 1);
	beside += back + 1 < size && seqtrack_missed(seq, n - 1);
	i->lost--;
	i->runs += beside;
	i->runs -= i->runs > 0;
}

void interval_finish(struct book *book, struct stream *stream)
{
	if (stream->stat.packets > stream->timeline.packets) {
		close_now(book, stream);
	}
	interval_conclude(book, stream);
}

int interval_copy(struct timeline *to, const struct timeline *from)
{
	*to = *from;
	to->items = calloc(from->cap + 1, sizeof(*to->items));
	to->worst = from->worst ? calloc(INTERVALS_WORST, sizeof(*to->worst))
				: NULL;
	if (!to->items || (from->worst && !to->worst)) {
		interval_free(to);
		return -1;
	}
	for (uint32_t i = 0; i < from->count; i++) {
		to->items[i] = from->items[i];
	}
	for (uint32_t i = 0; i < from->worst_count; i++) {
		to->worst[i] = from->worst[i];
	}
	return 0;
}

void interval_free(struct timeline *t)
{
	free(t->items);
	free(t->worst);
	t->items = NULL;
	t->worst = NULL;
	t->count = 0;
	t->cap = 0;
	t->worst_count = 0;
}
