/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Frames that a capture holds twice: what is a copy, and whose. Times, marks
 * and shares are those of calls/copies.h; what a retransmission is follows from
 * RFC 3261 17.1.1.2 (T1 500 ms) and RFC 791 3.2 (identification).
 */
#include "tests/unit/feed.h"

static const char OPTIONS[] =
	"OPTIONS sip:b@x SIP/2.0\r\n"
	"Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKx\r\n"
	"From: <sip:a@x>;tag=a\r\nTo: <sip:b@x>\r\nCall-ID: o1\r\n"
	"CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";

static struct packet datagram(void)
{
	return (struct packet){
		.ts = NS_PER_S,
		.src = feed_at(1, 5060),
		.dst = feed_at(2, 5060),
		.transport = TRANSPORT_UDP,
		.ttl = 64,
		.mac_src = {2, 0, 0, 0, 0, 1},
		.has_mac = true,
		.has_mac_src = true,
		.ip_id = 7,
		.checksum = 0x1234,
		.payload = {OPTIONS, sizeof(OPTIONS) - 1},
	};
}

static struct packet changed(int what)
{
	struct packet p = datagram();

	p.ts += NS_PER_MS;
	switch (what) {
	case 'i':
		p.ip_id = 8;
		break;
	case 'c':
		p.checksum = 0x4321;
		break;
	case 't':
		p.ttl = 63;
		break;
	case 'v':
		p.vlan_count = 1;
		p.vlan[0] = 100;
		break;
	case 'm':
		p.mac_src[5] = 9;
		break;
	case 'u':
		p.tunnel_count = 1;
		break;
	case 'l':
		p.ts += 20 * NS_PER_MS;
		break;
	case 'b':
		p.ts -= 2 * NS_PER_MS;
		break;
	case 'p':
		p.payload.n--;
		break;
	case 'P':
		p.point = 1;
		break;
	case 'T':
		p.transport = TRANSPORT_TCP;
		break;
	}
	return p;
}

static void one_change(void **state)
{
	static const struct {
		int what;
		enum copy want;
	} rows[] = {
		{'=', COPY_UNSURE}, /* equal in all */
		{'c', COPY_UNSURE}, /* filled in by the card: not compared */
		{'b', COPY_UNSURE}, /* two interfaces, clocks apart */
		{'t', COPY_SURE},   /* behind a router */
		{'v', COPY_SURE},   /* tagged */
		{'m', COPY_SURE},   /* another link */
		{'u', COPY_SURE},   /* in a tunnel */
		{'i', COPY_NONE},   /* another packet: a retransmission */
		{'l', COPY_NONE},   /* 21 ms later */
		{'p', COPY_NONE},   /* other bytes */
		{'P', COPY_NONE},   /* seen at another point */
		{'T', COPY_NONE},   /* reassembly's business */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct copies c;
		struct packet first = datagram();
		struct packet second = changed(rows[i].what);
		copies_init(&c, 99);
		assert_int_equal(copies_look(&c, &first, 5), COPY_NONE);
		assert_int_equal(copies_look(&c, &second, 5), rows[i].want);
		assert_int_equal(copies_look(&c, &first, 6), COPY_NONE);
		assert_int_equal(c.sure, rows[i].want == COPY_SURE);
		assert_int_equal(c.unsure, rows[i].want == COPY_UNSURE);
		copies_finish(&c);
	}
}

/* Without identification the checksum tells; without both nothing does. */
static void without_identification(void **state)
{
	static const struct {
		uint16_t first, second;
		enum copy want;
	} rows[] = {{0x1234, 0x1234, COPY_UNSURE}, {0x1234, 0x4321, COPY_NONE},
		{0, 0, COPY_NONE}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct copies c;
		struct packet p = datagram();
		p.ip_id = 0;
		copies_init(&c, 99);
		p.checksum = rows[i].first;
		assert_int_equal(copies_look(&c, &p, 5), COPY_NONE);
		p.checksum = rows[i].second;
		assert_int_equal(copies_look(&c, &p, 5), rows[i].want);
		copies_finish(&c);
	}
}

/* Too many at once: what gives way is counted, and the table does not grow. */
static void flood(void **state)
{
	struct copies c;
	struct packet p = datagram();

	(void)state;
	copies_init(&c, 99);
	for (unsigned i = 0; i < 20000; i++) {
		p.src.port = (uint16_t)i;
		assert_int_equal(copies_look(&c, &p, i), COPY_NONE);
	}
	assert_int_equal(c.different, 20000);
	assert_true(c.forgotten >= 20000 - 4096);
	p.ts += NS_PER_S; /* all of them are old: nothing is forgotten */
	uint64_t before = c.forgotten;
	for (unsigned i = 0; i < 100; i++) {
		p.src.port = (uint16_t)i;
		(void)copies_look(&c, &p, 100000 + i);
	}
	assert_int_equal(c.forgotten, before);
	copies_finish(&c);
}

