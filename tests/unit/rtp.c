/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RTP headers by RFC 3550 clause 5.1, and what its lengths may lie about. */
#include "dissect/rtp.h"

#include "dissect/dissector.h"
#include "tests/unit/hex.h"

#define REST "1234 00000140 89abcdef " /* sequence, timestamp, SSRC */

static const struct {
	const char *name, *packet;
	uint32_t more_wire; /* bytes on the wire that were not captured */
	enum verdict verdict;
	uint8_t type;
	bool marker, extended, padded;
	uint32_t payload_wire;
	const char *payload;
} ROWS[] = {
	{"G.711 A-law, marker", "8088" REST "d5d5d5", 0, V_OK, 8, true, false,
		false, 3, "d5d5d5"},
	{"no payload at all", "8000" REST, 0, V_OK, 0, false, false, false, 0,
		""},
	{"two CSRCs", "8265" REST "00000001 00000002 aa", 0, V_OK, 101, false,
		false, false, 1, "aa"},
	{"extension of one word, 5.3.1", "9060" REST "bede0001 10ff0000 bbcc",
		0, V_OK, 96, false, true, false, 2, "bbcc"},
	{"extension of no word", "9060" REST "bede0000 bb", 0, V_OK, 96, false,
		true, false, 1, "bb"},
	{"CSRC, extension and padding",
		"b160" REST "00000001 bede0000 aa 000003", 0, V_OK, 96, false,
		true, true, 1, "aa"},
	{"nothing but padding", "a000" REST "00000004", 0, V_OK, 0, false,
		false, true, 0, ""},
	{"payload cut by the snapshot", "8000" REST "d5", 159, V_OK, 0, false,
		false, false, 160, "d5"},
	{"cut: padding cannot be seen", "a000" REST "d5d5", 2, V_OK, 0, false,
		false, false, 4, "d5d5"},
	{"empty", "", 0, V_NOT_MINE, 0, false, false, false, 0, ""},
	{"version 0: STUN", "0001" REST, 0, V_NOT_MINE, 0, false, false, false,
		0, ""},
	{"version 1", "4000" REST, 0, V_NOT_MINE, 0, false, false, false, 0,
		""},
	{"version 3", "c000" REST, 0, V_NOT_MINE, 0, false, false, false, 0,
		""},
	{"eleven bytes", "8000 1234 00000140 89abcd", 0, V_TRUNCATED, 0, false,
		false, false, 0, ""},
	{"CSRC list longer than the packet", "8f00" REST "00000001", 0,
		V_MALFORMED, 0, false, false, false, 0, ""},
	{"CSRC list longer than the capture", "8200" REST "00000001", 4,
		V_TRUNCATED, 0, false, false, false, 0, ""},
	{"extension header missing", "9000" REST "bede", 0, V_MALFORMED, 0,
		false, false, false, 0, ""},
	{"extension longer than the packet", "9000" REST "bede0002 00000000", 0,
		V_MALFORMED, 0, false, false, false, 0, ""},
	{"extension longer than the capture", "9000" REST "bede0002 00000000",
		4, V_TRUNCATED, 0, false, false, false, 0, ""},
};

static void headers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice bytes = hex_bytes(ROWS[i].packet);
		struct slice payload = hex_bytes(ROWS[i].payload);
		uint32_t wire = (uint32_t)bytes.n + ROWS[i].more_wire;
		struct rtp rtp;
		print_message("# %s\n", ROWS[i].name);
		assert_int_equal(rtp_parse(bytes, wire, &rtp), ROWS[i].verdict);
		if (ROWS[i].verdict == V_OK) {
			assert_int_equal(rtp.payload_type, ROWS[i].type);
			assert_int_equal(rtp.marker, ROWS[i].marker);
			assert_int_equal(rtp.extended, ROWS[i].extended);
			assert_int_equal(rtp.padded, ROWS[i].padded);
			assert_int_equal(rtp.sequence, 0x1234);
			assert_int_equal(rtp.timestamp, 320);
			assert_int_equal(rtp.ssrc, 0x89abcdef);
			assert_int_equal(
				rtp.payload_wire, ROWS[i].payload_wire);
			assert_true(slice_eq(rtp.payload, payload));
			assert_true(hex_inside(rtp.payload, bytes));
		}
		hex_free(payload);
		hex_free(bytes);
	}
}

/* The header is good and the padding count is not (encrypted padding looks so):
 * the packet counts, with its whole payload, and says so. */
