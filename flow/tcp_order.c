/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The usual segment begins where the last one ended and nothing waits: it is
 * passed on from where it lies. Others are copied, in parts if pieces that wait
 * have some of their bytes already.
 *
 * Numbers are compared by their signed distance (RFC 9293 clause 3.4). A
 * segment far behind can be no repeat: the stream was begun anew unseen.
 */
#include "flow/tcp_order.h"

#include <stdlib.h>
#include <string.h>

#define BEHIND_MAX (1 << 20) /* bytes; no window of a call is larger */
#define ACK_MAX    (1 << 24) /* bytes acknowledged unseen; more is no sense */

/* Bytes with their place; of those on the wire some may not be captured. */
struct part {
	uint32_t seq, wire;
	struct slice bytes; /* the first of them; at most wire */
};

struct tcp_piece {
	struct tcp_piece *next;
	struct part part;
	struct packet packet;
	char data[];
};

/* How far @a is after @b. */
static int32_t after(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b);
}

static size_t cost(const struct tcp_piece *p)
{
	return sizeof(*p) + p->part.bytes.n;
}

/* The first @n of @part, which is left with the rest. */
static struct part cut(struct part *part, uint32_t n)
{
	struct part front = {part->seq, n, slice_sub(part->bytes, 0, n)};

	part->seq += n;
	part->wire -= n;
	part->bytes = slice_sub(part->bytes, n, part->bytes.n);
	return front;
}

static bool differs(const struct part *a, const struct part *b)
{
	uint32_t from = after(a->seq, b->seq) > 0 ? a->seq : b->seq;
	struct slice x = slice_sub(a->bytes, from - a->seq, a->bytes.n);
	struct slice y = slice_sub(b->bytes, from - b->seq, b->bytes.n);
	size_t n = x.n < y.n ? x.n : y.n;

	return n && memcmp(x.p, y.p, n) != 0;
}

/* Whether @part says something else than what waits. */
static void compare(const struct tcp_order *o, struct tcp_sink *sink,
	const struct part *part)
{
	struct slice held = bytes_held(&o->stream.waiting);
	struct part passed = {
		o->next - (uint32_t)held.n, (uint32_t)held.n, held};
	bool other = false;

	if (after(part->seq, o->next) < 0 &&
		after(part->seq + part->wire, passed.seq) > 0) {
		other = differs(part, &passed);
	}
	for (const struct tcp_piece *p = o->pieces; p && !other; p = p->next) {
		if (after(p->part.seq, part->seq + part->wire) >= 0) {
			break;
		}
		other = after(part->seq, p->part.seq + p->part.wire) < 0 &&
			differs(part, &p->part);
	}
	sink->counts.conflicts += other;
}

/* Passes @part on; it begins at o->next. */
static void emit(struct tcp_order *o, struct tcp_sink *sink,
	const struct packet *packet, const struct part *part)
{
	o->next += part->wire;
	o->last_ts = packet->ts;
	o->last_frame = packet->frame;
	if (part->bytes.n) {
		tcp_stream_take(&o->stream, sink, packet, part->bytes);
	}
	if (part->bytes.n < part->wire) {
		tcp_stream_gap(&o->stream, sink, packet,
			part->wire - (uint32_t)part->bytes.n);
	}
}

static void free_first(struct tcp_order *o, struct tcp_sink *sink)
{
	struct tcp_piece *p = o->pieces;

	o->pieces = p->next;
	if (!o->pieces) {
		o->last = NULL;
	}
	o->piece_count--;
	o->piece_bytes -= cost(p);
	sink->room.held -= cost(p);
	free(p);
}

/* Passes on what waits and is due: as part of @by, which filled the hole, or of
 * its own segment where the hole was given up and @by is NULL. A new hole is
 * waited for from @now. */
static void drain(struct tcp_order *o, struct tcp_sink *sink,
	const struct packet *by, ns_t now)
{
	while (o->pieces && o->pieces->part.seq == o->next) {
		const struct tcp_piece *p = o->pieces;
		emit(o, sink, by ? by : &p->packet, &p->part);
		free_first(o, sink);
	}
	o->hole_ts = now;
	o->acked = false;
}

/* The stream was given up, unseen, and begins anew. */
static void restart(struct tcp_order *o, struct tcp_sink *sink, uint32_t seq)
{
	while (o->pieces) {
		free_first(o, sink);
	}
	tcp_stream_finish(&o->stream, sink);
	o->stream.framing = (struct framing){.middle = true};
	tcp_order_start(o, seq);
}

/* Puts a copy of @part behind @before; NULL: in front of all. */
static struct tcp_piece *insert(struct tcp_order *o, struct tcp_sink *sink,
	const struct packet *packet, const struct part *part,
	struct tcp_piece *before)
{
	struct tcp_piece *p = malloc(sizeof(*p) + part->bytes.n);

	if (!p) {
		sink->counts.out_of_memory++;
		return NULL;
	}
	p->packet = *packet;
	p->part = *part;
	if (part->bytes.n) {
		memcpy(p->data, part->bytes.p, part->bytes.n);
	}
	p->part.bytes.p = p->data;
	p->next = before ? before->next : o->pieces;
	if (before) {
		before->next = p;
	} else {
		o->pieces = p;
	}
	if (!p->next) {
		o->last = p;
	}
	o->piece_count++;
	o->piece_bytes += cost(p);
	sink->room.held += cost(p);
	return p;
}

