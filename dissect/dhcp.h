/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DHCP of IPv4: who asks for an address, who gives which, and what telephones
 * are told with it: where their configuration is, which gateway they use.
 * Source: RFC 2131, 2132; RFC 3361 (120), 5859 (150); 160 is of no standard, but
 * in use by makers of telephones.
 */
#ifndef EARSHOT_DISSECT_DHCP_H
#define EARSHOT_DISSECT_DHCP_H

#include "lib/endpoint.h"

/* RFC 2132 clause 9.6; 0: BOOTP without a type. */
enum dhcp_type {
	DHCP_BOOTP,
	DHCP_DISCOVER,
	DHCP_OFFER,
	DHCP_REQUEST,
	DHCP_DECLINE,
	DHCP_ACK,
	DHCP_NAK,
	DHCP_RELEASE,
	DHCP_INFORM,
	DHCP_TYPES
};

struct dhcp {
	enum dhcp_type type;
	bool reply;	 /* of a server */
	uint32_t xid;
	uint8_t mac[6];	 /* of the client */
	struct addr client;	/* that it has already; each 0.0.0.0: not said */
	struct addr yours;	/* that it gets */
	struct addr relay;	/* that passed it on */
	struct addr server;	/* option 54 */
	struct addr requested;	/* 50 */
	struct addr router;	/* 3: the first */
	struct addr tftp;	/* 150: the first */
	uint32_t lease_s;	/* 51; 0: not said */
	struct slice host_name; /* 12; these all absent: not said */
	struct slice vendor;	/* 60: vendor class */
	struct slice wanted;	/* 55: numbers of options */
	struct slice specific;	/* 43, as it stands */
	struct slice tftp_name; /* 66 */
	struct slice sip;	/* 120, as it stands */
	struct slice url;	/* 160 */
};

/** dhcp_type_text - "DISCOVER", "OFFER", ... */
const char *dhcp_type_text(enum dhcp_type type);

#endif
