/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Credentials refused again and again to one source. A nonce that ran out and a
 * slip of the finger are not counted: calls/watch.c forgives what is soon
 * followed by a success.
 */
#include "detect/watched.h"

/* What the server does about it: it blocks, or it does not. */
static void say_after(struct detecting *d, const struct watch_source *s)
{
	struct text *t = &d->text;

	if (s->trouble->broken.frame) {
		text_puts(t, _(" In the end the credentials of "));
		text_clean(t, slice_of(s->trouble->broken_user));
		text_puts(t, _(" were accepted: take them as known to the "
			       "source."));
	}
	if (s->silent.n > 2 && s->silent.first.ts > s->trouble->failed.first.ts) {
		text_printf(t,
			_(" Its last %u requests were not answered: the "
			  "server seems to block it by now."),
			(unsigned)s->silent.n);
	} else {
		text_puts(t, _(" It is still answered: nothing blocks it."));
	}
}

static void say(struct detecting *d, struct finding *f,
	const struct watch_source *s)
{
	struct text *t = &d->text;
	unsigned users = watch_failed_users(s);

	watched_put(d, &s->ip);
	text_printf(t, _(" sent credentials that were refused %u times in "
			 "%.1f s by "),
		(unsigned)s->trouble->failed.n, watched_seconds(&s->trouble->failed));
	watched_put(d, &s->trouble->failed_at);
	if (users > 1) {
		text_printf(t, _(", for at least %u users (first "), users);
		text_clean(t, slice_of(s->trouble->failed_user));
		text_puts(t, _("): passwords are being guessed."));
	} else {
		text_puts(t, _(", all for "));
		text_clean(t, slice_of(s->trouble->failed_user));
		text_puts(t, watched_seconds(&s->trouble->failed) < 2.0 * s->trouble->failed.n
				     ? _(": passwords are being guessed.")
				     : _(": passwords are being guessed, or a "
					 "telephone has a wrong one."));
	}
	say_after(d, s);
	watched_device(d, &s->ip);
	detect_detail(d, f);
}

static void whole(struct detecting *d)
{
	double limit = detect_limit(d, THRESHOLD_SEC_BRUTEFORCE_FAILURES);

	for (const struct watch_source *s = watch_first(d->book->watch); s;
		s = s->older) {
		if (!s->trouble->challenged && !s->trouble->failed.n) {
			continue; /* nobody asked it for a password */
		}
		if (s->trouble->failed.n < limit || watched_relays(d, s)) {
			detect_judged(d);
			continue;
		}
		struct finding *f = detect_raise(d, SEVERITY_ERROR,
			watched_key(&s->ip), s->trouble->failed.first.ts);
		detect_host(f, &s->ip);
		detect_host(f, &s->trouble->failed_at);
		watched_count(f, &s->trouble->failed);
		detect_moment(f, &s->trouble->broken);
		detect_measured(f, s->trouble->failed.n, limit, "");
		if (detect_new(f)) {
			say(d, f, s);
		}
	}
}

const struct detector detector_sec_bruteforce = {
	.id = "sec-bruteforce",
	.severity = SEVERITY_ERROR,
	.title = N_("Failed authentications"),
	.passed = N_("no source was refused its credentials repeatedly"),
	.subject = "source with a challenge",
	.page = {
		.meaning = N_(
			"One source sent credentials that a server refused, "
			"several times. Either somebody guesses passwords, or "
			"a telephone was given a wrong one; the PBX blocks "
			"both alike after a number of tries. Who finds a "
			"password calls at your expense. A refusal that is "
			"followed by a success soon, or that says stale, is "
			"not counted, nor is the demand of a second server "
			"for credentials of its own."),
		.wire = N_(
			"REGISTER with Authorization, 401; the next REGISTER "
			"with another response for the same username, 401 "
			"again, many times a second."),
		.causes = N_(
			"Password guessing by a program (SIPVicious and its "
			"kin) from the Internet\n"
			"A telephone with an old or wrong password, that tries "
			"on by itself\n"
			"A telephone that was replaced or copied and still has "
			"the account of another\n"
			"Somebody inside who tries out"),
		.remedy = N_(
			"PBX: block the source (anti-hacking, fail2ban), use "
			"long random passwords that differ from the "
			"extension, change those that were tried and accepted\n"
			"Firewall: let SIP in only from the provider and from "
			"known sites, or through a VPN\n"
			"Telephone: if the source is one of yours, provision "
			"it anew and take it off the blacklist"),
		.standard =
			"RFC 3261 clause 22; RFC 7616 clause 5.3, 5.8 "
			"(guessing of passwords)",
	},
	.whole = whole,
};
