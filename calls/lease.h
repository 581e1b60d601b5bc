/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Addresses that were given: DHCP servers with what they hand out, and the
 * clients with what they asked, got, and refused (DECLINE: somebody has it
 * already). Bounded: the first come stay; what is seen again at another place of
 * capture is not counted twice.
 */
#ifndef EARSHOT_CALLS_LEASE_H
#define EARSHOT_CALLS_LEASE_H

#include "calls/call.h"
#include "dissect/network.h"
#include "lib/arena.h"
#include "lib/map.h"

struct book;

#define LEASE_SERVERS 16
#define LEASE_CLIENTS 8192

struct lease_server {
	struct addr ip; /* option 54 */
	uint8_t mac[6]; /* that sent it */
	bool has_mac;	/* false: through a relay, or not seen */
	struct addr relay; /* that passed its answers on; 0.0.0.0: none */
	uint16_t vlan;
	uint16_t rivals; /* servers (1 << index) that answered the same request
			    of a client */
	uint8_t point;
	uint32_t offers, acks;
	struct addr router; /* that it gives as gateway; 0.0.0.0: none */
	struct addr other_router; /* that it gives others of the same /24 */
	struct addr first_given;
	struct moment first, last;
	struct slice tftp_name, url; /* of options 66 and 160; absent: none */
	struct addr tftp;	     /* of 150 */
	bool tells_sip, tells_vendor; /* 120, 43 */
};

struct lease {
	struct lease *next; /* in order of appearance */
	uint64_t hash;
	uint8_t mac[6];
	uint16_t vlan;
	uint8_t point;
	uint16_t asked;	   /* bits: 1 << enum dhcp_type, of either side */
	uint32_t discovers, declines;
	uint32_t xid;	   /* of the last answer */
	uint16_t answered; /* by which servers: 1 << index */
	struct addr ip;	   /* that it got last; 0.0.0.0: none seen */
	struct addr declined; /* the last one */
	struct addr by;	   /* the server that gave it */
	struct moment given, refused;
	struct slice host_name, vendor; /* of options 12 and 60 */
};

struct lease_table {
	struct map map;
	struct arena arena;
	struct lease *first, *last;
	size_t count;
	struct lease_server servers[LEASE_SERVERS];
	unsigned server_count;
	uint64_t left_out; /* messages of clients or servers beyond */
};

/** lease_init - an empty table. */
void lease_init(struct lease_table *table);

/** lease_finish - free all. */
void lease_finish(struct lease_table *table);

/** lease_dhcp - account for @dhcp, which came in @packet. */
void lease_dhcp(struct book *book, const struct packet *packet,
	const struct dhcp *dhcp);

/** lease_of - what the client @mac was given; NULL: it was not seen to ask. */
const struct lease *lease_of(const struct book *book, const uint8_t mac[6]);

#endif
