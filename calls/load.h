/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bandwidth of voice: for each codec what one stream takes on the wire, and
 * how much all streams of it took together at most. A stream is reckoned with
 * its mean rate from its first to its last packet.
 */
#ifndef EARSHOT_CALLS_LOAD_H
#define EARSHOT_CALLS_LOAD_H

#include "lib/maybe.h"
#include "lib/ns.h"
#include "lib/slice.h"

#include <stdint.h>

/* Most codecs told apart; the others are left out and counted. */
#define LOAD_CODECS 16
/* Ethernet: header and check sequence; each tag. Source: IEEE 802.3, 802.1Q. */
#define LOAD_ETHERNET 18U
#define LOAD_TAG      4U

struct book;
struct stream;

struct load {
	struct slice codec; /* as SDP names it; absent: of all codecs */
	uint32_t streams;
	struct maybe ip_kbps;	    /* of one stream, mean */
	struct maybe ethernet_kbps; /* of one stream, mean */
	uint32_t most;		    /* streams at once, both directions */
	double peak_kbps;	    /* of all at once, Ethernet */
	ns_t peak_ts;
};

struct loads {
	struct load all;
	struct load codecs[LOAD_CODECS]; /* most streams first */
	uint32_t count;
	uint64_t left_out; /* streams of further codecs */
};

/** load_ethernet_kbps - mean rate of @s on Ethernet, with its tags; unknown below
 * two packets. */
struct maybe load_ethernet_kbps(const struct stream *s);

/** loads_build - fill @ret with the loads of @book, which is finished. Returns 0,
 * or -1 when memory is exhausted. */
int loads_build(const struct book *book, struct loads *ret);

#endif
