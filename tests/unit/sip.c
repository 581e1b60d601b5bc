/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole messages: what is read of them, every fault, and where they end. */
#include "tests/unit/sip_message.h"

#include "dissect/dissector.h"
#include "tests/fuzz/inside.h"

/* One message of each kind, written by hand; see the rows of each test. */
static const char REQUEST[] =
	"INVITE sip:bob@biloxi.example.com;transport=udp SIP/2.0\r\n"
	"v: SIP/2.0/UDP 192.0.2.1:5070;rport;branch=z9hG4bKa\r\n"
	"Via: SIP/2.0/TCP p1.example.com;branch=z9hG4bKb;received=192.0.2.9,"
	" SIP/2.0/UDP p2.example.com\r\n"
	"f: \"R\xc3\xa9"
	"ception, <2>; \\\"x\\\"\"<sip:451@192.0.2.5>;tag=f1\r\n"
	"t: Bob <sip:bob@biloxi.example.com>\r\n"
	"i: abc@192.0.2.1\r\n"
	"cSEQ : 314159 INVITE\r\n"
	"m: <sip:a@192.0.2.1;ob>;expires=120;methods=\"INVITE, BYE\", <tel:+1>\r\n"
	"Expires: 300\r\n"
	"Subject: one\r\n"
	"  two\r\n"
	"\tthree\r\n"
	"Allow: INVITE\r\n"
	"Allow: BYE, ACK\r\n"
	"P-Strange: x\r\n"
	"c: application/sdp\r\n"
	"l: 12\r\n"
	"\r\n"
	"v=0\r\no=- 1\r\n";

static void reads_a_request(void **state)
{
	struct message m;
	const struct signal *s = &m.signal;

	(void)state;
	message_datagram(&m, REQUEST);
	assert_int_equal(m.verdict, V_OK);
	assert_int_equal(s->faults, 0);
	assert_true(s->request);
	assert_int_equal(s->method, METHOD_INVITE);
	assert_text(s->request_uri.host, "biloxi.example.com");
	assert_text(s->request_uri.params, "transport=udp");
	assert_text(s->via.transport, "UDP");
	assert_text(s->via.host, "192.0.2.1");
	assert_int_equal(s->via.port, 5070);
	assert_text(s->via.branch, "z9hG4bKa");
	assert_text(s->via.rport, "");
	assert_text(s->via.received, NULL);
	assert_int_equal(s->via_count, 3);
	assert_int_equal(s->header_count[SIP_VIA], 2);
	assert_text(s->from.display, "R\xc3\xa9"
				     "ception, <2>; \\\"x\\\"");
	assert_text(s->from.uri.user, "451");
	assert_text(s->from.tag, "f1");
	assert_text(s->to.display, "Bob");
	assert_text(s->to.tag, NULL);
	assert_text(s->call_id, "abc@192.0.2.1");
	assert_int_equal(s->cseq, 314159);
	assert_text(s->contact.uri.text, "sip:a@192.0.2.1;ob");
	assert_true(s->expires_s.known && s->expires_s.v == 120);
	assert_text(s->header[SIP_SUBJECT], "one\r\n  two\r\n\tthree");
	assert_text(s->header[SIP_ALLOW], "INVITE");
	assert_int_equal(s->header_count[SIP_ALLOW], 2);
	assert_int_equal(s->unknown_headers, 1);
	assert_true(s->content_length.known && s->content_length.v == 12);
	assert_text(s->sdp, "v=0\r\no=- 1\r\n");
	assert_int_equal(s->message.n, sizeof(REQUEST) - 1);
	message_free(&m);
}

static void reads_a_response(void **state)
{
	struct message m;

	(void)state;
	message_datagram(&m, "\r\n\r\nsip/2.0 486 Busy  Here \r\n" TEST_ALL
			     "Contact: *\r\nExpires: 60\r\n\r\n");
	assert_int_equal(m.verdict, V_OK);
	assert_int_equal(m.signal.faults, 0);
	assert_false(m.signal.request);
	assert_int_equal(m.signal.status, 486);
	assert_text(m.signal.reason, "Busy  Here");
	assert_int_equal(m.signal.method, METHOD_INVITE);
	assert_text(m.signal.method_text, "INVITE");
	assert_true(m.signal.contact.star);
	assert_true(m.signal.expires_s.known && m.signal.expires_s.v == 60);
	assert_false(m.signal.content_length.known);
	assert_int_equal(m.signal.body.n, 0);
	message_free(&m);
}

