/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The story says who answered, the roles of hosts what that is. */
#include "calls/inbound.h"

#include "calls/book.h"
#include "calls/ledger.h"
#include "calls/story.h"

#include <stdlib.h>

const char *inbound_end_text(enum inbound_end end)
{
	static const char *const words[] = {
		[INBOUND_NOBODY] = "nobody",
		[INBOUND_SERVER] = "server",
		[INBOUND_PERSON] = "person",
		[INBOUND_OUTSIDE] = "outside",
	};

	return words[end];
}

/* Digits, with or without a plus: no name of an account. */
static bool is_number(struct slice user)
{
	size_t i = user.n && user.p[0] == '+' ? 1 : 0;

	if (i == user.n) {
		return false;
	}
	for (; i < user.n; i++) {
		if (user.p[i] < '0' || user.p[i] > '9') {
			return false;
		}
	}
	return true;
}

/* A trunk that registered is sent its account in the URI, and the number that
 * was dialled in To. */
static struct slice dialled(const struct call *call, const struct hop *in)
{
	if (is_number(call->to_user)) {
		return call->to_user;
	}
	return in->target.n ? in->target : call->to_user;
}

static enum inbound_end end_of(const struct hosts *hosts,
	const struct book *book, const struct hop *in, const struct story *s)
{
	const struct host *h = host_at(hosts, book, &s->answered_at.ip);

	if (s->answered_at.port == 0) {
		return INBOUND_SERVER;
	}
	if (h && h->role == ROLE_PHONE) {
		return INBOUND_PERSON;
	}
	if (h && ledger_is_trunk(h)) {
		return INBOUND_OUTSIDE;
	}
	if (h && h == host_at(hosts, book, &in->to.ip)) {
		return INBOUND_SERVER;
	}
	return h && h->role == ROLE_UNKNOWN ? INBOUND_PERSON : INBOUND_SERVER;
}

/* Who was asked last, when nobody answered. */
static struct slice asked_last(const struct story *s, const struct inbound *in)
{
	const struct call *last = s->legs[s->leg_count - 1];

	return last != in->call && last->to_user.n ? last->to_user : in->number;
}

int inbound_of(const struct book *book, const struct call *call,
	struct inbound *ret)
{
	const struct hop *in = call->hop_count ? &call->hops[0] : NULL;
	struct hosts hosts;

	if (!in || !call->invite.frame ||
		(call->conversation && call->conversation->legs != call)) {
		return 0;
	}
	if (hosts_of(book, &hosts) != 0) {
		return -1;
	}
	const struct host *from = host_at(&hosts, book, &in->from.ip);
	const struct host *to = host_at(&hosts, book, &in->to.ip);
	if (!from || !ledger_is_trunk(from) || (to && ledger_is_trunk(to))) {
		return 0;
	}
	struct story *s = story_of(call, true);
	if (!s) {
		return -1;
	}
	*ret = (struct inbound){
		.call = call,
		.trunk = in->from.ip,
		.number = dialled(call, in),
	};
	if (s->answered) {
		ret->end = end_of(&hosts, book, in, s);
		ret->up = s->answered;
		ret->target = s->answered_by;
		ret->where = s->answered_at;
	} else {
		ret->end = call_was_up(call) ? INBOUND_SERVER : INBOUND_NOBODY;
		ret->up = call_was_up(call) ? call : NULL;
		ret->target = asked_last(s, ret);
	}
	free(s);
	return 1;
}
