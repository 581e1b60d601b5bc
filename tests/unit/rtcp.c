/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RTCP packets by RFC 3550 clause 6, RFC 4585 and RFC 3611, a compound as a
 * real PBX sent it, and the ways in which counts and lengths lie.
 */
#include "dissect/rtcp.h"

#include "dissect/dissector.h"
#include "tests/unit/hex.h"

/* The payload of a datagram captured in a telephone system (118-byte frame):
 * a sender report without blocks, a description whose name ends in NUL. */
#define REAL                                                                   \
	"80c80006 00003602 e9a7ae82 c7dff74b 0000a83d 00000001 000000a0"       \
	"81ca000b 00003602 0125 30303030303030374031 32372e302e302e31"         \
	"3a35343832 3137322e31362e3230312e3139 00 00"
#define BLOCK "11223344 40fffffe 0001ffff 00000020 b7052000 00054000 "
#define RR    "81c90007 01020304 " BLOCK
#define SR1   "81c8000c 01020304 83aa7e80 80000000 00000140 00000002 00000140 "
#define BYE   "81cb0001 01020304 "

static enum verdict next(struct cursor *c, struct rtcp *ret)
{
	memset(ret, 0xa5, sizeof(*ret)); /* what is not set shows */
	return rtcp_next(c, ret);
}

static void real_compound(void **state)
{
	struct slice bytes = hex_bytes(REAL);
	struct cursor c = cursor_of(bytes.p, bytes.n);
	struct rtcp r;

	(void)state;
	assert_int_equal(bytes.n, 76); /* as two dissectors say */
	assert_true(rtcp_probe(bytes, 76));
	assert_int_equal(next(&c, &r), V_OK);
	assert_int_equal(r.type, RTCP_SR);
	assert_int_equal(r.ssrc, 13826);
	assert_int_equal(r.ntp >> 32, 3920080514U);
	assert_int_equal(r.ntp & 0xffffffff, 3353343819U);
	assert_int_equal(r.rtp_timestamp, 43069);
	assert_int_equal(r.packets, 1);
	assert_int_equal(r.octets, 160);
	assert_int_equal(r.block_count, 0);
	assert_null(r.cname.p);
	assert_int_equal(next(&c, &r), V_OK);
	assert_int_equal(r.type, RTCP_SDES);
	assert_int_equal(r.count, 1);
	assert_int_equal(r.ssrc, 13826);
	assert_int_equal(r.cname.n, 37);
	assert_memory_equal(
		r.cname.p, "00000007@127.0.0.1:5482172.16.201.19\0", 37);
	assert_null(r.tool.p);
	assert_int_equal(next(&c, &r), V_NOT_MINE);
	hex_free(bytes);
}

