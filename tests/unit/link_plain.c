/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What only looks like a tunnel stays the datagram it is, for RTP may use any
 * port; and tunnels that carry no packet, or none that can be read.
 */
#include "dissect/link_transport.h"

#include "tests/unit/link_inside.h"

/* Datagrams on a tunnel's port, or tunnels that carry no packet. */
static const struct {
	const char *name;
	const char *frame; /* of LINK_IPV4 */
	enum verdict verdict;
	enum undecoded reason;
} PLAIN[] = {
	{"RTP on VXLAN's port", IP("0028", "11") TO("12b5", "0014")
		"8000 0001 00000000 11223344", V_OK, UNDECODED_NONE},
	{"VXLAN with a reserved bit", IP("0052", "11") TO("12b5", "003e")
		"08010000 00123400" FRAME, V_OK, UNDECODED_NONE},
	{"VXLAN with its last byte", IP("0052", "11") TO("12b5", "003e")
		"08000000 00123401" FRAME, V_OK, UNDECODED_NONE},
	{"VXLAN with ARP inside", IP("0032", "11") TO("12b5", "001e")
		"08000000 00123400" MACS "0806", V_NOT_MINE,
		UNDECODED_ETHERTYPE},
	{"RTP on GENEVE's port", IP("0028", "11") TO("17c1", "0014")
		"8000 6558 00000000 11223344", V_OK, UNDECODED_NONE},
	{"GENEVE of version 1", IP("0052", "11") TO("17c1", "003e")
		"40006558 00123400" FRAME, V_OK, UNDECODED_NONE},
	{"GENEVE, options longer than all", IP("0052", "11") TO("17c1", "003e")
		"3f006558 00123400" FRAME, V_OK, UNDECODED_NONE},
	{"GTP-U echo", IP("0028", "11") TO("0868", "0014")
		"3201 0004 00000000 00010000", V_OK, UNDECODED_NONE},
	{"GTP-U longer than its datagram", IP("0044", "11") TO("0868", "0030")
		"30ff 0021 00001234" PACKET, V_OK, UNDECODED_NONE},
	{"GTP-U, extension of length 0", IP("004c", "11") TO("0868", "0038")
		"34ff 0028 00001234 00000085 00100900" PACKET, V_OK,
		UNDECODED_NONE},
	{"TZSP of type 2", IP("0051", "11") TO("9090", "003d")
		"01 02 0001 01" FRAME "0000", V_OK, UNDECODED_NONE},
	{"L2TP control", IP("0028", "11") TO("06a5", "0014")
		"c802 000c 0005 0000 0001 0002", V_OK, UNDECODED_NONE},
	{"SIP on L2TP's port", IP("0028", "11") TO("06a5", "0014")
		"4f50 5449 4f4e 5320 7369 703a", V_OK, UNDECODED_NONE},
	{"L2TPv3 of nothing known", IP("0024", "73")
		"00000009 01020304 05060708 090a0b0c", V_NOT_MINE,
		UNDECODED_IP_PROTOCOL},
	{"RTP on ESP's port", IP("0030", "11") TO("1194", "001c")
		"8000 0001 00000000 11223344 0000000000000000", V_OK,
		UNDECODED_NONE},
	{"IKE on ESP's port, RFC 3948 2.2", IP("0030", "11") TO("1194", "001c")
		"00000000 1122334455667788 0000000000000000", V_OK,
		UNDECODED_NONE},
	{"keep-alive on ESP's port, RFC 3948 2.3",
		IP("001d", "11") TO("1194", "0009") "ff", V_OK,
		UNDECODED_NONE},
	{"STUN on ESP's port", IP("0030", "11") TO("1194", "001c")
		"0001 0000 2112a442 112233445566778899aabbcc", V_OK,
		UNDECODED_NONE},
	{"ESP in UDP", IP("0030", "11") TO("1194", "001c")
		"11223344 00000001 112233445566778899aabbcc", V_NOT_MINE,
		UNDECODED_ENCRYPTED},
	{"CAPWAP in DTLS", IP("0030", "11") TO("147f", "001c")
		"01000000 17 fefd 0001000000000001 000400112233", V_NOT_MINE,
		UNDECODED_ENCRYPTED},
	{"GRE of version 2", IP("0038", "2f") "0002 0800" PACKET, V_NOT_MINE,
		UNDECODED_IP_PROTOCOL},
	{"PPTP, acknowledgement alone",
		IP("0020", "2f") "2081 880b 0000 0003 00000008", V_NOT_MINE,
		UNDECODED_IP_PROTOCOL},
	{"PPP in PPTP, MPPE", IP("0026", "2f")
		"3001 880b 0006 0003 00000009 00fd 9000 1122", V_NOT_MINE,
		UNDECODED_ENCRYPTED},
	{"GRE route without end", IP("0020", "2f")
		"4000 0800 00000000 08000004", V_MALFORMED,
		UNDECODED_MALFORMED},
	{"EtherIP of version 4", IP("0044", "61") "4000" FRAME, V_MALFORMED,
		UNDECODED_MALFORMED},
	{"IP in IP, version 6 inside", IP("0034", "04")
		"6b80 0000 0000 1140 00000000 00000000 00000000 00000000"
		"00000000 00000000", V_MALFORMED, UNDECODED_MALFORMED},
	{"nine times IP in IP", IP("00d4", "04") IP("00c0", "04")
		IP("00ac", "04") IP("0098", "04") IP("0084", "04")
		IP("0070", "04") IP("005c", "04") IP("0048", "04")
		IP("0034", "04") PACKET, V_MALFORMED, UNDECODED_DEEP},
};

