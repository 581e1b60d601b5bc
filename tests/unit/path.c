/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way of the voice. Each row is a call as a short script and the verdict
 * that follows from it: who is a terminal follows from RFC 3261, where the
 * voice goes from the packets written, and "not seen" from RFC 3264 (the
 * address in an answer is where media is sent).
 *
 *   INVITE 1 2 a 1    host 1 to host 2, call a, SDP of host 1 (0: none)
 *   200 2 1 a 2b      a response; "2b" is another port of host 2
 *   TALK 1>2=2b>3 ... a second of RTP; after "=" the same voice, passed on
 *   WAIT 5            seconds
 *
 * 200R answers a REGISTER, 200P names a PBX, 200C has the sender's Contact.
 * Call b names call a in X-CID, as a PBX that tells its legs does.
 */
#include "calls/path.h"

#include "tests/unit/feed.h"

struct row {
	const char *name;
	const char *script;
	const char *kind; /* of the first call */
	unsigned by;      /* 0: nobody */
	unsigned changes;
};

/* Two legs through the PBX 2, which sends its own address on. */
#define RELAY_UP                                                               \
	"INVITE 1 2 a 1;INVITE 2 3 b 2b;180 3 2 b 0;180 2 1 a 0;"              \
	"200 3 2 b 3;ACK 2 3 b 0;200 2 1 a 2;ACK 1 2 a 0;"
/* The same, but it passes the phones' addresses on. */
#define DIRECT_UP                                                              \
	"INVITE 1 2 a 1;INVITE 2 3 b 1;180 3 2 b 0;180 2 1 a 0;"               \
	"200 3 2 b 3;ACK 2 3 b 0;200 2 1 a 3;ACK 1 2 a 0;"
/* One Call-ID through the proxy 2. */
#define PROXY_UP                                                               \
	"INVITE 1 2 a 1;INVITE 2 3 a 1;180 3 2 a 0;180 2 1 a 0;"               \
	"200 3 2 a 3;200 2 1 a 3;ACK 1 2 a 0;ACK 2 3 a 0;"
#define BOTH_DOWN "BYE 1 2 a 0;BYE 2 3 b 0"
#define THROUGH   "TALK 1>2=2b>3 3>2b=2>1;"

