/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading leans on inet_pton, printing of IPv6 on inet_ntop, which knows RFC 5952. */
#include "lib/endpoint.h"

#include <arpa/inet.h>
#include <string.h>

static const uint8_t V4_PREFIX[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255};

bool addr_is_v4(const struct addr *a)
{
	return memcmp(a->b, V4_PREFIX, sizeof(V4_PREFIX)) == 0;
}

bool addr_is_any(const struct addr *a)
{
	static const uint8_t zero[16];

	if (addr_is_v4(a)) {
		return memcmp(a->b + 12, zero, 4) == 0;
	}
	return memcmp(a->b, zero, 16) == 0;
}

bool addr_is_multicast(const struct addr *a)
{
	static const uint8_t all[4] = {255, 255, 255, 255};

	if (addr_is_v4(a)) {
		return (a->b[12] & 0xf0) == 0xe0 || memcmp(a->b + 12, all, 4) == 0;
	}
	return a->b[0] == 0xff;
}

int endpoint_cmp(const struct endpoint *a, const struct endpoint *b)
{
	int c = memcmp(a->ip.b, b->ip.b, sizeof(a->ip.b));

	return c ? c : (int)a->port - (int)b->port;
}

bool addr_parse(struct slice text, struct addr *ret)
{
	char buf[INET6_ADDRSTRLEN];
	uint8_t raw[16];
	bool bracketed = text.n >= 2 && text.p[0] == '[' &&
			 text.p[text.n - 1] == ']';

	if (bracketed) {
		text = slice_sub(text, 1, text.n - 2);
	}
	/* inet_pton would stop at a NUL and not see what follows it. */
	if (text.n == 0 || text.n >= sizeof(buf) ||
		slice_find(text, '\0') < text.n) {
		return false;
	}
	memcpy(buf, text.p, text.n);
	buf[text.n] = '\0';
	if (!bracketed && inet_pton(AF_INET, buf, raw) == 1) {
		*ret = addr_v4(raw);
		return true;
	}
	if (inet_pton(AF_INET6, buf, raw) == 1) {
		*ret = addr_v6(raw);
		return true;
	}
	return false;
}

/* @n at @at; returns what follows. */
static char *put_number(char *at, unsigned n)
{
	char digits[5];
	size_t count = 0;

	do {
		digits[count++] = (char)('0' + n % 10);
		n /= 10;
	} while (n && count < sizeof(digits));
	while (count) {
		*at++ = digits[--count];
	}
	return at;
}

/* By hand, since a report of many calls holds little but addresses. */
static char *put_v4(char *at, const uint8_t bytes[4])
{
	for (int i = 0; i < 4; i++) {
		at = put_number(at, bytes[i]);
		*at++ = '.';
	}
	return at - 1;
}

const char *addr_text(const struct addr *a, char out[ADDR_TEXT])
{
	if (addr_is_v4(a)) {
		*put_v4(out, a->b + 12) = '\0';
	} else if (!inet_ntop(AF_INET6, a->b, out, ADDR_TEXT)) {
		out[0] = '\0';
	}
	return out;
}

const char *endpoint_text(const struct endpoint *e, char out[ENDPOINT_TEXT])
{
	char *at = out;

	if (addr_is_v4(&e->ip)) {
		at = put_v4(at, e->ip.b + 12);
	} else {
		*at++ = '[';
		at += strlen(addr_text(&e->ip, at));
		*at++ = ']';
	}
	*at++ = ':';
	*put_number(at, e->port) = '\0';
	return out;
}
