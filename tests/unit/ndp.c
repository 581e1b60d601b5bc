/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Neighbour discovery by the pictures of RFC 4861 clauses 4.1 to 4.6. */
#include "dissect/dissector.h"
#include "dissect/link.h"

#include "tests/unit/hex.h"

#define ETH  "333300000001 020000000001 86dd "
#define LINK "fe800000000000000000000000000001 "
#define ALL  "ff020000000000000000000000000001 "
#define NONE "00000000000000000000000000000000 "
#define HOST "20010db8000000000000000000000022 "
#define IP(bytes, hops, src) ETH "60000000 " bytes " 3a " hops " " src ALL
#define SLLA "0101 020000000001 "
#define TLLA "0201 020000000022 "

static const struct {
	const char *name, *frame;
	enum verdict verdict;
	enum ndp_sense sense;
	int mac; /* its last byte; -1: none */
	unsigned target; /* last byte */
} ROWS[] = {
	{"solicitation, clause 4.3",
		IP("0020", "ff", LINK) "87 00 0000 00000000" HOST SLLA, V_OK,
		NDP_ASKS, 1, 0x22},
	{"is it free? RFC 4862 clause 5.4.2",
		IP("0018", "ff", NONE) "87 00 0000 00000000" HOST, V_OK,
		NDP_PROBES, -1, 0x22},
	{"solicited advertisement, clause 4.4",
		IP("0020", "ff", HOST) "88 00 0000 60000000" HOST TLLA, V_OK,
		NDP_ANSWERS, 0x22, 0x22},
	{"unsolicited",
		IP("0020", "ff", HOST) "88 00 0000 20000000" HOST TLLA, V_OK,
		NDP_ANNOUNCES, 0x22, 0x22},
	{"the source's option says nothing in an advertisement",
		IP("0020", "ff", HOST) "88 00 0000 20000000" HOST SLLA, V_OK,
		NDP_ANNOUNCES, -1, 0x22},
	{"router advertisement with prefix, clauses 4.2, 4.6.2",
		IP("0038", "ff", LINK) "86 00 0000 40 c0 0708 00000000 00000000"
		SLLA "0304 40c0 00015180 00003840 00000000"
		     "20010db8000000000000000000000000",
		V_OK, NDP_ROUTES, 1, 0},
	{"router solicitation, clause 4.1",
		IP("0010", "ff", LINK) "85 00 0000 00000000" SLLA, V_OK,
		NDP_ASKS_ROUTE, 1, 0},
	{"option of length 0 ends it",
		IP("0028", "ff", HOST) "88 00 0000 20000000" HOST
				       "0200 000000000000" TLLA,
		V_OK, NDP_ANNOUNCES, -1, 0x22},
	{"option longer than the rest",
		IP("0020", "ff", HOST) "88 00 0000 20000000" HOST
				       "0202 020000000022",
		V_OK, NDP_ANNOUNCES, -1, 0x22},
	{"came over a router: to be discarded, clause 7.1.1",
		IP("0020", "fe", LINK) "87 00 0000 00000000" HOST SLLA,
		V_NOT_MINE, NDP_ASKS, -1, 0},
	{"code that is not 0", IP("0020", "ff", LINK) "87 01 0000 00000000"
		HOST SLLA, V_NOT_MINE, NDP_ASKS, -1, 0},
	{"cut in the target", IP("0010", "ff", LINK) "87 00 0000 00000000"
		"20010db800000000", V_MALFORMED, NDP_ASKS, -1, 0},
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
	struct cursor c = cursor_of(packet.payload.p, packet.payload.n);
	if (!dissector_ndp.probe(&packet)) {
		return packet.payload.n ? V_NOT_MINE : V_TRUNCATED;
	}
	v = dissector_ndp.parse(&c, &packet, ret);
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
		const struct ndp *ndp = &e.network.ndp;
		if (v != ROWS[i].verdict) {
			fail_msg("%s: %d", ROWS[i].name, (int)v);
		}
		if (v == V_OK) {
			assert_int_equal(e.network.kind, NETWORK_NDP);
			assert_int_equal(ndp->sense, ROWS[i].sense);
			assert_int_equal(ndp->target.b[15], ROWS[i].target);
			assert_int_equal(
				ndp->has_mac ? ndp->mac[5] : -1, ROWS[i].mac);
		}
		hex_free(frame);
	}
}

static void test_router(void **state)
{
	struct slice frame = hex_bytes(ROWS[5].frame);
	static struct event e;

	(void)state;
	assert_int_equal(read_frame(frame, frame.n, &e), V_OK);
	assert_int_equal(e.network.ndp.lifetime_s, 1800);
	assert_int_equal(e.network.ndp.prefix_bits, 64);
	assert_int_equal(e.network.ndp.prefix.b[0], 0x20);
	assert_true(e.network.ndp.managed && e.network.ndp.other);
	hex_free(frame);
}

/* A message that the snapshot cuts is short, or what stands is enough. */
static void test_prefixes(void **state)
{
	(void)state;
	for (size_t i = 0; i < 7; i++) {
		struct slice frame = hex_bytes(ROWS[i].frame);
		static struct event e;
		for (size_t n = 0; n < frame.n; n++) {
			struct slice cut = hex_prefix(frame, n);
			enum verdict v = read_frame(cut, frame.n, &e);
			assert_true(v == V_TRUNCATED || (v == V_OK && n >= 62));
			hex_free(cut);
		}
		hex_free(frame);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_router),
		cmocka_unit_test(test_prefixes),
	};

	return RUN_TESTS(tests);
}
