/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SCTP packets, chunk by chunk as RFC 9260 clause 3.3.1 and RFC 8260 clause 2.1
 * draw them, and the user messages that must come out of them.
 */
#include "flow/sctp.h"

#include "tests/unit/test.h"

#define B 2U
#define E 1U
#define U 4U

static const char sip[] = "OPTIONS sip:a@b.example SIP/2.0\r\n"
			  "Call-ID: 17\r\nCSeq: 1 OPTIONS\r\n\r\n";
#define SIP_N (sizeof(sip) - 1)

struct got {
	unsigned count;
	struct packet last;
	char bytes[65536];
};

static void on_message(void *context, const struct packet *packet)
{
	struct got *got = context;

	got->count++;
	got->last = *packet;
	memcpy(got->bytes, packet->payload.p, packet->payload.n);
}

/* A packet under construction. */
struct build {
	uint8_t p[70000];
	size_t n;
};

static struct build the_build;

static void put(struct build *b, uint64_t v, unsigned bytes)
{
	while (bytes--) {
		b->p[b->n++] = (uint8_t)(v >> bytes * 8);
	}
}

static void chunk(struct build *b, unsigned type, unsigned flags, size_t n)
{
	put(b, type, 1);
	put(b, flags, 1);
	put(b, n + 4, 2);
}

static void pad(struct build *b)
{
	while (b->n % 4) {
		put(b, 0, 1);
	}
}

static void data(
	struct build *b, unsigned flags, uint32_t tsn, const char *p, size_t n)
{
	chunk(b, 0, flags, 12 + n);
	put(b, tsn, 4);
	put(b, 3, 2); /* stream */
	put(b, 9, 2); /* its sequence number */
	put(b, 0, 4); /* protocol */
	memcpy(b->p + b->n, p, n);
	b->n += n;
	pad(b);
}

static void i_data(struct build *b, unsigned flags, uint32_t tsn, uint32_t mid,
	uint32_t number, const char *p, size_t n)
{
	chunk(b, 64, flags, 16 + n);
	put(b, tsn, 4);
	put(b, 3, 2);
	put(b, 0, 2);
	put(b, mid, 4);
	put(b, number, 4); /* of the first part: the protocol */
	memcpy(b->p + b->n, p, n);
	b->n += n;
	pad(b);
}

static struct build *begin(void)
{
	the_build.n = 0;
	return &the_build;
}

static void send_from(struct sctp *s, const struct build *b, unsigned host)
{
	const uint8_t x[4] = {192, 0, 2, (uint8_t)host};
	const uint8_t y[4] = {192, 0, 2, 200};
	static ns_t clock;
	char *exact = malloc(b->n ? b->n : 1);

	assert_non_null(exact);
	memcpy(exact, b->p, b->n);
	clock++;
	struct packet packet = {
		.ts = clock,
		.frame = (uint64_t)clock,
		.src = {addr_v4(x), 5060},
		.dst = {addr_v4(y), 5060},
		.transport = TRANSPORT_SCTP,
		.kind = PACKET_CHUNKS,
		.payload = {exact, b->n},
		.payload_wire = (uint32_t)b->n,
	};
	sctp_chunks(s, &packet);
	free(exact);
}

static void send_it(struct sctp *s, const struct build *b)
{
	send_from(s, b, 1);
}

static struct sctp *start(struct got *got)
{
	struct sctp_limits limits = sctp_limits_default();

	*got = (struct got){0};
	struct sctp *s = sctp_create(&limits, 3, on_message, got);
	assert_non_null(s);
	return s;
}

static void is_the_message(const struct got *got)
{
	assert_int_equal(got->last.kind, PACKET_DATAGRAM);
	assert_int_equal(got->last.transport, TRANSPORT_SCTP);
	assert_int_equal(got->last.payload.n, SIP_N);
	assert_int_equal(got->last.payload_wire, SIP_N);
	assert_int_equal(got->last.anomalies, 0);
	assert_memory_equal(got->bytes, sip, SIP_N);
}

static void whole_messages(void **state)
{
	static struct got got;
	struct sctp *s = start(&got);
	struct build *b = begin();

	(void)state;
	chunk(b, 3, 0, 12); /* SACK first: any chunk may stand beside DATA */
	put(b, 0, 8);
	put(b, 0, 4);
	data(b, B | E, 100, sip, SIP_N);
	data(b, B | E | U, 101, sip, SIP_N);
	data(b, B | E, 102, "\1\0\1\1....", 8); /* M3UA */
	send_it(s, b);
	assert_int_equal(got.count, 2);
	is_the_message(&got);
	assert_int_equal(sctp_counts(s)->messages, 2);
	assert_int_equal(sctp_counts(s)->other, 1);
	assert_int_equal(sctp_counts(s)->malformed, 0);
	sctp_destroy(s);
}

