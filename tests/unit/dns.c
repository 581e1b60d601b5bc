/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DNS messages by RFC 1035, and what their pointers and counts may lie about.
 */
#include "dissect/dns.h"

#include "dissect/dissector.h"
#include "lib/attr.h"
#include "tests/unit/hex.h"

/* Header: transaction, flags, then counts of the four sections. */
#define RESPONSE(counts)       "1234 8180 " counts " "
#define QUERY                  "1234 0100 0001 0000 0000 0000 "
#define Q(name, type)          name " " type " 0001 "
#define RR(name, type, length) name " " type " 0001 00000e10 " length " "
#define PBX_EXAMPLE            "03706278 076578616d706c65 00" /* pbx.example */
#define SIP_EXAMPLE            "03736970 076578616d706c65 00" /* sip.example */
#define IN_ADDR                "07696e2d61646472 0461727061 00" /* in-addr.arpa */
#define AT_12                  "c00c" /* the name of the first question */

static const struct {
	const char *name, *message;
	enum verdict verdict;
	unsigned count;
	const char *address, *host; /* of the last fact */
	unsigned left_out;
} rows[] = {
	{"A, its name a pointer",
		RESPONSE("0001 0001 0000 0000") Q(PBX_EXAMPLE, "0001")
			RR(AT_12, "0001", "0004") "0a000001",
		V_OK, 1, "10.0.0.1", "pbx.example", 0},
	{"A, its name whole",
		RESPONSE("0000 0001 0000 0000")
			RR(PBX_EXAMPLE, "0001", "0004") "c0000201",
		V_OK, 1, "192.0.2.1", "pbx.example", 0},
	{"AAAA, RFC 3596 clause 2.2",
		RESPONSE("0001 0001 0000 0000") Q(PBX_EXAMPLE, "001c") RR(AT_12,
			"001c", "0010") "20010db8000000000000000000000001",
		V_OK, 1, "2001:db8::1", "pbx.example", 0},
	{"two addresses",
		RESPONSE("0001 0002 0000 0000") Q(PBX_EXAMPLE, "0001")
			RR(AT_12, "0001", "0004") "0a000001" RR(
				AT_12, "0001", "0004") "0a000002",
		V_OK, 2, "10.0.0.2", "pbx.example", 0},
	/* The alias's data is the pointer at 41: 12 + 17 + 12. */
	{"CNAME: the name asked for, RFC 1034 clause 3.6.2",
		RESPONSE("0001 0002 0000 0000") Q(PBX_EXAMPLE, "0001")
			RR(AT_12, "0005", "0006") "03736970 c010" RR(
				"c029", "0001", "0004") "0a000009",
		V_OK, 1, "10.0.0.9", "pbx.example", 0},
	{"CNAME of a CNAME",
		RESPONSE("0001 0003 0000 0000") Q(PBX_EXAMPLE, "0001")
			RR(AT_12, "0005", "0004") "0161 c010" RR("c029", "0005",
				"0004") "0162 c010" RR("0162 c010", "0001",
				"0004") "0a000009",
		V_OK, 1, "10.0.0.9", "pbx.example", 0},
	{"CNAME that leads elsewhere",
		RESPONSE("0001 0002 0000 0000") Q(PBX_EXAMPLE, "0001")
			RR(AT_12, "0005", "0004") "0161 c010" RR(
				SIP_EXAMPLE, "0001", "0004") "0a000009",
		V_OK, 1, "10.0.0.9", "sip.example", 0},
	{"letters compare without case, RFC 1035 clause 2.3.3",
		RESPONSE("0001 0002 0000 0000") Q(PBX_EXAMPLE, "0001")
			RR(AT_12, "0005", "0004") "0141 c010" RR(
				"0161 c010", "0001", "0004") "0a000009",
		V_OK, 1, "10.0.0.9", "pbx.example", 0},
	{"PTR, RFC 1035 clause 3.5",
		RESPONSE("0000 0001 0000 0000")
			RR("0131 0132 0130 023130" IN_ADDR, "000c", "000d")
				PBX_EXAMPLE,
		V_OK, 1, "10.0.2.1", "pbx.example", 0},
	/* 4321:0:1:2:3:4:567:89ab */
	{"PTR, the example of RFC 3596 clause 2.5",
		RESPONSE("0000 0001 0000 0000")
			RR("0162 0161 0139 0138 0137 0136 0135 0130"
			   "0134 0130 0130 0130 0133 0130 0130 0130"
			   "0132 0130 0130 0130 0131 0130 0130 0130"
			   "0130 0130 0130 0130 0131 0132 0133 0134"
			   "03495036 0441525041 00",
				"000c", "000d") PBX_EXAMPLE,
		V_OK, 1, "4321:0:1:2:3:4:567:89ab", "pbx.example", 0},
	{"PTR of service discovery tells no address",
		RESPONSE("0000 0001 0000 0000") RR(
			"045f736970 045f756470 056c6f63616c 00", "000c", "000d")
			PBX_EXAMPLE,
		V_OK, 0, NULL, NULL, 0},
	{"PTR with a byte too large",
		RESPONSE("0000 0001 0000 0000")
			RR("03323536 0132 0130 023130" IN_ADDR, "000c", "000d")
				PBX_EXAMPLE,
		V_OK, 0, NULL, NULL, 0},
	/* "example" stands at 22. */
	{"SRV, its address in the additional section, RFC 2782",
		RESPONSE("0001 0001 0000 0001") Q(
			"045f736970 045f756470 076578616d706c65 00",
			"0021") RR(AT_12, "0021",
			"000c") "0000 0000 13c4 03706278 c016" RR("03706278 c016",
			"0001", "0004") "0a000001",
		V_OK, 1, "10.0.0.1", "pbx.example", 0},
	{"a question whose pointer leads forward",
		RESPONSE("0001 0000 0000 0000")
			Q("045f736970 045f756470 c010", "0021"),
		V_MALFORMED, 0, NULL, NULL, 0},
	{"mDNS: cache-flush bit, RFC 6762 clause 10.2",
		"0000 8400 0000 0001 0000 0000 0570686f6e65 056c6f63616c 00"
		"0001 8001 00000078 0004 0a000005",
		V_OK, 1, "10.0.0.5", "phone.local", 0},
	{"EDNS is passed over, RFC 6891",
		RESPONSE("0001 0001 0000 0001") Q(PBX_EXAMPLE, "0001")
			RR(AT_12, "0001", "0004") "0a000001"
						  "00 0029 1000 00000000 0000",
		V_OK, 1, "10.0.0.1", "pbx.example", 0},
	{"a query says nothing", QUERY Q(PBX_EXAMPLE, "0001"), V_OK, 0, NULL,
		NULL, 0},
	{"no such name: nothing",
		"1234 8183 0001 0000 0000 0000" Q(PBX_EXAMPLE, "0001"), V_OK, 0,
		NULL, NULL, 0},
	{"class CHAOS",
		RESPONSE("0000 0001 0000 0000") PBX_EXAMPLE
		"0001 0003 00000000 0004 0a000001",
		V_OK, 0, NULL, NULL, 0},
	{"an A of five bytes",
		RESPONSE("0000 0001 0000 0000")
			RR(PBX_EXAMPLE, "0001", "0005") "0a00000101",
		V_OK, 0, NULL, NULL, 1},
	{"an AAAA of four",
		RESPONSE("0000 0001 0000 0000")
			RR(PBX_EXAMPLE, "001c", "0004") "0a000001",
		V_OK, 0, NULL, NULL, 1},
	{"a dot inside a label", /* it would read like two */
		RESPONSE("0000 0001 0000 0000")
			RR("05782e636f6d 00", "0001", "0004") "0a000001",
		V_OK, 0, NULL, NULL, 1},
	{"an escape inside a label",
		RESPONSE("0000 0001 0000 0000")
			RR("031b5b6d 00", "0001", "0004") "0a000001",
		V_OK, 0, NULL, NULL, 1},
	{"the root has no name",
		RESPONSE("0000 0001 0000 0000")
			RR("00", "0001", "0004") "0a000001",
		V_OK, 0, NULL, NULL, 1},
	{"a pointer to itself",
		RESPONSE("0000 0001 0000 0000")
			RR("c00c", "0001", "0004") "0a000001",
		V_MALFORMED, 0, NULL, NULL, 0},
	{"a pointer forward",
		RESPONSE("0000 0001 0000 0000")
			RR("c010", "0001", "0004") "0a000001",
		V_MALFORMED, 0, NULL, NULL, 0},
	{"a pointer back into its own labels",
		RESPONSE("0000 0001 0000 0000")
			RR("0161 c00c", "0001", "0004") "0a000001",
		V_MALFORMED, 0, NULL, NULL, 0},
	/* Bytes 4 and 5, the count of questions, are "00 01": the root. */
	{"a pointer into the header is odd and allowed",
		RESPONSE("0001 0001 0000 0000") Q(PBX_EXAMPLE, "0001")
			RR("0161 c004", "0001", "0004") "0a000001",
		V_OK, 1, "10.0.0.1", "a", 0},
	{"label kind 01", RESPONSE("0001 0000 0000 0000") "4161 00 0001 0001",
		V_MALFORMED, 0, NULL, NULL, 0},
	{"label kind 10", RESPONSE("0001 0000 0000 0000") "8161 00 0001 0001",
		V_MALFORMED, 0, NULL, NULL, 0},
	{"a label past the end",
		RESPONSE("0001 0000 0000 0000") "3f616161 0001 0001",
		V_MALFORMED, 0, NULL, NULL, 0},
	{"more answers promised than there are",
		RESPONSE("0001 ffff 0000 0000") Q(PBX_EXAMPLE, "0001")
			RR(AT_12, "0001", "0004") "0a000001",
		V_MALFORMED, 1, "10.0.0.1", "pbx.example", 0},
	{"more questions than there are",
		RESPONSE("ffff 0000 0000 0000") Q(PBX_EXAMPLE, "0001"),
		V_MALFORMED, 0, NULL, NULL, 0},
	{"data longer than the message",
		RESPONSE("0001 0001 0000 0000") Q(PBX_EXAMPLE, "0001")
			RR(AT_12, "0001", "ffff") "0a000001",
		V_MALFORMED, 0, NULL, NULL, 0},
	{"bytes behind the message", QUERY Q(PBX_EXAMPLE, "0001") "00",
		V_MALFORMED, 0, NULL, NULL, 0},
	{"no section at all", RESPONSE("0000 0000 0000 0000"), V_NOT_MINE, 0,
		NULL, NULL, 0},
	{"an update, RFC 2136",
		"1234 2800 0001 0000 0000 0000" Q(PBX_EXAMPLE, "0006"),
		V_NOT_MINE, 0, NULL, NULL, 0},
	{"eleven bytes", "1234 8180 0001 0001 0000 00", V_NOT_MINE, 0, NULL,
		NULL, 0},
	{"empty", "", V_NOT_MINE, 0, NULL, NULL, 0},
};

