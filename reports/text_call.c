/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Facts of a call in sentences, each with the frame that shows it, so that a
 * doubt can be settled in the capture itself.
 */
#include "reports/text_call.h"

#include "calls/identity.h"
#include "calls/timing.h"
#include "reports/calls.h"
#include "reports/facts.h"
#include "reports/format.h"
#include "reports/ladder_text.h"
#include "reports/nat.h"
#include "reports/passed.h"
#include "reports/points.h"
#include "reports/sdp.h"
#include "reports/streams.h"
#include "reports/tale.h"
#include "reports/way.h"

#include <inttypes.h>

/* Digits shown of a call; a test tone can press thousands. */
#define DIGITS_MOST 64

/* A party whole: the heading may have cut it. */
static void put_party(struct text *out, const char *key,
	const struct report_options *options, struct slice name,
	struct slice uri)
{
	struct text s = {0};

	if (name.n) {
		text_clean(&s, name);
		text_puts(&s, ", ");
	}
	text_clean(&s, uri);
	format_fact(out, key, &s, options->columns);
	text_finish(&s);
}

static void put_status(struct text *s, const struct call *call)
{
	text_printf(s, "%u", call->status);
	if (call->reason.n) {
		text_puts(s, " ");
		text_clean(s, call->reason);
	}
}

static void put_frame(struct text *s, const struct report_input *input,
	const char *what, struct moment m)
{
	if (m.frame) {
		text_printf(s, "%s (", what);
		points_frame(s, input, m.capture, m.frame);
		text_puts(s, ")");
	}
}

static void put_answered(struct text *s, const struct report_input *input,
	const struct call *call)
{
	const char *side = call_side_text(call->hangup_by);

	if (call->answer.frame) {
		put_frame(s, input, "answered", call->answer);
	} else {
		text_puts(s, "answered before the capture began");
	}
	if (call->state == CALL_ESTABLISHED) {
		text_puts(s, ", still up when the capture ended");
	} else {
		text_printf(s, ", ended by the %s", side ? side : "other side");
		put_frame(s, input, " with BYE", call->end);
	}
}

static void put_unanswered(struct text *s, const struct report_input *input,
	const struct call *call)
{
	if (call->ringing.frame) {
		put_frame(s, input, "rang", call->ringing);
		text_puts(s, ", ");
	}
	if (call->status) {
		text_puts(s, "ended with ");
		put_status(s, call);
		put_frame(s, input, "", call->end);
		text_puts(s, call->status == 401 || call->status == 407
				     ? ": no accepted credentials followed"
				     : "");
	} else if (call->state == CALL_FAILED) {
		text_puts(s, "no reply at all");
	} else if (call->state == CALL_CANCELLED) {
		text_puts(s, "given up by the caller (CANCEL)");
	} else {
		text_puts(s, "no final answer before the capture ended");
	}
}

static void put_outcome(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *call)
{
	struct text s = {0};

	text_printf(&s, "%s: ", call_state_text(call->state));
	switch (call->state) {
	case CALL_ESTABLISHED:
	case CALL_COMPLETED:
		put_answered(&s, input, call);
		break;
	case CALL_INCOMPLETE:
	case CALL_RINGING:
	case CALL_CANCELLED:
	case CALL_BUSY:
	case CALL_UNANSWERED:
	case CALL_REDIRECTED:
	case CALL_REJECTED:
	case CALL_FAILED:
		put_unanswered(&s, input, call);
		break;
	}
	format_field(out, "outcome", text_slice(&s), options->columns);
	text_finish(&s);
}

static void put_part(struct text *s, const char *what, struct maybe ms)
{
	if (ms.known) {
		text_printf(s, "%s%s ", s->n ? ", " : "", what);
		format_ms(s, ms);
	}
}

static void put_timing(struct text *out, const struct report_options *options,
	const struct call *call)
{
	struct text s = {0};
	struct maybe talk = call->duration_s;

	put_part(&s, "post-dial delay", call->pdd_ms);
	put_part(&s, "rang", call->ring_ms);
	put_part(&s, "answered after", call->setup_ms);
	if (talk.known) {
		text_printf(&s, "%stalk %s%.3f s", s.n ? ", " : "",
			facts_open(call) ? "at least " : "", talk.v);
	}
	format_fact(out, "timing", &s, options->columns);
	text_finish(&s);
}

static void put_voice(
	struct text *s, const char *who, const struct timing_side *side)
{
	if (side->early_ms.known) {
		text_printf(s, "%s%s sent RTP ", s->n ? ", " : "", who);
		format_ms(s, side->early_ms);
		text_puts(s, " before the answer");
	} else {
		text_puts(s, side->first_ms.known && s->n ? ", " : "");
		if (side->first_ms.known) {
			text_printf(s, "%s's voice ", who);
			format_ms(s, side->first_ms);
			text_puts(s, " after the answer");
		}
	}
	if (side->tail_ms.known) {
		text_puts(s, " and ");
		format_ms(s, side->tail_ms);
		text_puts(s, " on after BYE");
	}
}

