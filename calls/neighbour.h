/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What switches and the devices at their ports say of themselves by LLDP and
 * CDP, one entry a sender and port. These frames go from one end of a cable to
 * the other and no further, so who is heard at a place of capture is there.
 * Bounded: the first come stay, and of each the first texts.
 */
#ifndef EARSHOT_CALLS_NEIGHBOUR_H
#define EARSHOT_CALLS_NEIGHBOUR_H

#include "calls/call.h"
#include "dissect/network.h"
#include "lib/arena.h"
#include "lib/text.h"

struct book;
struct host;

/* Most senders; they are looked for one after the other. */
#define NEIGHBOUR_MOST 512

struct neighbour {
	struct neighbour *next; /* in order of appearance */
	uint8_t mac[6];		/* of the frame's sender; 0: not told */
	uint8_t point;
	struct lldp said; /* last; its texts are kept here, the first of each */
	bool left;	  /* it said goodbye */
	struct moment first, last;
	uint32_t count;
};

struct neighbour_table {
	struct arena arena;
	struct neighbour *first, *last;
	unsigned count;
	uint64_t left_out; /* frames of senders beyond NEIGHBOUR_MOST */
};

/** neighbour_init - nobody was heard yet. */
void neighbour_init(struct neighbour_table *table);

/** neighbour_finish - free all. */
void neighbour_finish(struct neighbour_table *table);

/** neighbour_lldp - account for @lldp, which came in @packet, in @book. */
void neighbour_lldp(struct book *book, const struct packet *packet,
	const struct lldp *lldp);

/** neighbour_is_network - true when @n is a switch, router or access point, by
 * its own words; a telephone with a port for a computer is none. */
bool neighbour_is_network(const struct neighbour *n);

/** neighbour_is_phone - true when @n says that it is a telephone. */
bool neighbour_is_phone(const struct neighbour *n);

/** neighbour_of - what the machine @host of @book says of itself: known by its
 * MAC, else by an address; LLDP rather than CDP. NULL: nothing was heard. */
const struct neighbour *neighbour_of(
	const struct book *book, const struct host *host);

/**
 * neighbour_switch - the switch port that @n is plugged in: the one of the
 * network that was heard where @n was. NULL where there is none, or where
 * several ports or devices were heard, so that nothing says which is whose.
 */
const struct neighbour *neighbour_switch(
	const struct book *book, const struct neighbour *n);

/** neighbour_policy - the policy for @application, enum lldp_application, that
 * @n told; NULL: none that is known. */
const struct lldp_policy *neighbour_policy(
	const struct neighbour *n, unsigned application);

/** neighbour_put - append the text @which of @n to @t, clean: a MAC or an address
 * in digits; nothing where it is absent. */
void neighbour_put(
	struct text *t, const struct neighbour *n, enum lldp_text which);

#endif
