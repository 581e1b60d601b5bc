/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What becomes of the packets of agents: addresses, time and layers of what
 * they carry, what cannot be used, and how many agents are told apart.
 */
#include "flow/unhep.h"

#include "flow/gather.h"
#include "lib/attr.h"
#include "tests/unit/hex.h"

#define SECOND   1313440459 /* of the chunks below */
#define CAPTURED (SECOND * NS_PER_S + 130 * NS_PER_MS)
#define ENDS     "00000003000a d4ca0001 00000004000a 527400d3"
#define UDP      "000000020007 11"
#define TIME     "00000009000a 4e4982cb 0000000a000a 0001d4c0"
#define TYPE(t)  "0000000b0007 " t
#define PAYLOAD  "0000000f000a 53495020"
#define HEP(x)   "48455033 0200 " x

static struct packet packet_of(struct slice payload, unsigned agent)
{
	uint8_t src[4] = {10, 1, (uint8_t)(agent >> 8), (uint8_t)agent};
	uint8_t dst[4] = {10, 0, 0, 2};

	return (struct packet){
		.ts = CAPTURED,
		.frame = 7,
		.src = {.ip = addr_v4(src), .port = 40000},
		.dst = {.ip = addr_v4(dst), .port = 9060},
		.transport = TRANSPORT_UDP,
		.kind = PACKET_DATAGRAM,
		.dscp = 9,
		.ttl = 64,
		.ip_id = 3,
		.checksum = 4,
		.vlan_count = 1,
		.vlan = {55},
		.has_mac = true,
		.payload = payload,
		.payload_wire = (uint32_t)payload.n,
	};
}

static void as_the_agent_saw_it(void **state)
{
	struct slice bytes = hex_bytes(HEP(ENDS UDP TIME TYPE("04") PAYLOAD));
	struct packet p = packet_of(bytes, 1);
	struct packet inner;
	static struct unhep u;
	char text[ENDPOINT_TEXT];

	(void)state;
	unhep_init(&u, 42);
	assert_int_equal(unhep_packet(&u, &p, &inner), UNHEP_DELIVER);
	assert_true(inner.ts == SECOND * NS_PER_S + 120 * NS_PER_MS);
	assert_int_equal(inner.frame, 7);
	assert_string_equal(endpoint_text(&inner.src, text), "212.202.0.1:0");
	assert_string_equal(endpoint_text(&inner.dst, text), "82.116.0.211:0");
	assert_int_equal(inner.transport, TRANSPORT_UDP);
	assert_int_equal(inner.tunnel_count, 1);
	assert_int_equal(inner.tunnel[0], TUNNEL_HEP);
	assert_true(inner.outer);
	assert_true(addr_eq(&inner.outer_src, &p.src.ip));
	assert_true(addr_eq(&inner.outer_dst, &p.dst.ip));
	assert_true(slice_is(inner.payload, "SIP "));
	assert_int_equal(inner.payload_wire, 4);
	assert_int_equal(inner.ip_bytes, 20 + 8 + 4);
	/* What the way to the collector looked like says nothing of it. */
	assert_int_equal(inner.vlan_count, 0);
	assert_false(inner.has_mac);
	assert_int_equal(inner.anomalies, PACKET_NO_DSCP);
	assert_int_equal(inner.ttl + inner.ip_id + inner.checksum, 0);
	assert_int_equal(u.counts.packets, 1);
	assert_int_equal(u.counts.delivered, 1);
	assert_int_equal(u.counts.capture_time, 0);
	assert_int_equal(u.agent_count, 1);
	assert_int_equal(u.agents[0].packets, 1);
	hex_free(bytes);
	unhep_finish(&u);
}

static void layers_that_are_told(void **state)
{
	struct slice bytes = hex_bytes(HEP(
		"000000020007 06 000000050016 20010db8000000000000000000000001"
		"000000060016 20010db8000000000000000000000002"
		"000000120008 0064 00000014000c 020000000001"
		"00000015000c 020000000002 000000180007 b8" TYPE("01")
			PAYLOAD));
	struct packet p = packet_of(bytes, 1);
	struct packet inner;
	static struct unhep u;

	(void)state;
	unhep_init(&u, 42);
	p.outer = true; /* HEP inside of GRE: the outermost addresses stay */
	p.outer_src = p.dst.ip;
	p.tunnel_count = 1;
	p.tunnel[0] = TUNNEL_GRE;
	assert_int_equal(unhep_packet(&u, &p, &inner), UNHEP_DELIVER);
	assert_int_equal(inner.transport, TRANSPORT_TCP);
	assert_int_equal(inner.kind, PACKET_DATAGRAM);
	assert_int_equal(inner.dscp, 46);
	assert_int_equal(inner.anomalies, 0);
	assert_int_equal(inner.vlan_count, 1);
	assert_int_equal(inner.vlan[0], 100);
	assert_true(inner.has_mac && inner.has_mac_src);
	assert_int_equal(inner.mac_src[5], 1);
	assert_int_equal(inner.mac_dst[5], 2);
	assert_int_equal(inner.ip_bytes, 40 + 20 + 4);
	assert_int_equal(inner.tunnel_count, 2);
	assert_int_equal(inner.tunnel[0], TUNNEL_GRE);
	assert_int_equal(inner.tunnel[1], TUNNEL_HEP);
	assert_true(addr_eq(&inner.outer_src, &p.dst.ip));
	/* No time was told. */
	assert_true(inner.ts == CAPTURED);
	assert_int_equal(u.counts.capture_time, 1);
	hex_free(bytes);
	unhep_finish(&u);
}

