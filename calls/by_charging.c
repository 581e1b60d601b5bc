/* SPDX-License-Identifier: GPL-3.0-or-later */
/* P-Charging-Vector: operators' networks bill all legs of a call under one
 * identifier. */
#include "calls/join.h"

static void keys(const struct call *call, struct join_keys *ret)
{
	join_key_ties(ret, call, TIE_CHARGING);
}

static void judge(const struct call *a, const struct call *b,
	struct join_proof *ret)
{
	const struct tie *x = NULL;
	const struct tie *y = tie_shared(a, b, TIE_CHARGING, &x);

	if (y && join_overlap(a, b)) {
		*ret = (struct join_proof){90, "the same charging identifier",
			y->value, x->frame, y->frame, x->capture, y->capture};
	}
}

const struct join_rule join_rule_charging = {
	.name = "charging",
	.title = "Both legs carry one icid-value in P-Charging-Vector.",
	.source = "RFC 7315 clause 4.6",
	.keys = keys,
	.judge = judge,
};
