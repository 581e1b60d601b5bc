/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIP over whatever its sender speaks: UDP, TCP, or WebSocket on TCP. A node
 * has one connection, with the node that it sends to first.
 */
#ifndef EARSHOT_SAMPLES_GEN_TCP_H
#define EARSHOT_SAMPLES_GEN_TCP_H

#include "samples/gen_net.h"

/** gen_tcp_name - what @node speaks, as in Via: "UDP", "TCP", "WS". */
const char *gen_tcp_name(const struct gen_node *node);

/**
 * gen_tcp_sip - capture the SIP @message on @way, after the connection was
 * opened if it needs one; @comment as in gen_net_udp.
 * Returns the frame that makes the message whole, or 0 with @g->err set.
 * Source: RFC 3261 clause 18; RFC 6455 clause 1.3, 5.2 (handshake, frames).
 */
unsigned gen_tcp_sip(struct gen *g, ns_t t, const struct gen_way *way,
	struct slice message, struct slice comment);

#endif
