/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What nobody claimed: sums counted by hand, whose it is, and the bounds. */
#include "calls/traffic.h"

#include "tests/unit/feed.h"

static const struct traffic_app *find(const struct feed *f, const char *name)
{
	size_t count;
	struct traffic_app *const *apps = traffic_apps(f->book->traffic, &count);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(apps[i]->app->name, name) == 0) {
			return apps[i];
		}
	}
	return NULL;
}

/* @n bytes that are nobody's, one IP packet of @n + 28. */
static void noise(struct feed *f, struct endpoint a, struct endpoint b, size_t n)
{
	char bytes[1400] = "\x7f\x55";

	feed_bytes(f, a, b, bytes, n);
}

static void near(double got, double want)
{
	assert_true(got > want - 1e-9 && got < want + 1e-9);
}

static void sums(void **state)
{
	struct feed f = feed_start();
	const struct endpoint a = feed_at(1, 7001);
	const struct endpoint b = feed_at(2, 7002);

	(void)state;
	noise(&f, b, a, 72);
	feed_ms(&f, 500);
	noise(&f, a, b, 172);
	feed_ms(&f, 1500);
	for (int i = 0; i < 10; i++) {
		noise(&f, a, b, 272);
	}
	book_finish(f.book);
	const struct traffic_app *t = find(&f, "unknown UDP");
	assert_non_null(t);
	assert_int_equal(t->conversations, 1);
	assert_int_equal(t->packets, 12);
	assert_int_equal(t->bytes, 100 + 200 + 10 * 300);
	assert_int_equal(t->udp_bytes, t->bytes);
	assert_int_equal(t->up_bytes, 100);
	assert_true(endpoint_eq(&t->a, &b) && endpoint_eq(&t->b, &a));
	assert_int_equal(t->first_frame, 1);
	assert_int_equal(t->last_frame, 12);
	near(traffic_app_duration_s(t), 2);
	near(traffic_app_kbps(t).v, 3300 * 8 / 1000.0 / 2);
	assert_int_equal(t->now.peak_bytes, 3000);
	assert_int_equal(t->now.peak_second, 1002);
	assert_int_equal(t->buckets[0], 300);
	assert_int_equal(t->buckets[2], 3000);
	assert_int_equal(traffic_app_basis(t), CLASSIFY_NONE);
	assert_false(t->voice_share_pct.known);
	assert_false(traffic_app_lost_pct(t).known);
	feed_end(&f);
}

/* A scan reaches the port of MGCP; that is no call. An answer makes a guess. */
static void guesses(void **state)
{
	struct feed f = feed_start();

	(void)state;
	noise(&f, feed_at(1, 7001), feed_at(2, 2427), 72);
	noise(&f, feed_at(1, 7001), feed_at(3, 2427), 72);
	noise(&f, feed_at(3, 2427), feed_at(1, 7001), 72);
	book_finish(f.book);
	assert_int_equal(find(&f, "unknown UDP")->conversations, 1);
	assert_int_equal(find(&f, "MGCP")->packets, 2);
	assert_int_equal(traffic_app_basis(find(&f, "MGCP")), CLASSIFY_PORT);
	feed_end(&f);
}

#define COOKIE "\x21\x12\xa4\x42" "0123456789ab"
static const char BINDING[] = "\0\1\0\0" COOKIE;
/* USERNAME "ab:cd" and "cd:ab", PRIORITY: the two ends of one ICE session. */
static const char CHECK[] = "\0\1\0\x14" COOKIE "\0\6\0\5ab:cd\0\0\0"
			    "\0\x24\0\4\0\0\0\1";
static const char CHECK_BACK[] = "\0\1\0\x14" COOKIE "\0\6\0\5cd:ab\0\0\0"
				 "\0\x24\0\4\0\0\0\1";
#define SEND(f, a, b, bytes) feed_bytes(f, a, b, bytes, sizeof(bytes) - 1)

/* ICE on an announced port is the call's; so is a path that nobody announced,
 * checked under the same names. Other ICE is another application. */
