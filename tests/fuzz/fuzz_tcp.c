/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Segments of one stream, in any order. Input: a byte N, the stream of 16 * N
 * bytes, then segments of five bytes: flags and side, place, length, time. All
 * segments tell the same bytes, so what is delivered of SIP stands in the
 * stream, in its order. Memory stays within the limits, and all of it comes
 * back.
 */
#include "flow/tcp.h"

#include "dissect/sip.h"
#include "tests/fuzz/fuzz.h"

#define HELD 3000

struct script {
	const uint8_t *stream;
	size_t n;
	size_t at[2]; /* how far each side's messages have come */
	bool anew;    /* a SYN: an old stream may end and a new one begin */
	uint64_t count;
};

static void on_message(void *context, const struct packet *packet)
{
	struct script *s = context;
	const struct slice m = packet->payload;
	int side = packet->src.port != 1;

	s->count++;
	fuzz_law(packet->kind == PACKET_DATAGRAM && m.n > 0);
	if (packet->transport != TRANSPORT_TCP || !sip_probe(m)) {
		return;
	}
	size_t at = s->anew ? 0 : s->at[side];
	while (at + m.n <= s->n && memcmp(s->stream + at, m.p, m.n) != 0) {
		at++;
	}
	fuzz_law(at + m.n <= s->n);
	s->at[side] = at + m.n;
}

static void segment(
	struct tcp *tcp, struct script *s, const uint8_t *op, ns_t *now)
{
	size_t at = (size_t)op[1] << 4 | op[2] >> 4;
	size_t n = (size_t)(op[2] & 15) << 4 | op[3] >> 4;
	bool back = op[0] & 0x80;
	bool syn = at == 0 && op[0] & SEGMENT_SYN;

	at = at < s->n ? at : s->n;
	n = n < s->n - at ? n : s->n - at;
	char *exact = malloc(n ? n : 1);
	fuzz_law(exact != NULL);
	memcpy(exact, s->stream + at, n);
	*now += op[4] * (NS_PER_S / 50);
	const struct packet packet = {
		.ts = *now,
		.frame = 1,
		.src.port = back ? 2 : 1,
		.dst.port = back ? 1 : 2,
		.kind = PACKET_SEGMENT,
		.transport = TRANSPORT_TCP,
		.payload = {exact, n},
		.payload_wire = (uint32_t)n,
		.segment =
			{
				/* A SYN's own number comes before its data. */
				.seq = 0xfffffff0U + (uint32_t)at - syn,
				.ack = 0xfffffff0U + op[3] * 16U,
				.flags =
					(uint8_t)((op[0] &
							  (SEGMENT_FIN |
								  SEGMENT_ACK |
								  SEGMENT_RST)) |
						  (syn ? SEGMENT_SYN : 0)),
			},
	};
	s->anew = syn;
	tcp_segment(tcp, &packet);
	if (syn) {
		s->at[0] = 0;
		s->at[1] = 0;
	}
	free(exact);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tcp_limits limits = tcp_limits_default();
	struct script s = {.stream = data + 1};
	ns_t now = 0;

	if (size < 2 || (size_t)data[0] * 16 + 1 > size) {
		return 0;
	}
	s.n = (size_t)data[0] * 16;
	limits.held_bytes = HELD;
	limits.held_segments = 5;
	limits.total_bytes = 3 * HELD;
	struct tcp *tcp = tcp_create(&limits, 1, on_message, &s);
	fuzz_law(tcp != NULL);
	for (size_t at = s.n + 1; at + 5 <= size; at += 5) {
		segment(tcp, &s, data + at, &now);
		fuzz_law(tcp_held(tcp) <= limits.total_bytes + 2 * 8192);
	}
	tcp_finish(tcp);
	const struct tcp_counts *c = tcp_counts(tcp);
	fuzz_law(c->sip + c->websocket + c->media + c->hep == s.count);
	fuzz_law(c->segments <= size / 5);
	tcp_destroy(tcp);
	return 0;
}
