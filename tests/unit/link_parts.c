/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What flow/ puts together: segments of TCP, chunks of SCTP, fragments of IP.
 * Their headers are read, every prefix is too short or cut.
 */
#include "tests/unit/link_frames.h"

/* Parts, which are for flow/gather.h to put together. */
static const struct part {
	const char *name;
	uint32_t link;
	const char *frame;
	enum packet_kind kind;
	enum transport transport;
	uint16_t src, dst;
	uint32_t seq, ack;
	unsigned flags, window;
	uint32_t id;
	unsigned offset, protocol;
	bool more;
} PARTS[] = {
	{.name = "TCP, RFC 9293 3.1",
		.link = LINK_IPV4,
		.frame = "45b8 002c 0001 0000 4006" ADDR4
			 "13c4 13c5 01020304 05060708 5018 2000 0000 0000" DATA,
		.kind = PACKET_SEGMENT,
		.transport = TRANSPORT_TCP,
		.src = 5060,
		.dst = 5061,
		.seq = 0x01020304,
		.ack = 0x05060708,
		.flags = 0x18,
		.window = 0x2000},
	{.name = "TCP with options",
		.link = LINK_IPV6,
		.frame = IP6(
			"0020", "06") "13c4 13c5 ffffffff 00000000 7002"
				      "ffff 0000 0000 020405b4 01010402" DATA,
		.kind = PACKET_SEGMENT,
		.transport = TRANSPORT_TCP,
		.src = 5060,
		.dst = 5061,
		.seq = 0xffffffff,
		.flags = 2,
		.window = 0xffff},
	{.name = "SCTP, RFC 9260 3",
		.link = LINK_IPV4,
		.frame = "45b8 0024 0001 0000 4084" ADDR4
			 "13c4 13c5 00000007 11223344" DATA,
		.kind = PACKET_CHUNKS,
		.transport = TRANSPORT_SCTP,
		.src = 5060,
		.dst = 5061},
	{.name = "first fragment, RFC 791 3.2",
		.link = LINK_IPV4,
		.frame = "45b8 0018 0abc 2000 4011" ADDR4 DATA,
		.kind = PACKET_PIECE,
		.id = 0x0abc,
		.protocol = 17,
		.more = true},
	{.name = "last fragment",
		.link = LINK_IPV4,
		.frame = "45b8 0018 0abc 00b9 4011" ADDR4 DATA,
		.kind = PACKET_PIECE,
		.id = 0x0abc,
		.offset = 1480,
		.protocol = 17},
	{.name = "fragment, RFC 8200 4.5",
		.link = LINK_IPV6,
		.frame = IP6("000c", "2c") "1100 05a9 01020304" DATA,
		.kind = PACKET_PIECE,
		.id = 0x01020304,
		.offset = 1448,
		.protocol = 17,
		.more = true},
	{.name = "fragment behind hop-by-hop",
		.link = LINK_IPV6,
		.frame = IP6("0014", "00") "2c00 010400000000"
					   "0600 0001 00000009" DATA,
		.kind = PACKET_PIECE,
		.id = 9,
		.protocol = 6,
		.more = true},
};

static void check_part(const struct part *row, const struct packet *p)
{
	assert_int_equal(p->kind, row->kind);
	assert_int_equal(p->transport, row->transport);
	assert_int_equal(p->src.port, row->src);
	assert_int_equal(p->dst.port, row->dst);
	if (row->kind == PACKET_SEGMENT) {
		assert_int_equal(p->segment.seq, row->seq);
		assert_int_equal(p->segment.ack, row->ack);
		assert_int_equal(p->segment.flags, row->flags);
		assert_int_equal(p->segment.window, row->window);
	}
	if (row->kind == PACKET_PIECE) {
		assert_int_equal(p->piece.id, row->id);
		assert_int_equal(p->piece.offset, row->offset);
		assert_int_equal(p->piece.protocol, row->protocol);
		assert_int_equal(p->piece.more, row->more);
	}
}

static void reads_parts(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(PARTS); i++) {
		struct slice frame = hex_bytes(PARTS[i].frame);
		struct packet p;
		enum undecoded why;
		print_message("# %s\n", PARTS[i].name);
		for (size_t n = 0; n <= frame.n; n++) {
			struct slice cut = hex_prefix(frame, n);
			enum verdict v =
				decode(PARTS[i].link, cut, frame.n, &p, &why);
			if (n + 4 < frame.n) { /* the data is four bytes */
				assert_int_equal(v, V_TRUNCATED);
				hex_free(cut);
				continue;
			}
			assert_int_equal(v, V_OK);
			check_part(&PARTS[i], &p);
			assert_int_equal(p.payload_wire, 4);
			assert_int_equal(p.payload.n, n + 4 - frame.n);
			assert_memory_equal(
				p.payload.p, "\xde\xad\xbe\xef", p.payload.n);
			assert_int_equal(
				p.anomalies, n < frame.n ? PACKET_SNAPPED : 0);
			hex_free(cut);
		}
		hex_free(frame);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_parts),
	};

	return RUN_TESTS(tests);
}
