/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names for conversations: the tables, what decides first, and the bounds. What
 * needs libndpi is skipped in a build without it.
 */
#include "flow/classify.h"

#include "flow/classify_own.h"
#include "flow/rebuild.h"
#include "tests/unit/hex.h"

static const struct {
	const char *server, *name; /* NULL: nobody's */
} SERVERS[] = {
	{"zoom.us", "Zoom"},
	{"us04web.ZOOM.us", "Zoom"},
	{"notzoom.us", NULL},
	{"zoom.us.example.org", NULL},
	{"us", NULL},
	{"mmx-ds.cdn.whatsapp.net", "WhatsApp"},
	{"teams.microsoft.com", "Microsoft Teams/Skype"},
	{"www.microsoft.com", NULL},
	{"www.google.com", NULL},
	{"meet.google.com", "Google Meet/Duo"},
};

static void servers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(SERVERS); i++) {
		const struct app *a = app_of_server(slice_of(SERVERS[i].server));
		print_message("# %s\n", SERVERS[i].server);
		assert_int_equal(a != NULL, SERVERS[i].name != NULL);
		if (a) {
			assert_string_equal(a->name, SERVERS[i].name);
			assert_int_equal(a->kind, APP_CALLING);
		}
	}
}

static void ports(void **state)
{
	(void)state;
	assert_string_equal(
		app_of_port(TRANSPORT_UDP, 4569, 9)->name, "IAX");
	assert_string_equal(app_of_port(TRANSPORT_TCP, 9, 443)->name, "TLS");
	assert_string_equal(app_of_port(TRANSPORT_UDP, 9, 443)->name, "QUIC");
	assert_null(app_of_port(TRANSPORT_TCP, 4569, 9));
	assert_ptr_equal(
		app_of_port(TRANSPORT_TCP, 53, 9), app_of_port(TRANSPORT_UDP,
							   9, 53));
	assert_string_equal(app_unnamed(TRANSPORT_UDP)->name, "unknown UDP");
	assert_string_equal(app_unnamed(TRANSPORT_TCP)->name, "unknown TCP");
}

static struct packet packet_of(struct slice payload, enum transport transport)
{
	const uint8_t a[4] = {10, 0, 0, 1};
	const uint8_t b[4] = {192, 0, 2, 7};

	return (struct packet){
		.src = {.ip = addr_v4(a), .port = 40000},
		.dst = {.ip = addr_v4(b), .port = 40001},
		.transport = transport,
		.kind = transport == TRANSPORT_TCP ? PACKET_SEGMENT
						   : PACKET_DATAGRAM,
		.payload = payload,
		.payload_wire = (uint32_t)payload.n,
	};
}

#define COOKIE "2112a442 000102030405060708090a0b"

/* Each payload alone, over UDP or TCP, on ports that say nothing. */
static const struct {
	const char *name, *packet;
	enum transport transport;
	unsigned marks;
	const char *app; /* what our detectors make of it; NULL: nothing */
} OWN[] = {
	{"Binding", "00010000" COOKIE, TRANSPORT_UDP, OWN_STUN, "STUN"},
	{"Binding over TCP", "00010000" COOKIE, TRANSPORT_TCP, OWN_STUN,
		"STUN"},
	{"Allocate", "00030000" COOKIE, TRANSPORT_UDP, OWN_STUN | OWN_TURN,
		"TURN"},
	{"check with PRIORITY", "00010008" COOKIE "00240004 6e0001ff",
		TRANSPORT_UDP, OWN_STUN | OWN_ICE, "WebRTC/ICE"},
	{"check of MS-ICE2", "00010010" COOKIE "00240004 6e0001ff"
			     "80700004 00000003",
		TRANSPORT_UDP, OWN_STUN | OWN_ICE | OWN_MICROSOFT,
		"Microsoft Teams/Skype"},
	{"DTLS", "17 fefd 0001 000000000001 0001 00", TRANSPORT_UDP, OWN_DTLS,
		"DTLS"},
	{"QUIC 1", "c300000001088394c8f03e5157080000449e00000002",
		TRANSPORT_UDP, OWN_QUIC, "QUIC"},
	{"ZRTP HelloACK",
		"1000 0001 5a525450 01020304 505a 0003 48656c6c6f41434b "
		"00000000",
		TRANSPORT_UDP, OWN_ZRTP, "ZRTP"},
	{"TLS", "160303 005a 02 000056 0303", TRANSPORT_TCP, OWN_TLS, "TLS"},
	{"H.225.0 in TPKT, RFC 1006", "03000010 08020001 05", TRANSPORT_TCP,
		OWN_H323, "H.323"},
	{"Discord's keep-alive", "1337cafe 0e000000", TRANSPORT_UDP,
		OWN_DISCORD, "Discord"},
	{"TeamSpeak 3", "545333494e495431 0065", TRANSPORT_UDP, OWN_TEAMSPEAK,
		"TeamSpeak"},
	{"noise", "7f23a05512", TRANSPORT_UDP, 0, NULL},
	{"noise over TCP", "7f23a05512", TRANSPORT_TCP, 0, NULL},
	{"nothing", "", TRANSPORT_UDP, 0, NULL},
};

