/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The hinge of the program: a small, closed vocabulary between the protocols
 * below and the calls above. A dissector turns bytes into one of these; calls/
 * never sees protocol bytes. The event is large (an SDP may come with it), so
 * the analysis loop owns one and fills it anew for each message.
 */
#ifndef EARSHOT_DISSECT_EVENT_H
#define EARSHOT_DISSECT_EVENT_H

#include "dissect/dns.h"
#include "dissect/network.h"
#include "dissect/rtcp.h"
#include "dissect/rtp.h"
#include "dissect/sdp.h"
#include "dissect/signal.h"
#include "lib/cursor.h"

enum event_kind {
	EVENT_NONE,
	EVENT_SIGNAL, /* signal, and sdp when has_sdp */
	EVENT_MEDIA,  /* rtp */
	EVENT_RTCP,   /* rtcp: one packet of a compound */
	EVENT_NAMES,  /* dns: which names have which addresses */
	EVENT_NETWORK, /* network: a fact about the link or its hosts */
};

struct event {
	enum event_kind kind;
	union {
		struct signal signal;
		struct rtp rtp;
		struct rtcp rtcp;
		struct dns dns;
		struct network network;
	};
	bool has_sdp;
	struct sdp sdp;
};

/** event_network - @ret, whose facts are filled, is of @kind; what is left in @c is
 * padding. Returns V_OK. Source: RFC 894 (frames are padded to a least length) */
static inline enum verdict event_network(
	struct event *ret, enum network_kind kind, struct cursor *c)
{
	cursor_skip(c, cursor_left(c));
	ret->kind = EVENT_NETWORK;
	ret->has_sdp = false;
	ret->network.kind = kind;
	return V_OK;
}

#endif
