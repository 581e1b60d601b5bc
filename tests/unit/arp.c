/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ARP by the words of RFC 826 and 5227, through link_decode and its tags. */
#include "dissect/dissector.h"
#include "dissect/link.h"

#include "tests/unit/hex.h"

#define ETH   "ffffffffffff 020000000001 "
#define ARP   "0001 0800 06 04 "
#define MAC_A "020000000001 "
#define MAC_B "020000000002 "
#define MAC_0 "000000000000 "
#define IP_A  "0a000001 "
#define IP_B  "0a000002 "
#define IP_0  "00000000 "

static const struct {
	const char *name, *frame;
	enum verdict verdict;
	enum arp_sense sense;
	unsigned sender, target; /* last byte of each address */
} ROWS[] = {
	{"request", ETH "0806" ARP "0001" MAC_A IP_A MAC_0 IP_B, V_OK, ARP_ASKS,
		1, 2},
	{"padded to 60 bytes (IEEE 802.3)",
		ETH "0806" ARP "0001" MAC_A IP_A MAC_0 IP_B
		    "000000000000000000000000000000000000",
		V_OK, ARP_ASKS, 1, 2},
	{"reply", ETH "0806" ARP "0002" MAC_A IP_A MAC_B IP_B, V_OK,
		ARP_ANSWERS, 1, 2},
	{"probe (RFC 5227 clause 1.1)",
		ETH "0806" ARP "0001" MAC_A IP_0 MAC_0 IP_B, V_OK, ARP_PROBES,
		0, 2},
	{"announcement (RFC 5227 clause 1.1)",
		ETH "0806" ARP "0001" MAC_A IP_A MAC_0 IP_A, V_OK,
		ARP_ANNOUNCES, 1, 1},
	{"gratuitous reply", ETH "0806" ARP "0002" MAC_A IP_A MAC_A IP_A, V_OK,
		ARP_ANNOUNCES, 1, 1},
	{"behind two tags",
		ETH "88a8 0064 8100 0007 0806" ARP "0001" MAC_A IP_A MAC_0 IP_B,
		V_OK, ARP_ASKS, 1, 2},
	{"behind SNAP",
		ETH "0024 aaaa03 000000 0806" ARP
		    "0001" MAC_A IP_A MAC_0 IP_B,
		V_OK, ARP_ASKS, 1, 2},
	{"reverse ARP", ETH "0806" ARP "0003" MAC_A IP_A MAC_0 IP_B, V_NOT_MINE,
		ARP_ASKS, 0, 0},
	{"another network layer",
		ETH "0806 0001 809b 06 04 0001" MAC_A IP_A MAC_0 IP_B,
		V_NOT_MINE, ARP_ASKS, 0, 0},
	{"MACs of eight bytes",
		ETH "0806 0001 0800 08 04 0001" MAC_A IP_A MAC_0 IP_B,
		V_MALFORMED, ARP_ASKS, 0, 0},
	{"addresses of sixteen",
		ETH "0806 0001 0800 06 10 0001" MAC_A IP_A MAC_0 IP_B,
		V_MALFORMED, ARP_ASKS, 0, 0},
	{"cut in the target", ETH "0806" ARP "0001" MAC_A IP_A MAC_0 "0a00",
		V_MALFORMED, ARP_ASKS, 0, 0},
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
	assert_int_equal(why, UNDECODED_ETHERTYPE);
	assert_true(packet_rest(&packet));
	assert_true(dissector_arp.probe(&packet));
	assert_true(packet.has_mac && packet.mac_src[5] == 1);
	struct cursor c = cursor_of(packet.payload.p, packet.payload.n);
	v = dissector_arp.parse(&c, &packet, ret);
	assert_true(v != V_OK || cursor_left(&c) == 0);
	return v;
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice frame = hex_bytes(ROWS[i].frame);
		static struct event e;
		enum verdict v = read_frame(frame, frame.n, &e);
		const struct arp *arp = &e.network.arp;
		if (v != ROWS[i].verdict) {
			fail_msg("%s: %d", ROWS[i].name, (int)v);
		}
		if (v == V_OK) {
			assert_int_equal(e.kind, EVENT_NETWORK);
			assert_int_equal(e.network.kind, NETWORK_ARP);
			assert_int_equal(arp->sense, ROWS[i].sense);
			assert_int_equal(arp->sender.b[15], ROWS[i].sender);
			assert_int_equal(arp->target.b[15], ROWS[i].target);
			assert_int_equal(arp->sender_mac[5], 1);
			assert_true(addr_is_v4(&arp->target));
		}
		hex_free(frame);
	}
}

/* Each prefix of a frame is cut short by the snapshot, or is none. */
static void test_prefixes(void **state)
{
	(void)state;
	struct slice frame = hex_bytes(ROWS[0].frame);
	static struct event e;

	for (size_t n = 0; n < frame.n; n++) {
		struct slice cut = hex_prefix(frame, n);
		assert_int_equal(read_frame(cut, frame.n, &e), V_TRUNCATED);
		if (n >= 14) {
			assert_int_equal(read_frame(cut, n, &e), V_MALFORMED);
		}
		hex_free(cut);
	}
	hex_free(frame);
}

/* What else the hook gives: by its kind and number, from where it begins. */
static void test_rest(void **state)
{
	static const struct {
		const char *frame;
		enum packet_kind kind;
		unsigned protocol, first, n;
	} rows[] = {
		{"0180c200000e 020000000001 88cc 0207", PACKET_FRAME, 0x88cc, 2,
			2}, /* LLDP, IEEE 802.1AB */
		{"0180c2000000 020000000001 0007 424203 00000000", PACKET_LLC,
			0, 0x42, 7}, /* spanning tree */
		{"01000ccccccc 020000000001 000a aaaa03 00000c 2000 02b4",
			PACKET_LLC, 0, 0xaa, 10}, /* CDP */
		{ETH "0800 45000020000100004001 0000 0a000001 0a000002"
		     "0303 0000 00000000 00000000",
			PACKET_BARE, 1, 3, 12}, /* ICMP */
		{ETH "0800 44000020000100004001 0000 0a000001 0a000002",
			PACKET_NOTHING, 0, 0, 0}, /* malformed */
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice frame = hex_bytes(rows[i].frame);
		struct packet p;
		enum undecoded why;
		memset(&p, 0xa5, sizeof(p));
		assert_int_not_equal(link_decode(LINK_ETHERNET, frame,
					     (uint32_t)frame.n, &p, &why),
			V_OK);
		assert_int_equal(p.kind, rows[i].kind);
		if (packet_rest(&p)) {
			assert_int_equal(p.payload.n, rows[i].n);
			assert_int_equal(p.payload_wire, rows[i].n);
			assert_int_equal((uint8_t)p.payload.p[0], rows[i].first);
			assert_true(p.kind == PACKET_LLC ||
				    p.protocol == rows[i].protocol);
		}
		hex_free(frame);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_prefixes),
		cmocka_unit_test(test_rest),
	};

	return RUN_TESTS(tests);
}
