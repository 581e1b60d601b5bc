/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Frames written by hand after the standards, for every link type and every
 * header in them: what is read, what is refused and why. Then the laws: a cut
 * frame gives the same packet or says "short", and no change of any byte makes
 * the payload leave the frame.
 */
#include "tests/unit/link_frames.h"

struct row {
	const char *name;
	uint32_t link;
	const char *frame;
	const char *vlans; /* "count outermost second" */
	uint32_t anomalies;
	uint32_t payload_wire;
	uint32_t ip_bytes;
	unsigned knows;
};

#define V6     1U /* the addresses are IPv6 */
#define SENDER 2U /* the sender's MAC address is known */
#define BOTH   6U /* and the receiver's */

/* Each is a whole frame on the wire. */
static const struct row GOOD[] = {
	{"Ethernet, RFC 894", LINK_ETHERNET, ETH IP4 UDP DATA, "0", 0, 4, 32,
		BOTH},
	{"padding to 60 bytes cut off, IEEE 802.3", LINK_ETHERNET,
		ETH IP4 UDP DATA "0000000000000000000000000000", "0", 0, 4, 32,
		BOTH},
	{"802.1Q", LINK_ETHERNET, MACS "8100 e064 0800" IP4 UDP DATA, "1 100",
		0, 4, 32, BOTH},
	{"802.1ad, then 802.1Q", LINK_ETHERNET,
		MACS "88a8 0fff 8100 0001 86dd" IP6("000c", "11") UDP DATA,
		"2 4095 1", 0, 4, 52, V6 | BOTH},
	{"three tags, the old type first", LINK_ETHERNET,
		MACS "9100 0007 8100 0008 8100 0009 0800" IP4 UDP DATA, "3 7 8",
		0, 4, 32, BOTH},
	{"eight tags", LINK_ETHERNET,
		MACS
		"8100 0001 8100 0002 8100 0003 8100 0004 8100 0005 8100 0006"
		"8100 0007 8100 0008 0800" IP4 UDP DATA,
		"8 1 2", 0, 4, 32, BOTH},
	{"802.3 and SNAP, RFC 1042, padded", LINK_ETHERNET,
		MACS "0028 aaaa03 000000 0800" IP4 UDP DATA "0000", "0", 0, 4,
		32, BOTH},
	{"SNAP behind a tag, bridged form", LINK_ETHERNET,
		MACS "8100 0005 003c aaaa03 0000f8 86dd" IP6("000c", "11")
			UDP DATA,
		"1 5", 0, 4, 52, V6 | BOTH},
	{"IP on its own LLC point", LINK_ETHERNET,
		MACS "0023 060603" IP4 UDP DATA, "0", 0, 4, 32, BOTH},
	{"cooked v1", LINK_LINUX_SLL,
		"0000 0001 0006 020000000001 0000 0800" IP4 UDP DATA, "0", 0, 4,
		32, SENDER},
	{"cooked v1 of a device without address", LINK_LINUX_SLL,
		"0004 fffe 0000 0000000000000000 86dd" IP6("000c", "11")
			UDP DATA,
		"0", 0, 4, 52, V6},
	{"cooked v1, tag inside", LINK_LINUX_SLL,
		"0000 0001 0006 020000000001 0000 8100 0064 0800" IP4 UDP DATA,
		"1 100", 0, 4, 32, SENDER},
	{"cooked v1, LLC", LINK_LINUX_SLL,
		"0000 0001 0006 020000000001 0000 0004 aaaa03 000000 0800" IP4
			UDP DATA,
		"0", 0, 4, 32, SENDER},
	{"cooked v2", LINK_LINUX_SLL2,
		"0800 0000 00000002 0001 00 06 020000000001 0000" IP4 UDP DATA,
		"0", 0, 4, 32, SENDER},
	{"cooked v2, tag inside, IPv6", LINK_LINUX_SLL2,
		"8100 0000 00000002 0001 00 06 020000000001 0000 0007 86dd" IP6(
			"000c", "11") UDP DATA,
		"1 7", 0, 4, 52, V6 | SENDER},
	{"null, little-endian", LINK_NULL, "02000000" IP4 UDP DATA, "0", 0, 4,
		32, 0},
	{"null, big-endian", LINK_NULL, "00000002" IP4 UDP DATA, "0", 0, 4, 32,
		0},
	{"null, AF_INET6 of Linux", LINK_NULL,
		"0a000000" IP6("000c", "11") UDP DATA, "0", 0, 4, 52, V6},
	{"null, of NetBSD", LINK_NULL, "00000018" IP6("000c", "11") UDP DATA,
		"0", 0, 4, 52, V6},
	{"null, of FreeBSD", LINK_NULL, "1c000000" IP6("000c", "11") UDP DATA,
		"0", 0, 4, 52, V6},
	{"null, of Darwin", LINK_NULL, "1e000000" IP6("000c", "11") UDP DATA,
		"0", 0, 4, 52, V6},
	{"null with an EtherType in its second half", LINK_NULL,
		"0f00 0800" IP4 UDP DATA, "0", 0, 4, 32, 0},
	{"loop", LINK_LOOP, "00000002" IP4 UDP DATA, "0", 0, 4, 32, 0},
	{"raw, version 4", LINK_RAW, IP4 UDP DATA, "0", 0, 4, 32, 0},
	{"raw, version 6", LINK_RAW, IP6("000c", "11") UDP DATA, "0", 0, 4, 52,
		V6},
	{"raw, old number", LINK_RAW_12, IP4 UDP DATA, "0", 0, 4, 32, 0},
	{"raw, OpenBSD's old number", LINK_RAW_14, IP4 UDP DATA, "0", 0, 4, 32,
		0},
	{"raw IPv4", LINK_IPV4, IP4 UDP DATA, "0", 0, 4, 32, 0},
	{"raw IPv6", LINK_IPV6, IP6("000c", "11") UDP DATA, "0", 0, 4, 52, V6},
	{"IPv4 options, RFC 791 3.1", LINK_IPV4,
		"46b8 0024 0001 0000 4011" ADDR4 "94040000" UDP DATA, "0",
		PACKET_IP_OPTIONS, 4, 36, 0},
	{"don't-fragment is no fragment", LINK_IPV4,
		"45b8 0020 0001 4000 4011" ADDR4 UDP DATA, "0", 0, 4, 32, 0},
	{"IPv4 total length 0: segmentation off-load", LINK_IPV4,
		"45b8 0000 0001 0000 4011" ADDR4 UDP DATA, "0", 0, 4, 32, 0},
	{"IPv4 with AH, RFC 4302", LINK_IPV4,
		"45b8 0038 0001 0000 4033" ADDR4
		"1104 0000 00000100 00000001 000000000000000000000000" UDP DATA,
		"0", 0, 4, 56, 0},
	{"IPv6, every extension, RFC 8200 4.1", LINK_IPV6,
		IP6("003c",
			"00") "2b00 050200000100"  /* hop-by-hop */
			      "3c00 000000000000"  /* routing */
			      "2c00 010400000000"  /* destination */
			      "3300 0000 00000001" /* atomic fragment */
			      "1102 0000 00000100 00000001 00000000" /* AH */
		UDP DATA,
		"0", 0, 4, 100, V6},
	{"IPv6 hop-by-hop of 16 bytes", LINK_IPV6,
		IP6("001c",
			"00") "1101 0104 00000000 0104 00000000 0000" UDP DATA,
		"0", 0, 4, 68, V6},
	{"IPv6 payload length 0: jumbo or off-load", LINK_IPV6,
		IP6("0000", "11") UDP DATA, "0", 0, 4, 52, V6},
	{"UDP length 0, RFC 2675 4", LINK_IPV4, IP4 "13c4 13c5 0000 0000" DATA,
		"0", 0, 4, 32, 0},
	{"UDP without data", LINK_IPV4,
		"45b8 001c 0001 0000 4011" ADDR4 "13c4 13c5 0008 0000", "0", 0,
		0, 28, 0},
	{"UDP longer than IP: clamped", LINK_IPV4,
		IP4 "13c4 13c5 000d 0000" DATA, "0", PACKET_LENGTH_ODD, 4, 32,
		0},
	{"UDP shorter than IP: the rest is not data", LINK_IPV4,
		IP4 "13c4 13c5 000a 0000" DATA, "0", PACKET_LENGTH_ODD, 2, 32,
		0},
};

