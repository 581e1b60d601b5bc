/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every exception that would make silence no fault is ruled out here. */
#include "detect/voice.h"

bool voice_speaks(const struct call *call)
{
	return !call->talk || call->talk == call;
}

void voice_concerns(struct detecting *d, struct finding *finding,
	const struct call *call)
{
	for (const struct call *c = call; c; c = c->next_in_talk) {
		if (call_was_up(c)) {
			detect_call(d, finding, c);
		}
	}
}

static bool agreed(const struct media_line *line)
{
	return line->direction == SDP_SENDRECV && line->has_address &&
	       !addr_is_any(&line->rtp.ip);
}

/* When the talk was first interrupted, or ended. */
static ns_t undisturbed_until(const struct call *call)
{
	ns_t until = call_end_ts(call);

	for (const struct note *n = call->notes; n; n = n->next) {
		bool stops = n->kind == NOTE_HOLD || n->kind == NOTE_REFER ||
			     n->kind == NOTE_REFER_ATTENDED;
		if (stops && n->ts < until) {
			until = n->ts;
		}
	}
	return until;
}

bool voice_expected(struct detecting *d, const struct call *call,
	struct session *ret, const char **ret_why)
{
	double least = detect_limit(d, THRESHOLD_MEDIA_TALK_S);

	if (!call_was_up(call)) {
		return false;
	}
	if (call->began_before || !call->answer.frame) {
		*ret_why = N_("the capture began inside");
		return false;
	}
	session_of(call, ret);
	if (!ret->exchange) {
		if (!session_has(call, SDP_IMAGE)) {
			*ret_why = N_("no offer and answer about voice are in "
				      "the capture");
		}
		return false;
	}
	if (!agreed(ret->caller) || !agreed(ret->callee) ||
		session_has(call, SDP_IMAGE)) {
		return false;
	}
	if ((double)(undisturbed_until(call) - call->answer.ts) / 1e9 < least) {
		*ret_why = N_("too short, or held or transferred at once");
		return false;
	}
	if (d->book->counts.streams_evicted) {
		*ret_why = N_("streams were given up for lack of memory");
		return false;
	}
	return true;
}
