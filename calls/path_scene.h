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

/** path_is - true when @w is known, and is @ip. */
static inline bool path_is(const struct who *w, const struct addr *ip)
{
	return w->known && addr_eq(&w->ip, ip);
}

/** path_last_hop - the hop of @call that ends at its callee; NULL: no hop. */
const struct hop *path_last_hop(const struct call *call);

/** path_in_force - the newest answered exchange between the hosts of @hop. */
const struct exchange *path_in_force(
	const struct call *call, const struct hop *hop);

/**
 * path_sdp - the way of @s by SDP in both directions, and the ends' addresses.
 * @ret: filled as far as SDP tells
 */
void path_sdp(const struct scene *s, struct path *ret);

/**
 * path_meets - true when @e was at any time the own address of the terminal at
 * @side, and the other terminal was told just that.
 */
bool path_meets(
	const struct scene *s, enum call_side side, const struct endpoint *e);

/**
 * path_changes - how the way changed, as the caller's own hop in @s shows it.
 * @ret: gets the changes
 */
void path_changes(const struct scene *s, struct path *ret);

#endif
