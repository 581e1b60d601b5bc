/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The book under pressure: random events in any order, with limits so small that
 * something is given up all the time. After each event every list, map and
 * pointer must agree with the others; run under a sanitizer this also shows that
 * nothing given up is touched again. Each walk is told by its seed.
 */
#include "tests/unit/feed.h"

struct walk {
	struct feed feed;
	uint64_t seed;
};

static unsigned next(struct walk *w, unsigned below)
{
	w->seed = w->seed * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(w->seed >> 33) % below;
}

static bool is_live(const struct book *book, const void *call)
{
	const struct call *c = book->calls;

	while (c && c != call) {
		c = c->next;
	}
	return c != NULL;
}

/* @line is one that a message of the call announced. */
static bool is_line_of(const struct call *call, const void *line)
{
	for (const struct message *m = call->messages; m; m = m->next) {
		for (unsigned i = 0; m->sdp && i < m->sdp->line_count; i++) {
			if (&m->sdp->lines[i] == line) {
				return true;
			}
		}
	}
	return false;
}

static void check_calls(const struct book *book)
{
	size_t calls = 0, bytes = 0;
	const struct call *before = NULL;

	for (const struct call *c = book->calls; c; c = c->next) {
		size_t streams = 0;
		const struct stream *tail = NULL;
		calls++;
		bytes += c->weight;
		assert_ptr_equal(c->prev, before);
		before = c;
		for (const struct stream *s = c->streams; s;
			s = s->next_in_call) {
			assert_ptr_equal(s->call, c);
			tail = s;
			streams++;
		}
		assert_ptr_equal(c->streams_tail, tail);
		assert_int_equal(streams, c->stream_count);
		assert_true(c->message_count <= book->limits.messages_per_call);
		assert_true(c->arena.held <= book->limits.call_bytes);
	}
	assert_ptr_equal(book->calls_tail, before);
	assert_int_equal(calls, book->call_count);
	assert_int_equal(calls, book->call_pool.used);
	assert_int_equal(calls, book->call_map.used);
	assert_int_equal(bytes, book->bytes);
	assert_true(bytes <= book->limits.bytes);
}

static void check_stream(const struct book *book, const struct stream *s)
{
	size_t found = 0;

	for (const struct stream *o = s->flow ? s->flow->streams : NULL; o;
		o = o->next_on_flow) {
		found += o == s;
	}
	assert_int_equal(found, s->flow ? 1 : 0);
	found = 0;
	assert_true(!s->call || is_live(book, s->call));
	for (const struct stream *o = s->call ? s->call->streams : NULL; o;
		o = o->next_in_call) {
		found += o == s;
	}
	assert_int_equal(found, s->call ? 1 : 0);
	assert_true(!s->line || (s->call && is_line_of(s->call, s->line)));
	assert_true(!s->other_line || is_line_of(s->call, s->other_line));
	for (unsigned i = 0; i < s->type_count; i++) {
		assert_true(!s->types[i].format || s->line);
	}
	assert_true(s->stat.packets > 0);
}

/* All streams that the map leads to. */
static size_t known_by_ssrc(const struct book *book)
{
	size_t n = 0;

	for (size_t i = 0; i < book->ssrc_map.size; i++) {
		const struct stream *head = book->ssrc_map.slots[i].value;
		assert_true(!head || !head->ssrc_prev);
		for (const struct stream *s = head; s; s = s->ssrc_next) {
			assert_int_equal(s->ssrc, head->ssrc);
			assert_true(!s->ssrc_next ||
				    s->ssrc_next->ssrc_prev == s);
			n++;
		}
	}
	return n;
}

static void check_streams(const struct book *book)
{
	size_t streams = 0;
	const struct stream *before = NULL;

	for (const struct stream *s = book->streams; s; s = s->next) {
		streams++;
		assert_ptr_equal(s->prev, before);
		before = s;
		check_stream(book, s);
	}
	assert_ptr_equal(book->streams_tail, before);
	assert_int_equal(streams, book->stream_count);
	assert_int_equal(streams, book->stream_pool.used);
	assert_int_equal(streams, known_by_ssrc(book));
}

static void check_flows(const struct book *book)
{
	const struct flows *flows = &book->flows;
	size_t guesses = 0;

	for (size_t i = 0; i < flows->port_map.size; i++) {
		const struct port *p = flows->port_map.slots[i].value;
		const struct call *owner = p ? p->expect.owner : NULL;
		assert_true(!owner || is_live(book, owner));
		assert_true(!owner || is_line_of(owner, p->expect.line));
	}
	for (const struct flow *f = flows->oldest; f; f = f->next) {
		for (const struct stream *s = f->streams; s;
			s = s->next_on_flow) {
			assert_ptr_equal(s->flow, f);
		}
		guesses += f->guess != NULL;
		assert_true(!f->guess || f->guess->flow == f);
	}
	for (const struct guess *g = flows->guess_oldest; g; g = g->next) {
		assert_ptr_equal(g->flow->guess, g);
		guesses--;
	}
	assert_int_equal(guesses, 0);
}

static void check(const struct book *book)
{
	check_calls(book);
	check_streams(book);
	check_flows(book);
	size_t registrations = 0;
	for (const struct registration *r = book->registrations; r; r = r->next) {
		registrations++;
	}
	assert_int_equal(registrations, book->registration_count);
	assert_int_equal(registrations, book->registration_pool.used);
	assert_int_equal(registrations, book->registration_map.used);
}

