/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A ClientHello may go on in the next segment; then what the first one holds is
 * read and the rest is not missed: most name the server early.
 */
#include "dissect/hello.h"

#include "lib/cursor.h"

#define CLIENT_HELLO          1
#define EXTENSION_SERVER_NAME 0
#define EXTENSION_USE_SRTP    14
/* Browsers send some twenty; bounds the work on a hostile one. */
#define MOST_EXTENSIONS 64

/* Letters, digits, hyphen, dot and underscore: what DNS names are made of. */
static bool is_name(struct slice s)
{
	if (s.n == 0 || s.n > 255) {
		return false;
	}
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool digit = c >= '0' && c <= '9';
		if (!letter && !digit && c != '.' && c != '-' && c != '_') {
			return false;
		}
	}
	return true;
}

static struct slice server_of(struct slice value)
{
	struct cursor c = cursor_of(value.p, value.n);

	cursor_skip(&c, 2); /* of the list: there is one name in it */
	uint8_t kind = cursor_u8(&c);
	uint16_t n = cursor_u16(&c);
	struct slice name = cursor_take(&c, n);
	if (kind != 0 || !is_name(name)) {
		return (struct slice){NULL, 0};
	}
	return name;
}

static void take_extensions(struct cursor *c, struct hello *hello)
{
	cursor_skip(c, 2); /* their length: as many as were captured */
	for (int i = 0; i < MOST_EXTENSIONS && cursor_left(c) > 0; i++) {
		uint16_t type = cursor_u16(c);
		uint16_t n = cursor_u16(c);
		struct slice value = cursor_take(c, n);
		if (c->bad) {
			return;
		}
		if (type == EXTENSION_SERVER_NAME) {
			hello->server = server_of(value);
		} else if (type == EXTENSION_USE_SRTP) {
			hello->srtp = true;
		}
	}
}

/* From client_version on. @cookie: DTLS has one more field. */
static void take_client(struct cursor *c, bool cookie, struct hello *hello)
{
	hello->client = true;
	cursor_skip(c, 2 + 32); /* version, random */
	size_t session = cursor_u8(c);
	cursor_skip(c, session);
	if (cookie) {
		size_t n = cursor_u8(c);
		cursor_skip(c, n);
	}
	size_t ciphers = cursor_u16(c);
	cursor_skip(c, ciphers);
	size_t compressions = cursor_u8(c);
	cursor_skip(c, compressions);
	take_extensions(c, hello);
}

bool hello_tls(struct slice bytes, struct hello *ret)
{
	struct cursor c = cursor_of(bytes.p, bytes.n);
	struct hello hello = {0};

	uint8_t content = cursor_u8(&c);
	uint8_t major = cursor_u8(&c);
	uint8_t minor = cursor_u8(&c);
	uint16_t length = cursor_u16(&c);
	uint8_t message = cursor_u8(&c);
	/* Handshake, versions SSL 3.0 to TLS 1.3, a record's most bytes. */
	if (c.bad || content != 22 || major != 3 || minor > 4 || length < 4 ||
		length > (1 << 14) + 256 || message > 24) {
		return false;
	}
	cursor_skip(&c, 3);
	if (message == CLIENT_HELLO) {
		take_client(&c, false, &hello);
	}
	*ret = hello;
	return true;
}

bool hello_dtls(struct slice bytes, uint32_t wire, struct hello *ret)
{
	struct cursor c = cursor_of(bytes.p, bytes.n);
	struct hello hello = {0};

	uint8_t content = cursor_u8(&c);
	uint16_t version = cursor_u16(&c);
	uint16_t epoch = cursor_u16(&c);
	cursor_skip(&c, 6); /* sequence number */
	uint16_t length = cursor_u16(&c);
	/* Change cipher, alert, handshake, data; versions 1.0 and 1.2. */
	bool known = content >= 20 && content <= 23 &&
		     (version == 0xfeff || version == 0xfefd);
	if (c.bad || !known || length == 0 || 13U + length > wire) {
		return false;
	}
	if (content == 22 && epoch == 0) {
		uint8_t message = cursor_u8(&c);
		cursor_skip(&c, 3 + 2); /* length, message number */
		uint8_t offset_high = cursor_u8(&c);
		uint16_t offset = cursor_u16(&c);
		cursor_skip(&c, 3);
		if (!c.bad && message == CLIENT_HELLO && offset == 0 &&
			offset_high == 0) {
			take_client(&c, true, &hello);
		}
	}
	*ret = hello;
	return true;
}

static bool quic_version(uint32_t version)
{
	bool draft = version >> 8 == 0xff0000;
	bool google = version >> 24 == 'Q' || version >> 24 == 'T';

	return version == 1 || version == 0x6b3343cf || draft || google;
}

bool hello_quic(struct slice bytes)
{
	struct cursor c = cursor_of(bytes.p, bytes.n);

	uint8_t first = cursor_u8(&c);
	uint32_t version = cursor_u32(&c);
	uint8_t destination = cursor_u8(&c);
	cursor_skip(&c, destination);
	uint8_t source = cursor_u8(&c);
	cursor_skip(&c, source);
	/* Long header and fixed bit; identifiers of at most 20 bytes. */
	return !c.bad && (first & 0xc0) == 0xc0 && quic_version(version) &&
	       destination <= 20 && source <= 20;
}

bool hello_zrtp(struct slice bytes, uint32_t wire)
{
	struct cursor c = cursor_of(bytes.p, bytes.n);

	uint8_t first = cursor_u8(&c);
	cursor_skip(&c, 3); /* rest of the first word: reserved, sequence */
	uint32_t cookie = cursor_u32(&c);
	cursor_skip(&c, 4); /* SSRC */
	uint16_t preamble = cursor_u16(&c);
	/* Shortest message: three words between the header and the CRC. */
	return !c.bad && first == 0x10 && cookie == 0x5a525450 &&
	       preamble == 0x505a && wire >= 28;
}
