/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Advertisements of VRRP, CARP, HSRP and GLBP: who says that it is the active one
 * of a group. Source: RFC 3768 clause 5 (version 2), RFC 9568 clause 5 (version 3);
 * CARP, which shares the protocol number, by its length: sys/netinet/ip_carp.h of
 * OpenBSD; HSRP version 1 RFC 2281 clause 5.1; for its version 2 and GLBP Cisco
 * gives no document: as their routers send them.
 */
#ifndef EARSHOT_DISSECT_VRRP_H
#define EARSHOT_DISSECT_VRRP_H

#include "lib/endpoint.h"

enum vrrp_kind {
	VRRP_VRRP,
	VRRP_CARP,
	VRRP_HSRP,
	VRRP_GLBP,
};

struct vrrp {
	enum vrrp_kind kind;
	bool active;	    /* it says that it is: not on standby, not leaving */
	uint8_t version;    /* 2 or 3; of HSRP 1 or 2; of GLBP 1 */
	uint16_t group;	    /* virtual router */
	uint8_t priority;   /* 255: owns the address; 0: steps back; of CARP
			       0, which has none */
	struct addr source; /* of the sender, its own */
	uint32_t shared; /* last bytes of the address that a group of HSRP
			    shares; 0: not read. Networks on one mirror use
			    the same numbers of groups. */
};

/** vrrp_kind_text - "VRRP", "CARP", ... */
const char *vrrp_kind_text(enum vrrp_kind kind);

#endif
