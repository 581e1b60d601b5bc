/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which dissector gets a packet. What the flow was found to carry comes first,
 * then what an SDP announced, then the first byte (RFC 7983), then the probes
 * of the dissectors:
 *
 *   claimed flow -> announced port -> port 53, 5353, 5355 and a whole message
 *     of DNS -> first byte 128..191: RTP or RTCP -> sip probe -> nobody
 */
#ifndef EARSHOT_FLOW_DEMUX_H
#define EARSHOT_FLOW_DEMUX_H

#include "dissect/dissector.h"
#include "flow/flow.h"

/**
 * demux - choose the dissector for @packet, which belongs to @flow.
 * Returns NULL when nobody wants it. Allocates: no.
 * Source: RFC 7983 clause 7 (first byte), RFC 5761 clause 4 (RTCP types).
 */
const struct dissector *demux(
	const struct flow *flow, const struct packet *packet);

/**
 * demux_network - the dissector of what the network itself speaks in @packet:
 * one that packet_rest is true of, or a datagram that demux gave to nobody.
 * Returns NULL when nobody wants it. Allocates: no.
 */
const struct dissector *demux_network(const struct packet *packet);

/** demux_expected - the announcement that covers the flow; NULL when none. */
const struct expect *demux_expected(const struct flow *flow);

/**
 * demux_near - true when @a and @b may be of one stream: the same SSRC, and
 * sequence numbers close by, in either order, or equal. A heuristic for flows
 * that no SDP announced.
 */
bool demux_near(const struct rtp *a, const struct rtp *b);

/**
 * demux_confirms - true when @rtp makes one of the candidates in @guess credible:
 * near to it and not a repeat. @guess NULL: there are none.
 * Source: RFC 3550 A.1 (MIN_SEQUENTIAL is 2).
 */
bool demux_confirms(const struct guess *guess, const struct rtp *rtp);

#endif