static void ice_of_calls(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_call(&f);
	SEND(&f, feed_at(2, 6000), feed_at(1, 4000), CHECK);
	SEND(&f, feed_at(1, 5555), feed_at(2, 6666), CHECK_BACK);
	SEND(&f, feed_at(1, 5060), feed_at(2, 5060), "\r\n\r\n");
	book_finish(f.book);
	const struct traffic_app *t = find(&f, "set-up of calls");
	assert_non_null(t);
	assert_int_equal(t->app->kind, APP_VOICE);
	assert_int_equal(t->conversations, 3);
	assert_null(find(&f, "WebRTC/ICE"));
	feed_end(&f);
	f = feed_start();
	SEND(&f, feed_at(1, 5555), feed_at(2, 6666), CHECK);
	SEND(&f, feed_at(2, 6666), feed_at(1, 5555), CHECK_BACK);
	book_finish(f.book);
	assert_int_equal(find(&f, "WebRTC/ICE")->packets, 2);
	assert_int_equal(find(&f, "WebRTC/ICE")->app->kind, APP_CALLING);
	feed_end(&f);
}

/* STUN, then RTP with a hole of one on the same ports, and no SIP anywhere. */
static void media_beside_stun(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp r = {1, 2, 7001, 7002, .ssrc = 5, .sequence = 100};

	(void)state;
	SEND(&f, feed_at(2, 7002), feed_at(1, 7001), BINDING);
	feed_talk(&f, r, 10);
	r.sequence = 111;
	r.timestamp = 11 * 160;
	feed_talk(&f, r, 9);
	/* A telephone asks for its address elsewhere: no call. */
	SEND(&f, feed_at(1, 7001), feed_at(9, 3478), BINDING);
	book_finish(f.book);
	const struct traffic_app *t = find(&f, "WebRTC/ICE");
	assert_non_null(t);
	assert_int_equal(t->packets, 1);
	assert_int_equal(t->rtp_streams, 1);
	assert_int_equal(t->rtp_packets, 19);
	assert_int_equal(t->rtp_lost, 1);
	near(traffic_app_lost_pct(t).v, 5);
	assert_int_equal(find(&f, "STUN")->conversations, 1);
	feed_end(&f);
}

/* 50 packets of 200 bytes RTP in one second; as many bytes beside them, and
 * some a minute later that nobody shared a link with. */
static void shares(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp r = {1, 2, 7001, 7002, .ssrc = 5, .payload_type = 8};

	(void)state;
	for (int i = 0; i < 10; i++) {
		noise(&f, feed_at(3, 8001), feed_at(4, 8002), 972);
	}
	feed_talk(&f, r, 50);
	feed_ms(&f, 60000);
	noise(&f, feed_at(3, 8001), feed_at(4, 8002), 972);
	book_finish(f.book);
	const struct traffic_app *t = find(&f, "unknown UDP");
	assert_int_equal(t->bytes, 11000);
	assert_int_equal(t->voice_bytes, 10000);
	assert_int_equal(f.book->streams->ip_bytes, 10000);
	near(t->voice_share_pct.v, 50);
	feed_end(&f);
}

/* RTP an hour after everything else shared the link with nothing. */
static void shares_later(void **state)
{
	struct feed f = feed_start();

	(void)state;
	noise(&f, feed_at(3, 8001), feed_at(4, 8002), 972);
	f.ts += 511 * NS_PER_S; /* the last bucket */
	noise(&f, feed_at(3, 8001), feed_at(4, 8002), 972);
	f.ts += 3600 * NS_PER_S;
	feed_talk(&f, (struct feed_rtp){1, 2, 7001, 7002, .ssrc = 5}, 50);
	book_finish(f.book);
	assert_int_equal(find(&f, "unknown UDP")->voice_bytes, 0);
	near(find(&f, "unknown UDP")->voice_share_pct.v, 0);
	feed_end(&f);
}

