/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Frames that a capture holds twice. A mirror port that copies both ports of a
 * conversation, or a VLAN in and out, a capture on both sides of a router, in
 * and outside of a tunnel, or on all interfaces of a host shows one IP packet
 * twice. Such a copy is no event of the network and is counted once.
 *
 * A copy is the same IP packet: same addresses and ports, same payload, same IP
 * identification (where there is none, the same UDP checksum), soon after. What
 * on the way may change does not matter: TTL, MAC addresses, VLAN, tunnel, and
 * the checksum where there is an identification. A retransmission is another
 * packet, with an identification of its own.
 *
 * Where the way differs, it is a copy for sure. Where all is equal, a network
 * that made the packet twice looks the same; what tells them apart is how
 * regular it is: a mirror copies (nearly) every packet, a network a few.
 *
 * Here are signalling and RTCP; mirror.c does the same for RTP, at less cost.
 */
#ifndef EARSHOT_CALLS_COPIES_H
#define EARSHOT_CALLS_COPIES_H

#include "dissect/packet.h"

/* Heuristic: a copy comes so soon. Between a port and its mirror lie
 * microseconds, and no sender repeats a message before 500 ms (RFC 3261 T1). */
#define COPIES_WINDOW (20 * NS_PER_MS)

enum copy {
	COPY_NONE,
	COPY_SURE,   /* it came another way */
	COPY_UNSURE, /* equal in all: of the mirror, or made by the network */
};

/* What a packet is known by when it comes again; 8 bytes. */
struct copies_mark {
	uint16_t sequence; /* of RTP */
	uint16_t ip_id;    /* 0: none; then the checksum counts */
	uint16_t checksum; /* of UDP; 0: none */
	uint8_t ttl;
	uint8_t way; /* of MAC address, VLAN, tunnels: a sum */
};

struct copies_entry;
struct copies_pair;

struct copies {
	struct copies_entry *table; /* NULL: none came yet */
	struct copies_pair *pairs;  /* counts of each two hosts */
	uint64_t key;
	uint64_t different;    /* datagrams that were no copies */
	uint64_t sure, unsure; /* copies */
	uint64_t forgotten;    /* gave way before the window was over */
};

/** copies_mark_of - what @packet is known by, its @sequence if it is RTP. */
static inline struct copies_mark copies_mark_of(
	const struct packet *packet, uint16_t sequence)
{
	/* Of MACs, a router changes both: one is enough. Without any it is 0. */
	unsigned way = 0U + packet->tunnel_count + packet->mac_src[5] +
		       packet->vlan[0] + 64U * packet->vlan_count;

	return (struct copies_mark){
		.sequence = sequence,
		.ip_id = packet->ip_id,
		.checksum = packet->checksum,
		.ttl = packet->ttl,
		.way = (uint8_t)way,
	};
}

/** copies_telling - true when two packets with marks like @m can be told apart.
 */
static inline bool copies_telling(const struct copies_mark *m)
{
	return m->ip_id || m->checksum;
}

/** copies_same - true when @a and @b are of one IP packet of a flow. */
static inline bool copies_same(
	const struct copies_mark *a, const struct copies_mark *b)
{
	return a->ip_id == b->ip_id && a->sequence == b->sequence &&
	       (a->ip_id || a->checksum == b->checksum);
}

/** copies_kind - what @a and @b, which are copies_same, are by their ways. */
static inline enum copy copies_kind(
	const struct copies_mark *a, const struct copies_mark *b)
{
	return a->ttl == b->ttl && a->way == b->way ? COPY_UNSURE : COPY_SURE;
}

/** copies_init - nothing seen yet. @key: secret of the table, any value. */
void copies_init(struct copies *copies, uint64_t key);

/** copies_finish - free the table; the counts stay. */
void copies_finish(struct copies *copies);

/**
 * copies_look - tell whether the UDP datagram @packet was here already, and
 * remember it if not. @flow: the hash of its flow
 * Returns what it is. Allocates: the table, at the first datagram; without
 * memory nothing is a copy.
 */
enum copy copies_look(
	struct copies *copies, const struct packet *packet, uint64_t flow);

/**
 * copies_mirrored - at the end: how many of the unsure ones are of a mirror,
 * judged for each two hosts; a port that is mirrored twice is one of many.
 * @regular: the same of all packets, for hosts that exchanged too few
 */
uint64_t copies_mirrored(const struct copies *copies, bool regular);

/* Heuristic: of fewer packets no share can be told. */
#define COPIES_LEAST 4

/**
 * copies_regular - true when so many of the packets came again that a mirror
 * must be the cause.
 * @different: packets that were no copies
 * @unsure: COPY_UNSURE ones
 * Heuristic: half of them; a mirror copies all, minus what an overloaded one
 * loses, a network that loops or repairs a few in a hundred. One is no rule.
 */
static inline bool copies_regular(uint64_t different, uint64_t unsure)
{
	return unsure > 1 && unsure * 2 >= different;
}

#endif
