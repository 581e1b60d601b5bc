/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Advertisements by the pictures of RFC 3768 clause 5.1 and RFC 9568 clause 5.2,
 * and CARP's, which has the same number and another length. */
#include "dissect/dissector.h"

#include "tests/unit/hex.h"

static const struct {
	const char *name, *bytes;
	uint8_t ttl;
	enum verdict verdict;
	bool carp;
	unsigned group, priority;
} ROWS[] = {
	{"version 2: group, priority, one address",
		"21 0a 64 01 00 01 0000 0a00000a 0000000000000000", 255, V_OK,
		false, 10, 100},
	{"version 3", "31 0a ff 01 0064 0000 0a00000a", 255, V_OK, false, 10,
		255},
	{"steps back", "31 0a 00 01 0064 0000 0a00000a", 255, V_OK, false, 10,
		0},
	{"CARP",
		"21 07 64 07 00 01 0000 0000000000000001"
		"0000000000000000000000000000000000000000",
		255, V_OK, true, 7, 0},
	{"version 2 with seven addresses is none of CARP",
		"21 07 64 07 00 01 0000 00000001 00000002 00000003 00000004"
		"00000005 00000006 00000007 0000000000000000",
		255, V_OK, false, 7, 100},
	{"came over a router", "31 0a 64 01 0064 0000 0a00000a", 254,
		V_NOT_MINE, false, 0, 0},
	{"another type", "32 0a 64 01 0064 0000 0a00000a", 255, V_NOT_MINE,
		false, 0, 0},
	{"cut", "31 0a 64 01", 255, V_MALFORMED, false, 0, 0},
};

static enum verdict read_bytes(struct slice bytes, size_t wire, uint8_t ttl,
	struct event *ret)
{
	struct packet packet = {
		.kind = PACKET_BARE,
		.ttl = ttl,
		.payload = bytes,
		.payload_wire = (uint32_t)wire,
		.anomalies = bytes.n < wire ? PACKET_SNAPPED : 0,
	};
	struct cursor c = cursor_of(bytes.p, bytes.n);

	packet.protocol = 112;
	assert_true(dissector_vrrp.probe(&packet));
	enum verdict v = dissector_vrrp.parse(&c, &packet, ret);
	assert_true(v != V_OK || cursor_left(&c) == 0);
	return v;
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice bytes = hex_bytes(ROWS[i].bytes);
		static struct event e;
		enum verdict v = read_bytes(bytes, bytes.n, ROWS[i].ttl, &e);
		if (v != ROWS[i].verdict) {
			fail_msg("%s: %d", ROWS[i].name, (int)v);
		}
		if (v == V_OK) {
			assert_int_equal(e.network.kind, NETWORK_VRRP);
			assert_int_equal(e.network.vrrp.kind == VRRP_CARP, ROWS[i].carp);
			assert_int_equal(e.network.vrrp.active,
				ROWS[i].carp || ROWS[i].priority);
			assert_int_equal(e.network.vrrp.group, ROWS[i].group);
			assert_int_equal(
				e.network.vrrp.priority, ROWS[i].priority);
		}
		hex_free(bytes);
	}
}

static void test_prefixes(void **state)
{
	struct slice bytes = hex_bytes(ROWS[0].bytes);
	static struct event e;

	(void)state;
	for (size_t n = 0; n < bytes.n; n++) {
		struct slice cut = hex_prefix(bytes, n);
		assert_int_equal(read_bytes(cut, bytes.n, 255, &e),
			n < 8 ? V_TRUNCATED : V_OK);
		hex_free(cut);
	}
	hex_free(bytes);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_prefixes),
	};

	return RUN_TESTS(tests);
}
