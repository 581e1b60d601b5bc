/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * High-availability groups by their own words: who advertises itself as the
 * active one of a group of VRRP, CARP, HSRP or GLBP, and how often that changed. Bounded:
 * the first groups come in, and of each the first two that were active.
 */
#ifndef EARSHOT_CALLS_PAIR_H
#define EARSHOT_CALLS_PAIR_H

#include "calls/call.h"
#include "dissect/network.h"

struct book;

#define PAIR_GROUPS 32

struct pair_active {
	struct addr ip; /* its own */
	uint8_t priority;
	uint32_t count; /* advertisements, those that step back apart */
	struct moment first, last;
};

struct pair_group {
	enum vrrp_kind kind;
	bool ipv4;
	uint8_t point;
	uint16_t group, vlan;
	uint32_t shared; /* of HSRP, GLBP: see dissect/vrrp.h */
	struct pair_active active[2];
	unsigned active_count, holder; /* who advertised last; index */
	uint32_t others; /* advertisements of a third one and beyond */
	uint32_t turns;	 /* another one than last time */
	struct moment turn, last_turn; /* the first and the last of them */
};

struct pair_table {
	struct pair_group groups[PAIR_GROUPS];
	unsigned count;
	uint64_t left_out; /* advertisements of groups beyond */
};

/** pair_vrrp - account for @vrrp, which came in @packet, in @book. */
void pair_vrrp(struct book *book, const struct packet *packet,
	const struct vrrp *vrrp);

#endif
