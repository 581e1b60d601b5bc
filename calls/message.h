/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One signalling message as a call remembers it, in the call's arena. */
#ifndef EARSHOT_CALLS_MESSAGE_H
#define EARSHOT_CALLS_MESSAGE_H

#include "calls/media.h"
#include "dissect/packet.h"
#include "dissect/signal.h"

/* The same message, at another observation point. */
struct sighting {
	struct sighting *next;
	uint64_t frame;
	ns_t ts;
	uint8_t point;
	uint16_t capture; /* which file holds the frame */
};

struct message {
	struct message *next;
	uint64_t branch, to_tag; /* hashes of topmost Via branch and To tag */
	uint32_t cseq;
	enum sip_method method; /* response: of its CSeq */
	uint16_t status;	/* response */
	bool request, retransmission;
	/* so far a search for repeats reads in every message */
	enum transport transport;
	struct endpoint src, dst;
	uint64_t frame;
	ns_t ts;
	uint64_t digest;	/* hash of the whole message */
	uint8_t point;		/* where it was seen first */
	bool unread;		/* its body, if any, is not in sdp: cut, or
				   something else */
	uint16_t capture;	/* which file holds the frame */
	struct sighting *sightings; /* at other points, newest first */
	struct slice summary;	/* "INVITE", "180 Ringing": not cleaned */
	struct description *sdp; /* NULL: none, or a retransmission */
};

#endif
