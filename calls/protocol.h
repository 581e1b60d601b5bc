/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which protocols were understood, how many packets of each, and the first. RTP
 * is not among them: its streams tell that, and nothing is to be done for each
 * of its packets. What nobody dissects is named by calls/traffic.h.
 */
#ifndef EARSHOT_CALLS_PROTOCOL_H
#define EARSHOT_CALLS_PROTOCOL_H

#include "calls/call.h"
#include "dissect/dissector.h"

/* More than there are dissectors. */
#define PROTOCOLS_MOST 32

struct protocol {
	const struct dissector *dissector;
	uint64_t packets; /* each once, however many messages it holds */
	struct moment first, last;
};

struct protocols {
	struct protocol list[PROTOCOLS_MOST]; /* in order of appearance */
	unsigned count;
};

/* What stands inside others, and has no probe of its own: name, title and
 * source alone. */
extern const struct dissector protocol_sdp;
extern const struct dissector protocol_stun;

/** protocols_note - @packet, or one message in it, is of @dissector: it counts
 * once, however often it is noted. */
void protocols_note(struct protocols *protocols,
	const struct dissector *dissector, const struct packet *packet);

#endif
