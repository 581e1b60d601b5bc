/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DHCPv6 by RFC 8415 clauses 8, 9, 21, the options of RFC 3319, 3646, 4075, 5908,
 * and what their lengths may lie about. */
#include "dissect/dissector.h"
#include "lib/attr.h"

#include "tests/unit/hex.h"

#define A  "20010db8000000000000000000000010"
#define PBX "2001:db8::10"
#define IDS "0001 000a 00030001001565000022 0002 000a 0003000100a057000001 "
#define ANSWER "02 001234 " IDS
#define RELAYED                                                                \
	"0d 00 00000000000000000000000000000000"                               \
	"00000000000000000000000000000000 "

static const struct {
	const char *name, *bytes;
	size_t least; /* bytes that it has at least */
	enum verdict verdict;
	unsigned type;
	const char *sip, *dns, *time, *given;
} ROWS[] = {
	{"SOLICIT", "01 001234 0001 000a 00030001001565000022", 4, V_OK,
		DHCPV6_SOLICIT, NULL, NULL, NULL, NULL},
	{"ADVERTISE: SIP (22), DNS (23), NTP (56)", ANSWER "0016 0010" A
		"0017 0010" A "0038 0014 0001 0010" A, 4, V_OK,
		DHCPV6_ADVERTISE, PBX, PBX, PBX, NULL},
	{"SNTP (31), and an address (3, 5)", ANSWER "001f 0010" A
		"0003 0028 00000001 00000000 00000000 0005 0018" A
		"00000e10 00000e10", 4, V_OK, DHCPV6_ADVERTISE, NULL, NULL, PBX,
		PBX},
	{"REPLY inside of a relay's", RELAYED "0009 0018 07 001234"
		"0016 0010" A, 62, V_OK, DHCPV6_REPLY, PBX, NULL, NULL, NULL},
	{"NTP by name alone (56, 3)", ANSWER "0038 0007 0003 0003 01 61 00", 4,
		V_OK, DHCPV6_ADVERTISE, NULL, NULL, NULL, NULL},
	{"an address too short", ANSWER "0016 000f 0102030405060708090a0b0c0d0e"
		"0f", 4, V_OK, DHCPV6_ADVERTISE, NULL, NULL, NULL, NULL},
	{"an option past the end", ANSWER "0016 0020" A, 4, V_MALFORMED, 0, NULL,
		NULL, NULL, NULL},
	{"a relay with nothing in it", RELAYED "0012 0002 0000", 62,
		V_MALFORMED, 0, NULL, NULL, NULL, NULL},
	{"another type", "63 001234", 4, V_NOT_MINE, 0, NULL, NULL, NULL, NULL},
};

static enum verdict read_bytes(struct slice bytes, size_t wire, struct event *ret)
{
	struct packet packet = {
		.kind = PACKET_DATAGRAM,
		.transport = TRANSPORT_UDP,
		.dst = {.port = 546},
		.payload = bytes,
		.payload_wire = (uint32_t)wire,
		.anomalies = bytes.n < wire ? PACKET_SNAPPED : 0,
	};
	struct cursor c = cursor_of(bytes.p, bytes.n);

	if (!dissector_dhcpv6.probe(&packet)) {
		return V_NOT_MINE;
	}
	enum verdict v = dissector_dhcpv6.parse(&c, &packet, ret);
	assert_true(v != V_OK || cursor_left(&c) == 0);
	return v;
}

/* Cut anywhere it is never taken for whole but by its first bytes alone. */
static void test_prefixes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice bytes = hex_bytes(ROWS[i].bytes);
		for (size_t n = 0; n < bytes.n; n++) {
			struct slice cut = hex_prefix(bytes, n);
			static struct event e;
			enum verdict v = read_bytes(cut, bytes.n, &e);
			assert_true(v != V_MALFORMED ||
				    ROWS[i].verdict == V_MALFORMED);
			assert_true(v != V_OK || n >= ROWS[i].least);
			hex_free(cut);
		}
		hex_free(bytes);
	}
}

static void same(const struct addr *a, const char *want)
{
	char text[ADDR_TEXT];

	if (want) {
		assert_string_equal(addr_text(a, text), want);
	} else {
		assert_true(addr_is_any(a));
	}
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice bytes = hex_bytes(ROWS[i].bytes);
		static struct event e;
		const struct dhcpv6 *d = &e.network.dhcpv6;
		assert_int_equal(read_bytes(bytes, bytes.n, &e), ROWS[i].verdict);
		if (ROWS[i].verdict == V_OK) {
			assert_int_equal(d->type, ROWS[i].type);
			assert_int_equal(d->xid, 0x1234);
			same(&d->sip, ROWS[i].sip);
			same(&d->dns, ROWS[i].dns);
			same(&d->time, ROWS[i].time);
			same(&d->given, ROWS[i].given);
		}
		hex_free(bytes);
	}
}

/* Relays in relays, more than there may be: refused, without recursion. */
static void test_nested(void **state)
{
	static char bytes[38 * 64];
	static struct event e;

	(void)state;
	for (size_t i = 0; i < 64; i++) {
		size_t rest = sizeof(bytes) - (i + 1) * 38;
		char *p = bytes + i * 38;
		p[0] = 12;
		p[35] = 9;
		p[36] = (char)(rest >> 8);
		p[37] = (char)rest;
	}
	assert_int_equal(read_bytes((struct slice){bytes, sizeof(bytes)},
				 sizeof(bytes), &e), V_MALFORMED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_nested),
		cmocka_unit_test(test_prefixes),
	};

	return RUN_TESTS(tests);
}
