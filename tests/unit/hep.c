/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HEP packets: the example of the specification, what agents are known to send
 * instead, and the ways in which lengths lie.
 */
#include "dissect/hep.h"

#include "tests/unit/hex.h"

/* The example of the HEP3 specification: 113 bytes. */
#define SPEC                                                                   \
	"48455033 0071 000000010007 02 000000020007 11"                        \
	"00000003000a d4ca0001 00000004000a 527400d3"                          \
	"000000070008 2eea 000000080008 13c4 00000009000a 4e4982cb"            \
	"0000000a000a 0001d4c0 0000000b0007 01 0000000c000a 000000e4"          \
	"0000000f0014 494e56495445207369703a626f62"
/* Version 2 as captagent sends it: little-endian time, length without it. */
#define V2                                                                     \
	"02100211 13c4 13c6 0a000004 0a000104"                                 \
	"2e6fa75d 94ad0000 0100 0000 5349502f322e30"
#define V1  "01100211 13c4 13c5 0a000164 c0a800fe 5349502f322e30"
#define NOW (INT64_C(1571254000) * NS_PER_S)

static enum verdict parse(struct slice bytes, struct hep *ret)
{
	return hep_parse(bytes, (uint32_t)bytes.n, NOW, ret);
}

static bool is_addr(const struct addr *a, const char *text)
{
	char out[ADDR_TEXT];

	return strcmp(addr_text(a, out), text) == 0;
}

static void example(void **state)
{
	struct slice bytes = hex_bytes(SPEC);
	struct hep h;

	(void)state;
	assert_int_equal(bytes.n, 113);
	assert_int_equal(parse(bytes, &h), V_OK);
	assert_int_equal(h.version, 3);
	assert_int_equal(h.type, HEP_SIP);
	assert_int_equal(hep_transport(h.protocol), TRANSPORT_UDP);
	assert_true(h.has_src && h.has_dst && h.has_time);
	assert_true(is_addr(&h.src.ip, "212.202.0.1"));
	assert_true(is_addr(&h.dst.ip, "82.116.0.211"));
	assert_int_equal(h.src.port, 12010);
	assert_int_equal(h.dst.port, 5060);
	assert_int_equal(h.seconds, 1313440459);
	assert_int_equal(h.microseconds, 120000);
	assert_int_equal(h.capture_id, 228);
	assert_int_equal(h.chunks, 11);
	assert_true(slice_is(h.payload, "INVITE sip:bob"));
	assert_int_equal(h.payload_wire, 14);
	assert_false(h.has_tos || h.has_vlan || h.has_mac_src);
	assert_null(h.node.p);
	hex_free(bytes);
}

/* Each prefix: nobody's, cut, or, where a chunk ends, still without payload.
 * The heap copy ends where the prefix does, so a sanitizer sees over-reads. */
static void prefixes(void **state)
{
	static const char *const texts[] = {SPEC, V1, V2};

	(void)state;
	for (size_t t = 0; t < COUNT_OF(texts); t++) {
		struct slice whole = hex_bytes(texts[t]);
		size_t head = t == 0 ? 99 : t == 1 ? 16 : 28;
		for (size_t n = 0; n < whole.n; n++) {
			struct slice part = hex_prefix(whole, n);
			struct hep h;
			enum verdict v =
				hep_parse(part, (uint32_t)whole.n, NOW, &h);
			enum verdict early =
				t == 0 && n >= 4 ? V_TRUNCATED : V_NOT_MINE;
			/* From its first byte on a payload is delivered. */
			bool some = t == 0 ? n >= head : n > head;
			assert_int_equal(v, some ? V_OK : early);
			if (some) {
				assert_true(h.payload.n < h.payload_wire);
			}
			hex_free(part);
		}
		hex_free(whole);
	}
}