static void padding_lies(void **state)
{
	static const char *const tails[] = {"", "00", "02", "d5d500", "d5d504"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tails); i++) {
		char text[128];
		(void)snprintf(text, sizeof(text), "a000" REST "%s", tails[i]);
		struct slice bytes = hex_bytes(text);
		struct rtp rtp;
		assert_int_equal(
			rtp_parse(bytes, (uint32_t)bytes.n, &rtp), V_OK);
		assert_true(rtp.padding_lies);
		assert_int_equal(rtp.sequence, 0x1234);
		assert_int_equal(rtp.payload.n, bytes.n - 12);
		assert_false(rtp.padded);
		hex_free(bytes);
	}
}

/* Cut anywhere, with the true length and with a lying one. */
static void every_prefix(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice bytes = hex_bytes(ROWS[i].packet);
		for (size_t n = 0; n <= bytes.n; n++) {
			struct slice cut = hex_prefix(bytes, n);
			const uint32_t wires[] = {
				(uint32_t)bytes.n, (uint32_t)n, 0, 65535};
			for (size_t k = 0; k < COUNT_OF(wires); k++) {
				struct rtp rtp;
				if (rtp_parse(cut, wires[k], &rtp) == V_OK) {
					assert_true(n >= 12);
					assert_true(
						hex_inside(rtp.payload, cut));
					assert_true(rtp.payload.n <=
						    rtp.payload_wire);
				}
			}
			hex_free(cut);
		}
		hex_free(bytes);
	}
}

/* RFC 4733 clause 2.5.1.1, and table 3 of clause 3.2 for the digits. */
static void telephone_events(void **state)
{
	struct rtp_event e;

	(void)state;
	assert_int_equal(rtp_event_parse(SLICE("\x0b\x8a\x03\x20"), &e), V_OK);
	assert_int_equal(e.event, 11);
	assert_true(e.end);
	assert_int_equal(e.volume, 10);
	assert_int_equal(e.duration, 800);
	/* The reserved bit is ignored; more blocks may follow. */
	assert_int_equal(
		rtp_event_parse(SLICE("\x01\x7f\xff\xff\x02"), &e), V_OK);
	assert_false(e.end);
	assert_int_equal(e.volume, 63);
	assert_int_equal(e.duration, 65535);
	for (size_t n = 0; n < 4; n++) {
		struct slice cut = hex_prefix(SLICE("\x0b\x8a\x03\x20"), n);
		assert_int_equal(rtp_event_parse(cut, &e), V_TRUNCATED);
		assert_int_equal(e.event, 1); /* untouched */
		hex_free(cut);
	}
	const char *digits = "0123456789*#ABCD";
	for (uint8_t i = 0; i < 16; i++) {
		assert_int_equal(rtp_event_digit(i), digits[i]);
	}
	assert_int_equal(rtp_event_digit(16), 0); /* flash */
	assert_int_equal(rtp_event_digit(255), 0);
}

static void dissector(void **state)
{
	static const struct {
		const char *payload;
		bool mine;
	} rows[] = {
		{"8008" REST "d5", true},
		{"80c8" REST "d5", false}, /* RTCP SR, RFC 5761 clause 4 */
		{"8048" REST "d5",
			false}, /* type 72: the same without marker */
		{"8060" REST "d5", true},
		{"0101" REST "d5", false}, /* STUN, RFC 7983 */
		{"16fe" REST "d5", false}, /* DTLS */
	};
	static struct event event;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice bytes = hex_bytes(rows[i].payload);
		struct packet packet = {
			.payload = bytes,
			.payload_wire = (uint32_t)bytes.n + 9,
		};
		assert_int_equal(dissector_rtp.probe(&packet), rows[i].mine);
		struct cursor c = cursor_of(bytes.p, bytes.n);
		if (rows[i].mine) {
			assert_int_equal(
				dissector_rtp.parse(&c, &packet, &event), V_OK);
			assert_int_equal(event.kind, EVENT_MEDIA);
			assert_false(event.has_sdp);
			assert_int_equal(event.rtp.payload_wire, 10);
			assert_int_equal(cursor_left(&c), 0);
		}
		hex_free(bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers),
		cmocka_unit_test(padding_lies),
		cmocka_unit_test(every_prefix),
		cmocka_unit_test(telephone_events),
		cmocka_unit_test(dissector),
	};

	return RUN_TESTS(tests);
}