/* Each fault with the smallest message that shows it, and the verdict. */
static const struct fault_row {
	uint32_t fault;
	enum verdict verdict;
	const char *text;
} FAULTS[] = {
	/* RFC 3261 clause 25.1: single SP between the parts */
	{SIP_BAD_START_LINE, V_OK,
		"INVITE  sip:b@h SIP/2.0\r\n" TEST_ALL "\r\n"},
	{SIP_BAD_START_LINE, V_OK,
		"INVITE sip:b@h SIP/2.0 \r\n" TEST_ALL "\r\n"},
	{SIP_BAD_START_LINE, V_OK,
		"INVITE sip:b@h  SIP/2.0\r\n" TEST_ALL "\r\n"},
	{SIP_BAD_START_LINE, V_OK,
		" INVITE sip:b@h SIP/2.0\r\n" TEST_ALL "\r\n"},
	{SIP_BAD_START_LINE, V_OK, "SIP/2.0 200\r\n" TEST_ALL "\r\n"},
	{SIP_BAD_START_LINE | SIP_BAD_VERSION, V_OK,
		"INVITE sip:b@h\r\n" TEST_ALL "\r\n"},
	{SIP_BAD_VERSION, V_OK, "INVITE sip:b@h SIP/3.0\r\n" TEST_ALL "\r\n"},
	{SIP_BAD_VERSION, V_OK, "SIP/1.0 200 OK\r\n" TEST_ALL "\r\n"},
	/* RFC 3261 clause 8.1.1: the headers every request has */
	{SIP_MISSING_HEADER, V_MALFORMED,
		TEST_INVITE TEST_FROM TEST_TO TEST_CALL_ID TEST_CSEQ "\r\n"},
	{SIP_MISSING_HEADER, V_MALFORMED,
		TEST_INVITE TEST_VIA TEST_TO TEST_CALL_ID TEST_CSEQ "\r\n"},
	{SIP_MISSING_HEADER, V_MALFORMED,
		TEST_INVITE TEST_VIA TEST_FROM TEST_CALL_ID TEST_CSEQ "\r\n"},
	{SIP_MISSING_HEADER, V_MALFORMED,
		TEST_INVITE TEST_VIA TEST_FROM TEST_TO TEST_CSEQ "\r\n"},
	{SIP_MISSING_HEADER, V_MALFORMED,
		TEST_INVITE TEST_VIA TEST_FROM TEST_TO TEST_CALL_ID "\r\n"},
	/* RFC 3261 clause 7.3.1: a name, HCOLON, a value */
	{SIP_BAD_HEADER, V_OK, TEST_INVITE TEST_ALL "no colon\r\n\r\n"},
	{SIP_BAD_HEADER, V_OK, TEST_INVITE TEST_ALL ": no name\r\n\r\n"},
	{SIP_BAD_HEADER, V_OK, TEST_INVITE TEST_ALL "no token: x\r\n\r\n"},
	{SIP_BAD_HEADER, V_OK, TEST_INVITE " folded: x\r\n" TEST_ALL "\r\n"},
	/* the grammar of values, RFC 3261 clause 25.1 */
	{SIP_BAD_VALUE, V_OK, TEST_INVITE TEST_ALL "Date: now\r\n\r\n"},
	{SIP_BAD_VALUE, V_OK, TEST_INVITE TEST_ALL "Expires: -1\r\n\r\n"},
	{SIP_BAD_VALUE, V_OK, TEST_INVITE TEST_ALL "Max-Forwards:\r\n\r\n"},
	{SIP_BAD_VALUE, V_OK, TEST_INVITE TEST_ALL "Content-Type: x\r\n\r\n"},
	{SIP_BAD_VALUE, V_OK,
		TEST_INVITE TEST_ALL "Contact: *, <sip:a@h>\r\n\r\n"},
	{SIP_BAD_VALUE, V_OK, TEST_INVITE TEST_ALL "Via: \r\n\r\n"},
	{SIP_BAD_VALUE, V_OK,
		TEST_INVITE TEST_VIA TEST_FROM TEST_TO TEST_CSEQ
		"Call-ID: two words\r\n\r\n"},
	{SIP_BAD_VALUE, V_MALFORMED,
		TEST_INVITE TEST_VIA TEST_FROM TEST_TO TEST_CSEQ
		"Call-ID:\r\n\r\n"},
	{SIP_BAD_VALUE, V_MALFORMED,
		TEST_INVITE TEST_VIA TEST_FROM TEST_TO TEST_CALL_ID
		"CSeq: 12\r\n\r\n"},
	{SIP_BAD_VALUE, V_MALFORMED,
		TEST_INVITE TEST_VIA TEST_FROM TEST_CALL_ID TEST_CSEQ
		"To:\r\n\r\n"},
	{SIP_BAD_VALUE, V_MALFORMED,
		TEST_INVITE TEST_FROM TEST_TO TEST_CALL_ID TEST_CSEQ
		"Via: SIP/2.0\r\n\r\n"},
	/* RFC 3261 clause 7.3.1: only lists may be repeated */
	{SIP_DUPLICATE_HEADER, V_OK, TEST_INVITE TEST_ALL TEST_CALL_ID "\r\n"},
	{SIP_DUPLICATE_HEADER, V_OK, TEST_INVITE TEST_ALL "f: sip:x@h\r\n\r\n"},
	{SIP_DUPLICATE_HEADER, V_OK,
		TEST_INVITE TEST_ALL "l: 0\r\nContent-Length: 5\r\n\r\n"},
	{SIP_BAD_LENGTH, V_OK, TEST_INVITE TEST_ALL "l: -999\r\n\r\n"},
	{SIP_BAD_LENGTH, V_OK, TEST_INVITE TEST_ALL "l: 4294967296\r\n\r\n"},
	{SIP_BAD_LENGTH, V_OK,
		TEST_INVITE TEST_ALL "l: 36893488147419103232\r\n\r\n"},
	{SIP_BODY_SHORT, V_OK, TEST_INVITE TEST_ALL "l: 5\r\n\r\nbody"},
	/* RFC 3261 clause 8.1.1.5: the method matches; below 2^31 */
	{SIP_CSEQ_MISMATCH, V_OK, "BYE sip:b@h SIP/2.0\r\n" TEST_ALL "\r\n"},
	{SIP_NUMBER_RANGE, V_OK,
		TEST_INVITE TEST_VIA TEST_FROM TEST_TO TEST_CALL_ID
		"CSeq: 2147483648 INVITE\r\n\r\n"},
	{SIP_NUMBER_RANGE, V_MALFORMED,
		TEST_INVITE TEST_VIA TEST_FROM TEST_TO TEST_CALL_ID
		"CSeq: 4294967296 INVITE\r\n\r\n"},
	{SIP_NUMBER_RANGE, V_OK,
		TEST_INVITE TEST_ALL "Max-Forwards: 256\r\n\r\n"},
	{SIP_NUMBER_RANGE, V_OK,
		TEST_INVITE TEST_ALL "Warning: 1812 x \"y\"\r\n\r\n"},
	{SIP_NUMBER_RANGE, V_OK,
		TEST_INVITE TEST_ALL "m: <sip:a@h>;expires=4294967296\r\n\r\n"},
	/* RFC 3261 clause 7.2 */
	{SIP_BAD_STATUS, V_MALFORMED, "SIP/2.0 700 x\r\n" TEST_ALL "\r\n"},
	{SIP_BAD_STATUS, V_MALFORMED, "SIP/2.0 099 x\r\n" TEST_ALL "\r\n"},
	{SIP_BAD_STATUS, V_MALFORMED, "SIP/2.0 0200 x\r\n" TEST_ALL "\r\n"},
	{SIP_BAD_STATUS, V_MALFORMED, "SIP/2.0 2x0 x\r\n" TEST_ALL "\r\n"},
	{SIP_BAD_URI, V_OK, "INVITE <sip:b@h> SIP/2.0\r\n" TEST_ALL "\r\n"},
	{SIP_BAD_URI, V_OK, "INVITE sip:b@h; lr SIP/2.0\r\n" TEST_ALL "\r\n"},
	{SIP_BAD_URI, V_OK, "INVITE sip:b@h?a=b SIP/2.0\r\n" TEST_ALL "\r\n"},
	{SIP_UNTERMINATED, V_MALFORMED,
		TEST_INVITE TEST_VIA TEST_FROM TEST_CALL_ID TEST_CSEQ
		"To: \"B <sip:b@h>\r\n\r\n"},
	{SIP_UNTERMINATED, V_MALFORMED,
		TEST_INVITE TEST_VIA TEST_FROM TEST_CALL_ID TEST_CSEQ
		"To: <sip:b@h;tag=1\r\n\r\n"},
	{SIP_UNTERMINATED, V_OK,
		TEST_INVITE TEST_ALL "m: <sip:a@h>;x=\"y\r\n\r\n"},
	{SIP_NO_HEADER_END, V_OK, TEST_INVITE TEST_ALL},
	{SIP_BAD_MULTIPART, V_OK,
		TEST_INVITE TEST_ALL "c: multipart/mixed\r\n\r\n--x\r\n"},
	{SIP_TRAILING_BYTES, V_OK, TEST_INVITE TEST_ALL "l: 3\r\n\r\nbody"},
	{SIP_BARE_NEWLINE, V_OK, TEST_INVITE TEST_ALL "Subject: x\n\r\n"},
	{SIP_BARE_NEWLINE, V_OK, TEST_INVITE TEST_ALL "Subject: x\r\r\n"},
};

