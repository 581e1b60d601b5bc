/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What it means that several MACs claim one address. Two machines with one
 * address answer in turn; the address of a high-availability pair goes over and
 * stays; a replaced machine never comes back.
 */
#ifndef EARSHOT_DETECT_CLAIMED_H
#define EARSHOT_DETECT_CLAIMED_H

#include "calls/owner.h"
#include "detect/detector.h"

enum claimed {
	CLAIMED_ONCE,	  /* by one MAC, or by a virtual router as it should */
	CLAIMED_MOVED,	  /* from one MAC to another, for good */
	CLAIMED_CARDS,	  /* in turn, by neighbouring MACs: two cards of one host,
			     as it seems */
	CLAIMED_TAKEOVER, /* a pair's address went over, and stays or came back
			     once */
	CLAIMED_SPLIT,	  /* both of a pair have it */
	CLAIMED_POISONED, /* one MAC takes the addresses of several others */
	CLAIMED_CONFLICT, /* two machines have it */
};

/** claimed_judge - what the claims @c mean. A heuristic, documented in
 * docs/METRICS.md. */
enum claimed claimed_judge(const struct detecting *d, const struct owners *c);

/* Told of claims that are of a wanted kind. */
typedef void claimed_found(struct detecting *d, const struct owners *claims);

/** claimed_first - the MAC that had @c first. */
const struct owner *claimed_first(const struct owners *c);

/** claimed_second - the MAC that took @c from the first one. */
const struct owner *claimed_second(const struct owners *c);

/** claimed_walk - ask for each address of the book of @d what its claims mean;
 * @found is told of those whose kind is a bit (1 << kind) of @wanted; the others
 * are judged. That there was none to judge is told once, by ip-conflict. */
void claimed_walk(struct detecting *d, unsigned wanted, claimed_found *found);

/** claimed_raise - a finding of @severity about @c, with its frames and host;
 * @d is the walk. What makes it one are address and MACs. Returns as detect_raise.
 */
struct finding *claimed_raise(struct detecting *d, enum severity severity,
	const struct owners *c);

/** claimed_put - append to the text of @d whose @c is: "10.0.0.1 is claimed by A
 * and by B", with what the two are. */
void claimed_put(struct detecting *d, const struct owners *c);

/** claimed_contested - addresses that @mac takes from others again and again, and
 * in @ret_owners from how many different ones (at most 2 are told apart). */
unsigned claimed_contested(const struct detecting *d, const uint8_t mac[6],
	unsigned *ret_owners);

/** claimed_gateway - true when a DHCP server of @d's book gives @ip as the
 * default gateway. */
bool claimed_gateway(const struct detecting *d, const struct addr *ip);

#endif
