/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * STUN servers that do not answer who asks for its outside address. Programs ask
 * several and need one; checks of ICE between the ends of a call are none.
 */
#include "detect/seen.h"

/* Requests without an answer: RFC 8489 clause 6.2.1 sends up to seven. */
#define UNHEARD 3
#define WAIT_NS (5 * NS_PER_S)

static bool other_answers(const struct detecting *d, const struct alive_stun *s)
{
	const struct alive_stun *o;

	for (size_t i = 0; (o = alive_stun_at(d->book, i)); i++) {
		if (o->answered && addr_eq(&o->client, &s->client)) {
			return true;
		}
	}
	return false;
}

/* Some telephones send such requests to the other end's ports of RTP and RTCP,
 * without ICE: no server is there. */
static bool is_media(const struct detecting *d, const struct endpoint *at)
{
	for (const struct stream *s = d->book->streams; s; s = s->next) {
		int to = s->dst.port - at->port;
		int from = s->src.port - at->port;
		bool near_to = to >= -1 && to <= 1;
		bool near_from = from >= -1 && from <= 1;
		if ((near_to && addr_eq(&s->dst.ip, &at->ip)) ||
			(near_from && addr_eq(&s->src.ip, &at->ip))) {
			return true;
		}
	}
	return false;
}

static void judge(struct detecting *d, const struct alive_stun *s)
{
	bool silent = s->unheard >= UNHEARD &&
		      d->book->last_ts - s->last.ts > WAIT_NS;
	char a[ADDR_TEXT];
	char b[ENDPOINT_TEXT];

	if (is_media(d, &s->server)) {
		return;
	}
	if (s->answered || (!silent && !s->refused)) {
		detect_judged(d);
		return;
	}
	if (!s->refused && !seen_towards(d, &s->client)) {
		detect_skip(d, N_("no packet to the host that asks is in the "
				  "capture"));
		return;
	}
	const struct device *device = device_find(d->book, &s->client);
	bool matters = device && !other_answers(d, s);
	struct finding *f = detect_raise(d,
		matters ? SEVERITY_WARNING : SEVERITY_NOTE,
		(struct slice){(const char *)&s->server.ip, 16}, s->first.ts);
	detect_moment(f, &s->first);
	detect_moment(f, &s->last);
	detect_host(f, &s->client);
	detect_host(f, &s->server.ip);
	if (detect_new(f)) {
		text_printf(&d->text, _("%s asks the STUN server %s"),
			addr_text(&s->client, a), endpoint_text(&s->server, b));
		text_printf(&d->text,
			s->refused ? _(" %u times, which answers with an error")
				   : _(" %u times without an answer"),
			(unsigned)s->asked);
		text_puts(&d->text,
			other_answers(d, s) ? _("; another one answers it.")
					    : _("."));
		detect_detail(d, f);
	}
}

static void whole_hook(struct detecting *d)
{
	const struct alive_stun *s;
	size_t i = 0;

	for (; (s = alive_stun_at(d->book, i)); i++) {
		judge(d, s);
	}
	if (!i) {
		detect_absent(d, N_("nobody asks a STUN server in the capture"));
	}
}

const struct detector detector_stun_failed = {
	.id = "stun-failed",
	.severity = SEVERITY_WARNING,
	.title = N_("A STUN server does not answer"),
	.passed = N_("STUN servers answer"),
	.subject = "client",
	.page = {
		.meaning = N_(
			"A telephone or PBX asks a STUN server for its "
			"outside address and gets none. It then names its "
			"private address in SIP and SDP: calls with the "
			"outside are one-way or silent, and each call may "
			"wait some seconds for the answer that does not "
			"come."),
		.wire = N_(
			"Binding Request 10.0.0.21:5065 -> 192.0.2.3:3478, "
			"again after 0.5, 1, 2 s and so on, and no Binding "
			"Success Response."),
		.causes = N_(
			"The STUN server's name or port is wrong, or it no "
			"longer exists\n"
			"A firewall drops UDP port 3478 on the way out\n"
			"Its DNS name was not found: see dns-failed"),
		.remedy = N_(
			"Telephone, PBX: name a STUN server that answers, or "
			"switch STUN off where the PBX or an SBC does the "
			"work\n"
			"Firewall: let UDP port 3478 out and its answers in"),
		.standard = "RFC 8489 clause 6.2.1; RFC 5389 clause 7.2.1",
	},
	.whole = whole_hook,
};
