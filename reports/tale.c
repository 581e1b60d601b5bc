/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One sentence per kind of event: who, what, how long, and the frames that show
 * it. Words are those a technician uses on the telephone.
 */
#include "reports/tale.h"

#include "reports/format.h"
#include "reports/points.h"

#include <inttypes.h>
#include <stdlib.h>

static void put_who(struct text *t, struct slice who)
{
	if (who.n) {
		text_clean(t, who);
	} else {
		text_puts(t, "somebody");
	}
}

/* "6012", or "the server" when that side is none of the two people. */
static void put_side(struct text *t, const struct story_event *e)
{
	if (e->server) {
		text_puts(t, "the server");
	} else {
		put_who(t, e->who);
	}
}

static void put_branch(struct text *t, const struct story_event *e)
{
	char at[ENDPOINT_TEXT];

	put_who(t, e->who);
	if (e->where.port) {
		text_printf(t, " at %s", endpoint_text(&e->where, at));
	}
}

static void put_lasted(
	struct text *t, const char *before, const struct story_event *e)
{
	if (e->has_lasted) {
		text_printf(t, "%s%.3f s", before, (double)e->lasted / 1e9);
	}
}

static void put_refused(struct text *t, const struct story_event *e)
{
	put_branch(t, e);
	text_printf(t, " refused with %u", e->status);
	if (e->call->conversation && e->call->leg > 1) {
		const struct call *first = e->call->conversation->legs;
		text_puts(t, ": it came from there");
		if (first->status >= 300 && first->status != e->status) {
			text_printf(t, ", and the caller was told %u",
				first->status);
		} else if (first->status == e->status) {
			text_puts(t, ", and the server passed it on");
		}
	} else if (e->call->hop_count < 2) {
		text_puts(t, "; what is behind it is not seen here");
	}
}

static void put_transfer(struct text *t, const struct story_event *e)
{
	put_who(t, e->server ? SLICE("the server") : e->what);
	text_printf(t, " transferred the call to ");
	put_who(t, e->who);
	text_puts(t, e->kind == STORY_ATTENDED ? " (after asking there)"
					       : " (blind)");
	if (e->status) {
		text_printf(t, ": %s, %u",
			e->status < 200   ? "under way"
			: e->status < 300 ? "done"
					  : "failed",
			e->status);
	} else {
		text_puts(t, "; its result is not seen");
	}
	if (e->other) {
		text_printf(t, ", call %u", (unsigned)e->other->id);
	}
}

static void put_took(struct text *t, const struct story_event *e)
{
	put_who(t, e->who);
	if (e->kind == STORY_PICKUP) {
		text_puts(t, " picked up a call");
	} else {
		text_puts(t, " took over");
	}
	if (e->other) {
		text_printf(t,
			e->kind == STORY_PICKUP ? " that rang at "
						: " the place in call %u with ",
			(unsigned)e->other->id);
		put_who(t, e->other->to_user);
	}
	if (e->what.n) {
		text_puts(t, " by dial code");
	}
}

static void put_timer(struct text *t, const struct story_event *e)
{
	if (e->kind == STORY_EXPIRED) {
		text_printf(t,
			"the session timer of %u s ran out: no refresh "
			"was seen",
			(unsigned)e->seconds);
		return;
	}
	text_printf(t, "session timer of %u s", (unsigned)e->seconds);
	if (e->what.n) {
		text_puts(t, ", refreshed by the ");
		text_clean(t, slice_iis(e->what, "uac") ? SLICE("caller's side")
			      : slice_iis(e->what, "uas")
				      ? SLICE("callee's side")
				      : e->what);
	}
	if (e->count > 1) {
		text_printf(t, ": %u refresh%s", (unsigned)(e->count - 1),
			e->count == 2 ? "" : "es");
	}
}

static void put_hold(struct text *t, const struct story_event *e)
{
	put_side(t, e);
	if (e->kind == STORY_RESUME) {
		text_puts(t, " took the call back");
		return;
	}
	text_puts(t, e->status >= 300 ? " tried to hold the call, refused"
				      : " put the call on hold");
	text_puts(t, " (");
	text_clean(t, e->what);
	text_puts(t, ")");
	put_lasted(t, e->at[1].frame ? " for " : ", not taken back for ", e);
}

