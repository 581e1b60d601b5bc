/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sweeps: many extensions or hosts asked for, and hardly any request fulfilled.
 * A PBX that calls many numbers is told apart by its success. A tool that gives
 * its name is told whatever it does.
 */
#include "detect/watched.h"

/* Sweeps have nearly no success; so many refusals for one. */
#define MOST_OFTEN 2

struct sweep {
	unsigned users, hosts;
	uint64_t refused;
	bool over_users, over_hosts;
};

static bool sweeps(const struct detecting *d, const struct watch_source *s,
	struct sweep *ret)
{
	*ret = (struct sweep){
		.users = watch_users(s),
		.hosts = watch_hosts(s),
		.refused = (uint64_t)s->trouble->rejected.n + s->trouble->failed.n + s->trouble->open.n,
	};
	uint64_t asked = s->asked->kinds[WATCH_INVITE] + s->asked->kinds[WATCH_REGISTER] +
			 s->asked->kinds[WATCH_OPTIONS];
	uint64_t answered = s->accepted + ret->refused;
	uint64_t quiet = asked > answered ? asked - answered : 0;
	ret->over_users =
		ret->users >= detect_limit(d, THRESHOLD_SEC_SCAN_EXTENSIONS) &&
		ret->refused >= (uint64_t)s->accepted * MOST_OFTEN &&
		ret->refused * 2 >= ret->users;
	ret->over_hosts =
		ret->hosts >= detect_limit(d, THRESHOLD_SEC_SCAN_HOSTS) &&
		quiet >= (uint64_t)s->accepted * MOST_OFTEN;
	return ret->over_users || ret->over_hosts;
}

static void say(struct detecting *d, struct finding *f,
	const struct watch_source *s, const struct sweep *w)
{
	struct text *t = &d->text;

	watched_put(d, &s->ip);
	text_printf(t,
		_(" asked for at least %u extensions on at least %u hosts "
		  "(%u OPTIONS, %u REGISTER, %u INVITE): %u were fulfilled, "
		  "%u refused or challenged in vain."),
		w->users, w->hosts, (unsigned)s->asked->kinds[WATCH_OPTIONS],
		(unsigned)s->asked->kinds[WATCH_REGISTER],
		(unsigned)s->asked->kinds[WATCH_INVITE], (unsigned)s->accepted,
		(unsigned)w->refused);
	if (s->trouble->tool.frame) {
		text_puts(t, _(" It calls itself "));
		text_clean(t, slice_of(s->trouble->agent));
		text_puts(t, _(", the name of a tool of attackers."));
	} else {
		watched_device(d, &s->ip);
	}
	detect_detail(d, f);
}

static void whole(struct detecting *d)
{
	struct sweep w;

	for (const struct watch_source *s = watch_first(d->book->watch); s;
		s = s->older) {
		if (!s->requests || watched_relays(d, s)) {
			continue;
		}
		if (!sweeps(d, s, &w) && !s->trouble->tool.frame) {
			detect_judged(d);
			continue;
		}
		struct finding *f = detect_raise(d, SEVERITY_WARNING,
			watched_key(&s->ip), s->first.ts);
		detect_host(f, &s->ip);
		detect_moment(f, &s->first);
		detect_moment(f, &s->trouble->tool);
		watched_count(f, s->trouble->rejected.n > s->trouble->open.n ? &s->trouble->rejected
							   : &s->trouble->open);
		detect_moment(f, &s->last);
		if (detect_new(f)) {
			say(d, f, s, &w);
		}
	}
}

const struct detector detector_sec_scan = {
	.id = "sec-scan",
	.severity = SEVERITY_WARNING,
	.title = N_("Somebody scans for extensions or hosts"),
	.passed = N_("no sweep over extensions or hosts"),
	.subject = "source of requests",
	.page = {
		.meaning = N_(
			"One source asks for many extensions, or many hosts, "
			"and hardly ever gets what it asks for; or it calls "
			"itself by the name of a scanner. That is how an "
			"attack begins: first which hosts speak SIP, then "
			"which extensions exist, then their passwords, then "
			"calls at your expense."),
		.wire = N_(
			"OPTIONS sip:100@192.0.2.10 from an unknown address "
			"with User-Agent: friendly-scanner; then REGISTER for "
			"1000, 1001, 1002 ... with 404 or 401 each."),
		.causes = N_(
			"The SIP port is open to the Internet: scans come "
			"within hours\n"
			"A host inside that was taken over\n"
			"A monitoring or test program, or a license check\n"
			"A gateway with a wrong numbering plan that tries "
			"number after number"),
		.remedy = N_(
			"Firewall: let SIP in only from the provider and from "
			"known sites; block the source\n"
			"PBX: switch its blacklist on; let it answer unknown "
			"and known extensions alike (always 401)\n"
			"If the source is inside: find the host by its MAC and "
			"switch port, and look at what runs there"),
		.standard = "RFC 3261 clause 26.1; RFC 5039 (unwanted calls)",
	},
	.whole = whole,
};