static void notes_every_fault(void **state)
{
	uint32_t seen = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(FAULTS); i++) {
		const struct fault_row *row = &FAULTS[i];
		struct message m;
		message_datagram(&m, row->text);
		if (m.verdict != row->verdict ||
			m.signal.faults != row->fault) {
			fail_msg("row %zu: verdict %d faults %#x\n%s", i,
				(int)m.verdict, (unsigned)m.signal.faults,
				row->text);
		}
		seen |= row->fault;
		message_free(&m);
	}
	/* No bit is left without a row, none is without words. */
	assert_int_equal(seen, (SIP_BARE_NEWLINE << 1) - 1);
	for (uint32_t bit = 1; bit <= SIP_BARE_NEWLINE; bit <<= 1) {
		assert_non_null(signal_fault_text(bit));
	}
	assert_null(signal_fault_text(0));
	assert_null(signal_fault_text(SIP_BARE_NEWLINE << 1));
}

/* Other protocols, and bytes that are none. */
static void leaves_others_alone(void **state)
{
	static const char *const rows[] = {
		"",
		"\r\n\r\n", /* a keep-alive, RFC 5626 clause 3.5.1 */
		"GET http://h/ HTTP/1.1\r\n\r\n",
		"OPTIONS rtsp://h/x RTSP/1.0\r\nCSeq: 1\r\n\r\n",
		"NOTIFY * HTTP/1.1\r\nHost: 239.255.255.250:1900\r\n\r\n",
		"HTTP/1.1 200 OK\r\n\r\n",
		"RTSP/1.0 200 OK\r\n\r\n",
		"SIP/2.0\r\n\r\n",
		"INVITE\r\n",
		"\x80\x08 sip:x SIP/2.0\r\n",
		"IN(VITE sip:x SIP/2.0\r\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct message m;
		message_datagram(&m, rows[i]);
		assert_int_equal(m.verdict, V_NOT_MINE);
		message_free(&m);
		assert_false(sip_probe(slice_of(rows[i])));
	}
	assert_true(sip_probe(slice_of(REQUEST)));
	assert_true(sip_probe(SLICE("SIP/2.0 200 OK\r\n")));
	assert_true(sip_probe(SLICE("FOO tel:+1 SIP/2.0\r\n")));
	assert_true(sip_probe(SLICE("ACK sips:cut.by.the.snap")));
	assert_false(sip_probe((struct slice){NULL, 0}));
}

