/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fragments by hand. A row is the story of some datagrams: pieces in order of
 * arrival, and what must come of them by RFC 791 and 8200 (any order), RFC 5722
 * (overlap) and the limits. The payload of a datagram is made of known bytes,
 * so that what comes out is compared with what went in.
 */
#include "flow/ipfrag.h"

#include "tests/unit/test.h"

/* What was cut, copied when it is offered. */
struct cuts {
	unsigned count;
	struct packet last;
	char bytes[65536];
};

static void on_cut(void *context, struct packet *packet)
{
	struct cuts *cuts = context;

	cuts->count++;
	cuts->last = *packet;
	memcpy(cuts->bytes, packet->payload.p, packet->payload.n);
}

/* Byte @i of the datagram number @id. */
static char byte_of(uint32_t id, size_t i)
{
	return (char)((i * 7 + i / 251 + id * 31) & 0xff);
}

static char source_bytes[1 << 17];

static void make_bytes(uint32_t id)
{
	for (size_t i = 0; i < sizeof(source_bytes); i++) {
		source_bytes[i] = byte_of(id, i);
	}
}

static struct packet piece_at(
	uint32_t id, uint32_t offset, uint32_t length, bool more)
{
	const uint8_t a[4] = {192, 0, 2, 1};
	const uint8_t b[4] = {192, 0, 2, 2};
	static ns_t clock;

	clock++;
	return (struct packet){
		.ts = clock,
		.frame = (uint64_t)clock,
		.src = {.ip = addr_v4(a)},
		.dst = {.ip = addr_v4(b)},
		.kind = PACKET_PIECE,
		.ip_bytes = 20 + length,
		.wire_bytes = 34 + length,
		.payload = {source_bytes + offset, length},
		.payload_wire = length,
		.piece = {.id = id,
			.offset = (uint16_t)offset,
			.protocol = 17,
			.more = more},
	};
}

static struct ipfrag *start(struct cuts *cuts)
{
	struct ipfrag_limits limits = ipfrag_limits_default();

	*cuts = (struct cuts){0};
	struct ipfrag *f = ipfrag_create(&limits, 99, on_cut, cuts);
	assert_non_null(f);
	return f;
}

/* One piece of a row; the letter says what is odd with it. */
struct step {
	uint32_t offset, length;
	bool more;
	char odd; /* 'd': other bytes than the datagram's */
};

struct story {
	const char *name;
	struct step steps[6];
	unsigned count;
	unsigned whole; /* datagrams that come out */
	unsigned repeats;
	int dropped;     /* enum ipfrag_reason, or -1 */
	uint32_t length; /* of what comes out */
};

