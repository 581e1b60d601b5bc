/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where hosts get their time from: NTP, by client and server, and PTP, by domain
 * and grandmaster. Bounded: the first come stay, the others are counted.
 *
 *   request   T1 by the client's clock   ---> seen at C1
 *   answer    T1, T2 received, T3 sent   <--- seen at C4
 *
 * The client's clock differs from the server's by T2 - T1, less the way there;
 * of which half of (C4 - C1) - (T3 - T2) lies behind this point.
 */
#ifndef EARSHOT_CALLS_TIMESOURCE_H
#define EARSHOT_CALLS_TIMESOURCE_H

#include "calls/call.h"
#include "dissect/network.h"

struct book;

#define TIMESOURCES	   64
#define TIMESOURCE_MASTERS 16

/* One client and one server of NTP. */
struct timesource {
	struct addr client, server;
	uint8_t point;
	uint32_t asked, answered;
	struct moment first_asked, last_asked, last_answered;
	struct moment open; /* the request under way; frame 0: none */
	uint64_t open_stamp; /* its T1 */
	uint32_t unheard;    /* requests since the last answer */
	/* what the server says of itself */
	struct moment unsynchronised, kissed; /* the first; frame 0: never */
	struct moment synchronised; /* the last */
	uint32_t unsynchronised_count, kissed_count;
	uint8_t leap, stratum; /* of the last answer */
	char code[5];	       /* of the last kiss, or the source */
	/* how far the client's clock is behind the server's, ns */
	uint32_t offsets; /* that are known */
	ns_t offset, first_offset, spread; /* the last; likely error */
	struct moment offset_at;
	/* T1 that does not run like a clock is no time (some clients send
	 * numbers at random) */
	uint64_t last_stamp;
	ns_t last_stamp_ts;
	uint32_t ran, jumped;
	/* how far the server's clock is ahead of the capture's */
	ns_t server_offset;
	bool has_server_offset;
};

/* A grandmaster that is announced in a domain of PTP. */
struct timesource_master {
	uint8_t clock[8]; /* of the grandmaster */
	uint8_t sender[8]; /* who announces it, the last */
	struct addr ip;   /* of the sender; :: over Ethernet alone */
	uint8_t domain, klass, priority1, priority2, point;
	uint32_t announces;
	uint32_t turns; /* times that it came after another one */
	struct moment first, last, turn; /* turn: the last of turns */
};

struct timesource_domain {
	uint8_t domain, point;
	int16_t last_master; /* index; -1: none */
	uint32_t syncs, lost; /* lost: numbers of Sync that did not come */
	uint32_t requests, responses; /* of delay */
	uint8_t sync_clock[8];
	uint16_t sync_sequence;
	struct moment first_sync, last_sync, first_loss;
};

struct timesource_table {
	struct timesource list[TIMESOURCES];
	unsigned count;
	struct timesource_master masters[TIMESOURCE_MASTERS];
	unsigned master_count;
	struct timesource_domain domains[4];
	unsigned domain_count;
	uint64_t left_out;
	uint32_t broadcasts; /* of NTP */
};

/** timesource_ntp - account for @ntp, which came in @packet. */
void timesource_ntp(struct book *book, const struct packet *packet,
	const struct ntp *ntp);

/** timesource_ptp - account for @ptp, which came in @packet. */
void timesource_ptp(struct book *book, const struct packet *packet,
	const struct ptp *ptp);

/** timesource_clocked - true when the times that @t's client sends run like a
 * clock. */
bool timesource_clocked(const struct timesource *t);

#endif
