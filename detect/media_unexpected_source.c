/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RTP from where nobody announced. Behind address translation that is the rule,
 * and the other side answers to where it came from: such a pair is in order. A
 * stranger who sends to a port while the rightful source does is none of that:
 * what he sends is heard in the call.
 */
#include "calls/nat.h"
#include "calls/source.h"
#include "detect/detector.h"

/* Most calls that are looked through for an address. */
#define CALLS_LOOKED_AT 2000
/* Two sources at once for so long are no change from one to the other. */
#define AT_ONCE NS_PER_S

static bool says(const struct description *x, const struct addr *ip)
{
	for (uint16_t i = 0; x && i < x->line_count; i++) {
		const struct media_line *l = &x->lines[i];
		if (l->has_address && addr_eq(&l->rtp.ip, ip)) {
			return true;
		}
		for (uint8_t k = 0; k < l->candidate_count; k++) {
			if (addr_eq(&l->candidates[k].ip, ip)) {
				return true;
			}
		}
	}
	return false;
}

/* A party of @call: it signals there, or its SDP names it. */
static bool knows(const struct call *call, const struct addr *ip)
{
	if (call_signals(call, ip)) {
		return true;
	}
	for (const struct exchange *x = call->exchanges; x; x = x->next) {
		if (says(x->offer, ip) || says(x->answer, ip)) {
			return true;
		}
	}
	return false;
}

static bool known_in_conversation(const struct call *call, const struct addr *ip)
{
	const struct call *c =
		call->conversation ? call->conversation->legs : call;

	for (; c; c = call->conversation ? c->next_leg : NULL) {
		if (knows(c, ip)) {
			return true;
		}
	}
	return false;
}

/* Somebody of another call, who sends to a port that is no longer his peer's. */
static const struct call *other_call_of(
	const struct detecting *d, const struct addr *ip)
{
	unsigned looked = 0;

	for (const struct call *c = d->book->calls;
		c && looked < CALLS_LOOKED_AT; c = c->next, looked++) {
		if (knows(c, ip)) {
			return c;
		}
	}
	return NULL;
}

/* For how long both sent. A source that paused meanwhile, for music from
 * elsewhere, did not. */
static ns_t at_once(const struct stream *a, const struct stream *b)
{
	ns_t from = a->stat.first_ts > b->stat.first_ts ? a->stat.first_ts
							: b->stat.first_ts;
	ns_t to = a->stat.last_ts < b->stat.last_ts ? a->stat.last_ts
						    : b->stat.last_ts;

	return to - from - (ns_t)(b->stat.delta_max_ms * 1e6);
}

static const struct stream *back_of(const struct stream *s)
{
	for (const struct stream *r = s->call->streams; r;
		r = r->next_in_call) {
		if (endpoint_eq(&r->src, &s->dst) &&
			endpoint_eq(&r->dst, &s->src)) {
			return r;
		}
	}
	return NULL;
}

static void raise(struct detecting *d, const struct stream *s,
	enum severity severity, const char *how)
{
	struct {
		struct addr src, dst;
		uint32_t severity;
	} key = {s->src.ip, s->dst.ip, severity};
	struct finding *f = detect_raise(d, severity,
		(struct slice){(const char *)&key, sizeof(key)},
		s->stat.first_ts);
	detect_stream(d, f, s);
	detect_host(f, &s->src.ip);
	detect_host(f, &s->dst.ip);
	detect_frame(f, s->basis_frame, s->capture);
	detect_frame(f, s->stat.first_frame, s->capture);
	if (s->rightful) {
		detect_stream(d, f, s->rightful);
		detect_host(f, &s->rightful->src.ip);
		detect_frame(f, s->rightful->stat.first_frame,
			s->rightful->capture);
	}
	if (!detect_new(f)) {
		return;
	}
	char src[ENDPOINT_TEXT];
	char dst[ENDPOINT_TEXT];
	char own[ENDPOINT_TEXT];
	text_printf(&d->text,
		_("%llu RTP packets reached %s of call %u from %s, which no "
		  "message of the call names"),
		(unsigned long long)s->stat.packets,
		endpoint_text(&s->dst, dst), (unsigned)s->call->id,
		endpoint_text(&s->src, src));
	if (s->rightful) {
		text_printf(&d->text, _(", while %s was sending there"),
			endpoint_text(&s->rightful->src, own));
	}
	text_printf(&d->text, "%s.", how);
	detect_detail(d, f);
}

