/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SRTP whose keys (a=crypto) went through SIP that everybody can read. */
#include "detect/protection.h"

static void call_hook(struct detecting *d, const struct call *call)
{
	struct protection p;

	if (!protection_of(call, &p) || p.media == SECURE_NONE) {
		return;
	}
	/* DTLS and ZRTP agree on keys in the media path. */
	if (p.media != SECURE_SDES || p.tls || !p.clear) {
		detect_judged(d);
		return;
	}
	struct finding *f = protection_raise(d, SEVERITY_WARNING, call, &p);
	if (detect_new(f)) {
		char a[ENDPOINT_TEXT];
		char b[ENDPOINT_TEXT];
		const struct exchange *x = p.session.exchange;
		text_printf(&d->text,
			_("The voice of call %u is encrypted (SRTP), but its "
			  "keys stand in SIP that went unencrypted between %s "
			  "and %s (a=crypto in frames %llu and %llu): whoever "
			  "records both can listen."),
			(unsigned)call->id, endpoint_text(&x->offerer, a),
			endpoint_text(&x->answerer, b),
			(unsigned long long)x->offer->frame,
			(unsigned long long)x->answer->frame);
		detect_detail(d, f);
	}
}

const struct detector detector_sec_signalling_clear = {
	.id = "sec-signalling-clear",
	.severity = SEVERITY_WARNING,
	.title = N_("SRTP keys travel in clear SIP"),
	.passed = N_("keys of SRTP did not travel in clear SIP"),
	.subject = "call with SRTP",
	.page = {
		.meaning = N_(
			"The voice is SRTP, but its keys were agreed on in the "
			"session description (SDES), and the SIP that carried "
			"it was not encrypted. The keys can be read, and with "
			"them the voice: the encryption protects from nobody "
			"who sees the signalling. SRTP with keys by DTLS or "
			"ZRTP does not have that weakness, though in clear SIP "
			"somebody on the way may change the fingerprint."),
		.wire = N_(
			"INVITE over UDP with m=audio 4000 RTP/SAVP 8 and "
			"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:... in "
			"readable text."),
		.causes = N_(
			"SRTP was switched on in the telephone, TLS was not\n"
			"The account still uses UDP or TCP, port 5060\n"
			"TLS ends at a proxy or SBC and the next hop is "
			"clear\n"
			"TLS failed (certificate) and the telephone fell back "
			"to UDP"),
		.remedy = N_(
			"PBX and telephone: use TLS (port 5061) for every "
			"account that has SRTP, and forbid UDP for it\n"
			"PBX: give it a certificate that telephones accept\n"
			"Provider: ask for SIP over TLS on the trunk, or end "
			"SRTP at your SBC knowingly"),
		.standard = "RFC 4568 clause 7, 8.3; RFC 3711; RFC 5764 clause 8",
	},
	.call = call_hook,
};