static void which_time(void **state)
{
	static const struct {
		const char *chunks; /* seconds, microseconds */
		ns_t want;
	} rows[] = {
		{TIME, SECOND * NS_PER_S + 120 * NS_PER_MS},
		/* 2000-01-01: a file is replayed; a second before: absurd. */
		{"00000009000a 386d4380 0000000a000a 00000000",
			946684800 * NS_PER_S},
		{"00000009000a 386d437f 0000000a000a 00000000", CAPTURED},
		{"00000009000a 00000000 0000000a000a 00000000", CAPTURED},
		/* A day ahead, and a second more. */
		{"00000009000a 4e4ad44b", (SECOND + 86400) * NS_PER_S},
		{"00000009000a 4e4ad44c", CAPTURED},
		{"00000009000a ffffffff", CAPTURED},
		{"00000009000a 4e4982cb 0000000a000a 000f423f",
			SECOND * NS_PER_S + 999999 * NS_PER_US},
		{"00000009000a 4e4982cb 0000000a000a 000f4240", CAPTURED},
		{"0000000a000a 0001d4c0", CAPTURED},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[512];
		struct packet inner;
		static struct unhep u;
		(void)snprintf(text, sizeof(text), "%s%s",
			HEP(ENDS UDP TYPE("01") PAYLOAD), rows[i].chunks);
		struct slice bytes = hex_bytes(text);
		struct packet p = packet_of(bytes, 1);
		unhep_init(&u, 42);
		assert_int_equal(unhep_packet(&u, &p, &inner), UNHEP_DELIVER);
		assert_true(inner.ts == rows[i].want);
		assert_int_equal(
			u.counts.capture_time, rows[i].want == CAPTURED);
		unhep_finish(&u);
		hex_free(bytes);
	}
}

static void of_no_use(void **state)
{
	static const struct {
		const char *packet;
		size_t counter;
	} rows[] = {
		{HEP(ENDS UDP TYPE("01")),
			offsetof(struct unhep_counts, empty)},
		{HEP(ENDS UDP TYPE("01") "0000000f0006"),
			offsetof(struct unhep_counts, empty)},
		{HEP(ENDS UDP TYPE("01") "000000100008 789c"),
			offsetof(struct unhep_counts, compressed)},
		{HEP(UDP TYPE("01") PAYLOAD),
			offsetof(struct unhep_counts, no_address)},
		{HEP("00000003000a d4ca0001" TYPE("05") PAYLOAD),
			offsetof(struct unhep_counts, no_address)},
		{HEP(ENDS TYPE("64") PAYLOAD),
			offsetof(struct unhep_counts, types) + 100 * 8},
		{HEP(TYPE("64") PAYLOAD),
			offsetof(struct unhep_counts, types) + 100 * 8},
		{HEP(ENDS PAYLOAD), offsetof(struct unhep_counts, types)},
		{HEP("0000000f0001"), offsetof(struct unhep_counts, malformed)},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice bytes = hex_bytes(rows[i].packet);
		struct packet p = packet_of(bytes, 1);
		struct packet inner;
		static struct unhep u;
		uint64_t n;
		unhep_init(&u, 42);
		assert_int_equal(unhep_packet(&u, &p, &inner), UNHEP_COUNTED);
		memcpy(&n, (const char *)&u.counts + rows[i].counter, 8);
		assert_int_equal(n, 1);
		assert_int_equal(u.counts.packets, 1);
		assert_int_equal(u.counts.delivered, 0);
		unhep_finish(&u);
		hex_free(bytes);
	}
}

