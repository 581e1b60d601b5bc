/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NTP by the picture of RFC 5905 figure 8, and times of its figure 4. */
#include "dissect/dissector.h"
#include "lib/attr.h"

#include "tests/unit/hex.h"

#define MIDDLE " 06ec 00000000 00000000 "
#define TIMES                                                                  \
	" 0000000000000000 e9a7ae8200000000 e9a7ae8280000000 e9a7ae82c0000000"

static const struct {
	const char *name, *bytes;
	size_t least; /* bytes that it has at least */
	enum verdict verdict;
	unsigned leap, mode, stratum;
	const char *code;
} ROWS[] = {
	{"a client, figure 8", "23 00" MIDDLE "00000000" TIMES, 48, V_OK, 0,
		NTP_CLIENT, 0, ""},
	{"a server of stratum 1 by GPS, figure 12",
		"24 01" MIDDLE "47505300" TIMES, 48, V_OK, 0, NTP_SERVER, 1,
		"GPS"},
	{"an address is no code, though it has letters",
		"24 02" MIDDLE "41424344" TIMES, 48, V_OK, 0, NTP_SERVER, 2, ""},
	{"not synchronised, figures 9 and 11", "e4 10" MIDDLE "494e4954" TIMES,
		48, V_OK, 3, NTP_SERVER, 16, ""},
	{"kiss of death, clause 7.4", "e4 00" MIDDLE "52415445" TIMES, 48, V_OK,
		3, NTP_SERVER, 0, "RATE"},
	{"with a key and a digest behind", "24 02" MIDDLE "0a000001" TIMES
		" 00000001 00112233445566778899aabbccddeeff", 48, V_OK, 0,
		NTP_SERVER, 2, ""},
	{"a control message is none", "26 02" MIDDLE "00000000" TIMES, 48,
		V_NOT_MINE, 0, 0, 0, ""},
	{"version 5", "2b 02" MIDDLE "00000000" TIMES, 48, V_NOT_MINE, 0, 0, 0,
		""},
	{"too short", "23 00 06ec", 48, V_NOT_MINE, 0, 0, 0, ""},
};

static enum verdict read_bytes(struct slice bytes, size_t wire, struct event *ret)
{
	struct packet packet = {
		.kind = PACKET_DATAGRAM,
		.transport = TRANSPORT_UDP,
		.dst = {.port = 123},
		.payload = bytes,
		.payload_wire = (uint32_t)wire,
		.anomalies = bytes.n < wire ? PACKET_SNAPPED : 0,
	};
	struct cursor c = cursor_of(bytes.p, bytes.n);

	if (!dissector_ntp.probe(&packet)) {
		return V_NOT_MINE;
	}
	enum verdict v = dissector_ntp.parse(&c, &packet, ret);
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
		const struct ntp *ntp = &e.network.ntp;
		assert_int_equal(read_bytes(bytes, bytes.n, &e), ROWS[i].verdict);
		if (ROWS[i].verdict == V_OK) {
			assert_int_equal(e.network.kind, NETWORK_NTP);
			assert_int_equal(ntp->leap, ROWS[i].leap);
			assert_int_equal(ntp->mode, ROWS[i].mode);
			assert_int_equal(ntp->stratum, ROWS[i].stratum);
			assert_string_equal(ntp->code, ROWS[i].code);
			assert_true(ntp->origin == 0xe9a7ae8200000000U);
			assert_true(ntp->transmitted == 0xe9a7ae82c0000000U);
		}
		hex_free(bytes);
	}
}

/* RFC 5905 figure 4: dates and what stands for them, in the era of the packet. */
static void test_eras(void **state)
{
	static const struct {
		uint64_t stamp;
		int64_t near_s, seconds, ns;
	} rows[] = {
		{2208988800U, 0, 0, 0},			 /* 1 Jan 1970 */
		{2272060800U, 0, 63072000, 0},		 /* 1 Jan 1972 */
		{3155587200U, 946684800, 946598400, 0},	 /* 31 Dec 1999 */
		{63104, 2085978496, 2086041600 + 0, 0},	 /* 8 Feb 2036, era 1 */
		{4294967295U, 2085978496, 2085978495, 0}, /* the last of era 0 */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		ns_t at = ntp_ns(rows[i].stamp << 32, rows[i].near_s * NS_PER_S);
		assert_true(at == rows[i].seconds * NS_PER_S + rows[i].ns);
	}
	assert_true(ntp_ns(2208988800U * (1ULL << 32) + (1ULL << 31), 0) ==
		    NS_PER_S / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_eras),
		cmocka_unit_test(test_prefixes),
	};

	return RUN_TESTS(tests);
}
