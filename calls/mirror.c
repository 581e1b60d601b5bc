/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Copies of RTP packets (see copies.h). Only a packet whose sequence number was
 * there already is looked at, so a packet in order costs the 8 bytes by which
 * it will be known, in a line that is touched anyway.
 *
 * A copy that came another way is dropped. One that is equal in all may be of
 * the network, and then it belongs into delta and jitter as Wireshark has them;
 * which of the two is known at the end only. So from the first such packet on
 * the stream is counted twice: by itself, with them, and by its twin, without.
 *
 *     packet ------------------> stream  -.  a few copies: the stream's counts
 *        \----- not a copy ----> twin   ---> nearly all:   the twin's
 */
#include "calls/parts.h"
#include "calls/scatter.h"

#include <stddef.h>

/* Heuristic: of fewer packets no share can be told. */
#define SHARE_LEAST 16

/* What is no longer among the last packets was sent long before, unless the
 * sender sends many at once: the packets of one picture bear one timestamp. */
static bool is_recent(const struct stream *s, const struct rtp *rtp)
{
	uint64_t ticks = (uint32_t)(s->stat.last_timestamp - rtp->timestamp);

	return ticks * NS_PER_S <= (uint64_t)COPIES_WINDOW * s->clock_hz;
}

enum copy mirror_judge(struct stream *stream, const struct packet *packet,
	const struct rtp *rtp)
{
	struct copies_mark *m = &stream->marks[rtp->sequence % STREAM_MARKS];
	struct copies_mark mark = copies_mark_of(packet, rtp->sequence);

	if (!seqtrack_seen(&stream->seq, rtp->sequence)) {
		/* A late one must not take the place of a newer one. */
		if ((int16_t)(uint16_t)(mark.sequence - m->sequence) > 0 ||
			!copies_telling(m)) {
			*m = mark;
		}
		return COPY_NONE;
	}
	if (m->sequence != mark.sequence || !copies_telling(m)) {
		return is_recent(stream, rtp) ? COPY_UNSURE : COPY_NONE;
	}
	if (!copies_same(m, &mark)) { /* sent twice, and copied then */
		*m = mark;
		return COPY_NONE;
	}
	return copies_kind(m, &mark);
}

/* The accounts of @from become those of @to; who it is stays. */
static void move_accounts(struct stream *to, const struct stream *from)
{
	memcpy(to, from, STREAM_ACCOUNTS);
	if (from->type) {
		to->type = to->types + (from->type - from->types);
	}
}

void mirror_twin(struct book *book, struct stream *stream)
{
	struct stream *twin = pool_get(&book->stream_pool);

	if (!twin) {
		book->counts.out_of_memory++;
		return;
	}
	move_accounts(twin, stream);
	twin->twin = NULL;
	if (scatter_copy(twin, stream) != 0) {
		book->counts.out_of_memory++;
		mirror_drop(book, twin);
		return;
	}
	stream->twin = twin;
	mirror_bound(stream);
}

void mirror_bound(struct stream *stream)
{
	stream->twin->line = stream->line;
	stream->twin->other_line = stream->other_line;
}

void mirror_drop(struct book *book, struct stream *stream)
{
	if (stream) {
		scatter_free(stream);
	}
	pool_put(&book->stream_pool, stream);
}

static void settle(struct book *book, struct stream *s, bool regular)
{
	struct stream *twin = s->twin;

	if (regular && twin) {
		struct timeline spare = s->timeline;
		struct disorder *disorder = s->disorder;
		move_accounts(s, twin);
		twin->timeline = spare;
		twin->disorder = disorder;
		s->mirrored += s->unsure;
		s->once = true;
		book->counts.rtp -= s->unsure;
		book->counts.mirrored += s->unsure;
	}
	s->twin = NULL;
	mirror_drop(book, twin);
}

void mirror_settle(struct book *book)
{
	struct copies *c = &book->copies;
	uint64_t different = c->different;
	uint64_t unsure = c->unsure;

	for (const struct stream *s = book->streams; s; s = s->next) {
		different += seqtrack_unique(&s->seq);
		unsure += s->unsure;
	}
	bool all = copies_regular(different, unsure);
	for (struct stream *s = book->streams; s; s = s->next) {
		uint64_t own = seqtrack_unique(&s->seq);
		bool few = own < SHARE_LEAST;
		settle(book, s, few ? all : copies_regular(own, s->unsure));
	}
	uint64_t mirrored = copies_mirrored(c, all);
	book->counts.mirrored += c->sure + mirrored;
	book->counts.duplicates += c->unsure - mirrored;
	copies_finish(c);
}
