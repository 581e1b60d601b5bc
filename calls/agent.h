/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a User-Agent or Server header tells of the device that wrote it: maker,
 * model, firmware, MAC, and what kind of thing it is. RFC 3261 clause 20.41
 * leaves the text to the maker, so agents.def lists what makers write, and one
 * rule reads model and firmware in what follows. It is a claim: anybody can
 * write anything there, and a role never rests on it alone where deeds speak.
 */
#ifndef EARSHOT_CALLS_AGENT_H
#define EARSHOT_CALLS_AGENT_H

#include "lib/slice.h"

enum agent_kind {
	AGENT_UNKNOWN,
	AGENT_PHONE,
	AGENT_SOFTPHONE,
	AGENT_GATEWAY, /* to analogue lines, ISDN or DECT bases of lines */
	AGENT_SBC,
	AGENT_PBX, /* or proxy */
	AGENT_TOOL, /* of attackers: what it does is no phone's */
};

struct agent {
	struct slice text;     /* the header's value */
	const char *vendor;    /* NULL: not known */
	struct slice model;    /* absent: not told */
	struct slice firmware; /* absent: not told */
	enum agent_kind kind;
	bool listed; /* agents.def knows the name; kind is no guess by a word */
	bool has_mac;
	uint8_t mac[6];
};

/**
 * agent_read - take the User-Agent or Server header value @text apart.
 * @ret: filled; its slices point into @text or to constants
 * Allocates: no. Source: RFC 3261 clause 20.41; the makers' strings by
 * agents.def.
 */
void agent_read(struct slice text, struct agent *ret);

/**
 * agent_is_pbx - true when @agent begins with a name that agents.def lists as a
 * PBX's or a proxy's. What a word in it makes likely does not count; NULL is
 * none.
 */
static inline bool agent_is_pbx(const struct agent *agent)
{
	return agent && agent->listed && agent->kind == AGENT_PBX;
}

/**
 * agent_mac - find in @text a MAC as makers write it: twelve hexadecimal digits, or six
 * pairs with ':' or '-', alone between other characters.
 * @ret: filled when found. Returns false when there is none, or no unicast one.
 */
bool agent_mac(struct slice text, uint8_t ret[6]);

#endif
