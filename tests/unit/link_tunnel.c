/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tunnels and the rarer link types: the packet inside is read, what was taken
 * off is listed outermost first, and the outermost addresses are kept. Then the laws of link.c: every
 * prefix, every byte changed. And the way back from reassembly: a tunnel that
 * was cut in pieces goes on where it was cut.
 *
 * tests/property/wrap.py does the same with whole calls, written independently;
 * here are the exact fields and the refusals.
 */
#include "tests/unit/link_inside.h"

#define NO_MAC 1U /* no address of Ethernet is known */
#define OUTSIDE 2U /* those of the tunnel's frame are */

static const struct row {
	const char *name; /* with its source */
	uint32_t link;
	const char *frame;
	const char *tunnels; /* as packet_tunnel_text, outermost first */
	const char *outer;   /* address of the sender outside, or NULL */
	unsigned macs;
} GOOD[] = {
	{"MPLS, RFC 3032", LINK_ETHERNET,
		OUTER "8847 00010040 00011140" PACKET, "MPLS", NULL, OUTSIDE},
	{"MPLS pseudowire, RFC 4448", LINK_ETHERNET,
		OUTER "8847 00011140" FRAME, "MPLS", NULL, 0},
	{"MPLS pseudowire with control word, RFC 4385", LINK_ETHERNET,
		OUTER "8847 00011140 00000001" FRAME, "MPLS", NULL, 0},
	{"PPPoE, RFC 2516 5", LINK_ETHERNET,
		OUTER "8864 1100 0007 0022 0021" PACKET "0000", "PPPoE", NULL,
		OUTSIDE},
	{"802.1ah", LINK_ETHERNET, OUTER "88e7 00001234" FRAME, "802.1ah",
		NULL, 0},
	{"MACsec without encryption, 802.1AE 9.3", LINK_ETHERNET,
		OUTER "88e5 2000 00000001 0200000000070001 0800" PACKET
		      "00000000000000000000000000000000",
		"", NULL, OUTSIDE},
	{"IP in IP, RFC 2003", LINK_IPV4, IP("0034", "04") PACKET, "IP in IP",
		"10.0.0.1", NO_MAC},
	{"IP in IPv6, RFC 2473", LINK_IPV6, IP6("0020", "04") PACKET,
		"IP in IP", "2001:db8::a01", NO_MAC},
	{"GRE, RFC 2784", LINK_ETHERNET,
		OUTER "0800" IP("0038", "2f") "0000 0800" PACKET, "GRE",
		"10.0.0.1", OUTSIDE},
	{"GRE with checksum, key and sequence, RFC 2890", LINK_IPV4,
		IP("0044", "2f") "b000 0800 12340000 00000007 00000001" PACKET,
		"GRE", "10.0.0.1", NO_MAC},
	{"GRE with source route, RFC 1701", LINK_IPV4,
		IP("0048", "2f") "4000 0800 00000000"
				 "0800 0004 0a000009 00000000" PACKET,
		"GRE", "10.0.0.1", NO_MAC},
	{"PPTP, RFC 2637 4.1", LINK_IPV4,
		IP("0046", "2f") "3081 880b 0022 0003 00000009 00000008 0021"
			PACKET,
		"GRE", "10.0.0.1", NO_MAC},
	{"WCCP without redirect header", LINK_IPV4,
		IP("0038", "2f") "0000 883e" PACKET, "GRE", "10.0.0.1",
		NO_MAC},
	{"WCCP with redirect header", LINK_IPV4,
		IP("003c", "2f") "0000 883e 00000100" PACKET, "GRE",
		"10.0.0.1", NO_MAC},
	{"ERSPAN I", LINK_IPV4, IP("0046", "2f") "0000 88be" FRAME, "ERSPAN",
		"10.0.0.1", 0},
	{"ERSPAN II", LINK_IPV4,
		IP("0052", "2f") "1000 88be 00000001 10640001 00000007" FRAME,
		"ERSPAN", "10.0.0.1", 0},
	{"ERSPAN III with sub-header", LINK_IPV4,
		IP("005e", "2f") "1000 22eb 00000001 20640001 00001234 00000001"
				 "0c00000000000000" FRAME,
		"ERSPAN", "10.0.0.1", 0},
	{"EtherIP, RFC 3378", LINK_IPV4, IP("0044", "61") "3000" FRAME,
		"EtherIP", "10.0.0.1", 0},
	{"L2TP with length and sequence, RFC 2661 3.1", LINK_IPV4,
		IP("004e", "11") TO("06a5", "003a")
			"4802 0032 0005 0006 0001 0002 ff03 0021" PACKET "0000",
		"L2TP", "10.0.0.1", NO_MAC},
	{"L2TP with offset, PPP compressed", LINK_IPV4,
		IP("0049", "11") TO("06a5", "0035")
			"0202 0005 0006 0004 00000000 21" PACKET,
		"L2TP", "10.0.0.1", NO_MAC},
	{"L2TPv3 with cookie, RFC 3931 4.1.1", LINK_IPV4,
		IP("004a", "73") "00000009 77777777" FRAME, "L2TP", "10.0.0.1",
		0},
	{"VXLAN, RFC 7348 5", LINK_ETHERNET,
		OUTER "0800" IP("0052", "11") TO("12b5", "003e")
			"08000000 00123400" FRAME,
		"VXLAN", "10.0.0.1", 0},
	{"VXLAN in IPv6", LINK_IPV6,
		IP6("003e", "11") TO("12b5", "003e") "08000000 00123400" FRAME,
		"VXLAN", "2001:db8::a01", 0},
	{"GENEVE with an option, RFC 8926 3.4", LINK_IPV4,
		IP("0056", "11") TO("17c1", "0042")
			"01006558 00123400 01028000" FRAME,
		"GENEVE", "10.0.0.1", 0},
	{"GTP-U with extension, 3GPP TS 29.281 5.2", LINK_IPV4,
		IP("004c", "11") TO("0868", "0038")
			"34ff 0028 00001234 00000085 01100900" PACKET,
		"GTP-U", "10.0.0.1", NO_MAC},
	{"TZSP with a tag and padding", LINK_IPV4,
		IP("0053", "11") TO("9090", "003f")
			"01 00 0001 00 0a01d0 01" FRAME,
		"TZSP", "10.0.0.1", 0},
	{"Teredo, RFC 4380 5.1.1, with origin", LINK_IPV4,
		IP("006c", "11") TO("0dd8", "0058")
			"0000 edff f6fffffe"
			"6000 0000 0020 04 3f 200100000000000000000000000000aa"
			"20010db8000000000000000000000002" PACKET,
		"Teredo, IP in IP", "10.0.0.1", NO_MAC},
	{"CAPWAP, RFC 5415 4.3, 802.11", LINK_IPV4,
		IP("0064", "11") TO("147f", "0050")
			"0010 0300 00000000"
			"0802 0000 020000000002 0200000000aa 020000000001 0010"
			"aaaa03 000000 0800" PACKET,
		"CAPWAP", "10.0.0.1", 0},
	{"VXLAN in GRE in MPLS", LINK_ETHERNET,
		OUTER "8847 00011140" IP("0080", "2f") "0000 6558" MACS
		      "8100 0064 0800"
		      "4500 0052 0009 0000 ff11 0000 0a000003 0a000004"
		      TO("12b5", "003e") "08000000 00123400" FRAME,
		"MPLS, GRE, VXLAN", "10.0.0.1", 0},
	{"802.11, four addresses, QoS", LINK_WIFI,
		"8803 0000 0200000000bb 0200000000aa 020000000002 0010"
		"020000000001 0000 aaaa03 000000 0800" PACKET,
		"", NULL, 0},
	{"802.11, A-MSDU", LINK_WIFI,
		"8801 0000 0200000000aa 020000000001 0200000000aa 0010 8000"
		MACS "0028 aaaa03 000000 0800" PACKET,
		"", NULL, 0},
	{"radiotap with time and flags, check sequence behind", LINK_RADIOTAP,
		"0000 1900 03000080 00000000 00000000 0000000000000000 10"
		"0801 0000 0200000000aa 020000000001 020000000002 0010"
		"aaaa03 000000 0800" PACKET "11223344",
		"", NULL, 0},
	{"NFLOG", LINK_NFLOG,
		"0200 0005 0800 0100 08000300 0900 0a00 7465737400 000000"
		"2400 0900" PACKET,
		"", NULL, NO_MAC},
	{"PPP, RFC 1661", LINK_PPP, "ff03 0021" PACKET, "", NULL, NO_MAC},
	{"PPPoE without Ethernet", LINK_PPP_ETHER,
		"1100 0007 0022 0021" PACKET, "PPPoE", NULL, NO_MAC},
	{"Cisco HDLC", LINK_CISCO_HDLC, "0f00 0800" PACKET, "", NULL, NO_MAC},
	{"PPI", LINK_PPI, "00000800 01000000" FRAME, "", NULL, 0},
};

