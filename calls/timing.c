/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Streams by side, and their ends beside the moments of the hop. */
#include "calls/timing.h"

static bool holds(const struct description *d, const struct media_line *line)
{
	return d && line >= d->lines && line < d->lines + d->line_count;
}

/* Who made the offer of @x: the sender of an INVITE, or its receiver. */
static enum call_side offerer_side(
	const struct call *call, const struct exchange *x)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		const struct hop *h = &call->hops[i];
		if (addr_eq(&x->offerer.ip, &x->answerer.ip)) {
			/* one host: ports tell */
			if (endpoint_eq(&x->offerer, &h->from)) {
				return SIDE_CALLER;
			}
		} else if (addr_eq(&x->offerer.ip, &h->from.ip) &&
			   addr_eq(&x->answerer.ip, &h->to.ip)) {
			return SIDE_CALLER;
		}
		if (endpoint_eq(&x->offerer, &h->to) ||
			(addr_eq(&x->offerer.ip, &h->to.ip) &&
				addr_eq(&x->answerer.ip, &h->from.ip))) {
			return SIDE_CALLEE;
		}
	}
	return SIDE_UNKNOWN;
}

static enum call_side other_side(enum call_side side)
{
	if (side == SIDE_UNKNOWN) {
		return side;
	}
	return side == SIDE_CALLER ? SIDE_CALLEE : SIDE_CALLER;
}

/* Whose SDP @line is a line of. */
static enum call_side line_side(
	const struct call *call, const struct media_line *line)
{
	for (const struct exchange *x = call->exchanges; x; x = x->next) {
		if (holds(x->offer, line)) {
			return offerer_side(call, x);
		}
		if (holds(x->answer, line)) {
			return other_side(offerer_side(call, x));
		}
	}
	return SIDE_UNKNOWN;
}

/* Which side of @call sent @stream; unknown when no SDP tells. */
static enum call_side sender_of(
	const struct call *call, const struct stream *stream)
{
	if (!stream->line || stream->basis == BASIS_GUESSED ||
		stream->basis == BASIS_FOREIGN) {
		return SIDE_UNKNOWN;
	}
	enum call_side side = line_side(call, stream->line);
	/* The line is the sender's where only that is announced. */
	bool own = stream->basis == BASIS_SOURCE ||
		   stream->basis == BASIS_LATCHED;
	return own ? side : other_side(side);
}

static bool is_audio(const struct stream *s)
{
	return s->stat.packets && !s->same_as && s->line &&
	       s->line->type == SDP_AUDIO;
}

static void add_stream(
	struct timing_side *side, const struct stream *s, ns_t *last)
{
	if (!side->stream || s->stat.first_ts < side->stream->stat.first_ts) {
		side->stream = s;
	}
	if (s->stat.last_ts > *last) {
		*last = s->stat.last_ts;
	}
}

static void conclude(struct timing_side *side, const struct moment *answer,
	const struct moment *bye, ns_t last)
{
	if (!side->stream) {
		return;
	}
	ns_t first = side->stream->stat.first_ts;
	if (answer->frame && first < answer->ts) {
		side->early_ms = maybe_of((double)(answer->ts - first) / 1e6);
		if (last >= answer->ts) {
			side->first_ms = maybe_of(0);
		}
	} else if (answer->frame) {
		side->first_ms = maybe_of((double)(first - answer->ts) / 1e6);
	}
	if (bye->frame && last > bye->ts) {
		side->tail_ms = maybe_of((double)(last - bye->ts) / 1e6);
	}
}

/* A provisional response that carries an SDP opens the way for voice. */
static bool announced(const struct call *call)
{
	for (const struct message *m = call->messages; m; m = m->next) {
		if (!m->request && m->status > 100 && m->status < 200 &&
			m->sdp && m->method == METHOD_INVITE) {
			return true;
		}
	}
	return false;
}

void timing_of(const struct call *call, struct timing *ret)
{
	const struct hop *h = call->hop_count ? &call->hops[0] : NULL;
	ns_t caller_last = 0;
	ns_t callee_last = 0;

	*ret = (struct timing){0};
	if (!h) {
		return;
	}
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		enum call_side side =
			is_audio(s) ? sender_of(call, s) : SIDE_UNKNOWN;
		if (side == SIDE_CALLER) {
			add_stream(&ret->caller, s, &caller_last);
		} else if (side == SIDE_CALLEE) {
			add_stream(&ret->callee, s, &callee_last);
		}
	}
	conclude(&ret->caller, &call->answer, &h->bye, caller_last);
	conclude(&ret->callee, &call->answer, &h->bye, callee_last);
	ret->early_announced = announced(call);
	ret->ack_ms = call_between_ms(&h->answer, &h->ack);
	ret->challenge_ms = call_between_ms(&h->invite, &h->challenge);
	ret->authentication_ms = h->challenges && h->invites > 1
					 ? call_between_ms(&h->invite, &h->sent)
					 : MAYBE_UNKNOWN;
	ret->trying_ms = call_between_ms(&h->sent, &h->trying);
	if (h->trying.frame && h->trying.ts < h->sent.ts) {
		ret->trying_ms = call_between_ms(&h->invite, &h->trying);
	}
	if (h->bye_status / 100 == 2) {
		ret->bye_ms = call_between_ms(&h->bye, &h->bye_answer);
	}
}