static const struct row ROWS[] = {
	/* two legs */
	{"B2BUA, relayed", RELAY_UP THROUGH BOTH_DOWN, "relayed", 2, 0},
	{"B2BUA, direct, RTP seen", DIRECT_UP "TALK 1>3 3>1;" BOTH_DOWN,
		"direct", 0, 0},
	{"B2BUA, direct, seen at the PBX", DIRECT_UP "WAIT 5;" BOTH_DOWN,
		"not_seen", 0, 0},
	{"B2BUA, to be relayed, silent", RELAY_UP "WAIT 5;" BOTH_DOWN, "none",
		2, 0},
	{"B2BUA, one way through it", RELAY_UP "TALK 1>2=2b>3;" BOTH_DOWN,
		"relayed", 2, 0},
	{"B2BUA, one direction past it",
		RELAY_UP "TALK 1>2=2b>3 3>1;" BOTH_DOWN, "mixed", 2, 0},
	/* the same Call-ID on both hops */
	{"proxy, direct, seen at the proxy", PROXY_UP "WAIT 5;BYE 1 2 a 0",
		"not_seen", 0, 0},
	{"proxy, direct, RTP seen", PROXY_UP "TALK 1>3 3>1;BYE 1 2 a 0",
		"direct", 0, 0},
	{"proxy with a relay on another host",
		"INVITE 1 2 a 1;INVITE 2 3 a 7;180 3 2 a 0;180 2 1 a 0;"
		"200 3 2 a 3;200 2 1 a 7b;ACK 1 2 a 0;ACK 2 3 a 0;"
		"TALK 1>7b=7>3 3>7=7b>1;BYE 1 2 a 0",
		"relayed", 7, 0},
	{"the same, its media elsewhere",
		"INVITE 1 2 a 1;INVITE 2 3 a 7;180 3 2 a 0;180 2 1 a 0;"
		"200 3 2 a 3;200 2 1 a 7b;ACK 1 2 a 0;ACK 2 3 a 0;"
		"WAIT 5;BYE 1 2 a 0",
		"not_seen", 7, 0},
	/* one host for both ends, and one that calls itself through a PBX */
	{"two programs on one host",
		"INVITE 1 1 a 1;200 1 1 a 1b;ACK 1 1 a 0;TALK 1>1b 1b>1;"
		"BYE 1 1 a 0",
		"direct", 0, 0},
	{"hairpin through the PBX",
		"INVITE 1 2 a 1;INVITE 2 1 b 2b;180 1 2 b 0;180 2 1 a 0;"
		"200 1 2 b 1b;ACK 2 1 b 0;200 2 1 a 2;ACK 1 2 a 0;"
		"TALK 1>2=2b>1b 1b>2b=2>1;BYE 1 2 a 0;BYE 2 1 b 0",
		"relayed", 2, 0},
	/* the PBX itself is the other end: its echo test gives voice back */
	{"echo test",
		"INVITE 1 2 a 1;407 2 1 a 0;ACK 1 2 a 0;INVITE 1 2 a 1 2;"
		"200 2 1 a 2 2;ACK 1 2 a 0 2;TALK 1>2=2>1;BYE 1 2 a 0 3",
		"relayed", 2, 0},
	/* a single leg at the phone; the server is known by what it does */
	{"at the phone, relayed, server by 407",
		"INVITE 1 2 a 1;407 2 1 a 0;ACK 1 2 a 0;INVITE 1 2 a 1 2;"
		"180 2 1 a 0 2;200 2 1 a 2 2;ACK 1 2 a 0 2;TALK 1>2 2>1;"
		"BYE 1 2 a 0 3",
		"relayed", 2, 0},
	{"at the phone, relayed, server by REGISTER",
		"REGISTER 1 2 r 0;200R 2 1 r 0;INVITE 1 2 a 1;180 2 1 a 0;"
		"200 2 1 a 2;ACK 1 2 a 0;TALK 1>2 2>1;BYE 1 2 a 0 3",
		"relayed", 2, 0},
	{"at the phone, relayed, server by its name",
		"INVITE 1 2 a 1;180 2 1 a 0;200P 2 1 a 2;ACK 1 2 a 0;"
		"TALK 1>2 2>1;BYE 1 2 a 0",
		"relayed", 2, 0},
	{"at the phone, direct",
		"INVITE 1 2 a 1;407 2 1 a 0;ACK 1 2 a 0;INVITE 1 2 a 1 2;"
		"180 2 1 a 0 2;200 2 1 a 3 2;ACK 1 2 a 0 2;TALK 1>3 3>1;"
		"BYE 1 2 a 0 3",
		"direct", 0, 0},
	{"at the callee, direct",
		"REGISTER 3 2 r 0;200R 2 3 r 0;INVITE 2 3 b 1;180 3 2 b 0;"
		"200 3 2 b 3;ACK 2 3 b 0;TALK 1>3 3>1;BYE 2 3 b 0",
		"direct", 0, 0},
	{"at the callee, relayed",
		"REGISTER 3 2 r 0;200R 2 3 r 0;INVITE 2 3 b 2b;180 3 2 b 0;"
		"200 3 2 b 3;ACK 2 3 b 0;TALK 2b>3 3>2b;BYE 2 3 b 0",
		"relayed", 2, 0},
	{"phone to phone, no server at all",
		"INVITE 1 3 a 1;180 3 1 a 0;200 3 1 a 3;ACK 1 3 a 0;"
		"TALK 1>3 3>1;BYE 1 3 a 0",
		"direct", 0, 0},
	{"phone to phone, silent",
		"INVITE 1 3 a 1;180 3 1 a 0;200 3 1 a 3;ACK 1 3 a 0;WAIT 5;"
		"BYE 1 3 a 0",
		"none", 0, 0},
	{"answered, at once hung up",
		"INVITE 1 3 a 1;180 3 1 a 0;200 3 1 a 3;ACK 1 3 a 0;"
		"BYE 1 3 a 0",
		"unknown", 0, 0},
	/* hold and re-INVITE: RFC 3264 clause 8 */
	{"hold without voice, then on",
		"INVITE 1 3 a 1;180 3 1 a 0;200 3 1 a 3;ACK 1 3 a 0;"
		"TALK 1>3 3>1;INVITE 1 3 a 1i 2;200 3 1 a 3i 2;ACK 1 3 a 0 2;"
		"WAIT 3;INVITE 1 3 a 1 3;200 3 1 a 3 3;ACK 1 3 a 0 3;"
		"TALK 1>3 3>1;BYE 1 3 a 0 4",
		"direct", 0, 0},
	{"relayed, then direct by re-INVITE",
		RELAY_UP THROUGH "INVITE 2 3 b 1 2;200 3 2 b 3 2;ACK 2 3 b 0 2;"
				 "INVITE 2 1 a 3 2;200 1 2 a 1 2;ACK 2 1 a 0 2;"
				 "TALK 1>3 3>1;BYE 1 2 a 0 3;BYE 2 3 b 0 3",
		"mixed", 2, 1},
	/* the Contact of a server is no terminal: RFC 3261 clause 8.1.1.8 */
	{"calls its own phone through a PBX, offer in the 200",
		"REGISTER 1 2 r 0;200R 2 1 r 0;INVITE 1 2 a 0;INVITE 2 1 a 0;"
		"200C 1 2 a 1b;200C 2 1 a 1b;ACK 1 2 a 1;ACK 2 1 a 1;"
		"TALK 1>3 3>1b;BYE 1 2 a 0 2",
		"direct", 0, 0},
	/* RTP between just the two addresses that were told */
	{"PBX and phone on one machine",
		"REGISTER 2 2 r 0;200R 2 2 r 0;INVITE 2 2 a 2b;"
		"INVITE 2 3 a 2b;180 3 2 a 0;200 3 2 a 3;200 2 2 a 3;"
		"ACK 2 2 a 0;ACK 2 3 a 0;TALK 2b>3 3>2b;BYE 2 2 a 0 2",
		"direct", 0, 0},
	/* without RTP: does what goes between the ends pass here? */
	{"proxy, the phones' own SIP is seen, silent",
		"INVITE 1 2 a 1;INVITE 2 3 a 1;180 3 2 a 0;180 2 1 a 0;"
		"200 3 2 a 3;200 2 1 a 3;ACK 1 3 a 0;WAIT 5;BYE 1 3 a 0",
		"none", 0, 0},
	{"media between other hosts, silent",
		"INVITE 1 3 a 7;180 3 1 a 0;200 3 1 a 8;ACK 1 3 a 0;WAIT 5;"
		"BYE 1 3 a 0",
		"not_seen", 0, 0},
	/* what was not answered has no voice */
	{"busy", "INVITE 1 2 a 1;486 2 1 a 0;ACK 1 2 a 0", "none", 0, 0},
	{"no reply", "INVITE 1 2 a 1;WAIT 40", "none", 0, 0},
	{"rang and was given up",
		"INVITE 1 2 a 1;180 2 1 a 0;CANCEL 1 2 a 0;487 2 1 a 0;"
		"ACK 1 2 a 0",
		"none", 0, 0},
	{"early media from the server, then refused",
		"INVITE 1 2 a 1;407 2 1 a 0;ACK 1 2 a 0;INVITE 1 2 a 1 2;"
		"183 2 1 a 2 2;TALK 2>1;486 2 1 a 0 2;ACK 1 2 a 0 2",
		"relayed", 2, 0},
	/* forked by a proxy: the branch that answered counts */
	{"forked, direct",
		"INVITE 1 2 a 1;INVITE 2 4 a 1;INVITE 2 3 a 1;180 4 2 a 0;"
		"180 3 2 a 0;180 2 1 a 0;200 3 2 a 3;200 2 1 a 3;"
		"CANCEL 2 4 a 0;487 4 2 a 0;ACK 1 2 a 0;ACK 2 3 a 0;"
		"TALK 1>3 3>1;BYE 1 2 a 0",
		"direct", 0, 0},
};

