/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The o= line of an SDP names the session worldwide; a PBX that passes the
 * description on, because the phones talk directly, leaves it. Test tools write
 * a constant there, so the partner must be the only one.
 */
#include "calls/join.h"

static void keys(const struct call *call, struct join_keys *ret)
{
	for (const struct exchange *e = call->exchanges; e; e = e->next) {
		const struct description *d = e->offer;
		if (d && d->session_id.n > 3) {
			join_key_of(ret, slice_sub(d->session_id, 0, 20),
				slice_sub(d->origin_address, 0, 20));
		}
	}
}

static void judge(const struct call *a, const struct call *b,
	struct join_proof *ret)
{
	const struct description *x = a->exchanges ? a->exchanges->offer : NULL;
	const struct description *y = b->exchanges ? b->exchanges->offer : NULL;

	if (x && y && x->session_id.n > 3 &&
		slice_eq(x->session_id, y->session_id) &&
		slice_eq(x->origin_address, y->origin_address) &&
		join_overlap(a, b)) {
		*ret = (struct join_proof){join_chained(a, b) ? 85U : 60U,
			"one session description on both legs", y->session_id,
			x->frame, y->frame, x->capture, y->capture};
	}
}

const struct join_rule join_rule_sdp_origin = {
	.name = "sdp-origin",
	.title = "Both legs offer one session, by its o= line.",
	.source = "RFC 8866 clause 5.2",
	.lone = true,
	.keys = keys,
	.judge = judge,
};
