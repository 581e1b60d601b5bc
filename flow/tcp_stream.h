/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One direction of a connection after its bytes are in order: what comes in is
 * bytes and gaps, what goes out is messages. A message that lies whole in a
 * segment is delivered from there; only what is incomplete is copied.
 */
#ifndef EARSHOT_FLOW_TCP_STREAM_H
#define EARSHOT_FLOW_TCP_STREAM_H

#include "flow/framing.h"
#include "flow/tcp.h"

struct tcp_stream {
	struct framing framing;
	struct bytes waiting; /* an incomplete message */
};

/* Where everything goes; one for a table. */
struct tcp_sink {
	struct framing_room room;
	struct tcp_limits limits;
	struct tcp_counts counts;
	tcp_deliver *deliver;
	void *context;
};

/**
 * tcp_stream_take - the next bytes of @s; @sink takes their messages.
 * @packet: the segment that they came with; its payload is not read
 * @bytes: the bytes, which are not kept
 */
void tcp_stream_take(struct tcp_stream *s, struct tcp_sink *sink,
	const struct packet *packet, struct slice bytes);

/**
 * tcp_stream_gap - @n bytes of @s will never come; told to @sink.
 * @packet: the segment that made this known
 */
void tcp_stream_gap(struct tcp_stream *s, struct tcp_sink *sink,
	const struct packet *packet, uint32_t n);

/**
 * tcp_stream_end - the sender has ended @s: what is begun goes out to @sink.
 * @packet: the segment that says so
 */
void tcp_stream_end(struct tcp_stream *s, struct tcp_sink *sink,
	const struct packet *packet);

/** tcp_stream_finish - nothing more comes; free all that @s holds, off the
 * account of @sink. */
void tcp_stream_finish(struct tcp_stream *s, struct tcp_sink *sink);

#endif
