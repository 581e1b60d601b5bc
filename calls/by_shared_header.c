/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An extension header with one long value on both legs: an identifier of the
 * PBX's own, passed on. A phone also puts constants there, its serial number
 * for instance, so the legs must chain and the partner be the only one.
 */
#include "calls/join.h"

#define LONG_ENOUGH 16

static void keys(const struct call *call, struct join_keys *ret)
{
	for (const struct tie *t = call->ties; t; t = t->next) {
		if (t->kind == TIE_CROSS && t->value.n >= LONG_ENOUGH) {
			join_key(ret, t->value);
		}
	}
}

static void judge(const struct call *a, const struct call *b,
	struct join_proof *ret)
{
	const struct tie *x = NULL;
	const struct tie *y = tie_shared(a, b, TIE_CROSS, &x);

	if (y && y->value.n >= LONG_ENOUGH && slice_ieq(x->header, y->header) &&
		join_overlap(a, b) && join_chained(a, b)) {
		*ret = (struct join_proof){85,
			"one header has the same value on both legs",
			y->header, x->frame, y->frame, x->capture,
			y->capture};
	}
}

const struct join_rule join_rule_shared_header = {
	.name = "shared-header",
	.title = "Both legs carry one value in an extension header.",
	.source = "custom headers",
	.lone = true,
	.keys = keys,
	.judge = judge,
};
