/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One direction has RTP, the other has none. Legs of a relayed call are judged
 * each for itself; where the terminals talk directly the two directions may be
 * bound to different legs, and the talk is judged as a whole. Where several
 * capture points look on, a direction may be there at one and never reach the next.
 */
#include "calls/nat.h"
#include "calls/passage.h"
#include "calls/timing.h"
#include "detect/detector.h"
#include "detect/voice.h"

struct one_way {
	const struct stream *heard;	 /* the direction that is there */
	const struct media_line *silent; /* who should have sent, and from where */
	const char *side;		 /* "caller", "callee" */
	const struct stream *lost; /* what the silent side sent all the same;
				      NULL: not seen */
};

/* Stray RTP to the deaf ear: something arrives there, from elsewhere. */
static bool foreign_to(const struct call *call, const struct endpoint *at)
{
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		if (s->basis == BASIS_FOREIGN && endpoint_eq(&s->dst, at)) {
			return true;
		}
	}
	return false;
}

/* By the ports alone: where both ends are on one host the sides are easily
 * taken for each other. */
static bool heard_after_all(const struct call *call, const struct session *s,
	const struct media_line *silent)
{
	const struct media_line *deaf =
		silent == s->caller ? s->callee : s->caller;
	const struct call *c = call->talk ? call->talk : call;

	for (; c; c = c->next_in_talk) {
		for (const struct stream *r = c->streams; r;
			r = r->next_in_call) {
			if (r->basis != BASIS_FOREIGN &&
				(endpoint_eq(&r->dst, &deaf->rtp) ||
					endpoint_eq(&r->src, &silent->rtp))) {
				return true;
			}
		}
	}
	return false;
}

/* Does voice of @call come to @at at the capture point @point? */
static bool arrives(
	const struct call *call, const struct endpoint *at, uint8_t point)
{
	const struct call *c = call->talk ? call->talk : call;

	for (; c; c = c->next_in_talk) {
		for (const struct stream *r = c->streams; r;
			r = r->next_in_call) {
			if (r->point == point && endpoint_eq(&r->dst, at)) {
				return true;
			}
		}
	}
	return false;
}

/*
 * @out leaves its sender past one point and comes to a second one; the answer to
 * it is seen at the second, and nothing comes to the sender past the first. That
 * is the first point's @out, or NULL.
 */
static const struct stream *stopped(
	const struct call *call, const struct stream *out, uint8_t answered_at)
{
	const struct call *c = call->talk ? call->talk : call;

	for (; c; c = c->next_in_talk) {
		for (const struct stream *r = c->streams; r;
			r = r->next_in_call) {
			const struct stream *first =
				r->arrival ? r->arrival->from : NULL;
			if (first && r->point == answered_at &&
				first->point != r->point &&
				endpoint_eq(&r->src, &out->src) &&
				endpoint_eq(&r->dst, &out->dst) &&
				endpoint_eq(&first->src, &out->src) &&
				!arrives(call, &first->src, first->point)) {
				return first;
			}
		}
	}
	return NULL;
}

/* Both directions exist, and one does not come all the way. */
static bool find_stopped(const struct call *call, const struct path *p,
	const struct session *s, struct one_way *ret)
{
	const struct stream *forth = p->forth.stream;
	const struct stream *back = p->back.stream;

	if (!forth || !back || !endpoint_eq(&forth->src, &back->dst) ||
		!endpoint_eq(&forth->dst, &back->src)) {
		return false;
	}
	const struct stream *heard = stopped(call, forth, back->point);
	*ret = (struct one_way){heard, s->callee, "callee", back};
	if (!heard) {
		heard = stopped(call, back, forth->point);
		*ret = (struct one_way){heard, s->caller, "caller", forth};
	}
	return heard != NULL;
}

/* Which side of @call is silent; false: neither, or both. */
static bool find(struct detecting *d, const struct call *call,
	const struct session *s, struct one_way *ret)
{
	const struct path *p = detect_path(d, call);
	struct timing t;

	if (p->kind == PATH_DIRECT) {
		if (!voice_speaks(call)) {
			return false;
		}
		if (p->forth.stream && p->back.stream) {
			return find_stopped(call, p, s, ret);
		}
		bool forth = p->forth.stream != NULL;
		ret->heard = forth ? p->forth.stream : p->back.stream;
		ret->silent = forth ? s->callee : s->caller;
		ret->side = forth ? "callee" : "caller";
		return ret->heard != NULL;
	}
	timing_of(call, &t);
	if (!t.caller.stream == !t.callee.stream) {
		return false;
	}
	ret->heard = t.caller.stream ? t.caller.stream : t.callee.stream;
	ret->silent = t.caller.stream ? s->callee : s->caller;
	ret->side = t.caller.stream ? "callee" : "caller";
	return true;
}

