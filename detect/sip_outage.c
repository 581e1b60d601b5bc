/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A PBX or trunk that answered nobody for a while, measured from outside: from
 * the first request without an answer to the next answer. Telephones may be
 * switched off; that is told by their registrations.
 */
#include "detect/trunk.h"
#include "detect/watched.h"

/* A request has surely failed then: timer F, RFC 3261 clause 17.1.2.2. */
#define TIMER_F_S 32

static double seconds(const struct moment *a, ns_t until)
{
	return (double)(until - a->ts) / NS_PER_S;
}

static void put_until(struct detecting *d, const struct watch_outage *o)
{
	struct text *t = &d->text;

	if (o->until.frame) {
		text_printf(t, _(" answered nobody for %.1f s: "),
			seconds(&o->first, o->until.ts));
	} else {
		text_printf(t, _(" no longer answers anybody, for %.1f s by "
				 "the end of the capture: "),
			seconds(&o->first, d->book->last_ts));
	}
	text_printf(t, _("%u requests of %s got nothing"),
		(unsigned)o->requests,
		o->askers > 1 ? _("several hosts") : _("one host"));
	text_printf(t, _(", the last answer before came %.1f s earlier."),
		seconds(&o->before, o->first.ts));
}

static void raise(struct detecting *d, const struct watch_source *s,
	const struct watch_outage *o)
{
	struct finding *f = detect_raise(d,
		o->until.frame ? SEVERITY_WARNING : SEVERITY_ERROR,
		watched_key(&s->ip), o->first.ts);

	detect_host(f, &s->ip);
	if (o->askers == 1) {
		detect_host(f, &o->asker);
	}
	detect_moment(f, &o->before);
	detect_moment(f, &o->first);
	detect_moment(f, &o->last);
	detect_moment(f, &o->until);
	detect_measured(f,
		seconds(&o->first, o->until.frame ? o->until.ts
						  : d->book->last_ts),
		detect_limit(d, THRESHOLD_SIP_OUTAGE_S), "s");
	if (detect_new(f)) {
		watched_put(d, &s->ip);
		put_until(d, o);
		detect_detail(d, f);
	}
}

/* Has it gone on until the end, and surely so? */
static bool is_down(const struct detecting *d, const struct watch_outage *o)
{
	return o->requests >= WATCH_OUTAGE_LEAST &&
	       seconds(&o->first, o->last.ts) >=
		       detect_limit(d, THRESHOLD_SIP_OUTAGE_S) &&
	       seconds(&o->first, d->book->last_ts) >= TIMER_F_S;
}

static void whole(struct detecting *d)
{
	double limit = detect_limit(d, THRESHOLD_SIP_OUTAGE_S);

	for (const struct watch_source *s = watch_first(d->book->watch); s;
		s = s->older) {
		enum role role = trunk_role(d, &s->ip);
		const struct watch_outage *o = &s->outage;
		if (!s->responded.frame ||
			(role != ROLE_PBX && !trunk_is_line(role))) {
			continue;
		}
		bool was = o->requests &&
			   seconds(&o->first, o->until.ts) >= limit;
		bool is = is_down(d, &s->unanswered);
		if (was) {
			raise(d, s, o);
		}
		if (is) {
			raise(d, s, &s->unanswered);
		}
		if (!was && !is) {
			detect_judged(d);
		}
	}
}

const struct detector detector_sip_outage = {
	.id = "sip-outage",
	.severity = SEVERITY_ERROR,
	.title = N_("A server answered nobody for a while"),
	.passed = N_("servers that answer went on doing so"),
	.subject = "server",
	.page = {
		.meaning = N_(
			"A PBX or trunk that had answered stopped answering "
			"everybody: three requests or more, over longer than "
			"sip-outage.s, got nothing. The time until its next "
			"answer is the outage as telephones lived it: what a "
			"fail-over or a restart really takes (compare it with "
			"the recovery time that was promised). It is an error "
			"where it had not come back when the capture ended."),
		.wire = N_(
			"REGISTER, OPTIONS or INVITE of one or several hosts, "
			"again and again, without any answer; then 200 OK "
			"once more, perhaps with another MAC (ha-takeover)."),
		.causes = N_(
			"The PBX or its service restarted, or crashed\n"
			"A fail-over to the second machine, which took so "
			"long\n"
			"The line or the tunnel to the provider was cut\n"
			"Another machine took its address (ip-conflict)\n"
			"Only one host asked: it may be on a blacklist"),
		.remedy = N_(
			"Look at the log of the server at that minute, and at "
			"its line and power\n"
			"PBX: let a second server or trunk take over, and test "
			"it: how many seconds does it take?\n"
			"Telephones: register for a shorter time, so that they "
			"come back sooner\n"
			"If only one host asked, see whether the server or a "
			"firewall has blocked its address"),
		.standard = "RFC 3261 clauses 17.1.2.2 (timer F) and 10.2.6; "
			    "RFC 5626 clause 4.5 (when to try again)",
	},
	.whole = whole,
};
