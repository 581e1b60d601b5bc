/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signs of address translation in a call's signalling. A telephone behind a
 * router writes the address it knows, and its packets come from another:
 *
 *   phone 192.168.1.20 --> router --> 203.0.113.7 --> server
 *      Via, Contact, SDP: 192.168.1.20      seen from: 203.0.113.7
 *
 * The server says so in the Via of its answers (received, rport: RFC 3581). The
 * signs are kept as facts of one side; what they mean for the voice shows in
 * its streams.
 *
 * A proxy passes Contact and SDP on from an address that is not theirs, so a
 * difference is a sign only in a message that no proxy has passed.
 */
#ifndef EARSHOT_CALLS_NAT_H
#define EARSHOT_CALLS_NAT_H

#include "dissect/packet.h"
#include "dissect/sdp.h"
#include "dissect/signal.h"

struct call;

/* An address that one side wrote, and the frame; frame 0: it is no sign. */
struct nat_sign {
	struct endpoint at;
	uint64_t frame;
};

struct nat_side {
	struct nat_sign seen;              /* where its messages come from */
	struct nat_sign via, contact, sdp; /* what it wrote instead */
	struct nat_sign received;          /* what its server says it saw */
};

struct nat {
	struct nat_side caller, callee;
};

/** nat_private - true when @ip is no address of the public network: RFC 1918,
 * 6598, 3927, 4193, 4291 (link-local). */
bool nat_private(const struct addr *ip);

/**
 * nat_note - look for signs in @signal, which came in @packet.
 * @sdp: its description, or NULL. Allocates: from the call's arena, once.
 */
void nat_note(struct call *call, const struct packet *packet,
	const struct signal *signal, const struct sdp *sdp);

/** nat_shows - true when @side has a sign of address translation. */
bool nat_shows(const struct nat_side *side);

#endif
