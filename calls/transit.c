/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs of moments on two sides of one host. */
#include "calls/transit.h"

#include "calls/book.h"

/* A server that takes longer did something else in between: it played an
 * announcement, or waited for a queue. */
#define LONGEST (5 * NS_PER_S)

struct teller {
	transit_told *told;
	void *context;
};

static void tell(const struct teller *t, enum transit_kind kind,
	const struct addr *host, const struct call *call,
	const struct moment *in, const struct moment *out)
{
	if (!in->frame || !out->frame || out->ts < in->ts ||
		out->ts - in->ts > LONGEST) {
		return;
	}
	struct transit transit = {
		.host = *host,
		.kind = kind,
		.call = call,
		.ts = out->ts,
		.delay = out->ts - in->ts,
		.frame_in = in->frame,
		.frame_out = out->frame,
	};
	t->told(t->context, &transit);
}

/* The host that received the INVITE of @near and sent that of @far. */
static void across(const struct teller *t, const struct call *call,
	const struct hop *near, const struct hop *far)
{
	const struct addr *host = &near->to.ip;

	if (!addr_eq(host, &far->from.ip)) {
		return;
	}
	/* Of several INVITEs, the last one was let through. */
	tell(t, TRANSIT_INVITE, host, call, &near->sent, &far->sent);
	tell(t, TRANSIT_RINGING, host, call, &far->ringing, &near->ringing);
	tell(t, TRANSIT_ANSWER, host, call, &far->answer, &near->answer);
}

/* The leg of the talk of @b that began last before it and leads to its host. */
static const struct call *leg_before(const struct call *b)
{
	const struct call *found = NULL;

	for (const struct call *a = b->talk; a && a != b; a = a->next_in_talk) {
		if (join_chained(a, b)) {
			found = a;
		}
	}
	return found;
}

void transit_each(const struct book *book, transit_told *told, void *context)
{
	struct teller t = {told, context};

	for (const struct call *c = book->calls; c; c = c->next) {
		for (unsigned i = 1; i < c->hop_count; i++) {
			across(&t, c, &c->hops[i - 1], &c->hops[i]);
		}
		const struct call *a = leg_before(c);
		if (a && a->hop_count && c->hop_count) {
			across(&t, c, &a->hops[a->hop_count - 1], &c->hops[0]);
		}
	}
}

const char *transit_text(enum transit_kind kind)
{
	static const char *const text[] = {
		[TRANSIT_INVITE] = "INVITE",
		[TRANSIT_RINGING] = "180",
		[TRANSIT_ANSWER] = "200",
	};

	return kind < TRANSIT_KINDS ? text[kind] : NULL;
}
