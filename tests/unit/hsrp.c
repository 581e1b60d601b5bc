/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hellos by the picture of RFC 2281 clause 5.1; of HSRP version 2 and of GLBP as
 * Cisco's routers send them. */
#include "dissect/dissector.h"

#include "tests/unit/hex.h"

#define V2_TAIL                                                                \
	"000a 00000c9ff00a 00000064 00000bb8 00002710"                         \
	"0a00000a 000000000000000000000000"
#define GLBP_HEAD "01 00 000a 0000 0007b4000a01"
#define GLBP_TAIL                                                              \
	"00 64 0000 00000bb8 00002710 0258 3840 0000 01 04 0a00000a"

static const struct {
	const char *name, *bytes;
	uint16_t port;
	enum verdict verdict;
	enum vrrp_kind kind;
	bool active;
	unsigned version, group, priority;
} ROWS[] = {
	{"version 1, active", "00 00 10 03 0a 64 0a 00 636973636f000000 0a00000a",
		1985, V_OK, VRRP_HSRP, true, 1, 10, 100},
	{"on standby", "00 00 08 03 0a 5a 0a 00 636973636f000000 0a00000a", 1985,
		V_OK, VRRP_HSRP, false, 1, 10, 90},
	{"takes over (coup)",
		"00 01 10 03 0a 64 0a 00 636973636f000000 0a00000a", 1985, V_OK,
		VRRP_HSRP, true, 1, 10, 100},
	{"resigns", "00 02 10 03 0a 64 0a 00 636973636f000000 0a00000a", 1985,
		V_OK, VRRP_HSRP, false, 1, 10, 100},
	{"advertises its interface", "00 03 00010e 0000 0001 0000000000000000"
				     "0000000000",
		1985, V_NOT_MINE, VRRP_HSRP, false, 0, 0, 0},
	{"version 2, active", "01 28 02 00 06 04" V2_TAIL, 1985, V_OK,
		VRRP_HSRP, true, 2, 10, 100},
	{"version 2 of IPv6, on standby", "01 28 02 00 05 06" V2_TAIL, 2029,
		V_OK, VRRP_HSRP, false, 2, 10, 100},
	{"version 2, an element too short", "01 10 02 00 06 04" V2_TAIL, 1985,
		V_NOT_MINE, VRRP_HSRP, false, 0, 0, 0},
	{"version 2 that passes the end", "01 ff 02 00 06 04" V2_TAIL, 1985,
		V_MALFORMED, VRRP_HSRP, false, 0, 0, 0},
	{"version 1, cut", "00 00 10 03 0a 64 0a 00", 1985, V_MALFORMED,
		VRRP_HSRP, false, 0, 0, 0},
	{"GLBP, active", GLBP_HEAD "01 1c 00 20" GLBP_TAIL, 3222, V_OK,
		VRRP_GLBP, true, 1, 10, 100},
	{"GLBP, on standby", GLBP_HEAD "01 1c 00 10" GLBP_TAIL, 3222, V_OK,
		VRRP_GLBP, false, 1, 10, 100},
	{"GLBP without a hello", GLBP_HEAD "02 04 0000", 3222, V_NOT_MINE,
		VRRP_GLBP, false, 0, 0, 0},
	{"GLBP, an element of one byte", GLBP_HEAD "02 01 0000", 3222,
		V_MALFORMED, VRRP_GLBP, false, 0, 0, 0},
	{"GLBP, an element that passes the end", GLBP_HEAD "01 ff 00 20", 3222,
		V_MALFORMED, VRRP_GLBP, false, 0, 0, 0},
	{"GLBP, a hello of nothing", GLBP_HEAD "01 02", 3222, V_NOT_MINE,
		VRRP_GLBP, false, 0, 0, 0},
};

static enum verdict read_bytes(
	struct slice bytes, size_t wire, uint16_t port, struct event *ret)
{
	static const uint8_t all[4] = {224, 0, 0, 102};
	struct packet packet = {
		.kind = PACKET_DATAGRAM,
		.transport = TRANSPORT_UDP,
		.dst = {addr_v4(all), port},
		.payload = bytes,
		.payload_wire = (uint32_t)wire,
		.anomalies = bytes.n < wire ? PACKET_SNAPPED : 0,
	};
	struct cursor c = cursor_of(bytes.p, bytes.n);

	assert_true(dissector_hsrp.probe(&packet));
	enum verdict v = dissector_hsrp.parse(&c, &packet, ret);
	assert_true(v != V_OK || cursor_left(&c) == 0);
	return v;
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice bytes = hex_bytes(ROWS[i].bytes);
		static struct event e;
		enum verdict v = read_bytes(bytes, bytes.n, ROWS[i].port, &e);
		if (v != ROWS[i].verdict) {
			fail_msg("%s: %d", ROWS[i].name, (int)v);
		}
		if (v == V_OK) {
			const struct vrrp *r = &e.network.vrrp;
			assert_int_equal(e.network.kind, NETWORK_VRRP);
			assert_int_equal(r->kind, ROWS[i].kind);
			assert_int_equal(r->active, ROWS[i].active);
			assert_int_equal(r->version, ROWS[i].version);
			assert_int_equal(r->group, ROWS[i].group);
			assert_int_equal(r->priority, ROWS[i].priority);
		}
		hex_free(bytes);
	}
}

/* A prefix is cut; none is read past its end. */
static void test_prefixes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice bytes = hex_bytes(ROWS[i].bytes);
		static struct event e;
		for (size_t n = 0; n < bytes.n; n++) {
			struct slice cut = hex_prefix(bytes, n);
			enum verdict v = read_bytes(
				cut, bytes.n, ROWS[i].port, &e);
			assert_true(v != V_MALFORMED);
			hex_free(cut);
		}
		hex_free(bytes);
	}
}

static void test_probe(void **state)
{
	struct packet packet = {
		.kind = PACKET_DATAGRAM,
		.transport = TRANSPORT_UDP,
		.dst = {addr_v4((const uint8_t[4]){10, 0, 0, 1}), 1985},
	};

	(void)state;
	assert_false(dissector_hsrp.probe(&packet));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_prefixes),
		cmocka_unit_test(test_probe),
	};

	return RUN_TESTS(tests);
}