static const struct {
	const char *name;
	uint32_t link;
	const char *frame;
	enum verdict verdict;
	enum undecoded reason;
} REFUSED[] = {
	{"link type of Bluetooth", 187, ETH IP4 UDP DATA, V_NOT_MINE,
		UNDECODED_LINK_TYPE},
	{"ARP", LINK_ETHERNET, MACS "0806 0001 0800", V_NOT_MINE,
		UNDECODED_ETHERTYPE},
	{"spanning tree: LLC", LINK_ETHERNET, MACS "0007 424203 00000000",
		V_NOT_MINE, UNDECODED_ETHERTYPE},
	{"CDP: SNAP of another vendor", LINK_ETHERNET,
		MACS "000a aaaa03 00000c 2000 02b4", V_NOT_MINE,
		UNDECODED_ETHERTYPE},
	{"SNAP with a length as its type", LINK_ETHERNET,
		MACS "000b aaaa03 000000 0003 aaaa03", V_NOT_MINE,
		UNDECODED_ETHERTYPE},
	{"1501..1535 is neither length nor type", LINK_ETHERNET,
		MACS "05dd 060603" IP4, V_NOT_MINE, UNDECODED_ETHERTYPE},
	{"802.3 length shorter than LLC", LINK_ETHERNET, MACS "0002 060603" IP4,
		V_MALFORMED, UNDECODED_MALFORMED},
	{"nine tags", LINK_ETHERNET,
		MACS
		"8100 0001 8100 0002 8100 0003 8100 0004 8100 0005 8100 0006"
		"8100 0007 8100 0008 8100 0009 0800" IP4 UDP DATA,
		V_MALFORMED, UNDECODED_DEEP},
	{"netlink in a cooked frame", LINK_LINUX_SLL,
		"0000 0338 0000 0000000000000000 0000 14000000", V_NOT_MINE,
		UNDECODED_ETHERTYPE},
	{"null, no IP family", LINK_NULL, "07000000" IP4, V_NOT_MINE,
		UNDECODED_ETHERTYPE},
	{"null, a number in both halves", LINK_NULL, "02000200" IP4, V_NOT_MINE,
		UNDECODED_ETHERTYPE},
	{"null, beyond a byte", LINK_NULL, "00000102" IP4, V_NOT_MINE,
		UNDECODED_ETHERTYPE},
	{"raw, version 5", LINK_RAW, "55b8 0020", V_MALFORMED,
		UNDECODED_MALFORMED},
	{"raw, empty", LINK_RAW, "", V_MALFORMED, UNDECODED_MALFORMED},
	{"version 6 where 4 is said", LINK_ETHERNET,
		ETH IP6("000c", "11") UDP DATA, V_MALFORMED,
		UNDECODED_MALFORMED},
	{"version 4 where 6 is said", LINK_ETHERNET,
		ETH6 IP4 UDP DATA DATA DATA, V_MALFORMED, UNDECODED_MALFORMED},
	{"IPv4 header length 16", LINK_IPV4,
		"44b8 0020 0001 0000 4011" ADDR4 UDP DATA, V_MALFORMED,
		UNDECODED_MALFORMED},
	{"IPv4 total below its header", LINK_IPV4,
		"45b8 0013 0001 0000 4011" ADDR4 UDP DATA, V_MALFORMED,
		UNDECODED_MALFORMED},
	{"IPv4 options past the frame", LINK_IPV4,
		"4fb8 0040 0001 0000 4011" ADDR4 UDP DATA, V_MALFORMED,
		UNDECODED_MALFORMED},
	{"ICMP", LINK_IPV4, "45b8 0020 0001 0000 4001" ADDR4 UDP DATA,
		V_NOT_MINE, UNDECODED_IP_PROTOCOL},
	{"IPv6 no next header", LINK_IPV6, IP6("0000", "3b"), V_NOT_MINE,
		UNDECODED_IP_PROTOCOL},
	{"IPv6 extension past the payload", LINK_IPV6,
		IP6("0008", "00") "1101 000000000000" UDP DATA, V_MALFORMED,
		UNDECODED_MALFORMED},
	{"UDP header past the IP payload", LINK_IPV4,
		"45b8 001b 0001 0000 4011" ADDR4 UDP DATA, V_MALFORMED,
		UNDECODED_MALFORMED},
	{"TCP header of 16 bytes", LINK_IPV4,
		"45b8 0028 0001 0000 4006" ADDR4
		"13c4 13c5 00000001 00000002 4018 2000 0000 0000",
		V_MALFORMED, UNDECODED_MALFORMED},
	{"TCP options past the IP payload", LINK_IPV4,
		"45b8 0028 0001 0000 4006" ADDR4
		"13c4 13c5 00000001 00000002 6018 2000 0000 0000 02040578",
		V_MALFORMED, UNDECODED_MALFORMED},
	{"ESP, RFC 4303", LINK_IPV4,
		"45b8 0020 0001 0000 4032" ADDR4 "00001000 00000001 deadbeef",
		V_NOT_MINE, UNDECODED_ENCRYPTED},
	{"UDP length 7", LINK_IPV4, IP4 "13c4 13c5 0007 0000" DATA, V_MALFORMED,
		UNDECODED_MALFORMED},
};