static void messages(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice bytes = hex_bytes(rows[i].message);
		struct dns dns;
		char text[ADDR_TEXT];
		print_message("# %s\n", rows[i].name);
		assert_int_equal(dns_parse(bytes, &dns), rows[i].verdict);
		assert_int_equal(dns_is(bytes), rows[i].verdict == V_OK);
		assert_int_equal(dns.count, rows[i].count);
		assert_int_equal(dns.left_out, rows[i].left_out);
		if (dns.count) {
			uint32_t last = dns.count - 1;
			assert_string_equal(
				addr_text(&dns.facts[last].address, text),
				rows[i].address);
			assert_true(
				slice_is(dns_name(&dns, last), rows[i].host));
		}
		hex_free(bytes);
	}
}

/* The names of RFC 1035 clause 4.1.4: F.ISI.ARPA, FOO.F.ISI.ARPA, ARPA, the
 * root; then pointers that lead to pointers. Each owns an address. */
static void compression_of_the_rfc(void **state)
{
	static const char message[] =
		"0000 8400 0000 0007 0000 0000"
		/* 12 */
		"0146 03495349 0441525041 00 0001 0001 00000000 0004 01000001"
		/* 38: FOO and a pointer to 12 */
		"03464f4f c00c 0001 0001 00000000 0004 01000002"
		/* 58: a pointer to ARPA, at 18 */
		"c012 0001 0001 00000000 0004 01000003"
		/* 74: the root */
		"00 0001 0001 00000000 0004 01000004"
		/* pointers to a pointer: to 38, to 58, and a label before */
		"c026 0001 0001 00000000 0004 01000005"
		"c03a 0001 0001 00000000 0004 01000006"
		"0158 c026 0001 0001 00000000 0004 01000007";
	static const char *const names[] = {"F.ISI.ARPA", "FOO.F.ISI.ARPA",
		"ARPA", "FOO.F.ISI.ARPA", "ARPA", "X.FOO.F.ISI.ARPA"};
	struct slice bytes = hex_bytes(message);
	struct dns dns;

	(void)state;
	assert_int_equal(dns_parse(bytes, &dns), V_OK);
	assert_int_equal(dns.count, COUNT_OF(names));
	assert_int_equal(dns.left_out, 1); /* the root */
	for (uint32_t i = 0; i < COUNT_OF(names); i++) {
		assert_true(slice_is(dns_name(&dns, i), names[i]));
	}
	hex_free(bytes);
}

