/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Segments made by hand, and a taker that writes down what is delivered. */
#ifndef EARSHOT_TESTS_UNIT_TCP_FEED_H
#define EARSHOT_TESTS_UNIT_TCP_FEED_H

#include "flow/tcp.h"

#include <stdio.h>
#include <string.h>

#define FEED_TEXT (1 << 18)

struct feed {
	struct tcp *tcp;
	ns_t now;
	uint64_t frame;
	char text[FEED_TEXT]; /* "[message][message]..." */
	size_t n;
	unsigned count;
	struct packet last;
};

/* The client is side 0, the server side 1. */
static inline struct packet feed_packet(struct feed *f, int side, uint8_t flags,
	uint32_t seq, uint32_t ack, struct slice bytes)
{
	const uint8_t client[4] = {10, 0, 0, 1}, server[4] = {10, 0, 0, 2};
	struct endpoint c = {.ip = addr_v4(client), .port = 40000};
	struct endpoint s = {.ip = addr_v4(server), .port = 5060};

	return (struct packet){
		.ts = f->now,
		.frame = ++f->frame,
		.src = side ? s : c,
		.dst = side ? c : s,
		.transport = TRANSPORT_TCP,
		.kind = PACKET_SEGMENT,
		.ip_bytes = 40 + (uint32_t)bytes.n,
		.payload = bytes,
		.payload_wire = (uint32_t)bytes.n,
		.segment = {.seq = seq, .ack = ack, .flags = flags},
	};
}

static inline void feed_take(void *context, const struct packet *packet)
{
	struct feed *f = context;
	int n = snprintf(f->text + f->n, FEED_TEXT - f->n, "%s%.*s]",
		packet->anomalies & PACKET_SNAPPED ? "[cut:" : "[",
		(int)packet->payload.n, packet->payload.p);

	f->n += (size_t)n;
	f->n = f->n < FEED_TEXT ? f->n : FEED_TEXT - 1;
	f->count++;
	f->last = *packet;
}

static inline struct feed *feed_begin(const struct tcp_limits *limits)
{
	struct feed *f = calloc(1, sizeof(*f));
	struct tcp_limits usual = tcp_limits_default();

	f->tcp = tcp_create(limits ? limits : &usual, 7, feed_take, f);
	f->now = NS_PER_S;
	return f;
}

static inline void feed_end(struct feed *f)
{
	tcp_destroy(f->tcp);
	free(f);
}

/* Data of @side at @seq, acknowledging @ack where that is not 0. */
static inline void feed_data(struct feed *f, int side, uint32_t seq,
	uint32_t ack, struct slice bytes)
{
	struct packet p =
		feed_packet(f, side, ack ? SEGMENT_ACK : 0, seq, ack, bytes);

	tcp_segment(f->tcp, &p);
}

static inline void feed_flags(
	struct feed *f, int side, uint8_t flags, uint32_t seq, uint32_t ack)
{
	struct packet p = feed_packet(f, side, flags, seq, ack, SLICE(""));

	tcp_segment(f->tcp, &p);
}

static inline void feed_is(const struct feed *f, const char *want)
{
	assert_string_equal(f->text, want);
}

#endif
