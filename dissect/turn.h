/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a TURN message says of the relaying itself: which address the server
 * lent out, which peer a datagram is for or from, and the datagram. Whether a
 * message is STUN at all is decided in dissect/stun.h.
 *
 *    client --Send(peer, data)--> server --data--> peer
 *    client <--Data(peer, data)-- server <--data-- peer
 *    client --ChannelBind(n, peer)--> server: then n stands for peer
 *
 * Source: RFC 8656 clauses 3, 11, 12, 18.
 */
#ifndef EARSHOT_DISSECT_TURN_H
#define EARSHOT_DISSECT_TURN_H

#include "lib/endpoint.h"
#include "lib/verdict.h"

#define TURN_SEND 0x006
#define TURN_DATA 0x007

struct turn {
	bool has_relayed, has_peer;
	struct endpoint relayed, peer; /* XOR-RELAYED-, XOR-PEER-ADDRESS */
	uint16_t channel;              /* CHANNEL-NUMBER; 0: none */
	struct slice data;             /* DATA; absent: none */
};

/**
 * turn_parse - read the attributes of TURN in the STUN message @bytes.
 * @ret: what was found; untouched unless V_OK
 * Returns V_NOT_MINE without the magic cookie, V_MALFORMED when an attribute
 * does not fit into the message, V_TRUNCATED when the message is longer than
 * @bytes. Allocates: no. Source: RFC 8489 clause 14; RFC 8656 clause 18.
 */
enum verdict turn_parse(struct slice bytes, struct turn *ret);

/**
 * turn_channel - the channel number of the ChannelData message @bytes; 0 when
 * its first bytes are none. Source: RFC 8656 clause 12.4
 */
uint16_t turn_channel(struct slice bytes);

#endif
