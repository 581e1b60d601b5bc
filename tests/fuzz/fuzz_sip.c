/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The SIP parser, on a datagram and on a stream. What must hold for any bytes:
 * slices lie in the input, the cursor moves, memory that is parsed into does
 * not show through, and a message of a stream ends where it says it ends.
 */
#include "dissect/sip.h"

#include "tests/fuzz/inside.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds) {
		abort();
	}
}

static bool same(const struct signal *a, const struct signal *b)
{
	static struct slices sa, sb;

	slices_of_signal(&sa, a);
	slices_of_signal(&sb, b);
	return slices_equal(&sa, &sb) && a->request == b->request &&
	       a->method == b->method && a->status == b->status &&
	       a->cseq == b->cseq && a->cseq_method == b->cseq_method &&
	       a->faults == b->faults && a->via_count == b->via_count &&
	       a->via.port == b->via.port &&
	       a->request_uri.port == b->request_uri.port &&
	       a->contact.star == b->contact.star &&
	       a->unknown_headers == b->unknown_headers &&
	       a->content_length.known == b->content_length.known &&
	       a->expires_s.known == b->expires_s.known &&
	       memcmp(a->header_count, b->header_count,
		       sizeof(a->header_count)) == 0;
}

/* A message on a stream is whole with its bytes alone, and not with one less.
 * (A CR that ends it alone waits for the LF that may follow.) */
static void check_stream(const struct signal *s)
{
	static struct signal again;
	struct slice m = s->message;
	struct cursor c = cursor_of(m.p, m.n - 1);

	require(sip_parse(&c, false, &again) == V_TRUNCATED);
	if (s->body.n == 0 && m.p[m.n - 1] == '\r') {
		return;
	}
	c = cursor_of(m.p, m.n);
	enum verdict verdict = sip_parse(&c, false, &again);
	require(verdict == V_OK || verdict == V_MALFORMED);
	require(cursor_left(&c) == 0 && same(s, &again));
}

static void parse(const uint8_t *data, size_t size, bool datagram)
{
	static struct signal first, second;
	static struct slices all;
	struct cursor c = cursor_of(data, size);
	struct cursor d = c;

	memset(&first, 0xaa, sizeof(first));
	memset(&second, 0x55, sizeof(second));
	enum verdict verdict = sip_parse(&c, datagram, &first);
	require(verdict == sip_parse(&d, datagram, &second) && c.p == d.p);
	require(!c.bad && c.end == data + size && c.p >= data && c.p <= c.end);
	if (verdict != V_OK && verdict != V_MALFORMED) {
		return;
	}
	require(c.p > data && same(&first, &second));
	slices_of_signal(&all, &first);
	require(slices_inside(&all, data, size));
	require(first.request || first.status == 0 ||
		(first.status >= 100 && first.status <= 699));
	if (datagram) {
		require(c.p == c.end);
	} else {
		require((const char *)c.p == first.message.p + first.message.n);
		check_stream(&first);
	}
}

static void parts(struct slice text)
{
	static struct slices all;
	struct sip_address address;
	struct sip_uri uri;
	struct slice rest = text;

	all.n = 0;
	(void)sip_probe(text);
	(void)sip_address_parse(text, &address);
	slices_of_address(&all, &address);
	(void)sip_uri_parse(text, &uri);
	slices_of_uri(&all, &uri);
	slices_add(&all, sip_param(text, "tag"));
	while (rest.p) {
		size_t before = rest.n;
		slices_add(&all, sip_value_next(&rest));
		require(!rest.p || rest.n < before);
	}
	require(slices_inside(&all, text.p, text.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!data) {
		return 0;
	}
	parse(data, size, true);
	parse(data, size, false);
	parts((struct slice){(const char *)data, size});
	return 0;
}
