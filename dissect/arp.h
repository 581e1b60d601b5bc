/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ARP over Ethernet: which MAC says that it has which IPv4 address, and who
 * asks. Source: RFC 826; RFC 5227 (probes and announcements).
 */
#ifndef EARSHOT_DISSECT_ARP_H
#define EARSHOT_DISSECT_ARP_H

#include "lib/endpoint.h"

enum arp_sense {
	ARP_ASKS,	/* a request: who has the target? */
	ARP_ANSWERS,	/* a reply */
	ARP_PROBES,	/* a request without sender: is the target free? */
	ARP_ANNOUNCES,	/* request or reply about itself: gratuitous */
};

struct arp {
	enum arp_sense sense;
	uint16_t operation; /* 1: request, 2: reply */
	uint8_t sender_mac[6], target_mac[6];
	struct addr sender, target; /* 0.0.0.0 where none is said */
};

#endif
