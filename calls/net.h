/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the network says of itself: facts from ARP and its kin, bounded, kept as
 * they were seen. What they mean is concluded by detect/. Nothing here is fed by
 * RTP.
 */
#ifndef EARSHOT_CALLS_NET_H
#define EARSHOT_CALLS_NET_H

#include "calls/alive.h"
#include "calls/connect.h"
#include "calls/lease.h"
#include "calls/lease6.h"
#include "calls/lookup.h"
#include "calls/neighbour.h"
#include "calls/owner.h"
#include "calls/pair.h"
#include "calls/protocol.h"
#include "calls/supply.h"
#include "calls/timesource.h"
#include "calls/turned.h"

struct book;

struct net_counts {
	uint64_t packets;   /* of protocols that are known here */
	uint64_t malformed; /* or cut short */
};

/* Places of capture whose rates are kept; the others are not counted. */
#define NET_POINTS  8
#define NET_ROUTERS 16

/* Frames of one kind in each second of packet time. */
struct net_rate {
	ns_t second; /* the one that is being counted */
	uint32_t now;
	uint32_t peak;	       /* most in one */
	struct moment at_peak; /* the first frame of that one */
	struct moment started; /* of the one being counted */
	uint32_t loud;	       /* of now and peak: by the sender that most of */
	uint32_t peak_loud;    /* them are from, at least */
	uint8_t sender[6], peak_sender[6];
	uint64_t frames;
};

/* Who says that it is a router of IPv6. */
struct net_router {
	struct addr ip, prefix;
	uint8_t prefix_bits;
	uint8_t mac[6]; /* set when has_mac */
	bool has_mac;
	uint16_t vlan, lifetime_s;
	uint8_t point;
	struct moment first;
	uint32_t count;
};

struct net {
	struct net_counts counts;
	struct owner_table owners;
	struct lease_table leases;
	struct neighbour_table neighbours;
	struct pair_table pairs;
	struct turned_table turned;
	struct lookup_table lookups;
	struct connect_table connects;
	struct alives alives;
	struct lease6_table leases6;
	struct supply_table supplies;
	struct timesource_table times;
	struct net_rate arp[NET_POINTS]; /* by place of capture */
	struct net_rate broadcast[NET_POINTS];
	struct net_router routers[NET_ROUTERS]; /* of IPv6 */
	unsigned router_count;
	struct protocols protocols; /* that were understood, SIP too */
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
