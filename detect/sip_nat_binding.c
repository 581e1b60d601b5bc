/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A telephone behind address translation is reached through what the translator
 * remembers, and it forgets after a time of silence. Two signs: calls to such a
 * telephone that nobody answers after a silence, and keep-alives that come
 * farther apart than translators remember.
 */
#include "detect/detector.h"

#define ALIVE_MANY 3

/* Is what it calls its address another one than where it comes from? */
static bool translated(const struct registration *r)
{
	struct addr ip;

	return registration_contact(r, &ip) && !addr_eq(&ip, &r->src.ip);
}

static void later(ns_t at, ns_t before, ns_t *last)
{
	if (at <= before && at > *last) {
		*last = at;
	}
}

/* When something came from the telephone last, before @before; 0: never. */
static ns_t heard(const struct detecting *d, const struct registration *r,
	ns_t before)
{
	const struct alive *a;
	ns_t last = 0;

	later(r->first_ts, before, &last);
	later(r->request_ts, before, &last);
	for (unsigned i = 0; i < r->event_count; i++) {
		later(r->events[i].ts, before, &last);
		later(r->events[i].last_ts, before, &last);
	}
	for (size_t i = 0; (a = alive_at(d->book, i)); i++) {
		if (endpoint_eq(&a->src, &r->src)) {
			later(a->last.ts, before, &last);
			/* they went on beyond: the silence was no longer */
			if (a->last.ts > before && a->first.ts < before) {
				later(before - a->longest, before, &last);
			}
		}
	}
	for (const struct call *c = d->book->calls; c; c = c->next) {
		for (const struct message *m = c->messages; m; m = m->next) {
			if (endpoint_eq(&m->src, &r->src)) {
				later(m->ts, before, &last);
			}
		}
	}
	return last;
}

static const struct hop *hop_to(
	const struct call *call, const struct registration *r)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		const struct hop *h = &call->hops[i];
		if (endpoint_eq(&h->to, &r->src) && !h->late &&
			h->invite.frame && h->invite.ts > r->first_ts) {
			return h;
		}
	}
	return NULL;
}

static bool silent(const struct hop *h)
{
	return !h->trying.frame && !h->ringing.frame && !h->progress.frame &&
	       !h->answer.frame && !h->final.frame && !h->challenge.frame;
}

static bool judge_call(struct detecting *d, const struct registration *r,
	const struct call *call, const struct hop *h)
{
	double limit = detect_limit(d, THRESHOLD_SIP_NAT_BINDING_QUIET_S);
	double quiet = (double)(h->invite.ts - heard(d, r, h->invite.ts)) /
		       NS_PER_S;
	char to[ENDPOINT_TEXT];

	if (!silent(h) || quiet < limit ||
		d->book->last_ts - h->invite.ts < 4 * NS_PER_S) {
		return false;
	}
	struct finding *f = detect_raise(d, SEVERITY_ERROR,
		(struct slice){(const char *)&r->src, sizeof(r->src.ip)},
		h->invite.ts);
	detect_call(d, f, call);
	detect_measured(f, quiet, limit, "s");
	detect_frame(f, r->last_frame, r->capture);
	detect_moment(f, &h->invite);
	detect_host(f, &h->to.ip);
	detect_host(f, &h->from.ip);
	if (detect_new(f)) {
		text_puts(&d->text, _("A call to "));
		text_clean(&d->text, r->aor);
		text_printf(&d->text,
			_(", which is behind address translation at %s, gets "
			  "no answer at all; nothing had come from there for "
			  "%.0f s."),
			endpoint_text(&r->src, to), quiet);
		detect_detail(d, f);
	}
	return true;
}

static void registration_hook(
	struct detecting *d, const struct registration *r)
{
	bool found = false;
	bool any = false;

	if (!r->accepted || !translated(r)) {
		return;
	}
	for (const struct call *c = d->book->calls; c; c = c->next) {
		const struct hop *h = hop_to(c, r);
		if (h) {
			any = true;
			found |= judge_call(d, r, c, h);
		}
	}
	if (!any) {
		detect_skip(d, N_("no call to it is in the capture"));
	} else if (!found) {
		detect_judged(d);
	}
}

static void whole_hook(struct detecting *d)
{
	double limit = detect_limit(d, THRESHOLD_SIP_NAT_BINDING_ALIVE_S);
	const struct alive *a;
	char src[ENDPOINT_TEXT];
	char dst[ENDPOINT_TEXT];

	for (size_t i = 0; (a = alive_at(d->book, i)); i++) {
		double s = (double)a->longest / NS_PER_S;
		if (a->count < ALIVE_MANY || s < limit) {
			detect_judged(d);
			continue;
		}
		struct finding *f = detect_raise(d, SEVERITY_NOTE,
			(struct slice){(const char *)&a->hash, 8},
			a->first.ts);
		detect_measured(f, s, limit, "s");
		detect_moment(f, &a->first);
		detect_moment(f, &a->last);
		detect_host(f, &a->src.ip);
		detect_host(f, &a->dst.ip);
		if (detect_new(f)) {
			text_printf(&d->text,
				_("Keep-alives of %s to %s are up to %.0f s "
				  "apart; many translators forget sooner."),
				endpoint_text(&a->src, src),
				endpoint_text(&a->dst, dst), s);
			detect_detail(d, f);
		}
	}
}

const struct detector detector_sip_nat_binding = {
	.id = "sip-nat-binding",
	.severity = SEVERITY_ERROR,
	.title = N_("A telephone behind address translation is not reached"),
	.passed = N_("telephones behind address translation were reached"),
	.subject = "telephone",
	.page = {
		.meaning = N_(
			"A telephone behind a NAT router or firewall can be "
			"called only while the router remembers its binding, "
			"and that is forgotten after a time without packets: "
			"30 s to some minutes for UDP. Then the INVITE of "
			"the PBX is dropped; the telephone shows that it is "
			"registered, can call, and cannot be called."),
		.wire = N_(
			"REGISTER with Contact 192.168.1.21 from "
			"203.0.113.7:40112, 200 OK with expires=3600; nothing "
			"for ten minutes; INVITE to 203.0.113.7:40112 again "
			"and again, and no answer."),
		.causes = N_(
			"No keep-alives, or an interval that is too long\n"
			"The registration is refreshed seldom, and nothing "
			"else is sent\n"
			"The router's time for UDP is very short (30 s)\n"
			"The telephone was unplugged: then no later packet "
			"comes from it either"),
		.remedy = N_(
			"Telephone: keep-alives on (CRLF, OPTIONS or STUN), "
			"every 30 s or less\n"
			"PBX: qualify its telephones (OPTIONS) every 30 s, or "
			"grant short registrations (60 to 120 s) to those "
			"behind NAT\n"
			"Firewall: a longer time for UDP on the ports of SIP\n"
			"TCP or TLS instead of UDP: bindings live longer"),
		.standard = "RFC 5626 clause 3.5, 4.4 (keep-alive); RFC 4787 "
			    "REQ-5 (two minutes at least)",
	},
	.registration = registration_hook,
	.whole = whole_hook,
};
