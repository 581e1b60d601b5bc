/* SPDX-License-Identifier: GPL-3.0-or-later */
/* STUN by the test vectors of RFC 5769, and what its lengths may lie about. */
#include "dissect/stun.h"

#include "tests/unit/hex.h"

#define ID "2112a442 b7e7a701 bc34d686 fa87dfae"

/* RFC 5769 clause 2.1: a connectivity check of ICE. */
#define REQUEST                                                                \
	"00010058" ID "80220010 5354554e 20746573 7420636c 69656e74"           \
	"00240004 6e0001ff 80290008 932ff9b1 51263b36"                         \
	"00060009 6576746a 3a683676 59202020"                                  \
	"00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2"                \
	"80280004 e57a3bcf"
/* Clause 2.2 */
#define RESPONSE_V4                                                            \
	"0101003c" ID "8022000b 74657374 20766563 746f7220"                    \
	"00200008 0001a147 e112a643"                                           \
	"00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7"                \
	"80280004 c07d4c96"
/* Clause 2.3 */
#define RESPONSE_V6                                                            \
	"01010048" ID "8022000b 74657374 20766563 746f7220"                    \
	"00200014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9"                \
	"00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41"                \
	"80280004 c8fb0b4c"
/* Clause 2.4 */
#define LONG_TERM                                                              \
	"00010060 2112a442 78ad3433 c6ad72c0 29da412e"                         \
	"00060012 e3839ee3 8388e383 aae38383 e382afe3 82b90000"                \
	"0015001c 662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679"       \
	"36347341 0014000b 6578616d 706c652e 6f726700"                         \
	"00080014 f6702465 6dd64a3e 02b8e071 2e85c9a2 8ca89666"

static const struct {
	const char *name, *packet;
	uint32_t more_wire;
	enum verdict verdict;
	enum stun_class klass;
	uint16_t method;
	bool classic, ice, turn;
	const char *mapped, *username, *software, *realm;
} ROWS[] = {
	{"RFC 5769 2.1", REQUEST, 0, V_OK, STUN_REQUEST, 1, false, true, false,
		NULL, "evtj:h6vY", "STUN test client", NULL},
	{"RFC 5769 2.2", RESPONSE_V4, 0, V_OK, STUN_SUCCESS, 1, false, false,
		false, "192.0.2.1:32853", NULL, "test vector", NULL},
	{"RFC 5769 2.3", RESPONSE_V6, 0, V_OK, STUN_SUCCESS, 1, false, false,
		false, "[2001:db8:1234:5678:11:2233:4455:6677]:32853", NULL,
		"test vector", NULL},
	{"RFC 5769 2.4", LONG_TERM, 0, V_OK, STUN_REQUEST, 1, false, false,
		false, NULL,
		"\xe3\x83\x9e\xe3\x83\x88\xe3\x83\xaa\xe3\x83\x83\xe3\x82\xaf"
		"\xe3\x82\xb9",
		NULL, "example.org"},
	{"Allocate request, RFC 8656 clause 7", "00030000" ID, 0, V_OK,
		STUN_REQUEST, 3, false, false, true, NULL, NULL, NULL, NULL},
	{"Send indication: type 0x0016", "00160000" ID, 0, V_OK,
		STUN_INDICATION, 6, false, false, true, NULL, NULL, NULL, NULL},
	{"ChannelBind error: type 0x0119", "01190000" ID, 0, V_OK, STUN_ERROR,
		9, false, false, true, NULL, NULL, NULL, NULL},
	{"the largest method: type 0x3eef", "3eef0000" ID, 0, V_OK,
		STUN_REQUEST, 0xfff, false, false, false, NULL, NULL, NULL,
		NULL},
	{"two messages in a segment", "00010000" ID "00010000", 0, V_OK,
		STUN_REQUEST, 1, false, false, false, NULL, NULL, NULL, NULL},
	{"classic, RFC 3489 clause 11: MAPPED-ADDRESS 10.1.2.3:4096",
		"0101000c 00112233445566778899aabbccddeeff"
		"00010008 00011000 0a010203",
		0, V_OK, STUN_SUCCESS, 1, true, false, false, "10.1.2.3:4096",
		NULL, NULL, NULL},
	{"classic, but longer than it says",
		"00010000 00112233445566778899aabbccddeeff 00", 0, V_NOT_MINE,
		STUN_REQUEST, 0, false, false, false, NULL, NULL, NULL, NULL},
	{"classic of another method",
		"00030000 00112233445566778899aabbccddeeff", 0, V_NOT_MINE,
		STUN_REQUEST, 0, false, false, false, NULL, NULL, NULL, NULL},
	{"length no multiple of four", "00010002" ID "0000", 0, V_NOT_MINE,
		STUN_REQUEST, 0, false, false, false, NULL, NULL, NULL, NULL},
	{"first bits not zero", "40010000" ID, 0, V_NOT_MINE, STUN_REQUEST, 0,
		false, false, false, NULL, NULL, NULL, NULL},
	{"longer than the datagram", "00010004" ID, 0, V_MALFORMED,
		STUN_REQUEST, 0, false, false, false, NULL, NULL, NULL, NULL},
	{"cut by the snapshot length", "00010004" ID, 4, V_TRUNCATED,
		STUN_REQUEST, 0, false, false, false, NULL, NULL, NULL, NULL},
	{"attribute longer than the message", "00010004" ID "80220004", 0,
		V_MALFORMED, STUN_REQUEST, 0, false, false, false, NULL, NULL,
		NULL, NULL},
	{"address of an unknown family",
		"01010008" ID "00200004 0003a147", 0, V_OK, STUN_SUCCESS, 1,
		false, false, false, NULL, NULL, NULL, NULL},
	{"address of three bytes", "0101000c" ID "00200007 0001a147 e112a600",
		0, V_OK, STUN_SUCCESS, 1, false, false, false, NULL, NULL, NULL,
		NULL},
};

