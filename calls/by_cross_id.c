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
	for (const struct tie *t = call->ties; t; t = t->next) {
		if (t->kind == TIE_CROSS) {
			join_key(ret, t->value);
		}
	}
}

static bool names(const struct call *one, const struct call *other,
	struct join_proof *ret, bool a)
{
	for (const struct tie *t = one->ties; t; t = t->next) {
		if (t->kind == TIE_CROSS &&
			slice_eq(t->value, other->call_id)) {
			*ret = (struct join_proof){98,
				"a header holds the Call-ID of the other leg",
				t->header, a ? t->frame : 0,
				a ? 0 : t->frame, t->capture, t->capture};
			return true;
		}
	}
	return false;
}

static void judge(const struct call *a, const struct call *b,
	struct join_proof *ret)
{
	if (!names(b, a, ret, false)) {
		(void)names(a, b, ret, true);
	}
}

const struct join_rule join_rule_cross_id = {
	.name = "cross-id",
	.title = "A header of one leg holds the Call-ID of the other.",
	.source = "custom headers: X-CID, X-Call-ID and kin",
	.keys = keys,
	.judge = judge,
};
