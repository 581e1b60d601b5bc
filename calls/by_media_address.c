/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One media address on both legs: the PBX hands the address of one phone to the
 * other, so that they talk directly. At one time an address and port belong to
 * one call, unless a phone or a test tool uses one port for all its calls; then
 * there are several candidates, and none counts.
 */
#include "calls/join.h"

static void line_keys(const struct description *d, struct join_keys *ret)
{
	for (unsigned i = 0; d && i < d->line_count; i++) {
		const struct media_line *l = &d->lines[i];
		char port[2] = {(char)(l->rtp.port >> 8), (char)l->rtp.port};
		if (l->has_address && l->rtp.port &&
			!addr_is_any(&l->rtp.ip)) {
			join_key_of(ret,
				(struct slice){(const char *)l->rtp.ip.b, 16},
				(struct slice){port, sizeof(port)});
		}
	}
}

static void keys(const struct call *call, struct join_keys *ret)
{
	for (const struct exchange *e = call->exchanges; e; e = e->next) {
		line_keys(e->offer, ret);
		line_keys(e->answer, ret);
	}
}

/* True when @one and @other announce one address and port. */
static bool share(
	const struct description *one, const struct description *other)
{
	for (unsigned i = 0; one && i < one->line_count; i++) {
		for (unsigned k = 0; other && k < other->line_count; k++) {
			const struct media_line *x = &one->lines[i];
			const struct media_line *y = &other->lines[k];
			if (x->has_address && y->has_address && x->rtp.port &&
				endpoint_eq(&x->rtp, &y->rtp)) {
				return true;
			}
		}
	}
	return false;
}

static void judge(const struct call *a, const struct call *b,
	struct join_proof *ret)
{
	if (!join_overlap(a, b) || !join_chained(a, b)) {
		return;
	}
	for (const struct exchange *x = a->exchanges; x; x = x->next) {
		for (const struct exchange *y = b->exchanges; y; y = y->next) {
			if (share(x->offer, y->offer)) {
				*ret = (struct join_proof){88,
					"one media address in both offers",
					{NULL, 0}, x->offer->frame,
					y->offer->frame, x->offer->capture,
					y->offer->capture};
				return;
			}
			if (share(x->answer, y->answer)) {
				*ret = (struct join_proof){88,
					"one media address in both answers",
					{NULL, 0}, x->answer->frame,
					y->answer->frame,
					x->answer->capture,
					y->answer->capture};
			}
		}
	}
}

const struct join_rule join_rule_media_address = {
	.name = "media-address",
	.title = "Both legs announce one media address.",
	.source = "RFC 3264",
	.lone = true,
	.keys = keys,
	.judge = judge,
};