static const struct story stories[] = {
	/* RFC 791 clause 3.2: any order. */
	{"in order", {{0, 16, true, 0}, {16, 16, true, 0}, {32, 5, false, 0}},
		3, 1, 0, -1, 37},
	{"reverse, as Linux once sent",
		{{32, 5, false, 0}, {16, 16, true, 0}, {0, 16, true, 0}}, 3, 1,
		0, -1, 37},
	{"the middle last",
		{{0, 16, true, 0}, {32, 5, false, 0}, {16, 16, true, 0}}, 3, 1,
		0, -1, 37},
	{"last piece of 8 bytes and more", {{0, 8, true, 0}, {8, 8, false, 0}},
		2, 1, 0, -1, 16},
	{"a gap", {{0, 16, true, 0}, {24, 8, false, 0}}, 2, 0, 0, -1, 0},
	{"no end", {{0, 16, true, 0}, {16, 16, true, 0}}, 2, 0, 0, -1, 0},
	{"no beginning", {{8, 16, true, 0}, {24, 8, false, 0}}, 2, 0, 0, -1, 0},
	/* The same bytes again change nothing: RFC 5722 leaves that open, and
	 * mirrored frames bring them. */
	{"each twice",
		{{0, 16, true, 0}, {0, 16, true, 0}, {16, 8, false, 0},
			{16, 8, false, 0}},
		4, 1, 2, -1, 24},
	{"all again after the end",
		{{0, 16, true, 0}, {16, 8, false, 0}, {0, 16, true, 0},
			{16, 8, false, 0}},
		4, 1, 2, -1, 24},
	{"the last one twice before the first",
		{{16, 8, false, 0}, {16, 8, false, 0}, {0, 16, true, 0}}, 3, 1,
		1, -1, 24},
	/* RFC 5722 clause 4. */
	{"the same place, other bytes",
		{{0, 16, true, 0}, {0, 16, true, 'd'}, {16, 8, false, 0}}, 3, 0,
		0, IPFRAG_OVERLAP, 0},
	{"over the end of one before",
		{{0, 16, true, 0}, {8, 16, true, 0}, {24, 8, false, 0}}, 3, 0,
		0, IPFRAG_OVERLAP, 0},
	{"over the beginning of one behind",
		{{16, 16, true, 0}, {8, 16, true, 0}}, 2, 0, 0, IPFRAG_OVERLAP,
		0},
	{"inside another", {{0, 32, true, 0}, {8, 8, true, 0}}, 2, 0, 0,
		IPFRAG_OVERLAP, 0},
	{"around another", {{8, 8, true, 0}, {0, 32, true, 0}}, 2, 0, 0,
		IPFRAG_OVERLAP, 0},
	{"the same place, longer", {{0, 8, true, 0}, {0, 16, true, 0}}, 2, 0, 0,
		IPFRAG_OVERLAP, 0},
	{"the same bytes, once as the last",
		{{0, 8, true, 0}, {8, 8, true, 0}, {8, 8, false, 0}}, 3, 0, 0,
		IPFRAG_OVERLAP, 0},
	{"teardrop: the last inside the first",
		{{0, 32, true, 0}, {24, 4, false, 0}}, 2, 0, 0, IPFRAG_OVERLAP,
		0},
	{"two ends", {{16, 8, false, 0}, {24, 8, false, 0}}, 2, 0, 0,
		IPFRAG_OVERLAP, 0},
	{"an earlier end", {{24, 8, false, 0}, {8, 8, false, 0}}, 2, 0, 0,
		IPFRAG_OVERLAP, 0},
	{"more behind the end", {{16, 8, false, 0}, {24, 8, true, 0}}, 2, 0, 0,
		IPFRAG_OVERLAP, 0},
	{"an end before what is there", {{24, 8, true, 0}, {8, 8, false, 0}}, 2,
		0, 0, IPFRAG_OVERLAP, 0},
	{"more up to the very end", {{24, 4, false, 0}, {8, 24, true, 0}}, 2, 0,
		0, IPFRAG_OVERLAP, 0},
	{"the rest of a dropped one is ignored",
		{{0, 8, true, 0}, {0, 8, true, 'd'}, {0, 8, true, 0},
			{8, 8, false, 0}},
		4, 0, 0, IPFRAG_OVERLAP, 0},
	/* RFC 8200 clause 4.5: length a multiple of 8, and not past 65,535. */
	{"not a multiple of 8", {{0, 12, true, 0}, {16, 8, false, 0}}, 2, 0, 0,
		IPFRAG_MALFORMED, 0},
	{"empty", {{0, 0, true, 0}, {0, 8, true, 0}}, 2, 0, 0, IPFRAG_MALFORMED,
		0},
	{"empty and last", {{8, 0, false, 0}, {0, 8, true, 0}}, 2, 0, 0,
		IPFRAG_MALFORMED, 0},
	{"ping of death", {{65528, 100, false, 0}}, 1, 0, 0, IPFRAG_MALFORMED,
		0},
	{"one byte too many", {{65528, 8, false, 0}}, 1, 0, 0, IPFRAG_MALFORMED,
		0},
	{"the longest",
		{{0, 32768, true, 0}, {32768, 32760, true, 0},
			{65528, 7, false, 0}},
		3, 1, 0, -1, 65535},
};

