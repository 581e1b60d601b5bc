/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Between the link layers and the book. What the network cut is put together
 * here, and what a probe wrapped is unwrapped, so that the book sees whole
 * payloads with the addresses they had:
 *
 *   link_decode -> PIECE ----> ipfrag --> link_resume --.
 *               -> SEGMENT --> tcp ---> framing ---+    |
 *               -> CHUNKS ---> sctp ---------------+<---'
 *               -> DATAGRAM -> hep ----------------+--> deliver (the book)
 *
 * An RTP packet over UDP needs none of this: gather_wants says so at the cost
 * of two comparisons, and the caller hands it to the book itself.
 *
 * Memory is bounded by the limits; what gives way is counted. Time is packet
 * time.
 */
#ifndef EARSHOT_FLOW_GATHER_H
#define EARSHOT_FLOW_GATHER_H

#include "flow/ipfrag.h"
#include "flow/sctp.h"
#include "flow/tcp.h"
#include "flow/unhep.h"

struct gather;

/** gather_deliver - takes one whole payload, or what packet_rest is true of; its
 * bytes are not kept. */
typedef void gather_deliver(void *context, const struct packet *packet);

struct gather_counts {
	uint64_t
		undecoded[UNDECODED_REASONS]; /* inside what was put together */
	uint64_t cut_sip; /* delivered with fragments missing */
	size_t waiting;   /* SIP that waits for fragments, see gather_answer */
	const struct ipfrag_counts *ipfrag;
	const struct sctp_counts *sctp;
	const struct tcp_counts *tcp;
};

/**
 * gather_create - nothing is under way yet.
 * @key: secret of the hash tables, any value
 * @deliver, @context: who takes what comes out
 * Returns NULL when memory is exhausted; free with gather_destroy.
 */
struct gather *gather_create(
	uint64_t key, gather_deliver *deliver, void *context);

/** gather_destroy - free all; NULL is allowed. */
void gather_destroy(struct gather *gather);

/** gather_wants - true when @packet is not for the book as it is. */
static inline bool gather_wants(const struct packet *packet)
{
	return packet->kind != PACKET_DATAGRAM || unhep_maybe(packet->payload);
}

/**
 * gather_packet - take one packet, as link_decode gave it. What it completes is
 * delivered before this returns, with the time and the frame of this packet.
 */
void gather_packet(struct gather *gather, const struct packet *packet);

/**
 * gather_answer - the SIP message @packet is about to go to the book; while
 * counts.waiting is not 0, what it answers is delivered before it.
 */
void gather_answer(struct gather *gather, const struct packet *packet);

/** gather_finish - the capture is over: what can still be delivered is. */
void gather_finish(struct gather *gather);

/** gather_counts - what became of everything; borrowed. */
const struct gather_counts *gather_counts(const struct gather *gather);

/** gather_hep - who sent what in HEP; borrowed. */
const struct unhep *gather_hep(const struct gather *gather);

#endif
