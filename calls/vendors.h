/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who made a network card, by the first bytes of its MAC. A small table of
 * telephone makers is built in; for the others the IEEE's list is read, in the
 * form in which Debian's ieee-data or Wireshark install it. It is five
 * megabytes, so only the names that are wanted are kept of it:
 *
 *    vendors_want (each MAC)  ->  vendors_read (one pass)  ->  vendors_find
 */
#ifndef EARSHOT_CALLS_VENDORS_H
#define EARSHOT_CALLS_VENDORS_H

#include "lib/arena.h"

/* Most different makers that are looked for; those beyond stay unknown. */
#define VENDORS_MOST 4096

struct vendors_entry {
	uint64_t mac;	   /* that is looked for */
	uint8_t bits;	   /* of the longest assignment found: 24, 28, 36 */
	struct slice name; /* absent: not found */
};

struct vendors {
	struct vendors_entry *list; /* sorted once read */
	size_t count, room;
	struct arena arena;
};

/* What a MAC says of itself. */
enum vendors_kind {
	VENDORS_GLOBAL,	 /* a maker's number */
	VENDORS_LOCAL,	 /* set by software, or random: no maker */
	VENDORS_GROUP,	 /* of several receivers: never a sender's own */
	VENDORS_VRRP,	 /* RFC 9568: shared by routers */
	VENDORS_HSRP,	 /* Cisco's, the same */
	VENDORS_GLBP,	 /* Cisco's, several for one address */
	VENDORS_NULL,	 /* all zero */
};

/** vendors_kind - what @mac is. Source: IEEE 802-2014 clause 8.2.2 (U/L, I/G);
 * RFC 9568 clause 7.3 (VRRP); RFC 2281 clause 5.1 (HSRP); Cisco (HSRP version 2
 * and of IPv6, GLBP). */
enum vendors_kind vendors_kind(const uint8_t mac[6]);

/** vendors_kind_text - in words; NULL for VENDORS_GLOBAL. */
const char *vendors_kind_text(enum vendors_kind kind);

/** vendors_shared - true where a MAC of @kind belongs to a group of routers. */
static inline bool vendors_shared(enum vendors_kind kind)
{
	return kind == VENDORS_VRRP || kind == VENDORS_HSRP ||
	       kind == VENDORS_GLBP;
}

/** vendors_finish - free all; an object that is all zero is an empty table. */
void vendors_finish(struct vendors *vendors);

/**
 * vendors_want - @mac will be asked for. Known and local ones are passed over.
 * Returns 0, or -1 when memory is exhausted.
 */
int vendors_want(struct vendors *vendors, const uint8_t mac[6]);

/**
 * vendors_read - find the wanted ones in @text, an oui.txt of the IEEE ("00-15-65
 * (hex) NAME") or a manuf of Wireshark ("00:15:65 SHORT NAME"); other lines
 * are passed over. Names are cut at 64 bytes.
 */
void vendors_read(struct vendors *vendors, struct slice text);

/**
 * vendors_find - the maker of @mac; absent when it is not known.
 * @vendors: NULL: the built-in table alone
 */
struct slice vendors_find(
	const struct vendors *vendors, const uint8_t mac[6]);

#endif