static const struct {
	const char *name, *packet;
	enum verdict verdict;
	const char *payload; /* NULL: absent */
} ROWS[] = {
	{"no chunks", "48455033 0006", V_OK, NULL},
	{"another magic", "48455034 0006", V_NOT_MINE, NULL},
	{"magic of the later name", "45455031 000d 0000000f0007 41", V_OK, "A"},
	{"HTTP", "485454502f312e31", V_NOT_MINE, NULL},
	{"total below its own header", "48455033 0005", V_MALFORMED, NULL},
	{"total of zero", "48455033 0000 0000000f0007 41", V_MALFORMED, NULL},
	{"total below the datagram: the rest is not read",
		"48455033 000d 0000000f0007 41 0000000f0007 42", V_OK, "A"},
	{"total above the datagram, chunks fit: as sip3's test packet",
		"48455033 0220 0000000f0007 41", V_OK, "A"},
	{"total that ends inside a chunk", "48455033 000c 0000000f0007 41",
		V_MALFORMED, NULL},
	{"chunk of length 0", "48455033 000d 0000000f0000 41", V_MALFORMED,
		NULL},
	{"chunk of length 5", "48455033 000d 0000000f0005 41", V_MALFORMED,
		NULL},
	{"chunk of length 6: present, empty", "48455033 000c 0000000f0006",
		V_OK, ""},
	{"chunk past the packet", "48455033 000d 0000000f0008 41", V_MALFORMED,
		NULL},
	{"chunk of 65535", "48455033 000d 0000000fffff 41", V_MALFORMED, NULL},
	{"half a chunk header", "48455033 0009 0000000f", V_MALFORMED, NULL},
	{"vendors are stepped over",
		"48455033 001a 0005000f0007 42 0000000f0007 41 0001000b0006",
		V_OK, "A"},
	{"unknown types too", "48455033 0016 03e7 0000", V_MALFORMED, NULL},
	{"unknown type", "48455033 0016 000003e70009 010203 0000000f0007 41",
		V_OK, "A"},
	{"port of one byte", "48455033 000d 000000070007 41", V_MALFORMED,
		NULL},
	{"IPv4 address of five", "48455033 0011 00000003000b 0a00000101",
		V_MALFORMED, NULL},
	{"time of eight", "48455033 0014 00000009000e 0000000000000001",
		V_MALFORMED, NULL},
	{"type of two", "48455033 000e 0000000b0008 0001", V_MALFORMED, NULL},
	{"MAC of seven", "48455033 0013 00000014000d 01020304050607",
		V_MALFORMED, NULL},
	{"the last of two payloads",
		"48455033 0014 0000000f0007 42 0000000f0007 41", V_OK, "A"},
	{"compressed only", "48455033 000d 000000100007 78", V_OK, NULL},
	{"v1, no family that exists", "01100311 13c4 13c5 0a000164 c0a800fe 41",
		V_NOT_MINE, NULL},
	{"v1, no transport", "01100201 13c4 13c5 0a000164 c0a800fe 41",
		V_NOT_MINE, NULL},
	{"v1, nothing to carry", "01100211 13c4 13c5 0a000164 c0a800fe",
		V_NOT_MINE, NULL},
	{"v1, its length is not believed",
		"01ff0211 13c4 13c5 0a000164 c0a800fe 41", V_OK, "A"},
	{"STUN success (RFC 8489)",
		"0101000c 2112a442 000102030405060708090a0b", V_NOT_MINE, NULL},
	{"STUN request", "00010000 2112a442 000102030405060708090a0b",
		V_NOT_MINE, NULL},
};

static void rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice bytes = hex_bytes(ROWS[i].packet);
		struct hep h;
		enum verdict v = parse(bytes, &h);
		if (v != ROWS[i].verdict) {
			print_error("row: %s\n", ROWS[i].name);
		}
		assert_int_equal(v, ROWS[i].verdict);
		if (v == V_OK && ROWS[i].payload) {
			assert_true(slice_is(h.payload, ROWS[i].payload));
			assert_non_null(h.payload.p);
		} else if (v == V_OK) {
			assert_null(h.payload.p);
		}
		hex_free(bytes);
	}
}

static void append(char *text, size_t size, const char *more)
{
	size_t used = strlen(text);

	(void)snprintf(text + used, size - used, "%s", more);
}

static void too_many_chunks(void **state)
{
	char text[2048] = "48455033 0400";
	struct hep h;

	(void)state;
	for (int i = 0; i < HEP_CHUNKS; i++) {
		append(text, sizeof(text), "000003e70006");
	}
	struct slice bytes = hex_bytes(text);
	assert_int_equal(parse(bytes, &h), V_OK);
	assert_int_equal(h.chunks, HEP_CHUNKS);
	hex_free(bytes);
	append(text, sizeof(text), "000003e70006");
	bytes = hex_bytes(text);
	assert_int_equal(parse(bytes, &h), V_MALFORMED);
	hex_free(bytes);
}

