/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Attributes of TURN, and what calls/ makes of STUN, ICE and TURN. Addresses
 * are the vector of RFC 5769 clause 2.2 (192.0.2.1:32853), which RFC 8656
 * encodes in the same way; type numbers are those of RFC 8656 clauses 17
 * and 18.
 */
#include "dissect/turn.h"

#include "calls/path.h"
#include "calls/traverse.h"
#include "tests/unit/feed.h"

#define ID    "\x21\x12\xa4\x42\xb7\xe7\xa7\x01\xbc\x34\xd6\x86\xfa\x87\xdf\xae"
#define MIXED "\x00\x01\xa1\x47\xe1\x12\xa6\x43"

/* A message under construction. */
struct stun_text {
	uint8_t b[512];
	size_t n;
};

static struct stun_text begin(uint16_t type)
{
	struct stun_text m = {.n = 20};

	m.b[0] = (uint8_t)(type >> 8);
	m.b[1] = (uint8_t)type;
	memcpy(m.b + 4, ID, 16);
	return m;
}

static void put(struct stun_text *m, uint16_t type, const void *value, size_t n)
{
	uint8_t head[4] = {(uint8_t)(type >> 8), (uint8_t)type,
		(uint8_t)(n >> 8), (uint8_t)n};

	memcpy(m->b + m->n, head, 4);
	memcpy(m->b + m->n + 4, value, n);
	m->n += 4 + (n + 3) / 4 * 4;
	m->b[2] = (uint8_t)((m->n - 20) >> 8);
	m->b[3] = (uint8_t)(m->n - 20);
}

static struct endpoint vector(void)
{
	static const uint8_t ip[4] = {192, 0, 2, 1};

	return (struct endpoint){addr_v4(ip), 32853};
}

static void attributes(void **state)
{
	struct stun_text m = begin(0x0016); /* Send indication */
	struct turn turn;
	struct endpoint want = vector();

	(void)state;
	put(&m, 0x0012, MIXED, 8);
	put(&m, 0x0016, MIXED, 8);
	put(&m, 0x000c, "\x40\x01\0\0", 4);
	put(&m, 0x0013, "hello", 5);
	struct slice all = {(const char *)m.b, m.n};
	assert_int_equal(turn_parse(all, &turn), V_OK);
	assert_true(turn.has_peer && endpoint_eq(&turn.peer, &want));
	assert_true(turn.has_relayed && endpoint_eq(&turn.relayed, &want));
	assert_int_equal(turn.channel, 0x4001);
	assert_true(slice_is(turn.data, "hello"));
	for (size_t n = 0; n < m.n; n++) { /* every prefix */
		enum verdict v = turn_parse(slice_sub(all, 0, n), &turn);
		assert_int_equal(v, n < 20 ? V_NOT_MINE : V_TRUNCATED);
	}
	m.b[4] ^= 1;
	assert_int_equal(turn_parse(all, &turn), V_NOT_MINE);
	m.b[4] ^= 1;
	m.b[23] = 0xff; /* a length beyond the message */
	assert_int_equal(turn_parse(all, &turn), V_MALFORMED);
}

static void odd_values(void **state)
{
	struct stun_text m = begin(0x0016);
	struct turn turn;

	(void)state;
	put(&m, 0x0012, "\0\3\0\0\0\0\0\0", 8); /* no such family */
	put(&m, 0x0016, "\0\1\0", 3);           /* too short */
	put(&m, 0x000c, "\x40", 1);
	assert_int_equal(
		turn_parse((struct slice){(const char *)m.b, m.n}, &turn),
		V_OK);
	assert_false(turn.has_peer || turn.has_relayed);
	assert_null(turn.data.p);
	assert_int_equal(turn_channel(slice_of("\x40\x01xx")), 0x4001);
	assert_int_equal(turn_channel(slice_of("\x50\x01xx")), 0);
	assert_int_equal(turn_channel(slice_of("\x40")), 0);
}