/* Keeps what of @part nothing that waits has. */
static void hold(struct tcp_order *o, struct tcp_sink *sink,
	const struct packet *packet, struct part part)
{
	struct tcp_piece *before = NULL;
	struct tcp_piece *p = o->pieces;

	if (!p) {
		o->hole_ts = packet->ts;
		o->acked = false;
	} else if (after(part.seq, o->last->part.seq) >= 0) {
		p = o->last; /* the usual case: one hole, then all in order */
	}
	while (part.wire) {
		int32_t room = p ? after(p->part.seq, part.seq) : INT32_MAX;
		if (room > 0) {
			uint32_t n = part.wire < (uint32_t)room
					     ? part.wire
					     : (uint32_t)room;
			struct part front = cut(&part, n);
			before = insert(o, sink, packet, &front, before);
			if (!before) {
				return;
			}
			continue;
		}
		int32_t over = after(p->part.seq + p->part.wire, part.seq);
		if (over > 0) {
			(void)cut(&part, (uint32_t)over < part.wire
						 ? (uint32_t)over
						 : part.wire);
		}
		before = p;
		p = p->next;
	}
}

/* True when @part still fits behind the hole; else the hole must go. */
static bool fits(const struct tcp_order *o, const struct tcp_sink *sink,
	const struct part *part)
{
	const struct tcp_limits *l = &sink->limits;

	return !o->pieces || (o->piece_count < l->held_segments &&
				     o->piece_bytes + part->bytes.n +
						     sizeof(struct tcp_piece) <=
					     l->held_bytes);
}

/* @part begins at o->next or before it. */
static void pass(struct tcp_order *o, struct tcp_sink *sink,
	const struct packet *packet, struct part part)
{
	for (;;) {
		int32_t behind = after(o->next, part.seq);
		if ((uint32_t)behind >= part.wire) {
			return;
		}
		(void)cut(&part, (uint32_t)behind);
		int32_t room = o->pieces ? after(o->pieces->part.seq, o->next)
					 : INT32_MAX;
		struct part front =
			cut(&part, part.wire < (uint32_t)room ? part.wire
							      : (uint32_t)room);
		emit(o, sink, packet, &front);
		if (!o->pieces) {
			return;
		}
		drain(o, sink, packet, packet->ts);
	}
}

void tcp_order_start(struct tcp_order *o, uint32_t seq)
{
	o->first = seq;
	o->next = seq;
	o->high = seq;
	o->started = true;
	o->unseen_frame = 0;
}

void tcp_order_take(struct tcp_order *o, struct tcp_sink *sink,
	const struct packet *packet, uint32_t seq)
{
	struct part part = {seq, packet->payload_wire, packet->payload};

	if (part.bytes.n > part.wire) {
		part.wire = (uint32_t)part.bytes.n;
	}
	if (!o->started) {
		tcp_order_start(o, seq);
		o->stream.framing.middle = true;
	}
	o->carried = true;
	if (o->unseen_frame && after(seq, o->unseen) <= 0) {
		o->unseen_frame = 0; /* it was captured late, not lost */
	}
	if (after(seq + part.wire, o->high) > 0) {
		o->high = seq + part.wire;
	}
	if (framing_is_dull(&o->stream.framing)) {
		return;
	}
	if (after(seq, o->next) < -BEHIND_MAX) {
		restart(o, sink, seq);
	}
	if (after(seq + part.wire, o->next) <= 0) {
		sink->counts.repeated++;
		compare(o, sink, &part);
		return;
	}
	if (o->pieces || after(seq, o->next) < 0) {
		compare(o, sink, &part);
	}
	while (after(seq, o->next) > 0 && !fits(o, sink, &part)) {
		tcp_order_skip(o, sink, packet->ts);
	}
	if (after(seq, o->next) <= 0) {
		pass(o, sink, packet, part);
	} else {
		sink->counts.reordered++;
		hold(o, sink, packet, part);
	}
}

void tcp_order_acked(
	struct tcp_order *o, struct tcp_sink *sink, const struct packet *packet)
{
	uint32_t ack = packet->segment.ack;

	if (!o->started || after(ack, o->high) > ACK_MAX) {
		return;
	}
	if (after(ack, o->high) > 0) {
		tcp_order_settle(o, sink);
		o->unseen = o->high;
		o->unseen_frame = packet->frame;
		o->high = ack;
	}
	if (!o->pieces || after(ack, o->pieces->part.seq) < 0) {
		return;
	}
	if (!o->acked) {
		o->acked = true;
		o->acked_ts = packet->ts;
	} else if (packet->ts - o->acked_ts >= sink->limits.grace_ns) {
		tcp_order_skip(o, sink, packet->ts);
	}
}

void tcp_order_skip(struct tcp_order *o, struct tcp_sink *sink, ns_t now)
{
	if (!o->pieces) {
		return;
	}
	uint32_t hole = o->pieces->part.seq - o->next;
	o->next = o->pieces->part.seq;
	tcp_stream_gap(&o->stream, sink, &o->pieces->packet, hole);
	drain(o, sink, NULL, now);
}

void tcp_order_settle(struct tcp_order *o, struct tcp_sink *sink)
{
	struct tcp_counts *c = &sink->counts;

	if (!o->unseen_frame) {
		return;
	}
	c->acked_unseen++;
	if (!c->acked_unseen_frame || o->unseen_frame < c->acked_unseen_frame) {
		c->acked_unseen_frame = o->unseen_frame;
	}
	o->unseen_frame = 0;
}

void tcp_order_finish(struct tcp_order *o, struct tcp_sink *sink)
{
	tcp_order_settle(o, sink);
	while (o->pieces) {
		free_first(o, sink);
	}
	tcp_stream_finish(&o->stream, sink);
	*o = (struct tcp_order){0};
}