static void message(struct walk *w)
{
	static const char *const starts[] = {"INVITE sip:b@x SIP/2.0",
		"INVITE sip:b@x SIP/2.0", "INVITE sip:b@x SIP/2.0",
		"SIP/2.0 183 Progress", "SIP/2.0 200 OK", "SIP/2.0 200 OK",
		"SIP/2.0 401 Unauthorized", "SIP/2.0 486 Busy",
		"ACK sip:b@x SIP/2.0", "BYE sip:b@x SIP/2.0",
		"UPDATE sip:b@x SIP/2.0", "PRACK sip:b@x SIP/2.0"};
	static const char *const cseqs[] = {"1 INVITE", "1 INVITE", "2 INVITE",
		"1 INVITE", "1 INVITE", "2 INVITE", "1 INVITE", "2 INVITE",
		"1 ACK", "3 BYE", "4 UPDATE", "5 PRACK"};
	static const char *const sdps[] = {NULL, FEED_SDP(1, 4000, "8 101"),
		FEED_SDP(2, 4000, "8 0"), FEED_SDP(3, 4002, "0"),
		FEED_SDP(1, 5060, "8"), FEED_SDP(2, 4004, "8") "a=rtcp:4000\r\n",
		FEED_SDP(3, 4000, "96") "a=rtpmap:96 opus/48000/2\r\n"
					"a=rtcp-mux\r\n",
		FEED_SDP(1, 4002, "8") "a=candidate:1 1 UDP 9 10.0.0.2 4000 "
				       "typ host\r\n"
				       "m=video 4002 RTP/AVP 96\r\n"};
	static const char *const tags[] = {NULL, "b", "c"};
	char id[8];
	unsigned what = next(w, COUNT_OF(starts));

	(void)snprintf(id, sizeof(id), "c%u", next(w, 7));
	feed_sip(&w->feed, (struct feed_sip){1 + next(w, 3), 1 + next(w, 3),
				   starts[what], cseqs[what], .call_id = id,
				   .to_tag = tags[next(w, COUNT_OF(tags))],
				   .sdp = sdps[next(w, COUNT_OF(sdps))]});
}

static void media(struct walk *w)
{
	struct feed_rtp r = {.from = 1 + next(w, 3), .to = 1 + next(w, 3),
		.from_port = (uint16_t)(4000 + 2 * next(w, 3)),
		.to_port = (uint16_t)(4000 + 2 * next(w, 3)),
		.ssrc = next(w, 3),
		.sequence = (uint16_t)next(w, 40),
		.timestamp = next(w, 100000),
		.payload_type = (uint8_t)(next(w, 2) ? 8 : 90 + next(w, 12))};

	feed_talk(&w->feed, r, 1 + next(w, 4));
}

static void reports(struct walk *w)
{
	uint8_t rtcp[32] = {0x81, (uint8_t)(200 + next(w, 4)), 0, 7};

	rtcp[7] = (uint8_t)next(w, 3);
	rtcp[11] = (uint8_t)next(w, 3);
	feed_bytes(&w->feed, feed_at(1 + next(w, 3), 4001),
		feed_at(1 + next(w, 3), 4001), rtcp, sizeof(rtcp));
}

static void registers(struct walk *w)
{
	feed_sip(&w->feed,
		(struct feed_sip){1 + next(w, 4), 1 + next(w, 4),
			next(w, 2) ? "REGISTER sip:x SIP/2.0" : "SIP/2.0 200 OK",
			next(w, 2) ? "1 REGISTER" : "2 REGISTER",
			.call_id = "r"});
}

static void step(struct walk *w)
{
	switch (next(w, 8)) {
	case 0:
	case 1:
	case 2:
		message(w);
		break;
	case 3:
		reports(w);
		break;
	case 4:
		registers(w);
		break;
	default:
		media(w);
	}
	/* Mostly on, at times far on, at times back. */
	feed_ms(&w->feed, next(w, 20) ? next(w, 400) : next(w, 60000));
	feed_ms(&w->feed, next(w, 20) ? 0 : -1.0 * next(w, 30000));
}

static void any_order(void **state)
{
	struct book_counts sum = {0};

	(void)state;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		/* Some walks run into one limit, some into another. */
		struct book_limits limits = {.calls = 2 + seed % 4,
			.streams = 2 + seed % 7,
			.flows = 3 + seed % 11,
			.registrations = 2,
			.messages_per_call = 3 + seed % 9,
			.call_bytes = 1500 + 1000 * (seed % 5),
			.bytes = 4000 + 1000 * (seed % 13)};
		struct walk w = {.seed = seed};
		w.feed = (struct feed){.book = book_create(&limits, seed),
			.ts = 1000 * NS_PER_S};
		struct book *b = w.feed.book;
		assert_non_null(b);
		uint64_t streams_ever = 0;
		for (unsigned i = 0; i < 400; i++) {
			step(&w);
			check(b);
			uint64_t ever = b->stream_count + b->counts.streams_evicted;
			assert_true(ever >= streams_ever);
			streams_ever = ever;
		}
		book_finish(b);
		check(b);
		sum.calls_evicted += b->counts.calls_evicted;
		sum.streams_evicted += b->counts.streams_evicted;
		sum.registrations_evicted += b->counts.registrations_evicted;
		sum.out_of_memory += b->counts.out_of_memory;
		sum.packets += b->flows.flows_evicted;
		feed_end(&w.feed);
	}
	/* The walks were where they are meant to go. */
	assert_true(sum.calls_evicted > 1000);
	assert_true(sum.streams_evicted > 1000);
	assert_true(sum.registrations_evicted > 1000);
	assert_true(sum.packets > 1000);
	assert_true(sum.out_of_memory > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_order),
	};

	return RUN_TESTS(tests);
}
