/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A device is a host of the network, by its IP address, with what was seen of
 * it. Here facts are counted only; what they make of it (a phone, a PBX) is
 * concluded from them, so that the reason can be told.
 *
 * Fed by signalling and by the first packet of each stream, never by each RTP
 * packet.
 */
#ifndef EARSHOT_CALLS_DEVICE_H
#define EARSHOT_CALLS_DEVICE_H

#include "calls/agent.h"
#include "dissect/packet.h"
#include "dissect/signal.h"
#include "lib/arena.h"
#include "lib/map.h"

struct book;

/* Most of each that are kept of one device; more are counted. */
#define DEVICE_MACS 4
#define DEVICE_USERS 8
#define DEVICE_CALLED 4

/* How sure it is that an agent string is the sender's own: a proxy passes on
 * what others wrote. In order of trust. */
enum device_agent {
	DEVICE_AGENT_NONE,
	DEVICE_AGENT_ANSWER,  /* of an answer, which a proxy may have passed on */
	DEVICE_AGENT_SERVER,  /* of 100, 401 or 407: not passed on as they are */
	DEVICE_AGENT_REQUEST, /* of a request with one Via */
};

struct device_mac {
	uint8_t mac[6];
	uint64_t packets; /* signalling and first RTP packets, not all */
	uint64_t frame;	  /* the first of them */
	uint16_t capture; /* which file holds it */
	uint8_t point;	  /* where that was seen */
	ns_t first_ts, last_ts;
	uint8_t ttl_min, ttl_max; /* of what it sent for this address */
};

struct device {
	struct device *next; /* in order of appearance */
	uint64_t hash;
	struct addr ip;
	struct device_mac *macs; /* as sender; at most DEVICE_MACS */
	unsigned mac_count;
	bool macs_left_out;
	struct slice agent;	  /* last User-Agent or Server that it sent */
	const struct agent *told; /* the same, read; NULL: there is none */
	uint64_t agent_frame;
	enum device_agent agent_basis;
	uint32_t index;		  /* 0.. in order of appearance */
	/* at most DEVICE_USERS of each, in the arena: most have one or none */
	struct slice *users;   /* that it registered, none for others */
	struct slice *numbers; /* that it called or rang as */
	uint32_t called[DEVICE_CALLED]; /* hashes of numbers it was called by */
	unsigned user_count, number_count, called_count;
	bool users_left_out, numbers_left_out;
	uint8_t transports; /* bits: 1 << enum transport */
	uint64_t packets;   /* messages from or to it */
	uint16_t vlan;
	uint8_t vlan_count, pcp;  /* pcp: priority of the tag */
	uint8_t ttl_min, ttl_max; /* of what it sent; 0: nothing */
	uint8_t dscp_sip, dscp_rtp;
	bool sends_sip, sends_rtp; /* dscp_ and frames are known */
	uint64_t first_frame;
	ns_t first_ts, last_ts;

	/* evidence, each with the first frame of its kind */
	uint32_t invites_sent, invites_received;
	uint32_t registers_sent;
	uint32_t registers_forwarded; /* of them: with a second Via */
	uint32_t registers_granted; /* it answered one with 200 */
	uint32_t challenges;	    /* it sent 401 or 407 */
	uint32_t redirects;	    /* it sent 3xx */
	uint64_t register_frame, granted_frame, challenge_frame, invite_frame;
	uint32_t streams_sent, streams_received;
};

struct devices {
	struct map map;
	struct map agents; /* of struct agent: each text is read once */
	struct arena arena;
	struct device *first, *last;
	size_t count, limit;
	uint64_t messages; /* of all of them */
	uint64_t left_out; /* messages of hosts for which there was no room */
};

/** devices_init - an empty table of at most @limit devices. */
void devices_init(struct devices *devices, size_t limit);

/** devices_finish - free all. */
void devices_finish(struct devices *devices);

/** device_find - the device at @ip, or NULL. */
const struct device *device_find(const struct book *book, const struct addr *ip);

/** device_signal - account for @signal, which came in @packet. */
void device_signal(struct book *book, const struct packet *packet,
	const struct signal *signal);

/** device_stream - account for the first @packet of a stream. */
void device_stream(struct book *book, const struct packet *packet);

/**
 * device_serves - true when @ip acts as a server of SIP: it challenges, grants
 * registrations, or calls itself by the name of a PBX. No phone does.
 * @ret_frame: a frame that shows it; may be NULL
 */
bool device_serves(const struct book *book, const struct addr *ip,
	uint64_t *ret_frame);

#endif