/* What looked like RTP and stayed alone is counted with its conversation. */
static void alone(void **state)
{
	struct feed f = feed_start();

	(void)state;
	for (uint16_t i = 0; i < 12; i++) {
		struct feed_rtp r = {1, 2, 7001, 7002, .ssrc = 100U + i,
			.sequence = (uint16_t)(i * 1000)};
		feed_rtp(&f, r);
	}
	book_finish(f.book);
	assert_int_equal(f.book->counts.rtp_alone, 12);
	assert_int_equal(find(&f, "unknown UDP")->packets, 12);
	assert_int_equal(find(&f, "unknown UDP")->bytes, 12 * 200);
	feed_end(&f);
	/* RTP that was confirmed is not: not even its first packet. */
	f = feed_start();
	feed_talk(&f, (struct feed_rtp){1, 2, 7001, 7002, .ssrc = 5}, 5);
	book_finish(f.book);
	assert_null(find(&f, "unknown UDP"));
	feed_end(&f);
}

static void bounded(void **state)
{
	struct book_limits limits = book_limits_default();
	struct feed f = {.ts = 1000 * NS_PER_S};

	(void)state;
	limits.conversations = 4;
	f.book = book_create(&limits, 7);
	for (uint16_t i = 0; i < 10; i++) {
		noise(&f, feed_at(1, (uint16_t)(7000 + i)), feed_at(2, 9), 72);
	}
	book_finish(f.book);
	const struct traffic_counts *c = traffic_counts(f.book->traffic);
	assert_int_equal(c->conversations, 10);
	assert_int_equal(c->evicted, 6);
	assert_int_equal(find(&f, "unknown UDP")->conversations, 10);
	assert_int_equal(find(&f, "unknown UDP")->bytes, 1000);
	feed_end(&f);
}

/* An hour, then a clock that jumps by ten years: no byte of the course is lost
 * and the memory is the same. */
static void course(void **state)
{
	struct feed f = feed_start();
	uint64_t sum = 0;

	(void)state;
	for (int i = 0; i < 3600; i++) {
		noise(&f, feed_at(1, 7001), feed_at(2, 7002), 72);
		feed_ms(&f, 1000);
	}
	f.ts += (ns_t)10 * 365 * 86400 * NS_PER_S;
	noise(&f, feed_at(1, 7001), feed_at(2, 7002), 72);
	f.ts = 0; /* and back before the beginning */
	noise(&f, feed_at(1, 7001), feed_at(2, 7002), 72);
	book_finish(f.book);
	const struct traffic_app *t = find(&f, "unknown UDP");
	for (size_t i = 0; i < TRAFFIC_BUCKETS; i++) {
		sum += t->buckets[i];
	}
	assert_int_equal(sum, 3602 * 100);
	assert_int_equal(t->bytes, 3602 * 100);
	feed_end(&f);
}

static void segments(void **state)
{
	struct feed f = feed_start();
	struct packet p = {
		.ts = f.ts,
		.frame = 1,
		.src = feed_at(1, 40000),
		.dst = feed_at(2, 40001),
		.transport = TRANSPORT_TCP,
		.kind = PACKET_SEGMENT,
		.ip_bytes = 400,
		.payload = SLICE("OPTIONS sip:10.0.0.2 SIP/2.0\r\nVia: x\r\n"),
	};

	(void)state;
	p.payload_wire = (uint32_t)p.payload.n;
	book_other(f.book, &p);
	p.src.port = 40002;
	p.payload = SLICE("\x7f\x55");
	book_other(f.book, &p);
	book_finish(f.book);
	assert_int_equal(find(&f, "SIP")->app->kind, APP_VOICE);
	assert_int_equal(find(&f, "SIP")->bytes, 400);
	assert_int_equal(find(&f, "unknown TCP")->udp_bytes, 0);
	assert_int_equal(f.book->counts.packets, 0);
	feed_end(&f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums),
		cmocka_unit_test(guesses),
		cmocka_unit_test(ice_of_calls),
		cmocka_unit_test(media_beside_stun),
		cmocka_unit_test(shares),
		cmocka_unit_test(shares_later),
		cmocka_unit_test(alone),
		cmocka_unit_test(bounded),
		cmocka_unit_test(course),
		cmocka_unit_test(segments),
	};

	return RUN_TESTS(tests);
}
