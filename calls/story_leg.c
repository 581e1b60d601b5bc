/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The notes of one leg, each turned into what it means beside the others. */
#include "calls/story.h"

#include "calls/dial_code.h"
#include "calls/join.h"

/* Audio of the holding side that begins so soon after the hold, and ends so
 * soon after it, belongs to it. */
#define SOON (1 * NS_PER_S)

static struct moment moment_of_note(const struct note *n)
{
	return (struct moment){n->ts, n->frame, n->capture};
}

static struct story_event event_of(const struct story *s,
	const struct call *call, const struct note *n, enum story_kind kind)
{
	bool first = !call->talk || call == call->talk;

	return (struct story_event){
		.kind = kind,
		.ts = n->ts,
		.call = call,
		.by = (enum call_side)n->by,
		.server = (n->by == SIDE_CALLER && !first) ||
			  (n->by == SIDE_CALLEE && !story_is_terminal(s, call)),
		.who = n->by == SIDE_CALLER   ? call->from_user
		       : n->by == SIDE_CALLEE ? call->to_user
					      : (struct slice){NULL, 0},
		.what = n->text,
		.at = {moment_of_note(n)},
	};
}

/* The final answer to request @cseq of @call; 0: not seen. */
static uint16_t answer_to(const struct call *call, uint32_t cseq, ns_t since)
{
	for (const struct message *m = call->messages; m; m = m->next) {
		if (!m->request && m->cseq == cseq && m->status >= 200 &&
			m->ts >= since) {
			return m->status;
		}
	}
	return 0;
}

/*
 * A stream that began with the hold and ended with it, from the holder's side:
 * what the other one was given to hear. @end: of the hold
 */
static void tell_music(struct story *s, const struct call *call,
	const struct note *n, ns_t end)
{
	const struct hop *h = call->hop_count ? &call->hops[0] : NULL;

	for (const struct stream *t = call->streams; h && t;
		t = t->next_in_call) {
		const struct addr *quiet =
			n->by == SIDE_CALLER ? &h->to.ip : &h->from.ip;
		if (t->same_as || t->stat.first_ts < n->ts ||
			t->stat.first_ts > n->ts + SOON ||
			t->stat.last_ts > end + SOON ||
			addr_eq(&t->src.ip, quiet)) {
			continue;
		}
		struct story_event e = event_of(s, call, n, STORY_MUSIC);
		e.ts = t->stat.first_ts;
		e.at[0] = (struct moment){
			t->stat.first_ts, t->stat.first_frame, t->capture};
		e.has_lasted = true;
		e.lasted = t->stat.last_ts - t->stat.first_ts;
		e.where = t->src;
		story_add(s, &e);
	}
}

static void tell_hold(
	struct story *s, const struct call *call, const struct note *n)
{
	struct story_event e = event_of(s, call, n, STORY_HOLD);
	const struct note *off = n->next;

	while (off && (off->kind != NOTE_RESUME || off->by != n->by)) {
		off = off->next;
	}
	ns_t end = off ? off->ts : call_end_ts(call);
	e.status = answer_to(call, n->number, n->ts);
	e.at[1] = off ? moment_of_note(off) : (struct moment){0};
	e.has_lasted = e.status < 300 && end >= n->ts;
	e.lasted = e.has_lasted ? end - n->ts : 0;
	story_add(s, &e);
	if (e.has_lasted) {
		tell_music(s, call, n, end);
	}
}

/* The leg that a transfer in @call led to. */
static const struct call *led_to(const struct call *call, uint64_t frame)
{
	const struct conversation *c = call->conversation;
	const struct call *found = NULL;

	for (const struct join *j = c ? c->joins : NULL; j; j = j->next) {
		if (j->rule->after && j->a == call &&
			(!found || j->proof.frame_a == frame)) {
			found = j->b;
		}
	}
	return found;
}

static void tell_transfer(
	struct story *s, const struct call *call, const struct note *n)
{
	bool attended = n->kind == NOTE_REFER_ATTENDED;
	struct story_event e = event_of(
		s, call, n, attended ? STORY_ATTENDED : STORY_TRANSFER);

