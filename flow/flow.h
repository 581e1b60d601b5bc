/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A flow is one direction of a UDP conversation: source and destination
 * endpoint. It remembers what it carries, so that an RTP packet costs one
 * lookup. A port is an endpoint that some flow touches or that an SDP
 * announced; it ties the two together, whichever comes first:
 *
 *     SDP "audio at B:7000" --> port B:7000 <-- flow A:6000 -> B:7000
 *
 * so media before the answer is found when the answer comes, and media after
 * it is expected before its first packet.
 *
 * Tables are bounded: at the limit the flow that was quiet for longest among a
 * few looked at gives way, and is counted.
 */
#ifndef EARSHOT_FLOW_FLOW_H
#define EARSHOT_FLOW_FLOW_H

#include "dissect/packet.h"
#include "dissect/rtp.h"
#include "lib/map.h"
#include "lib/pool.h"

struct stream; /* of calls/: flows only carry the pointers */
struct allocation;

enum flow_claim {
	FLOW_UNKNOWN,
	FLOW_SIP,
	FLOW_RTP,
	FLOW_RTCP,
};

/* Who expects media at an endpoint, and why. */
struct expect {
	void *owner;	  /* the call; NULL: nothing is expected */
	const void *line; /* its media line */
	uint64_t frame;	  /* the message that announced it */
	bool rtcp;	  /* a port for RTCP only */
};

/* What began at an announced port; kept within limits by calls/. */
struct gate {
	ns_t since;	    /* begin of the window of `begun` */
	uint16_t begun;	    /* streams */
	uint16_t strangers; /* flows from addresses that nobody announced */
};

struct port {
	struct endpoint at;
	struct expect expect;
	struct gate gate;
	struct flow *to, *from; /* flows that end, that begin here */
	struct port *next, *prev; /* all ports without flows, oldest first */
	bool idle;		/* in that list */
	uint64_t hash;
};

/*
 * RTP-looking packets that wait for one more of their stream to prove it, the
 * newest last. Several: a flow may carry more than one SSRC from its start, and
 * a packet may come twice, which proves nothing but must be counted in the end.
 */
#define GUESS_PACKETS 8

struct guess_item {
	struct packet packet; /* without its payload */
	struct rtp rtp;	      /* likewise */
};

struct guess {
	struct flow *flow;	   /* whose candidates they are */
	struct guess *next, *prev; /* all guesses, oldest first */
	unsigned count;
	struct guess_item items[GUESS_PACKETS];
};

/* The first 64 bytes are all that an RTP packet touches. */
struct flow {
	struct endpoint src, dst;
	uint8_t claim;		/* enum flow_claim */
	bool used;		/* since eviction last looked */
	uint8_t point;		/* where it was seen: each has its own */
	struct stream *streams; /* all streams of this flow, the one that came
				   last first */
	struct port *from, *to;
	struct guess *guess;
	uint64_t check_frame;	/* ICE checked this pair by the SDP's names */
	const struct allocation *turn; /* whose wrapping was taken off; of
					  calls/traverse.h; NULL: none */
	struct flow *next_from, *prev_from, *next_to, *prev_to;
	struct flow *next;	/* all flows, oldest first */
};

_Static_assert(sizeof(struct flow) == 128, "two whole cache lines");

struct flows {
	struct map map, port_map;
	struct pool pool, port_pool, guess_pool;
	uint64_t key;		/* of the hashes */
	struct flow *oldest, *newest;
	struct port *idle_oldest, *idle_newest;
	struct guess *guess_oldest, *guess_newest;
	uint64_t flows_evicted;	/* given up for lack of room */
	uint64_t ports_evicted;	/* announcements given up for lack of room */
	/** evicting - told before a flow goes; may be NULL. */
	void (*evicting)(void *context, struct flow *flow);
	/** alone - told of each candidate that nothing confirmed; may be NULL. */
	void (*alone)(void *context, const struct packet *packet);
	void *context;
};

/**
 * flows_init - empty tables over the caller's memory.
 * @key: of the hash; any value, secret where the traffic may be hostile
 * @max_flows: most flows at once; ports are bounded by twice that
 */
void flows_init(struct flows *flows, uint64_t key, size_t max_flows);

/** flows_finish - free all; every flow and port pointer dies. */
void flows_finish(struct flows *flows);

/** flows_hash - the hash of the flow of @packet: src, dst and point are read. */
uint64_t flows_hash(const struct flows *flows, const struct packet *packet);

/**
 * flows_get - the flow of a packet, made when it is new.
 * @packet: src, dst and point are read; @hash: its flows_hash
 * Returns NULL only when memory is exhausted. Allocates: for a new flow, from
 * pools that grow to the limit.
 */
struct flow *flows_get(
	struct flows *flows, const struct packet *packet, uint64_t hash);

/**
 * flows_get_likely - flows_get, where the flow may be @likely: then without a
 * search. Returns and allocates as that.
 * @packet, @hash: likewise; @likely: by map_likely, NULL too; not evicted since
 */
static inline struct flow *flows_get_likely(struct flows *flows,
	const struct packet *packet, uint64_t hash, struct flow *likely)
{
	if (ATTR_UNLIKELY(!likely || likely->point != packet->point ||
			  !endpoint_eq(&likely->dst, &packet->dst) ||
			  !endpoint_eq(&likely->src, &packet->src))) {
		return flows_get(flows, packet, hash);
	}
	likely->used = true;
	return likely;
}

/** flows_find - the flow from @src to @dst, seen at the first point, if it is
 * known, else NULL. */
struct flow *flows_find(const struct flows *flows, const struct endpoint *src,
	const struct endpoint *dst);

/** flows_port - the port at @at if it is known, else NULL. */
struct port *flows_port(const struct flows *flows, const struct endpoint *at);

/**
 * flows_expect - announce media at @at; replaces an earlier announcement.
 * @expect: who and why; copied
 * Returns the port, whose flows the caller may want to look through, or NULL
 * when memory is exhausted.
 */
struct port *flows_expect(struct flows *flows, const struct endpoint *at,
	const struct expect *expect);

/** flows_unexpect - withdraw the announcement of @owner at @at, if it stands. */
void flows_unexpect(
	struct flows *flows, const struct endpoint *at, const void *owner);

/**
 * flows_guess - keep @packet and @rtp as the flow's newest candidate, without
 * payload; the oldest gives way. When there is no room, the flow that has waited
 * longest gives up its candidates: most of those that wait are never confirmed.
 */
void flows_guess(struct flows *flows, struct flow *flow,
	const struct packet *packet, const struct rtp *rtp);

/**
 * flows_guessed - the candidates of @flow are decided: give their room back. Those
 * that are still there are alone.
 */
void flows_guessed(struct flows *flows, struct flow *flow);

#endif