static void is_text(struct slice got, const char *want)
{
	assert_int_equal(got.p == NULL, want == NULL);
	if (want) {
		assert_true(slice_is(got, want));
	}
}

static void messages(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct slice bytes = hex_bytes(ROWS[i].packet);
		uint32_t wire = (uint32_t)bytes.n + ROWS[i].more_wire;
		struct stun stun;
		char text[ENDPOINT_TEXT];
		print_message("# %s\n", ROWS[i].name);
		assert_int_equal(
			stun_parse(bytes, wire, &stun), ROWS[i].verdict);
		if (ROWS[i].verdict == V_OK) {
			assert_int_equal(stun.klass, ROWS[i].klass);
			assert_int_equal(stun.method, ROWS[i].method);
			assert_int_equal(stun.classic, ROWS[i].classic);
			assert_int_equal(stun.ice, ROWS[i].ice);
			assert_int_equal(stun.turn, ROWS[i].turn);
			assert_int_equal(stun.mapped, ROWS[i].mapped != NULL);
			is_text(stun.username, ROWS[i].username);
			is_text(stun.software, ROWS[i].software);
			is_text(stun.realm, ROWS[i].realm);
		}
		if (ROWS[i].mapped) {
			assert_string_equal(endpoint_text(&stun.at, text),
				ROWS[i].mapped);
		}
		hex_free(bytes);
	}
}

/* No prefix of a message is one: neither when the capture cut it, which is
 * known from the cookie on, nor when the datagram was so short. */
static void prefixes(void **state)
{
	struct slice whole = hex_bytes(REQUEST);
	struct stun stun;

	(void)state;
	for (size_t n = 0; n < whole.n; n++) {
		struct slice part = hex_prefix(whole, n);
		assert_int_equal(stun_parse(part, (uint32_t)whole.n, &stun),
			n < 20 ? V_NOT_MINE : V_TRUNCATED);
		assert_int_equal(stun_parse(part, (uint32_t)n, &stun),
			n < 20 ? V_NOT_MINE : V_MALFORMED);
		hex_free(part);
	}
	hex_free(whole);
}

static void microsoft(void **state)
{
	struct slice bytes = hex_bytes("00010008" ID "80700004 00000003");
	struct stun stun;

	(void)state;
	assert_int_equal(stun_parse(bytes, (uint32_t)bytes.n, &stun), V_OK);
	assert_true(stun.microsoft);
	hex_free(bytes);
}

static const struct {
	const char *name, *packet;
	uint32_t more_wire;
	const char *inside; /* NULL: it is none */
} CHANNELS[] = {
	{"four bytes of data", "40000004 01020304", 0, "01020304"},
	{"padded", "40010003 01020300", 0, "010203"},
	{"not padded: UDP may", "4fff0003 010203", 0, "010203"},
	{"no data", "40000000", 0, ""},
	{"cut by the snapshot length", "40000004 0102", 2, "0102"},
	{"reserved channel", "50000004 01020304", 0, NULL},
	{"longer than the datagram", "40000005 01020304", 0, NULL},
	{"more than padding behind it", "40000001 01020304 05", 0, NULL},
	{"three bytes", "400000", 0, NULL},
};

static void channels(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(CHANNELS); i++) {
		struct slice bytes = hex_bytes(CHANNELS[i].packet);
		uint32_t wire = (uint32_t)bytes.n + CHANNELS[i].more_wire;
		struct slice got = stun_channel_data(bytes, wire);
		print_message("# %s\n", CHANNELS[i].name);
		assert_int_equal(got.p == NULL, CHANNELS[i].inside == NULL);
		if (CHANNELS[i].inside) {
			struct slice want = hex_bytes(CHANNELS[i].inside);
			assert_true(slice_eq(got, want));
			hex_free(want);
		}
		hex_free(bytes);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(microsoft),
		cmocka_unit_test(channels),
	};

	return RUN_TESTS(tests);
}
