/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Challenges that one source lets stand: each costs the server memory. */
#include "detect/watched.h"

static void whole(struct detecting *d)
{
	double limit = detect_limit(d, THRESHOLD_SEC_CHALLENGE_FLOOD_OPEN);

	for (const struct watch_source *s = watch_first(d->book->watch); s;
		s = s->older) {
		if (!s->trouble->challenged) {
			continue;
		}
		if (s->trouble->open.n < limit) {
			detect_judged(d);
			continue;
		}
		struct finding *f = detect_raise(d, SEVERITY_ERROR,
			watched_key(&s->ip), s->trouble->open.first.ts);
		detect_host(f, &s->ip);
		watched_count(f, &s->trouble->open);
		detect_measured(f, s->trouble->open.n, limit, "");
		if (!detect_new(f)) {
			continue;
		}
		watched_put(d, &s->ip);
		text_printf(&d->text,
			_(" was asked for credentials %u times (401, 407) and "
			  "let %u of them stand, in %.1f s: it only keeps the "
			  "server busy."),
			(unsigned)s->trouble->challenged, (unsigned)s->trouble->open.n,
			watched_seconds(&s->trouble->open));
		watched_device(d, &s->ip);
		detect_detail(d, f);
	}
}

const struct detector detector_sec_challenge_flood = {
	.id = "sec-challenge-flood",
	.severity = SEVERITY_ERROR,
	.title = N_("Challenges left unanswered"),
	.passed = N_("challenges were taken up"),
	.subject = "source with a challenge",
	.page = {
		.meaning = N_(
			"One source sends requests without credentials, is "
			"challenged each time, and never comes back with "
			"them. Each challenge costs the server time and a "
			"nonce to remember. The first request of every "
			"telephone is challenged, too; that is how it should "
			"be, and is not counted once it is taken up."),
		.wire = N_(
			"REGISTER without Authorization, 401, and the next "
			"REGISTER with another Call-ID, without Authorization "
			"again; a thousand times and more."),
		.causes = N_(
			"A flood against the server (denial of service)\n"
			"A scanner that looks for extensions that exist\n"
			"A telephone or gateway without a password, in a loop\n"
			"A load test"),
		.remedy = N_(
			"Firewall: block the source or limit its rate; let SIP "
			"in only from known addresses\n"
			"PBX: set the limit of unanswered challenges "
			"(anti-hacking) and a time of blocking\n"
			"Telephone: give it credentials, or switch the account "
			"off"),
		.standard = "RFC 3261 clause 22.1, 26.1.5 (denial of service)",
	},
	.whole = whole,
};
