/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Neither signalling nor voice is encrypted. */
#include "detect/protection.h"

static void call_hook(struct detecting *d, const struct call *call)
{
	struct protection p;

	if (!protection_of(call, &p)) {
		return;
	}
	if (p.tls || p.media != SECURE_NONE) {
		detect_judged(d);
		return;
	}
	struct finding *f = protection_raise(d, SEVERITY_NOTE, call, &p);
	if (detect_new(f)) {
		char a[ENDPOINT_TEXT];
		char b[ENDPOINT_TEXT];
		text_printf(&d->text,
			_("Call %u is not encrypted at all: SIP can be read "
			  "and the voice between %s and %s can be listened "
			  "to."),
			(unsigned)call->id,
			endpoint_text(&p.session.caller->rtp, a),
			endpoint_text(&p.session.callee->rtp, b));
		if (p.offered) {
			text_puts(&d->text, _(" One side had SRTP to offer, "
					      "the other did not take it."));
		}
		detect_detail(d, f);
	}
}

const struct detector detector_sec_none = {
	.id = "sec-none",
	.severity = SEVERITY_NOTE,
	.title = N_("Neither signalling nor voice is encrypted"),
	.passed = N_("calls are encrypted, in part at least"),
	.subject = "call",
	.latent = true,
	.page = {
		.meaning = N_(
			"SIP and RTP of these calls went in clear. Whoever "
			"gets at the packets sees who calls whom and hears "
			"what is said. Inside a network that is well kept this "
			"is common and may be meant so."),
		.wire = N_(
			"SIP over UDP or TCP on port 5060, and m=audio 4000 "
			"RTP/AVP 8 without a=crypto or a=fingerprint."),
		.causes = N_(
			"TLS and SRTP are off, as most devices come\n"
			"The provider's trunk offers neither\n"
			"Old telephones or gateways have neither"),
		.remedy = N_(
			"PBX and telephones: switch TLS and SRTP on together; "
			"one without the other helps little\n"
			"Switch: keep voice in a VLAN of its own, and know who "
			"may mirror ports\n"
			"Firewall: take remote sites in by VPN or TLS only"),
		.standard = "RFC 3261 clause 26; RFC 3711; RFC 4568; RFC 5764",
	},
	.call = call_hook,
};
