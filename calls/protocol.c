/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A short list that is looked through: no RTP comes here. */
#include "calls/protocol.h"

#include "calls/parts.h"

const struct dissector protocol_sdp = {
	.name = "sdp",
	.title = "Session Description Protocol",
	.source = "RFC 8866",
};

const struct dissector protocol_stun = {
	.name = "stun",
	.title = "Session Traversal Utilities for NAT",
	.source = "RFC 8489",
};

void protocols_note(struct protocols *protocols,
	const struct dissector *dissector, const struct packet *packet)
{
	struct moment now = moment_of(packet);
	unsigned i = 0;

	while (i < protocols->count &&
		protocols->list[i].dissector != dissector) {
		i++;
	}
	if (i == PROTOCOLS_MOST) {
		return;
	}
	struct protocol *p = &protocols->list[i];
	if (i == protocols->count) {
		protocols->count++;
		*p = (struct protocol){.dissector = dissector, .first = now};
	} else if (p->last.frame == now.frame && p->last.ts == now.ts) {
		return;
	}
	p->last = now;
	p->packets++;
}
