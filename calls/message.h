/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One signalling message as a call remembers it, in the call's arena. */
#ifndef EARSHOT_CALLS_MESSAGE_H
#define EARSHOT_CALLS_MESSAGE_H

#include "calls/media.h"
#include "dissect/packet.h"
#include "dissect/signal.h"

struct message {
	struct message *next;
	uint64_t frame;
	ns_t ts;
	struct endpoint src, dst;
	enum transport transport;
	bool request, retransmission;
	enum sip_method method; /* response: of its CSeq */
	uint16_t status;	/* response */
	uint32_t cseq;
	uint64_t branch, to_tag; /* hashes of topmost Via branch and To tag */
	uint64_t digest;	/* hash of the whole message */
	struct slice summary;	/* "INVITE", "180 Ringing": not cleaned */
	struct description *sdp; /* NULL: none, or a retransmission */
};

#endif
