/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First bytes of TLS, DTLS, QUIC and ZRTP, by the examples of their RFCs. */
#include "dissect/hello.h"

#include "tests/unit/hex.h"

#define RANDOM                                                                 \
	"cb34ecb1 e78163ba 1c38c6da cb196a6d ffa21a8d 9912ec18 a2ef6283 "      \
	"024dece7"
/* RFC 8448 clause 3, the first bytes: it goes on with other extensions. */
#define TLS_CLIENT                                                             \
	"160301 00c4 01 0000c0 0303" RANDOM                                    \
	"00 0006 130113031302 0100 0091 0000 000b 0009 00 0006 736572766572 "  \
	"ff01 0001 00"
#define CLIENT_HEAD "160301 00c4 01 0000c0 0303" RANDOM "00 0002 1301 0100 "

static const struct {
	const char *name, *packet;
	bool tls, client;
	const char *server;
	bool srtp;
} TLS[] = {
	{"RFC 8448 clause 3", TLS_CLIENT, true, true, "server", false},
	{"ServerHello", "160303 005a 02 000056 0303", true, false, NULL, false},
	{"client without extensions", CLIENT_HEAD "0000", true, true, NULL,
		false},
	{"extensions cut", CLIENT_HEAD "0091 0000 000b 0009 00 0006 7365", true,
		true, NULL, false},
	{"a name with a blank",
		CLIENT_HEAD "0091 0000 0008 0006 00 0003 612062", true, true,
		NULL, false},
	{"a name with a line feed",
		CLIENT_HEAD "0091 0000 0008 0006 00 0003 610a62", true, true,
		NULL, false},
	{"an empty name", CLIENT_HEAD "0091 0000 0005 0003 00 0000", true, true,
		NULL, false},
	{"a name longer than its extension",
		CLIENT_HEAD "0091 0000 0008 0006 00 0004 61626364", true, true,
		NULL, false},
	{"a name of another kind",
		CLIENT_HEAD "0091 0000 0008 0006 01 0003 616263", true, true,
		NULL, false},
	{"use_srtp, RFC 5764 clause 4.1.1",
		CLIENT_HEAD "0009 000e 0005 0002 0001 00", true, true, NULL,
		true},
	{"application data", "170303 0020 01", false, false, NULL, false},
	{"SSL 2", "160200 0020 01", false, false, NULL, false},
	{"record too short", "160301 0003 01", false, false, NULL, false},
	{"record too long", "160301 4101 01", false, false, NULL, false},
	{"five bytes", "160301 0010", false, false, NULL, false},
	{"SIP", "494e56495445207369703a", false, false, NULL, false},
};

static void tls(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(TLS); i++) {
		struct slice bytes = hex_bytes(TLS[i].packet);
		struct hello hello = {0};
		print_message("# %s\n", TLS[i].name);
		assert_int_equal(hello_tls(bytes, &hello), TLS[i].tls);
		assert_int_equal(hello.client, TLS[i].client);
		assert_int_equal(hello.srtp, TLS[i].srtp);
		assert_int_equal(hello.server.p != NULL, TLS[i].server != NULL);
		if (TLS[i].server) {
			assert_true(slice_is(hello.server, TLS[i].server));
		}
		hex_free(bytes);
	}
}

/* The name is read exactly when all of it is there. */
static void prefixes(void **state)
{
	struct slice whole = hex_bytes(TLS_CLIENT);
	size_t end = whole.n - 5; /* of the name */

	(void)state;
	for (size_t n = 0; n <= whole.n; n++) {
		struct slice part = hex_prefix(whole, n);
		struct hello hello = {0};
		assert_int_equal(hello_tls(part, &hello), n >= 6);
		assert_int_equal(hello.server.p != NULL, n >= end);
		assert_true(hex_inside(hello.server, part));
		hex_free(part);
	}
	hex_free(whole);
}

/* RFC 6347 clauses 4.1 and 4.2.2: record, then handshake header. */
#define DTLS_HEAD                                                              \
	"16 feff 0000 000000000000 0040 01 000034 0000 000000 000034 fefd"