	for (const struct note *k = n->next; k; k = k->next) {
		if (k->kind == NOTE_REFER || k->kind == NOTE_REFER_ATTENDED) {
			break;
		}
		bool refused = k->kind == NOTE_REFER_ANSWER && k->number >= 300;
		if (refused || k->kind == NOTE_REFER_RESULT) {
			e.status = (uint16_t)k->number;
			e.at[1] = moment_of_note(k);
		}
	}
	const struct dial_code *code = dial_code_of(n->text);
	e.what = code ? slice_of(code->label) : (struct slice){NULL, 0};
	e.other = led_to(call, n->frame);
	struct slice by = e.who;
	e.who = n->text;
	e.what = e.what.n ? e.what : by;
	story_add(s, &e);
}

/* How long the session lived on after its last refresh, against the interval
 * agreed (RFC 4028 clause 10). */
static void tell_timer(
	struct story *s, const struct call *call, const struct note *n)
{
	struct story_event e = event_of(s, call, n, STORY_TIMER);
	ns_t lived = call_end_ts(call) - n->last_ts;

	e.count = n->count;
	e.seconds = n->number;
	story_add(s, &e);
	for (const struct note *k = n->next; k; k = k->next) {
		if (k->kind == NOTE_TIMER) {
			return; /* agreed anew */
		}
	}
	if (call_was_up(call) && lived > (ns_t)n->number * NS_PER_S) {
		e.kind = STORY_EXPIRED;
		e.ts = n->last_ts + (ns_t)n->number * NS_PER_S;
		story_add(s, &e);
	}
}

static void tell_note(
	struct story *s, const struct call *call, const struct note *n)
{
	struct story_event e = event_of(s, call, n, STORY_RESUME);

	switch (n->kind) {
	case NOTE_HOLD:
		tell_hold(s, call, n);
		return;
	case NOTE_REFER:
	case NOTE_REFER_ATTENDED:
		tell_transfer(s, call, n);
		return;
	case NOTE_TIMER:
		tell_timer(s, call, n);
		return;
	case NOTE_RESUME:
		break;
	case NOTE_FOCUS:
		e.kind = STORY_CONFERENCE;
		break;
	case NOTE_REDIRECT:
		e.kind = STORY_REDIRECTED;
		e.who = n->text;
		e.status = (uint16_t)n->number;
		break;
	case NOTE_EARLY:
		e.kind = STORY_EARLY;
		e.status = (uint16_t)n->number;
		break;
	case NOTE_REFER_ANSWER:
	case NOTE_REFER_RESULT:
	case NOTE_ELSEWHERE:
	case NOTE_REASON:
	case NOTE_WARNING:
		return; /* parts of other events, or of none */
	}
	story_add(s, &e);
}

/* A call that takes the place of another: of one that rings it is a pickup, of
 * one that talks the last step of an attended transfer. */
static void tell_replaces(struct story *s, const struct call *call)
{
	const struct conversation *c = call->conversation;

	for (const struct tie *t = call->ties; t; t = t->next) {
		if (t->kind != TIE_REPLACES) {
			continue;
		}
		struct story_event e = {
			.kind = STORY_REPLACED,
			.ts = t->ts,
			.call = call,
			.by = SIDE_CALLER,
			.who = call->from_user,
			.at = {{t->ts, t->frame, t->capture}},
		};
		for (const struct call *o = c ? c->legs : NULL; o;
			o = o->next_leg) {
			if (slice_eq(o->call_id, t->value)) {
				e.other = o;
				bool rings = !o->answer.frame ||
					     o->answer.ts > t->ts;
				e.kind = rings ? STORY_PICKUP : STORY_REPLACED;
			}
		}
		story_add(s, &e);
	}
}

static void tell_code(struct story *s, const struct call *call)
{
	const struct dial_code *code = dial_code_of(call->to_user);

	if (code && (!call->talk || call == call->talk)) {
		bool pickup = strcmp(code->word, "pickup") == 0;
		story_add(s,
			&(struct story_event){
				.kind = pickup ? STORY_PICKUP : STORY_SERVICE,
				.ts = call->first_ts,
				.call = call,
				.by = SIDE_CALLER,
				.who = call->from_user,
				.what = slice_of(code->label),
				.at = {call->invite},
			});
	}
}

void story_leg(struct story *s, const struct call *call)
{
	tell_code(s, call);
	tell_replaces(s, call);
	for (const struct note *n = call->notes; n; n = n->next) {
		tell_note(s, call, n);
	}
}
