/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The law of streams: whatever cuts, repeats, overlaps and mixes the segments,
 * the messages are those of the stream cut nowhere. A failure prints its seed,
 * and the smallest number of messages at which it still fails.
 */
#include "tests/unit/test.h"

#include <stdlib.h>

#include "tests/unit/tcp_feed.h"

#define STREAM_MAX 20000
#define PIECES_MAX 400

struct walk {
	uint64_t seed;
	char stream[STREAM_MAX];
	size_t n;
	char want[FEED_TEXT];
	size_t want_n;
};

static unsigned next(struct walk *w, unsigned below)
{
	w->seed = w->seed * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(w->seed >> 33) % below;
}

static void add(struct walk *w, const char *p, size_t n)
{
	memcpy(w->stream + w->n, p, n);
	w->n += n;
}

static void want(struct walk *w, const char *p, size_t n)
{
	w->want_n += (size_t)snprintf(w->want + w->want_n,
		FEED_TEXT - w->want_n, "[%.*s]", (int)n, p);
}

/* SIP with bodies that look like anything, and keep-alives between. */
static void make_sip(struct walk *w, unsigned messages)
{
	static const char *const bodies[] = {"", "v=0\r\n", "\r\n\r\n",
		"ACK sip:fake@x SIP/2.0\r\n", "no newline at its end"};
	static const char *const lengths[] = {
		"Content-Length: ", "l:", "CONTENT-length :\r\n  "};
	static const char *const idle[] = {"", "\r\n\r\n", "\r\n"};
	char text[1000];

	for (unsigned i = 0; i < messages; i++) {
		const char *body = bodies[next(w, COUNT_OF(bodies))];
		int n = snprintf(text, sizeof(text), "%s sip:%u@x SIP/2.0\r\n",
			next(w, 2) ? "BYE" : "INVITE", i);
		n += snprintf(text + n, 100, "%s%zu",
			lengths[next(w, COUNT_OF(lengths))], strlen(body));
		n += snprintf(text + n, 500, "\r\nSubject: x\r\n\r\n%s", body);
		add(w, text, (size_t)n);
		want(w, text, (size_t)n);
		const char *pause = idle[next(w, COUNT_OF(idle))];
		add(w, pause, strlen(pause));
	}
}

/* The same through a WebSocket: masked, in fragments, with pings between. */
static void make_ws(struct walk *w, unsigned messages)
{
	static const char head[] =
		"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n";
	char text[600];

	add(w, head, sizeof(head) - 1);
	for (unsigned i = 0; i < messages; i++) {
		int n = snprintf(text, sizeof(text),
			"BYE sip:%u@x SIP/2.0\r\nl:0\r\nSubject: %*s\r\n\r\n",
			i, (int)next(w, 300), "x");
		want(w, text, (size_t)n);
		unsigned frames = 1 + next(w, 3);
		unsigned done = 0;
		for (unsigned k = 0; k < frames; k++) {
			unsigned left = (unsigned)n - done;
			unsigned part = k + 1 == frames ? left : next(w, left);
			uint8_t h[8] = {(uint8_t)((k ? 0 : 1) |
						  (k + 1 == frames ? 0x80 : 0)),
				(uint8_t)(0x80 | 126), (uint8_t)(part >> 8),
				(uint8_t)part, 1, 2, 3, 4};
			add(w, (char *)h, 8);
			for (unsigned b = 0; b < part; b++) {
				char c = (char)(text[done + b] ^
						(char)h[4 + b % 4]);
				add(w, &c, 1);
			}
			done += part;
			if (next(w, 2)) {
				add(w, "\x89\x82\0\0\0\0hi", 8);
			}
		}
	}
}

/* RFC 4571: RTP-like packets of one source. */
static void make_rtp(struct walk *w, unsigned messages)
{
	for (unsigned i = 0; i < messages + 1; i++) {
		unsigned n = 12 + next(w, 60);
		char text[80] = {(char)0x80, 8, 'n', 'n'};
		memset(text + 4, 'a' + (int)(i % 20), n - 4);
		memcpy(text + 8, "SSRC", 4);
		uint8_t h[2] = {0, (uint8_t)n};
		add(w, (char *)h, 2);
		add(w, text, n);
		want(w, text, n);
	}
}

static void (*const MAKERS[])(struct walk *w, unsigned messages) = {
	make_sip, make_ws, make_rtp};

/* Cuts @w anywhere, some parts longer than to the next, and mixes them within a
 * window; feeds them with a SYN before. */
static void send(struct walk *w, struct feed *f)
{
	static struct {
		size_t at, n;
	} parts[PIECES_MAX + 1];
	const uint32_t first = 0xffffff00U + next(w, 512);
	size_t count = 0;

	for (size_t at = 0; at < w->n && count < PIECES_MAX; count++) {
		size_t n =
			count + 1 == PIECES_MAX ? w->n - at : 1 + next(w, 300);
		n = n < w->n - at ? n : w->n - at;
		size_t more = n + next(w, 40);
		parts[count].at = at;
		parts[count].n = more < w->n - at ? more : w->n - at;
		at += n;
	}
	for (size_t i = 0; i + 1 < count; i++) {
		size_t k = i + next(w, 5);
		if (k < count) {
			size_t at = parts[i].at, n = parts[i].n;
			parts[i] = parts[k];
			parts[k].at = at;
			parts[k].n = n;
		}
	}
	feed_flags(f, 0, SEGMENT_SYN, first - 1, 0);
	for (size_t i = 0; i < count; i++) {
		for (unsigned k = 0; k < 1 + next(w, 8) / 7; k++) {
			feed_data(f, 0, first + (uint32_t)parts[i].at, 0,
				(struct slice){
					w->stream + parts[i].at, parts[i].n});
		}
	}
}

/* True when @messages made from @seed come through as they are. */
static bool holds(uint64_t seed, unsigned messages)
{
	struct walk *w = calloc(1, sizeof(*w));
	struct feed *f = feed_begin(NULL);
	const struct tcp_counts *c = tcp_counts(f->tcp);

	/* A WebSocket keeps the room of its last message in fragments. */
	const size_t kept = seed % COUNT_OF(MAKERS) == 1 ? 1024 : 0;

	w->seed = seed;
	MAKERS[seed % COUNT_OF(MAKERS)](w, messages);
	send(w, f);
	tcp_finish(f->tcp);
	bool good = f->n == w->want_n && memcmp(f->text, w->want, f->n) == 0 &&
		    c->gaps == 0 && c->conflicts == 0 &&
		    tcp_held(f->tcp) <= kept;
	feed_end(f);
	free(w);
	return good;
}

static void any_segmentation(void **state)
{
	const char *rounds = getenv("ROUNDS");
	const uint64_t last = rounds ? strtoull(rounds, NULL, 10) : 3000;

	(void)state;
	for (uint64_t seed = 1; seed <= last; seed++) {
		unsigned messages = 1 + (unsigned)(seed % 20);
		if (holds(seed, messages)) {
			continue;
		}
		while (messages > 1 && !holds(seed, messages - 1)) {
			messages--;
		}
		fail_msg("seed %llu, %u messages", (unsigned long long)seed,
			messages);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_segmentation),
	};

	return RUN_TESTS(tests);
}
