/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One response to a challenge, sent by two addresses. */
#include "detect/watched.h"

static void say(struct detecting *d, struct finding *f,
	const struct watch_replay *r)
{
	struct text *t = &d->text;

	text_puts(t, _("The credentials of "));
	text_clean(t, slice_of(r->user));
	text_puts(t, _(", sent by "));
	watched_put(d, &r->first_ip);
	text_puts(t, _(", were sent again by "));
	watched_put(d, &r->ip);
	text_printf(t, _(" %.1f s later, with the same nonce and response, and "
			 "were %s."),
		(double)(r->again.ts - r->first.ts) / NS_PER_S,
		r->accepted ? _("accepted") : _("not accepted, as far as seen"));
	if (!r->counted) {
		text_puts(t, _(" They have no nonce count, so a telephone "
			       "that changed its address looks the same."));
	}
	detect_detail(d, f);
}

static void whole(struct detecting *d)
{
	size_t n;
	const struct watch_replay *r = watch_replays(d->book->watch, &n);

	for (size_t i = 0; i < n; i++) {
		struct finding *f = detect_raise(d,
			r[i].accepted && r[i].counted ? SEVERITY_ERROR
						      : SEVERITY_WARNING,
			watched_key(&r[i].ip), r[i].again.ts);
		detect_host(f, &r[i].ip);
		detect_host(f, &r[i].first_ip);
		detect_host(f, &r[i].server);
		detect_moment(f, &r[i].first);
		detect_moment(f, &r[i].again);
		if (detect_new(f)) {
			say(d, f, &r[i]);
		}
	}
	for (const struct watch_source *s = watch_first(d->book->watch); s;
		s = s->older) {
		if (s->trouble->clear.n) {
			detect_judged(d);
		}
	}
}

const struct detector detector_sec_digest_replay = {
	.id = "sec-digest-replay",
	.severity = SEVERITY_ERROR,
	.title = N_("Credentials were used again from another address"),
	.passed = N_("no credentials were used again from another address"),
	.subject = "source that sent credentials",
	.page = {
		.meaning = N_(
			"A response to a challenge was recorded and sent "
			"again by another host. Where the server takes the "
			"same nonce and count twice, that host is the user "
			"now, without knowing the password. Proxies that pass "
			"credentials on, and the two sides of a router, are "
			"told apart."),
		.wire = N_(
			"REGISTER from 192.0.2.20 with nonce=\"a\", "
			"nc=00000001, response=\"b\"; later from 203.0.113.9 a "
			"REGISTER with another Call-ID and the same three."),
		.causes = N_(
			"Somebody who can read the signalling replays it\n"
			"A telephone without nonce counts (RFC 2069) moved to "
			"another address\n"
			"Two telephones share one copy of a configuration and "
			"its state"),
		.remedy = N_(
			"PBX: refuse a nonce count that was used (qop=auth), "
			"keep the life of a nonce short\n"
			"PBX and telephone: use TLS for signalling\n"
			"Change the password of the user that is named"),
		.standard = "RFC 7616 clause 3.3 (nonce), 3.4 (nc), 5.5 (replay)",
	},
	.whole = whole,
};