static void check_tunnels(const char *want, const struct packet *p)
{
	char text[128] = "";
	size_t n = 0;

	for (unsigned i = 0; i < p->tunnel_count; i++) {
		const char *name = packet_tunnel_text(p->tunnel[i]);
		assert_non_null(name);
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s",
			i ? ", " : "", name);
	}
	assert_string_equal(text, want);
}

/* The packet inside, whole. */
static void check_inside(const struct packet *p)
{
	char text[ENDPOINT_TEXT];

	assert_string_equal(endpoint_text(&p->src, text), "192.0.2.1:5060");
	assert_string_equal(endpoint_text(&p->dst, text), "192.0.2.2:5061");
	assert_int_equal(p->transport, TRANSPORT_UDP);
	assert_int_equal(p->kind, PACKET_DATAGRAM);
	assert_int_equal(p->dscp, 46);
	assert_int_equal(p->ttl, 64);
	assert_int_equal(p->ip_id, 1);
	assert_int_equal(p->ip_bytes, 32);
	assert_int_equal(p->payload_wire, 4);
	assert_int_equal(p->anomalies, 0);
	assert_int_equal(p->payload.n, 4);
	assert_memory_equal(p->payload.p, "\xde\xad\xbe\xef", 4);
}

static void check_outer(const char *want, const struct packet *p)
{
	char text[ADDR_TEXT];

	assert_int_equal(p->outer, want != NULL);
	if (want) {
		assert_string_equal(addr_text(&p->outer_src, text), want);
	}
}

