/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reports of both ends, each laid beside our own count at the very number that
 * it names: what is still under way between here and the receiver is in neither.
 */
#include "calls/farend.h"

#include "calls/parts.h"

/* Numbers between a report and ours, for which we know what came. */
#define NEAR 440

struct farend *farend_of(struct book *book, struct stream *stream)
{
	if (!stream->far) {
		stream->far = pool_get(&book->farend_pool);
		book->counts.out_of_memory += !stream->far;
	}
	return stream->far;
}

void farend_drop(struct book *book, struct stream *stream)
{
	pool_put(&book->farend_pool, stream->far);
	stream->far = NULL;
}

/* Our count up to the number that @highest ends with; false when it is too far
 * from what was seen. */
static bool count_at(
	const struct seqtrack *seq, uint32_t highest, struct farend_mark *ret)
{
	int ahead = (int16_t)(uint16_t)((uint16_t)seq->head -
					(uint16_t)highest);
	uint64_t missing = 0;

	if (ahead > NEAR || ahead < -NEAR ||
		(int64_t)seqtrack_expected(seq) <= ahead) {
		return false;
	}
	for (int i = 0; i < ahead; i++) {
		uint16_t n = (uint16_t)((uint16_t)seq->head - (unsigned)i);
		missing += !seqtrack_seen(seq, n);
	}
	/* What it has and we have not seen misses here, too. */
	uint64_t unseen = ahead < 0 ? (uint64_t)-ahead : 0;
	uint64_t lost = seqtrack_lost(seq) + unseen;
	ret->expected = seqtrack_expected(seq) + unseen -
			(uint64_t)(ahead > 0 ? ahead : 0);
	ret->lost = lost > missing ? lost - missing : 0;
	return true;
}

/* Packets that the network made twice: the receiver counts each. */
static uint64_t doubled(const struct stream *s)
{
	return s->seq.duplicates > s->unsure ? s->seq.duplicates - s->unsure
					     : 0;
}

static uint64_t lost_behind(const struct farend_mark *base,
	const struct farend_mark *mark)
{
	int64_t more = (mark->remote - base->remote) -
		       (int64_t)(mark->lost - base->lost);

	return mark->lost >= base->lost && more > 0 ? (uint64_t)more : 0;
}

static void compare(struct farend_heard *h, const struct farend_mark *mark)
{
	static const struct farend_mark begin = {0};
	bool fell = h->compared && (mark->remote + FAREND_LEAST <
						   h->last.remote ||
					   mark->expected < h->last.expected);

	if (fell) {
		h->begun_anew++;
	}
	if (h->compared == 0 || fell) {
		h->first = *mark;
		h->compared = 0;
	}
	h->compared++;
	h->last = *mark;
	const struct farend_mark *base =
		h->compared > 1 ? &h->first : &begin;
	if (!h->behind_frame && lost_behind(base, mark) >= FAREND_LEAST) {
		h->behind_frame = mark->frame;
	}
}

void farend_report(struct book *book, struct stream *stream,
	const struct packet *packet, const struct rtcp_block *block,
	uint32_t by)
{
	struct farend *f = farend_of(book, stream);
	struct farend_mark mark = {.frame = packet->frame};

	if (!f) {
		return;
	}
	struct farend_heard *h = &f->heard;
	h->ssrc = by;
	if (block->jitter == 0 && block->cumulative_lost == 0) {
		h->unmeasured++;
	} else if (!count_at(&stream->seq, block->highest_sequence, &mark)) {
		h->elsewhere++;
	} else {
		mark.remote = block->cumulative_lost +
			      (int64_t)doubled(stream);
		compare(h, &mark);
	}
}

void farend_sender(struct book *book, struct stream *stream,
	const struct packet *packet, const struct rtcp *rtcp)
{
	struct farend *f = farend_of(book, stream);

	if (!f) {
		return;
	}
	struct farend_sent *s = &f->sent;
	s->last_frame = packet->frame;
	s->last_packets = rtcp->packets;
	s->last_expected = seqtrack_expected(&stream->seq);
	s->last_seen = seqtrack_unique(&stream->seq);
	/* A count that fell: the sender began anew. */
	if (s->reports++ == 0 ||
		(int32_t)(rtcp->packets - s->first_packets) < 0) {
		s->first_frame = s->last_frame;
		s->first_packets = s->last_packets;
		s->first_expected = s->last_expected;
		s->first_seen = s->last_seen;
	}
}