/* RFC 9260 clause 3.2: the last chunk may come without its padding. */
static void no_padding_at_the_end(void **state)
{
	static struct got got;
	struct sctp *s = start(&got);
	struct build *b = begin();

	(void)state;
	assert_int_not_equal(SIP_N % 4, 0);
	data(b, B | E, 100, sip, SIP_N);
	b->n = 16 + SIP_N;
	send_it(s, b);
	assert_int_equal(got.count, 1);
	is_the_message(&got);
	assert_int_equal(sctp_counts(s)->malformed, 0);
	sctp_destroy(s);
}

/* Parts in all orders, over the wrap of the number, twice each. */
static void parts_in_any_order(void **state)
{
	static const uint8_t orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
		{1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	static const size_t at[4] = {0, 40, 60, SIP_N};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(orders) * 2; i++) {
		static struct got got;
		struct sctp *s = start(&got);
		for (size_t k = 0; k < 6; k++) {
			unsigned part = orders[i / 2][k / 2];
			unsigned flags =
				(part == 0 ? B : 0) | (part == 2 ? E : 0);
			struct build *b = begin();
			const char *p = sip + at[part];
			size_t n = at[part + 1] - at[part];
			if (i % 2) {
				i_data(b, flags, 0xfffffffe + part, 77, part, p,
					n);
			} else {
				data(b, flags, 0xfffffffe + part, p, n);
			}
			send_it(s, b);
			assert_int_equal(got.count, k >= 4);
		}
		is_the_message(&got);
		assert_int_equal(sctp_counts(s)->repeats, 3);
		sctp_finish(s);
		assert_int_equal(sctp_counts(s)->incomplete, 0);
		sctp_destroy(s);
	}
}

/* RFC 8260: parts of two messages by turns, which DATA cannot have. */
static void interleaved(void **state)
{
	static struct got got;
	struct sctp *s = start(&got);
	struct build *b = begin();

	(void)state;
	i_data(b, B, 1, 1, 0, sip, 40);
	i_data(b, B, 2, 2, 0, sip, 50);
	i_data(b, E, 3, 1, 1, sip + 40, SIP_N - 40);
	i_data(b, E, 4, 2, 1, sip + 50, SIP_N - 50);
	send_it(s, b);
	assert_int_equal(got.count, 2);
	is_the_message(&got);
	sctp_destroy(s);
}

/* Two messages side by side, DATA: B and E keep them apart. */
static void neighbours(void **state)
{
	static struct got got;
	struct sctp *s = start(&got);
	struct build *b = begin();

	(void)state;
	data(b, E, 11, sip + 40, SIP_N - 40);
	data(b, E, 13, sip + 50, SIP_N - 50);
	data(b, B, 12, sip, 50);
	data(b, B, 10, sip, 40);
	send_it(s, b);
	assert_int_equal(got.count, 2);
	is_the_message(&got);
	sctp_destroy(s);
}

/* What is not SIP takes no memory: its parts pass by, in whatever number. */
static void other_protocols(void **state)
{
	static struct got got;
	struct sctp *s = start(&got);

	(void)state;
	for (uint32_t i = 0; i < 1000; i++) {
		struct build *b = begin();
		data(b, i ? 0 : B, i, "\1\0\1\1....", 8);
		send_it(s, b);
	}
	struct build *b = begin();
	data(b, E, 1000, "....", 4);
	data(b, B | E, 1001, sip, SIP_N);
	send_it(s, b);
	sctp_finish(s);
	assert_int_equal(sctp_counts(s)->other, 1);
	assert_int_equal(sctp_counts(s)->incomplete, 0);
	assert_int_equal(got.count, 1);
	sctp_destroy(s);
}

