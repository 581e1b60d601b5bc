/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A header of the later leg whose value is the Call-ID of the other one: X-CID,
 * X-Call-ID, or whatever the PBX calls it. An extension header that holds
 * exactly the Call-ID of another call of the capture says nothing else, so its
 * name does not matter and need not be configured.
 */
#include "calls/join.h"

static void keys(const struct call *call, struct join_keys *ret)
{
	join_key(ret, call->call_id);
	join_key_ties(ret, call, TIE_CROSS);
}

static void judge(const struct call *a, const struct call *b,
	struct join_proof *ret)
{
	const struct tie *t = join_named(a, b, 1U << TIE_CROSS, ret);

	if (t) {
		ret->score = 98;
		ret->what = "a header holds the Call-ID of the other leg";
		ret->value = t->header;
	}
}

const struct join_rule join_rule_cross_id = {
	.name = "cross-id",
	.title = "A header of one leg holds the Call-ID of the other.",
	.source = "custom headers: X-CID, X-Call-ID and kin",
	.keys = keys,
	.judge = judge,
};