/* "2b" -> host 2, port 4020 + 2 for 'b'. */
static struct endpoint at(const char *text, const char **ret_rest)
{
	unsigned host = 0;
	uint16_t port = 0;

	while (*text >= '0' && *text <= '9') {
		host = host * 10 + (unsigned)(*text++ - '0');
	}
	port = (uint16_t)(4000 + host * 20);
	if (*text == 'b') {
		port = (uint16_t)(port + 2);
		text++;
	}
	*ret_rest = text;
	return feed_at(host, port);
}

static void one(struct feed *f, struct endpoint src, struct endpoint dst,
	uint32_t voice, unsigned i)
{
	static const uint8_t SPREAD[4] = {1, 7, 29, 113};
	uint8_t b[172] = {0x80, 8};
	uint32_t ssrc = (uint32_t)src.port << 16 | dst.port;
	uint64_t x = ((uint64_t)voice << 32) + i;

	b[2] = (uint8_t)(i >> 8);
	b[3] = (uint8_t)i;
	b[6] = (uint8_t)(i * 160 >> 8);
	b[7] = (uint8_t)(i * 160);
	memcpy(b + 8, &ssrc, 4);
	for (unsigned k = 12; k < sizeof(b); k++) {
		x = x * 6364136223846793005U + SPREAD[k % 4];
		b[k] = (uint8_t)(x >> 40);
	}
	feed_bytes(f, src, dst, b, sizeof(b));
}

