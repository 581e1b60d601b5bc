/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in a body the session description is. */
#include "tests/unit/sip_message.h"

#define BODY(headers, body) TEST_INVITE TEST_ALL headers "\r\n\r\n" body

static const struct row {
	const char *text;
	const char *sdp; /* NULL: none */
	uint32_t faults;
} ROWS[] = {
	{BODY("Content-Type: application/sdp", "v=0\r\n"), "v=0\r\n", 0},
	{BODY("c : Application / SDP ;charset=x", "v=0\r\n"), "v=0\r\n", 0},
	{BODY("c: application/sdp", ""), NULL, 0},
	{BODY("c: application/sdpx", "v=0\r\n"), NULL, 0},
	{BODY("c: text/sdp", "v=0\r\n"), NULL, 0},
	{BODY("Subject: no type", "v=0\r\n"), NULL, 0},
	/* RFC 3261 clause 20.12: encoded content is not readable as it is */
	{BODY("c: application/sdp\r\nContent-Encoding: gzip", "\x1f\x8b"), NULL,
		0},
	{BODY("c: application/sdp\r\ne: identity", "v=0\r\n"), "v=0\r\n", 0},
	/* RFC 2046 clause 5.1: the line end before a delimiter belongs to it */
	{BODY("c: multipart/mixed;boundary=b",
		 "--b\r\nc: text/plain\r\n\r\nhi\r\n"
		 "--b\r\nc: application/sdp\r\n\r\nv=0\r\n\r\n--b--\r\n"),
		"v=0\r\n", 0},
	{BODY("c: multipart/mixed; boundary=\"b c\"",
		 "preamble\r\n--b c \r\nContent-Type:\r\n application/sdp"
		 "\r\n\r\nv=0\r\n--b c--\r\nepilogue"),
		"v=0", 0},
	{BODY("c: multipart/alternative;x=y;BOUNDARY=b",
		 "--b\r\nc: application/sdp\r\n\r\nfirst\r\n"
		 "--b\r\nc: application/sdp\r\n\r\nsecond\r\n--b--"),
		"first", 0},
	{BODY("c: multipart/mixed;boundary=b",
		 "--b\nc: application/sdp\n\nv=0\n--b--\n"),
		"v=0", 0},
	/* a boundary that begins like another; text that looks like one */
	{BODY("c: multipart/mixed;boundary=b",
		 "--bb\r\n--b\r\nc: application/sdp\r\n\r\n--bx\r\n--b--\r\n"),
		"--bx", 0},
	{BODY("c: multipart/mixed;boundary=b",
		 "--b\r\nc: application/sdp\r\ne: gzip\r\n\r\nx\r\n--b--\r\n"),
		NULL, 0},
	{BODY("c: multipart/mixed;boundary=b", "--b\r\n\r\nv=0\r\n--b--\r\n"),
		NULL, 0},
	/* one level of nesting */
	{BODY("c: multipart/mixed;boundary=b",
		 "--b\r\nc: multipart/alternative;boundary=\"in\"\r\n\r\n"
		 "--in\r\nc: text/plain\r\n\r\nx\r\n"
		 "--in\r\nc: application/sdp\r\n\r\nv=0\r\n--in--\r\n"
		 "--b--\r\n"),
		"v=0", 0},
	/* and no second one */
	{BODY("c: multipart/mixed;boundary=b",
		 "--b\r\nc: multipart/mixed;boundary=i\r\n\r\n"
		 "--i\r\nc: multipart/mixed;boundary=j\r\n\r\n"
		 "--j\r\nc: application/sdp\r\n\r\nv=0\r\n--j--\r\n"
		 "--i--\r\n--b--\r\n"),
		NULL, 0},
	{BODY("c: multipart/mixed", "--b\r\n"), NULL, SIP_BAD_MULTIPART},
	{BODY("c: multipart/mixed;boundary=\"\"", "--b\r\n"), NULL,
		SIP_BAD_MULTIPART},
	{BODY("c: multipart/mixed;boundary="
	      "b23456789b23456789b23456789b23456789b23456789b23456789b23456789b",
		 "x"),
		NULL, SIP_BAD_MULTIPART},
	{BODY("c: multipart/mixed;boundary=b", "--b\r\nno end"), NULL,
		SIP_BAD_MULTIPART},
	/* never closed: the part is shown all the same */
	{BODY("c: multipart/mixed;boundary=b",
		 "--b\r\nc: application/sdp\r\n\r\nv=0\r\n"),
		"v=0", SIP_BAD_MULTIPART},
	{BODY("c: multipart/mixed;boundary=b",
		 "--b\r\nc: multipart/mixed;boundary=i\r\n\r\n"
		 "--i\r\nc: application/sdp\r\n\r\nv=0\r\n--b--\r\n"),
		"v=0", SIP_BAD_MULTIPART},
	{BODY("c: multipart/mixed;boundary=b",
		 "--b\r\nc: multipart/mixed\r\n\r\nx\r\n--b--\r\n"),
		NULL, SIP_BAD_MULTIPART},
};

static void finds_the_description(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		struct message m;
		message_datagram(&m, ROWS[i].text);
		assert_int_equal(m.verdict, V_OK);
		uint32_t faults = m.signal.faults & ~SIP_BARE_NEWLINE;
		bool same = ROWS[i].sdp
				    ? m.signal.sdp.p && slice_is(m.signal.sdp,
								ROWS[i].sdp)
				    : !m.signal.sdp.p;
		if (faults != ROWS[i].faults || !same) {
			fail_msg("row %zu: faults %#x \"%.*s\"", i,
				(unsigned)faults, (int)m.signal.sdp.n,
				m.signal.sdp.p ? m.signal.sdp.p : "");
		}
		message_free(&m);
	}
}

/* Every prefix of every body keeps within its bytes (the sanitizer watches). */
static void reads_every_prefix(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		for (size_t n = 0; n < strlen(ROWS[i].text); n++) {
			struct message m;
			message_parse(&m, ROWS[i].text, n, true);
			if (m.verdict == V_OK && m.signal.sdp.p) {
				assert_true(m.signal.sdp.p >= m.signal.body.p);
				assert_true(m.signal.sdp.p + m.signal.sdp.n <=
					    m.signal.body.p + m.signal.body.n);
			}
			message_free(&m);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_description),
		cmocka_unit_test(reads_every_prefix),
	};

	return RUN_TESTS(tests);
}
