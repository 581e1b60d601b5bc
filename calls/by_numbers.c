/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers, times and the order of events, where nothing else is shared. The
 * host that received one INVITE sends the other soon after; what the far leg
 * says (ringing, answer, refusal, end) the near leg repeats a moment later. One
 * alone is coincidence; the INVITE and two more in the right order, with a
 * number in common and no second candidate, are not.
 */
#include "calls/join.h"

#include "lib/attr.h"

#define DIGITS 6 /* of a number: prefixes and country codes come and go */
#define INVITE_WITHIN (5 * NS_PER_S)
#define EVENT_WITHIN  (1 * NS_PER_S)
#define SLACK	      (5 * NS_PER_MS) /* two interfaces, two time stamps */

static struct slice tail(struct slice number)
{
	return number.n > DIGITS ? slice_sub(number, number.n - DIGITS, DIGITS)
				 : number;
}

static bool same_number(struct slice a, struct slice b)
{
	return a.n > 1 && slice_eq(tail(a), tail(b));
}

static struct slice host(const struct endpoint *e)
{
	return (struct slice){(const char *)e->ip.b, sizeof(e->ip.b)};
}

/* Where a number may meet itself: at the PBX, which receives one leg and sends
 * the other. */
static void keys(const struct call *call, struct join_keys *ret)
{
	if (call->hop_count == 0) {
		return;
	}
	const struct slice numbers[] = {call->from_user, call->to_user};
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		struct slice number = tail(numbers[i]);
		join_key_of(ret, number, host(&call->hops[0].from));
		join_key_of(ret, number,
			host(&call->hops[call->hop_count - 1].to));
	}
}

/* The near leg repeats what happened on the far leg, a moment later. */
static bool repeats(const struct moment *near, const struct moment *far)
{
	return near->frame && far->frame && near->ts + SLACK >= far->ts &&
	       near->ts - far->ts <= EVENT_WITHIN;
}

/* An end may travel either way. */
static bool ends_with(const struct moment *a, const struct moment *b)
{
	return repeats(a, b) || repeats(b, a);
}

static bool refused_alike(const struct call *a, const struct call *b)
{
	const struct hop *x = &a->hops[0];
	const struct hop *y = &b->hops[0];

	return x->status >= 300 && x->status == y->status &&
	       ends_with(&x->final, &y->final);
}

static void judge(const struct call *a, const struct call *b,
	struct join_proof *ret)
{
	bool from = same_number(a->from_user, b->from_user);
	bool to = same_number(a->to_user, b->to_user);
	ns_t after = b->invite.ts - a->invite.ts;

	if ((!from && !to) || !a->invite.frame || !b->invite.frame ||
		!join_chained(a, b) || after < -SLACK || after > INVITE_WITHIN) {
		return;
	}
	unsigned score = from && to ? 55 : 40;
	score += repeats(&a->ringing, &b->ringing) ? 12U : 0;
	score += repeats(&a->answer, &b->answer) ? 15U : 0;
	score += ends_with(&a->end, &b->end) ? 15U : 0;
	score += refused_alike(a, b) ? 20U : 0;
	*ret = (struct join_proof){score,
		from && to ? "caller, callee and the order of events"
			   : "one number and the order of events",
		from ? b->from_user : b->to_user, a->invite.frame,
		b->invite.frame};
}

const struct join_rule join_rule_numbers = {
	.name = "numbers",
	.title = "Numbers, times and the order of events fit.",
	.source = "heuristic, docs/METRICS.md",
	.lone = true,
	.keys = keys,
	.judge = judge,
};