static void put_early(struct text *t, const struct story_event *e)
{
	text_printf(t, "early media: %u with a description before the answer",
		e->status);
}

static void put_cancelled(struct text *t, const struct story_event *e)
{
	bool lost = e->kind == STORY_ELSEWHERE;

	put_branch(t, e);
	put_lasted(t, " rang ", e);
	text_puts(t, e->has_lasted ? " and was cancelled" : " was cancelled");
	if (!lost) {
		text_puts(t, ": nobody had answered, a missed call");
	} else if (e->told) {
		text_puts(t, ": answered elsewhere");
	} else {
		text_puts(t, ": answered elsewhere, but it was not told so and "
			     "shows a missed call");
	}
}

static void put_words(
	struct text *t, const struct story *s, const struct story_event *e)
{
	switch (e->kind) {
	case STORY_SERVICE:
		put_who(t, e->who);
		text_puts(t, " dialled a code: ");
		text_put(t, e->what);
		break;
	case STORY_EARLY:
		put_early(t, e);
		break;
	case STORY_RINGING:
		put_branch(t, e);
		text_puts(t, " still rang when the capture ended");
		break;
	case STORY_ANSWERED:
		put_branch(t, e);
		text_puts(t, " answered");
		put_lasted(t, " after ringing ", e);
		break;
	case STORY_ELSEWHERE:
	case STORY_MISSED:
		put_cancelled(t, e);
		break;
	case STORY_REFUSED:
		put_refused(t, e);
		break;
	case STORY_QUEUED:
		text_puts(t, "the server answered first");
		put_lasted(t, "; the caller waited ", e);
		text_puts(t, " for a person");
		break;
	case STORY_SERVER:
		text_puts(t, "the server answered, and no person did: a voice "
			     "mailbox or an announcement");
		break;
	case STORY_REDIRECTED:
		text_printf(t, "redirected with %u to ", e->status);
		put_who(t, e->who);
		break;
	case STORY_HOLD:
	case STORY_RESUME:
		put_hold(t, e);
		break;
	case STORY_MUSIC:
		put_side(t, e);
		put_lasted(t, " sent music or an announcement for ", e);
		break;
	case STORY_TRANSFER:
	case STORY_ATTENDED:
		put_transfer(t, e);
		break;
	case STORY_PICKUP:
	case STORY_REPLACED:
		put_took(t, e);
		break;
	case STORY_CONFERENCE:
		text_puts(t, "a conference bridge took part: ");
		put_who(t, e->what.n ? e->what : e->who);
		break;
	case STORY_TIMER:
	case STORY_EXPIRED:
		put_timer(t, e);
		break;
	case STORY_ENDED:
		if (s->hangup_by == SIDE_UNKNOWN) {
			text_puts(t, "one side hung up");
		} else {
			put_side(t, e);
			text_puts(
				t, e->server ? " ended the call" : " hung up");
		}
		break;
	}
}

void tale_event(struct text *t, const struct report_input *input,
	const struct story *story, const struct story_event *e)
{
	put_words(t, story, e);
	for (unsigned i = 0; i < 2; i++) {
		const struct moment *m = &e->at[i];
		if (m->frame && (i == 0 || !e->at[0].frame)) {
			text_puts(t, " (");
			points_frame(t, input, m->capture, m->frame);
		} else if (m->frame) {
			text_puts(t, ", ");
			points_frame(t, input, m->capture, m->frame);
		}
	}
	text_puts(t, e->at[0].frame || e->at[1].frame ? ")" : "");
}

/* "   1.300700  6012 answered ...", broken at the width. */
static void put_line(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct story *story,
	const struct story_event *e, const char *key)
{
	struct text s = {0};

	format_relative(&s, e->ts, input->origin, report_nanoseconds(input));
	text_puts(&s, " ");
	tale_event(&s, input, story, e);
	format_field(out, key, text_slice(&s), options->columns);
	text_finish(&s);
}

/* What the lines of a single call say already. */
static bool is_plain(const struct story *s, const struct story_event *e)
{
	bool alone = s->leg_count == 1 &&
		     (s->legs[0]->hop_count < 2 && s->legs[0]->fork_count < 2);

	return e->kind == STORY_ENDED ||
	       (alone &&
		       (e->kind == STORY_ANSWERED || e->kind == STORY_RINGING ||
			       e->kind == STORY_MISSED ||
			       e->kind == STORY_REFUSED));
}