/* Any prefix: no byte beyond it is read, no slice leaves it, and on a stream
 * nothing is decided before the last byte. */
static void reads_every_prefix(void **state)
{
	static struct slices all;

	(void)state;
	for (size_t n = 0; n < sizeof(REQUEST) - 1; n++) {
		struct message m;
		message_parse(&m, REQUEST, n, true);
		if (m.verdict == V_OK || m.verdict == V_MALFORMED) {
			slices_of_signal(&all, &m.signal);
			assert_true(slices_inside(&all, m.bytes, n));
			assert_int_equal(cursor_left(&m.cursor), 0);
		}
		message_free(&m);
		message_parse(&m, REQUEST, n, false);
		assert_int_equal(m.verdict, V_TRUNCATED);
		assert_int_equal(cursor_left(&m.cursor), n);
		message_free(&m);
	}
}

static void frames_a_stream(void **state)
{
	static const char two[] =
		"\r\nSIP/2.0 200 OK\r\n" TEST_ALL "l: 2\r\n\r\nab"
		"\r\n\r\nBYE sip:b@h SIP/2.0\r\n" TEST_ALL "\r\n";
	struct message m;

	(void)state;
	message_parse(&m, two, sizeof(two) - 1, false);
	assert_int_equal(m.verdict, V_OK);
	assert_int_equal(m.signal.faults, 0);
	assert_text(m.signal.body, "ab");
	/* RFC 3261 clause 20.14: a stream needs Content-Length */
	assert_int_equal(sip_parse(&m.cursor, false, &m.signal), V_OK);
	assert_int_equal(m.signal.method, METHOD_BYE);
	assert_int_equal(m.signal.faults, SIP_BAD_LENGTH | SIP_CSEQ_MISMATCH);
	assert_int_equal(cursor_left(&m.cursor), 0);
	assert_int_equal(sip_parse(&m.cursor, false, &m.signal), V_TRUNCATED);
	message_free(&m);
	message_parse(&m, "GET / HTTP/1.1\r\n", 16, false);
	assert_int_equal(m.verdict, V_NOT_MINE);
	message_free(&m);
	message_parse(&m, "\x16\x03\x01", 3, false);
	assert_int_equal(m.verdict, V_NOT_MINE);
	message_free(&m);
}

