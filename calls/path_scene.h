/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scene of a talk as path.c sets it: who is who, and which descriptions are
 * in force at each end. Private to path.c and path_sdp.c.
 */
#ifndef EARSHOT_CALLS_PATH_SCENE_H
#define EARSHOT_CALLS_PATH_SCENE_H

#include "calls/path.h"

/* A host that may or may not be known. */
struct who {
	struct addr ip;
	bool known;
};

/* The talk as path_of sees it. */
struct scene {
	const struct book *book;
	const struct call *first, *last;   /* nearest to caller, to callee */
	const struct call *legs;           /* of the talk, by next_in_talk */
	struct who caller, callee;         /* the terminals */
	const struct exchange *near, *far; /* in force, at each terminal */
};

/** scene_is - true when @w is known, and is @ip. */
static inline bool scene_is(const struct who *w, const struct addr *ip)
{
	return w->known && addr_eq(&w->ip, ip);
}

/** scene_last_hop - the hop of @call that ends at its callee; NULL: no hop. */
const struct hop *scene_last_hop(const struct call *call);

/** scene_in_force - the newest answered exchange between the hosts of @hop. */
const struct exchange *scene_in_force(
	const struct call *call, const struct hop *hop);

/** scene_sdp - the way by SDP in both directions, and each end's own address.
 */
void scene_sdp(const struct scene *s, struct path *ret);

/** scene_changes - how it changed, as the caller's own hop shows it. */
void scene_changes(const struct scene *s, struct path *ret);

#endif
