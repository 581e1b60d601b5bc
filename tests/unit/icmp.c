/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors of ICMP by the pictures of RFC 792 and 4443 clause 3. */
#include "dissect/dissector.h"
#include "dissect/link.h"

#include "tests/unit/hex.h"

#define ETH4 "020000000001 020000000002 0800 "
#define IP4(n) ETH4 "45c0 " n " 0000 0000 40 01 0000 0a000002 0a000001 "
#define QUOTE4 "4500 00c8 0000 0000 40 11 0000 0a000001 0a000002 "
#define UDP_RTP "0fa0 1388 00b4 0000 8008 0001"
#define ETH6 "020000000001 020000000002 86dd "
#define A6 "20010db8000000000000000000000001 "
#define B6 "20010db8000000000000000000000002 "
#define IP6(n) ETH6 "60000000 " n " 3a 40 " B6 A6
#define QUOTE6(next) "60000000 00b4 " next " 40 " A6 B6

static const struct {
	const char *name, *frame;
	enum verdict verdict;
	enum icmp_sense sense;
	unsigned port, mtu;
	size_t payload;
} ROWS[] = {
	{"port, RFC 792", IP4("003c") "0303 0000 00000000" QUOTE4 UDP_RTP, V_OK,
		ICMP_PORT, 5000, 0, 4},
	{"too big, RFC 1191 clause 4",
		IP4("003c") "0304 0000 00000514" QUOTE4 UDP_RTP, V_OK,
		ICMP_TOO_BIG, 5000, 1300, 4},
	{"prohibited, RFC 1812 5.2.7.1",
		IP4("003c") "030d 0000 00000000" QUOTE4 UDP_RTP, V_OK,
		ICMP_PROHIBITED, 5000, 0, 4},
	{"a later piece has no ports",
		IP4("003c") "0303 0000 00000000"
			    "4500 00c8 0000 0010 40 11 0000 0a000001 0a000002 "
			    UDP_RTP, V_OK, ICMP_PORT, 0, 0, 0},
	{"quoted header with options longer than the rest",
		IP4("003c") "0303 0000 00000000"
			    "4f00 00c8 0000 0000 40 11 0000 0a000001 0a000002 "
			    UDP_RTP, V_MALFORMED, ICMP_PORT, 0, 0, 0},
	{"UDP length that is no length",
		IP4("003c") "0303 0000 00000000" QUOTE4
			    "0fa0 1388 0003 0000 8008 0001",
		V_OK, ICMP_PORT, 5000, 0, 0},
	{"echo", IP4("003c") "0800 0000 00000000" QUOTE4 UDP_RTP, V_NOT_MINE,
		ICMP_PORT, 0, 0, 0},
	{"code that is none", IP4("003c") "0310 0000 00000000" QUOTE4 UDP_RTP,
		V_NOT_MINE, ICMP_PORT, 0, 0, 0},
	{"port, RFC 4443 clause 3.1",
		IP6("003c") "0104 0000 00000000" QUOTE6("11") UDP_RTP, V_OK,
		ICMP_PORT, 5000, 0, 4},
	{"too big behind a fragment header, RFC 4443 clause 3.2",
		IP6("0044") "0200 0000 00000500" QUOTE6("2c")
			    "1100 0001 00000007" UDP_RTP,
		V_OK, ICMP_TOO_BIG, 5000, 1280, 4},
};

static enum verdict read_frame(
	struct slice frame, size_t wire, struct event *ret)
{
	struct packet packet;
	enum undecoded why = UNDECODED_NONE;

	memset(&packet, 0xa5, sizeof(packet));
	enum verdict v = link_decode(
		LINK_ETHERNET, frame, (uint32_t)wire, &packet, &why);
	if (v != V_NOT_MINE) {
		return v;
	}
	struct cursor c = cursor_of(packet.payload.p, packet.payload.n);
	if (!dissector_icmp.probe(&packet)) {
		return packet.payload.n ? V_NOT_MINE : V_TRUNCATED;
	}
	return dissector_icmp.parse(&c, &packet, ret);
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice frame = hex_bytes(ROWS[i].frame);
		static struct event e;
		enum verdict v = read_frame(frame, frame.n, &e);
		const struct icmp *icmp = &e.network.icmp;
		if (v != ROWS[i].verdict) {
			fail_msg("%s: %d", ROWS[i].name, (int)v);
		}
		if (v == V_OK) {
			assert_int_equal(e.network.kind, NETWORK_ICMP);
			assert_int_equal(icmp->sense, ROWS[i].sense);
			assert_int_equal(icmp->dst.port, ROWS[i].port);
			assert_int_equal(icmp->mtu, ROWS[i].mtu);
			assert_int_equal(icmp->payload.n, ROWS[i].payload);
		}
		hex_free(frame);
	}
}

/* What the snapshot cuts is short, or the quoted header stands whole. */
static void test_prefixes(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct slice frame = hex_bytes(ROWS[i].frame);
		static struct event e;
		for (size_t n = 0; n < frame.n; n++) {
			struct slice cut = hex_prefix(frame, n);
			enum verdict v = read_frame(cut, frame.n, &e);
			assert_true(v == V_TRUNCATED || (v == V_OK && n >= 62));
			hex_free(cut);
		}
		hex_free(frame);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_prefixes),
	};

	return RUN_TESTS(tests);
}