static void tell(const struct story *story)
{
	static struct cuts cuts;
	struct ipfrag *f = start(&cuts);
	unsigned whole = 0;
	char other[64];

	memset(other, 0x55, sizeof(other));
	for (unsigned i = 0; i < story->count; i++) {
		const struct step *s = &story->steps[i];
		struct packet p = piece_at(7, s->offset, s->length, s->more);
		struct packet ret;
		if (s->odd == 'd') {
			p.payload.p = other;
		}
		if (!ipfrag_packet(f, &p, &ret)) {
			continue;
		}
		whole++;
		assert_int_equal(ret.payload.n, story->length);
		assert_int_equal(ret.payload_wire, story->length);
		assert_memory_equal(ret.payload.p, source_bytes, story->length);
		assert_int_equal(ret.anomalies, PACKET_REASSEMBLED);
		assert_int_equal(ret.frame, p.frame);
		assert_int_equal(ret.ts, p.ts);
		assert_int_equal(ret.piece.offset, 0);
	}
	const struct ipfrag_counts *c = ipfrag_counts(f);
	assert_int_equal(whole, story->whole);
	assert_int_equal(c->whole, story->whole);
	assert_int_equal(c->pieces, story->count);
	assert_int_equal(c->repeats, story->repeats);
	for (int r = 0; r < IPFRAG_REASONS; r++) {
		assert_int_equal(c->dropped[r], r == story->dropped);
	}
	ipfrag_finish(f);
	bool missing = story->whole == 0 && story->dropped < 0;
	assert_int_equal(c->dropped[IPFRAG_MISSING], missing);
	ipfrag_destroy(f);
}

static void all_stories(void **state)
{
	(void)state;
	make_bytes(7);
	for (size_t i = 0; i < COUNT_OF(stories); i++) {
		print_message("# %s\n", stories[i].name);
		tell(&stories[i]);
	}
}