static void send(
	struct feed *f, unsigned from, unsigned to, const struct stun_text *m)
{
	feed_bytes(f, feed_at(from, 4000), feed_at(to, 3478), m->b, m->n);
}

/* RFC 8489 clause 3: the server's answer shows the outside address. */
static void mapping(void **state)
{
	struct feed f = feed_start();
	struct stun_text m = begin(0x0101);

	(void)state;
	put(&m, 0x0020, MIXED, 8);
	feed_bytes(&f, feed_at(9, 3478), feed_at(1, 4000), m.b, m.n);
	feed_bytes(&f, feed_at(9, 3478), feed_at(1, 4000), m.b, m.n);
	const struct mapping *one = f.book->traverse.first;
	struct endpoint want = vector();
	struct endpoint inside = feed_at(1, 4000);
	assert_non_null(one);
	assert_null(one->next);
	assert_true(endpoint_eq(&one->outside, &want));
	assert_true(endpoint_eq(&one->inside, &inside));
	assert_int_equal(one->frame, 1);
	assert_int_equal(one->changes, 0);
	assert_false(traverse_symmetric(&f.book->traverse, one));
	/* another server sees another port */
	m = begin(0x0101);
	put(&m, 0x0020, "\x00\x01\xa1\x46\xe1\x12\xa6\x43", 8);
	feed_bytes(&f, feed_at(8, 3478), feed_at(1, 4000), m.b, m.n);
	assert_true(traverse_symmetric(&f.book->traverse, one));
	feed_end(&f);
}

#define ICE_SDP(host, port, name)                                              \
	"v=0\r\no=- 1 1 IN IP4 10.0.0." #host "\r\ns=-\r\n"                    \
	"c=IN IP4 10.0.0." #host "\r\nt=0 0\r\na=ice-ufrag:" name "\r\n"       \
	"m=audio " #port " RTP/AVP 8\r\n"

static void ice_call(struct feed *f, const char *answer)
{
	feed_sip(f, (struct feed_sip){1, 2, "INVITE sip:2@x SIP/2.0",
			    "1 INVITE", .sdp = ICE_SDP(1, 4000, "Aaaa")});
	feed_sip(f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 INVITE",
			    .to_tag = "b", .sdp = answer});
}

/* RFC 8445 clause 7.2.2: the names of both descriptions in a check. */
static void ice(void **state)
{
	static const struct {
		const char *user;
		enum stream_basis up, down;
	} ROW[] = {
		{"Bbbb:Aaaa", BASIS_ICE, BASIS_ICE},
		{"Xxxx:Aaaa", BASIS_DESTINATION, BASIS_LATCHED},
		{"Bbbb", BASIS_DESTINATION, BASIS_LATCHED},
	};
	struct feed_rtp up = {7, 2, 61000, 6000, 1, 1, 0, 8, false, {1}};
	struct feed_rtp down = {2, 7, 6000, 61000, 2, 1, 0, 8, false, {2}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROW); i++) {
		struct feed f = feed_start();
		struct stun_text m = begin(0x0001);
		put(&m, 0x0006, ROW[i].user, strlen(ROW[i].user));
		put(&m, 0x0024, "\x6e\x00\x01\xff", 4);
		ice_call(&f, ICE_SDP(2, 6000, "Bbbb"));
		feed_bytes(&f, feed_at(2, 6000), feed_at(7, 61000), "x", 1);
		feed_bytes(&f, feed_at(7, 61000), feed_at(2, 6000), m.b, m.n);
		feed_talk(&f, up, 20);
		feed_talk(&f, down, 20);
		book_finish(f.book);
		assert_int_equal(f.book->stream_count, 2);
		const struct stream *s = f.book->streams;
		assert_int_equal(s->basis, ROW[i].up);
		assert_int_equal(s->next->basis, ROW[i].down);
		assert_true(s->basis != BASIS_ICE || s->basis_frame == 4);
		feed_end(&f);
	}
}