void farend_unread(struct book *book, const struct packet *packet)
{
	struct cursor c = cursor_of(packet->payload.p, packet->payload.n);

	cursor_skip(&c, 4);
	uint32_t ssrc = cursor_u32(&c);
	struct stream *s = c.bad ? NULL
				 : ssrc_find(book, ssrc, packet->point,
					   &packet->src, &packet->dst);
	struct farend *f = s ? farend_of(book, s) : NULL;
	if (f) {
		f->unread_sender++;
	}
}

/* True when the capture has the stream from its first packet on: its sender had
 * sent no more when it said so, or else the call began in the capture. */
static bool began_here(const struct stream *s)
{
	const struct farend_sent *sent = &s->far->sent;

	if (sent->reports) {
		return sent->first_packets <=
		       sent->first_expected + FAREND_LEAST;
	}
	return s->call && !s->call->began_before &&
	       s->stat.first_ts > s->call->first_ts;
}

static enum farend_why why_unknown(const struct stream *s)
{
	const struct farend *f = s->far;

	if (!f) {
		return FAREND_NO_REPORT;
	}
	if (f->heard.compared) {
		return FAREND_ONE_REPORT;
	}
	if (f->heard.elsewhere) {
		return FAREND_ELSEWHERE;
	}
	if (f->heard.unmeasured) {
		return FAREND_UNMEASURED;
	}
	return f->unread_receiver ? FAREND_UNREAD : FAREND_NO_REPORT;
}

bool farend_gap(const struct stream *stream, struct farend_gap *ret)
{
	const struct farend_sent *s = stream->far ? &stream->far->sent : NULL;

	if (!s || s->first_frame == s->last_frame || stream->seq.restarts) {
		return false;
	}
	ret->sent = s->last_packets - s->first_packets;
	ret->seen = s->last_seen > s->first_seen ? s->last_seen - s->first_seen
						 : 0;
	ret->missing = ret->sent > ret->seen ? ret->sent - ret->seen : 0;
	return true;
}

static enum farend_place place_of(const struct farend_loss *l)
{
	bool behind = l->behind >= FAREND_LEAST;

	if (l->before && behind) {
		return PLACE_BOTH;
	}
	if (behind) {
		return PLACE_BEHIND;
	}
	return l->before ? PLACE_BEFORE : PLACE_NOWHERE;
}

void farend_loss(const struct stream *stream, struct farend_loss *ret)
{
	struct farend_mark base = {0};
	const struct farend_heard *h = stream->far ? &stream->far->heard : NULL;

	*ret = (struct farend_loss){.why = why_unknown(stream)};
	if (!h || !h->compared) {
		return;
	}
	bool whole = !h->begun_anew && began_here(stream);
	if (!whole && h->compared < 2) {
		return;
	}
	if (!whole) {
		base = h->first;
	}
	uint64_t here = h->last.lost > base.lost ? h->last.lost - base.lost : 0;
	int64_t told = h->last.remote - base.remote;
	uint64_t remote = told > 0 ? (uint64_t)told : 0;
	uint64_t captured = here >= remote + FAREND_LEAST ? here - remote : 0;

	if (whole && stream->lost_in_capture > captured) {
		captured = stream->lost_in_capture;
	}
	ret->capture = captured < here ? captured : here;
	ret->before = here - ret->capture;
	ret->behind = remote > ret->before ? remote - ret->before : 0;
	ret->expected = h->last.expected - base.expected;
	ret->from_frame = base.frame;
	ret->to_frame = h->last.frame;
	ret->behind_frame = h->behind_frame;
	ret->place = place_of(ret);
}

const char *farend_why_text(enum farend_why why)
{
	switch (why) {
	case FAREND_NO_REPORT:
		return "no report of its receiver was seen";
	case FAREND_UNREAD:
		return "the reports of its receiver are encrypted";
	case FAREND_UNMEASURED:
		return "its receiver states neither loss nor jitter: it may "
		       "not measure";
	case FAREND_ELSEWHERE:
		return "its receiver reports numbers that are not those seen "
		       "here";
	case FAREND_ONE_REPORT:
		return "one report only, of a stream that began before the "
		       "capture";
	}
	return "unknown";
}
