/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which stream carries the voice of which other one. Each row is a relay that
 * behaves in its own way, or no relay at all; what it did is known because the
 * test did it. Host 2 is the relay; hosts 1 and 3 talk through it.
 */
#include "calls/relay.h"

#include "tests/unit/feed.h"

#define PACKETS 600

enum behaviour {
	PLAIN,        /* numbers of its own, gaps kept */
	CLOSES_GAPS,  /* numbers without gaps, whatever is lost */
	FILLS_GAPS,   /* puts a packet in where one was lost */
	NEW_SSRC_OUT, /* begins anew in the middle */
	NEW_SSRC_IN,  /* the phone does; the relay goes on */
	TWO_HOMES,    /* receives at host 2, sends from host 4 */
	TRANSCODES,   /* every payload is another */
	MIXES,        /* the same: two voices in one */
};

enum voice {
	SPEECH,
	SILENCE, /* one byte, again and again */
	STEADY,  /* one frame of a codec, again and again */
};

struct row {
	const char *name;
	enum behaviour behaviour;
	enum voice voice;
	unsigned bytes;  /* of a payload */
	unsigned before; /* every so many are lost before it; 0: none */
	unsigned inside; /* likewise inside */
	double delay_ms;
	bool proven;
	double lost_inside; /* -1: unknown */
};

static const struct row ROWS[] = {
	{"G.711", PLAIN, SPEECH, 160, 0, 0, 0.4, true, 0},
	{"G.729, two frames", PLAIN, SPEECH, 20, 0, 0, 0.4, true, 0},
	{"G.729, one frame", PLAIN, SPEECH, 10, 0, 0, 0.4, true, 0},
	{"Opus", PLAIN, SPEECH, 71, 0, 0, 5, true, 0},
	{"SRTP passed on: equal ciphertext", PLAIN, SPEECH, 170, 0, 0, 0.4,
		true, 0},
	{"lost before", PLAIN, SPEECH, 160, 50, 0, 0.4, true, 0},
	{"dropped inside", PLAIN, SPEECH, 160, 0, 60, 0.4, true, 10},
	{"both", PLAIN, SPEECH, 160, 50, 60, 0.4, true, 10},
	{"gaps closed, lost before", CLOSES_GAPS, SPEECH, 160, 50, 0, 0.4, true,
		0},
	{"gaps closed, dropped inside", CLOSES_GAPS, SPEECH, 160, 0, 60, 0.4,
		true, 10},
	{"gaps closed, both", CLOSES_GAPS, SPEECH, 160, 50, 60, 0.4, true, 10},
	{"gaps filled", FILLS_GAPS, SPEECH, 160, 50, 0, 0.4, true, 0},
	{"a jitter buffer", PLAIN, SPEECH, 160, 0, 0, 120, true, 0},
	{"the phone begins anew", NEW_SSRC_IN, SPEECH, 160, 0, 0, 0.4, true,
		-1},
	{"two addresses", TWO_HOMES, SPEECH, 160, 0, 0, 0.4, true, 0},
	{"two servers, one announcement, 400 ms later", TWO_HOMES, SPEECH, 160,
		0, 0, 400, false, -1},
	{"transcoded", TRANSCODES, SPEECH, 160, 0, 0, 0.4, false, -1},
	{"mixed", MIXES, SPEECH, 160, 0, 0, 0.4, false, -1},
	{"digital silence", PLAIN, SILENCE, 160, 0, 0, 0.4, false, -1},
	{"the silence of a codec", PLAIN, STEADY, 20, 0, 0, 0.4, false, -1},
};

static void fill(uint8_t *b, size_t n, enum voice voice, uint64_t seed)
{
	uint64_t x = voice == STEADY ? 5 : seed * 0x9e3779b97f4a7c15U + 1;

	for (size_t i = 0; i < n; i++) {
		x = x * 6364136223846793005U + 1442695040888963407U;
		b[i] = voice == SILENCE ? 0xd5 : (uint8_t)(x >> 56);
	}
}

