/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose RTP is it that comes to an announced port? An SDP says where to send,
 * not who will. Behind address translation the packets of the rightful sender
 * come from an address that no SDP names, and relays answer to where packets
 * came from (latching, RFC 7362). So does a stranger's RTP reach a port: by
 * mistake, from an old call, or to be heard. What may tell them apart:
 *
 *   3  an SDP announced the source, or its host
 *   2  the source's host signals in this call
 *   1  the call's own side sends to where the source sent from
 *   0  nothing; then the first come is taken
 *
 * While a better source sends, one of rank 0 or 1 is foreign: it keeps its row
 * and its reason, and tells nothing of the call.
 */
#ifndef EARSHOT_CALLS_SOURCE_H
#define EARSHOT_CALLS_SOURCE_H

#include "calls/call.h"

struct book;

/* Most flows from addresses that no SDP names, to one announced port. */
#define SOURCE_FOREIGN 16
/* Most streams that begin at one announced port in SOURCE_WINDOW. */
#define SOURCE_STREAMS 64
#define SOURCE_WINDOW  (10 * NS_PER_S)

/**
 * source_admits - may another stream begin on @flow at @ts? Only flows to an
 * announced port are bounded; a packet refused is counted in its call.
 */
bool source_admits(struct flow *flow, ns_t ts);

/**
 * source_judge - tell latched and foreign streams of each call from its own.
 * All streams are in, and in the lists of their calls. Allocates: for the time
 * of the call.
 */
void source_judge(struct book *book);

/** source_foreign - true when @stream is a stranger's. */
static inline bool source_foreign(const struct stream *stream)
{
	return stream->basis == BASIS_FOREIGN;
}

#endif
