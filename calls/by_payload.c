/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The same voice on both legs: payloads that a relay received and sent on
 * (calls/relay.h). Stronger than anything the signalling says, and it needs no
 * header, no number and no clock.
 */
#include "calls/join.h"

#include "calls/relay.h"

static struct slice name_of(const struct stream *const *s)
{
	return (struct slice){(const char *)s, sizeof(struct stream *)};
}

static void keys(const struct call *call, struct join_keys *ret)
{
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		const struct stream *from = relay_source(s);
		join_key_of(ret, name_of(&s), (struct slice){NULL, 0});
		if (from) {
			join_key_of(ret, name_of(&from),
				(struct slice){NULL, 0});
		}
	}
}

static bool carries(const struct call *one, const struct call *other,
	struct join_proof *ret)
{
	for (const struct stream *s = one->streams; s; s = s->next_in_call) {
		const struct stream *from = relay_source(s);
		if (from && from->call == other) {
			*ret = (struct join_proof){97,
				"the same voice packets on both legs",
				{NULL, 0}, s->relay->frame_in,
				s->relay->frame_out, from->capture, s->capture};
			return true;
		}
	}
	return false;
}

static void judge(const struct call *a, const struct call *b,
	struct join_proof *ret)
{
	if (!carries(a, b, ret)) {
		(void)carries(b, a, ret);
	}
}

const struct join_rule join_rule_payload = {
	.name = "payload",
	.title = "The same RTP payload is seen on both legs.",
	.source = "docs/METRICS.md, relay",
	.keys = keys,
	.judge = judge,
};