static void cut_and_deep(void **state)
{
	struct slice bytes = hex_bytes(HEP(ENDS UDP TIME TYPE("01") PAYLOAD));
	struct packet p = packet_of(bytes, 1);
	struct packet inner;
	static struct unhep u;

	(void)state;
	unhep_init(&u, 42);
	p.payload = slice_sub(bytes, 0, bytes.n - 3);
	assert_int_equal(unhep_packet(&u, &p, &inner), UNHEP_DELIVER);
	assert_int_equal(inner.payload.n, 1);
	assert_int_equal(inner.payload_wire, 4);
	assert_true(inner.anomalies & PACKET_SNAPPED);
	p.payload = slice_sub(bytes, 0, 30);
	assert_int_equal(unhep_packet(&u, &p, &inner), UNHEP_COUNTED);
	assert_int_equal(u.counts.truncated, 1);
	p.payload = bytes;
	p.tunnel_count = PACKET_TUNNELS;
	assert_int_equal(unhep_packet(&u, &p, &inner), UNHEP_COUNTED);
	assert_int_equal(u.counts.deep, 1);
	unhep_finish(&u);
	hex_free(bytes);
}

static void agents_are_told_apart(void **state)
{
	static const char *const packets[] = {
		HEP(ENDS UDP TYPE("01") PAYLOAD),
		HEP("0000000c000a 000007d1" ENDS UDP TYPE("01") PAYLOAD),
		HEP("0000000c000a 000007d1 000000130007 61" ENDS PAYLOAD),
		HEP("0000000c000a 000007d1 000000130007 62" ENDS PAYLOAD),
	};
	struct packet inner;
	static struct unhep u;

	(void)state;
	unhep_init(&u, 42);
	for (size_t i = 0; i < 2 * COUNT_OF(packets); i++) {
		struct slice bytes = hex_bytes(packets[i / 2]);
		struct packet p = packet_of(bytes, 1);
		p.src.port = (uint16_t)(40000 + i); /* it reconnects */
		(void)unhep_packet(&u, &p, &inner);
		hex_free(bytes);
	}
	assert_int_equal(u.agent_count, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(u.agents[i].packets, 2);
	}
	assert_int_equal(u.agents[1].capture_id, 2001);
	assert_memory_equal(u.agents[3].node, "b", 1);
	unhep_finish(&u);
}

/* However many agents: all is delivered, the list is bounded. */
static void many_agents(void **state)
{
	struct slice bytes = hex_bytes(HEP(ENDS UDP TYPE("01") PAYLOAD));
	struct packet inner;
	static struct unhep u;

	(void)state;
	unhep_init(&u, 42);
	for (unsigned i = 0; i < 1000; i++) {
		struct packet p = packet_of(bytes, i);
		assert_int_equal(unhep_packet(&u, &p, &inner), UNHEP_DELIVER);
	}
	assert_int_equal(u.agent_count, UNHEP_AGENTS);
	assert_int_equal(u.counts.agents_unlisted, 1000 - UNHEP_AGENTS);
	assert_int_equal(u.counts.delivered, 1000);
	unhep_finish(&u);
	hex_free(bytes);
}

static void remember(void *context, const struct packet *packet)
{
	*(struct packet *)context = *packet;
}

static void through_gather(void **state)
{
	struct slice bytes = hex_bytes(HEP(ENDS UDP TIME TYPE("01") PAYLOAD));
	struct slice http = SLICE("HTTP/1.1 200 OK");
	struct packet p = packet_of(bytes, 1);
	struct packet got = {0};
	struct gather *g = gather_create(1, remember, &got);

	(void)state;
	assert_true(gather_wants(&p));
	gather_packet(g, &p);
	assert_int_equal(got.tunnel_count, 1);
	assert_int_equal(gather_hep(g)->counts.packets, 1);
	p.payload = http; /* begins like HEP, and is passed on */
	assert_true(gather_wants(&p));
	gather_packet(g, &p);
	assert_int_equal(got.tunnel_count, 0);
	assert_ptr_equal(got.payload.p, http.p);
	assert_int_equal(gather_hep(g)->counts.packets, 1);
	gather_finish(g);
	gather_destroy(g);
	gather_destroy(NULL);
	hex_free(bytes);
}

/* RTP, RTCP, DTLS, STUN requests and SIP go straight to the book. */
static void who_is_asked(void **state)
{
	static const struct {
		const char *payload;
		bool maybe;
	} rows[] = {
		{"\x80", false},
		{"\xbf", false},
		{"\x16", false},
		{"INVITE", false},
		{"SIP/2.0", false},
		{"", false},
		{"HEP3", true},
		{"EEP1", true},
		{"\x01", true},
		{"\x02", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(
			unhep_maybe(slice_of(rows[i].payload)), rows[i].maybe);
	}
	assert_false(unhep_maybe((struct slice){NULL, 0}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_the_agent_saw_it),
		cmocka_unit_test(layers_that_are_told),
		cmocka_unit_test(which_time),
		cmocka_unit_test(of_no_use),
		cmocka_unit_test(cut_and_deep),
		cmocka_unit_test(agents_are_told_apart),
		cmocka_unit_test(many_agents),
		cmocka_unit_test(through_gather),
		cmocka_unit_test(who_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
