/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scores of intervals, and how intervals of a long stream are joined.
 *
 * A score of 10 s is given when at least 8 s of one codec were sent in them, and
 * the capture lost nothing of it. Joined intervals were rated before; what
 * became of their loss since (a packet more than 5 minutes late) changes their
 * counts and no longer the score.
 */
#include "calls/parts.h"

#include <stdlib.h>

const char *interval_reason(const struct interval *i)
{
	switch (i->score) {
	case INTERVAL_OPEN:
		return "not rated";
	case INTERVAL_RATED:
		return "rated";
	case INTERVAL_SHORT:
		return "less than 8 s of one codec";
	case INTERVAL_CAPTURE:
		return "the capture itself lost packets in it";
	case INTERVAL_NO_MOS:
		return quality_basis_text((enum quality_basis)i->basis);
	}
	return "not rated";
}

static ns_t end_of(const struct interval *i)
{
	ns_t length = (ns_t)i->length_s * NS_PER_S;

	return i->start > INT64_MAX - length ? INT64_MAX : i->start + length;
}

/* @book: NULL: the capture goes on, what it lost is not known yet */
static bool lost_by_capture(const struct book *book,
	const struct stream *stream, const struct interval *i)
{
	return book && i->lost &&
	       losses_touch(&book->losses, stream, i->start, end_of(i));
}

/* Of 10 s. */
static void rate(const struct book *book, const struct stream *stream,
	struct interval *i)
{
	double sent = (double)i->expected - (double)i->others;
	const struct codec *codec = stream->types[i->type].codec;
	uint32_t room = i->expected - i->lost;
	uint32_t discarded = i->discarded < room ? i->discarded : room;
	const struct codec_size size = {
		.packets = 1,
		.ptime_ms = i->packet_ms,
		.bytes = i->payload_size,
	};
	/* Where the discarded ones stand among the lost is not kept. */
	struct quality q = interval_rate(stream, codec, &size, i->expected,
		i->lost + discarded,
		discarded ? MAYBE_UNKNOWN
			  : burst_ratio_of(i->lost, i->runs, i->expected));

	i->rated = 0;
	i->mos_sum = 0;
	i->basis = (uint8_t)q.basis;
	if (lost_by_capture(book, stream, i)) {
		i->score = INTERVAL_CAPTURE;
	} else if (codec && sent * i->packet_ms < INTERVAL_MEDIA_MS) {
		i->score = INTERVAL_SHORT;
	} else if (!q.mos.known) {
		i->score = INTERVAL_NO_MOS;
	} else {
		i->score = INTERVAL_RATED;
		i->rated = 1;
		i->mos_sum = q.mos.v;
	}
}

/* Keep @i among the worst, in order, if it is one. */
static void keep_worst(struct timeline *t, const struct interval *i)
{
	uint32_t at = t->worst_count;

	if (!t->worst) {
		t->worst = calloc(INTERVALS_WORST, sizeof(*t->worst));
	}
	if (!t->worst || i->score != INTERVAL_RATED) {
		return;
	}
	if (at == INTERVALS_WORST) {
		if (i->mos_sum >= t->worst[--at].mos_sum) {
			return;
		}
	} else {
		t->worst_count++;
	}
	while (at > 0 && t->worst[at - 1].mos_sum > i->mos_sum) {
		t->worst[at] = t->worst[at - 1];
		at--;
	}
	t->worst[at] = *i;
}

/* @more comes after @i, in the same cell. */
static void add(struct interval *i, const struct interval *more)
{
	if (!i->first_frame) {
		i->first_frame = more->first_frame;
		i->capture = more->capture;
	}
	if (!i->loss_frame) {
		i->loss_frame = more->loss_frame;
		i->loss_capture = more->loss_capture;
	}
	i->jitter_sum_ms += more->jitter_sum_ms;
	i->mos_sum += more->mos_sum;
	i->packets += more->packets;
	i->expected += more->expected;
	i->lost += more->lost;
	i->runs += more->runs;
	i->discarded += more->discarded;
	i->others += more->others;
	i->jitter_count += more->jitter_count;
	i->rated += more->rated;
	i->score = i->rated ? INTERVAL_RATED : i->score;
}

/* Join what lies in one cell of @cell_s among the first @old; returns how many
 * that leaves. The last cell grows while newer ones join it. */
static uint32_t join(struct timeline *t, uint32_t old, uint32_t cell_s)
{
	ns_t length = (ns_t)cell_s * NS_PER_S;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < old; i++) {
		ns_t start = interval_grid(t->items[i].start, length);
		ns_t end = end_of(&t->items[i]);
		if (kept && t->items[kept - 1].start == start) {
			add(&t->items[kept - 1], &t->items[i]);
		} else {
			t->items[kept] = t->items[i];
			t->items[kept++].start = start;
		}
		t->items[kept - 1].length_s =
			(uint32_t)((end - start) / NS_PER_S);
	}
	return kept;
}

void interval_join(struct stream *stream)
{
	struct timeline *t = &stream->timeline;
	uint32_t old = t->count - INTERVALS_FRESH;

	for (uint32_t i = 0; i < old; i++) {
		if (t->items[i].score == INTERVAL_OPEN) {
			rate(NULL, stream, &t->items[i]);
			keep_worst(t, &t->items[i]);
		}
	}
	t->cell_s = t->cell_s ? t->cell_s : 2 * INTERVAL_S;
	for (;;) {
		uint32_t left = join(t, old, t->cell_s);
		for (uint32_t i = old; i < t->count; i++) {
			t->items[left + i - old] = t->items[i];
		}
		t->count -= old - left;
		old = left;
		/* Twice as long a cell must still be a count of seconds. */
		if (t->count <= INTERVALS_MOST / 2 ||
			t->cell_s > UINT32_MAX / 4) {
			return;
		}
		t->cell_s *= 2;
	}
}

/* What the capture lost is known now: a cell that it may have spoiled says
 * nothing more. */
static void judge(const struct book *book, const struct stream *stream,
	struct interval *i)
{
	if (i->score == INTERVAL_OPEN) {
		rate(book, stream, i);
	} else if (lost_by_capture(book, stream, i)) {
		i->score = INTERVAL_CAPTURE;
		i->rated = 0;
		i->mos_sum = 0;
	}
}

static void lower(struct timeline *t, const struct interval *i)
{
	if (i->score == INTERVAL_RATED && i->length_s == INTERVAL_S &&
		(!t->lowest || i->mos_sum < t->lowest->mos_sum)) {
		t->lowest = i;
	}
}

void interval_conclude(const struct book *book, struct stream *stream)
{
	struct timeline *t = &stream->timeline;
	double sum = 0;
	uint64_t rated = 0;

	for (uint32_t i = 0; i < t->worst_count; i++) {
		judge(book, stream, &t->worst[i]);
		lower(t, &t->worst[i]);
	}
	for (uint32_t i = 0; i < t->count; i++) {
		judge(book, stream, &t->items[i]);
		lower(t, &t->items[i]);
		sum += t->items[i].mos_sum;
		rated += t->items[i].rated;
	}
	if (t->lowest) {
		t->mos_min = interval_mos(t->lowest);
	}
	if (rated) {
		t->mos_mean = maybe_of(sum / (double)rated);
	}
}