static void shares(void **state)
{
	static const struct {
		uint64_t different, unsure;
		bool want;
	} rows[] = {
		{100, 0, false},
		{0, 0, false},
		{100, 3, false},
		{100, 49, false},
		{100, 50, true},
		{100, 100, true},
		{100, 200, true},
		{1, 1, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(
			copies_regular(rows[i].different, rows[i].unsure),
			rows[i].want);
	}
}

/* One port is mirrored twice, the other hosts' are not: host by host. */
static void host_by_host(void **state)
{
	struct copies c;
	struct packet p = datagram();

	(void)state;
	copies_init(&c, 99);
	for (unsigned i = 0; i < 100; i++) {
		bool doubled = i % 5 == 0;
		p.ts += NS_PER_S;
		p.src = feed_at(doubled ? 1 : 3, 5060);
		p.dst = feed_at(2, 5060);
		if (i % 2) { /* either direction */
			struct endpoint other = p.src;
			p.src = p.dst;
			p.dst = other;
		}
		(void)copies_look(&c, &p, i);
		if (doubled || i == 1) {
			(void)copies_look(&c, &p, i);
		}
	}
	assert_int_equal(c.different, 100);
	assert_int_equal(c.unsure, 21);
	assert_int_equal(copies_mirrored(&c, false), 20);
	copies_finish(&c);
}

/* A stream: @copies of its 100 packets come again, in the way @what says. */
static struct feed talk(unsigned copies, int what)
{
	struct feed f = feed_start();
	uint8_t b[172] = {0x80, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0xaa, 0xaa};

	for (unsigned i = 0; i < 100; i++) {
		struct packet p = datagram();
		b[3] = (uint8_t)i;
		b[6] = (uint8_t)(i * 160 >> 8);
		b[7] = (uint8_t)(i * 160);
		p.payload = (struct slice){(const char *)b, sizeof(b)};
		p.payload_wire = sizeof(b);
		p.ip_bytes = 200;
		p.ip_id = (uint16_t)(i + 1);
		p.ts = f.ts + (ns_t)i * 20 * NS_PER_MS;
		p.frame = ++f.frame;
		p.src.port = 4000;
		p.dst.port = 6000;
		book_packet(f.book, &p);
		if (i % (100 / copies) == 0) {
			p.ts += NS_PER_MS / 10;
			p.frame = ++f.frame;
			p.ttl = what == 't' ? 63 : 64;
			p.ip_id = what == 'i' ? (uint16_t)(i + 1000) : p.ip_id;
			book_packet(f.book, &p);
		}
	}
	book_finish(f.book);
	return f;
}

static void streams(void **state)
{
	static const struct {
		unsigned copies;
		int what;
		uint64_t packets, duplicates, mirrored;
		double delta_max_ms, delta_min_ms;
	} rows[] = {
		/* the network's: they are packets, and 0.1 ms is a delta */
		{2, '=', 102, 2, 0, 20, 0.1},
		/* the mirror's: they are not */
		{100, '=', 100, 0, 100, 20, 20},
		{50, '=', 100, 0, 50, 20, 20},
		{100, 't', 100, 0, 100, 20, 20},
		{2, 't', 100, 0, 2, 20, 20},
		/* sent twice by a sender that wants to be sure */
		{100, 'i', 200, 100, 0, 19.9, 0.1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct feed f = talk(rows[i].copies, rows[i].what);
		const struct stream *s = f.book->streams;
		assert_int_equal(f.book->stream_count, 1);
		assert_int_equal(s->stat.packets, rows[i].packets);
		assert_int_equal(s->seq.duplicates, rows[i].duplicates);
		assert_int_equal(s->mirrored, rows[i].mirrored);
		assert_int_equal(s->ip_bytes, 200 * rows[i].packets);
		assert_int_equal(s->types[0].packets, rows[i].packets);
		assert_int_equal(
			s->timeline.items[0].packets, rows[i].packets);
		assert_int_equal(f.book->counts.mirrored, rows[i].mirrored);
		assert_int_equal(f.book->counts.rtp, rows[i].packets);
		assert_float_equal(
			s->stat.delta_max_ms, rows[i].delta_max_ms, 1e-9);
		assert_float_equal(
			s->stat.delta_min_ms, rows[i].delta_min_ms, 1e-9);
		/* The twin is gone. */
		assert_int_equal(f.book->stream_pool.used, 1);
		feed_end(&f);
	}
}

/* No room for a twin: then copies are duplicates, and that is counted. */
static void no_room(void **state)
{
	struct feed f = feed_start();
	struct packet p = datagram();
	uint8_t b[172] = {0x80, 8};

	(void)state;
	f.book->stream_pool.cap = 1;
	p.payload = (struct slice){(const char *)b, sizeof(b)};
	for (unsigned i = 0; i < 40; i++) {
		b[3] = (uint8_t)i;
		p.ip_id++;
		book_packet(f.book, &p);
		book_packet(f.book, &p);
	}
	book_finish(f.book);
	assert_int_equal(f.book->streams->stat.packets, 80);
	assert_int_equal(f.book->streams->seq.duplicates, 40);
	assert_int_equal(f.book->streams->mirrored, 0);
	assert_int_equal(f.book->counts.out_of_memory, 1);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_change),
		cmocka_unit_test(without_identification),
		cmocka_unit_test(flood),
		cmocka_unit_test(shares),
		cmocka_unit_test(host_by_host),
		cmocka_unit_test(streams),
		cmocka_unit_test(no_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