static void stranger(struct detecting *d, const struct stream *s)
{
	if (known_in_conversation(s->call, &s->src.ip)) {
		detect_judged(d);
	} else if (!s->rightful || at_once(s, s->rightful) < AT_ONCE) {
		raise(d, s, SEVERITY_WARNING, "");
	} else if (other_call_of(d, &s->src.ip)) {
		raise(d, s, SEVERITY_WARNING,
			_("; it is a party of another call, and may send to a "
			  "port that it was told before"));
	} else {
		raise(d, s, SEVERITY_CRITICAL,
			_(": a second source on one port is heard in the call "
			  "(injection)"));
	}
}

static void stream_hook(struct detecting *d, const struct stream *s)
{
	double least = detect_limit(d, THRESHOLD_MEDIA_UNEXPECTED_SOURCE_PACKETS);

	if (!s->call || s->same_as || s->basis == BASIS_GUESSED) {
		return;
	}
	if (s->call->began_before) {
		detect_skip(d, N_("the capture began inside"));
		return;
	}
	if ((double)s->stat.packets < least) {
		detect_judged(d);
		return;
	}
	if (source_foreign(s)) {
		stranger(d, s);
		return;
	}
	const struct media_line *told = s->other_line;
	/* Behind address translation nobody can announce what will be seen. */
	bool hidden = told && nat_private(&told->rtp.ip) &&
		      !nat_private(&s->src.ip);
	if (s->basis != BASIS_DESTINATION || hidden || s->call->nat ||
		(s->flow && s->flow->check_frame) || back_of(s) ||
		known_in_conversation(s->call, &s->src.ip)) {
		detect_judged(d);
		return;
	}
	const struct exchange *x = call_exchange(s->call);
	if (!x || !x->answer) {
		detect_skip(d, N_("no offer and answer about voice are in the "
				  "capture"));
		return;
	}
	raise(d, s, SEVERITY_WARNING, "");
}

const struct detector detector_media_unexpected_source = {
	.id = "media-unexpected-source",
	.severity = SEVERITY_CRITICAL,
	.title = N_("RTP from an address that nobody announced"),
	.passed = N_("RTP came from where it was announced, or was answered "
		     "there"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"Voice reaches a port of a call from a host that no "
			"SDP of the call names, that does not signal in it, "
			"and that gets no voice back. If the rightful source "
			"sends there at the same time it is critical: the "
			"stranger's sound is mixed in or takes its place "
			"(injection, RTP bleed). Address translation with "
			"answers to where the voice came from is in order."),
		.wire = N_(
			"SDP of the callee: 192.0.2.5:12000. To the caller's "
			"port come packets from 192.0.2.5:12000 and, at the "
			"same time with another SSRC, from "
			"198.51.100.66:4444."),
		.causes = N_(
			"A stream of an earlier call that its sender never "
			"ended, to a port that is in use again\n"
			"A media server or gateway that sends from another "
			"address than it announces (several cards, a "
			"cluster)\n"
			"Address translation that this capture shows on one "
			"side only\n"
			"Somebody injects voice, or probes ports for RTP"),
		.remedy = N_(
			"Find the host that sends: is it a known gateway or "
			"telephone, correct its announced address, or restart "
			"it\n"
			"PBX: accept RTP from the announced or the first "
			"source alone (strict RTP, no endless latching), use "
			"SRTP\n"
			"Firewall: let RTP reach the PBX from the trunk and "
			"the telephones alone\n"
			"Telephone: switch symmetric RTP on"),
		.standard = "RFC 3264 clause 5.1; RFC 4961 clause 3, 4; "
			    "RFC 7362 clause 4",
	},
	.stream = stream_hook,
};