static void reads(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(GOOD); i++) {
		const struct row *row = &GOOD[i];
		struct slice frame = hex_bytes(row->frame);
		struct packet p;
		enum undecoded why;
		print_message("# %s\n", row->name);
		assert_non_null(link_name(row->link));
		assert_int_equal(
			decode(row->link, frame, frame.n, &p, &why), V_OK);
		check_inside(&p);
		check_tunnels(row->tunnels, &p);
		check_outer(row->outer, &p);
		assert_int_equal(p.wire_bytes, frame.n);
		assert_int_equal(p.has_mac, row->macs != NO_MAC);
		if (p.has_mac) {
			assert_memory_equal(p.mac_src,
				row->macs == OUTSIDE ? "\x0a\0\0\0\0\1"
						     : "\2\0\0\0\0\1",
				6);
			assert_memory_equal(p.mac_dst,
				row->macs == OUTSIDE ? "\x0a\0\0\0\0\2"
						     : "\2\0\0\0\0\2",
				6);
		}
		hex_free(frame);
	}
}

/* A tunnel over UDP that the snapshot cut before it can be recognised stays a
 * datagram, cut; all else is too short, or the packet inside, cut. */
static void cut_by_snapshot(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(GOOD); i++) {
		struct slice frame = hex_bytes(GOOD[i].frame);
		struct packet whole;
		enum undecoded why;
		bool inside = false;
		print_message("# %s\n", GOOD[i].name);
		(void)decode(GOOD[i].link, frame, frame.n, &whole, &why);
		for (size_t n = 0; n < frame.n; n++) {
			struct slice cut = hex_prefix(frame, n);
			struct packet p;
			enum verdict v = decode(
				GOOD[i].link, cut, frame.n, &p, &why);
			if (v != V_OK) {
				assert_int_equal(why, UNDECODED_SHORT);
				assert_false(inside);
				hex_free(cut);
				continue;
			}
			assert_true(hex_inside(p.payload, cut));
			if (p.tunnel_count == whole.tunnel_count) {
				inside = true;
				assert_int_equal(p.payload_wire, 4);
			} else {
				assert_true(p.anomalies & PACKET_SNAPPED);
				assert_int_equal(p.src.port, 0xc000);
			}
			hex_free(cut);
		}
		assert_true(inside);
		hex_free(frame);
	}
}

