/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages of a handshake inside of one record; what is cut off is left. */
#include "dissect/tls.h"

#include "dissect/hello.h"
#include "lib/attr.h"
#include "lib/cursor.h"

#define ALERT		   21
#define HANDSHAKE	   22
#define CLIENT_HELLO	   1
#define SERVER_HELLO	   2
#define CERTIFICATE	   11
#define SUPPORTED_VERSIONS 43
#define MOST_EXTENSIONS	   64

static unsigned u24(struct cursor *c)
{
	unsigned high = cursor_u8(c);

	return high << 16 | cursor_u16(c);
}

/* Grease and drafts do not count: RFC 8701. */
static void take_version(uint16_t version, struct tls *ret)
{
	if (version >= 0x0300 && version <= 0x0304 && version > ret->version) {
		ret->version = version;
	}
}

static void take_extensions(struct cursor *c, bool client, struct tls *ret)
{
	size_t all = cursor_u16(c);
	struct cursor e = cursor_sub(c, all);

	for (int i = 0; i < MOST_EXTENSIONS && cursor_left(&e); i++) {
		uint16_t type = cursor_u16(&e);
		size_t n = cursor_u16(&e);
		struct cursor v = cursor_sub(&e, n);
		if (type != SUPPORTED_VERSIONS || v.bad) {
			continue;
		}
		if (client) {
			cursor_skip(&v, 1);
		}
		while (cursor_left(&v) >= 2) {
			take_version(cursor_u16(&v), ret);
		}
	}
}

static void take_hello(struct cursor *c, bool client, struct tls *ret)
{
	uint16_t version = cursor_u16(c);
	cursor_skip(c, 32); /* random */
	size_t session = cursor_u8(c);
	cursor_skip(c, session);
	if (client) {
		size_t ciphers = cursor_u16(c);
		cursor_skip(c, ciphers);
		size_t compressions = cursor_u8(c);
		cursor_skip(c, compressions);
	} else {
		ret->cipher = cursor_u16(c);
		cursor_skip(c, 1);
	}
	if (c->bad) {
		return;
	}
	take_version(version, ret);
	ret->client_hello = client;
	ret->server_hello = !client;
	if (cursor_left(c)) {
		take_extensions(c, client, ret);
	}
}

static void take_certificate(struct cursor *c, struct tls *ret)
{
	cursor_skip(c, 3); /* length of the chain */
	size_t n = u24(c);
	struct slice der = cursor_take(c, n);

	ret->certificate = !c->bad && x509_read(der, &ret->cert);
}

static void take_handshake(struct cursor *c, struct tls *ret)
{
	while (cursor_left(c) >= 4) {
		unsigned type = cursor_u8(c);
		size_t n = u24(c);
		size_t here = n < cursor_left(c) ? n : cursor_left(c);
		struct cursor m = cursor_sub(c, here);
		if (type == CLIENT_HELLO || type == SERVER_HELLO) {
			take_hello(&m, type == CLIENT_HELLO, ret);
		} else if (type == CERTIFICATE && !ret->certificate) {
			take_certificate(&m, ret);
		}
	}
}

bool tls_record(struct slice record, struct tls *ret)
{
	struct cursor c = cursor_of(record.p, record.n);
	struct hello hello = {0};

	*ret = (struct tls){0};
	unsigned type = cursor_u8(&c);
	cursor_skip(&c, 2);
	size_t n = cursor_u16(&c);
	struct cursor body = cursor_sub(&c, n);
	if (body.bad) {
		return false;
	}
	if (type == ALERT && n == 2) {
		ret->alert_level = cursor_u8(&body);
		ret->alert_code = cursor_u8(&body);
		ret->alert = ret->alert_level == 1 || ret->alert_level == 2;
	} else if (type == HANDSHAKE) {
		take_handshake(&body, ret);
		if (ret->client_hello && hello_tls(record, &hello)) {
			ret->server = hello.server;
		}
	}
	return ret->alert || ret->client_hello || ret->server_hello ||
	       ret->certificate;
}