static void say(struct detecting *d, struct finding *f, const struct call *call,
	const struct session *s, const struct one_way *w)
{
	const struct media_line *deaf =
		w->silent == s->caller ? s->callee : s->caller;
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];
	char c[ENDPOINT_TEXT];

	if (w->lost) {
		text_printf(&d->text,
			_("In call %u (%.1f s of talk) the RTP of %s to %s passes "
			  "capture point %u and does not come to capture point "
			  "%u, where only the other direction is seen: the %s is "
			  "not heard."),
			(unsigned)call->id, call->duration_s.v,
			endpoint_text(&w->lost->src, a),
			endpoint_text(&w->lost->dst, b),
			w->lost->point + 1U, w->heard->point + 1U, w->side);
		detect_detail(d, f);
		return;
	}
	text_printf(&d->text,
		_("In call %u (%.1f s of talk) %s sends RTP to %s, and nothing "
		  "comes from the %s (%s): that side is not heard."),
		(unsigned)call->id, call->duration_s.v,
		endpoint_text(&w->heard->src, a),
		endpoint_text(&w->heard->dst, b), w->side,
		endpoint_text(&w->silent->rtp, c));
	if (nat_private(&deaf->rtp.ip) && !nat_private(&w->silent->rtp.ip)) {
		text_printf(&d->text,
			_(" It was told to send to the private address %s."),
			endpoint_text(&deaf->rtp, a));
	}
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	struct session s;
	struct one_way w = {0};
	const char *why = NULL;

	if (!voice_expected(d, call, &s, &why)) {
		if (why) {
			detect_skip(d, why);
		}
		return;
	}
	const struct path *p = detect_path(d, call);
	if (!p->forth.stream && !p->back.stream) {
		return; /* media-none, or not seen here */
	}
	if (!find(d, call, &s, &w) ||
		(!w.lost && heard_after_all(call, &s, w.silent))) {
		detect_judged(d);
		return;
	}
	if (!w.lost && foreign_to(call, w.silent == s.caller ? &s.callee->rtp
						  : &s.caller->rtp)) {
		detect_skip(d, N_("RTP comes from an address that nobody "
				  "announced"));
		return;
	}
	struct addr key[2] = {w.silent->rtp.ip, w.heard->src.ip};
	struct finding *f = detect_raise(d, SEVERITY_ERROR,
		(struct slice){(const char *)key, sizeof(key)},
		call->answer.ts);
	detect_call(d, f, call);
	detect_stream(d, f, w.heard);
	if (w.lost) {
		detect_stream(d, f, w.lost);
	}
	detect_host(f, &w.silent->rtp.ip);
	detect_host(f, &w.heard->src.ip);
	detect_frame(f, s.exchange->offer->frame, s.exchange->offer->capture);
	detect_frame(f, s.exchange->answer->frame, s.exchange->answer->capture);
	detect_frame(f, w.heard->stat.first_frame, w.heard->capture);
	if (w.lost) {
		detect_frame(f, w.lost->stat.first_frame, w.lost->capture);
	}
	detect_moment(f, &call->end);
	if (detect_new(f)) {
		say(d, f, call, &s, &w);
	}
}

const struct detector detector_media_one_way = {
	.id = "media-one-way",
	.severity = SEVERITY_ERROR,
	.title = N_("Voice in one direction only"),
	.passed = N_("voice went both ways"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"One side sends RTP and the other sends none, "
			"although both agreed to send and to receive. One of "
			"the two hears nothing. Calls on hold, sendonly, "
			"recvonly and inactive media, very short calls, and "
			"captures that began inside the call are left alone."),
		.wire = N_(
			"After the 200 OK there are packets from "
			"192.0.2.10:40000 to 203.0.113.5:12000, and none in "
			"the other direction. Or, with two capture points, the "
			"other direction is there at one of them and does not "
			"come to the other one."),
		.causes = N_(
			"The silent side was told a private address (NAT) and "
			"sends into the void\n"
			"A firewall or router drops the RTP of one "
			"direction\n"
			"The silent side's microphone is muted with silence "
			"suppression, or its audio device failed\n"
			"The silent side's default gateway or VLAN is wrong: "
			"it cannot reach the other\n"
			"The two sides are in different networks and the PBX "
			"lets them talk directly"),
		.remedy = N_(
			"Capture at the silent side: if its packets are "
			"there, follow them hop by hop; if not, look at its "
			"settings\n"
			"Firewall: open the RTP ports in both directions, "
			"switch the SIP helper (ALG) off\n"
			"PBX: set its public address (or STUN), and let it "
			"deliver the audio for terminals behind NAT\n"
			"Telephone: check gateway, VLAN, and silence "
			"suppression (VAD)"),
		.standard =
			"RFC 3264 clause 5.1, 6.1, 8.4; RFC 7362 (latching)",
	},
	.call = call_hook,
};