static void check_vlans(const struct row *row, const struct packet *packet)
{
	struct slice rest = slice_of(row->vlans);
	uint64_t v = 99;

	assert_true(slice_u64(slice_cut(&rest, ' '), 255, &v));
	assert_int_equal(packet->vlan_count, v);
	for (size_t i = 0; rest.p; i++) {
		assert_true(slice_u64(slice_cut(&rest, ' '), 4095, &v));
		assert_int_equal(packet->vlan[i], v);
	}
}

static void check_addresses(const struct row *row, const struct packet *packet)
{
	char src[ENDPOINT_TEXT];
	char dst[ENDPOINT_TEXT];

	assert_string_equal(endpoint_text(&packet->src, src),
		row->knows & V6 ? "[2001:db8::1]:5060" : "192.0.2.1:5060");
	assert_string_equal(endpoint_text(&packet->dst, dst),
		row->knows & V6 ? "[2001:db8::2]:5061" : "192.0.2.2:5061");
	assert_int_equal(packet->ttl, row->knows & V6 ? 63 : 64);
	assert_int_equal(packet->dscp, 46);
	assert_int_equal(packet->has_mac_src, (row->knows & SENDER) != 0);
	assert_int_equal(packet->has_mac, (row->knows & BOTH) == BOTH);
	if (row->knows & SENDER) {
		assert_memory_equal(packet->mac_src, "\2\0\0\0\0\1", 6);
	}
	if (packet->has_mac) {
		assert_memory_equal(packet->mac_dst, "\2\0\0\0\0\2", 6);
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
		assert_int_equal(
			decode(row->link, frame, frame.n, &p, &why), V_OK);
		assert_int_equal(why, UNDECODED_NONE);
		check_addresses(row, &p);
		check_vlans(row, &p);
		assert_int_equal(p.anomalies, row->anomalies);
		assert_int_equal(p.payload_wire, row->payload_wire);
		assert_int_equal(p.ip_bytes, row->ip_bytes);
		assert_int_equal(p.wire_bytes, frame.n);
		assert_int_equal(p.payload.n, row->payload_wire);
		assert_memory_equal(
			p.payload.p, "\xde\xad\xbe\xef", p.payload.n);
		hex_free(frame);
	}
}

