/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TCP: segments in, whole messages out.
 *
 *   segment --> connection --> order --> framing --> deliver
 *               (tcp.c)   (tcp_order.c) (tcp_stream.c, framing*.c)
 *
 * A capture is not an endpoint: it cannot ask for what it missed. So a hole is
 * given up when the receiver has acknowledged it, when it is older than 3 s of
 * packet time, or when what waits behind it exceeds the limits; then the framer
 * looks for the next message. Each is counted.
 *
 * A SYN alone allocates nothing: its number goes into a table of fixed size
 * that forgets. A direction whose first bytes are nothing of ours is dull from
 * then on, and its segments cost one lookup.
 */
#ifndef EARSHOT_FLOW_TCP_H
#define EARSHOT_FLOW_TCP_H

#include "dissect/packet.h"

struct tcp;

/** tcp_deliver - takes one whole message; its bytes are not kept. */
typedef void tcp_deliver(void *context, const struct packet *packet);

struct tcp_limits {
	size_t connections;
	size_t held_bytes;    /* out of order, of one direction */
	size_t held_segments; /* likewise */
	size_t total_bytes;   /* of everything that waits */
	ns_t hole_ns;         /* how long a hole is waited for */
	ns_t grace_ns; /* how long after it was acknowledged: frames may have
			  been captured out of order */
};

struct tcp_counts {
	uint64_t connections;                /* that carried data */
	uint64_t segments;                   /* with data */
	uint64_t sip, websocket, media, hep; /* messages delivered */
	uint64_t cut;      /* delivered without their end, which is lost */
	uint64_t oversize; /* longer than 64 KiB: the start delivered */
	uint64_t gaps, skipped_bytes;
	uint64_t garbage_bytes; /* in streams of ours, of no message */
	uint64_t reordered;     /* segments that came early and waited */
	uint64_t repeated;      /* segments with nothing new */
	uint64_t conflicts;     /* repeats that say something else */
	uint64_t evicted_dull, evicted_undecided, evicted_proven;
	uint64_t acked_unseen;       /* acknowledgements of data not captured */
	uint64_t acked_unseen_frame; /* the first of them; 0: none */
	uint64_t tls_connections, tls_segments, tls_frame; /* first frame */
	uint64_t tls_sip_connections, tls_sip_frame;       /* on port 5061 */
	uint64_t compressed, compressed_frame; /* WebSocket messages */
	uint64_t alien; /* WebSocket messages that are no SIP */
	uint64_t out_of_memory;
};

/** tcp_limits_default - limits for a batch run on an ordinary machine. */
struct tcp_limits tcp_limits_default(void);

/**
 * tcp_create - no connection is known yet.
 * @limits: copied
 * @key: secret of the hash tables, any value
 * @deliver, @context: who takes the messages
 * Returns NULL when memory is exhausted; free with tcp_destroy.
 */
struct tcp *tcp_create(const struct tcp_limits *limits, uint64_t key,
	tcp_deliver *deliver, void *context);

/** tcp_destroy - free all, deliver nothing; NULL is allowed. */
void tcp_destroy(struct tcp *tcp);

/**
 * tcp_segment - take one segment: @packet of the kind PACKET_SEGMENT. Messages
 * that it completes are delivered before this returns, as PACKET_DATAGRAM, with
 * frame and time of this segment, or, behind a hole that was given up, of the
 * segment that waited there; with PACKET_SNAPPED where the end of the message
 * is lost. The transport is TRANSPORT_TCP, or TRANSPORT_WS. ip_bytes of media is
 * that of the packet with its length field; TCP's and IP's headers, which many
 * share, are left out.
 * Allocates: for a new connection, and for what waits.
 * Source: RFC 9293 clause 3.4 (sequence numbers), 3.8.4 (keep-alives).
 */
void tcp_segment(struct tcp *tcp, const struct packet *packet);

/** tcp_finish - the capture is over: what waits behind holes is delivered. */
void tcp_finish(struct tcp *tcp);

/** tcp_counts - what became of everything; borrowed. */
const struct tcp_counts *tcp_counts(const struct tcp *tcp);

/** tcp_held - bytes that wait at present. */
size_t tcp_held(const struct tcp *tcp);

#endif
