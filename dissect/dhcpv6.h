/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A message of DHCP for IPv6, as far as telephones ask: which server tells which
 * SIP, DNS and time servers. Servers are known by an identifier (DUID).
 */
#ifndef EARSHOT_DISSECT_DHCPV6_H
#define EARSHOT_DISSECT_DHCPV6_H

#include "lib/endpoint.h"

/* RFC 8415 clause 7.3. */
enum dhcpv6_type { DHCPV6_SOLICIT = 1, DHCPV6_ADVERTISE, DHCPV6_REQUEST,
	DHCPV6_CONFIRM, DHCPV6_RENEW, DHCPV6_REBIND, DHCPV6_REPLY,
	DHCPV6_RELEASE, DHCPV6_DECLINE, DHCPV6_RECONFIGURE,
	DHCPV6_INFORMATION, DHCPV6_RELAY_FORWARD, DHCPV6_RELAY_REPLY };

struct dhcpv6 {
	uint8_t type; /* of the message itself, whatever relays wrapped it */
	bool relayed;
	uint32_t xid;
	struct slice client, server; /* identifiers; absent: none */
	struct slice sip_names;	     /* 21, in the encoding of DNS */
	struct addr sip, dns, time;  /* the first of 22, 23, 56 and 31; :: none */
	struct addr given;	     /* an address; :: none */
};

#endif
