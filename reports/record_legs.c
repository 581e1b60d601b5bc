/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations: which calls are legs of one, and what shows it. */
#include "reports/records.h"

static void put_join(struct json list, const struct join *join)
{
	struct json j = json_object(list, NULL);

	json_count(j, "a", join->a->id);
	json_count(j, "b", join->b->id);
	json_word(j, "rule", join->rule->name);
	json_count(j, "score", join->proof.score);
	json_word(j, "evidence", join->proof.what);
	json_string(j, "value", join->proof.value);
	struct json frames = json_array(j, "frames");
	if (join->proof.frame_a) {
		json_count(frames, NULL, join->proof.frame_a);
	}
	if (join->proof.frame_b) {
		json_count(frames, NULL, join->proof.frame_b);
	}
}

void records_conversation(struct json j, const struct conversation *c)
{
	json_count(j, "id", c->id);
	struct json legs = json_array(j, "calls");
	for (const struct call *call = c->legs; call; call = call->next_leg) {
		json_count(legs, NULL, call->id);
	}
	struct json joins = json_array(j, "joins");
	for (const struct join *join = c->joins; join; join = join->next) {
		put_join(joins, join);
	}
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