static void what_chunks_tell(void **state)
{
	struct slice bytes = hex_bytes(
		"48455033 0200 000000020007 06"
		"000000050016 20010db8000000000000000000000001"
		"000000060016 20010db8000000000000000000000002"
		"000000120008 6064 00000013000b 7362632d31"
		"00000014000c 020000000001 00000015000e 0000020000000002"
		"000000180007 b8 000000110009 612e62 0000000b0007 05");
	struct hep h;

	(void)state;
	assert_int_equal(parse(bytes, &h), V_OK);
	assert_int_equal(hep_transport(h.protocol), TRANSPORT_TCP);
	assert_true(is_addr(&h.src.ip, "2001:db8::1"));
	assert_true(is_addr(&h.dst.ip, "2001:db8::2"));
	assert_true(h.has_vlan && h.has_tos && h.has_mac_src && h.has_mac_dst);
	assert_int_equal(h.vlan, 100); /* without the priority */
	assert_int_equal(h.tos >> 2, 46);
	assert_memory_equal(h.mac_src, "\x02\0\0\0\0\x01", 6);
	assert_memory_equal(h.mac_dst, "\x02\0\0\0\0\x02", 6);
	assert_true(slice_is(h.node, "sbc-1"));
	assert_true(slice_is(h.correlation, "a.b"));
	assert_int_equal(h.type, HEP_RTCP);
	assert_false(h.has_time);
	hex_free(bytes);
}

/* sip3-salto's test packet: IPv4 addresses mapped into chunks of IPv4. */
static void mapped(void **state)
{
	struct slice bytes = hex_bytes(
		"48455033 0032 000000030016 00000000000000000000ffff4f8e5676"
		"000000040016 00000000000000000000ffffd430c596");
	struct hep h;

	(void)state;
	assert_int_equal(parse(bytes, &h), V_OK);
	assert_true(is_addr(&h.src.ip, "79.142.86.118"));
	assert_true(is_addr(&h.dst.ip, "212.48.197.150"));
	hex_free(bytes);
}

static void old_versions(void **state)
{
	static const struct {
		const char *packet;
		uint8_t version;
		uint32_t seconds, microseconds, id;
		const char *src, *dst, *payload;
		enum transport transport;
	} rows[] = {
		{V1, 1, 0, 0, 0, "10.0.1.100", "192.168.0.254", "SIP/2.0",
			TRANSPORT_UDP},
		{V2, 2, 1571254062, 44436, 1, "10.0.0.4", "10.0.1.4", "SIP/2.0",
			TRANSPORT_UDP},
		/* Big-endian, as heplify-server reads it. */
		{"02100211 13c4 13c6 0a000004 0a000104 5da76f2e 0000ad94 0001"
		 "0000 5349502f322e30",
			2, 1571254062, 44436, 1, "10.0.0.4", "10.0.1.4",
			"SIP/2.0", TRANSPORT_UDP},
		/* Without padding; length with the time; Linux's AF_INET6;
		 * TLS, as Kamailio says it. */
		{"02320a16 13c4 13c6 20010db8000000000000000000000001"
		 "20010db8000000000000000000000002 2e6fa75d 94ad0000 0100"
		 "494e56495445",
			2, 1571254062, 44436, 1, "2001:db8::1", "2001:db8::2",
			"INVITE", TRANSPORT_TLS},
		/* sngrep's length byte; FreeBSD's AF_INET6; TCP. */
		{"01011c06 13c4 13c6 20010db8000000000000000000000001"
		 "20010db8000000000000000000000002 80",
			1, 0, 0, 0, "2001:db8::1", "2001:db8::2", "\x80",
			TRANSPORT_TCP},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice bytes = hex_bytes(rows[i].packet);
		struct hep h;
		assert_int_equal(parse(bytes, &h), V_OK);
		assert_int_equal(h.version, rows[i].version);
		assert_int_equal(h.has_time, rows[i].version == 2);
		assert_int_equal(h.seconds, rows[i].seconds);
		assert_int_equal(h.microseconds, rows[i].microseconds);
		assert_int_equal(h.capture_id, rows[i].id);
		assert_true(is_addr(&h.src.ip, rows[i].src));
		assert_true(is_addr(&h.dst.ip, rows[i].dst));
		assert_int_equal(h.src.port, 5060);
		assert_true(slice_is(h.payload, rows[i].payload));
		assert_int_equal(hep_transport(h.protocol), rows[i].transport);
		assert_int_equal(h.type, HEP_SIP);
		hex_free(bytes);
	}
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(hep_type_text(1), "SIP");
	assert_string_equal(hep_type_text(5), "RTCP");
	assert_string_equal(hep_type_text(100), "log");
	assert_null(hep_type_text(0));
	assert_null(hep_type_text(99));
	assert_null(hep_type_text(101));
	assert_null(hep_type_text(255));
	assert_int_equal(hep_transport(132), TRANSPORT_SCTP);
	assert_int_equal(hep_transport(0), TRANSPORT_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(example),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(rows),
		cmocka_unit_test(too_many_chunks),
		cmocka_unit_test(what_chunks_tell),
		cmocka_unit_test(mapped),
		cmocka_unit_test(old_versions),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