/* A name of @labels labels of 63 bytes and one of @rest, then type A. */
static size_t long_name(char *out, unsigned labels, unsigned rest)
{
	static const char head[] = {
		0x12, 0x34, (char)0x81, (char)0x80, 0, 0, 0, 1, 0, 0, 0, 0};
	static const char tail[] = {
		0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 10, 0, 0, 1};
	size_t n = sizeof(head);

	memcpy(out, head, n);
	for (unsigned i = 0; i <= labels; i++) {
		unsigned length = i < labels ? 63 : rest;
		out[n++] = (char)length;
		memset(out + n, 'a', length);
		n += length;
	}
	memcpy(out + n, tail, sizeof(tail));
	return n + sizeof(tail);
}

/* 255 octets with all length bytes: 3 x 64 + 62 + the root's one. */
static void longest_name(void **state)
{
	char out[512];
	struct dns dns;

	(void)state;
	struct slice m = {out, long_name(out, 3, 61)};
	assert_int_equal(dns_parse(m, &dns), V_OK);
	assert_int_equal(dns.count, 1);
	assert_int_equal(dns_name(&dns, 0).n, 253);
	m.n = long_name(out, 3, 62);
	assert_int_equal(dns_parse(m, &dns), V_MALFORMED);
}

/* More facts, and more text, than there is room for: counted. */
static void too_many(void **state)
{
	static char out[65536];
	struct dns dns;
	size_t n = 12;
	unsigned records = 0;

	(void)state;
	memset(out, 0, sizeof(out));
	out[2] = (char)0x84;
	while (records < 4000) {
		out[n] = 1;
		out[n + 1] = (char)('a' + (int)(records % 26));
		out[n + 4] = 1; /* type A */
		out[n + 6] = 1; /* class IN */
		out[n + 12] = 4;
		out[n + 13] = 10;
		n += 17;
		records++;
		if (n > sizeof(out) - 17) {
			break;
		}
	}
	out[6] = (char)(records >> 8);
	out[7] = (char)(records & 0xff);
	struct slice m = {out, n};
	assert_int_equal(dns_parse(m, &dns), V_OK);
	assert_int_equal(dns.count, DNS_FACTS);
	assert_int_equal(dns.count + dns.left_out, records);
}

