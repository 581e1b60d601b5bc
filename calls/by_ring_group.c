/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A ring group without any identifier: one call comes in, the PBX calls several
 * phones with the caller's number, and when one of them answers, or the caller
 * gives up, it cancels the others at once. Numbers alone do not show that a
 * phone that never answered belongs to the call; the cause does: its CANCEL
 * follows what happened on the first leg within a moment, and nothing else of
 * the caller's was there.
 *
 *   caller --INVITE--> PBX --INVITE--> phone 1, 2, 3
 *          <---200----     <---200---- phone 2
 *                          --CANCEL--> phone 1, 3
 */
#include "calls/join.h"

#define INVITE_WITHIN (5 * NS_PER_S)
/* From the cause to the CANCEL; the 200 may pass on after the CANCELs. */
#define CAUSE_WITHIN (1 * NS_PER_S)

static void keys(const struct call *call, struct join_keys *ret)
{
	join_key_hosts(ret, join_number(call->from_user), call);
}

static void judge(
	const struct call *a, const struct call *b, struct join_proof *ret)
{
	ns_t after = b->invite.ts - a->invite.ts;

	if (!a->invite.frame || !b->invite.frame || after < 0 ||
		after > INVITE_WITHIN || b->answer.frame ||
		!join_same_number(a->from_user, b->from_user) ||
		!join_chained(a, b)) {
		return;
	}
	const struct moment *cancel = &b->hops[0].cancel;
	const struct moment *given_up = &a->hops[0].cancel;
	bool answered = call_near(cancel, &a->answer, CAUSE_WITHIN);
	if (answered || call_near(cancel, given_up, CAUSE_WITHIN)) {
		const struct moment *cause = answered ? &a->answer : given_up;
		*ret = (struct join_proof){78,
			answered ? "cancelled when the call was answered"
				 : "cancelled when the caller gave up",
			b->from_user, cause->frame, cancel->frame,
			cause->capture, cancel->capture};
	}
}

const struct join_rule join_rule_ring_group = {
	.name = "ring-group",
	.title = "A phone that rang is cancelled when the call is answered.",
	.source = "heuristic, docs/METRICS.md",
	.lone = true,
	.keys = keys,
	.judge = judge,
};
