/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The JSON reader against RFC 8259, and RTCP reports in the dialects of those
 * who write them.
 */
#include "dissect/jsonread.h"
#include "dissect/rtcp_json.h"
#include "lib/attr.h"

#include "tests/unit/hex.h"

static const struct {
	const char *text;
	bool valid;
	enum jsonread_kind kind;
	const char *value; /* NULL: the whole text */
} ROOTS[] = {
	{"{}", true, JSONREAD_OBJECT, NULL},
	{"[]", true, JSONREAD_ARRAY, NULL},
	{" \t\r\n{\"a\":1} ", true, JSONREAD_OBJECT, "{\"a\":1}"},
	{"\"a\\\"b\"", true, JSONREAD_STRING, "a\\\"b"},
	{"\"\"", true, JSONREAD_STRING, ""},
	{"-12.5e+3", true, JSONREAD_NUMBER, NULL},
	{"true", true, JSONREAD_WORD, NULL},
	{"null", true, JSONREAD_WORD, NULL},
	{"{\"a\":\"}\"}", true, JSONREAD_OBJECT, NULL},   /* no bracket */
	{"[[[[[[[[]]]]]]]]", true, JSONREAD_ARRAY, NULL}, /* eight */
	{"[[[[[[[[[]]]]]]]]]", false, 0, NULL},           /* nine */
	{"", false, 0, NULL},
	{" ", false, 0, NULL},
	{"{", false, 0, NULL},
	{"{]", false, 0, NULL},
	{"[{]}", false, 0, NULL},
	{"}", false, 0, NULL},
	{"{}x", false, 0, NULL},
	{"{}{}", false, 0, NULL},
	{"\"a", false, 0, NULL},
	{"\"a\\", false, 0, NULL},
	{"\"a\nb\"", false, 0, NULL}, /* clause 7: no raw controls */
	{"{\"a\"}\"", false, 0, NULL},
	{"nul", false, 0, NULL},
	{"True", false, 0, NULL},
	{"-", false, 0, NULL},
	{"+1", false, 0, NULL},
	{"-x", false, 0, NULL},
};

static void roots(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROOTS); i++) {
		const char *text = ROOTS[i].text;
		struct slice exact = hex_prefix(slice_of(text), strlen(text));
		struct jsonread_value v;
		bool valid = jsonread_root(exact, &v);
		if (valid != ROOTS[i].valid) {
			print_error("row: %s\n", text);
		}
		assert_int_equal(valid, ROOTS[i].valid);
		if (valid) {
			assert_int_equal(v.kind, ROOTS[i].kind);
			assert_true(slice_is(v.text,
				ROOTS[i].value ? ROOTS[i].value : text));
		}
		hex_free(exact);
	}
}

static const struct {
	const char *text, *walked; /* keys and values that come out */
	bool bad;
} WALKS[] = {
	{"{}", "", false},
	{"[ ]", "", false},
	{"{ \"a\" : 1 , \"b\":[2,3] }", "a=1;b=[2,3];", false},
	{"[1,\"x\",{\"a\":2}]", "=1;=x;={\"a\":2};", false},
	{"{\"a\":1,\"a\":2}", "a=1;a=2;", false},
	{"{\"a\":1,}", "a=1;", true},
	{"[1,]", "=1;", true},
	{"[,1]", "", true},
	{"[1 2]", "=1;", true},
	{"{\"a\" 1}", "", true},
	{"{a:1}", "", true},
	{"{1}", "", true},
	{"{\"a\":}", "", true},
	{"[1:2]", "=1;", true},
};

static void walks(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(WALKS); i++) {
		char out[256] = "";
		struct jsonread_value v, m;
		struct jsonread_iter it;
		struct slice key;
		assert_true(jsonread_root(slice_of(WALKS[i].text), &v));
		assert_true(jsonread_open(&v, &it));
		while (jsonread_next(&it, &key, &m)) {
			size_t used = strlen(out);
			(void)snprintf(out + used, sizeof(out) - used,
				"%.*s=%.*s;", (int)key.n, key.n ? key.p : "",
				(int)m.text.n, m.text.p);
		}
		assert_string_equal(out, WALKS[i].walked);
		assert_int_equal(it.bad, WALKS[i].bad);
		assert_false(jsonread_next(&it, &key, &m));
	}
	struct jsonread_iter it;
	struct jsonread_value v = {.kind = JSONREAD_WORD};
	assert_false(jsonread_open(&v, &it));
}

