/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Advertisements of VRRP and CARP: who says that it is the active one of a
 * group. Source: RFC 3768 clause 5 (version 2), RFC 9568 clause 5 (version 3);
 * CARP, which shares the protocol number, by its length: sys/netinet/ip_carp.h of
 * OpenBSD.
 */
#ifndef EARSHOT_DISSECT_VRRP_H
#define EARSHOT_DISSECT_VRRP_H

#include "lib/endpoint.h"

struct vrrp {
	bool carp;
	uint8_t version;    /* 2 or 3 */
	uint8_t group;	    /* virtual router */
	uint8_t priority;   /* 255: owns the address; 0: steps back; of CARP
			       0, which has none */
	struct addr source; /* of the sender, its own */
};

#endif
