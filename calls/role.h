/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which part a host plays, by what it does. First its deeds in calls and
 * registrations are tallied; then each rule of role_rules.c looks at one tally and
 * says how much it speaks for one role. Roles that rest on another's (a trunk
 * is what a PBX registers at) come in a second round.
 */
#ifndef EARSHOT_CALLS_ROLE_H
#define EARSHOT_CALLS_ROLE_H

#include "calls/call.h"
#include "calls/host.h"

/* Something counted, and the first frame that shows it. */
struct role_deed {
	uint32_t count;
	uint64_t frame;
};

struct role_tally {
	struct role_deed joins;	     /* an INVITE in became an INVITE out */
	struct role_deed ends;	     /* it began or ended a call */
	struct role_deed relays;     /* RTP in became RTP out */
	struct role_deed registered; /* a registrar accepted it */
	struct role_deed asks;	     /* it asks for that; no answer seen */
	struct role_deed serves_pbx; /* a PBX registered at it */
	bool serves_others;          /* so did who is no PBX */
	struct role_deed pbx_peer;   /* it calls, or is called by, a PBX */
	bool refused;		     /* registrations failed, none worked */
	bool to_public, to_private;  /* peers in calls */
	unsigned pbx_score; /* what its own deeds say of a PBX; 0: nothing */
	uint64_t packets;   /* RTP from or to it */
	uint64_t stamp;     /* of the talk that it was called in: */
	struct moment called;        /* by the first INVITE that came in */
	uint64_t join_stamp;	     /* of the talk that it passed on */
};

/* What a rule looks at. */
struct role_witness {
	const struct host *host;
	const struct role_tally *tally;
	const struct device *sum; /* of all its addresses */
};

struct role_rule {
	enum role role;
	unsigned score; /* 1..100: how much it says alone */
	/** look - what speaks for the role; count 0: nothing does. */
	struct role_deed (*look)(const struct role_witness *w);
	const char *what; /* "answers REGISTER with 200" */
};

/** role_rule_at - rule number @i, NULL past the last one. */
const struct role_rule *role_rule_at(size_t i);

/**
 * role_judge - set role and evidence of all @hosts of the finished @book.
 * Returns 0, or -1 when memory is exhausted.
 */
int role_judge(const struct book *book, struct hosts *hosts);

/** role_public - true when @ip is a global unicast address. Source: RFC 6890. */
bool role_public(const struct addr *ip);

#endif
