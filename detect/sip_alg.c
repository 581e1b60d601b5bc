/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A helper in a router that edits SIP leaves traces when it does not edit all
 * of it: a description longer or shorter than its Content-Length says, and a
 * Via with the public address beside a Contact or an SDP with the private one.
 * Devices that learnt their public address do it the other way round: they write
 * it in the Contact and leave the Via as it is, which is in order.
 */
#include "calls/nat.h"
#include "detect/odd.h"
#include "detect/session.h"

static void lengths(struct detecting *d)
{
	const struct conduct_case *c = NULL;

	while ((c = conduct_next(&d->book->conduct, CONDUCT_LENGTH, c))) {
		/* What is behind the stated length is thrown away; a message
		 * that ends before it is refused (RFC 3261 clause 18.3). */
		bool gone = c->bits & SIP_BODY_SHORT;
		struct finding *f = odd_raise(d,
			gone ? SEVERITY_ERROR : SEVERITY_WARNING, c);
		if (detect_new(f)) {
			odd_put(&d->text, c);
			text_puts(&d->text,
				gone ? _(" has a shorter description than its "
					 "Content-Length says: it was edited "
					 "on the way, cut, or its sender counts "
					 "wrongly; its receiver refuses it.")
				     : _(" has a longer description than its "
					 "Content-Length says: it was edited "
					 "on the way, or its sender counts "
					 "wrongly; its receiver loses the end "
					 "of it."));
			detect_detail(d, f);
		}
		odd_count(f, c);
	}
}

/* Via as the packet's own address, which is public; what else is private? */
static const struct nat_sign *left_over(const struct nat_side *s)
{
	if (!s->seen.frame || s->via.frame || nat_private(&s->seen.at.ip) ||
		session_loopback(&s->seen.at.ip)) {
		return NULL;
	}
	if (s->contact.frame && nat_private(&s->contact.at.ip)) {
		return &s->contact;
	}
	return s->sdp.frame && nat_private(&s->sdp.at.ip) ? &s->sdp : NULL;
}

static void call_hook(struct detecting *d, const struct call *call)
{
	if (!call->nat) {
		if (call->invite.frame) {
			detect_judged(d);
		}
		return;
	}
	const struct nat_side *s = &call->nat->caller;
	const struct nat_sign *left = left_over(s);
	if (!left) {
		detect_judged(d);
		return;
	}
	struct addr key[2] = {s->seen.at.ip, left->at.ip};
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)key, sizeof(key)},
		call->invite.ts);
	detect_call(d, f, call);
	detect_host(f, &s->seen.at.ip);
	detect_host(f, &left->at.ip);
	detect_frame(f, left->frame, call->invite.capture);
	if (detect_new(f)) {
		char seen[ENDPOINT_TEXT];
		char at[ENDPOINT_TEXT];
		text_printf(&d->text,
			_("In call %u the Via names the public address %s that "
			  "the message comes from, and the %s the private %s: "
			  "it was rewritten in part."),
			(unsigned)call->id, endpoint_text(&s->seen.at, seen),
			left == &s->contact ? "Contact" : "SDP",
			endpoint_text(&left->at, at));
		detect_detail(d, f);
	}
}

const struct detector detector_sip_alg = {
	.id = "sip-alg",
	.severity = SEVERITY_ERROR,
	.title = N_("Something on the way rewrites SIP, and badly"),
	.passed = N_("no message shows traces of a SIP helper (ALG)"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"Routers and firewalls with a SIP helper (ALG, SIP "
			"fixup, SIP transformations) write other addresses "
			"into SIP as it passes. Where they forget a header, or "
			"the Content-Length, calls fail, lose their voice one "
			"way, or break off. A wrongly set external address of "
			"a PBX can look the same."),
		.wire = N_(
			"Content-Length: 230 and an SDP of 234 bytes, since an "
			"address became longer. Or Via: 203.0.113.7 (the "
			"router's own), and Contact: <sip:x@192.168.1.20>."),
		.causes = N_(
			"The SIP helper of the router or firewall in front of "
			"the device\n"
			"A PBX whose external address is set for a part of its "
			"headers only\n"
			"A faulty device that counts its SDP wrongly"),
		.remedy = N_(
			"Firewall, router: switch SIP ALG (helper, fixup, "
			"inspection) off\n"
			"Use TLS: what is encrypted cannot be rewritten\n"
			"Capture on both sides of the router and compare the "
			"same message\n"
			"PBX: check external address and local networks"),
		.standard = "RFC 3261 clause 18.3, 20.14; RFC 3581; RFC 2663 "
			    "clause 2.9 (ALG)",
	},
	.call = call_hook,
	.whole = lengths,
};