/* Seen before: within the window, and not in another association. */
static void repeats(void **state)
{
	static const struct {
		uint32_t tsn;
		bool repeat;
	} rows[] = {{1000, false}, {1000, true}, {1005, false}, {1000, true},
		{1003, false}, {1003, true}, {1260, false}, {1005, true},
		{5, false}, /* far away: another association */
		{5, true}, {0xfffffff0, false}, {5, true}, {0xfffffff0, true}};
	static struct got got;
	struct sctp *s = start(&got);
	uint64_t seen = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct build *b = begin();
		data(b, B | E, rows[i].tsn, sip, SIP_N);
		send_it(s, b);
		seen += rows[i].repeat;
		assert_int_equal(sctp_counts(s)->repeats, seen);
	}
	/* INIT begins anew: the same number is another chunk. */
	struct build *b = begin();
	chunk(b, 1, 0, 16);
	put(b, 0, 8);
	put(b, 0, 8);
	send_it(s, b);
	b = begin();
	data(b, B | E, 5, sip, SIP_N);
	send_it(s, b);
	assert_int_equal(sctp_counts(s)->repeats, seen);
	sctp_destroy(s);
}

/* The capture's snapshot cut it: shown as far as it goes, its length true. */
static void snapshot(void **state)
{
	static struct got got;
	struct sctp *s = start(&got);
	struct build *b = begin();

	(void)state;
	data(b, B | E, 1, sip, SIP_N);
	struct packet packet = {
		.kind = PACKET_CHUNKS,
		.payload = {(const char *)b->p, 16 + 45},
		.payload_wire = (uint32_t)b->n,
		.anomalies = PACKET_SNAPPED,
	};
	sctp_chunks(s, &packet);
	assert_int_equal(got.count, 1);
	assert_int_equal(got.last.payload.n, 45);
	assert_int_equal(got.last.payload_wire, SIP_N);
	assert_int_equal(got.last.anomalies, PACKET_SNAPPED);
	sctp_destroy(s);
}

/* Lengths that cannot be, and every prefix of a packet. */
static void lies(void **state)
{
	static const uint16_t lengths[] = {0, 3, 4, 15, 16, 1000, 65535};
	static struct got got;
	struct sctp *s = start(&got);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lengths); i++) {
		struct build *b = begin();
		data(b, B | E, (uint32_t)i, sip, SIP_N);
		b->p[2] = (uint8_t)(lengths[i] >> 8);
		b->p[3] = (uint8_t)lengths[i];
		send_it(s, b);
	}
	assert_int_equal(got.count, 0);
	assert_true(sctp_counts(s)->malformed >= 4);
	struct build *b = begin();
	data(b, B, 500, sip, 40);
	i_data(b, E, 501, 4, 1, sip, 40);
	for (size_t n = b->n; n-- > 0;) {
		b->n = n;
		send_it(s, b);
	}
	assert_int_equal(got.count, 0);
	sctp_destroy(s);
}

static void limits(void **state)
{
	static struct got got;
	struct sctp_limits l = {
		.peers = 4, .bytes = 3100, .parts = 3, .message_bytes = 100};

	(void)state;
	struct sctp *s = sctp_create(&l, 3, on_message, &got);
	const struct sctp_counts *c = sctp_counts(s);
	for (unsigned i = 0; i < 5; i++) {
		struct build *b = begin();
		data(b, B, 1, sip, 40);
		send_from(s, b, i);
		assert_int_equal(c->peers_evicted, i == 4);
	}
	assert_int_equal(c->incomplete, 1);
	for (uint32_t i = 0; i < 4; i++) { /* four parts of one peer */
		struct build *b = begin();
		data(b, 0, 2 + i * 2, sip, 40);
		send_from(s, b, 4);
	}
	/* 1 and 2 are of one message, 4 of another; 6 was one too many. */
	assert_int_equal(c->incomplete, 1 + 2);
	/* Memory: the quiet ones give way, then the peer's own. */
	static char big[3000];
	struct build *b = begin();
	data(b, 0, 20, big, sizeof(big));
	send_from(s, b, 4);
	assert_int_equal(c->peers_evicted, 4);
	assert_int_equal(c->incomplete, 3 + 3 + 2);
	/* A message longer than is kept is cut. */
	b = begin();
	memcpy(big, sip, SIP_N);
	data(b, B, 200, big, 1000);
	data(b, E, 201, big, 1000);
	send_from(s, b, 4);
	assert_int_equal(got.count, 1);
	assert_int_equal(got.last.payload.n, 100);
	assert_int_equal(got.last.payload_wire, 2000);
	sctp_destroy(s);
	sctp_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_messages),
		cmocka_unit_test(no_padding_at_the_end),
		cmocka_unit_test(parts_in_any_order),
		cmocka_unit_test(interleaved),
		cmocka_unit_test(neighbours),
		cmocka_unit_test(other_protocols),
		cmocka_unit_test(repeats),
		cmocka_unit_test(snapshot),
		cmocka_unit_test(lies),
		cmocka_unit_test(limits),
	};

	return RUN_TESTS(tests);
}
