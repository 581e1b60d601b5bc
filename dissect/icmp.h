/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Errors of ICMP: somebody could not deliver a packet, and quotes its begin, so
 * that it is known which one. Echo and the like are no matter of calls.
 * Source: RFC 792, 1191 (next-hop MTU), 1812 clause 5.2.7 (codes); RFC 4443.
 */
#ifndef EARSHOT_DISSECT_ICMP_H
#define EARSHOT_DISSECT_ICMP_H

#include "lib/endpoint.h"

enum icmp_sense {
	ICMP_PORT,	 /* nobody listens at that port */
	ICMP_HOST,	 /* no way to that network or host */
	ICMP_PROTOCOL,	 /* the host does not speak that protocol */
	ICMP_PROHIBITED, /* a rule forbids it */
	ICMP_TOO_BIG,	 /* larger than the next link takes */
	ICMP_EXPIRED,	 /* it passed too many routers, or a piece got lost */
};

struct icmp {
	enum icmp_sense sense;
	uint8_t type, code;
	uint16_t mtu;		  /* of TOO_BIG; 0: not said */
	struct addr by;		  /* who tells it */
	struct endpoint src, dst; /* of the quoted packet; port 0: not quoted */
	uint8_t protocol;	  /* of the quoted packet: 6, 17, 132, ... */
	struct slice payload;	  /* of a quoted datagram of UDP, its begin */
};

/** icmp_sense_text - @sense in words: "port unreachable". */
const char *icmp_sense_text(enum icmp_sense sense);

#endif
