/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One stream read twice, whole and cut: the framers must find the same
 * messages. Lost streams of some kinds begin again where a segment begins, so
 * those are only read for their own sake.
 */
#ifndef EARSHOT_TESTS_FUZZ_CUT_H
#define EARSHOT_TESTS_FUZZ_CUT_H

#include "flow/tcp_stream.h"

#include "dissect/sip.h"
#include "lib/hash.h"
#include "tests/fuzz/fuzz.h"

#define CUT_MOST 8000 /* no longer line or head is waited for */

struct cut_reading {
	struct tcp_stream stream;
	struct tcp_sink sink;
	uint64_t hash; /* of all messages */
	uint64_t count;
	bool lost; /* at some time */
};

static inline void cut_take(void *context, const struct packet *packet)
{
	struct cut_reading *r = context;
	unsigned kind = r->stream.framing.kind;

	fuzz_law(packet->kind == PACKET_DATAGRAM && packet->payload.n > 0);
	fuzz_law(packet->payload.n <= FRAMING_MESSAGE_MAX);
	if (kind == FRAMING_SIP || kind == FRAMING_WS) {
		fuzz_law(sip_probe(packet->payload));
	}
	r->hash = hash_slice(packet->payload, r->hash + 1);
	r->count++;
}

static inline struct cut_reading *cut_begin(enum framing_kind kind)
{
	struct cut_reading *r = calloc(1, sizeof(*r));

	fuzz_law(r != NULL);
	r->stream.framing.kind = (uint8_t)kind;
	r->sink.deliver = cut_take;
	r->sink.context = r;
	r->sink.limits = tcp_limits_default();
	return r;
}

/* The next @n bytes at @p, in room of their own. */
static inline void cut_feed(struct cut_reading *r, const uint8_t *p, size_t n)
{
	const struct packet packet = {.transport = TRANSPORT_TCP};
	char *exact = malloc(n ? n : 1);

	fuzz_law(exact != NULL);
	memcpy(exact, p, n);
	tcp_stream_take(
		&r->stream, &r->sink, &packet, (struct slice){exact, n});
	free(exact);
	r->lost = r->lost || r->stream.framing.lost;
}

static inline void cut_end(struct cut_reading *r)
{
	const struct packet packet = {.transport = TRANSPORT_TCP};

	tcp_stream_end(&r->stream, &r->sink, &packet);
	tcp_stream_finish(&r->stream, &r->sink);
	fuzz_law(r->sink.room.held == 0);
	free(r);
}

/* The bytes at @data, whole and in cuts of @step bytes. */
static inline void cut_compare(
	enum framing_kind kind, const uint8_t *data, size_t size, size_t step)
{
	struct cut_reading *whole = cut_begin(kind);
	struct cut_reading *cut = cut_begin(kind);

	cut_feed(whole, data, size);
	for (size_t at = 0; at < size; at += step) {
		cut_feed(cut, data + at, size - at < step ? size - at : step);
	}
	unsigned a = whole->stream.framing.kind;
	bool searches = a == FRAMING_SIP || a == FRAMING_HEP;
	if (searches || (!whole->lost && !cut->lost)) {
		fuzz_law(a == cut->stream.framing.kind);
		fuzz_law(whole->count == cut->count);
		fuzz_law(whole->hash == cut->hash);
	}
	cut_end(whole);
	cut_end(cut);
}

#endif
