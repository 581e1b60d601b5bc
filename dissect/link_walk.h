/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside link_decode: a walk goes down a frame layer by layer. Each layer takes
 * its header, fills what it knows into the packet, and says what comes next; no
 * layer calls the one below it, so nesting costs no stack and is counted in one
 * place (link.c). An encapsulation is one more `next` and one more function.
 *
 * The packet keeps what was taken off; link_walk_enter notes it, and refuses
 * what lies too deep.
 *
 * Two ends go along: of what was captured and of what was on the wire. When a
 * header does not fit, their difference tells a short snapshot from a lie.
 * Source: of each layer, beside it.
 *
 * This is no struct cursor: a walk ends at the first header that does not fit,
 * so `bad` would be tested for nothing; and a step writes `at` alone, because
 * two neighbours that are written apart and read together (as compilers like
 * to) cost more than all the rest.
 */
#ifndef EARSHOT_DISSECT_LINK_WALK_H
#define EARSHOT_DISSECT_LINK_WALK_H

#include "dissect/packet.h"
#include "lib/attr.h"

enum link_next {
	NEXT_ETHERNET,
	NEXT_TAG, /* VLAN tag */
	NEXT_LLC,
	NEXT_IP, /* the version field tells which */
	NEXT_IPV4,
	NEXT_IPV6,
	NEXT_DONE, /* the packet is filled */
	NEXT_STOP, /* walk.reason says why */
/* Those below are rare, and out of line: see link_layer.h. */
#define STEP(name, function) NEXT_##name,
#include "dissect/link_steps.def"
#undef STEP
	NEXT_STEPS
};

struct link_walk {
	const uint8_t *frame;
	size_t at;             /* where the layer ahead begins */
	size_t captured_end;   /* of it, <= bytes in frame */
	size_t wire_end;       /* of it on the wire, >= captured_end */
	struct packet *packet; /* to fill */
	enum undecoded reason; /* why, on NEXT_STOP */
};

/** link_walk_wire - bytes on the wire of the layer ahead of @w. */
static inline size_t link_walk_wire(const struct link_walk *w)
{
	return w->wire_end - w->at;
}

/** link_walk_stop - end the walk @w for @reason; returns NEXT_STOP. */
static inline enum link_next link_walk_stop(
	struct link_walk *w, enum undecoded reason)
{
	w->reason = reason;
	return NEXT_STOP;
}

/**
 * link_walk_take - the next @n bytes of the walk @w, which steps over them.
 * Returns NULL with the reason set when they were not captured: all fields of a
 * header are then read by constant offsets below @n.
 */
static inline const uint8_t *link_walk_take(struct link_walk *w, size_t n)
{
	if (ATTR_UNLIKELY(w->captured_end - w->at < n)) {
		w->reason = link_walk_wire(w) < n ? UNDECODED_MALFORMED
						  : UNDECODED_SHORT;
		return NULL;
	}
	const uint8_t *p = w->frame + w->at;
	w->at += n;
	return p;
}

/**
 * link_walk_limit - the layer ahead of @w has @n bytes on the wire, as its
 * header says: what follows them is padding.
 */
static inline void link_walk_limit(struct link_walk *w, size_t n)
{
	w->wire_end = w->at + n;
	if (w->captured_end > w->wire_end) {
		w->captured_end = w->wire_end;
	}
}

/**
 * link_walk_ahead - the next @n bytes of the walk @w, which stays where it is.
 * Returns NULL when they were not captured.
 */
static inline const uint8_t *link_walk_ahead(
	const struct link_walk *w, size_t n)
{
	return w->captured_end - w->at < n ? NULL : w->frame + w->at;
}

/**
 * link_walk_enter - what follows in @w is inside a tunnel of kind @tunnel.
 * Returns false, the reason set, when that is one too many.
 */
static inline bool link_walk_enter(struct link_walk *w, enum tunnel tunnel)
{
	struct packet *packet = w->packet;

	if (packet->tunnel_count == PACKET_TUNNELS) {
		w->reason = UNDECODED_DEEP;
		return false;
	}
	packet->tunnel[packet->tunnel_count++] = (uint8_t)tunnel;
	/* Oddities of the way are none of the packet that came along it. */
	packet->anomalies &= PACKET_REASSEMBLED;
	return true;
}

/**
 * link_walk_enter_ip - link_walk_enter of a tunnel over the IP header that the
 * walk @w has just left.
 */
static inline bool link_walk_enter_ip(struct link_walk *w, enum tunnel tunnel)
{
	struct packet *packet = w->packet;

	if (!packet->outer) {
		packet->outer_src = packet->src.ip;
		packet->outer_dst = packet->dst.ip;
		packet->outer = true;
	}
	return link_walk_enter(w, tunnel);
}

/** link_walk_u16 - 16 bits at @p, network byte order. */
static inline uint16_t link_walk_u16(const uint8_t p[2])
{
	return (uint16_t)((unsigned)p[0] << 8 | p[1]);
}

/** link_walk_u32 - 32 bits at @p, network byte order. */
static inline uint32_t link_walk_u32(const uint8_t p[4])
{
	return (uint32_t)link_walk_u16(p) << 16 | link_walk_u16(p + 2);
}

/** link_walk_le16 - 16 bits at @p, least significant byte first. */
static inline uint16_t link_walk_le16(const uint8_t p[2])
{
	return (uint16_t)((unsigned)p[1] << 8 | p[0]);
}

/** link_walk_le32 - 32 bits at @p, least significant byte first. */
static inline uint32_t link_walk_le32(const uint8_t p[4])
{
	return (uint32_t)link_walk_le16(p + 2) << 16 | link_walk_le16(p);
}

#endif
