/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PTP by IEEE 1588-2008 tables 18 (header), 25 (Announce) and 29 (Delay_Resp). */
#include "dissect/dissector.h"
#include "lib/attr.h"

#include "tests/unit/hex.h"

#define HEAD(type, length, domain)                                             \
	type "02 " length domain " 00 0000 0000000000000000 00000000"            \
	     " 0200000000310000 0001 0007 00 00 "
#define TIME "000065536f00 00000000 "

static const struct {
	const char *name, *bytes;
	size_t least; /* bytes that it has at least */
	enum verdict verdict;
	unsigned type, domain, klass, steps;
} ROWS[] = {
	{"Sync", HEAD("00", "002c", "05") TIME, 44, V_OK, PTP_SYNC, 5, 0, 0},
	{"Announce", HEAD("0b", "0040", "00") TIME
		"0025 00 80 f8 feffff 81 0200000000320000 0002 a0", 63, V_OK,
		PTP_ANNOUNCE, 0, 248, 2},
	{"Delay_Resp", HEAD("09", "0036", "00") TIME "0200000000330000 0001",
		52, V_OK, PTP_DELAY_RESPONSE, 0, 0, 0},
	{"of 802.1AS, whose first half byte is 1",
		HEAD("10", "002c", "00") TIME, 44, V_OK, PTP_SYNC, 0, 0, 0},
	{"Announce without its clock", HEAD("0b", "0040", "00") TIME "0025 00",
		63, V_MALFORMED, 0, 0, 0, 0},
	{"a length that is none", HEAD("00", "0000", "00") TIME, 44,
		V_MALFORMED, 0, 0, 0, 0},
	{"version 1", "0001 0001 00000000", 2, V_NOT_MINE, 0, 0, 0, 0},
};

static enum verdict read_bytes(struct slice bytes, size_t wire, struct event *ret)
{
	struct packet packet = {
		.kind = PACKET_FRAME,
		.protocol = 0x88f7,
		.payload = bytes,
		.payload_wire = (uint32_t)wire,
		.anomalies = bytes.n < wire ? PACKET_SNAPPED : 0,
	};
	struct cursor c = cursor_of(bytes.p, bytes.n);

	if (!dissector_ptp.probe(&packet)) {
		return V_NOT_MINE;
	}
	enum verdict v = dissector_ptp.parse(&c, &packet, ret);
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

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice bytes = hex_bytes(ROWS[i].bytes);
		static struct event e;
		const struct ptp *ptp = &e.network.ptp;
		assert_int_equal(read_bytes(bytes, bytes.n, &e), ROWS[i].verdict);
		if (ROWS[i].verdict == V_OK) {
			assert_int_equal(ptp->type, ROWS[i].type);
			assert_int_equal(ptp->domain, ROWS[i].domain);
			assert_int_equal(ptp->klass, ROWS[i].klass);
			assert_int_equal(ptp->steps, ROWS[i].steps);
			assert_int_equal(ptp->sequence, 7);
			assert_int_equal(ptp->clock[5], 0x31);
			assert_int_equal(ptp->grandmaster[5],
				ptp->type == PTP_ANNOUNCE ? 0x32 : 0);
			assert_int_equal(ptp->asker[5],
				ptp->type == PTP_DELAY_RESPONSE ? 0x33 : 0);
		}
		hex_free(bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_prefixes),
	};

	return RUN_TESTS(tests);
}
