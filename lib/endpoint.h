/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Addresses. IPv4 is held v4-mapped (::ffff:a.b.c.d), so one type, one compare
 * and one hash serve both families.
 */
#ifndef EARSHOT_LIB_ENDPOINT_H
#define EARSHOT_LIB_ENDPOINT_H

#include "lib/slice.h"

#include <string.h>

struct addr {
	uint8_t b[16];
};

struct endpoint {
	struct addr ip;
	uint16_t port; /* host byte order */
};

/* Room with the NUL for any address (INET6_ADDRSTRLEN), and for "[...]:65535". */
#define ADDR_TEXT     46
#define ENDPOINT_TEXT 56

/** addr_v4 - the v4-mapped form of four @bytes in network order. */
static inline struct addr addr_v4(const uint8_t bytes[4])
{
	/* Not an initialiser: compilers then put it together byte by byte. */
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	struct addr a;

	memcpy(a.b, mapped, 12);
	memcpy(a.b + 12, bytes, 4);
	return a;
}

/** addr_v6 - an address of sixteen @bytes in network order. */
static inline struct addr addr_v6(const uint8_t bytes[16])
{
	struct addr a;

	memcpy(a.b, bytes, 16);
	return a;
}

/** addr_is_v4 - true when @a is a v4-mapped address. */
bool addr_is_v4(const struct addr *a);

/** addr_is_any - true when @a is 0.0.0.0 or ::. */
bool addr_is_any(const struct addr *a);

/**
 * addr_is_multicast - true when @a is in 224.0.0.0/4 or ff00::/8, or is the
 * broadcast address 255.255.255.255.
 */
bool addr_is_multicast(const struct addr *a);

/** addr_eq - true when @a and @b are the same address. */
static inline bool addr_eq(const struct addr *a, const struct addr *b)
{
	return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

/** endpoint_eq - true when address and port of @a and @b are the same. */
static inline bool endpoint_eq(
	const struct endpoint *a, const struct endpoint *b)
{
	return a->port == b->port && addr_eq(&a->ip, &b->ip);
}

/**
 * endpoint_cmp - total order by address, then port.
 * Returns less than, equal to or more than 0 as @a is before, at or after @b.
 */
int endpoint_cmp(const struct endpoint *a, const struct endpoint *b);

/**
 * addr_parse - read an IPv4 or IPv6 literal that fills the whole of @text; an
 * IPv6 literal may stand in brackets.
 * Returns true and fills @ret, which stays untouched otherwise.
 */
bool addr_parse(struct slice text, struct addr *ret);

/** addr_text - print @a into @out (RFC 5952 for IPv6); returns @out. */
const char *addr_text(const struct addr *a, char out[ADDR_TEXT]);

/** endpoint_text - print @e as "ip:port" or "[ip]:port"; returns @out. */
const char *endpoint_text(const struct endpoint *e, char out[ENDPOINT_TEXT]);

#endif
