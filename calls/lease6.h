/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Servers of DHCP for IPv6 and what they tell telephones. Bounded; the first
 * come stay.
 */
#ifndef EARSHOT_CALLS_LEASE6_H
#define EARSHOT_CALLS_LEASE6_H

#include "calls/call.h"
#include "dissect/network.h"

struct book;

#define LEASE6_SERVERS 8
#define LEASE6_DUID    32
#define LEASE6_NAME    64
#define LEASE6_ASKED   64 /* requests whose answers are compared at once */

struct lease6_server {
	uint8_t duid[LEASE6_DUID];
	uint8_t duid_n;
	uint8_t point;
	bool relayed;
	struct addr ip; /* that sent it */
	uint16_t rivals; /* servers (1 << index) that answered the same request */
	uint32_t answers;
	struct moment first, last;
	struct addr sip, dns, time; /* the last told; :: none */
	char sip_name[LEASE6_NAME]; /* "": none */
};

struct lease6_asked {
	uint32_t xid, client; /* client: hash of its identifier */
	uint16_t answered;    /* by which servers: 1 << index */
};

struct lease6_table {
	struct lease6_server servers[LEASE6_SERVERS];
	unsigned server_count;
	struct lease6_asked asked[LEASE6_ASKED];
	uint32_t requests; /* of clients */
	uint64_t left_out;
};

/** lease6_dhcp - account for @dhcp, which came in @packet. */
void lease6_dhcp(struct book *book, const struct packet *packet,
	const struct dhcpv6 *dhcp);

#endif
