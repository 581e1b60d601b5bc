/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A packet of the Network Time Protocol: what a host asks, what a server
 * answers, and whether that server itself knows the time. Times are 64 bits:
 * seconds of an era of 136 years, and their fraction.
 */
#ifndef EARSHOT_DISSECT_NTP_H
#define EARSHOT_DISSECT_NTP_H

#include "lib/ns.h"
#include "lib/slice.h"

/* RFC 5905 figure 10. */
enum ntp_mode { NTP_ACTIVE = 1, NTP_PASSIVE, NTP_CLIENT, NTP_SERVER,
	NTP_BROADCAST };

#define NTP_UNSYNCHRONISED 3  /* of leap; RFC 5905 figure 9 */
#define NTP_STRATUM_NONE   16 /* RFC 5905 figure 11 */

struct ntp {
	uint8_t leap, version, mode, stratum;
	char code[5]; /* reference: a source such as "GPS", or of stratum 0 the
			 kiss code; "" where it is no text */
	/* as they stand; 0: not known */
	uint64_t origin;      /* what the client had sent as its time */
	uint64_t received;    /* when the server got that */
	uint64_t transmitted; /* when this one was sent */
};

/**
 * ntp_ns - the time @stamp, which is not 0, in the era that is nearest to @near.
 * Source: RFC 5905 clause 6.
 */
ns_t ntp_ns(uint64_t stamp, ns_t near);

#endif