static void reports(void **state)
{
	static const struct {
		const char *loss; /* fraction and cumulative */
		uint8_t fraction;
		int32_t cumulative;
	} rows[] = {
		{"40fffffe", 64, -2}, /* duplicates: RFC 3550 6.4.1 */
		{"00000000", 0, 0},
		{"ff7fffff", 255, 8388607}, /* largest and smallest, A.3 */
		{"01800000", 1, -8388608},
		{"00ffffff", 0, -1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[256];
		(void)snprintf(text, sizeof(text),
			SR1 "11223344 %s 0001ffff 00000020 b7052000 00054000",
			rows[i].loss);
		struct slice bytes = hex_bytes(text);
		struct cursor c = cursor_of(bytes.p, bytes.n);
		struct rtcp r;
		assert_int_equal(next(&c, &r), V_OK);
		assert_int_equal(r.ntp, 0x83aa7e8080000000U);
		assert_int_equal(r.block_count, 1);
		assert_int_equal(r.blocks[0].ssrc, 0x11223344);
		assert_int_equal(r.blocks[0].fraction_lost, rows[i].fraction);
		assert_int_equal(
			r.blocks[0].cumulative_lost, rows[i].cumulative);
		assert_int_equal(r.blocks[0].highest_sequence, 0x1ffff);
		assert_int_equal(r.blocks[0].jitter, 32);
		assert_int_equal(r.blocks[0].lsr, 0xb7052000);
		assert_int_equal(r.blocks[0].dlsr, 0x54000);
		hex_free(bytes);
	}
}

static void full_report(void **state)
{
	static char text[8192] =
		"9fc900bb 01020304 "; /* 31 blocks: 1 + 31 * 6 words */
	struct rtcp r;

	(void)state;
	for (int i = 0; i < 31; i++) {
		size_t used = strlen(text);
		(void)snprintf(text + used, sizeof(text) - used,
			"%08x"
			"00000000 00000000 00000000 00000000 00000000 ",
			(unsigned)i);
	}
	struct slice bytes = hex_bytes(text);
	struct cursor c = cursor_of(bytes.p, bytes.n);
	assert_int_equal(next(&c, &r), V_OK);
	assert_int_equal(r.block_count, RTCP_BLOCKS);
	assert_int_equal(r.blocks[30].ssrc, 30);
	hex_free(bytes);
}

static const struct {
	const char *name, *packet;
	enum verdict verdict;
	uint8_t type, count;
	uint32_t ssrc;
	const char *cname, *tool, *reason, *rest; /* NULL: absent */
} ROWS[] = {
	{"SDES: name, tool, end, pad",
		"81ca0004 01020304 0102 6162 0602 6364 00"
		"000000",
		V_OK, 202, 1, 0x01020304, "ab", "cd", NULL, NULL},
	{"SDES: empty name is present", "81ca0002 01020304 0100 0000", V_OK,
		202, 1, 0x01020304, "", NULL, NULL, NULL},
	{"SDES: other items first",
		"81ca0004 01020304 0201 78 0801 79 0102 6162"
		"0000",
		V_OK, 202, 1, 0x01020304, "ab", NULL, NULL, NULL},
	{"SDES: the end left out", "81ca0002 01020304 0102 6162", V_OK, 202, 1,
		0x01020304, "ab", NULL, NULL, NULL},
	{"SDES: chunk of four zeros, 6.5", "81ca0002 01020304 00000000", V_OK,
		202, 1, 0x01020304, NULL, NULL, NULL, NULL},
	{"SDES: no chunk", "80ca0000", V_OK, 202, 0, 0, NULL, NULL, NULL, NULL},
	{"SDES: second chunk not mixed up",
		"82ca0006 01020304 0101 6100 05060708 0603 626364 000000 00000000",
		V_OK, 202, 2, 0x01020304, "a", NULL, NULL, NULL},
	{"SDES: item past the packet", "81ca0002 01020304 0103 6162",
		V_MALFORMED, 0, 0, 0, NULL, NULL, NULL, NULL},
	{"SDES: length missing", "81ca0002 01020304 0101 6106", V_MALFORMED, 0,
		0, 0, NULL, NULL, NULL, NULL},
	{"SDES: chunk missing", "81ca0000", V_MALFORMED, 0, 0, 0, NULL, NULL,
		NULL, NULL},
	{"BYE", BYE, V_OK, 203, 1, 0x01020304, NULL, NULL, NULL, NULL},
	{"BYE: reason", "82cb0004 01020304 00000009 03 627965 00000000", V_OK,
		203, 2, 0x01020304, NULL, NULL, "bye", NULL},
	{"BYE: no source, 6.6", "80cb0000", V_OK, 203, 0, 0, NULL, NULL, NULL,
		NULL},
	{"BYE: reason past the packet", "81cb0002 01020304 04 627965",
		V_MALFORMED, 0, 0, 0, NULL, NULL, NULL, NULL},
	{"BYE: more sources than bytes", "82cb0001 01020304", V_MALFORMED, 0, 0,
		0, NULL, NULL, NULL, NULL},
	{"APP", "84cc0003 01020304 41424344 45464748", V_OK, 204, 4, 0x01020304,
		NULL, NULL, NULL, "ABCDEFGH"},
	{"APP: no name", "80cc0001 01020304", V_MALFORMED, 0, 0, 0, NULL, NULL,
		NULL, NULL},
	{"PLI alone: RFC 5506, 4585 6.3.1", "81ce0002 01020304 61626364", V_OK,
		206, 1, 0x01020304, NULL, NULL, NULL, "abcd"},
	{"NACK: RFC 4585 6.2.1", "81cd0003 01020304 61626364 65666768", V_OK,
		205, 1, 0x01020304, NULL, NULL, NULL, "abcdefgh"},
	{"XR: RFC 3611", "80cf0003 01020304 04000001 61626364", V_OK, 207, 0,
		0x01020304, NULL, NULL, NULL, "\4"},
	{"type nobody knows", "80df0001 01020304", V_OK, 223, 0, 0x01020304,
		NULL, NULL, NULL, ""},
	{"the same, empty", "80df0000", V_OK, 223, 0, 0, NULL, NULL, NULL, ""},
	{"padding stripped, 6.4.1",
		"a0cc0004 01020304 41424344 00000000 00000008", V_OK, 204, 0,
		0x01020304, NULL, NULL, NULL, "ABCD"},
	{"padding of 0", "a0cc0003 01020304 41424344 00000000", V_MALFORMED, 0,
		0, 0, NULL, NULL, NULL, NULL},
	{"padding of 3", "a0cc0003 01020304 41424344 00000003", V_MALFORMED, 0,
		0, 0, NULL, NULL, NULL, NULL},
	{"padding above the packet", "a0cc0003 01020304 41424344 00000010",
		V_MALFORMED, 0, 0, 0, NULL, NULL, NULL, NULL},
	{"padding eats the name", "a0cc0002 01020304 00000004", V_MALFORMED, 0,
		0, 0, NULL, NULL, NULL, NULL},
	{"padding of an empty packet", "a0cb0000", V_MALFORMED, 0, 0, 0, NULL,
		NULL, NULL, NULL},
	{"block count above the length", "82c90007 01020304" BLOCK, V_MALFORMED,
		0, 0, 0, NULL, NULL, NULL, NULL},
	{"sender report too short",
		"80c80005 01020304 00000000 00000000 00000000"
		"00000000",
		V_MALFORMED, 0, 0, 0, NULL, NULL, NULL, NULL},
	{"length past the bytes", "80c90002 01020304", V_TRUNCATED, 0, 0, 0,
		NULL, NULL, NULL, NULL},
	{"three bytes", "80c900", V_TRUNCATED, 0, 0, 0, NULL, NULL, NULL, NULL},
	{"version 1", "40c90001 01020304", V_MALFORMED, 0, 0, 0, NULL, NULL,
		NULL, NULL},
};

static void same_text(struct slice got, const char *want)
{
	assert_int_equal(got.p == NULL, want == NULL);
	if (want && want[0] != '\4') {
		assert_true(slice_is(got, want));
	}
}

static void each_type(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice bytes = hex_bytes(ROWS[i].packet);
		struct cursor c = cursor_of(bytes.p, bytes.n);
		struct rtcp r;
		print_message("# %s\n", ROWS[i].name);
		assert_int_equal(next(&c, &r), ROWS[i].verdict);
		assert_int_equal(cursor_left(&c), 0);
		if (ROWS[i].verdict == V_OK) {
			assert_int_equal(r.type, ROWS[i].type);
			assert_int_equal(r.count, ROWS[i].count);
			assert_int_equal(r.ssrc, ROWS[i].ssrc);
			assert_int_equal(r.block_count, 0);
			same_text(r.cname, ROWS[i].cname);
			same_text(r.tool, ROWS[i].tool);
			same_text(r.reason, ROWS[i].reason);
			same_text(r.rest, ROWS[i].rest);
		}
		assert_int_equal(next(&c, &r), V_NOT_MINE);
		hex_free(bytes);
	}
}

