/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What HEP agents sent, as if it had been captured where they saw it: with the
 * addresses, the VLAN and the time that they tell. Who sent how much is kept,
 * and what could not be used, by what it was.
 *
 * Which time: the agent's, because delays and jitter are between its packets,
 * and the way to the collector adds its own. Where that is absent or absurd
 * (before 2000, or more than a day after the capture) it is the time of
 * capture, and counted. An agent that replays an old file is believed.
 */
#ifndef EARSHOT_FLOW_UNHEP_H
#define EARSHOT_FLOW_UNHEP_H

#include "dissect/hep.h"
#include "dissect/packet.h"
#include "lib/map.h"

#define UNHEP_AGENTS 64 /* told apart; more are counted together */
#define UNHEP_NODE   64 /* bytes kept of an agent's name */

/* An agent is a name, a number and two hosts. */
struct unhep_agent {
	uint32_t capture_id;
	uint8_t version;
	uint8_t node_length;
	char node[UNHEP_NODE]; /* bytes of the network */
	struct addr src;       /* of the HEP packet */
	struct endpoint dst;
	uint64_t packets;
};

struct unhep_counts {
	uint64_t packets;         /* HEP packets, whatever became of them */
	uint64_t delivered;       /* went on with what they carry */
	uint64_t types[256];      /* with a payload, by its type */
	uint64_t empty;           /* without payload: keep-alives */
	uint64_t compressed;      /* payload is compressed: not read */
	uint64_t no_address;      /* of whom it came is not told */
	uint64_t malformed;       /* a length lies, or too many chunks */
	uint64_t truncated;       /* cut by the snapshot length */
	uint64_t deep;            /* inside of too many tunnels */
	uint64_t capture_time;    /* delivered with the time of capture */
	uint64_t agents_unlisted; /* packets of agents past UNHEP_AGENTS */
};

struct unhep {
	uint64_t key;
	struct map map;
	size_t agent_count;
	struct unhep_agent agents[UNHEP_AGENTS];
	struct unhep_counts counts;
};

enum unhep_result {
	UNHEP_OTHER,   /* no HEP: take the packet as it is */
	UNHEP_DELIVER, /* what it carries was filled in */
	UNHEP_COUNTED, /* HEP, but of no use: counted */
};

/** unhep_init - nobody was heard yet. @key: secret of the hash, any value */
void unhep_init(struct unhep *u, uint64_t key);

/** unhep_finish - free what it holds. */
void unhep_finish(struct unhep *u);

/**
 * unhep_maybe - the cheap question before unhep_packet: may @payload be HEP?
 * No RTP, RTCP or DTLS (RFC 7983), and hardly a SIP message, begins so.
 */
static inline bool unhep_maybe(struct slice payload)
{
	unsigned first = payload.n ? (uint8_t)payload.p[0] : 0;

	/* One comparison for media, whose first byte is 128 or more. */
	return first < 128 &&
	       (first == 'H' || first == 'E' || first == 1 || first == 2);
}

/**
 * unhep_packet - take one datagram.
 * @packet: as it was captured
 * @ret: on UNHEP_DELIVER, what the agent saw; its payload points into @packet's
 * Allocates: for a new agent, at most UNHEP_AGENTS times.
 */
enum unhep_result unhep_packet(
	struct unhep *u, const struct packet *packet, struct packet *ret);

/** unhep_used - true when payloads of @type are delivered. */
bool unhep_used(uint8_t type);

#endif
