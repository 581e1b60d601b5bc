/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who says that it has which address: by ARP and neighbour discovery a MAC
 * claims an address, and when another MAC claims it, the address changes hands:
 *
 *    A asks as .22    B announces .22    A answers as .22
 *      claim A          claim B, a turn    a turn back: A and B both have it
 *
 * Kept for each address, tag and place of capture: what is one network to one
 * switch may be another to the next. Bounded: the first come stay.
 */
#ifndef EARSHOT_CALLS_CLAIM_H
#define EARSHOT_CALLS_CLAIM_H

#include "calls/call.h"
#include "dissect/network.h"
#include "lib/arena.h"
#include "lib/map.h"

struct book;

/* Most of each that are kept of one address; more are counted. */
#define CLAIM_MACS  4
#define CLAIM_TURNS 24
/* Most addresses. */
#define CLAIM_ADDRESSES 8192

/* By which a claim was made. */
enum claim_by {
	CLAIM_ASKED,	 /* the sender of a question */
	CLAIM_ANSWERED,	 /* of an answer */
	CLAIM_ANNOUNCED, /* unasked: gratuitous ARP, advertisement */
	CLAIM_WAYS
};

/* One MAC that has the address, or wants to know whether it is free. */
struct claim {
	uint8_t mac[6];
	uint32_t by[CLAIM_WAYS]; /* how often */
	uint32_t probes;	 /* "is it free?": claims nothing */
	uint32_t disguised; /* of all: in frames that another MAC sent */
	uint32_t turns;	    /* it took the address from another */
	struct moment first, last; /* claim; frame 0: it only probed */
	struct moment probed, announced; /* the first of each */
};

/* The address changed hands. */
struct claim_turn {
	struct moment at;
	uint8_t from, to; /* index of the claims */
	enum claim_by by;
};

struct claims {
	struct claims *next; /* in order of appearance */
	uint64_t hash;
	struct addr ip;
	uint16_t vlan;	    /* outermost tag; 0: none */
	uint8_t point;
	uint8_t holder;	    /* who claimed last; index */
	bool held;	    /* by anybody yet */
	struct claim macs[CLAIM_MACS];
	unsigned mac_count;
	uint32_t macs_left_out; /* claims of MACs beyond */
	uint32_t turn_count;	/* more than CLAIM_TURNS: the first are kept */
	struct claim_turn turns[CLAIM_TURNS];
	struct moment last_turn;
};

struct claim_table {
	struct map map;
	struct arena arena;
	struct claims *first, *last;
	size_t count;
	uint64_t left_out; /* claims of addresses beyond CLAIM_ADDRESSES */
};

/** claim_init - an empty table. */
void claim_init(struct claim_table *table);

/** claim_finish - free all. */
void claim_finish(struct claim_table *table);

/** claim_arp - account for @arp, which came in @packet. */
void claim_arp(struct book *book, const struct packet *packet,
	const struct arp *arp);

/** claim_ndp - account for @ndp, which came in @packet. */
void claim_ndp(struct book *book, const struct packet *packet,
	const struct ndp *ndp);

/** claim_find - the first claims of @ip that were seen, of any tag and place;
 * NULL: none. */
const struct claims *claim_find(const struct book *book, const struct addr *ip);

/** claim_count - claims that @claim made, by whatever way. */
static inline uint32_t claim_count(const struct claim *claim)
{
	uint32_t n = 0;

	for (unsigned i = 0; i < CLAIM_WAYS; i++) {
		n += claim->by[i];
	}
	return n;
}

#endif
