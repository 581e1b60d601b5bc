/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A leg that begins long after the first one, and shares nothing with it but
 * the caller's number: the PBX answered first (a queue, an announcement), or
 * tried another phone before. Its answer is passed on, or there was one before,
 * and both end together. The PBX sends the caller's number for no other call of
 * his, so the partner must be the only call of this caller.
 */
#include "calls/join.h"

#define TOGETHER (1 * NS_PER_S)
/* Sooner after the first INVITE, by_numbers.c has the word: here the call is
 * only one more candidate. */
#define LATER (5 * NS_PER_S)

static void keys(const struct call *call, struct join_keys *ret)
{
	join_key_hosts(ret, join_number(call->from_user), call);
}

/* Any call of this caller that was up is a candidate; what follows tells how
 * good a one. */
static void judge(
	const struct call *a, const struct call *b, struct join_proof *ret)
{
	if (!a->invite.frame || !b->invite.frame ||
		b->invite.ts < a->invite.ts || b->invite.ts > a->last_ts ||
		(a->end.frame && b->invite.ts > a->end.ts) ||
		!join_same_number(a->from_user, b->from_user) ||
		!join_chained(a, b)) {
		return;
	}
	bool queued = a->answer.frame && a->answer.ts < b->invite.ts;
	bool passed_on = call_near(&a->answer, &b->answer, TOGETHER) &&
			 a->answer.ts >= b->answer.ts;
	bool later = b->invite.ts - a->invite.ts > LATER;
	unsigned score = later ? 40 : 1;
	score += later && b->answer.frame && (queued || passed_on) ? 15U : 0;
	bool ended = call_near(&a->end, &b->end, TOGETHER);
	score += later && b->answer.frame && ended ? 22U : 0;
	*ret = (struct join_proof){score,
		queued ? "the caller's number, called while he waited, and the "
			 "end"
		       : "the caller's number, and the order of events",
		b->from_user, a->invite.frame, b->invite.frame,
		a->invite.capture, b->invite.capture};
}

const struct join_rule join_rule_later_leg = {
	.name = "later-leg",
	.title = "A leg with the caller's number begins while he waits.",
	.source = "heuristic, docs/METRICS.md",
	.lone = true,
	.keys = keys,
	.judge = judge,
};
