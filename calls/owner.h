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
#ifndef EARSHOT_CALLS_OWNER_H
#define EARSHOT_CALLS_OWNER_H

#include "calls/call.h"
#include "dissect/network.h"
#include "lib/arena.h"
#include "lib/map.h"

struct book;

/* Most of each that are kept of one address; more are counted. */
#define OWNER_MACS  4
#define OWNER_TURNS 24
/* Most addresses. */
#define OWNER_ADDRESSES 8192

/* By which a claim was made. */
enum owner_by {
	OWNER_ASKED,	 /* the sender of a question */
	OWNER_ANSWERED,	 /* of an answer */
	OWNER_ANNOUNCED, /* unasked: gratuitous ARP, advertisement */
	OWNER_WAYS
};

/* One MAC that has the address, or wants to know whether it is free. */
struct owner {
	uint8_t mac[6];
	uint32_t by[OWNER_WAYS]; /* how often */
	uint32_t probes;	 /* "is it free?": claims nothing */
	uint32_t disguised; /* of all: in frames that another MAC sent */
	uint32_t turns;	    /* it took the address from another */
	struct moment first, last; /* claim; frame 0: it only probed */
	struct moment probed, announced; /* the first of each */
};

/* The address changed hands. */
struct owner_turn {
	struct moment at;
	uint8_t from, to; /* index of the claims */
	enum owner_by by;
};

struct owners {
	struct owners *next; /* in order of appearance */
	uint64_t hash;
	struct addr ip;
	uint16_t vlan;	    /* outermost tag; 0: none */
	uint8_t point;
	uint8_t holder;	    /* who claimed last; index */
	bool held;	    /* by anybody yet */
	struct owner macs[OWNER_MACS];
	unsigned mac_count;
	uint32_t macs_left_out; /* claims of MACs beyond */
	uint32_t turn_count;	/* more than OWNER_TURNS: the first are kept */
	struct owner_turn turns[OWNER_TURNS];
	struct moment last_turn;
};

struct owner_table {
	struct map map;
	struct arena arena;
	struct owners *first, *last;
	size_t count;
	uint64_t left_out; /* claims of addresses beyond OWNER_ADDRESSES */
};

/** owner_init - an empty table. */
void owner_init(struct owner_table *table);

/** owner_finish - free all. */
void owner_finish(struct owner_table *table);

/** owner_arp - account for @arp, which came in @packet. */
void owner_arp(struct book *book, const struct packet *packet,
	const struct arp *arp);

/** owner_ndp - account for @ndp, which came in @packet. */
void owner_ndp(struct book *book, const struct packet *packet,
	const struct ndp *ndp);

/** owner_find - the first claims of @ip that were seen, of any tag and place;
 * NULL: none. */
const struct owners *owner_find(const struct book *book, const struct addr *ip);

/** owner_count - claims that @claim made, by whatever way. */
static inline uint32_t owner_count(const struct owner *claim)
{
	uint32_t n = 0;

	for (unsigned i = 0; i < OWNER_WAYS; i++) {
		n += claim->by[i];
	}
	return n;
}

#endif
