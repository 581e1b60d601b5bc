/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Session-ID: an identifier made to survive every B2BUA. Each end puts one half
 * of it; a leg is recognised by either half.
 */
#include "calls/join.h"

static void keys(const struct call *call, struct join_keys *ret)
{
	join_key_ties(ret, call, TIE_SESSION_ID);
}

static void judge(const struct call *a, const struct call *b,
	struct join_proof *ret)
{
	const struct tie *x = NULL;
	const struct tie *y = tie_shared(a, b, TIE_SESSION_ID, &x);

	if (y) {
		*ret = (struct join_proof){98, "the same Session-ID", y->value,
			x->frame, y->frame, x->capture, y->capture};
	}
}

const struct join_rule join_rule_session_id = {
	.name = "session-id",
	.title = "Both legs carry one Session-ID.",
	.source = "RFC 7989",
	.keys = keys,
	.judge = judge,
};