/* RFC 3261 clause 18.3: of a datagram the bytes after the body are dropped. */
static void a_datagram_holds_one_message(void **state)
{
	struct message m;

	(void)state;
	message_datagram(&m, TEST_INVITE TEST_ALL "l: 0\r\n\r\n" TEST_INVITE);
	assert_int_equal(m.verdict, V_OK);
	assert_int_equal(m.signal.faults, SIP_TRAILING_BYTES);
	assert_int_equal(cursor_left(&m.cursor), 0);
	message_free(&m);
	message_datagram(&m, TEST_INVITE TEST_ALL "\r\nall of it");
	assert_text(m.signal.body, "all of it");
	assert_int_equal(m.signal.faults, 0);
	message_free(&m);
}

/* The body's end, and what expires when. */
static void prefers_the_contact_s_expiry(void **state)
{
	static const struct {
		const char *headers;
		bool known;
		double seconds;
	} rows[] = {
		{"Expires: 9\r\nm: <sip:a@h>;expires=7\r\n", true, 7},
		{"m: <sip:a@h>;expires=7\r\nExpires: 9\r\n", true, 7},
		{"m: <sip:a@h>\r\nExpires: 0009\r\n", true, 9},
		{"m: sip:a@h;EXPIRES=\"5\"\r\n", true, 5},
		{"Expires: 4294967296\r\n", false, 0},
		{"Subject: none\r\n", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[1024];
		struct message m;
		(void)snprintf(text, sizeof(text), "%s%s%s\r\n", TEST_INVITE,
			TEST_ALL, rows[i].headers);
		message_datagram(&m, text);
		assert_int_equal(m.signal.expires_s.known, rows[i].known);
		assert_true(!rows[i].known ||
			    m.signal.expires_s.v == rows[i].seconds);
		message_free(&m);
	}
}

static void makes_an_event(void **state)
{
	static struct event event;
	struct packet packet = {.transport = TRANSPORT_UDP};
	struct cursor c = cursor_of(REQUEST, sizeof(REQUEST) - 1);

	(void)state;
	packet.payload = SLICE(REQUEST);
	assert_true(dissector_sip.probe(&packet));
	assert_int_equal(dissector_sip.parse(&c, &packet, &event), V_OK);
	assert_int_equal(event.kind, EVENT_SIGNAL);
	assert_true(event.has_sdp);
	assert_text(event.sdp.origin, "- 1");
	/* A capture that cut the packet is no fault of the sender. */
	packet.anomalies = PACKET_SNAPPED;
	c = cursor_of(REQUEST, sizeof(REQUEST) - 4);
	assert_int_equal(dissector_sip.parse(&c, &packet, &event), V_OK);
	assert_int_equal(event.signal.faults, 0);
	packet.anomalies = 0;
	c = cursor_of(REQUEST, sizeof(REQUEST) - 4);
	assert_int_equal(dissector_sip.parse(&c, &packet, &event), V_OK);
	assert_int_equal(event.signal.faults, SIP_BODY_SHORT);
	/* On TCP too: the stream was cut into messages before. */
	packet.transport = TRANSPORT_TCP;
	c = cursor_of(REQUEST, sizeof(REQUEST) - 4);
	assert_int_equal(dissector_sip.parse(&c, &packet, &event), V_OK);
	assert_int_equal(event.signal.faults, SIP_BODY_SHORT);
	static const char unmeasured[] =
		"BYE sip:b@h SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=1\r\n"
		"f:<sip:a@h>;tag=1\r\nt:<sip:b@h>\r\ni:1\r\nCSeq:1 BYE\r\n\r\n";
	c = cursor_of(unmeasured, sizeof(unmeasured) - 1);
	assert_int_equal(dissector_sip.parse(&c, &packet, &event), V_OK);
	assert_int_equal(event.signal.faults, SIP_BAD_LENGTH);
}

/* Every snapshot length of a message: a header or an address that is told is
 * one that stood there, never the first half of it. */
static void a_cut_line_says_nothing(void **state)
{
	static const char text[] =
		"INVITE sip:b@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=1\r\n"
		"From: <sip:a@h>;tag=1\r\nTo: <sip:b@h>\r\nCSeq: 1 INVITE\r\n"
		"Call-ID: 0123456789\r\nContent-Type: application/sdp\r\n\r\n"
		"v=0\r\no=- 1 1 IN IP4 h\r\ns=-\r\nc=IN IP4 192.0.2.199\r\n"
		"t=0 0\r\nm=audio 40000 RTP/AVP 8\r\n";
	static struct event event;
	struct packet packet = {
		.transport = TRANSPORT_UDP, .anomalies = PACKET_SNAPPED};
	unsigned calls = 0;
	unsigned addresses = 0;

	(void)state;
	for (size_t n = 30; n < sizeof(text); n++) {
		struct cursor c = cursor_of(text, n);
		enum verdict v = dissector_sip.parse(&c, &packet, &event);
		if (v != V_OK && v != V_MALFORMED) {
			continue;
		}
		assert_int_equal(cursor_left(&c), 0);
		if (event.signal.call_id.p) {
			assert_text(event.signal.call_id, "0123456789");
			calls++;
		}
		if (event.has_sdp && event.sdp.connection.p) {
			assert_text(event.sdp.connection, "192.0.2.199");
			addresses++;
		}
		if (event.has_sdp && event.sdp.media_count) {
			assert_int_equal(event.sdp.media[0].rtp.port, 40000);
		}
	}
	assert_true(calls > addresses && addresses > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_request),
		cmocka_unit_test(reads_a_response),
		cmocka_unit_test(notes_every_fault),
		cmocka_unit_test(leaves_others_alone),
		cmocka_unit_test(reads_every_prefix),
		cmocka_unit_test(frames_a_stream),
		cmocka_unit_test(a_datagram_holds_one_message),
		cmocka_unit_test(prefers_the_contact_s_expiry),
		cmocka_unit_test(makes_an_event),
		cmocka_unit_test(a_cut_line_says_nothing),
	};

	return RUN_TESTS(tests);
}
