/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sessions of TLS by their ends: who is the client, what was offered and chosen,
 * who broke off; and that the oldest gives way. The records are those of
 * tests/unit/tls.c.
 */
#include "calls/secure.h"

#include "tests/unit/hex.h"

#define RANDOM                                                                 \
	"cb34ecb1 e78163ba 1c38c6da cb196a6d ffa21a8d 9912ec18 a2ef6283 "      \
	"024dece7"
#define CLIENT_HELLO                                                           \
	"160301 0041 01 00003d 0303" RANDOM "00 0002 002f 01 00 0012"          \
	"0000 000e 000c 00 0009 7062782e746573742e" /* server_name pbx.test. */
#define HELLO_OF_10 "160301 002a 02 000026 0301" RANDOM "00 000a 00"
#define HELLO_OF_13                                                            \
	"160303 0032 02 00002e 0303" RANDOM "00 1301 00 0006 002b 0002 0304"
#define UNKNOWN_CA "150303 0002 02 30"
#define WARNING	   "150303 0002 01 00"

static struct endpoint at(unsigned host, uint16_t port)
{
	uint8_t ip[4] = {10, 0, (uint8_t)(host >> 8), (uint8_t)host};

	return (struct endpoint){.ip = addr_v4(ip), .port = port};
}

static uint64_t last_frame;

static void record(struct secure *s, struct endpoint src, struct endpoint dst,
	const char *hex)
{
	struct slice bytes = hex_bytes(hex);
	struct packet p = {.kind = PACKET_RECORD,
		.frame = ++last_frame,
		.src = src,
		.dst = dst,
		.transport = TRANSPORT_TCP,
		.payload_wire = (uint32_t)bytes.n,
		.payload = bytes};

	secure_record(s, &p);
	hex_free(bytes);
}

static void handshake(void **state)
{
	struct secure *s = secure_create(1);
	struct endpoint client = at(1, 40000);
	struct endpoint server = at(2, 5061);

	(void)state;
	record(s, client, server, CLIENT_HELLO);
	const struct secure_session *t = secure_at(s, 0);
	assert_non_null(t);
	assert_true(endpoint_eq(&t->client, &client));
	assert_true(endpoint_eq(&t->server, &server));
	assert_int_equal(t->offered, 0x0303);
	assert_string_equal(t->asked, "pbx.test.");
	assert_int_equal(t->chosen.frame, 0);
	record(s, server, client, HELLO_OF_10);
	assert_int_equal(t->version, 0x0301);
	assert_int_equal(t->cipher, 0x000a);
	record(s, client, server, WARNING);
	assert_int_equal(t->alert.frame, 0);
	record(s, client, server, UNKNOWN_CA);
	assert_int_equal(t->alert.frame, last_frame);
	assert_int_equal(t->alert_code, 48);
	assert_false(t->alert_by_server);
	record(s, server, client, UNKNOWN_CA); /* the first one counts */
	assert_int_equal(t->alert.frame, last_frame - 1);
	assert_null(secure_at(s, 1));
	secure_destroy(s);
}

/* A capture that begins late: the server's answer says who is who. */
static void without_hello(void **state)
{
	struct secure *s = secure_create(1);
	struct endpoint client = at(1, 40000);
	struct endpoint server = at(2, 5061);

	(void)state;
	record(s, client, server, UNKNOWN_CA); /* of nobody */
	assert_null(secure_at(s, 0));
	record(s, server, client, HELLO_OF_13);
	const struct secure_session *t = secure_at(s, 0);
	assert_non_null(t);
	assert_true(endpoint_eq(&t->client, &client));
	assert_int_equal(t->version, 0x0304);
	assert_int_equal(t->hello.frame, 0);
	record(s, server, client, UNKNOWN_CA);
	assert_true(t->alert_by_server);
	secure_destroy(s);
}

/* The port is used again: nothing of the first session stays. */
static void again(void **state)
{
	struct secure *s = secure_create(1);
	struct endpoint client = at(1, 40000);
	struct endpoint server = at(2, 5061);

	(void)state;
	record(s, client, server, CLIENT_HELLO);
	record(s, server, client, HELLO_OF_10);
	record(s, client, server, UNKNOWN_CA);
	record(s, client, server, CLIENT_HELLO);
	const struct secure_session *t = secure_at(s, 0);
	assert_int_equal(t->chosen.frame, 0);
	assert_int_equal(t->alert.frame, 0);
	assert_null(secure_at(s, 1));
	secure_destroy(s);
}

static void bounded(void **state)
{
	struct secure *s = secure_create(1);
	size_t n = 0;

	(void)state;
	for (unsigned i = 0; i < 5000; i++) {
		record(s, at(i, 40000), at(60000, 5061), CLIENT_HELLO);
	}
	while (secure_at(s, n)) {
		n++;
	}
	assert_int_equal(n, 4096);
	struct endpoint oldest = at(5000 - 4096, 40000);
	assert_true(endpoint_eq(&secure_at(s, 0)->client, &oldest));
	secure_destroy(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(handshake),
		cmocka_unit_test(without_hello),
		cmocka_unit_test(again),
		cmocka_unit_test(bounded),
	};

	return RUN_TESTS(tests);
}
