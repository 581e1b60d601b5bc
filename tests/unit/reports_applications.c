/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sections on other applications: words for people, keys for machines. */
#include "reports/applications.h"

#include "calls/traffic.h"
#include "tests/unit/feed.h"

/* One datagram of @n bytes both ways at the port of IAX, which is a guess. */
static void talk(struct feed *f, size_t n)
{
	char bytes[1400] = "\x7f\x55";

	feed_bytes(f, feed_at(1, 7001), feed_at(2, 4569), bytes, n);
	feed_bytes(f, feed_at(2, 4569), feed_at(1, 7001), bytes, n);
	feed_ms(f, 1000);
}

static struct text written(struct feed *f, bool calls_only)
{
	struct text t = {0};
	struct report_input input = {.book = f->book, .origin = 1000 * NS_PER_S};
	struct report_options options = {
		.columns = 80, .calls_only = calls_only};

	applications_text(&t, &input, &options);
	return t;
}

static void has(const struct text *t, const char *words)
{
	if (!t->p || !strstr(t->p, words)) {
		print_message("# not there: %s\n%s\n", words, t->p ? t->p : "");
		fail();
	}
}

static void nothing(void **state)
{
	struct feed f = feed_start();

	(void)state;
	feed_call(&f);
	book_finish(f.book);
	struct text t = written(&f, false);
	assert_int_equal(t.n, 0);
	text_finish(&t);
	feed_end(&f);
}

/* 40 datagrams of 200 bytes in 19 s: 3.368 kbit/s; two of them, 3.2 kbit/s, in
 * each second. Beside them 50 RTP packets of 200 bytes in the first second. */
static struct feed mixed(void)
{
	struct feed f = feed_start();

	feed_talk(&f,
		(struct feed_rtp){3, 4, 7001, 7002, .ssrc = 5,
			.payload_type = 8},
		50);
	f.ts -= NS_PER_S;
	for (int i = 0; i < 20; i++) {
		talk(&f, 172);
	}
	book_finish(f.book);
	return f;
}

static void words(void **state)
{
	struct feed f = mixed();
	struct text t = written(&f, false);

	(void)state;
	has(&t, "Other calling apps\n  IAX\n");
	has(&t, "40 packets, 3.4 kbit/s mean");
	has(&t, "1 conversation, from 10.0.0.1:7001 \xe2\x86\x92 10.0.0.2:4569");
	has(&t, "3.2 in the busiest second, 19.0 s,");
	has(&t, "UDP; guessed by\n            its port\n");
	assert_null(strstr(t.p, "TCP alone"));
	/* The seconds of the RTP: those of the first 4 + 2 datagrams. */
	has(&t, "Sharing the link with RTP\n  IAX\n");
	text_finish(&t);
	t = written(&f, true);
	assert_int_equal(t.n, 0);
	text_finish(&t);
	feed_end(&f);
}

static void keys(void **state)
{
	struct feed f = mixed();
	struct text t = {0};
	struct json_record record;
	size_t count;

	(void)state;
	struct traffic_app *const *apps = traffic_apps(f.book->traffic, &count);
	assert_int_equal(count, 1);
	applications_record(json_begin(&record, &t), apps[0]);
	assert_int_equal(json_end(&record), 0);
	has(&t, "\"name\":\"IAX\",\"kind\":\"calling\",\"basis\":\"port\"");
	has(&t, "\"conversations\":1,\"packets\":40,\"bytes\":8000,");
	has(&t, "\"bytes_udp\":8000,\"bytes_from_initiator\":4000,");
	has(&t, "\"first_frame\":51,\"last_frame\":90,\"duration_s\":19,");
	has(&t, "\"bitrate_kbps_mean\":3.368,");
	has(&t, "\"largest\":{\"src\":\"10.0.0.1:7001\",");
	assert_null(strstr(t.p, "\"rtp\""));
	text_finish(&t);
	feed_end(&f);
}

/* A server's name comes from the network: it cannot paint the screen. */
static void clean(void **state)
{
	struct feed f = mixed();
	size_t count;

	(void)state;
	struct traffic_app *const *apps = traffic_apps(f.book->traffic, &count);
	(void)snprintf(apps[0]->server, sizeof(apps[0]->server), "a\x1b[31mb");
	struct text t = written(&f, false);
	has(&t, "(a\\x1b[31mb)");
	text_finish(&t);
	feed_end(&f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing),
		cmocka_unit_test(words),
		cmocka_unit_test(keys),
		cmocka_unit_test(clean),
	};

	return RUN_TESTS(tests);
}
