/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From frames to whole payloads, by link_decode and gather as app/ uses them:
 * IPv4 and IPv6 headers written out (RFC 791 clause 3.1, RFC 8200 clauses 3 and
 * 4.5, RFC 768), cut by hand.
 */
#include "flow/gather.h"

#include "dissect/link.h"

#include "tests/unit/test.h"

struct got {
	unsigned count;
	struct packet last;
	char bytes[65536];
};

static void on_packet(void *context, const struct packet *packet)
{
	struct got *got = context;

	got->count++;
	got->last = *packet;
	memcpy(got->bytes, packet->payload.p, packet->payload.n);
}

struct frame {
	uint8_t p[400];
	size_t n;
};

static void put(struct frame *f, const void *p, size_t n)
{
	memcpy(f->p + f->n, p, n);
	f->n += n;
}

static void put16(struct frame *f, unsigned v)
{
	const uint8_t b[2] = {(uint8_t)(v >> 8), (uint8_t)v};

	put(f, b, 2);
}

/* An IPv4 packet: @n bytes at @p, from @offset of their datagram. */
static struct frame v4(
	const void *p, size_t n, unsigned protocol, unsigned offset, bool more)
{
	const uint8_t rest[8] = {192, 0, 2, 1, 192, 0, 2, 2};
	struct frame f = {.n = 0};

	put16(&f, 0x4500);
	put16(&f, (unsigned)(20 + n));
	put16(&f, 77);
	put16(&f, offset / 8 | (more ? 0x2000U : 0U));
	put16(&f, 64U << 8 | protocol);
	put16(&f, 0);
	put(&f, rest, 8);
	put(&f, p, n);
	return f;
}

/* The same of IPv6, with a fragment header. */
static struct frame v6(
	const void *p, size_t n, unsigned protocol, unsigned offset, bool more)
{
	uint8_t addresses[32] = {0x20, 1, 0xd, 0xb8, [15] = 1, [16] = 0x20, 1,
		0xd, 0xb8, [31] = 2};
	struct frame f = {.n = 0};

	put16(&f, 0x6000);
	put16(&f, 0);
	put16(&f, (unsigned)(8 + n));
	put16(&f, 44U << 8 | 64);
	put(&f, addresses, 32);
	put16(&f, protocol << 8);
	put16(&f, offset | (more ? 1U : 0U));
	put16(&f, 1);
	put16(&f, 77);
	put(&f, p, n);
	return f;
}

/* UDP from 5060 to 5062. */
static struct frame udp(const char *payload)
{
	struct frame f = {.n = 0};

	put16(&f, 5060);
	put16(&f, 5062);
	put16(&f, (unsigned)(8 + strlen(payload)));
	put16(&f, 0xabcd);
	put(&f, payload, strlen(payload));
	return f;
}

static void feed(struct gather *g, const struct frame *f, size_t captured)
{
	static uint64_t number;
	struct packet packet;
	enum undecoded reason;
	char *exact = malloc(captured);

	assert_non_null(exact);
	memcpy(exact, f->p, captured);
	struct slice bytes = {exact, captured};
	assert_int_equal(
		link_decode(LINK_RAW, bytes, (uint32_t)f->n, &packet, &reason),
		V_OK);
	packet.ts = (ns_t)++number;
	packet.frame = number;
	assert_true(gather_wants(&packet));
	gather_packet(g, &packet);
	free(exact);
}

static struct gather *start(struct got *got)
{
	*got = (struct got){0};
	struct gather *g = gather_create(11, on_packet, got);
	assert_non_null(g);
	return g;
}

static const char text[] = "OPTIONS sip:a@b.example SIP/2.0\r\n"
			   "Call-ID: 1\r\nCSeq: 1 OPTIONS\r\n"
			   "Max-Forwards: 70\r\n\r\n";

typedef struct frame maker(
	const void *p, size_t n, unsigned protocol, unsigned offset, bool more);

static void udp_of_both_families(void **state)
{
	maker *const makers[] = {v4, v6};
	const struct frame whole = udp(text);

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		static struct got got;
		struct gather *g = start(&got);
		struct frame a = makers[i](whole.p, 48, 17, 0, true);
		struct frame b =
			makers[i](whole.p + 48, whole.n - 48, 17, 48, false);
		feed(g, &b, b.n);
		feed(g, &a, a.n);
		assert_int_equal(got.count, 1);
		assert_int_equal(got.last.kind, PACKET_DATAGRAM);
		assert_int_equal(got.last.transport, TRANSPORT_UDP);
		assert_int_equal(got.last.src.port, 5060);
		assert_int_equal(got.last.dst.port, 5062);
		assert_int_equal(got.last.checksum, 0xabcd);
		assert_int_equal(got.last.payload.n, strlen(text));
		assert_int_equal(got.last.payload_wire, strlen(text));
		assert_memory_equal(got.bytes, text, strlen(text));
		assert_int_equal(got.last.anomalies, PACKET_REASSEMBLED);
		assert_int_equal(got.last.ip_bytes, a.n + b.n);
		gather_destroy(g);
	}
}

/* RFC 8200 clause 4.5: extension headers may be in the part that is cut. */
static void extension_in_the_cut_part(void **state)
{
	const uint8_t options[8] = {17, 0, 1, 4};
	const struct frame inner = udp(text);
	struct frame whole = {.n = 0};
	static struct got got;
	struct gather *g = start(&got);

	(void)state;
	put(&whole, options, 8);
	put(&whole, inner.p, inner.n);
	struct frame a = v6(whole.p, 48, 60, 0, true);
	struct frame b = v6(whole.p + 48, whole.n - 48, 60, 48, false);
	feed(g, &a, a.n);
	feed(g, &b, b.n);
	assert_int_equal(got.count, 1);
	assert_memory_equal(got.bytes, text, strlen(text));
	gather_destroy(g);
}

