/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How connections of SIP over TCP and TLS began and ended: asked for, accepted,
 * refused, closed, reset. Known by the ports of SIP, or by a message that was
 * read on them. Bounded: a table that forgets the oldest. A segment that only
 * carries data costs one comparison.
 */
#ifndef EARSHOT_CALLS_CONNECT_H
#define EARSHOT_CALLS_CONNECT_H

#include "calls/call.h"
#include "calls/recent.h"

struct book;

#define CONNECTS 1024
/* Ports that SIP is offered at, by rule (5060, 5061) or by custom. */
#define CONNECT_PORT_FIRST 5060
#define CONNECT_PORT_LAST  5099

struct connect {
	uint64_t hash;
	struct endpoint client, server; /* the client sent the SYN; where that
					   was not seen: has no port of SIP */
	uint8_t point;	      /* that saw it first; others are passed over */
	uint32_t syns;	      /* 0: it began before */
	struct moment asked;  /* the first SYN */
	ns_t asked_ts;	      /* the last one */
	struct moment agreed; /* SYN and ACK; frame 0: not seen */
	struct moment refused; /* RST that answers a SYN */
	struct moment closed; /* the first FIN */
	struct moment reset;  /* the first RST of an open one */
	bool reset_by_server;
};

struct connect_table {
	struct recent all;
	uint64_t forgotten;
};

/** connect_init - an empty table. */
void connect_init(struct connect_table *table);

/** connect_finish - free all. */
void connect_finish(struct connect_table *table);

/** connect_segment - account for the TCP segment @packet. */
void connect_segment(struct book *book, const struct packet *packet);

/** connect_at - connection number @i, oldest first; NULL past the end. */
const struct connect *connect_at(const struct book *book, size_t i);

#endif
