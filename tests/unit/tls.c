/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Certificates and handshakes. The certificate was made with openssl 3.0 for the
 * names below; its dates are as `openssl x509 -dates` prints them.
 */
#include "dissect/tls.h"

#include "tests/unit/hex.h"

#include <stdlib.h>
#include <string.h>

#define CERT \
	"308201bc30820162a00302010202145e784c16908ed24f5a88013a4be4b02fde" \
	"5f09d6300a06082a8648ce3d040302301a3118301606035504030c0f7062782e" \
	"6578616d706c652e6f7267301e170d3236313132343135313535335a170d3236" \
	"313232343135313535335a301a3118301606035504030c0f7062782e6578616d" \
	"706c652e6f72673059301306072a8648ce3d020106082a8648ce3d0301070342" \
	"0004b24d6196b19f351dc51cf994b1e7674700e01d3220390753d3039be01636" \
	"cb3223ac2a7511ec22bb74f8d769421f98e2993748ca6dc6ba5826b92d56ca06" \
	"c47da38185308182301d0603551d0e041604144517102e6465c18ed008afce2a" \
	"5dd2d1351741f9301f0603551d230418301680144517102e6465c18ed008afce" \
	"2a5dd2d1351741f9300f0603551d130101ff040530030101ff302f0603551d11" \
	"04283026820f7062782e6578616d706c652e6f726782132a2e766f6963652e65" \
	"78616d706c652e6f7267300a06082a8648ce3d040302034800304502205e1493" \
	"0962fd557c390eb2a5662f611a5180192949bb37454dc822bb9e501a2d022100" \
	"bc6253ce43f646d5adb08b09ebe4a4f4bb58af1ff4beac2744ef21ae30da1143"

static void certificate(void **state)
{
	struct slice der = hex_bytes(CERT);
	struct x509 c;

	(void)state;
	assert_true(x509_read(der, &c));
	assert_true(c.has_dates);
	assert_int_equal(c.not_before, 1795533353);
	assert_int_equal(c.not_after, 1795533353 + 30 * 86400);
	assert_true(c.self_signed);
	assert_false(c.weak_signature);
	assert_int_equal(c.rsa_bits, 0);
	assert_true(slice_is(c.common_name, "pbx.example.org"));
	assert_int_equal(c.name_count, 2);
	assert_true(x509_covers(&c, SLICE("PBX.example.org")));
	assert_true(x509_covers(&c, SLICE("a.voice.example.org")));
	assert_false(x509_covers(&c, SLICE("voice.example.org")));
	assert_false(x509_covers(&c, SLICE("a.b.voice.example.org")));
	assert_false(x509_covers(&c, SLICE("example.org")));
	hex_free(der);
}

/* Cut anywhere, and with each byte another: nothing is read outside. */
static void lying(void **state)
{
	struct slice der = hex_bytes(CERT);
	struct x509 c;

	(void)state;
	for (size_t n = 0; n < der.n; n++) {
		char *exact = malloc(n + 1);
		assert_non_null(exact);
		memcpy(exact, der.p, n);
		assert_false(x509_read((struct slice){exact, n}, &c));
		free(exact);
	}
	for (size_t i = 0; i < der.n; i++) {
		static const unsigned char odd[] = {0, 0x7f, 0x80, 0x83, 0xff};
		for (size_t k = 0; k < sizeof(odd); k++) {
			char *copy = malloc(der.n);
			assert_non_null(copy);
			memcpy(copy, der.p, der.n);
			copy[i] = (char)odd[k];
			(void)x509_read((struct slice){copy, der.n}, &c);
			free(copy);
		}
	}
	hex_free(der);
}

#define RANDOM                                                                 \
	"cb34ecb1 e78163ba 1c38c6da cb196a6d ffa21a8d 9912ec18 a2ef6283 "      \
	"024dece7"

static const struct {
	const char *name, *record;
	bool ok, server, alert;
	unsigned version, cipher, code;
} ROWS[] = {
	{"ServerHello of TLS 1.0",
		"160301 002a 02 000026 0301" RANDOM "00 000a 00", true, true,
		false, 0x0301, 0x000a, 0},
	{"ServerHello of TLS 1.3",
		"160303 0032 02 00002e 0303" RANDOM "00 1301 00 0006 002b 0002 "
		"0304",
		true, true, false, 0x0304, 0x1301, 0},
	{"unknown CA", "150303 0002 02 30", true, false, true, 0, 0, 48},
	{"an encrypted alert", "150303 0018" RANDOM, false, false, false, 0, 0,
		0},
	{"extensions longer than the message",
		"160303 0030 02 00002c 0303" RANDOM "00 1301 00 00ff 002b 0002",
		true, true, false, 0x0303, 0x1301, 0},
	{"a record that is cut", "160303 00ff 02 000026 0301", false, false,
		false, 0, 0, 0},
	{"nothing", "", false, false, false, 0, 0, 0},
};

static void records(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
		struct slice r = hex_bytes(ROWS[i].record);
		struct tls t;
		print_message("# %s\n", ROWS[i].name);
		assert_int_equal(tls_record(r, &t), ROWS[i].ok);
		assert_int_equal(t.server_hello, ROWS[i].server);
		assert_int_equal(t.alert, ROWS[i].alert);
		assert_int_equal(t.version, ROWS[i].version);
		assert_int_equal(t.cipher, ROWS[i].cipher);
		assert_int_equal(t.alert_code, ROWS[i].code);
		hex_free(r);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(certificate),
		cmocka_unit_test(lying),
		cmocka_unit_test(records),
	};

	return RUN_TESTS(tests);
}