static const struct {
	const char *name, *packet;
	uint32_t more_wire;
	bool dtls, client, srtp;
} DTLS[] = {
	{"client with use_srtp",
		DTLS_HEAD RANDOM "00 00 0002 c02c 0100 0009 000e 0005 0002 0001 "
				 "00",
		2, true, true, true},
	{"client with a cookie",
		DTLS_HEAD RANDOM "00 04 01020304 0002 c02c 0100 0009 000e 0005 "
				 "0002 0001 00",
		0, true, true, true},
	{"a later fragment of it",
		"16 feff 0000 000000000000 0010 01 000034 0000 000010 000004 "
		"0001 0203 04050607",
		4, true, false, false},
	{"encrypted handshake of epoch 1",
		"16 fefd 0001 000000000000 0004 01000034", 0, true, false,
		false},
	{"application data", "17 fefd 0001 000000000001 0001 00", 0, true,
		false, false},
	{"record longer than the datagram",
		"17 fefd 0001 000000000001 0002 00", 0, false, false, false},
	{"TLS version", "16 0303 0000 000000000000 0001 00", 0, false, false,
		false},
	{"content type 24", "18 fefd 0001 000000000001 0001 00", 0, false,
		false, false},
	{"no content", "17 fefd 0001 000000000001 0000", 0, false, false,
		false},
	{"twelve bytes", "17 fefd 0001 000000000001 00", 0, false, false,
		false},
};

static void dtls(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(DTLS); i++) {
		struct slice bytes = hex_bytes(DTLS[i].packet);
		uint32_t wire = (uint32_t)bytes.n + DTLS[i].more_wire;
		struct hello hello = {0};
		print_message("# %s\n", DTLS[i].name);
		assert_int_equal(
			hello_dtls(bytes, wire, &hello), DTLS[i].dtls);
		assert_int_equal(hello.client, DTLS[i].client);
		assert_int_equal(hello.srtp, DTLS[i].srtp);
		hex_free(bytes);
	}
}

static const struct {
	const char *name, *packet;
	bool quic, zrtp;
} OTHERS[] = {
	{"QUIC 1: RFC 9001 A.2",
		"c300000001088394c8f03e5157080000449e00000002", true, false},
	{"QUIC 2: RFC 9369 A.2",
		"d36b3343cf088394c8f03e5157080000449e00000002", true, false},
	{"QUIC draft 29", "c3ff00001d 00 00", true, false},
	{"Google's Q050", "c351303530 00 00", true, false},
	{"version of nobody", "c312345678 00 00", false, false},
	{"short header", "4000000001 00 00", false, false},
	{"no fixed bit", "8300000001 00 00", false, false},
	{"connection id of 21 bytes",
		"c300000001 15 000000000000000000000000000000000000000000 00",
		false, false},
	{"connection id cut", "c300000001 08 8394c8f0", false, false},
	{"ZRTP HelloACK, RFC 6189 clauses 5 and 5.3",
		"1000 0001 5a525450 01020304 505a 0003 48656c6c6f41434b "
		"00000000",
		false, true},
	{"ZRTP without its cookie",
		"1000 0001 5a525451 01020304 505a 0003 48656c6c6f41434b "
		"00000000",
		false, false},
	{"ZRTP, 27 bytes",
		"1000 0001 5a525450 01020304 505a 0003 48656c6c6f41434b 000000",
		false, false},
	{"nothing", "", false, false},
};

static void others(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(OTHERS); i++) {
		struct slice bytes = hex_bytes(OTHERS[i].packet);
		print_message("# %s\n", OTHERS[i].name);
		assert_int_equal(hello_quic(bytes), OTHERS[i].quic);
		assert_int_equal(hello_zrtp(bytes, (uint32_t)bytes.n),
			OTHERS[i].zrtp);
		hex_free(bytes);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(tls),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(dtls),
		cmocka_unit_test(others),
	};

	return RUN_TESTS(tests);
}
