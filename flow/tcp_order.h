/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One direction of a connection: segments in any order in, bytes in order out.
 *
 *           next             high
 *   --------|......[piece]...[piece]|-------->  sequence numbers, modulo 2^32
 *   passed   hole
 *
 * The first bytes that come for a place win, as a receiver does it that keeps
 * what it has; what repeats them otherwise is counted.
 */
#ifndef EARSHOT_FLOW_TCP_ORDER_H
#define EARSHOT_FLOW_TCP_ORDER_H

#include "flow/tcp_stream.h"

struct tcp_piece;

struct tcp_order {
	struct tcp_stream stream;
	uint32_t first; /* number of the first byte of the stream */
	uint32_t next;  /* of the next byte to pass on */
	uint32_t high;  /* one past the highest that was seen or acked */
	bool started;   /* first, next and high are known */
	bool carried;   /* data was seen */
	bool acked;     /* the first hole was acknowledged */
	struct tcp_piece *pieces, *last; /* that wait, in order */
	size_t piece_count, piece_bytes;
	ns_t last_ts;        /* of the last segment with something new */
	uint64_t last_frame; /* likewise */
	ns_t hole_ts;        /* since when the first hole is waited for */
	ns_t acked_ts;       /* when it was acknowledged */
	uint32_t unseen;     /* where data begins that was acked unseen */
	uint64_t
		unseen_frame; /* that acknowledged it; 0: nothing of the kind */
};

/** tcp_order_start - the stream of @o begins with the byte number @seq. */
void tcp_order_start(struct tcp_order *o, uint32_t seq);

/**
 * tcp_order_take - the data of @packet, a segment of @o, for @sink.
 * @seq: number of its first byte, which is not the segment's after a SYN
 */
void tcp_order_take(struct tcp_order *o, struct tcp_sink *sink,
	const struct packet *packet, uint32_t seq);

/** tcp_order_acked - the receiver has everything of @o up to what @packet,
 * which came from there, acknowledges. @sink: takes what waited. */
void tcp_order_acked(struct tcp_order *o, struct tcp_sink *sink,
	const struct packet *packet);

/** tcp_order_skip - give up the first hole of @o, at the time @now; @sink takes
 * what waited behind it. */
void tcp_order_skip(struct tcp_order *o, struct tcp_sink *sink, ns_t now);

/** tcp_order_settle - acknowledged data of @o that did not come will not: count
 * it in @sink. */
void tcp_order_settle(struct tcp_order *o, struct tcp_sink *sink);

/** tcp_order_finish - free all that @o holds, off the account of @sink; it is
 * then as new. */
void tcp_order_finish(struct tcp_order *o, struct tcp_sink *sink);

#endif