/* What people do not look at first: one line, only what is known. */
static void put_details(struct text *out, const struct report_options *options,
	const struct call *call)
{
	struct text s = {0};
	struct timing t;

	timing_of(call, &t);
	put_voice(&s, "caller", &t.caller);
	put_voice(&s, "callee", &t.callee);
	if (t.callee.early_ms.known && !t.early_announced) {
		text_puts(&s, " (not announced by a 183)");
	}
	put_part(&s, "authentication", t.authentication_ms);
	put_part(&s, "200 to ACK", t.ack_ms);
	put_part(&s, "BYE to 200", t.bye_ms);
	format_fact(out, "details", &s, options->columns);
	text_finish(&s);
}

static void put_start(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *call)
{
	struct text s = {0};
	bool fine = report_nanoseconds(input);

	format_utc(&s, call->first_ts, fine);
	text_puts(&s, ", ");
	format_relative(&s, call->first_ts, input->origin, fine);
	text_puts(&s, " s into the capture");
	format_field(out, "start", text_slice(&s), options->columns);
	text_finish(&s);
}

static void put_hop(struct text *s, const struct report_options *options,
	const struct call *call, unsigned i)
{
	const struct hop *h = &call->hops[i];
	const char *transport = packet_transport_text(call->transport);

	format_endpoint(s, options->names, &h->from);
	text_puts(s, " \xe2\x86\x92 ");
	format_endpoint(s, options->names, &h->to);
	text_printf(s, ", %s", transport ? transport : "transport unknown");
	if (h->challenges) {
		text_printf(s, ", %u challenge%s (401/407)", h->challenges,
			h->challenges == 1 ? "" : "s");
	}
}

static void put_hops(struct text *out, const struct report_options *options,
	const struct call *call)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		struct text s = {0};
		put_hop(&s, options, call, i);
		format_field(out, i ? "then" : "SIP", text_slice(&s),
			options->columns);
		text_finish(&s);
	}
}

static void put_agents(struct text *out, const struct report_options *options,
	const struct call *call)
{
	struct text s = {0};

	if (call->caller_agent.n) {
		text_puts(&s, "caller ");
		text_clean(&s, call->caller_agent);
	}
	if (call->callee_agent.n) {
		text_puts(&s, s.n ? "; callee " : "callee ");
		text_clean(&s, call->callee_agent);
	}
	format_fact(out, "devices", &s, options->columns);
	text_finish(&s);
}

/* What the caller is said to be, beside From. */
static void put_caller(struct text *out, const struct report_options *options,
	const struct call *call)
{
	const struct identity *id = call->identity;
	struct text s = {0};

	if (!id) {
		return;
	}
	if (id->asserted.n) {
		text_puts(&s, "P-Asserted-Identity ");
		text_clean(&s, id->asserted);
	}
	if (id->remote.n) {
		text_puts(&s, s.n ? ", Remote-Party-ID " : "Remote-Party-ID ");
		text_clean(&s, id->remote);
	}
	if (id->privacy_at.frame) {
		text_puts(&s, s.n ? ", Privacy " : "Privacy ");
		text_clean(&s, id->privacy);
	}
	format_fact(out, "caller", &s, options->columns);
	text_finish(&s);
}

static void put_digits(struct text *out, const struct report_options *options,
	const struct call *call)
{
	struct text s = {0};
	size_t n = 0;

	for (const struct digit *d = call->digits; d && n < DIGITS_MOST;
		d = d->next, n++) {
		text_clean(&s, (struct slice){&d->digit, 1});
	}
	if (n) {
		text_puts(&s, call->digits->method == DIGIT_INFO
				      ? " (by SIP INFO)"
				      : " (by RFC 4733 events)");
		if (call->digit_count > n) {
			text_printf(&s, " and %u more",
				(unsigned)(call->digit_count - n));
		}
		format_field(out, "digits", text_slice(&s), options->columns);
	}
	text_finish(&s);
}

static void put_media(struct text *out, const struct report_options *options,
	const struct call *call)
{
	struct text s = {0};
	const struct exchange *x = call_exchange(call);
	enum media_security secure;

	if (x && x->offer) {
		sdp_summary(&s, x);
		format_field(out, "SDP", text_slice(&s), options->columns);
	}
	if ((call->answer.frame || call->streams) &&
		facts_secure(call, &secure)) {
		text_clear(&s);
		if (secure == SECURE_NONE) {
			text_puts(&s, "media in clear: whoever captures it can "
				      "listen");
		} else {
			text_printf(&s, "media encrypted (%s)",
				media_security_text(secure));
		}
		format_field(out, "secrecy", text_slice(&s), options->columns);
	}
	text_finish(&s);
}