/* One packet of each direction; a chain "1>2=2b>3" has one voice. */
static void tick(struct feed *f, const char *pairs, unsigned i)
{
	uint32_t voice = 1;

	while (*pairs) {
		struct endpoint src = at(pairs, &pairs);
		struct endpoint dst = at(pairs + 1, &pairs);
		one(f, src, dst, voice, i);
		voice += *pairs != '=';
		pairs += *pairs == '=' || *pairs == ' ';
	}
}

static void talk(struct feed *f, const char *pairs)
{
	static unsigned next = 100;
	uint64_t frame = f->frame;
	ns_t start = f->ts;

	for (unsigned i = 0; i < 150; i++) {
		f->ts = start + (ns_t)i * 20000000;
		tick(f, pairs, next + i);
	}
	next += 150;
	assert_true(f->frame > frame);
}

static const char *start_line(const char *word)
{
	static const char *const LINES[][2] = {{"180", "SIP/2.0 180 Ringing"},
		{"183", "SIP/2.0 183 Session Progress"},
		{"200", "SIP/2.0 200 OK"}, {"407", "SIP/2.0 407 No"},
		{"486", "SIP/2.0 486 Busy Here"},
		{"487", "SIP/2.0 487 Request Terminated"},
		{"INVITE", "INVITE sip:1002@x SIP/2.0"},
		{"ACK", "ACK sip:x SIP/2.0"}, {"BYE", "BYE sip:x SIP/2.0"},
		{"CANCEL", "CANCEL sip:x SIP/2.0"},
		{"REGISTER", "REGISTER sip:x SIP/2.0"}};

	for (size_t i = 0; i < COUNT_OF(LINES); i++) {
		if (strncmp(word, LINES[i][0], strlen(LINES[i][0])) == 0) {
			return LINES[i][1];
		}
	}
	fail_msg("unknown step %s", word);
	return NULL;
}

static void put_sdp(char *ret, size_t size, const char *text)
{
	const char *rest;
	struct endpoint e = at(text, &rest);

	(void)snprintf(ret, size,
		"v=0\r\no=- 1 1 IN IP4 10.0.0.%u\r\ns=-\r\n"
		"c=IN IP4 10.0.0.%u\r\nt=0 0\r\nm=audio %u RTP/AVP 8\r\n%s",
		e.ip.b[15], e.ip.b[15], e.port,
		*rest == 'i' ? "a=inactive\r\n" : "");
}

/* The next word of @rest, as a string of at most @size - 1 bytes. */
static void word_of(struct slice *rest, char *ret, size_t size)
{
	struct slice w = slice_cut(rest, ' ');

	assert_true(w.n < size);
	memcpy(ret, w.n ? w.p : "", w.n);
	ret[w.n] = '\0';
}

struct said {
	char word[16], from[4], to[4], call[4], sdp[8], number[4];
};

static void say(struct feed *f, const struct said *s)
{
	char text[256];
	char id[40];
	char cseq[24];
	bool invite = strcmp(s->word, "INVITE") == 0;
	const char *method = s->word[0] > '9' ? s->word : "INVITE";
	bool again = invite && s->number[0] > '1' &&
		     f->ts > f->book->first_ts + NS_PER_S;
	bool swap = again && s->to[0] == '1';

	if (strcmp(s->word, "200R") == 0) {
		method = "REGISTER";
	}
	(void)snprintf(cseq, sizeof(cseq), "%s %s",
		s->number[0] ? s->number : "1", method);
	(void)snprintf(id, sizeof(id), "%s%s%s%s%s%s@10.0.0.1", s->call,
		s->call, s->call, s->call, s->call, s->call);
	put_sdp(text, sizeof(text), s->sdp);
	const char *extra = NULL;
	if (strcmp(s->word, "200P") == 0) {
		extra = "Server: Asterisk PBX\r\n";
	} else if (strcmp(s->word, "200C") == 0) {
		extra = s->from[0] == '1' ? "Contact: <sip:x@10.0.0.1>\r\n"
					  : "Contact: <sip:x@10.0.0.2>\r\n";
	} else if (invite && s->call[0] == 'b') {
		extra = "X-CID: aaaaaa@10.0.0.1\r\n";
	}
	feed_sip(f, (struct feed_sip){
			    .from = (unsigned)(s->from[0] - '0'),
			    .to = (unsigned)(s->to[0] - '0'),
			    .start = start_line(s->word),
			    .cseq = cseq,
			    .call_id = id,
			    .from_tag = swap ? "b" : "a",
			    .to_tag = swap               ? "a"
				      : invite && !again ? NULL
							 : "b",
			    .extra = extra,
			    .sdp = s->sdp[0] == '0' ? NULL : text,
		    });
	feed_ms(f, 50);
}

