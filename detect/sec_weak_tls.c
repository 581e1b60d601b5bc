/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TLS of telephony: old versions, weak ciphers, certificates that have run out
 * or are for another name, and handshakes that failed. What is neither on the
 * port of SIP nor of a host that signals here is not looked at: the web is not
 * ours.
 */
#include "calls/secure.h"
#include "detect/watched.h"

#define SIPS_PORT 5061
#define RSA_LEAST 2048 /* BSI TR-02102, NIST SP 800-131A */

static bool concerns(const struct detecting *d, const struct secure_session *s)
{
	const struct device *a = device_find(d->book, &s->client.ip);
	const struct device *b = device_find(d->book, &s->server.ip);

	return s->server.port == SIPS_PORT || (a && a->sends_sip) ||
	       (b && b->sends_sip);
}

static void put_time(struct text *t, int64_t seconds)
{
	/* Days to a date: the inverse of dissect/x509.c, after the same era. */
	int64_t days = seconds / 86400 + 719468;
	int64_t era = days / 146097;
	int64_t of_era = days - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 -
			       of_era / 146096) /
		       365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t m = (5 * of_year + 2) / 153;
	int64_t day = of_year - (153 * m + 2) / 5 + 1;
	int64_t month = m < 10 ? m + 3 : m - 9;

	text_printf(t, "%04d-%02d-%02d", (int)(year + era * 400 + (month <= 2)),
		(int)month, (int)day);
}

/* Everything that is wrong with @s goes into d->text; false: nothing is. */
static bool put_faults(struct detecting *d, const struct secure_session *s)
{
	struct text *t = &d->text;
	size_t before = t->n;
	ns_t now = s->certificate.ts / NS_PER_S;
	const char *weak = s->chosen.frame ? tls_cipher_weak(s->cipher) : NULL;

	if (s->chosen.frame && s->version && s->version < TLS_12) {
		text_printf(t, _(" It uses %s, which is not safe any more."),
			tls_version_text(s->version));
	} else if (!s->chosen.frame && s->offered && s->offered < TLS_12) {
		text_printf(t, _(" The client offers %s at most."),
			tls_version_text(s->offered));
	}
	if (weak) {
		text_printf(t, _(" The cipher is weak (%s, 0x%04x)."), weak,
			(unsigned)s->cipher);
	}
	if (s->certificate.frame && s->has_dates && now > s->not_after) {
		text_puts(t, _(" The certificate expired on "));
		put_time(t, s->not_after);
		text_puts(t, ".");
	}
	if (s->certificate.frame && s->has_dates && now < s->not_before) {
		text_puts(t, _(" The certificate is not valid before "));
		put_time(t, s->not_before);
		text_puts(t, _(": its clock or the capture's is wrong."));
	}
	if (s->mismatch) {
		text_puts(t, _(" The client asked for "));
		text_clean(t, slice_of(s->asked));
		text_puts(t, _(" and the certificate is for "));
		text_clean(t, slice_of(s->subject));
		text_puts(t, ".");
	}
	if (s->rsa_bits && s->rsa_bits < RSA_LEAST) {
		text_printf(t, _(" The key has %u bits only."), s->rsa_bits);
	}
	if (s->weak_signature) {
		text_puts(t, _(" The certificate is signed with SHA-1 or "
			       "MD5."));
	}
	return t->n > before;
}

static void put_alert(struct detecting *d, const struct secure_session *s)
{
	const char *text = tls_alert_text(s->alert_code);

	text_printf(&d->text,
		_(" The %s broke the handshake off (alert %u: %s)."),
		s->alert_by_server ? _("server") : _("client"),
		(unsigned)s->alert_code, text ? text : _("not a known one"));
	if (!s->alert_by_server && s->self_signed) {
		text_puts(&d->text, _(" The certificate is self-signed."));
	}
}

static void judge(struct detecting *d, const struct secure_session *s)
{
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];

	text_printf(&d->text, _("TLS from %s to %s."),
		endpoint_text(&s->client, a), endpoint_text(&s->server, b));
	bool bad = put_faults(d, s);
	if (s->alert.frame) {
		put_alert(d, s);
		bad = true;
	}
	if (!bad) {
		text_clear(&d->text);
		detect_judged(d);
		return;
	}
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		watched_key(&s->server.ip),
		s->chosen.frame ? s->chosen.ts : s->hello.ts);
	detect_host(f, &s->server.ip);
	detect_host(f, &s->client.ip);
	detect_moment(f, &s->hello);
	detect_moment(f, &s->chosen);
	detect_moment(f, &s->certificate);
	detect_moment(f, &s->alert);
	detect_detail(d, f);
}

static void whole(struct detecting *d)
{
	const struct secure_session *s;

	for (size_t i = 0; (s = secure_at(d->book->secure, i)); i++) {
		if (!concerns(d, s)) {
			continue;
		}
		if (!s->chosen.frame && !s->alert.frame) {
			detect_skip(d, N_("the server's answer is not in the "
					  "capture"));
			continue;
		}
		judge(d, s);
	}
}

const struct detector detector_sec_weak_tls = {
	.id = "sec-weak-tls",
	.severity = SEVERITY_WARNING,
	.title = N_("TLS is weak, or failed"),
	.passed = N_("TLS has a good version, cipher and certificate, as far "
		     "as it shows"),
	.subject = "TLS handshake",
	.page = {
		.meaning = N_(
			"The TLS of a telephone, trunk or server is older than "
			"1.2 or uses a weak cipher; its certificate has run "
			"out, is not valid yet, is for another name, or has a "
			"weak key; or the handshake failed, with who broke it "
			"off and why. In TLS 1.3 the certificate and most "
			"alerts are encrypted and cannot be judged."),
		.wire = N_(
			"ServerHello with version 0x0301; Certificate with "
			"notAfter before the time of the packet; Alert level "
			"2 (fatal), description 48 (unknown CA)."),
		.causes = N_(
			"The certificate was not renewed\n"
			"The telephone does not know the authority that signed "
			"it, or its clock is wrong (NTP)\n"
			"The telephone is set to an IP address, and the "
			"certificate names a host\n"
			"Old firmware knows TLS 1.0 only\n"
			"The server was set to accept old clients"),
		.remedy = N_(
			"PBX: renew the certificate, for the name that "
			"telephones use; allow TLS 1.2 and 1.3 only\n"
			"Telephone: update the firmware, load the authority's "
			"certificate, set NTP and the server by its name\n"
			"Firewall: look for an inspection of TLS that puts its "
			"own certificate in"),
		.standard =
			"RFC 8996 (TLS 1.0 and 1.1 are not to be used); RFC "
			"9325; RFC 5280 clause 4.1.2.5; RFC 6125; RFC 8446 6",
	},
	.whole = whole,
};