/* Every prefix: never a read past the end, and no whole message but one. */
static void every_prefix(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice bytes = hex_bytes(rows[i].message);
		struct dns dns;
		for (size_t n = 0; n < bytes.n; n++) {
			struct slice cut = hex_prefix(bytes, n);
			enum verdict v = dns_parse(cut, &dns);
			bool trailer = rows[i].verdict == V_MALFORMED;
			assert_true(v != V_OK || trailer);
			hex_free(cut);
		}
		hex_free(bytes);
	}
}

/* What was asked, what became of it, and where services are found. */
static void transactions(void **state)
{
	static const struct {
		const char *name, *message; /* the name is for readers */
		bool response, cut, edns;
		unsigned type, rcode, answers, services, port;
		const char *question, *target;
	} asked[] = {
		{"a question with EDNS, RFC 6891 clause 6.1.2",
			"1234 0100 0001 0000 0000 0001" Q(PBX_EXAMPLE, "0001")
			"00 0029 1000 00000000 0000",
			false, false, true, DNS_A, 0, 0, 0, 0, "pbx.example",
			NULL},
		{"no such name", "1234 8183 0001 0000 0000 0000" Q(
			PBX_EXAMPLE, "001c"), true, false, false, DNS_AAAA,
			DNS_NO_NAME, 0, 0, 0, "pbx.example", NULL},
		{"upper bits of the code are EDNS's, RFC 6891 clause 6.1.3",
			"1234 8180 0001 0000 0000 0001" Q(PBX_EXAMPLE, "0001")
			"00 0029 1000 01000000 0000",
			true, false, true, DNS_A, 16, 0, 0, 0, "pbx.example",
			NULL},
		{"cut", "1234 8380 0001 0000 0000 0000" Q(PBX_EXAMPLE, "0021"),
			true, true, false, DNS_SRV, 0, 0, 0, 0, "pbx.example",
			NULL},
		{"SRV, RFC 2782", RESPONSE("0001 0001 0000 0000") Q(
			"045f736970 045f756470 076578616d706c65 00", "0021")
			RR(AT_12, "0021", "0013") "000a 0064 13c5" PBX_EXAMPLE,
			true, false, false, DNS_SRV, 0, 1, 1, 5061,
			"_sip._udp.example", "pbx.example"},
		{"SRV of a service that is not offered: the root",
			RESPONSE("0001 0001 0000 0000") Q(PBX_EXAMPLE, "0021")
			RR(AT_12, "0021", "0007") "0000 0000 0000 00",
			true, false, false, DNS_SRV, 0, 1, 0, 0, "pbx.example",
			NULL},
		/* order, preference, "s", "SIP+D2U", "", replacement */
		{"NAPTR, RFC 3263 clause 4.1",
			RESPONSE("0001 0001 0000 0000") Q(PBX_EXAMPLE, "0023")
			RR(AT_12, "0023", "001c") "0032 0032 0173"
			"075349502b443255 00 " PBX_EXAMPLE,
			true, false, false, DNS_NAPTR, 0, 1, 1, 0,
			"pbx.example", "pbx.example"},
		{"NAPTR whose texts do not fit",
			RESPONSE("0001 0001 0000 0000") Q(PBX_EXAMPLE, "0023")
			RR(AT_12, "0023", "0006") "0032 0032 40 73",
			true, false, false, DNS_NAPTR, 0, 1, 0, 0,
			"pbx.example", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(asked); i++) {
		struct slice bytes = hex_bytes(asked[i].message);
		struct dns dns;
		enum verdict v = dns_parse(bytes, &dns);
		assert_int_equal(v, V_OK);
		assert_int_equal(dns.id, 0x1234);
		assert_int_equal(dns.response, asked[i].response);
		assert_int_equal(dns.cut, asked[i].cut);
		assert_int_equal(dns.edns, asked[i].edns);
		assert_int_equal(dns.type, asked[i].type);
		assert_int_equal(dns.rcode, asked[i].rcode);
		assert_int_equal(dns.answers, asked[i].answers);
		assert_int_equal(dns.service_count, asked[i].services);
		assert_true(slice_is((struct slice){dns.question,
			dns.question_n}, asked[i].question));
		if (asked[i].target) {
			assert_true(slice_is(dns_target(&dns, 0),
				asked[i].target));
			assert_int_equal(dns.services[0].port, asked[i].port);
		}
		hex_free(bytes);
	}
}

static void dissector(void **state)
{
	static const struct {
		uint16_t src, dst;
		const char *message;
		bool mine;
	} packets[] = {
		{40000, 53, QUERY Q(PBX_EXAMPLE, "0001"), true},
		{53, 40000, QUERY Q(PBX_EXAMPLE, "0001"), true},
		{5353, 5353, QUERY Q(PBX_EXAMPLE, "0001"), true},
		{40000, 5355, QUERY Q(PBX_EXAMPLE, "0001"), true},
		{40000, 5060, QUERY Q(PBX_EXAMPLE, "0001"), false},
		/* RTP, G.711 A-law, to port 53 */
		{7000, 53, "8008 0001 00000140 89abcdef d5d5d5d5", false},
		{7000, 53, "", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(packets); i++) {
		struct slice bytes = hex_bytes(packets[i].message);
		struct packet packet = {.payload = bytes};
		static struct event event;
		packet.src.port = packets[i].src;
		packet.dst.port = packets[i].dst;
		assert_int_equal(dissector_dns.probe(&packet), packets[i].mine);
		struct cursor c = cursor_of(bytes.p, bytes.n);
		enum verdict v = dissector_dns.parse(&c, &packet, &event);
		assert_int_equal(event.kind, EVENT_NAMES);
		assert_int_equal(cursor_left(&c), 0);
		assert_true(v == V_OK || !packets[i].mine);
		hex_free(bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages),
		cmocka_unit_test(compression_of_the_rfc),
		cmocka_unit_test(longest_name),
		cmocka_unit_test(too_many),
		cmocka_unit_test(every_prefix),
		cmocka_unit_test(transactions),
		cmocka_unit_test(dissector),
	};

	return RUN_TESTS(tests);
}
