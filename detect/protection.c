/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By the transport of the messages and by the lines of both descriptions. */
#include "detect/protection.h"

static bool encrypted(enum transport transport)
{
	return transport == TRANSPORT_TLS || transport == TRANSPORT_WSS;
}

bool protection_of(const struct call *call, struct protection *ret)
{
	*ret = (struct protection){.tls = call->signalling_secure};
	session_of(call, &ret->session);
	const struct session *s = &ret->session;
	if (!s->exchange) {
		return false;
	}
	bool any = false;
	bool all = true;
	for (const struct message *m = call->messages; m; m = m->next) {
		any = any || encrypted(m->transport);
		all = all && encrypted(m->transport);
		if (m->sdp && !encrypted(m->transport) && !ret->clear) {
			ret->clear = m;
		}
	}
	/* Via says TLS where a probe handed on what it had decrypted. */
	ret->tls = call->signalling_secure || (any && all);
	ret->sips = slice_istarts(call->to_uri, "sips:");
	enum media_security offer = s->caller->security;
	enum media_security answer = s->callee->security;
	if (offer == answer) {
		ret->media = offer;
	} else if (answer != SECURE_NONE && offer != SECURE_NONE) {
		ret->media = answer;
	}
	ret->offered = ret->media == SECURE_NONE &&
		       (offer != SECURE_NONE || answer != SECURE_NONE);
	return true;
}

struct finding *protection_raise(struct detecting *d, enum severity severity,
	const struct call *call, const struct protection *p)
{
	const struct exchange *x = p->session.exchange;
	struct finding *f = detect_raise(
		d, severity, (struct slice){NULL, 0}, x->offer->ts);

	detect_call(d, f, call);
	detect_host(f, &x->offerer.ip);
	detect_host(f, &x->answerer.ip);
	detect_frame(f, x->offer->frame, x->offer->capture);
	detect_frame(f, x->answer->frame, x->answer->capture);
	return f;
}
