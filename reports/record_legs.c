/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations: which calls are legs of one, what shows it, what happened. */
#include "reports/records.h"

#include "calls/dial_code.h"
#include "calls/story.h"

#include <stdlib.h>

/* The frames of up to two moments, and of several files which holds each. */
static void put_frames(struct json j, const struct report_input *input,
	const struct moment *at)
{
	struct json frames = json_array(j, "frames");

	for (unsigned i = 0; i < 2; i++) {
		if (at[i].frame) {
			json_count(frames, NULL, at[i].frame);
		}
	}
	if (input->capture_count < 2) {
		return;
	}
	struct json captures = json_array(j, "captures");
	for (unsigned i = 0; i < 2; i++) {
		if (at[i].frame) {
			json_count(captures, NULL, at[i].capture);
		}
	}
}

static void put_join(struct json list, const struct report_input *input,
	const struct join *join)
{
	struct json j = json_object(list, NULL);
	const struct moment at[2] = {
		{0, join->proof.frame_a, join->proof.capture_a},
		{0, join->proof.frame_b, join->proof.capture_b},
	};

	json_count(j, "a", join->a->id);
	json_count(j, "b", join->b->id);
	json_word(j, "rule", join->rule->name);
	json_count(j, "score", join->proof.score);
	json_word(j, "evidence", join->proof.what);
	json_string(j, "value", join->proof.value);
	put_frames(j, input, at);
}

static void put_event(struct json list, const struct report_input *input,
	const struct story_event *e)
{
	struct json j = json_object(list, NULL);
	char at[ENDPOINT_TEXT];

	json_word(j, "kind", story_word(e->kind));
	json_time(j, "time", e->ts);
	json_count(j, "call", e->call->id);
	if (e->server) {
		json_word(j, "by", "server");
	} else {
		json_word(j, "by", call_side_text(e->by));
	}
	json_string(j, "who", e->who);
	json_string(j, "what", e->what);
	if (e->where.port) {
		json_word(j, "at", endpoint_text(&e->where, at));
	}
	if (e->has_lasted) {
		json_number(
			j, "lasted_s", maybe_of((double)e->lasted / 1e9), 6);
	}
	if (e->status) {
		json_count(j, "status_code", e->status);
	}
	if (e->kind == STORY_ELSEWHERE) {
		json_flag(j, "told", e->told);
	}
	if (e->seconds) {
		json_count(j, "interval_s", e->seconds);
		json_count(j, "refreshes", e->count ? e->count - 1 : 0);
	}
	if (e->other) {
		json_count(j, "leads_to", e->other->id);
	}
	put_frames(j, input, e->at);
}

static void put_events(
	struct json j, const struct report_input *input, const struct story *s)
{
	struct json events = json_array(j, "events");

	for (size_t i = 0; i < s->count; i++) {
		put_event(events, input, &s->events[i]);
	}
	if (s->left_out) {
		json_count(j, "events_left_out", s->left_out);
	}
}

static void put_answer(struct json j, const struct story *s)
{
	char at[ENDPOINT_TEXT];

	if (s->answered) {
		json_string(j, "answered_by", s->answered_by);
		if (s->answered_at.port) {
			json_word(j, "answered_at",
				endpoint_text(&s->answered_at, at));
		}
		json_time(j, "answer_time", s->answer.ts);
	}
	if (s->answered && s->end.frame && s->end.ts >= s->answer.ts) {
		ns_t talk = s->end.ts - s->answer.ts;
		json_number(j, "duration_s", maybe_of((double)talk / 1e9), 6);
	}
	if (s->end.frame) {
		json_word(j, "hangup_by",
			s->hangup_server ? "server"
					 : call_side_text(s->hangup_by));
	}
}

void records_conversation(struct json j, const struct report_input *input,
	const struct conversation *c)
{
	struct story *s = story_of(c->legs, true);

	json_count(j, "id", c->id);
	struct json legs = json_array(j, "calls");
	for (const struct call *call = c->legs; call; call = call->next_leg) {
		json_count(legs, NULL, call->id);
	}
	json_string(j, "caller", c->legs->from_user);
	json_string(j, "callee", c->legs->to_user);
	json_time(j, "start_time", c->legs->first_ts);
	struct json joins = json_array(j, "joins");
	for (const struct join *join = c->joins; join; join = join->next) {
		put_join(joins, input, join);
	}
	if (s) {
		json_word(j, "state", call_state_text(s->state));
		put_answer(j, s);
		put_events(j, input, s);
	}
	free(s);
}

void records_story(struct json j, const struct report_input *input,
	const struct call *call)
{
	const struct dial_code *code = dial_code_of(call->to_user);
	struct story *s = story_of(call, false);

	if (code) {
		json_word(j, "service", code->word);
	}
	if (s) {
		put_events(j, input, s);
	}
	free(s);
}

void records_legs(struct json j, const struct call *call)
{
	struct json legs = json_array(j, "legs");

	if (!call->conversation) {
		return;
	}
	for (const struct call *c = call->conversation->legs; c;
		c = c->next_leg) {
		if (c != call) {
			json_string(legs, NULL, c->call_id);
		}
	}
	json_count(j, "conversation", call->conversation->id);
	json_count(j, "leg", call->leg);
}