static void own_marks(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(OWN); i++) {
		struct slice bytes = hex_bytes(OWN[i].packet);
		struct packet p = packet_of(bytes, OWN[i].transport);
		unsigned marks = classify_own_sight(&p).marks;
		const struct app *app = classify_own_app(marks);
		print_message("# %s\n", OWN[i].name);
		assert_int_equal(marks, OWN[i].marks);
		assert_int_equal(app != NULL, OWN[i].app != NULL);
		if (app) {
			assert_string_equal(app->name, OWN[i].app);
		}
		hex_free(bytes);
	}
}

/* The server's name decides at once, and is kept. */
#define HELLO                                                                  \
	"160301 00c4 01 0000c0 0303"                                           \
	"cb34ecb1 e78163ba 1c38c6da cb196a6d ffa21a8d 9912ec18 a2ef6283 "      \
	"024dece7 00 0002 1301 0100 0010 0000 000c 000a 00 0007"               \
	"7a6f6f6d2e7573" /* "zoom.us" */

static void server_decides(void **state)
{
	struct classify *c = classify_create();
	struct classify_slot slot = {0};
	struct slice bytes = hex_bytes(HELLO);
	struct packet p = packet_of(bytes, TRANSPORT_TCP);

	(void)state;
	assert_true(classify_feed(c, &slot, &p));
	assert_string_equal(slot.app->name, "Zoom");
	assert_int_equal(slot.basis, CLASSIFY_SERVER);
	assert_string_equal(slot.server, "zoom.us");
	assert_int_equal(classify_counts(c)->examined, 0);
	classify_forget(c, &slot);
	hex_free(bytes);
	classify_destroy(c);
}

/* Noise is looked at eight times; then the port is all there is. */
static void limits_of_one(void **state)
{
	struct classify *c = classify_create();
	struct classify_slot slot = {0};
	struct slice bytes = hex_bytes("7f23a055129911");
	struct packet p = packet_of(bytes, TRANSPORT_UDP);
	struct packet empty = packet_of((struct slice){0}, TRANSPORT_UDP);

	(void)state;
	for (int i = 0; i < 7; i++) {
		assert_false(classify_feed(c, &slot, &p));
		assert_false(classify_feed(c, &slot, &empty));
	}
	assert_true(classify_feed(c, &slot, &p));
	assert_string_equal(slot.app->name, "unknown UDP");
	assert_int_equal(slot.basis, CLASSIFY_NONE);
	assert_null(slot.probe);
	p.dst.port = 4569;
	slot = (struct classify_slot){0};
	classify_settle(c, &slot, &p);
	assert_string_equal(slot.app->name, "IAX");
	assert_int_equal(slot.basis, CLASSIFY_PORT);
	hex_free(bytes);
	classify_destroy(c);
}

/* libndpi calls by Google's app whatever goes to Google's public servers. */
static void believed(void **state)
{
	(void)state;
	assert_null(classify_own_believe(OWN_STUN, &app_google_meet));
	assert_ptr_equal(classify_own_believe(OWN_TLS, &app_google_meet),
		&app_google_meet);
	assert_ptr_equal(
		classify_own_believe(OWN_STUN, &app_discord), &app_discord);
	assert_null(classify_own_believe(0, NULL));
	assert_true(classify_own_general(NULL));
	assert_true(classify_own_general(&app_stun));
	assert_false(classify_own_general(&app_discord));
}