static void stays_plain(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(PLAIN); i++) {
		struct slice frame = hex_bytes(PLAIN[i].frame);
		struct packet p;
		enum undecoded why;
		print_message("# %s\n", PLAIN[i].name);
		assert_int_equal(decode(LINK_IPV4, frame, frame.n, &p, &why),
			PLAIN[i].verdict);
		assert_int_equal(why, PLAIN[i].reason);
		if (PLAIN[i].verdict == V_OK) {
			assert_int_equal(p.tunnel_count, 0);
			assert_false(p.outer);
			assert_int_equal(p.src.port, 0xc000);
			assert_int_equal(p.payload.n, frame.n - 28);
			assert_int_equal(p.anomalies, 0);
		}
		hex_free(frame);
	}
}

/* 802.11 that cannot be read, or is none of packets. */
static void wifi_refused(void **state)
{
	static const struct {
		const char *frame;
		enum undecoded reason;
	} rows[] = {
		{"0841 0000 0200000000aa 020000000001 020000000002 0010"
		 "0100 0020 00000000 1122334455667788", UNDECODED_ENCRYPTED},
		{"8000 0000 ffffffffffff 0200000000aa 0200000000aa 0010",
			UNDECODED_ETHERTYPE}, /* beacon */
		{"4801 0000 0200000000aa 020000000001 020000000002 0010",
			UNDECODED_ETHERTYPE}, /* null data */
		{"0801 0000 0200000000aa 020000000001 020000000002 1100" FRAME,
			UNDECODED_ETHERTYPE}, /* second fragment */
		{"0801 0000 0200", UNDECODED_MALFORMED},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice frame = hex_bytes(rows[i].frame);
		struct packet p;
		enum undecoded why;
		assert_int_not_equal(
			decode(LINK_WIFI, frame, frame.n, &p, &why), V_OK);
		assert_int_equal(why, rows[i].reason);
		hex_free(frame);
	}
}

/* The table of ports: each of them is found, and no other. */
static void ports(void **state)
{
	static const uint16_t want[] = {1701, 2152, 3544, 4500, 4754, 4789,
		4790, 5247, 6081, 6635, 8472, 37008};
	unsigned found = 0;

	(void)state;
	for (unsigned port = 0; port <= 65535; port++) {
		found += link_transport_tunnels((uint16_t)port);
	}
	assert_int_equal(found, COUNT_OF(want));
	for (size_t i = 0; i < COUNT_OF(want); i++) {
		assert_true(link_transport_tunnels(want[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stays_plain),
		cmocka_unit_test(wifi_refused),
		cmocka_unit_test(ports),
	};

	return RUN_TESTS(tests);
}