static void refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(REFUSED); i++) {
		struct slice frame = hex_bytes(REFUSED[i].frame);
		struct packet p;
		enum undecoded why;
		print_message("# %s\n", REFUSED[i].name);
		assert_int_equal(
			decode(REFUSED[i].link, frame, frame.n, &p, &why),
			REFUSED[i].verdict);
		assert_int_equal(why, REFUSED[i].reason);
		hex_free(frame);
	}
}

/* A frame of which the capture kept only the beginning is the same packet, or
 * too short for a header; lengths on the wire stay as they were. */
static void cut_by_snapshot(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(GOOD); i++) {
		struct slice frame = hex_bytes(GOOD[i].frame);
		size_t with_payload = 0;
		for (size_t n = 0; n < frame.n; n++) {
			struct slice cut = hex_prefix(frame, n);
			struct packet p;
			enum undecoded why;
			enum verdict v =
				decode(GOOD[i].link, cut, frame.n, &p, &why);
			if (v != V_OK) {
				assert_int_equal(v, V_TRUNCATED);
				assert_int_equal(why, UNDECODED_SHORT);
				assert_int_equal(with_payload, 0);
				hex_free(cut);
				continue;
			}
			with_payload++;
			assert_true(hex_inside(p.payload, cut));
			assert_int_equal(p.payload_wire, GOOD[i].payload_wire);
			assert_int_equal(p.anomalies & PACKET_SNAPPED ? 1 : 0,
				p.payload.n < p.payload_wire ? 1 : 0);
			hex_free(cut);
		}
		/* Each prefix that ends in or after the data is a packet. */
		assert_true(with_payload >= GOOD[i].payload_wire);
		hex_free(frame);
	}
}