/* A seeded generator of its own: xorshift64. */
static uint64_t next_random(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

/* Any cut of any length into pieces, in any order, some twice. */
static void any_cut_any_order(void **state)
{
	uint64_t x = 20240402;
	static struct cuts cuts;
	struct ipfrag *f = start(&cuts);

	(void)state;
	for (uint32_t id = 0; id < 3000; id++) {
		static struct packet pieces[64];
		uint32_t length = 9 + (uint32_t)(next_random(&x) % 9000);
		uint32_t n = 0;
		make_bytes(id);
		for (uint32_t at = 0; at < length && n < 63; n++) {
			uint32_t most = (length - at + 7) / 8;
			uint32_t units = 1 + (uint32_t)(next_random(&x) % most);
			uint32_t end = at + units * 8;
			if (n == 62 || end > length ||
				(at == 0 && end >= length)) {
				end = at ? length : 8;
			}
			pieces[n] = piece_at(id, at, end - at, end < length);
			pieces[n].ts = id; /* one moment */
			at = end;
		}
		for (uint32_t i = n - 1; i > 0; i--) {
			uint32_t k = (uint32_t)(next_random(&x) % (i + 1));
			struct packet swap = pieces[i];
			pieces[i] = pieces[k];
			pieces[k] = swap;
		}
		unsigned whole = 0;
		for (uint32_t i = 0; i < n; i++) {
			struct packet ret;
			unsigned times = 1 + (next_random(&x) % 4 == 0);
			while (times--) {
				if (!ipfrag_packet(f, &pieces[i], &ret)) {
					continue;
				}
				whole++;
				assert_int_equal(i, n - 1);
				assert_int_equal(ret.payload.n, length);
				assert_memory_equal(
					ret.payload.p, source_bytes, length);
				assert_int_equal(ret.ip_bytes, length + 20 * n);
			}
		}
		assert_int_equal(whole, 1);
	}
	assert_int_equal(ipfrag_counts(f)->whole, 3000);
	ipfrag_finish(f);
	for (int r = 0; r < IPFRAG_REASONS; r++) {
		assert_int_equal(ipfrag_counts(f)->dropped[r], 0);
	}
	ipfrag_destroy(f);
}

/* What tells datagrams apart, RFC 791 clause 3.2 and RFC 8200 clause 4.5. */
static void told_apart(void **state)
{
	const uint8_t v6[16] = {0x20, 1, 0xd, 0xb8};
	static struct cuts cuts;
	struct packet ret;

	(void)state;
	make_bytes(7);
	for (int what = 0; what < 11; what++) {
		struct ipfrag *f = start(&cuts);
		struct packet a = piece_at(7, 0, 8, true);
		struct packet b = piece_at(7, 8, 8, false);
		bool one = false;
		switch (what) {
		case 0:
			b.piece.id = 8;
			break;
		case 1:
			b.src.ip.b[15] ^= 1;
			break;
		case 2:
			b.dst.ip.b[15] ^= 1;
			break;
		case 3:
			b.piece.protocol = 6;
			break;
		case 4: /* another customer with the same addresses */
			b.vlan_count = 1;
			b.vlan[0] = 5;
			break;
		case 5:
			b.point = 1;
			break;
		case 6:
			a.outer = b.outer = true;
			b.outer_src.b[3] = 1;
			break;
		case 7:
			b.tunnel_count = 1;
			b.tunnel[0] = TUNNEL_GRE;
			break;
		case 8: /* of IPv6 only the first piece's protocol counts */
			a.src.ip = b.src.ip = addr_v6(v6);
			b.piece.protocol = 6;
			one = true;
			break;
		case 9: /* left-overs that mean nothing */
			a.vlan[1] = 9;
			a.tunnel[3] = 4;
			b.outer_src.b[3] = 1;
			one = true;
			break;
		default:
			one = true;
			break;
		}
		assert_false(ipfrag_packet(f, &a, &ret));
		assert_int_equal(ipfrag_packet(f, &b, &ret), one);
		if (one) {
			assert_int_equal(ret.piece.protocol, 17);
		}
		ipfrag_destroy(f);
	}
}

/* A number is used again: at once with other bytes, and after the time-out. */
static void number_again(void **state)
{
	static struct cuts cuts;
	struct ipfrag *f = start(&cuts);
	struct packet ret;

	(void)state;
	make_bytes(1);
	struct packet p = piece_at(7, 0, 8, true);
	struct packet q = piece_at(7, 8, 8, false);
	assert_false(ipfrag_packet(f, &p, &ret));
	assert_true(ipfrag_packet(f, &q, &ret));
	make_bytes(2);
	assert_false(ipfrag_packet(f, &p, &ret));
	assert_true(ipfrag_packet(f, &q, &ret));
	/* The same bytes a fifth of a second later are sent again: RFC 3261. */
	p.ts += NS_PER_S / 2;
	q.ts += NS_PER_S / 2;
	assert_false(ipfrag_packet(f, &p, &ret));
	assert_true(ipfrag_packet(f, &q, &ret));
	assert_int_equal(ipfrag_counts(f)->repeats, 0);
	/* Its first half, and half a minute later the second of another. */
	p.ts += NS_PER_S;
	q.ts = p.ts + 30 * NS_PER_S + 1;
	assert_false(ipfrag_packet(f, &p, &ret));
	assert_false(ipfrag_packet(f, &q, &ret));
	assert_int_equal(ipfrag_counts(f)->dropped[IPFRAG_MISSING], 1);
	/* In time to the nanosecond. */
	p.ts = q.ts + 30 * NS_PER_S;
	assert_true(ipfrag_packet(f, &p, &ret));
	ipfrag_destroy(f);
}

/* Clocks that jump, from the beginning of time to its end. */
static void clock_jumps(void **state)
{
	static const ns_t times[] = {
		INT64_MAX, INT64_MIN, 0, INT64_MIN, INT64_MAX, -1, NS_PER_S};
	static struct cuts cuts;
	struct ipfrag *f = start(&cuts);
	struct packet ret;

	(void)state;
	make_bytes(7);
	for (size_t i = 0; i < COUNT_OF(times); i++) {
		struct packet p = piece_at(7, 0, 8, true);
		struct packet q = piece_at(7, 8, 8, false);
		p.ts = times[i];
		q.ts = times[i];
		assert_false(ipfrag_packet(f, &p, &ret));
		assert_true(ipfrag_packet(f, &q, &ret));
	}
	ipfrag_destroy(f);
}

/* Sums: what the network carried for this payload. */
static void sizes_are_sums(void **state)
{
	static struct cuts cuts;
	struct ipfrag *f = start(&cuts);
	struct packet ret;

	(void)state;
	make_bytes(7);
	struct packet p = piece_at(7, 0, 1480, true);
	struct packet q = piece_at(7, 1480, 100, false);
	p.ttl = 63;
	p.dscp = 46;
	assert_false(ipfrag_packet(f, &q, &ret));
	assert_false(ipfrag_packet(f, &q, &ret)); /* a repeat adds nothing */
	assert_true(ipfrag_packet(f, &p, &ret));
	assert_int_equal(ret.ip_bytes, 1500 + 120);
	assert_int_equal(ret.wire_bytes, 1514 + 134);
	assert_int_equal(ret.ttl, 63);
	assert_int_equal(ret.dscp, 46);
	ipfrag_destroy(f);
}

/* All pieces came, the snapshot cut some: the length is true all the same. */
static void snapshot(void **state)
{
	static struct cuts cuts;
	struct ipfrag *f = start(&cuts);
	struct packet ret;

	(void)state;
	make_bytes(7);
	struct packet p = piece_at(7, 0, 1480, true);
	struct packet q = piece_at(7, 1480, 100, false);
	p.payload.n = 60;
	q.payload.n = 60;
	assert_false(ipfrag_packet(f, &p, &ret));
	assert_true(ipfrag_packet(f, &q, &ret));
	assert_int_equal(ret.payload.n, 60);
	assert_int_equal(ret.payload_wire, 1580);
	assert_int_equal(ret.anomalies, PACKET_REASSEMBLED | PACKET_SNAPPED);
	assert_int_equal(ipfrag_counts(f)->snapped, 1);
	ipfrag_destroy(f);
}

/* A piece of UDP that begins an INVITE: @length of the datagram on the wire. */
static struct packet invite(uint32_t id, char bytes[64], uint16_t length)
{
	static const char text[] = "INVITE sip:a@b SIP/2.0\r\nCall-ID: 1\r\n....";
	struct packet p = piece_at(id, 0, 48, true);

	memset(bytes, 0, 8);
	bytes[4] = (char)(length >> 8);
	bytes[5] = (char)length;
	memcpy(bytes + 8, text, 40);
	p.payload.p = bytes;
	return p;
}

static void waits_for_the_rest(void **state)
{
	static struct cuts cuts;
	struct ipfrag *f = start(&cuts);
	char bytes[64];
	struct packet ret;
	struct packet p = invite(1, bytes, 2000);

	(void)state;
	make_bytes(7);
	assert_false(ipfrag_packet(f, &p, &ret));
	assert_int_equal(ipfrag_waiting(f), 1);
	/* Time goes by: another piece 30 s later, then one just after. */
	struct packet later = piece_at(2, 8, 8, true);
	later.ts = p.ts + 30 * NS_PER_S;
	(void)ipfrag_packet(f, &later, &ret);
	assert_int_equal(cuts.count, 0);
	later.ts++;
	(void)ipfrag_packet(f, &later, &ret);
	assert_int_equal(cuts.count, 1);
	assert_int_equal(ipfrag_waiting(f), 0);
	assert_int_equal(cuts.last.frame, p.frame);
	assert_int_equal(cuts.last.ts, p.ts);
	assert_int_equal(cuts.last.payload.n, 48);
	assert_int_equal(cuts.last.payload_wire, 2000); /* as UDP says */
	assert_int_equal(
		cuts.last.anomalies, PACKET_REASSEMBLED | PACKET_SNAPPED);
	/* The end is there, the middle is not: the length is known. */
	p = invite(3, bytes, 0);
	struct packet end = piece_at(3, 1000, 10, false);
	(void)ipfrag_packet(f, &end, &ret);
	(void)ipfrag_packet(f, &p, &ret);
	ipfrag_finish(f);
	assert_int_equal(cuts.count, 2);
	assert_int_equal(cuts.last.payload_wire, 1010);
	assert_int_equal(cuts.last.payload.n, 48);
	ipfrag_destroy(f);
}

/* Whoever answers has read it. Those that waited longer come first. */
static void answered(void **state)
{
	static struct cuts cuts;
	struct ipfrag *f = start(&cuts);
	char bytes[3][64];
	struct packet ret;
	struct packet p[3];

	(void)state;
	make_bytes(7);
	for (uint32_t i = 0; i < 3; i++) {
		p[i] = invite(i, bytes[i], 500);
		p[i].dst.ip.b[15] = (uint8_t)(10 + i);
		assert_false(ipfrag_packet(f, &p[i], &ret));
	}
	ipfrag_answered(f, &p[1].src.ip, &p[1].dst.ip); /* the same way */
	assert_int_equal(cuts.count, 0);
	ipfrag_answered(f, &p[1].dst.ip, &p[1].src.ip);
	assert_int_equal(cuts.count, 2);
	assert_int_equal(cuts.last.frame, p[1].frame);
	assert_int_equal(ipfrag_waiting(f), 1);
	/* Once more: nobody waits there any more. */
	ipfrag_answered(f, &p[1].dst.ip, &p[1].src.ip);
	assert_int_equal(cuts.count, 2);
	ipfrag_destroy(f);
}

/* Not UDP, or no beginning: nothing to show. */
static void not_offered(void **state)
{
	static struct cuts cuts;
	struct ipfrag *f = start(&cuts);
	char bytes[64];
	struct packet ret;
	struct packet p = invite(1, bytes, 500);
	struct packet q = piece_at(2, 8, 64, false);
	struct packet r = piece_at(3, 0, 8, true);

	(void)state;
	p.piece.protocol = 132;
	make_bytes(7);
	(void)ipfrag_packet(f, &p, &ret);
	(void)ipfrag_packet(f, &q, &ret);
	(void)ipfrag_packet(f, &r, &ret); /* a UDP header and no more */
	ipfrag_finish(f);
	assert_int_equal(cuts.count, 0);
	assert_int_equal(ipfrag_counts(f)->dropped[IPFRAG_MISSING], 3);
	ipfrag_destroy(f);
}

/* Each limit, one below it and one above; what gives way is the oldest. */
static void limits(void **state)
{
	static struct cuts cuts;
	struct packet ret;
	struct ipfrag_limits l = ipfrag_limits_default();

	(void)state;
	make_bytes(7);
	l.datagrams = 10;
	l.pieces = 8;
	l.of_source = 4;
	l.bytes = 20000;
	struct ipfrag *f = ipfrag_create(&l, 5, on_cut, &cuts);
	const struct ipfrag_counts *c = ipfrag_counts(f);
	for (uint32_t i = 0; i < 8; i++) { /* 8 pieces are allowed */
		struct packet p = piece_at(1, i * 8, 8, i < 7);
		assert_int_equal(ipfrag_packet(f, &p, &ret), i == 7);
	}
	for (uint32_t i = 0; i < 9; i++) { /* 9 are not */
		struct packet p = piece_at(2, i * 8, 8, i < 8);
		assert_false(ipfrag_packet(f, &p, &ret));
	}
	assert_int_equal(c->dropped[IPFRAG_TOO_MANY], 1);
	for (uint32_t i = 0; i < 5; i++) { /* of one source: 4, the 5th */
		struct packet p = piece_at(10 + i, 0, 8, true);
		(void)ipfrag_packet(f, &p, &ret);
		assert_int_equal(c->dropped[IPFRAG_SOURCE], i == 4);
	}
	struct packet end = piece_at(10, 8, 8, false);
	assert_false(ipfrag_packet(f, &end, &ret)); /* the oldest is gone */
	end = piece_at(14, 8, 8, false);
	assert_true(ipfrag_packet(f, &end, &ret));
	assert_int_equal(c->dropped[IPFRAG_SOURCE], 2);
	for (uint32_t i = 0; i < 8; i++) { /* 3 are there, and 8 more */
		struct packet p = piece_at(20, 0, 8, true);
		p.src.ip.b[15] = (uint8_t)(100 + i);
		(void)ipfrag_packet(f, &p, &ret);
		assert_int_equal(c->dropped[IPFRAG_FULL], i == 7);
	}
	for (uint32_t i = 0; i < 3; i++) { /* memory: two of 8 KiB and heads */
		struct packet p = piece_at(30, 0, 8192, true);
		p.src.ip.b[15] = (uint8_t)(200 + i);
		(void)ipfrag_packet(f, &p, &ret);
		assert_int_equal(c->dropped[IPFRAG_MEMORY] > 0, i == 2);
	}
	ipfrag_finish(f);
	ipfrag_destroy(f);
}

static void every_reason_has_words(void **state)
{
	(void)state;
	for (int r = 0; r < IPFRAG_REASONS; r++) {
		assert_non_null(ipfrag_reason_text((enum ipfrag_reason)r));
	}
	assert_null(ipfrag_reason_text(IPFRAG_REASONS));
	ipfrag_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_stories),
		cmocka_unit_test(any_cut_any_order),
		cmocka_unit_test(told_apart),
		cmocka_unit_test(number_again),
		cmocka_unit_test(clock_jumps),
		cmocka_unit_test(sizes_are_sums),
		cmocka_unit_test(snapshot),
		cmocka_unit_test(waits_for_the_rest),
		cmocka_unit_test(answered),
		cmocka_unit_test(not_offered),
		cmocka_unit_test(limits),
		cmocka_unit_test(every_reason_has_words),
	};

	return RUN_TESTS(tests);
}