static void whole_numbers(void **state)
{
	static const struct {
		const char *text;
		bool whole;
		int64_t n;
	} rows[] = {
		{"0", true, 0},
		{"-1", true, -1},
		{"4294967295", true, 4294967295},
		{"\"3373905471\"", true, 3373905471}, /* Asterisk */
		{"\"-7\"", true, -7},
		{"3.9", true, 3},
		{"9223372036854775807", true, INT64_MAX},
		{"9223372036854775808", false, 0},
		{"1e3", false, 0},
		{"1.5E3", false, 0},
		{"\"\"", false, 0},
		{"\"x\"", false, 0},
		{"true", false, 0},
		{"{}", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct jsonread_value v;
		int64_t n = 42;
		assert_true(jsonread_root(slice_of(rows[i].text), &v));
		assert_int_equal(jsonread_whole(&v, &n), rows[i].whole);
		assert_true(n == (rows[i].whole ? rows[i].n : 42));
	}
}

#define ZERO_BLOCK                                                             \
	"{\"source_ssrc\":0,\"fraction_lost\":0,\"packets_lost\":0,"           \
	"\"highest_seq_no\":0,\"ia_jitter\":0,\"lsr\":0,\"dlsr\":0}"

static const struct {
	const char *name, *text;
	enum verdict verdict;
	struct rtcp want; /* of the blocks the first */
} REPORTS[] = {
	{"sender report of Asterisk: strings",
		"{\"type\":200,\"ssrc\":1814766290,\"report_count\":1,"
		"\"report_blocks\":[{\"source_ssrc\":-1640316609,"
		"\"fraction_lost\":3,\"packets_lost\":16777214,"
		"\"highest_seq_no\":992,\"lsr\":\"5\",\"ia_jitter\":44,"
		"\"dlsr\":6}],\"sender_information\":{\"packets\":588,"
		"\"ntp_timestamp_sec\":\"3373905471\","
		"\"ntp_timestamp_usec\":\"4285752605\","
		"\"rtp_timestamp\":-210739271,\"octets\":11760}}",
		V_OK,
		{.type = RTCP_SR,
			.ssrc = 1814766290,
			.ntp = 3373905471U * UINT64_C(4294967296) + 4285752605U,
			.rtp_timestamp = 4084228025U,
			.packets = 588,
			.octets = 11760,
			.block_count = 1,
			.blocks = {{.ssrc = 2654650687U,
				.fraction_lost = 3,
				.cumulative_lost = -2,
				.highest_sequence = 992,
				.jitter = 44,
				.lsr = 5,
				.dlsr = 6}}}},
	{"receiver report of Asterisk: no sender",
		"{\"ssrc\":7,\"type\":201,\"report_count\":1,"
		"\"sender_information\":null,\"report_blocks\":[{"
		"\"source_ssrc\":2,\"fraction_lost\":255,\"packets_lost\":9,"
		"\"highest_seq_no\":65536,\"ia_jitter\":1,\"lsr\":\"0\","
		"\"dlsr\":0}]}",
		V_OK,
		{.type = RTCP_RR,
			.ssrc = 7,
			.block_count = 1,
			.blocks = {{.ssrc = 2,
				.fraction_lost = 255,
				.cumulative_lost = 9,
				.highest_sequence = 65536,
				.jitter = 1}}}},
	{"captagent: the type of the compound's end",
		"{\"sender_information\":{\"ntp_timestamp_sec\":3719322562,"
		"\"ntp_timestamp_usec\":3758534470,\"rtp_timestamp\":360902880,"
		"\"packets\":4017,\"octets\":642720},\"ssrc\":2543003035,"
		"\"type\":202,\"report_count\":1,\"report_blocks\":[{"
		"\"source_ssrc\":1393754395,\"fraction_lost\":0,"
		"\"packets_lost\":0,\"highest_seq_no\":29662,"
		"\"ia_jitter\":159,\"lsr\":0,\"dlsr\":0}],"
		"\"report_blocks_xr\":{\"end_system_delay\":11},"
		"\"sdes_ssrc\":2540000035}",
		V_OK,
		{.type = RTCP_SR,
			.ssrc = 2543003035U,
			.ntp = 3719322562U * UINT64_C(4294967296) + 3758534470U,
			.rtp_timestamp = 360902880,
			.packets = 4017,
			.octets = 642720,
			.block_count = 1,
			.blocks = {{.ssrc = 1393754395,
				.highest_sequence = 29662,
				.jitter = 159}}}},
	{"heplify: zeros where there is nothing",
		"{\"sender_information\":{\"ntp_timestamp_sec\":0,"
		"\"packets\":0},\"ssrc\":9,\"type\":201,\"report_blocks\":[" ZERO_BLOCK
		"]}",
		V_OK, {.type = RTCP_RR, .ssrc = 9}},
	{"a description alone", "{\"ssrc\":9,\"type\":202}", V_OK,
		{.type = RTCP_SDES, .ssrc = 9}},
	{"no blocks at all", "{\"ssrc\":9,\"type\":201,\"report_blocks\":[]}",
		V_OK, {.type = RTCP_RR, .ssrc = 9}},
	{"no type", "{\"ssrc\":9}", V_MALFORMED, {0}},
	{"no source", "{\"type\":200}", V_MALFORMED, {0}},
	{"no type of RTCP", "{\"ssrc\":9,\"type\":199}", V_MALFORMED, {0}},
	{"no type of RTCP", "{\"ssrc\":9,\"type\":208}", V_MALFORMED, {0}},
	{"a type that wraps", "{\"ssrc\":9,\"type\":4294967496000000000}",
		V_MALFORMED, {0}},
	{"a block that is none",
		"{\"ssrc\":9,\"type\":201,\"report_blocks\":[1]}", V_MALFORMED,
		{0}},
	{"broken inside", "{\"ssrc\":9,\"type\":201,\"report_blocks\":[{}{}]}",
		V_MALFORMED, {0}},
	{"cut", "{\"ssrc\":9,\"type\":201", V_MALFORMED, {0}},
	{"an array", "[]", V_NOT_MINE, {0}},
	{"text", "INVITE", V_NOT_MINE, {0}},
	{"nothing", "", V_NOT_MINE, {0}},
};

static void same_block(const struct rtcp_block *a, const struct rtcp_block *b)
{
	assert_int_equal(a->ssrc, b->ssrc);
	assert_int_equal(a->fraction_lost, b->fraction_lost);
	assert_int_equal(a->cumulative_lost, b->cumulative_lost);
	assert_int_equal(a->highest_sequence, b->highest_sequence);
	assert_int_equal(a->jitter, b->jitter);
	assert_int_equal(a->lsr, b->lsr);
	assert_int_equal(a->dlsr, b->dlsr);
}

static void reports(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(REPORTS); i++) {
		const struct rtcp *want = &REPORTS[i].want;
		struct rtcp r;
		enum verdict v = rtcp_json_parse(slice_of(REPORTS[i].text), &r);
		if (v != REPORTS[i].verdict) {
			print_error("row: %s\n", REPORTS[i].name);
		}
		assert_int_equal(v, REPORTS[i].verdict);
		if (v != V_OK) {
			continue;
		}
		assert_int_equal(r.type, want->type);
		assert_int_equal(r.ssrc, want->ssrc);
		assert_true(r.ntp == want->ntp);
		assert_int_equal(r.rtp_timestamp, want->rtp_timestamp);
		assert_int_equal(r.packets, want->packets);
		assert_int_equal(r.octets, want->octets);
		assert_int_equal(r.block_count, want->block_count);
		assert_int_equal(r.count, want->block_count);
		if (r.block_count) {
			same_block(&r.blocks[0], &want->blocks[0]);
		}
		assert_null(r.cname.p);
		assert_null(r.rest.p);
	}
}

