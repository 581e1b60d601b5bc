/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Round trips between this capture point and hosts, from what answers what
 * outside of RTCP: STUN, the handshake of TCP, SIP OPTIONS. For calls whose
 * RTCP says nothing. A request that was sent twice is not used: its answer may
 * be to either (RFC 6298 clause 3).
 */
#ifndef EARSHOT_CALLS_ROUNDTRIP_H
#define EARSHOT_CALLS_ROUNDTRIP_H

#include "dissect/packet.h"
#include "lib/map.h"
#include "lib/pool.h"
#include "quality/delay.h"
#include "quality/rtt.h"

struct book;
struct signal;
struct stun;

#define ROUNDTRIP_HOSTS   4096
#define ROUNDTRIP_PENDING 1024 /* requests waiting for their answer */

enum roundtrip_by { ROUNDTRIP_STUN, ROUNDTRIP_TCP, ROUNDTRIP_OPTIONS, ROUNDTRIP_BY };

struct roundtrip {
	struct addr host; /* which answered */
	uint8_t point;    /* where it was seen */
	uint64_t hash;
	struct rtt by[ROUNDTRIP_BY];
};

struct roundtrip_pending {
	uint64_t key; /* 0: none */
	ns_t ts;      /* 0: sent twice */
};

struct roundtrips {
	struct map map;
	struct pool pool;
	struct roundtrip_pending *pending;
	uint64_t left_out; /* hosts for which there was no room */
};

/** roundtrips_finish - free what @r owns. */
void roundtrips_finish(struct roundtrips *r);

/** roundtrip_stun - account for the STUN message @stun that is in @packet. */
void roundtrip_stun(struct book *book, const struct packet *packet,
	const struct stun *stun);

/** roundtrip_options - account for @signal in @packet, if it is of OPTIONS. */
void roundtrip_options(struct book *book, const struct packet *packet,
	const struct signal *signal);

/** roundtrip_segment - account for the TCP segment @packet. */
void roundtrip_segment(struct book *book, const struct packet *packet);

/**
 * roundtrip_side - the round trip to @host as seen at @point: by the best method
 * that measured any, its median; of OPTIONS, in which the host's own time is,
 * the least. Unknown when none did.
 */
struct delay_side roundtrip_side(
	const struct book *book, const struct addr *host, uint8_t point);

#endif