static void message(struct feed *f, const char *step)
{
	struct slice rest = slice_of(step);
	struct said s;

	word_of(&rest, s.word, sizeof(s.word));
	word_of(&rest, s.from, sizeof(s.from));
	word_of(&rest, s.to, sizeof(s.to));
	word_of(&rest, s.call, sizeof(s.call));
	word_of(&rest, s.sdp, sizeof(s.sdp));
	word_of(&rest, s.number, sizeof(s.number));
	say(f, &s);
}

static void play(struct feed *f, const char *script)
{
	char step[128];

	while (*script) {
		size_t n = strcspn(script, ";");
		assert_true(n < sizeof(step));
		memcpy(step, script, n);
		step[n] = '\0';
		if (strncmp(step, "TALK ", 5) == 0) {
			talk(f, step + 5);
		} else if (strncmp(step, "WAIT ", 5) == 0) {
			feed_ms(f,
				1000.0 * (step[5] - '0') * (step[6] ? 10 : 1));
		} else {
			message(f, step);
		}
		script += n + (script[n] == ';');
	}
	book_finish(f->book);
}

static void rows(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct row *row = &ROWS[i];
		struct feed f = feed_start();
		struct path path;
		char by[ADDR_TEXT], want[ADDR_TEXT];

		play(&f, row->script);
		path_of(f.book, f.book->calls, &path);
		struct endpoint e = feed_at(row->by, 0);
		(void)addr_text(&path.by, by);
		(void)addr_text(&e.ip, want);
		bool same = strcmp(path_kind_text(path.kind), row->kind) == 0 &&
			    (row->by ? strcmp(by, want) == 0
				     : path.kind != PATH_RELAYED) &&
			    path.change_count == row->changes;
		if (!same) {
			print_message("# %s: %s by %s, %u changes\n", row->name,
				path_kind_text(path.kind), by,
				path.change_count);
			wrong++;
		}
		feed_end(&f);
	}
	assert_int_equal(wrong, 0);
}

/* Two programs of one host: only ports tell whose voice it is. */
static void one_host(void **state)
{
	struct feed f = feed_start();
	struct path path;

	(void)state;
	play(&f, "INVITE 1 1 a 1;200 1 1 a 1b;ACK 1 1 a 0;TALK 1b>1 1>1b;"
		 "BYE 1 1 a 0");
	path_of(f.book, f.book->calls, &path);
	assert_int_equal(path.forth.from.port, 4020);
	assert_int_equal(path.forth.to.port, 4022);
	assert_int_equal(path.back.from.port, 4022);
	assert_non_null(path.forth.stream);
	assert_non_null(path.back.stream);
	feed_end(&f);
}

/* Each direction tells all its ways; what nobody named is said so. */
static void ways(void **state)
{
	struct feed f = feed_start();
	struct path path;

	(void)state;
	play(&f, RELAY_UP THROUGH
		"INVITE 2 3 b 1 2;200 3 2 b 3 2;"
		"ACK 2 3 b 0 2;INVITE 2 1 a 3 2;200 1 2 a 1 2;ACK 2 1 a 0 2;"
		"TALK 1>3 3>1;BYE 1 2 a 0 3;BYE 2 3 b 0 3");
	path_of(f.book, f.book->calls, &path);
	assert_int_equal(path.kind, PATH_MIXED);
	assert_non_null(path.forth_too.stream);
	assert_int_not_equal(path.forth.kind, path.forth_too.kind);
	assert_non_null(path.back_too.stream);
	assert_int_not_equal(path.back.kind, path.back_too.kind);
	feed_end(&f);
	f = feed_start();
	play(&f, "INVITE 1 2 a 1;407 2 1 a 0;ACK 1 2 a 0;INVITE 1 2 a 1 2;"
		 "180 2 1 a 0 2;200 2 1 a 3 2;ACK 1 2 a 0 2;TALK 1>3 3>1;"
		 "BYE 1 2 a 0 3");
	path_of(f.book, f.book->calls, &path);
	assert_true(path.has_stranger);
	assert_int_equal(path.stranger.b[15], 3);
	feed_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_host),
		cmocka_unit_test(rows),
		cmocka_unit_test(ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