/* Every snapshot length of the first of two pieces: never more than is there,
 * and always the true length. */
static void snapshots(void **state)
{
	const struct frame whole = udp(text);

	(void)state;
	for (size_t n = 28; n <= 68; n++) {
		static struct got got;
		struct gather *g = start(&got);
		struct frame a = v4(whole.p, 48, 17, 0, true);
		struct frame b = v4(whole.p + 48, whole.n - 48, 17, 48, false);
		feed(g, &a, n);
		feed(g, &b, b.n);
		assert_int_equal(got.count, 1);
		size_t held = n == 68 ? strlen(text) : n - 28;
		assert_int_equal(got.last.payload.n, held);
		assert_int_equal(got.last.payload_wire, strlen(text));
		assert_memory_equal(got.bytes, text, held);
		assert_int_equal(got.last.anomalies & PACKET_SNAPPED,
			n == 68 ? 0 : PACKET_SNAPPED);
		assert_int_equal(got.last.anomalies & PACKET_LENGTH_ODD, 0);
		gather_destroy(g);
	}
}

/* The rest never came: SIP is shown, RTP is not. */
static void cut_sip_is_shown(void **state)
{
	const struct frame whole = udp(text);
	struct frame rtp = udp("....................................");
	static struct got got;
	struct gather *g = start(&got);

	(void)state;
	rtp.p[8] = 0x80;
	struct frame a = v4(whole.p, 48, 17, 0, true);
	struct frame b = v4(rtp.p, 40, 17, 0, true);
	b.p[15] = 9; /* of another host */
	feed(g, &a, a.n);
	feed(g, &b, b.n);
	assert_int_equal(gather_counts(g)->waiting, 1);
	gather_finish(g);
	assert_int_equal(gather_counts(g)->waiting, 0);
	assert_int_equal(gather_counts(g)->cut_sip, 1);
	assert_int_equal(got.count, 1);
	assert_int_equal(got.last.payload.n, 40);
	assert_int_equal(got.last.payload_wire, strlen(text));
	assert_int_equal(
		got.last.anomalies, PACKET_REASSEMBLED | PACKET_SNAPPED);
	gather_destroy(g);
}

static void cut_sip_comes_before_its_answer(void **state)
{
	const struct frame whole = udp(text);
	static struct got got;
	struct gather *g = start(&got);
	struct frame a = v4(whole.p, 48, 17, 0, true);

	(void)state;
	feed(g, &a, a.n);
	struct packet answer = got.last;
	answer.src.ip = addr_v4((const uint8_t[4]){192, 0, 2, 2});
	answer.dst.ip = addr_v4((const uint8_t[4]){192, 0, 2, 1});
	gather_answer(g, &answer);
	assert_int_equal(got.count, 1);
	assert_int_equal(gather_counts(g)->waiting, 0);
	gather_destroy(g);
}

/* One user message of SCTP in two IP fragments. */
static void sctp_in_fragments(void **state)
{
	static struct got got;
	struct gather *g = start(&got);
	struct frame whole = {.n = 0};

	(void)state;
	put16(&whole, 5060);
	put16(&whole, 5062);
	put(&whole, (const uint8_t[8]){0}, 8);
	put16(&whole, 3); /* DATA, B and E */
	put16(&whole, (unsigned)(16 + strlen(text)));
	put(&whole, (const uint8_t[12]){1}, 12);
	put(&whole, text, strlen(text));
	struct frame a = v4(whole.p, 64, 132, 0, true);
	struct frame b = v4(whole.p + 64, whole.n - 64, 132, 64, false);
	feed(g, &a, a.n);
	feed(g, &b, b.n);
	assert_int_equal(got.count, 1);
	assert_int_equal(got.last.transport, TRANSPORT_SCTP);
	assert_int_equal(got.last.src.port, 5060);
	assert_memory_equal(got.bytes, text, strlen(text));
	gather_destroy(g);
}

/* What fragments hold may be nothing of interest, or a lie. */
static void undecoded_inside(void **state)
{
	const uint8_t bytes[16] = {0};
	static struct got got;
	struct gather *g = start(&got);

	(void)state;
	struct frame a = v4(bytes, 8, 1, 0, true); /* ICMP */
	struct frame b = v4(bytes, 8, 1, 8, false);
	feed(g, &a, a.n);
	feed(g, &b, b.n);
	assert_int_equal(got.count, 1); /* for the network's own protocols */
	a = v4(bytes, 8, 6, 0, true); /* TCP, its header too short */
	b = v4(bytes, 8, 6, 8, false);
	feed(g, &a, a.n);
	feed(g, &b, b.n);
	const struct gather_counts *c = gather_counts(g);
	assert_int_equal(c->undecoded[UNDECODED_IP_PROTOCOL], 1);
	assert_int_equal(c->undecoded[UNDECODED_MALFORMED], 1);
	assert_int_equal(got.count, 1);
	gather_destroy(g);
	gather_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(udp_of_both_families),
		cmocka_unit_test(extension_in_the_cut_part),
		cmocka_unit_test(snapshots),
		cmocka_unit_test(cut_sip_is_shown),
		cmocka_unit_test(cut_sip_comes_before_its_answer),
		cmocka_unit_test(sctp_in_fragments),
		cmocka_unit_test(undecoded_inside),
	};

	return RUN_TESTS(tests);
}
