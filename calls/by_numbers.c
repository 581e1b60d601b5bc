/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers, times and the order of events, where nothing else is shared. The
 * host that received one INVITE sends the other soon after; what the far leg
 * says (ringing, answer, refusal, end) the near leg repeats a moment later. One
 * alone is coincidence; the INVITE and two more in the right order, with a
 * number in common and no second candidate, are not.
 */
#include "calls/join.h"

#define INVITE_WITHIN (5 * NS_PER_S)
#define EVENT_WITHIN  (1 * NS_PER_S)
#define SLACK         (5 * NS_PER_MS)   /* two interfaces, two time stamps */
#define POINTS_SLACK  (100 * NS_PER_MS) /* two clocks, compared */

/* Where a number may meet itself: at the PBX, which receives one leg and sends
 * the other. */
static void keys(const struct call *call, struct join_keys *ret)
{
	join_key_hosts(ret, join_number(call->from_user), call);
	join_key_hosts(ret, join_number(call->to_user), call);
}

/* The near leg repeats what happened on the far leg, a moment later. */
static bool repeats(
	const struct moment *near, const struct moment *far, ns_t slack)
{
	return near->frame && far->frame && near->ts + slack >= far->ts &&
	       near->ts - far->ts <= EVENT_WITHIN;
}

static bool refused_alike(const struct call *a, const struct call *b)
{
	const struct hop *x = &a->hops[0];
	const struct hop *y = &b->hops[0];

	return x->status >= 300 && x->status == y->status &&
	       call_near(&x->final, &y->final, EVENT_WITHIN);
}

static void judge(
	const struct call *a, const struct call *b, struct join_proof *ret)
{
	bool from = join_same_number(a->from_user, b->from_user);
	bool to = join_same_number(a->to_user, b->to_user);
	ns_t after = b->invite.ts - a->invite.ts;
	ns_t slack = a->point == b->point ? SLACK : POINTS_SLACK;

	if ((!from && !to) || !a->invite.frame || !b->invite.frame ||
		!join_chained(a, b) || after < -slack ||
		after > INVITE_WITHIN) {
		return;
	}
	unsigned score = from && to ? 55 : 48;
	score += repeats(&a->ringing, &b->ringing, slack) ? 12U : 0;
	score += repeats(&a->answer, &b->answer, slack) ? 15U : 0;
	/* An end may travel either way. */
	score += call_near(&a->end, &b->end, EVENT_WITHIN) ? 15U : 0;
	score += refused_alike(a, b) ? 20U : 0;
	*ret = (struct join_proof){score,
		from && to ? "caller, callee and the order of events"
			   : "one number and the order of events",
		from ? b->from_user : b->to_user, a->invite.frame,
		b->invite.frame, a->invite.capture, b->invite.capture};
}

const struct join_rule join_rule_numbers = {
	.name = "numbers",
	.title = "Numbers, times and the order of events fit.",
	.source = "heuristic, docs/METRICS.md",
	.lone = true,
	.keys = keys,
	.judge = judge,
};
