/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * User messages out of SCTP packets. SIP over SCTP (RFC 4168) puts each message
 * into one user message, so there is nothing to frame: a DATA chunk holds it
 * whole, or several with consecutive numbers do.
 *
 * A monitor needs little of SCTP: no streams and no order, since a message of
 * SIP stands for itself; only which chunks were seen, so that none counts
 * twice, and the parts of messages that are not whole yet. One direction
 * between two endpoints is one peer; the paths of a multi-homed association are
 * several.
 *
 * Whatever does not begin as SIP (M3UA, Diameter, ...) is let go at its first
 * chunk. Memory is bounded; the peer that was quiet for longest gives way.
 * Source: RFC 9260 clauses 3.3.1, 6.9; RFC 8260 clause 2.1; RFC 4168.
 */
#ifndef EARSHOT_FLOW_SCTP_H
#define EARSHOT_FLOW_SCTP_H

#include "dissect/packet.h"

struct sctp;

struct sctp_limits {
	size_t peers;
	size_t bytes;   /* of memory for parts of messages */
	uint32_t parts; /* of messages that one peer has under way */
	uint32_t message_bytes;
};

struct sctp_counts {
	uint64_t packets;
	uint64_t messages;   /* delivered: they begin as SIP */
	uint64_t other;      /* user messages of other protocols */
	uint64_t repeats;    /* chunks sent, or captured, again */
	uint64_t incomplete; /* messages given up with parts missing */
	uint64_t peers_evicted;
	uint64_t malformed; /* packets with a chunk that cannot be */
};

/** sctp_deliver - takes one whole user message; its bytes are not kept. */
typedef void sctp_deliver(void *context, const struct packet *packet);

/** sctp_limits_default - what a batch run grants. */
struct sctp_limits sctp_limits_default(void);

/**
 * sctp_create - nothing is under way yet.
 * @limits: copied; @key: secret of the hash table, any value
 * @deliver, @context: who takes what comes out
 * Returns NULL when memory is exhausted; free with sctp_destroy.
 */
struct sctp *sctp_create(const struct sctp_limits *limits, uint64_t key,
	sctp_deliver *deliver, void *context);

/** sctp_destroy - free all; NULL is allowed. */
void sctp_destroy(struct sctp *sctp);

/**
 * sctp_chunks - take the chunks of @packet, a PACKET_CHUNKS. Messages that it
 * holds or completes are delivered as PACKET_DATAGRAM with the time and the
 * frame of @packet. Allocates: within the limits.
 */
void sctp_chunks(struct sctp *sctp, const struct packet *packet);

/** sctp_finish - the capture is over: what is under way is given up. */
void sctp_finish(struct sctp *sctp);

/** sctp_counts - what became of everything; borrowed. */
const struct sctp_counts *sctp_counts(const struct sctp *sctp);

#endif