/* RTP as @n bytes at @b. */
static size_t rtp(uint8_t *b, uint16_t sequence, uint8_t ssrc)
{
	memset(b, 0x55, 172);
	memcpy(b, "\x80\x08\0\0\0\0\0\0\0\0\0", 11);
	b[2] = (uint8_t)(sequence >> 8);
	b[3] = (uint8_t)sequence;
	b[7] = (uint8_t)sequence;
	b[11] = ssrc;
	return 172;
}

#define PEER_SDP                                                               \
	"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\n"     \
	"t=0 0\r\nm=audio 32853 RTP/AVP 8\r\n"

/* RFC 8656 clauses 11 and 12: what is wrapped is a stream of client and peer.
 */
static void turn_relay(void **state)
{
	struct feed f = feed_start();
	struct stun_text m = begin(0x0103); /* Allocate, success */
	struct endpoint peer = vector();
	struct endpoint client = feed_at(1, 4000);
	uint8_t voice[256];
	static struct path path;

	(void)state;
	ice_call(&f, PEER_SDP);
	put(&m, 0x0016, MIXED, 8);
	feed_bytes(&f, feed_at(9, 3478), client, m.b, m.n);
	for (uint16_t i = 0; i < 20; i++) { /* Send indications */
		m = begin(0x0016);
		put(&m, 0x0012, MIXED, 8);
		put(&m, 0x0013, voice, rtp(voice, i, 1));
		send(&f, 1, 9, &m);
		feed_ms(&f, 20);
	}
	m = begin(0x0009); /* ChannelBind, request */
	put(&m, 0x000c, "\x40\x01\0\0", 4);
	put(&m, 0x0012, MIXED, 8);
	send(&f, 1, 9, &m);
	for (uint16_t i = 0; i < 30; i++) {
		uint8_t b[256] = {0x40, 0x01, 0, 172};
		(void)rtp(b + 4, (uint16_t)(20 + i), 1);
		feed_bytes(&f, client, feed_at(9, 3478), b, 176);
		(void)rtp(b + 4, i, 2);
		feed_bytes(&f, feed_at(9, 3478), client, b, 176);
		b[1] = 2; /* a channel that nobody bound */
		feed_bytes(&f, feed_at(9, 3478), client, b, 176);
		feed_ms(&f, 20);
	}
	book_finish(f.book);
	assert_int_equal(f.book->stream_count, 2);
	const struct stream *s = f.book->streams;
	assert_true(
		endpoint_eq(&s->src, &client) && endpoint_eq(&s->dst, &peer));
	assert_int_equal(s->stat.packets, 50);
	assert_int_equal(s->next->stat.packets, 30);
	assert_int_equal(s->basis, BASIS_BOTH);
	assert_non_null(s->turn);
	assert_ptr_equal(s->turn, s->next->turn);
	struct endpoint server = feed_at(9, 3478);
	assert_true(endpoint_eq(&s->turn->server, &server));
	assert_true(s->turn->has_relayed && s->turn->frame == 3);
	path_of(f.book, f.book->calls, &path);
	assert_int_equal(path.kind, PATH_RELAYED);
	assert_true(addr_eq(&path.by, &server.ip));
	feed_end(&f);
}

/* Many servers' answers: the table is bounded, what found no room counted. */
static void flood(void **state)
{
	struct feed f = feed_start();
	struct stun_text m = begin(0x0101);

	(void)state;
	put(&m, 0x0020, MIXED, 8);
	for (unsigned i = 0; i < TRAVERSE_MOST + 100; i++) {
		feed_bytes(&f, feed_at(9, 3478),
			feed_at(1 + i / 4000, (uint16_t)(1024 + i)), m.b, m.n);
	}
	assert_int_equal(f.book->traverse.left_out, 100);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attributes),
		cmocka_unit_test(odd_values),
		cmocka_unit_test(mapping),
		cmocka_unit_test(ice),
		cmocka_unit_test(turn_relay),
		cmocka_unit_test(flood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