int tale_call(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *call,
	struct err *err)
{
	struct story *s = story_of(call, false);
	const char *key = "story";

	if (!s) {
		return err_set(err, "out of memory while telling a call");
	}
	for (size_t i = 0; i < s->count; i++) {
		if (!is_plain(s, &s->events[i])) {
			put_line(out, input, options, s, &s->events[i], key);
			key = "";
		}
	}
	free(s);
	return 0;
}

void tale_title(struct text *t, const struct conversation *group)
{
	const struct call *first = group->legs;
	char server[ADDR_TEXT];

	text_printf(t, "Conversation %u: ", (unsigned)group->id);
	put_who(t, first->from_user);
	text_puts(t, " -> ");
	put_who(t, first->to_user);
	if (first->talk && first->hop_count) {
		const struct hop *h = &first->hops[first->hop_count - 1];
		text_printf(t, " through %s", addr_text(&h->to.ip, server));
	}
	text_printf(t, ", %u legs", group->leg_count);
}

/* How it ended, and who answered. */
static void put_outcome(struct text *t, const struct report_input *input,
	const struct story *story)
{
	char at[ENDPOINT_TEXT];

	text_printf(t, "%s", call_state_text(story->state));
	if (story->answered) {
		text_puts(t, ", answered by ");
		put_who(t, story->answered_by);
		if (story->answered_at.port) {
			text_printf(t, " at %s",
				endpoint_text(&story->answered_at, at));
		}
		text_puts(t, " (");
		points_frame(
			t, input, story->answer.capture, story->answer.frame);
		text_puts(t, ")");
	}
	if (story->answer.frame && story->end.frame &&
		story->end.ts >= story->answer.ts) {
		text_printf(t, ", talk %.3f s",
			(double)(story->end.ts - story->answer.ts) / 1e9);
	}
}

static void put_joins(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct conversation *group)
{
	const char *key = "joined by";

	for (const struct join *j = group->joins; j; j = j->next) {
		struct text s = {0};
		text_printf(&s, "%s, score %u, calls %u and %u: %s",
			j->rule->name, j->proof.score, (unsigned)j->a->id,
			(unsigned)j->b->id, j->proof.what);
		if (j->proof.frame_a) {
			text_puts(&s, ", ");
			points_frame(&s, input, j->proof.capture_a,
				j->proof.frame_a);
		}
		if (j->proof.frame_b) {
			text_puts(&s, ", ");
			points_frame(&s, input, j->proof.capture_b,
				j->proof.frame_b);
		}
		format_field(out, key, text_slice(&s), options->columns);
		text_finish(&s);
		key = "";
	}
}

static void put_legs(struct text *out, const struct report_options *options,
	const struct conversation *group)
{
	struct text s = {0};
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];

	for (const struct call *c = group->legs; c; c = c->next_leg) {
		if (c->hop_count == 0) {
			continue;
		}
		text_clear(&s);
		text_printf(&s, "call %u, ", (unsigned)c->id);
		text_printf(&s, "%s -> %s: %s",
			endpoint_text(&c->hops[0].from, a),
			endpoint_text(&c->hops[c->hop_count - 1].to, b),
			call_state_text(c->state));
		format_field(out, c == group->legs ? "legs" : "",
			text_slice(&s), options->columns);
	}
	text_finish(&s);
}

int tale_conversation(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct conversation *group,
	struct err *err)
{
	struct story *s = story_of(group->legs, true);
	struct text line = {0};
	const char *key = "story";

	if (!s) {
		return err_set(err, "out of memory while telling a call");
	}
	tale_title(&line, group);
	format_style(out, options->colour, STYLE_BOLD);
	text_put(out, text_slice(&line));
	format_plain(out, options->colour, STYLE_BOLD);
	text_puts(out, "\n");
	text_clear(&line);
	put_outcome(&line, input, s);
	format_field(out, "outcome", text_slice(&line), options->columns);
	text_finish(&line);
	put_legs(out, options, group);
	for (size_t i = 0; i < s->count; i++) {
		put_line(out, input, options, s, &s->events[i], key);
		key = "";
	}
	put_joins(out, input, options, group);
	text_puts(out, "\n");
	free(s);
	return 0;
}
