/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A walk over the finished book; asked once for each thing that went wrong. */
#include "calls/harm.h"

#include "calls/book.h"

/* A stream that is silent for so long before its call ends has stopped. */
#define STOPPED_NS (2 * NS_PER_S)

static bool within(ns_t from, ns_t to, const struct harm_window *w)
{
	return from <= w->to && to >= w->from;
}

bool harm_stream(const struct stream *stream, const struct harm_window *w)
{
	return (addr_eq(&stream->src.ip, &w->ip) ||
		       addr_eq(&stream->dst.ip, &w->ip)) &&
	       within(stream->stat.first_ts, stream->stat.last_ts, w);
}

static bool signals_at(const struct call *call, const struct addr *ip)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		if (addr_eq(&call->hops[i].from.ip, ip) ||
			addr_eq(&call->hops[i].to.ip, ip)) {
			return true;
		}
	}
	return false;
}

bool harm_call(const struct call *call, const struct harm_window *w)
{
	if (signals_at(call, &w->ip) &&
		within(call->first_ts, call->last_ts, w)) {
		return true;
	}
	const struct stream *s = call->streams;
	while (s && !harm_stream(s, w)) {
		s = s->next_in_call;
	}
	return s != NULL;
}

static void add_repeats(
	const struct call *call, const struct harm_window *w, struct harm *ret)
{
	for (const struct message *m = call->messages; m; m = m->next) {
		if (!m->retransmission || m->ts < w->from || m->ts > w->to) {
			continue;
		}
		if (!ret->repeats++) {
			ret->first_repeat = (struct moment){
				m->ts, m->frame, m->capture};
		}
	}
}

static bool went_wrong(const struct call *call)
{
	switch (call->state) {
	case CALL_COMPLETED:
		/* A BYE that nobody answered ended nothing. */
		for (unsigned i = 0; i < call->hop_count; i++) {
			if (call->hops[i].bye_answer.frame) {
				return false;
			}
		}
		return true;
	case CALL_CANCELLED:
	case CALL_BUSY:
	case CALL_REDIRECTED:
	case CALL_RINGING:
		return false;
	case CALL_INCOMPLETE:
	case CALL_ESTABLISHED:
	case CALL_UNANSWERED:
	case CALL_REJECTED:
	case CALL_FAILED:
		break;
	}
	return true;
}

static bool registration_broke(
	const struct registration *r, const struct harm_window *w)
{
	if (!addr_eq(&r->src.ip, &w->ip) && !addr_eq(&r->registrar.ip, &w->ip)) {
		return false;
	}
	for (size_t i = 0; i < r->event_count; i++) {
		const struct registration_event *e = &r->events[i];
		bool bad = e->what == REGISTRATION_RAN_OUT ||
			   e->what == REGISTRATION_SILENCE ||
			   (e->what == REGISTRATION_REFUSED &&
				   e->status != 401 && e->status != 407);
		if (bad && within(e->ts, e->last_ts, w)) {
			return true;
		}
	}
	return false;
}

void harm_of(const struct book *book, const struct harm_window *w,
	struct harm *ret)
{
	*ret = (struct harm){0};
	for (const struct call *c = book->calls; c; c = c->next) {
		if (!harm_call(c, w)) {
			continue;
		}
		ret->calls++;
		ret->failed += went_wrong(c) && call_end_ts(c) <= w->to;
		add_repeats(c, w, ret);
		for (const struct stream *s = c->streams; s;
			s = s->next_in_call) {
			if (!harm_stream(s, w)) {
				continue;
			}
			ret->streams++;
			ret->stopped += s->stat.last_ts <= w->to &&
					s->stat.last_ts + STOPPED_NS <
						call_end_ts(c);
		}
	}
	for (const struct registration *r = book->registrations; r;
		r = r->next) {
		ret->registrations += registration_broke(r, w);
	}
}
