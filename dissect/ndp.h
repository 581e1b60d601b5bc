/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Neighbour discovery of IPv6: what ARP is for IPv4, and who is a router.
 * Source: RFC 4861; RFC 4862 clause 5.4 (is my address free?).
 */
#ifndef EARSHOT_DISSECT_NDP_H
#define EARSHOT_DISSECT_NDP_H

#include "lib/endpoint.h"

enum ndp_sense {
	NDP_ASKS,	/* neighbour solicitation */
	NDP_PROBES,	/* the same from ::, is the target free? */
	NDP_ANSWERS,	/* neighbour advertisement, solicited */
	NDP_ANNOUNCES,	/* unsolicited */
	NDP_ROUTES,	/* router advertisement */
	NDP_ASKS_ROUTE, /* router solicitation */
};

struct ndp {
	enum ndp_sense sense;
	struct addr source, target; /* target: of neighbour messages */
	uint8_t mac[6];	/* link-layer address option: of the target in
			   advertisements, else of the source */
	bool has_mac;
	bool router, override; /* advertisement's R and O */
	bool managed, other;   /* router advertisement's M and O */
	uint16_t lifetime_s;   /* of the default router; 0: is none */
	struct addr prefix;    /* the first prefix; :: if none */
	uint8_t prefix_bits;
};

#endif
