/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the network says of itself: facts from ARP and its kin, bounded, kept as
 * they were seen. What they mean is concluded by detect/. Nothing here is fed by
 * RTP.
 */
#ifndef EARSHOT_CALLS_NET_H
#define EARSHOT_CALLS_NET_H

#include "calls/claim.h"

struct book;

struct net_counts {
	uint64_t packets;   /* of protocols that are known here */
	uint64_t malformed; /* or cut short */
};

struct net {
	struct net_counts counts;
	struct claim_table claims;
};

/** net_init - nothing was seen yet. */
void net_init(struct net *net);

/** net_finish - free all. */
void net_finish(struct net *net);

/**
 * net_packet - account for @packet, which no flow claims: read by what the
 * network itself speaks, or passed over.
 */
void net_packet(struct book *book, const struct packet *packet);

#endif