/* RFC 3550 A.2: packets end where their lengths say; what a damaged one leaves
 * is not guessed at. */
static void compounds(void **state)
{
	static const struct {
		const char *bytes;
		const char *verdicts; /* one letter each: o, t, m */
	} rows[] = {
		{RR "81ca0002 01020304 0102 6162" BYE, "ooo"},
		{RR "c0c90001", "om"},              /* version 3 */
		{RR "80c90001", "ot"},              /* cut */
		{RR "81c90001 01020304" BYE, "om"}, /* count lies: stop */
		/* The padding bit in the middle says nothing. */
		{"a1c90007 01020304" BLOCK BYE, "oo"},
		{"80c90003 01020304 aaaaaaaa bbbbbbbb" BYE, "oo"}, /* profile */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice bytes = hex_bytes(rows[i].bytes);
		struct cursor c = cursor_of(bytes.p, bytes.n);
		struct rtcp r;
		for (const char *want = rows[i].verdicts; *want; want++) {
			enum verdict v = *want == 'o'   ? V_OK
					 : *want == 't' ? V_TRUNCATED
							: V_MALFORMED;
			assert_int_equal(next(&c, &r), v);
		}
		assert_int_equal(next(&c, &r), V_NOT_MINE);
		hex_free(bytes);
	}
}

static void probes(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t more_wire;
		bool mine;
	} rows[] = {
		{RR, 0, true},
		{"80c90001 01020304 7f3a 9e", 0,
			true}, /* SRTCP: the rest is cipher */
		{"81ce0002 01020304 05060708", 0, true},
		{"80c90001", 4, true},           /* cut by the snapshot */
		{"80c90001", 0, false},          /* and not cut */
		{"81c90001 01020304", 0, false}, /* a block that has no room */
		{"8008 1234 00000140 89abcdef", 0, false}, /* RTP */
		{"80c7 0001 00000140", 0, false},
		{"80d0 0001 00000140", 0, false},
		{"40c90001 01020304", 0, false},
		{"80c900", 9, false},
		{"", 0, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice bytes = hex_bytes(rows[i].bytes);
		struct packet packet = {
			.payload = bytes,
			.payload_wire = (uint32_t)bytes.n + rows[i].more_wire,
		};
		assert_int_equal(dissector_rtcp.probe(&packet), rows[i].mine);
		hex_free(bytes);
	}
}