static void send(struct feed *f, ns_t ts, struct endpoint src,
	struct endpoint dst, uint32_t ssrc, uint16_t sequence, enum voice voice,
	uint64_t seed, unsigned bytes)
{
	uint8_t b[256] = {0x80, 8};

	b[2] = (uint8_t)(sequence >> 8);
	b[3] = (uint8_t)sequence;
	memcpy(b + 8, &ssrc, 4);
	fill(b + 12, bytes, voice, seed);
	f->ts = ts;
	feed_bytes(f, src, dst, b, 12 + bytes);
}

/* What leaves the relay for packet @i; its last number in @number. */
static void pass_on(struct feed *f, const struct row *row, unsigned i,
	bool came, uint16_t *number, ns_t ts)
{
	bool dropped = row->inside && i % row->inside == 25;
	bool closes = row->behaviour == CLOSES_GAPS;
	bool fills = row->behaviour == FILLS_GAPS && !came;
	bool changed = row->behaviour == TRANSCODES || row->behaviour == MIXES;
	bool goes = (came && !dropped) || fills;
	uint32_t ssrc = 0x2222;

	if (row->behaviour == NEW_SSRC_OUT && i >= PACKETS / 2) {
		ssrc = 0x3333;
	}
	if (goes || !closes) {
		(*number)++;
	}
	if (goes) {
		send(f, ts, feed_at(row->behaviour == TWO_HOMES ? 4 : 2, 9002),
			feed_at(3, 6000), ssrc, *number, row->voice,
			changed || fills ? 100000 + i : i, row->bytes);
	}
}

static void play(struct feed *f, const struct row *row)
{
	ns_t start = f->ts;
	ns_t delay = (ns_t)(row->delay_ms * 1e6);
	uint16_t number = 700;
	unsigned late = (unsigned)(delay / (20 * NS_PER_MS));

	for (unsigned i = 0; i < PACKETS + late + 1; i++) {
		ns_t ts = start + (ns_t)i * 20 * NS_PER_MS;
		bool lost = row->before && i % row->before == 20;
		bool anew = row->behaviour == NEW_SSRC_IN && i >= PACKETS / 2;
		if (i < PACKETS && !lost) {
			send(f, ts, feed_at(1, 4000), feed_at(2, 9000),
				anew ? 0x1212 : 0x1111,
				(uint16_t)(anew ? 40000 + i : 100 + i),
				row->voice, i, row->bytes);
		}
		if (i >= late && i - late < PACKETS) {
			unsigned k = i - late;
			bool came = !row->before || k % row->before != 20;
			pass_on(f, row, k, came, &number,
				ts + delay % (20 * NS_PER_MS));
		}
	}
	book_finish(f->book);
}

static const struct stream *out_of(const struct feed *f, uint32_t ssrc)
{
	for (const struct stream *s = f->book->streams; s; s = s->next) {
		uint32_t have = s->ssrc;
		if (((have & 0xff) << 8 | (have >> 8 & 0xff)) == ssrc ||
			((have >> 24) | (have >> 8 & 0xff00)) == ssrc) {
			return s;
		}
	}
	print_message("# no stream %x\n", (unsigned)ssrc);
	abort();
}

static void rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct row *row = &ROWS[i];
		struct feed f = feed_start();

		print_message("# %s\n", row->name);
		play(&f, row);
		const struct stream *s = f.book->streams;
		while (s && s->dst.port != 6000) {
			s = s->next;
		}
		if (!s) {
			fail_msg("nothing came out");
			abort();
		}
		const struct stream *from = relay_source(s);
		assert_int_equal(from != NULL, row->proven);
		struct maybe lost = relay_lost_inside(s);
		assert_int_equal(lost.known, row->lost_inside >= 0);
		if (from) {
			assert_true(from->dst.port == 9000);
			assert_true(
				relay_delay_ms(s).v > row->delay_ms - 0.001 &&
				relay_delay_ms(s).v < row->delay_ms + 0.001);
		}
		if (lost.known) {
			assert_int_equal((int)lost.v, (int)row->lost_inside);
		}
		/* nothing comes into the first one from anywhere */
		assert_null(relay_source(f.book->streams));
		feed_end(&f);
	}
}

