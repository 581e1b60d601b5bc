/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Frames: Ethernet, 802.1Q, ARP, spanning tree, IPv4 and IPv6, UDP, TCP, ICMP.
 * Checksums are right, unless the sending node off-loads them: then the IP
 * header carries 0 and UDP the sum of the pseudo-header alone, as a capture on
 * that machine shows them before the network card has done its part.
 */
#ifndef EARSHOT_SAMPLES_GEN_NET_H
#define EARSHOT_SAMPLES_GEN_NET_H

#include "samples/gen.h"

/* Who sends to whom. */
struct gen_way {
	struct gen_node *src;
	struct gen_node *dst;
	unsigned sport;
	unsigned dport;
	unsigned tos;
};

/**
 * gen_net_udp - capture a datagram of @n bytes at @p.
 * Returns the number of its frame, or 0 with @g->err set.
 */
unsigned gen_net_udp(struct gen *g, ns_t t, enum gen_count kind,
	const struct gen_way *way, const void *p, size_t n,
	struct slice comment);

/**
 * gen_net_tcp - capture a segment with @n bytes at @p, its number that of the
 * sender's stream and its acknowledgement that of the receiver's. IPv4 only.
 * @flags: of TCP. Returns as gen_net_udp. Source: RFC 9293 clause 3.1.
 */
unsigned gen_net_tcp(struct gen *g, ns_t t, enum gen_count kind,
	const struct gen_way *way, unsigned flags, const void *p, size_t n,
	struct slice comment);

/**
 * gen_net_unreachable - @by answers the frame @about, which reached a port
 * where nobody listens. IPv4 only. Returns as gen_net_udp.
 * Source: RFC 792, destination unreachable, code 3.
 */
unsigned gen_net_unreachable(struct gen *g, ns_t t, struct gen_node *by,
	struct gen_node *to, const struct gen_frame *about);

/** gen_net_arp - @src asks for @dst's address, or (@reply) tells its own. */
unsigned gen_net_arp(struct gen *g, ns_t t, const struct gen_node *src,
	const struct gen_node *dst, bool reply);

/** gen_net_stp - a configuration BPDU of a switch: IEEE 802.1D clause 9.3.1. */
unsigned gen_net_stp(struct gen *g, ns_t t);

#endif
