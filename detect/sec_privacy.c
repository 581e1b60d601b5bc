/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A caller who asks that his number be hidden, and whose number goes out all the
 * same: in the From header of that very INVITE, or on a later leg of the talk.
 * P-Asserted-Identity with Privacy: id is no leak: it is meant for networks that
 * trust each other, and the last of them takes it out (RFC 3325 clause 7).
 */
#include "calls/identity.h"
#include "detect/detector.h"

static bool is_number(struct slice s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		digits += s.p[i] >= '0' && s.p[i] <= '9';
	}
	return digits > 2;
}

/* The first of the talk of @call that asks for privacy; or NULL. */
static const struct call *asking(const struct call *call)
{
	const struct call *c = call->talk ? call->talk : call;

	while (c && !identity_private(c->identity)) {
		c = c == call ? NULL : c->next_in_talk;
	}
	return c;
}

static void call_hook(struct detecting *d, const struct call *call)
{
	const struct call *asked = asking(call);

	if (!asked || !call->invite.frame || !call->hop_count) {
		return;
	}
	/* A later leg tells the number of the one that asked, or another one,
	 * such as the site's own: that is no leak. */
	bool same = asked == call ||
		    slice_eq(call->from_user, asked->from_user) ||
		    (asked->identity->asserted.n &&
			    slice_eq(call->from_user, asked->identity->asserted));
	if (!is_number(call->from_user) || !same) {
		detect_judged(d);
		return;
	}
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)&call->hops[0].from.ip,
			sizeof(struct addr)},
		call->invite.ts);
	char to[ADDR_TEXT];

	detect_call(d, f, call);
	detect_host(f, &call->hops[0].from.ip);
	detect_host(f, &call->hops[0].to.ip);
	detect_moment(f, &call->invite);
	detect_moment(f, &asked->identity->privacy_at);
	if (!detect_new(f)) {
		return;
	}
	text_printf(&d->text, _("The caller of call %u asks to be hidden (Privacy: "),
		(unsigned)asked->id);
	text_clean(&d->text, asked->identity->privacy);
	text_printf(&d->text, _("), but the From header of call %u shows "),
		(unsigned)call->id);
	text_clean(&d->text, call->from_user);
	text_printf(&d->text, _(" to %s."), addr_text(&call->hops[0].to.ip, to));
	detect_detail(d, f);
}

const struct detector detector_sec_privacy = {
	.id = "sec-privacy",
	.severity = SEVERITY_WARNING,
	.title = N_("A hidden caller's number is shown"),
	.passed = N_("callers who ask to be hidden are hidden"),
	.subject = "call with a wish for privacy",
	.page = {
		.meaning = N_(
			"The caller asks for anonymity and his number is in the "
			"From header all the same, where the called device, or "
			"the next network, can show it. Whether it does is "
			"theirs to decide; the promise to the caller is broken "
			"here."),
		.wire = N_(
			"INVITE with Privacy: id, and From: "
			"<sip:0215550001@example.org>. Right is From: "
			"\"Anonymous\" <sip:anonymous@anonymous.invalid>, with "
			"P-Asserted-Identity for networks that trust each "
			"other."),
		.causes = N_(
			"The PBX sets Privacy only, and the trunk expects an "
			"anonymous From as well\n"
			"The telephone asks for privacy (code or menu), and the "
			"PBX does not know of it\n"
			"A PBX passes a hidden call on, after a transfer or "
			"forwarding, with the caller's number"),
		.remedy = N_(
			"PBX: for hidden calls set From to anonymous and the "
			"number in P-Asserted-Identity, as the provider wants "
			"it\n"
			"Trunk: ask the provider which of From, "
			"P-Asserted-Identity and Privacy it follows\n"
			"Telephone: hide the number by the PBX's code, not by "
			"its own setting\n"
			"Test by a call to a number that reads the caller's "
			"number out"),
		.standard = "RFC 3323 clause 4.1 (From of a hidden caller); RFC "
			    "3325 clauses 7 and 9.3 (Privacy: id)",
	},
	.call = call_hook,
};
