/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A server that answers others and no longer one host, after that one was
 * refused: it is on a blacklist, and nobody tells the telephone.
 */
#include "detect/watched.h"

/* Silence of fewer requests, or shorter, may be a loss. */
#define LEAST_REQUESTS 3
#define LEAST_S	       8

static void whole(struct detecting *d)
{
	for (const struct watch_source *s = watch_first(d->book->watch); s;
		s = s->older) {
		if (!s->trouble->failed.n) {
			continue; /* nothing to be blacklisted for */
		}
		const struct watch_source *server =
			watch_find(d->book->watch, &s->silent_at);
		if (s->silent.n < LEAST_REQUESTS || !s->answered.frame ||
			watched_seconds(&s->silent) < LEAST_S) {
			detect_judged(d);
			continue;
		}
		if (!server || server->responded.ts <= s->silent.first.ts) {
			detect_skip(d, N_("the server answered nobody after "
					  "that: it may be down, or not in "
					  "the capture"));
			continue;
		}
		struct finding *f = detect_raise(d, SEVERITY_WARNING,
			watched_key(&s->ip), s->silent.first.ts);
		detect_host(f, &s->ip);
		detect_host(f, &s->silent_at);
		detect_moment(f, &s->trouble->failed.last);
		detect_moment(f, &s->answered);
		watched_count(f, &s->silent);
		detect_moment(f, &server->responded);
		if (!detect_new(f)) {
			continue;
		}
		watched_put(d, &s->silent_at);
		text_puts(&d->text, _(" no longer answers "));
		watched_put(d, &s->ip);
		text_printf(&d->text,
			_(": %u requests in %.1f s stayed without an answer "
			  "after %u failed authentications, while others were "
			  "answered. It is on a blacklist, probably."),
			(unsigned)s->silent.n, watched_seconds(&s->silent),
			(unsigned)s->trouble->failed.n);
		watched_device(d, &s->ip);
		detect_detail(d, f);
	}
}

const struct detector detector_sec_blacklisted = {
	.id = "sec-blacklisted",
	.severity = SEVERITY_WARNING,
	.title = N_("The server is silent to one host (blacklisted?)"),
	.passed = N_("who was refused is still answered, or not for long"),
	.subject = "source with failed authentications",
	.page = {
		.meaning = N_(
			"After failed authentications the server stopped "
			"answering one host, while it goes on answering "
			"others: its protection against attacks has "
			"blacklisted the address. If that is a telephone of "
			"yours, or the router in front of a whole site, it "
			"stays dead for as long as the PBX was told: often "
			"days."),
		.wire = N_(
			"REGISTER, 401, three times; then REGISTER after "
			"REGISTER without any answer, while other telephones "
			"get their 200."),
		.causes = N_(
			"A telephone with a wrong password was blacklisted\n"
			"Several telephones behind one address: one wrong "
			"password blocks them all\n"
			"An attacker was blacklisted: this is as it should "
			"be\n"
			"A firewall in front of the server dropped the host"),
		.remedy = N_(
			"PBX: take the address off the blacklist, after the "
			"password of the telephone was set right\n"
			"PBX: put your own sites and the provider on the list "
			"of allowed addresses\n"
			"Firewall: look for a rule or an intrusion prevention "
			"that names the address"),
		.standard = "RFC 3261 clause 17.1.2.2 (timer F), 22",
	},
	.whole = whole,
};
