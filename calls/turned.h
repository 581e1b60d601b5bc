/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packets of calls that were turned away: what errors of ICMP say of RTP, RTCP
 * and SIP. Bounded: the first pairs of endpoints come in. Errors about anything
 * else are passed over. Senders of errors hold back (RFC 1812 clause 4.3.2.8),
 * so their number is the least that was turned away.
 */
#ifndef EARSHOT_CALLS_TURNED_H
#define EARSHOT_CALLS_TURNED_H

#include "calls/call.h"
#include "dissect/network.h"

struct book;

#define TURNED_PAIRS 128

enum turned_kind {
	TURNED_SIP,
	TURNED_RTP, /* or what else goes to a port of RTP */
	TURNED_RTCP,
};

struct turned {
	struct endpoint src, dst; /* of the packets */
	enum turned_kind kind;
	enum icmp_sense sense;
	struct addr by; /* who told it first */
	uint16_t mtu;	/* the least of TOO_BIG; 0: none said */
	bool tcp;	/* it lowers its segments by itself */
	uint8_t point;	/* that saw it first; others are not counted */
	uint32_t count;
	struct moment first, last;
};

struct turned_table {
	struct turned pairs[TURNED_PAIRS];
	unsigned count;
	uint64_t left_out; /* errors about pairs beyond */
	uint64_t others;   /* errors about something else */
};

/** turned_icmp - account for @icmp, which came in @packet, in @book. */
void turned_icmp(struct book *book, const struct packet *packet,
	const struct icmp *icmp);

#endif
