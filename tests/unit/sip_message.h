/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A message to test with: the bytes are copied into memory of exactly their
 * size, so that a sanitizer sees the first byte read beyond them.
 */
#ifndef EARSHOT_TESTS_UNIT_SIP_MESSAGE_H
#define EARSHOT_TESTS_UNIT_SIP_MESSAGE_H

#include "dissect/sip.h"

#include "tests/unit/test.h"

#include <string.h>

struct message {
	char *bytes;
	struct cursor cursor;
	enum verdict verdict;
	struct signal signal;
};

/* assert_text - the slice holds this text; NULL: it is absent. */
#define assert_text(slice, want) assert_text_at((slice), (want), __LINE__)

static inline void assert_text_at(struct slice s, const char *want, int line)
{
	bool good = want ? s.p && slice_is(s, want) : !s.p;

	if (!good) {
		fail_msg("line %d: got \"%.*s\", want \"%s\"", line, (int)s.n,
			s.p ? s.p : "", want ? want : "(absent)");
	}
}

static inline void message_parse(
	struct message *m, const void *bytes, size_t n, bool datagram)
{
	m->bytes = malloc(n ? n : 1);
	assert_non_null(m->bytes);
	memcpy(m->bytes, bytes, n);
	m->cursor = cursor_of(m->bytes, n);
	memset(&m->signal, 0x5a, sizeof(m->signal));
	m->verdict = sip_parse(&m->cursor, datagram, &m->signal);
}

static inline void message_datagram(struct message *m, const char *text)
{
	message_parse(m, text, strlen(text), true);
}

static inline void message_free(struct message *m)
{
	free(m->bytes);
	m->bytes = NULL;
}

/* The headers that every request needs, for texts that test something else. */
#define TEST_VIA     "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1\r\n"
#define TEST_FROM    "From: \"Alice\" <sip:alice@example.com>;tag=a1\r\n"
#define TEST_TO      "To: <sip:bob@example.com>\r\n"
#define TEST_CALL_ID "Call-ID: 1@192.0.2.1\r\n"
#define TEST_CSEQ    "CSeq: 1 INVITE\r\n"
#define TEST_ALL     TEST_VIA TEST_FROM TEST_TO TEST_CALL_ID TEST_CSEQ
#define TEST_INVITE  "INVITE sip:bob@example.com SIP/2.0\r\n"

#endif
