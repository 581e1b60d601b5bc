/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Concluding a call: from the moments of its hops to a state, a reason and
 * timings. docs/METRICS.md defines each; RFC 6076 is the source of the names.
 */
#include "calls/call.h"

/* RFC 3261 timer B: 64 * T1. After it without any reply, the request failed. */
#define TIMER_B (32 * NS_PER_S)

const char *call_state_text(enum call_state state)
{
	static const char *const text[] = {
		[CALL_INCOMPLETE] = "incomplete",
		[CALL_RINGING] = "ringing",
		[CALL_ESTABLISHED] = "established",
		[CALL_COMPLETED] = "completed",
		[CALL_CANCELLED] = "cancelled",
		[CALL_BUSY] = "busy",
		[CALL_UNANSWERED] = "unanswered",
		[CALL_REDIRECTED] = "redirected",
		[CALL_REJECTED] = "rejected",
		[CALL_FAILED] = "failed",
	};

	return text[state];
}

const char *call_side_text(enum call_side side)
{
	static const char *const text[] = {
		[SIDE_UNKNOWN] = NULL,
		[SIDE_CALLER] = "caller",
		[SIDE_CALLEE] = "callee",
	};

	return text[side];
}

static enum call_state state_of_status(uint16_t status)
{
	if (status < 400) {
		return CALL_REDIRECTED;
	}
	if (status == 486 || status == 600) {
		return CALL_BUSY;
	}
	if (status == 487) {
		return CALL_CANCELLED;
	}
	if (status == 408 || status == 480) {
		return CALL_UNANSWERED;
	}
	if (status == 401 || status == 407 || (status >= 500 && status < 600)) {
		return CALL_FAILED;
	}
	return CALL_REJECTED;
}

/* The first hop has the word; what it does not show, another may. */
static struct moment first_of(const struct call *call, size_t offset)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		const char *hop = (const char *)&call->hops[i];
		const struct moment *m = (const void *)(hop + offset);
		if (m->frame) {
			return *m;
		}
	}
	return (struct moment){0};
}

static const struct hop *final_hop(const struct call *call)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		if (call->hops[i].status) {
			return &call->hops[i];
		}
	}
	return NULL;
}

struct maybe call_between_ms(const struct moment *a, const struct moment *b)
{
	if (!a->frame || !b->frame || b->ts < a->ts) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of((double)(b->ts - a->ts) / 1e6);
}

bool call_near(const struct moment *a, const struct moment *b, ns_t within)
{
	return a->frame && b->frame && a->ts - b->ts <= within &&
	       b->ts - a->ts <= within;
}

bool call_was_up(const struct call *call)
{
	return call->state == CALL_ESTABLISHED || call->state == CALL_COMPLETED;
}

ns_t call_end_ts(const struct call *call)
{
	return call->end.frame ? call->end.ts : call->last_ts;
}

bool call_signals(const struct call *call, const struct addr *ip)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		if (addr_eq(&call->hops[i].from.ip, ip) ||
			addr_eq(&call->hops[i].to.ip, ip)) {
			return true;
		}
	}
	return false;
}

static enum call_state conclude_unanswered(
	const struct call *call, const struct hop *final, ns_t capture_end)
{
	struct moment cancel = first_of(call, offsetof(struct hop, cancel));
	struct moment progress = first_of(call, offsetof(struct hop, progress));
	struct moment trying = first_of(call, offsetof(struct hop, trying));

	if (final) {
		return state_of_status(final->status);
	}
	if (cancel.frame) {
		return CALL_CANCELLED;
	}
	if (progress.frame) {
		return CALL_RINGING;
	}
	if (call->invite.frame && !trying.frame &&
		capture_end - call->invite.ts >= TIMER_B) {
		return CALL_FAILED;
	}
	return CALL_INCOMPLETE;
}

static void conclude_timings(struct call *call, struct moment progress)
{
	struct moment reply = progress.frame ? progress : call->end;

	if (!progress.frame && call->answer.frame) {
		reply = call->answer;
	}
	if (call->status == 401 || call->status == 407) {
		reply = progress; /* nobody was reached */
	}
	call->setup_ms = call_between_ms(&call->invite, &call->answer);
	call->pdd_ms = call_between_ms(&call->invite, &reply);
	call->ring_ms = call_between_ms(&call->ringing,
		call->answer.frame ? &call->answer : &call->end);
	if (call->answer.frame) {
		ns_t talk = call_end_ts(call) - call->answer.ts;
		call->duration_s = maybe_of((double)talk / 1e9);
	}
}

void call_conclude(struct call *call, ns_t capture_end)
{
	const struct hop *final = final_hop(call);
	struct moment bye = first_of(call, offsetof(struct hop, bye));
	struct moment progress = first_of(call, offsetof(struct hop, progress));

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		if (s->stat.last_ts > call->last_ts) {
			call->last_ts = s->stat.last_ts;
		}
	}
	call->invite = first_of(call, offsetof(struct hop, invite));
	call->ringing = first_of(call, offsetof(struct hop, ringing));
	call->answer = first_of(call, offsetof(struct hop, answer));
	call->ack = first_of(call, offsetof(struct hop, ack));
	call->status = final ? final->status : 0;
	call->reason = final ? final->reason : (struct slice){NULL, 0};
	for (unsigned i = 0; i < call->hop_count; i++) {
		if (call->hops[i].bye.frame && call->hangup_by == SIDE_UNKNOWN) {
			call->hangup_by = call->hops[i].bye_by;
		}
	}
	bool answered = call->answer.frame || bye.frame ||
			(call->began_before && call->reinvites);
	if (!answered) {
		call->state = conclude_unanswered(call, final, capture_end);
		call->end = first_of(call, offsetof(struct hop, final));
	} else if (bye.frame) {
		call->state = CALL_COMPLETED;
		call->end = bye;
	} else {
		call->state = CALL_ESTABLISHED;
	}
	conclude_timings(call, progress);
}

const struct exchange *call_exchange(const struct call *call)
{
	const struct exchange *best = NULL;
	int best_rank = -1;

	for (const struct exchange *x = call->exchanges; x; x = x->next) {
		const struct hop *h = call->hops;
		bool first =
			h && ((endpoint_eq(&x->offerer, &h->from) &&
				      endpoint_eq(&x->answerer, &h->to)) ||
				     (endpoint_eq(&x->offerer, &h->to) &&
					     endpoint_eq(&x->answerer, &h->from)));
		int rank = (x->answer ? 2 : 0) + (first ? 1 : 0);
		if (rank >= best_rank) {
			best = x;
			best_rank = rank;
		}
	}
	return best;
}