/* The best word about the join of two calls; NULL when others joined them. */
static const struct join *best_join(
	const struct call *call, const struct call *other)
{
	const struct join *best = NULL;

	for (const struct join *j = call->conversation->joins; j; j = j->next) {
		bool them = (j->a == call && j->b == other) ||
			    (j->a == other && j->b == call);
		if (them && (!best || j->proof.score >= best->proof.score)) {
			best = j;
		}
	}
	return best;
}

static void put_proof(struct text *s, const struct report_input *input,
	uint16_t capture, uint64_t frame)
{
	if (frame) {
		text_puts(s, ", ");
		points_frame(s, input, capture, frame);
	}
}

static void put_leg(struct text *s, const struct report_input *input,
	const struct call *call, const struct call *other)
{
	const struct join *j = best_join(call, other);

	text_printf(s, "%scall %u", s->n ? "; " : "", (unsigned)other->id);
	if (!j) {
		return;
	}
	text_printf(s, " (%s", j->proof.what);
	if (input->capture_count > 1) {
		put_proof(s, input, j->proof.capture_a, j->proof.frame_a);
		put_proof(s, input, j->proof.capture_b, j->proof.frame_b);
	} else if (j->proof.frame_a && j->proof.frame_b) {
		text_printf(s, ", frames %" PRIu64 " and %" PRIu64,
			j->proof.frame_a, j->proof.frame_b);
	} else if (j->proof.frame_a || j->proof.frame_b) {
		text_printf(s, ", frame %" PRIu64,
			j->proof.frame_a + j->proof.frame_b);
	}
	text_puts(s, ")");
}

static void put_legs(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *call)
{
	struct text s = {0};

	if (!call->conversation) {
		return;
	}
	for (const struct call *c = call->conversation->legs; c;
		c = c->next_leg) {
		if (c != call) {
			put_leg(&s, input, call, c);
		}
	}
	format_field(out, "legs", text_slice(&s), options->columns);
	text_finish(&s);
}

static void put_path(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *call)
{
	struct text s = {0};
	struct path path;

	path_of(input->book, call, &path);
	text_printf(&s, "%s: ", way_word(path.kind));
	way_explain(&s, input, call, &path);
	for (unsigned i = 0; i < path.change_count; i++) {
		const struct path_change *c = &path.changes[i];
		char by[ADDR_TEXT];
		text_puts(&s, "; from ");
		points_frame(&s, input, c->capture, c->frame);
		text_printf(&s, " on %s", way_word(c->kind));
		if (c->kind == PATH_RELAYED) {
			text_printf(&s, " by %s", addr_text(&c->by, by));
		}
	}
	if (path.kind != PATH_NONE || call->answer.frame) {
		format_field(out, "voice", text_slice(&s), options->columns);
	}
	text_finish(&s);
}

static void put_oddities(struct text *out, const struct report_options *options,
	const struct call *call)
{
	struct text s = {0};

	format_clause(&s, call->retransmissions, "retransmission");
	if (call->fork_count > 1) {
		text_printf(&s, "%sforked to %u callees", s.n ? ", " : "",
			call->fork_count);
	}
	format_clause(&s, call->reinvites, "re-INVITE");
	format_fact(out, "also", &s, options->columns);
	text_finish(&s);
}

static void put_streams(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *call)
{
	text_puts(out, "\n");
	if (!call->streams) {
		return; /* "voice" says why */
	}
	streams_head(out, options);
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		streams_row(out, input, options, s);
	}
	text_puts(out, "\n");
}

int text_call_put(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *call,
	struct err *err)
{
	struct text s = {0};

	format_style(out, options->colour, STYLE_BOLD);
	format_title(out, call, options->columns);
	format_plain(out, options->colour, STYLE_BOLD);
	text_puts(out, "\n");
	put_party(out, "from", options, call->from_name, call->from_uri);
	put_party(out, "to", options, call->to_name, call->to_uri);
	put_outcome(out, input, options, call);
	put_timing(out, options, call);
	put_details(out, options, call);
	put_start(out, input, options, call);
	put_hops(out, options, call);
	put_legs(out, input, options, call);
	put_caller(out, options, call);
	put_agents(out, options, call);
	put_media(out, options, call);
	put_path(out, input, options, call);
	passed_put(out, options, call);
	nat_put(out, options, call);
	put_digits(out, options, call);
	if (!call->conversation &&
		tale_call(out, input, options, call, err) != 0) {
		return -1;
	}
	put_oddities(out, options, call);
	text_clean(&s, call->call_id);
	format_field(out, "Call-ID", text_slice(&s), options->columns);
	text_finish(&s);
	put_streams(out, input, options, call);
	int rc = ladder_text_put(out, input, options, call, false, err);
	text_puts(out, "\n");
	return rc;
}