static void library(void **state)
{
	struct classify *c = classify_create();
	struct classify_slot slot = {0};
	struct packet p =
		packet_of(SLICE("SSH-2.0-OpenSSH_9.2\r\n"), TRANSPORT_TCP);

	(void)state;
	if (!classify_library()) {
		classify_destroy(c);
		skip();
	}
	(void)classify_feed(c, &slot, &p);
	classify_settle(c, &slot, &p);
	assert_string_equal(slot.app->name, "SSH");
	assert_int_equal(slot.basis, CLASSIFY_NDPI);
	assert_int_equal(classify_counts(c)->examined, 1);
	classify_destroy(c);
}

#define MANY 5000

/* @per_second new conversations a second, one datagram of noise each that looks
 * like RTP to one who sees a single packet. */
static struct classify_counts flood(unsigned per_second)
{
	struct classify *c = classify_create();
	struct classify_slot *slots = calloc(MANY, sizeof(*slots));
	char noise[172] = "\x80\x08";
	struct packet p =
		packet_of((struct slice){noise, sizeof(noise)}, TRANSPORT_UDP);
	uint32_t x = 1;

	assert_non_null(c);
	assert_non_null(slots);
	for (unsigned i = 0; i < MANY; i++) {
		for (size_t k = 2; k < sizeof(noise); k++) {
			x = x * 1664525 + 1013904223;
			noise[k] = (char)(x >> 24);
		}
		p.ts = 1000 * NS_PER_S + i / per_second * NS_PER_S;
		p.src.port = (uint16_t)(20000 + i);
		(void)classify_feed(c, &slots[i], &p);
	}
	struct classify_counts counts = *classify_counts(c);
	for (unsigned i = 0; i < MANY; i++) {
		classify_settle(c, &slots[i], &p);
		assert_true(slots[i].done);
		assert_null(slots[i].probe);
		assert_string_not_equal(slots[i].app->name, "RTP");
		assert_int_not_equal(slots[i].basis, CLASSIFY_NDPI);
		classify_forget(c, &slots[i]);
	}
	free(slots);
	classify_destroy(c);
	return counts;
}

static void floods(void **state)
{
	(void)state;
	if (!classify_library()) {
		skip();
	}
	struct classify_counts fast = flood(MANY);
	assert_int_equal(fast.examined, 4096);
	assert_int_equal(fast.unexamined, MANY - 4096);
	assert_int_equal(fast.cut_short, 0);
	struct classify_counts slow = flood(100);
	assert_int_equal(slow.examined, MANY);
	assert_int_equal(slow.unexamined, 0);
	assert_int_equal(slow.cut_short, MANY - 4096);
}

/* RFC 791, 768; RFC 8200, 9293: written out by hand. */
static void rebuilt(void **state)
{
	uint8_t out[REBUILD_BYTES];
	struct packet p = packet_of(SLICE("abc"), TRANSPORT_UDP);
	struct slice want = hex_bytes("4500001f 00004000 40110000 0a000001 "
				      "c0000207 9c409c41 000b0000 616263");

	(void)state;
	assert_int_equal(rebuild_packet(&p, out), want.n);
	assert_memory_equal(out, want.p, want.n);
	hex_free(want);
	const uint8_t six[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 9};
	p = packet_of(SLICE("abc"), TRANSPORT_TCP);
	p.dst.ip = addr_v6(six);
	p.segment = (struct packet_segment){.seq = 1, .ack = 2, .window = 3,
		.flags = SEGMENT_ACK};
	want = hex_bytes("60000000 00170640 00000000 00000000 0000ffff "
			 "0a000001 20010db8 00000000 00000000 00000009 "
			 "9c409c41 00000001 00000002 50100003 00000000 616263");
	assert_int_equal(rebuild_packet(&p, out), want.n);
	assert_memory_equal(out, want.p, want.n);
	hex_free(want);
	char *big = calloc(1, 70000);
	p.payload = (struct slice){big, 70000};
	assert_int_equal(rebuild_packet(&p, out), REBUILD_BYTES);
	free(big);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(servers),
		cmocka_unit_test(ports),
		cmocka_unit_test(own_marks),
		cmocka_unit_test(server_decides),
		cmocka_unit_test(limits_of_one),
		cmocka_unit_test(believed),
		cmocka_unit_test(library),
		cmocka_unit_test(floods),
		cmocka_unit_test(rebuilt),
	};

	return RUN_TESTS(tests);
}
