/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Secrets that stand in this capture for everybody to read: passwords on their
 * way to a web page or in a configuration, and what else of a capture is not to
 * be handed on as it is: keys, answers to challenges, digits that were pressed.
 */
#include "calls/secret.h"
#include "detect/protection.h"
#include "detect/watched.h"

#define FEW_DIGITS 4 /* fewer are a choice in a menu */

static void judge_secret(struct detecting *d, const struct secret *s)
{
	static const char *const text[] = {
		[SECRET_BASIC] = N_(" over HTTP, its password unencrypted "
				    "(Basic), and asks for "),
		[SECRET_CONFIG] = N_(" its configuration over HTTP, "
				     "unencrypted: "),
		[SECRET_TFTP] = N_(" its configuration over TFTP, "
				   "unencrypted: "),
	};
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];
	struct addr key[2] = {s->client.ip, s->server.ip};
	struct finding *f = detect_raise(d,
		s->password.frame ? SEVERITY_WARNING : SEVERITY_NOTE,
		(struct slice){(const char *)key, sizeof(key)}, s->at.ts);

	detect_host(f, &s->client.ip);
	detect_host(f, &s->server.ip);
	detect_moment(f, &s->at);
	detect_moment(f, &s->password);
	if (!detect_new(f)) {
		return;
	}
	text_printf(&d->text,
		s->kind == SECRET_BASIC ? _("%s sends %s") : _("%s asks %s for"),
		endpoint_text(&s->client, a), endpoint_text(&s->server, b));
	text_puts(&d->text, _(text[s->kind]));
	text_clean(&d->text, slice_of(s->what));
	if (s->kind != SECRET_BASIC && s->password.frame) {
		text_puts(&d->text, _(", with a password in it"));
	}
	text_puts(&d->text, ".");
	detect_detail(d, f);
}

static void judge_source(struct detecting *d, const struct watch_source *s)
{
	if (!s->trouble->plain.n) {
		return;
	}
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		watched_key(&s->ip), s->trouble->plain.first.ts);
	detect_host(f, &s->ip);
	watched_count(f, &s->trouble->plain);
	if (detect_new(f)) {
		watched_put(d, &s->ip);
		text_puts(&d->text, _(" sends its SIP password unencrypted "
				      "(Basic), which RFC 3261 forbids."));
		detect_detail(d, f);
	}
}

/* What is in many captures, in one sentence. */
struct sum {
	uint32_t answers, keys, digits;
	struct moment first[3];
};

static void add_calls(const struct book *book, struct sum *sum)
{
	struct protection p;

	for (const struct call *c = book->calls; c; c = c->next) {
		bool known = protection_of(c, &p);
		bool clear = known && p.media == SECURE_NONE;
		if (known && p.media == SECURE_SDES && p.clear) {
			sum->first[1] = sum->keys ? sum->first[1] : c->invite;
			sum->keys++;
		}
		if (clear && c->digit_count >= FEW_DIGITS && c->digits) {
			struct moment at = {c->digits->ts, c->digits->frame,
				c->digits->capture};
			sum->first[2] = sum->digits ? sum->first[2] : at;
			sum->digits++;
		}
	}
}

/* Only those that are there. */
static void say_kinds(struct text *t, const struct sum *sum)
{
	const char *between = "";

	text_puts(t, _("This capture holds secrets: "));
	if (sum->answers) {
		text_printf(t,
			sum->answers == 1
				? _("%u answer to a challenge, from which a "
				    "weak password can be guessed")
				: _("%u answers to challenges, from which a "
				    "weak password can be guessed"),
			(unsigned)sum->answers);
		between = "; ";
	}
	if (sum->keys) {
		text_printf(t,
			sum->keys == 1 ? _("%sSRTP keys of %u call")
				       : _("%sSRTP keys of %u calls"),
			between, (unsigned)sum->keys);
		between = "; ";
	}
	if (sum->digits) {
		text_printf(t,
			sum->digits == 1
				? _("%sreadable digits (a PIN, perhaps) of %u "
				    "call")
				: _("%sreadable digits (PINs, perhaps) of %u "
				    "calls"),
			between, (unsigned)sum->digits);
	}
	text_puts(t, ".");
}

static void say_sum(struct detecting *d, const struct sum *sum)
{
	struct finding *f = detect_raise(
		d, SEVERITY_NOTE, slice_of("capture"), d->book->first_ts);

	for (size_t i = 0; i < 3; i++) {
		detect_moment(f, &sum->first[i]);
	}
	if (detect_new(f)) {
		say_kinds(&d->text, sum);
		detect_detail(d, f);
		text_puts(&d->text, _("Do not hand the capture on as it is"));
		detect_remedy(d, f);
	}
}

static void whole(struct detecting *d)
{
	struct sum sum = {0};
	size_t n;
	const struct secret *list = secrets_list(d->book->secrets, &n);

	for (size_t i = 0; i < n; i++) {
		judge_secret(d, &list[i]);
	}
	for (const struct watch_source *s = watch_first(d->book->watch); s;
		s = s->older) {
		judge_source(d, s);
		if (s->trouble->clear.n) {
			bool before = !sum.answers ||
				      s->trouble->clear.first.ts < sum.first[0].ts;
			sum.first[0] = before ? s->trouble->clear.first : sum.first[0];
			sum.answers += s->trouble->clear.n;
		}
	}
	add_calls(d->book, &sum);
	if (sum.answers || sum.keys || sum.digits) {
		say_sum(d, &sum);
	} else if (d->book->counts.sip) {
		detect_judged(d);
	}
}

const struct detector detector_sec_secrets = {
	.id = "sec-secrets",
	.severity = SEVERITY_WARNING,
	.title = N_("Secrets stand in the capture"),
	.passed = N_("no passwords, keys or PINs in clear were found"),
	.subject = "capture",
	.latent = true,
	.page = {
		.meaning = N_(
			"Passwords travel unencrypted: a log-in to the web "
			"page of a telephone or PBX (HTTP Basic), a "
			"configuration with the SIP password fetched over HTTP "
			"or TFTP, or a SIP password in clear. And, as a note, "
			"what the capture itself holds: answers to challenges "
			"(a weak password can be guessed from one), SRTP keys, "
			"and digits such as PINs of voicemail or hot-desking. "
			"The secrets are not shown, only where they stand."),
		.wire = N_(
			"GET /cfg/001122334455.cfg over port 80, and "
			"account.1.password = ... in the answer; or "
			"Authorization: Basic in a request."),
		.causes = N_(
			"Provisioning is set to http:// or TFTP (DHCP option "
			"66)\n"
			"The web page of the telephone is opened by http://\n"
			"The default password is still in use\n"
			"Signalling and voice are not encrypted"),
		.remedy = N_(
			"PBX and DHCP: provision over https:// only, with "
			"certificates that are checked\n"
			"Telephone: switch its HTTP off, change its password "
			"from the default\n"
			"PBX: change the passwords that were seen\n"
			"Do not hand the capture on as it is; keep it as you "
			"keep passwords"),
		.standard =
			"RFC 7617 clause 4; RFC 3261 clause 22 (no Basic); RFC "
			"7616 clause 5; RFC 4568 clause 8",
	},
	.whole = whole,
};
