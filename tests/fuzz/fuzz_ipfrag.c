/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fragments of any shape in any order. Input: records of 8 bytes, each one a
 * piece: which datagram and source, offset in units of 8, length, what is odd.
 * All pieces of a datagram are cut from the same known bytes unless one is
 * marked as different, so that what comes out can be judged: it is those bytes
 * from the first on, and as long as its last piece says.
 */
#include "flow/ipfrag.h"
#include "tests/fuzz/fuzz.h"

#define RECORD 8

static char bytes[1 << 17];

static void check(const struct packet *p, bool changed)
{
	bool snapped = p->payload.n < p->payload_wire;

	fuzz_law(p->kind == PACKET_PIECE && p->piece.offset == 0);
	fuzz_law(p->payload.n <= 65535 && p->payload_wire <= 65536);
	fuzz_law(p->anomalies & PACKET_REASSEMBLED);
	fuzz_law(snapped == ((p->anomalies & PACKET_SNAPPED) != 0));
	fuzz_law(changed || memcmp(p->payload.p, bytes, p->payload.n) == 0);
}

static bool any_changed(const uint8_t *data, size_t size)
{
	bool changed = false;

	for (size_t i = 0; i + RECORD <= size; i += RECORD) {
		changed = changed || data[i + 7] & 0x40;
	}
	return changed;
}

struct context {
	uint64_t cut;
	bool changed;
};

static void on_cut(void *context, struct packet *packet)
{
	struct context *c = context;

	check(packet, c->changed);
	fuzz_law(packet->anomalies & PACKET_SNAPPED);
	c->cut++;
}

static struct packet piece_of(const uint8_t *r, ns_t ts, uint64_t frame)
{
	/* Long ones are rare: they cost most and show least. */
	uint32_t length = (uint32_t)(r[4] < 0xf0 ? r[4] & 7 : r[4]) << 8 | r[5];
	uint32_t offset = ((uint32_t)r[2] << 8 | r[3]) & 0x1fff;
	size_t snapped = r[7] & 0x80 ? length / 2 : length;

	return (struct packet){
		.ts = ts,
		.frame = frame,
		.kind = PACKET_PIECE,
		.src.ip.b = {[10] = r[7] & 2 ? 0xff : 0, [15] = r[0]},
		.ip_bytes = 20 + length,
		.payload = {bytes + offset * 8 + (r[7] & 0x40 ? 1 : 0),
			snapped},
		.payload_wire = length,
		.vlan_count = r[7] >> 2 & 3,
		.piece = {.id = r[1],
			.offset = (uint16_t)(offset * 8),
			.protocol = 17,
			.more = r[7] & 1},
	};
}

static void settle(const struct ipfrag_counts *c,
	const struct ipfrag_counts *before, const struct context *k)
{
	uint64_t dropped = 0;
	uint64_t whole = c->whole - before->whole;
	uint64_t repeats = c->repeats - before->repeats;

	for (int i = 0; i < IPFRAG_REASONS; i++) {
		dropped += c->dropped[i] - before->dropped[i];
	}
	/* Each datagram had a piece of its own, and repeats are none. */
	fuzz_law(whole + dropped + repeats <= c->pieces - before->pieces);
	fuzz_law(c->snapped - before->snapped <= whole);
	fuzz_law(k->cut <= dropped);
}

static struct ipfrag *make(
	const struct ipfrag_limits *limits, struct context *context)
{
	struct ipfrag *f = ipfrag_create(limits, 1, on_cut, context);

	fuzz_law(f != NULL);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (char)(i * 7 + i / 251 + 1);
	}
	return f;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct ipfrag_limits limits = {.datagrams = 6,
		.bytes = 100000,
		.pieces = 8,
		.of_source = 3,
		.timeout_ns = 1000};
	static struct context context;
	static struct ipfrag *f;
	struct packet ret;
	ns_t ts = 0;

	f = f ? f : make(&limits, &context);
	context = (struct context){.changed = any_changed(data, size)};
	const struct ipfrag_counts before = *ipfrag_counts(f);
	for (size_t i = 0; i + RECORD <= size; i += RECORD) {
		ts += (int8_t)data[i + 6] * 16;
		struct packet p = piece_of(data + i, ts, i);
		if (ipfrag_packet(f, &p, &ret)) {
			check(&ret, context.changed);
			fuzz_law(ret.ts == p.ts && ret.frame == p.frame);
		}
		fuzz_law(ipfrag_waiting(f) <= limits.datagrams);
		if (data[i + 7] & 0x20) {
			ipfrag_answered(f, &p.dst.ip, &p.src.ip);
		}
	}
	ipfrag_finish(f);
	fuzz_law(ipfrag_waiting(f) == 0);
	settle(ipfrag_counts(f), &before, &context);
	return 0;
}