/* The relay begins anew: both of its streams are the phone's voice. */
static void two_out_of_one(void **state)
{
	struct row row = ROWS[0];
	struct feed f = feed_start();

	(void)state;
	row.behaviour = NEW_SSRC_OUT;
	play(&f, &row);
	const struct stream *in = out_of(&f, 0x1111);
	assert_ptr_equal(relay_source(out_of(&f, 0x2222)), in);
	assert_ptr_equal(relay_source(out_of(&f, 0x3333)), in);
	feed_end(&f);
}

/* Music on hold: one file to many callers, some in step; nobody passes on. */
static void music_on_hold(void **state)
{
	struct feed f = feed_start();
	ns_t start = f.ts;

	(void)state;
	for (unsigned i = 0; i < PACKETS; i++) {
		for (unsigned k = 0; k < 8; k++) {
			send(&f, start + (ns_t)i * 20 * NS_PER_MS + k,
				feed_at(2, (uint16_t)(9000 + 2 * k)),
				feed_at(10 + k, 4000), 0x1100 + k,
				(uint16_t)(50 * k + i), SPEECH, i + (k % 3),
				160);
		}
		/* and the callers are silent: their phones' first frames are
		 * alike, whoever makes them */
		for (unsigned k = 0; k < 8; k++) {
			send(&f, start + (ns_t)i * 20 * NS_PER_MS + 100 + k,
				feed_at(10 + k, 4000),
				feed_at(2, (uint16_t)(9000 + 2 * k)),
				0x5500 + k, (uint16_t)(50 * k + i),
				i < 60 ? SPEECH : STEADY, 70000 + i, 20);
		}
	}
	book_finish(f.book);
	assert_int_equal(f.book->stream_count, 16);
	for (const struct stream *s = f.book->streams; s; s = s->next) {
		assert_null(relay_source(s));
	}
	feed_end(&f);
}

/* Another codec on the other side: the one candidate of the talk, or none. */
static void transcoded(void **state)
{
	struct feed f = feed_start();
	struct feed_rtp in = {1, 2, 4000, 9000, 1, 1, 0, 8, false, {1}};
	struct feed_rtp out = {2, 3, 9002, 6000, 2, 1, 0, 0, false, {2}};
	struct feed_rtp same = {2, 3, 9002, 6000, 3, 1, 0, 8, false, {2}};
	static const char SDP[] = "v=0\r\no=- 1 1 IN IP4 10.0.0.2\r\ns=-\r\n"
				  "c=IN IP4 10.0.0.2\r\nt=0 0\r\n"
				  "m=audio 9002 RTP/AVP 8 0\r\n";

	(void)state;
	feed_sip(&f, (struct feed_sip){1, 2, "INVITE sip:2@x SIP/2.0",
			     "1 INVITE", .sdp = FEED_SDP(1, 4000, "8 0")});
	feed_sip(&f, (struct feed_sip){2, 1, "SIP/2.0 200 OK", "1 INVITE",
			     .to_tag = "b", .sdp = FEED_SDP(2, 9000, "8")});
	feed_sip(&f, (struct feed_sip){2, 3, "INVITE sip:2@x SIP/2.0",
			     "1 INVITE", .sdp = SDP});
	for (unsigned i = 0; i < 50; i++) {
		feed_talk(&f, in, 1);
		feed_talk(&f, out, 1);
		feed_talk(&f, same, 1);
		in.sequence++;
		out.sequence++;
		same.sequence++;
	}
	book_finish(f.book);
	assert_int_equal(f.book->stream_count, 3);
	const struct stream *s = f.book->streams;
	assert_null(relay_transcoded(s));
	assert_ptr_equal(relay_transcoded(s->next), s);
	assert_null(relay_transcoded(s->next->next)); /* no other codec */
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows),
		cmocka_unit_test(two_out_of_one),
		cmocka_unit_test(music_on_hold),
		cmocka_unit_test(transcoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
