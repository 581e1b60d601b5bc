/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of telling: branches, then each leg's notes, then the end; sorted
 * by time at last. */
#include "calls/story.h"

#include "calls/join.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

const char *story_word(enum story_kind kind)
{
	static const char *const text[] = {
		[STORY_SERVICE] = "service",
		[STORY_EARLY] = "early_media",
		[STORY_RINGING] = "ringing",
		[STORY_ANSWERED] = "answered",
		[STORY_ELSEWHERE] = "answered_elsewhere",
		[STORY_MISSED] = "missed",
		[STORY_REFUSED] = "refused",
		[STORY_QUEUED] = "queued",
		[STORY_SERVER] = "answered_by_server",
		[STORY_REDIRECTED] = "redirected",
		[STORY_HOLD] = "hold",
		[STORY_RESUME] = "resume",
		[STORY_MUSIC] = "music_on_hold",
		[STORY_TRANSFER] = "blind_transfer",
		[STORY_ATTENDED] = "attended_transfer",
		[STORY_PICKUP] = "pickup",
		[STORY_REPLACED] = "replaced",
		[STORY_CONFERENCE] = "conference",
		[STORY_TIMER] = "session_timer",
		[STORY_EXPIRED] = "session_expired",
		[STORY_ENDED] = "ended",
	};

	return text[kind];
}

void story_add(struct story *story, const struct story_event *event)
{
	if (story->count == STORY_EVENTS) {
		story->left_out++;
		return;
	}
	story->events[story->count++] = *event;
}

/* A leg of the same talk that the receiver of @call sent on. */
static bool goes_on(const struct call *call, const struct call *next)
{
	return next != call && next->talk && next->talk == call->talk &&
	       next->first_ts >= call->first_ts && join_chained(call, next) &&
	       !(join_chained(next, call) && next->id < call->id);
}

bool story_is_terminal(const struct story *story, const struct call *call)
{
	for (size_t i = 0; i < story->leg_count; i++) {
		if (goes_on(call, story->legs[i])) {
			return false;
		}
	}
	return true;
}

/* The first BYE of the legs that were answered. A leg that another one replaced
 * ends in the middle of the story. */
static void find_end(struct story *s)
{
	const struct call *last = NULL;
	const struct call *talk = NULL;

	for (size_t i = s->leg_count; i-- > 0 && !last;) {
		if (s->legs[i]->answer.frame) {
			last = s->legs[i];
			talk = last->talk;
		}
	}
	for (size_t i = 0; last && i < s->leg_count; i++) {
		const struct call *c = s->legs[i];
		bool in_it = c == last || (talk && c->talk == talk);
		if (!in_it || c->state != CALL_COMPLETED ||
			(s->end.frame && c->end.ts >= s->end.ts)) {
			continue;
		}
		s->end = c->end;
		s->hangup_by = c->hangup_by;
		s->hangup_server = (c->hangup_by == SIDE_CALLER && c->talk &&
					   c != c->talk) ||
				   (c->hangup_by == SIDE_CALLEE &&
					   !story_is_terminal(s, c));
		last = c;
	}
	if (s->end.frame) {
		story_add(s, &(struct story_event){
				     .kind = STORY_ENDED,
				     .ts = s->end.ts,
				     .call = last,
				     .by = s->hangup_by,
				     .server = s->hangup_server,
				     .who = s->hangup_by == SIDE_CALLER
						    ? last->from_user
						    : last->to_user,
				     .at = {s->end},
			     });
	}
}

/*
 * The state of the whole is that of the first leg, which the caller saw; unless
 * the talk went on in a leg that took its place.
 */
static void find_state(struct story *s)
{
	s->state = s->legs[0]->state;
	for (size_t i = 1; i < s->leg_count; i++) {
		const struct call *c = s->legs[i];
		if (c->state == CALL_ESTABLISHED &&
			s->state == CALL_COMPLETED &&
			c->last_ts > s->legs[0]->last_ts) {
			s->state = CALL_ESTABLISHED;
		}
	}
}

static int by_time(const void *a, const void *b)
{
	const struct story_event *x = a;
	const struct story_event *y = b;

	if (x->ts != y->ts) {
		return x->ts < y->ts ? -1 : 1;
	}
	if (x->call->id != y->call->id) {
		return x->call->id < y->call->id ? -1 : 1;
	}
	return (x->kind > y->kind) - (x->kind < y->kind);
}

/* A B2BUA passes a hold on from leg to leg; it is told once. */
static void drop_passed_on(struct story *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->count; i++) {
		const struct story_event *e = &s->events[i];
		bool again = false;
		for (size_t k = kept; k-- > 0 && !again;) {
			const struct story_event *o = &s->events[k];
			if (e->ts - o->ts > NS_PER_S) {
				break;
			}
			again = o->kind == e->kind && o->call != e->call &&
				(e->kind == STORY_HOLD ||
					e->kind == STORY_RESUME ||
					e->kind == STORY_EARLY);
		}
		if (!again) {
			s->events[kept++] = *e;
		}
	}
	s->count = kept;
}

struct story *story_of(const struct call *call, bool whole)
{
	struct story *s = malloc(sizeof(*s));
	const struct conversation *group = whole ? call->conversation : NULL;

	if (!s) {
		return NULL;
	}
	memset(s, 0, offsetof(struct story, events));
	s->legs[0] = call;
	s->leg_count = group ? 0 : 1;
	for (const struct call *c = group ? group->legs : NULL;
		c && s->leg_count < STORY_LEGS; c = c->next_leg) {
		s->legs[s->leg_count++] = c;
	}
	find_state(s);
	story_branches(s);
	for (size_t i = 0; i < s->leg_count; i++) {
		story_leg(s, s->legs[i]);
	}
	find_end(s);
	qsort(s->events, s->count, sizeof(s->events[0]), by_time);
	drop_passed_on(s);
	return s;
}
