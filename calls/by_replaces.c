/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Replaces: an INVITE that takes over a dialog (attended transfer, pickup,
 * park) names its Call-ID, in a header of its own or inside the Refer-To of the
 * REFER that asks for it.
 */
#include "calls/join.h"

static void keys(const struct call *call, struct join_keys *ret)
{
	join_key(ret, call->call_id);
	join_key_ties(ret, call, TIE_REPLACES);
	join_key_ties(ret, call, TIE_REFER_REPLACES);
}

static void judge(const struct call *a, const struct call *b,
	struct join_proof *ret)
{
	const struct tie *t = join_named(a, b,
		1U << TIE_REPLACES | 1U << TIE_REFER_REPLACES, ret);

	if (t) {
		ret->score = 98;
		ret->what = t->kind == TIE_REPLACES
				    ? "it replaces the other dialog"
				    : "a transfer replaces the other dialog";
		ret->value = t->value;
	}
}

const struct join_rule join_rule_replaces = {
	.name = "replaces",
	.title = "One leg replaces the other, or a transfer makes it so.",
	.source = "RFC 3891, RFC 5589",
	.after = true,
	.keys = keys,
	.judge = judge,
};
