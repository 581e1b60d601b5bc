/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blind transfer: a REFER inside one call names a target, and soon a party of
 * that call, or the PBX in its name, calls it. Referred-By in the new INVITE
 * makes it certain; without it the parties and the moment must fit.
 */
#include "calls/join.h"

#define SOON (10 * NS_PER_S)

static void keys(const struct call *call, struct join_keys *ret)
{
	join_key(ret, call->to_user);
	join_key_ties(ret, call, TIE_REFER_TO);
}

static const struct tie *referred_by(const struct call *call)
{
	for (const struct tie *t = call->ties; t; t = t->next) {
		if (t->kind == TIE_REFERRED_BY) {
			return t;
		}
	}
	return NULL;
}

static bool is_party(const struct call *call, struct slice user)
{
	return user.n && (slice_eq(user, call->from_user) ||
				 slice_eq(user, call->to_user));
}

static void judge(const struct call *a, const struct call *b,
	struct join_proof *ret)
{
	const struct tie *by = referred_by(b);

	for (const struct tie *t = a->ties; t; t = t->next) {
		if (t->kind != TIE_REFER_TO ||
			!slice_eq(t->value, b->to_user) ||
			b->first_ts < t->ts || b->first_ts - t->ts > SOON) {
			continue;
		}
		bool named = by && is_party(a, by->value);
		if (named || is_party(a, b->from_user)) {
			*ret = (struct join_proof){named ? 95 : 80,
				"a transfer to the number that is then called",
				t->value, t->frame, named ? by->frame : 0, t->capture,
				named ? by->capture : 0};
			return;
		}
	}
}

const struct join_rule join_rule_transfer = {
	.name = "transfer",
	.title = "A REFER in one leg leads to the other.",
	.source = "RFC 3515, RFC 3892, RFC 5589",
	.lone = true,
	.after = true,
	.keys = keys,
	.judge = judge,
};