const char *tls_version_text(uint16_t version)
{
	switch (version) {
	case 0x0300:
		return "SSL 3.0";
	case 0x0301:
		return "TLS 1.0";
	case 0x0302:
		return "TLS 1.1";
	case 0x0303:
		return "TLS 1.2";
	case 0x0304:
		return "TLS 1.3";
	default:
		return "an unknown version";
	}
}

const char *tls_alert_text(unsigned code)
{
	static const struct {
		unsigned code;
		const char *text;
	} rows[] = {
		{10, "unexpected message"},
		{20, "bad record"},
		{40, "handshake failure: no common cipher, mostly"},
		{42, "bad certificate"},
		{43, "unsupported certificate"},
		{44, "certificate revoked"},
		{45, "certificate expired"},
		{46, "certificate unknown"},
		{47, "illegal parameter"},
		{48, "unknown certificate authority"},
		{49, "access denied"},
		{50, "decode error"},
		{51, "decrypt error"},
		{70, "protocol version not supported"},
		{71, "insufficient security"},
		{80, "internal error"},
		{86, "inappropriate fallback"},
		{112, "unrecognised server name"},
		{116, "a client certificate is required"},
		{120, "no common application protocol"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (rows[i].code == code) {
			return rows[i].text;
		}
	}
	return NULL;
}

const char *tls_cipher_weak(uint16_t cipher)
{
	static const struct {
		uint16_t from, to;
		const char *why;
	} rows[] = {
		/* IANA TLS cipher suites */
		{0x0000, 0x0002, "no encryption"},
		{0x0003, 0x0003, "export grade"},
		{0x0004, 0x0005, "RC4"},
		{0x0006, 0x0006, "export grade"},
		{0x0008, 0x0008, "export grade"},
		{0x0009, 0x0009, "DES"},
		{0x000a, 0x000a, "3DES"},
		{0x000b, 0x000b, "export grade"},
		{0x000c, 0x000c, "DES"},
		{0x000d, 0x000d, "3DES"},
		{0x000e, 0x000e, "export grade"},
		{0x000f, 0x000f, "DES"},
		{0x0010, 0x0010, "3DES"},
		{0x0011, 0x0011, "export grade"},
		{0x0012, 0x0012, "DES"},
		{0x0013, 0x0013, "3DES"},
		{0x0014, 0x0014, "export grade"},
		{0x0015, 0x0015, "DES"},
		{0x0016, 0x0016, "3DES"},
		{0x0017, 0x001b, "anonymous: nobody proves who he is"},
		{0x002c, 0x002e, "no encryption"},
		{0x0034, 0x0034, "anonymous: nobody proves who he is"},
		{0x003a, 0x003a, "anonymous: nobody proves who he is"},
		{0x003b, 0x003b, "no encryption"},
		{0x006c, 0x006d, "anonymous: nobody proves who he is"},
		{0x00a6, 0x00a7, "anonymous: nobody proves who he is"},
		{0xc001, 0xc001, "no encryption"},
		{0xc002, 0xc002, "RC4"},
		{0xc003, 0xc003, "3DES"},
		{0xc006, 0xc006, "no encryption"},
		{0xc007, 0xc007, "RC4"},
		{0xc008, 0xc008, "3DES"},
		{0xc00b, 0xc00b, "no encryption"},
		{0xc00c, 0xc00c, "RC4"},
		{0xc00d, 0xc00d, "3DES"},
		{0xc010, 0xc010, "no encryption"},
		{0xc011, 0xc011, "RC4"},
		{0xc012, 0xc012, "3DES"},
		{0xc015, 0xc019, "anonymous: nobody proves who he is"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (cipher >= rows[i].from && cipher <= rows[i].to) {
			return rows[i].why;
		}
	}
	return NULL;
}