/* A compound is whole or nothing: SRTCP and lying lengths are not read. */
static void adds_up(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t more_wire;
		bool whole;
	} rows[] = {
		{RR BYE, 0, true},
		{REAL, 0, true},
		{RR "80c90001", 0, false}, /* the last length leads out */
		{RR "80c90001", 4, true},  /* into what the capture cut off */
		{RR "ffff", 0, false},
		{RR "ffff0001", 0, false}, /* no version */
		{RR "80a00000", 0, false}, /* no type of RTCP */
		/* RFC 3711: E flag and index, tag of 80 bits: 14 bytes */
		{RR "80000001 00112233445566778899", 0, false},
		/* RFC 7714: tag of 128 bits, then E flag and index */
		{RR "00112233445566778899aabbccddeeff 80000001", 0, false},
		{RR, 2, false}, /* no multiple of 4 on the wire */
		{"", 0, true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice bytes = hex_bytes(rows[i].bytes);
		uint32_t wire = (uint32_t)bytes.n + rows[i].more_wire;
		assert_int_equal(rtcp_adds_up(bytes, wire), rows[i].whole);
		hex_free(bytes);
	}
}

/* Of a compound that does not add up, the dissector gives no packet at all. */
static void srtcp_is_not_read(void **state)
{
	struct slice bytes = hex_bytes(RR "80000001 00112233445566778899");
	struct packet packet = {
		.payload = bytes, .payload_wire = (uint32_t)bytes.n};
	struct cursor c = cursor_of(bytes.p, bytes.n);
	static struct event event;

	(void)state;
	assert_true(dissector_rtcp.probe(&packet));
	assert_int_equal(
		dissector_rtcp.parse(&c, &packet, &event), V_MALFORMED);
	assert_int_equal(cursor_left(&c), 0);
	hex_free(bytes);
}

/* Each proper prefix: whole packets before the cut, then "truncated". */
static void every_prefix(void **state)
{
	struct slice bytes = hex_bytes(REAL RR BYE);

	(void)state;
	for (size_t n = 0; n < bytes.n; n++) {
		struct slice cut = hex_prefix(bytes, n);
		struct cursor c = cursor_of(cut.p, cut.n);
		bool border = n == 0 || n == 28 || n == 76 || n == 108;
		struct rtcp r;
		enum verdict v;
		while ((v = next(&c, &r)) == V_OK) {
			assert_true(hex_inside(r.cname, cut));
		}
		assert_int_equal(v, border ? V_NOT_MINE : V_TRUNCATED);
		hex_free(cut);
	}
	hex_free(bytes);
}

static void dissector(void **state)
{
	struct slice bytes = hex_bytes(RR BYE);
	struct packet packet = {.payload = bytes, .payload_wire = 40};
	struct cursor c = cursor_of(bytes.p, bytes.n);
	static struct event event;

	(void)state;
	event.has_sdp = true;
	assert_int_equal(dissector_rtcp.parse(&c, &packet, &event), V_OK);
	assert_int_equal(event.kind, EVENT_RTCP);
	assert_false(event.has_sdp);
	assert_int_equal(event.rtcp.type, RTCP_RR);
	assert_int_equal(dissector_rtcp.parse(&c, &packet, &event), V_OK);
	assert_int_equal(event.rtcp.type, RTCP_BYE);
	assert_int_equal(cursor_left(&c), 0);
	assert_string_equal(rtcp_type_text(200), "SR");
	assert_string_equal(rtcp_type_text(207), "XR");
	assert_null(rtcp_type_text(199));
	assert_null(rtcp_type_text(208));
	hex_free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_compound),
		cmocka_unit_test(reports),
		cmocka_unit_test(full_report),
		cmocka_unit_test(each_type),
		cmocka_unit_test(compounds),
		cmocka_unit_test(probes),
		cmocka_unit_test(adds_up),
		cmocka_unit_test(srtcp_is_not_read),
		cmocka_unit_test(every_prefix),
		cmocka_unit_test(dissector),
	};

	return RUN_TESTS(tests);
}
