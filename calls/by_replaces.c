/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Replaces: an INVITE that takes over a dialog (attended transfer, pickup,
 * park) names its Call-ID, in a header of its own or inside the Refer-To of the
 * REFER that asks for it.
 */
#include "calls/join.h"

static bool is_replaces(const struct tie *t)
{
	return t->kind == TIE_REPLACES || t->kind == TIE_REFER_REPLACES;
}

static void keys(const struct call *call, struct join_keys *ret)
{
	join_key(ret, call->call_id);
	for (const struct tie *t = call->ties; t; t = t->next) {
		if (is_replaces(t)) {
			join_key(ret, t->value);
		}
	}
}

static bool names(const struct call *one, const struct call *other,
	struct join_proof *ret, bool a)
{
	for (const struct tie *t = one->ties; t; t = t->next) {
		if (is_replaces(t) && slice_eq(t->value, other->call_id)) {
			*ret = (struct join_proof){98,
				t->kind == TIE_REPLACES
					? "it replaces the other dialog"
					: "a transfer replaces the other dialog",
				t->value, a ? t->frame : 0,
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

const struct join_rule join_rule_replaces = {
	.name = "replaces",
	.title = "One leg replaces the other, or a transfer makes it so.",
	.source = "RFC 3891, RFC 5589",
	.after = true,
	.keys = keys,
	.judge = judge,
};