static void any_byte_may_lie(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(GOOD); i++) {
		decode_lies(GOOD[i].link, GOOD[i].frame);
	}
}

/* What follows the outer IP header was cut in two on the way: the piece ends the
 * walk, and after reassembly link_resume goes on. Offset of the inside, then. */
static void goes_on_after_reassembly(void **state)
{
	static const struct {
		uint8_t protocol;
		const char *payload;
		const char *tunnels;
	} rows[] = {
		{47, "0000 0800" PACKET, "MPLS, GRE"},
		{17, TO("12b5", "003e") "08000000 00123400" FRAME,
			"MPLS, VXLAN"},
		{4, PACKET, "MPLS, IP in IP"},
		{115, "00000009 77777777" FRAME, "MPLS, L2TP"},
	};
	struct slice piece = hex_bytes(OUTER
		"8100 0007 8847 00011140"
		"4500 001c 0009 2000 ff2f 0000 0a000001 0a000002"
		"0000000000000000");

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice payload = hex_bytes(rows[i].payload);
		struct packet p;
		enum undecoded why;
		assert_int_equal(
			decode(LINK_ETHERNET, piece, piece.n, &p, &why), V_OK);
		assert_int_equal(p.kind, PACKET_PIECE);
		check_tunnels("MPLS", &p);
		assert_int_equal(link_resume(rows[i].protocol, payload, &p,
					 &why), V_OK);
		check_inside(&p);
		check_tunnels(rows[i].tunnels, &p);
		check_outer("10.0.0.1", &p);
		assert_true(hex_inside(p.payload, payload));
		assert_int_equal(p.vlan_count, 1);
		assert_int_equal(p.vlan[0], 7);
		hex_free(payload);
	}
	hex_free(piece);
}

/* Pieces inside a tunnel, and a tunnel in them: lists and addresses outside go
 * on where they were, and the limit counts over all. */
static void pieces_inside_tunnels(void **state)
{
	struct slice frame = hex_bytes(
		IP("0034", "04") "4500 0020 0009 2000 4004 0000 c0000201"
				 "c0000202 000000000000000000000000");
	struct slice rest = hex_bytes(PACKET);
	struct packet p;
	enum undecoded why;

	(void)state;
	assert_int_equal(decode(LINK_IPV4, frame, frame.n, &p, &why), V_OK);
	assert_int_equal(p.kind, PACKET_PIECE);
	assert_int_equal(p.piece.protocol, 4);
	check_tunnels("IP in IP", &p);
	for (unsigned i = 2; i <= PACKET_TUNNELS; i++) {
		assert_int_equal(link_resume(4, rest, &p, &why), V_OK);
		assert_int_equal(p.tunnel_count, i);
		check_inside(&p);
		check_outer("10.0.0.1", &p);
	}
	assert_int_equal(link_resume(4, rest, &p, &why), V_MALFORMED);
	assert_int_equal(why, UNDECODED_DEEP);
	hex_free(frame);
	hex_free(rest);
}

static void names(void **state)
{
	(void)state;
	for (int t = TUNNEL_NONE + 1; t < TUNNEL_KINDS; t++) {
		assert_non_null(packet_tunnel_text((enum tunnel)t));
	}
	assert_null(packet_tunnel_text(TUNNEL_NONE));
	assert_null(packet_tunnel_text(TUNNEL_KINDS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(cut_by_snapshot),
		cmocka_unit_test(any_byte_may_lie),
		cmocka_unit_test(goes_on_after_reassembly),
		cmocka_unit_test(pieces_inside_tunnels),
		cmocka_unit_test(names),
	};

	return RUN_TESTS(tests);
}
