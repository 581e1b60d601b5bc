/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DHCP by RFC 2131 figure 1 and the options of RFC 2132, and what their lengths
 * may lie about. */
#include "dissect/dissector.h"

#include "tests/unit/hex.h"

#define ZERO64                                                                 \
	"00000000000000000000000000000000000000000000000000000000000000000000" \
	"000000000000000000000000000000000000000000000000000000000000"
#define HEAD(op, yours)                                                        \
	op " 01 06 00 00001234 0000 0000 00000000 " yours                      \
	" 00000000 00000000 001565000022 00000000000000000000" ZERO64 ZERO64   \
		ZERO64 "63825363 "

static const struct {
	const char *name, *bytes;
	enum verdict verdict;
	enum dhcp_type type;
	const char *host, *server, *router, *tftp, *requested;
} ROWS[] = {
	{"DISCOVER of a telephone (options 53, 12, 60, 55)",
		HEAD("01", "00000000") "350101 0c0454343647 3c055965616c69"
			"370403064296 ff",
		V_OK, DHCP_DISCOVER, "T46G", NULL, NULL, NULL, NULL},
	{"OFFER (53, 54, 51, 3, 150)",
		HEAD("02", "0a000016") "350102 36040a000001 330400000e10"
			"03080a0000010a000002 9608c0a80105c0a80106 ff",
		V_OK, DHCP_OFFER, NULL, "10.0.0.1", "10.0.0.1", "192.168.1.5",
		NULL},
	{"DECLINE (53, 50), padded, without an end",
		HEAD("01", "00000000") "350104 00 32040a000025 0000", V_OK,
		DHCP_DECLINE, NULL, NULL, NULL, NULL, "10.0.0.37"},
	{"of an option that comes twice the first counts",
		HEAD("01", "00000000") "350103 0c0141 0c0142 ff", V_OK,
		DHCP_REQUEST, "A", NULL, NULL, NULL, NULL},
	{"BOOTP without a type", HEAD("02", "0a000016") "ff", V_OK, DHCP_BOOTP,
		NULL, NULL, NULL, NULL, NULL},
	{"type out of range", HEAD("01", "00000000") "3501ff ff", V_OK,
		DHCP_BOOTP, NULL, NULL, NULL, NULL, NULL},
	{"addresses too short", HEAD("02", "00000000") "350102 03030a0000 ff",
		V_OK, DHCP_OFFER, NULL, NULL, NULL, NULL, NULL},
	{"option past the end", HEAD("01", "00000000") "350101 0c20 5434",
		V_MALFORMED, DHCP_BOOTP, NULL, NULL, NULL, NULL, NULL},
	{"option without its length", HEAD("01", "00000000") "350101 0c",
		V_MALFORMED, DHCP_BOOTP, NULL, NULL, NULL, NULL, NULL},
	{"op 3", HEAD("03", "00000000") "350101 ff", V_NOT_MINE, DHCP_BOOTP,
		NULL, NULL, NULL, NULL, NULL},
};

static enum verdict read_bytes(
	struct slice bytes, size_t wire, struct event *ret)
{
	struct packet packet = {
		.kind = PACKET_DATAGRAM,
		.transport = TRANSPORT_UDP,
		.src = {.port = 68},
		.dst = {.port = 67},
		.payload = bytes,
		.payload_wire = (uint32_t)wire,
		.anomalies = bytes.n < wire ? PACKET_SNAPPED : 0,
	};
	struct cursor c = cursor_of(bytes.p, bytes.n);

	assert_true(dissector_dhcp.probe(&packet));
	enum verdict v = dissector_dhcp.parse(&c, &packet, ret);
	assert_true(v != V_OK || cursor_left(&c) == 0);
	return v;
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
		enum verdict v = read_bytes(bytes, bytes.n, &e);
		const struct dhcp *d = &e.network.dhcp;
		if (v != ROWS[i].verdict) {
			fail_msg("%s: %d", ROWS[i].name, (int)v);
		}
		if (v == V_OK) {
			assert_int_equal(e.network.kind, NETWORK_DHCP);
			assert_int_equal(d->type, ROWS[i].type);
			assert_int_equal(d->mac[5], 0x22);
			assert_true(ROWS[i].host
					    ? slice_eq(d->host_name,
						      slice_of(ROWS[i].host))
					    : !d->host_name.p);
			same(&d->server, ROWS[i].server);
			same(&d->router, ROWS[i].router);
			same(&d->tftp, ROWS[i].tftp);
			same(&d->requested, ROWS[i].requested);
			assert_true(hex_inside(d->vendor, bytes));
			assert_true(hex_inside(d->wanted, bytes));
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
		enum verdict v = read_bytes(cut, bytes.n, &e);
		/* Behind a whole option nothing tells that one is missing. */
		assert_true(v == V_TRUNCATED || (v == V_OK && n >= 240));
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
