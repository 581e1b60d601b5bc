/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The per-packet table: order, columns and the words of the status. The words
 * are those of Wireshark's RTP stream analysis window; the figures of real
 * tables are compared in tests/seed-tables.py.
 */
#include "reports/packets.h"

#include "tests/unit/test.h"

static void statuses(void **state)
{
	static const struct {
		uint32_t flags;
		uint8_t type;
		bool marker;
		const char *want;
	} rows[] = {
		{0, 8, false, "OK"},
		{RTPSTAT_FIRST | RTPSTAT_PT_CHANGE, 8, false, "OK"},
		{RTPSTAT_NOISE, 13, false, "Comfort noise (PT=13, RFC 3389)"},
		{RTPSTAT_NOISE, 19, false, "Comfort noise (PT=19, reserved)"},
		{RTPSTAT_WRONG_SEQ, 8, false, "Wrong sequence number"},
		{RTPSTAT_WRONG_SEQ | RTPSTAT_LATE, 8, false,
			"Wrong sequence number"},
		{RTPSTAT_WRONG_SEQ | RTPSTAT_DUPLICATE, 8, false, "Duplicate"},
		{RTPSTAT_PT_CHANGE, 0, false, "Payload changed to PT=0"},
		{RTPSTAT_WRONG_TS, 8, false, "Incorrect timestamp"},
		{RTPSTAT_AFTER_NOISE, 8, false, "Marker missing?"},
		{RTPSTAT_AFTER_NOISE | RTPSTAT_PT_CHANGE, 8, false,
			"Marker missing?"},
		{RTPSTAT_AFTER_NOISE, 8, true, "OK"},
		{RTPSTAT_EVENT | RTPSTAT_PT_CHANGE, 101, false,
			"PT=101 telephone-event"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct text t = {0};
		struct book_row row = {
			.flags = rows[i].flags,
			.payload_type = rows[i].type,
			.marker = rows[i].marker,
		};
		packets_status(&t, &row);
		assert_string_equal(t.p, rows[i].want);
		text_finish(&t);
	}
}

static void table(void **state)
{
	struct call call = {.id = 7};
	static struct stream a = {.id = 1};
	static struct stream b = {.id = 2};
	struct book_row rows[] = {
		{.stream = &b, .frame = 1, .ts = 1000000000, .ip_bytes = 200},
		{.stream = &a,
			.frame = 2,
			.ts = 1010000000,
			.ip_bytes = 200,
			.sequence = 65535,
			.marker = true,
			.clocked = true,
			.delta_ms = 0,
			.jitter_ms = 0.0625,
			.skew_ms = -1.5},
		{.stream = &b,
			.frame = 3,
			.ts = 1020000000,
			.ip_bytes = 200,
			.sequence = 1,
			.delta_ms = 20},
	};
	struct report_rows all = {.rows = rows, .count = COUNT_OF(rows)};
	static struct book book;
	struct report_input input = {.book = &book, .origin = 1000000000};
	struct report_options options = {.columns = 80, .packets = &all};
	struct text t = {0};
	struct err err;

	(void)state;
	a.call = &call;
	book.calls = &call;
	book.call_count = 1;
	assert_int_equal(
		report_packets_csv.write(&t, &input, &options, &err), 0);
	assert_string_equal(t.p,
		"stream,frame,time,seq,delta_ms,jitter_ms,skew_ms,"
		"bandwidth_kbps,marker,status\n"
		"1,2,0.010000,65535,0.000000,0.062500,-1.500000,1.60,1,OK\n"
		"2,1,0.000000,0,0.000000,,,1.60,0,OK\n"
		"2,3,0.020000,1,20.000000,,,3.20,0,OK\n");
	text_clear(&t);
	options.select = "7";
	assert_int_equal(
		report_packets_csv.write(&t, &input, &options, &err), 0);
	assert_non_null(strstr(t.p, "\n1,2,"));
	assert_null(strstr(t.p, "\n2,"));
	text_clear(&t);
	options.select = "8";
	assert_int_equal(
		report_packets_csv.write(&t, &input, &options, &err), -1);
	assert_non_null(strstr(err.text, "no call number 8"));
	text_finish(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statuses),
		cmocka_unit_test(table),
	};

	return RUN_TESTS(tests);
}