/* No prefix is a report; each is read from a block of its size. */
static void prefixes(void **state)
{
	struct slice whole = slice_of(REPORTS[0].text);
	struct rtcp r;

	(void)state;
	for (size_t n = 0; n < whole.n; n++) {
		struct slice part = hex_prefix(whole, n);
		assert_int_equal(rtcp_json_parse(part, &r),
			n ? V_MALFORMED : V_NOT_MINE);
		hex_free(part);
	}
}

/* More blocks than a binary report can have: as many as fit are taken. */
static void many_blocks(void **state)
{
	static char text[4096] = "{\"ssrc\":9,\"type\":201,\"report_blocks\":[";
	struct rtcp r;

	(void)state;
	for (int i = 1; i <= 40; i++) {
		size_t used = strlen(text);
		(void)snprintf(text + used, sizeof(text) - used,
			"%s{\"source_ssrc\":%d}", i > 1 ? "," : "", i);
	}
	size_t end = strlen(text);
	(void)snprintf(text + end, sizeof(text) - end, "]}");
	assert_int_equal(rtcp_json_parse(slice_of(text), &r), V_OK);
	assert_int_equal(r.block_count, RTCP_BLOCKS);
	assert_int_equal(r.blocks[30].ssrc, 31);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roots),
		cmocka_unit_test(walks),
		cmocka_unit_test(whole_numbers),
		cmocka_unit_test(reports),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(many_blocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