/* The length on the wire lies: the frame claims to end where it was cut. */
static void cut_on_the_wire(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(GOOD); i++) {
		struct slice frame = hex_bytes(GOOD[i].frame);
		for (size_t n = 0; n < frame.n; n++) {
			struct slice cut = hex_prefix(frame, n);
			struct packet p;
			enum undecoded why;
			/* 0 on the wire is less than was captured. */
			size_t wire = n % 2 ? n : 0;
			if (decode(GOOD[i].link, cut, wire, &p, &why) == V_OK) {
				assert_true(hex_inside(p.payload, cut));
				assert_true(p.payload.n <= p.payload_wire);
			} else {
				assert_int_not_equal(why, UNDECODED_NONE);
			}
			hex_free(cut);
		}
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

/* IPv4 total length above what the frame had on the wire: IP is believed. */
static void ip_longer_than_frame(void **state)
{
	struct slice frame = hex_bytes(
		"45b8 0064 0001 0000 4011" ADDR4 "13c4 13c5 0050 0000" DATA);
	struct packet p;
	enum undecoded why;

	(void)state;
	assert_int_equal(decode(LINK_IPV4, frame, frame.n, &p, &why), V_OK);
	assert_int_equal(p.anomalies, PACKET_SNAPPED);
	assert_int_equal(p.payload_wire, 72);
	assert_int_equal(p.payload.n, 4);
	hex_free(frame);
}

/* RFC 8200 sets no limit to the chain; sixteen headers are ours. */
static void chain_is_bounded(void **state)
{
	char text[2048] = IP6("0000", "3c");
	const char *again = "3c00 000000000000";
	struct packet p;
	enum undecoded why;

	(void)state;
	for (int i = 1; i <= 17; i++) {
		const char *last = "1100 000000000000";
		char whole[4096];
		(void)snprintf(
			whole, sizeof(whole), "%s%s%s", text, last, UDP DATA);
		struct slice frame = hex_bytes(whole);
		enum verdict v = decode(LINK_IPV6, frame, frame.n, &p, &why);
		assert_int_equal(v, i <= 16 ? V_OK : V_MALFORMED);
		hex_free(frame);
		size_t used = strlen(text);
		(void)snprintf(text + used, sizeof(text) - used, "%s", again);
	}
}

static void names(void **state)
{
	(void)state;
	for (int r = UNDECODED_NONE; r < UNDECODED_REASONS; r++) {
		assert_non_null(undecoded_text((enum undecoded)r));
	}
	assert_null(undecoded_text(UNDECODED_REASONS));
	for (size_t i = 0; i < COUNT_OF(GOOD); i++) {
		assert_non_null(link_name(GOOD[i].link));
	}
	assert_string_equal(link_name(1), "Ethernet");
	assert_null(link_name(187));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(refuses),
		cmocka_unit_test(cut_by_snapshot),
		cmocka_unit_test(cut_on_the_wire),
		cmocka_unit_test(any_byte_may_lie),
		cmocka_unit_test(ip_longer_than_frame),
		cmocka_unit_test(chain_is_bounded),
		cmocka_unit_test(names),
	};

	return RUN_TESTS(tests);
}
