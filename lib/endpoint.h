/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Addresses. IPv4 is held v4-mapped (::ffff:a.b.c.d), so one type, one compare
 * and one hash serve both families.
 */
#ifndef EARSHOT_LIB_ENDPOINT_H
#define EARSHOT_LIB_ENDPOINT_H

#include "lib/slice.h"

struct addr {
	uint8_t b[16];
};

struct endpoint {
	struct addr ip;
	uint16_t port; /* host byte order */
};

/* Room for any address ("[...]:65535" with its NUL). */
#define ADDR_TEXT     46
#define ENDPOINT_TEXT 56

/** addr_v4 - the v4-mapped form of four bytes in network order. */
struct addr addr_v4(const uint8_t bytes[4]);

/** addr_v6 - an address of sixteen bytes in network order. */
struct addr addr_v6(const uint8_t bytes[16]);

/** addr_is_v4 - true for a v4-mapped address. */
bool addr_is_v4(const struct addr *a);

/** addr_is_any - true for 0.0.0.0 and ::. */
bool addr_is_any(const struct addr *a);

/** addr_is_multicast - true for 224.0.0.0/4, 255.255.255.255 and ff00::/8. */
bool addr_is_multicast(const struct addr *a);

/** addr_eq - same address. */
bool addr_eq(const struct addr *a, const struct addr *b);

/** endpoint_eq - same address and port. */
bool endpoint_eq(const struct endpoint *a, const struct endpoint *b);

/** endpoint_cmp - total order by address, then port; <0, 0, >0. */
int endpoint_cmp(const struct endpoint *a, const struct endpoint *b);

/**
 * addr_parse - read an IPv4 or IPv6 literal that fills the whole slice; an
 * IPv6 literal may stand in brackets.
 * Returns true and fills @ret, which stays untouched otherwise.
 */
bool addr_parse(struct slice text, struct addr *ret);

/** addr_text - print @a into @out (RFC 5952 for IPv6); returns @out. */
const char *addr_text(const struct addr *a, char out[ADDR_TEXT]);

/** endpoint_text - print "ip:port" or "[ip]:port" into @out; returns @out. */
const char *endpoint_text(const struct endpoint *e, char out[ENDPOINT_TEXT]);

#endif
