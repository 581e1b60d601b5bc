/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIP is encrypted and the voice is not; or one leg of a conversation protects
 * it and the next one does not: the worst leg decides.
 */
#include "detect/protection.h"

/* A leg of the talk of @call whose voice is protected. */
static const struct call *protected_leg(const struct call *call)
{
	struct protection p;
	const struct call *c = call->talk ? call->talk : NULL;

	for (; c; c = c->next_in_talk) {
		if (c != call && protection_of(c, &p) &&
			p.media != SECURE_NONE) {
			return c;
		}
	}
	return NULL;
}

static void say(struct detecting *d, struct finding *f, const struct call *call,
	const struct protection *p, const struct call *other)
{
	const struct media_line *a = p->session.caller;
	const struct media_line *b = p->session.callee;
	char from[ENDPOINT_TEXT];
	char to[ENDPOINT_TEXT];

	text_printf(&d->text,
		_("The voice of call %u goes unencrypted between %s and %s"),
		(unsigned)call->id, endpoint_text(&a->rtp, from),
		endpoint_text(&b->rtp, to));
	if (other) {
		text_printf(&d->text,
			_(", while on call %u, a leg of the same "
			  "conversation, it is encrypted: the protection ends "
			  "half-way."),
			(unsigned)other->id);
	} else if (p->tls) {
		text_puts(&d->text, _(", though its signalling is encrypted: "
				      "who sees the RTP hears the call."));
	} else {
		text_puts(&d->text, _(", though a sips: address was called."));
	}
	if (p->offered) {
		text_puts(&d->text, _(" One side had SRTP to offer, the other "
				      "did not take it."));
	}
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	struct protection p;

	if (!protection_of(call, &p)) {
		return;
	}
	const struct call *other =
		p.media == SECURE_NONE ? protected_leg(call) : NULL;
	if (p.media != SECURE_NONE || (!p.tls && !p.sips && !other)) {
		if (p.media != SECURE_NONE || p.tls) {
			detect_judged(d);
		}
		return;
	}
	struct finding *f = protection_raise(d, SEVERITY_WARNING, call, &p);
	if (other) {
		detect_call(d, f, other);
	}
	if (detect_new(f)) {
		say(d, f, call, &p, other);
	}
}

const struct detector detector_sec_media_clear = {
	.id = "sec-media-clear",
	.severity = SEVERITY_WARNING,
	.title = N_("The voice is not encrypted, though the call is"),
	.passed = N_("what is protected is protected on all legs"),
	.subject = "call with TLS or SRTP",
	.page = {
		.meaning = N_(
			"Somebody protected this call, and the voice goes in "
			"clear all the same: SIP uses TLS (or a sips: "
			"address was called) and the media is plain RTP; or "
			"one leg of the conversation has SRTP and the next "
			"one, behind the PBX, has not. Both people believe "
			"that they are protected, and the worst leg decides."),
		.wire = N_(
			"SIP over TLS on port 5061, and m=audio 4000 RTP/AVP 8 "
			"without a=crypto or a=fingerprint; RTP whose payload "
			"can be played."),
		.causes = N_(
			"SRTP is off in the telephone or in the account\n"
			"SRTP is set to optional and one side does not have "
			"it\n"
			"The trunk to the provider has no SRTP\n"
			"A gateway, door station or DECT base without SRTP"),
		.remedy = N_(
			"PBX: set SRTP to required for these extensions, so "
			"that a call without it fails instead\n"
			"Telephone: switch SRTP on (RTP/SAVP), and update its "
			"firmware\n"
			"Trunk: ask the provider for TLS and SRTP, or accept "
			"it knowingly and say so"),
		.standard =
			"RFC 3711; RFC 3261 clause 26.2.2 (sips), 26.4.4 (hop "
			"by hop); RFC 4568",
	},
	.call = call_hook,
};
