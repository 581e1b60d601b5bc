/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks of RTCP extended reports: fields at the places that RFC 3611 clause 4
 * gives them, traces counted by hand, and lengths that lie.
 */
#include "dissect/xr.h"

#include "dissect/avpf.h"
#include "tests/unit/hex.h"

#include <math.h>

static enum verdict read_one(const char *text, struct xr_block *ret)
{
	struct slice bytes = hex_bytes(text);
	struct cursor c = cursor_of(bytes.p, bytes.n);
	enum verdict v = xr_next(&c, ret);

	hex_free(bytes); /* what is looked at afterwards is no slice */
	return v;
}

static void traces(void **state)
{
	static const struct {
		const char *name, *bytes;
		uint32_t told, zeros;
	} rows[] = {
		/* clause 4.1: a run of 6 ones, a vector of 15 bits, of 12 numbers
		 * that the block is about; the vector's first six are 000011 */
		{"loss, run and vector",
			"01000004 12345689 0005 0011 4006 8765 0000 0000", 12, 4},
		{"loss, run of zeros", "01000003 12345689 0000 0064 0064 0000",
			100, 100},
		{"loss, run longer than the block",
			"01000003 12345689 fffe 0002 3fff 0000", 4, 4},
		{"thinned by four: 4, 8 and 12 of 1 to 12",
			"01020003 12345689 0001 000d 0003 0000", 3, 3},
		{"duplicates: a zero is one", /* clause 4.2 */
			"02000003 12345689 0000 000f bfff 0000", 15, 1},
		{"nothing told", "01000002 12345689 0000 0000", 0, 0},
		{"receipt times", /* clause 4.3 */
			"03000004 12345689 0064 0066 00000001 00000002", 2, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct xr_block b;
		print_message("# %s\n", rows[i].name);
		assert_int_equal(read_one(rows[i].bytes, &b), V_OK);
		assert_int_equal(b.ssrc, 0x12345689);
		assert_int_equal(b.trace.told, rows[i].told);
		assert_int_equal(b.trace.zeros, rows[i].zeros);
	}
}

static void near(double a, double b)
{
	assert_true(fabs(a - b) < 1e-9);
}

/* Clause 4.7; figures chosen so that each byte differs. */
static void voip(void **state)
{
	struct xr_block b;

	(void)state;
	assert_int_equal(
		read_one("07000008 0a0b0c0d 0c 06 55 09 0078 0104 0032 0046 ec "
			 "b5 7f 10 5d 7f 29 28 b5 00 003c 0050 0078",
			&b),
		V_OK);
	assert_int_equal(b.ssrc, 0x0a0b0c0d);
	near(b.voip.lost_pct, 12 * 100.0 / 256);
	near(b.voip.discarded_pct, 6 * 100.0 / 256);
	near(b.voip.burst_density_pct, 85 * 100.0 / 256);
	near(b.voip.gap_density_pct, 9 * 100.0 / 256);
	assert_int_equal(b.voip.burst_ms, 120);
	assert_int_equal(b.voip.gap_ms, 260);
	assert_int_equal(b.voip.round_trip_ms, 50);
	assert_int_equal(b.voip.end_system_ms, 70);
	near(b.voip.signal_dbm.v, -20);
	near(b.voip.noise_dbm.v, -75);
	assert_false(b.voip.echo_return_loss_db.known); /* 127 */
	assert_int_equal(b.voip.gmin, 16);
	near(b.voip.r.v, 93);
	assert_false(b.voip.r_external.known);
	near(b.voip.mos_lq.v, 4.1);
	near(b.voip.mos_cq.v, 4.0);
	assert_int_equal(b.voip.plc, 2);
	assert_int_equal(b.voip.adaptive, 3);
	assert_int_equal(b.voip.buffer_ms, 60);
	assert_int_equal(b.voip.buffer_max_ms, 80);
	assert_int_equal(b.voip.buffer_abs_max_ms, 120);
}

/* Clause 4.6: a flag that is not set makes its figures mean nothing. */
static void statistics(void **state)
{
	struct xr_block b;

	(void)state;
	assert_int_equal(
		read_one("06e80009 0a0b0c0d 0001 0065 00000007 00000002 "
			 "00000003 000000f0 00000010 00000005 3e 40 3f 01",
			&b),
		V_OK);
	near(b.statistics.lost.v, 7);
	near(b.statistics.duplicates.v, 2);
	near(b.statistics.jitter_max.v, 240);
	near(b.statistics.ttl_mean.v, 63);
	assert_int_equal(
		read_one("06800009 0a0b0c0d 0001 0065 00000007 00000002 "
			 "00000003 000000f0 00000010 00000005 3e 40 3f 01",
			&b),
		V_OK);
	assert_true(b.statistics.lost.known);
	assert_false(b.statistics.duplicates.known);
	assert_false(b.statistics.jitter_mean.known);
	assert_false(b.statistics.ttl_min.known);
}

static void times(void **state)
{
	struct slice bytes = hex_bytes("04000002 b7052000 00054000 05000006 "
				       "00000001 b7052000 00054000 00000002 "
				       "00000000 00000000 1c000001 01020304");
	struct cursor c = cursor_of(bytes.p, bytes.n);
	struct xr_block b;
	struct xr_dlrr d;

	(void)state;
	assert_int_equal(xr_next(&c, &b), V_OK);
	assert_int_equal(b.type, XR_REFERENCE_TIME);
	assert_true(b.ntp == 0xb705200000054000U);
	assert_int_equal(xr_next(&c, &b), V_OK);
	assert_true(xr_dlrr_next(&b.rest, &d));
	assert_int_equal(d.ssrc, 1);
	assert_int_equal(d.lrr, 0xb7052000);
	assert_int_equal(d.dlrr, 0x54000);
	assert_true(xr_dlrr_next(&b.rest, &d));
	assert_int_equal(d.ssrc, 2);
	assert_false(xr_dlrr_next(&b.rest, &d));
	assert_int_equal(xr_next(&c, &b), V_OK); /* a later type: stepped over */
	assert_int_equal(b.type, 28);
	assert_non_null(xr_type_text(28));
	assert_int_equal(xr_next(&c, &b), V_NOT_MINE);
	assert_string_equal(xr_type_text(32), "MPEG2 PSI decodability (RFC 7380)");
	assert_string_equal(xr_type_text(33), "post-repair loss count (RFC 7509)");
	assert_string_equal(xr_type_text(34), "video loss concealment (RFC 7867)");
	assert_string_equal(xr_type_text(35),
		"independent burst/gap discard (RFC 8015)");
	assert_null(xr_type_text(36));
	assert_null(xr_type_text(0));
	assert_null(xr_type_text(255));
	hex_free(bytes);
}

static void lies(void **state)
{
	static const struct {
		const char *bytes;
		enum verdict verdict;
	} rows[] = {
		{"0700", V_TRUNCATED},
		{"07000008 0a0b0c0d", V_TRUNCATED},
		{"07000001 0a0b0c0d", V_MALFORMED}, /* too short for its type */
		{"07000000", V_MALFORMED},
		{"04000001 00000000", V_MALFORMED},
		{"01000001 0a0b0c0d", V_MALFORMED},
		{"0100ffff 0a0b0c0d 00000000", V_TRUNCATED},
		{"05000001 0a0b0c0d", V_OK}, /* no whole part in it */
	};
	struct xr_block b;
	struct xr_dlrr d;
	struct slice none = {NULL, 0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		print_message("# %s\n", rows[i].bytes);
		assert_int_equal(read_one(rows[i].bytes, &b), rows[i].verdict);
	}
	assert_false(xr_dlrr_next(&none, &d));
}

/* RFC 4585 clause 6, RFC 5104 clause 4.3.1. @rest: behind the sender's SSRC */
static void feedback(void **state)
{
	static const struct {
		uint8_t type, format;
		const char *rest;
		enum avpf_kind kind;
		uint32_t packets, targets;
	} rows[] = {
		{RTCP_RTPFB, 1, "0000000a 0064 0000", AVPF_NACK, 1, 0},
		{RTCP_RTPFB, 1, "0000000a 0064 8001 0100 ffff", AVPF_NACK, 20, 0},
		{RTCP_PSFB, 1, "0000000a", AVPF_PLI, 0, 0},
		{RTCP_PSFB, 4, "00000000 0000000a 01000000 0000000b 02000000",
			AVPF_FIR, 0, 2},
		{RTCP_PSFB, 15, "00000000 52454d42 01000000 0000000a",
			AVPF_RATE, 0, 0},
		{RTCP_PSFB, 15, "00000000 41424344", AVPF_OTHER, 0, 0},
		{RTCP_RTPFB, 15, "0000000a 00000000", AVPF_OTHER, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice bytes = hex_bytes(rows[i].rest);
		struct rtcp rtcp = {.type = rows[i].type,
			.count = rows[i].format,
			.rest = bytes};
		struct avpf a;
		uint32_t ssrc, targets = 0;
		assert_true(avpf_read(&rtcp, &a));
		assert_int_equal(a.kind, rows[i].kind);
		assert_int_equal(a.packets, rows[i].packets);
		while (avpf_target_next(&a.targets, &ssrc)) {
			targets++;
			assert_true(ssrc == 10 || ssrc == 11);
		}
		assert_int_equal(targets, rows[i].targets);
		rtcp.rest.n = 3;
		assert_false(avpf_read(&rtcp, &a));
		rtcp.type = RTCP_APP;
		assert_false(avpf_read(&rtcp, &a));
		hex_free(bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(traces),
		cmocka_unit_test(voip),
		cmocka_unit_test(statistics),
		cmocka_unit_test(times),
		cmocka_unit_test(lies),
		cmocka_unit_test(feedback),
	};

	return RUN_TESTS(tests);
}
