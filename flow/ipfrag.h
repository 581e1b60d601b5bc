/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * IP datagrams from their fragments, in whatever order these come.
 *
 *              piece --> [live] -- last one missing came --> whole, delivered
 *                          |                                     |
 *       overlap, too many, |                                     v
 *       malformed          '--------------------------------> [past]
 *       full, memory, source, missing: forgotten
 *
 * A past datagram is remembered for a moment: the copies of mirrored frames end
 * there instead of beginning a datagram that never ends, and so does the rest
 * of one that was dropped.
 *
 * Who captures with a filter like "port 5060" has the first piece of each large
 * SIP message and never the others, which have no port. Such a message is shown
 * cut rather than not at all: when its answer passes (its receiver had the
 * whole of it by then), when the time is over, or at the end.
 *
 * Memory is bounded by the limits. Each piece costs a hash look-up and the
 * place in its datagram, and each list is taken from at its ends, so a flood
 * costs what as many good fragments cost.
 * Source: RFC 791 clause 3.2, RFC 8200 clause 4.5, RFC 5722, RFC 6864.
 */
#ifndef EARSHOT_FLOW_IPFRAG_H
#define EARSHOT_FLOW_IPFRAG_H

#include "dissect/packet.h"

struct ipfrag;

struct ipfrag_limits {
	size_t datagrams;   /* live at once */
	size_t bytes;       /* of memory for their pieces */
	uint32_t pieces;    /* of one datagram, 8..1024 */
	uint32_t of_source; /* live datagrams of one source address */
	ns_t timeout_ns;    /* of packet time, from a datagram's first piece */
};

/* Why a datagram was not put together. */
enum ipfrag_reason {
	IPFRAG_MISSING,   /* pieces that did not come in time */
	IPFRAG_TOO_MANY,  /* pieces */
	IPFRAG_OVERLAP,   /* pieces contradict each other */
	IPFRAG_MALFORMED, /* a piece that cannot be */
	IPFRAG_FULL,      /* gave way: too many datagrams */
	IPFRAG_SOURCE,    /* gave way: too many of one source */
	IPFRAG_MEMORY,    /* gave way: too many bytes */
	IPFRAG_REASONS
};

struct ipfrag_counts {
	uint64_t pieces;  /* fragments seen */
	uint64_t repeats; /* of them the same bytes again */
	uint64_t whole;   /* datagrams put together */
	uint64_t snapped; /* of them cut by the snapshot length */
	uint64_t dropped[IPFRAG_REASONS]; /* datagrams */
};

/**
 * ipfrag_cut - takes what there is of a datagram that never became whole: a
 * packet as ipfrag_packet gives it, but PACKET_SNAPPED. Its bytes are not kept.
 */
typedef void ipfrag_cut(void *context, struct packet *packet);

/** ipfrag_limits_default - what a batch run grants; the header of each limit.
 */
struct ipfrag_limits ipfrag_limits_default(void);

/**
 * ipfrag_create - nothing is under way yet.
 * @limits: copied; @key: secret of the hash tables, any value
 * @cut, @context: who is offered datagrams with missing pieces of which the
 *     beginning is there and is of UDP
 * Returns NULL when memory is exhausted; free with ipfrag_destroy.
 */
struct ipfrag *ipfrag_create(const struct ipfrag_limits *limits, uint64_t key,
	ipfrag_cut *cut, void *context);

/** ipfrag_destroy - free all; NULL is allowed. */
void ipfrag_destroy(struct ipfrag *ipfrag);

/**
 * ipfrag_packet - take one fragment.
 * @piece: of PACKET_PIECE, as link_decode gave it
 * @ret: the packet of the piece at offset 0 with the payload of the whole
 *     datagram, for link_resume with its piece.protocol; PACKET_REASSEMBLED;
 *     time and frame of @piece; ip_bytes and wire_bytes are sums. Its payload
 *     is valid until the next call
 * Returns true when @piece was the last one missing.
 * Allocates: within the limits.
 */
bool ipfrag_packet(
	struct ipfrag *ipfrag, const struct packet *piece, struct packet *ret);

/**
 * ipfrag_waiting - how many datagrams begin as a SIP message and wait for their
 * rest.
 */
size_t ipfrag_waiting(const struct ipfrag *ipfrag);

/**
 * ipfrag_answered - @from has sent a message to @to: if a datagram the other
 * way waits, its receiver has read it, and nothing more of it will come. It is
 * cut, and before it those that have waited longer, so that order is kept.
 */
void ipfrag_answered(
	struct ipfrag *ipfrag, const struct addr *from, const struct addr *to);

/** ipfrag_finish - the capture is over: all that is live is given up. */
void ipfrag_finish(struct ipfrag *ipfrag);

/** ipfrag_counts - what became of the fragments; borrowed. */
const struct ipfrag_counts *ipfrag_counts(const struct ipfrag *ipfrag);

/** ipfrag_reason_text - @reason in words, for the report. */
const char *ipfrag_reason_text(enum ipfrag_reason reason);

#endif
