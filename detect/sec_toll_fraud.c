/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls that cost: to countries outside the list of the site, to premium
 * numbers, and many of them when nobody works. Attempts that were refused show
 * that the block works, and are no more than a warning.
 */
#include "calls/recent.h"
#include "detect/detector.h"
#include "detect/number.h"
#include "lib/hash.h"

#define SPREES	   1024 /* callers followed at once */
#define HOUR	   (3600 * NS_PER_S)
#define PREMIUM_FEW 5 /* so many premium calls of one caller may be wanted */

struct spree {
	uint64_t hash;
	ns_t since; /* begin of the hour that is counted */
	uint32_t count;
	const struct call *first;
};

/* The number of @call that lies abroad, or costs; false: none does. */
static bool costly(const struct detecting *d, const struct call *call,
	struct number *ret, struct slice *ret_user)
{
	struct slice home = d->limits->words[WORDS_SEC_TOLL_FRAUD_HOME];

	for (unsigned i = 0; i <= call->hop_count; i++) {
		struct slice user = i < call->hop_count ? call->hops[i].target
							: call->to_user;
		if (number_read(user, home, ret) && ret->country) {
			*ret_user = user;
			return true;
		}
	}
	return false;
}

static bool answered(const struct call *call)
{
	const struct call *c =
		call->conversation ? call->conversation->legs : call;
	bool all = true;

	for (; c; c = c->conversation ? c->next_leg : NULL) {
		all = all && call_was_up(c);
	}
	return all;
}

static void say(struct detecting *d, struct finding *f, const struct call *call,
	const struct number *n, struct slice user)
{
	struct text *t = &d->text;

	text_printf(t, _("Call %u from "), (unsigned)call->id);
	text_clean(t, call->from_user.n ? call->from_user : call->from_uri);
	text_puts(t, _(" to "));
	text_clean(t, user);
	text_printf(t, _(" goes to %s (+%s)%s, "), n->country->name,
		n->country->code,
		n->premium ? _(", a number of premium rate") : "");
	if (answered(call)) {
		text_puts(t, _("and was answered"));
		if (call->duration_s.known) {
			text_printf(t, _("; it lasted %.0f s"),
				call->duration_s.v);
		}
	} else {
		text_printf(t, _("and was not answered (%s%s%.0u)"),
			call_state_text(call->state), call->status ? " " : "",
			(unsigned)call->status);
	}
	text_puts(t, ".");
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	struct slice allowed = d->limits->words[WORDS_SEC_TOLL_FRAUD_ALLOWED];
	struct number n;
	struct slice user;

	if (call->conversation && call->leg != 1) {
		return;
	}
	if (!costly(d, call, &n, &user)) {
		return;
	}
	bool outside = allowed.n && !number_allowed(n.country, allowed);
	if (!outside && !n.premium) {
		detect_judged(d);
		return;
	}
	bool critical = outside && answered(call);
	struct finding *f = detect_raise(d,
		critical ? SEVERITY_CRITICAL : SEVERITY_WARNING,
		slice_of(n.premium ? "premium" : n.country->code),
		call->invite.ts);
	/* One call to a paid service is no fraud yet; a row of them may be. */
	if (f && n.premium && f->count >= PREMIUM_FEW && answered(call)) {
		f->severity = SEVERITY_CRITICAL;
	}
	detect_call(d, f, call);
	detect_moment(f, &call->invite);
	detect_moment(f, &call->answer);
	if (call->hop_count) {
		detect_host(f, &call->hops[0].from.ip);
	}
	if (detect_new(f)) {
		say(d, f, call, &n, user);
	}
}

/* Is @ts outside of the hours in which people work here? */
static bool closed(const struct detecting *d, ns_t ts)
{
	double open = detect_limit(d, THRESHOLD_SEC_TOLL_FRAUD_OPEN_H);
	double close = detect_limit(d, THRESHOLD_SEC_TOLL_FRAUD_CLOSE_H);
	double zone = detect_limit(d, THRESHOLD_SEC_TOLL_FRAUD_UTC_H);
	ns_t local = ts / NS_PER_S + (ns_t)(zone * 3600);
	double hour = (double)(local % 86400) / 3600;

	return hour < open || hour >= close;
}

static void count_spree(struct detecting *d, struct recent *sprees,
	const struct call *call)
{
	double limit = detect_limit(d, THRESHOLD_SEC_TOLL_FRAUD_BURST);
	uint64_t hash = hash_slice(call->from_user, d->book->key) | 1;
	struct spree *b = recent_find(sprees, hash);

	b = b ? b : recent_add(sprees, hash);
	if (!b) {
		return;
	}
	if (!b->first || call->invite.ts - b->since > HOUR) {
		*b = (struct spree){hash, call->invite.ts, 0, call};
	}
	b->count++;
	if (b->count < limit) {
		return;
	}
	struct finding *f = detect_raise(d, SEVERITY_CRITICAL,
		call->from_user, b->first->invite.ts);
	detect_call(d, f, b->first);
	detect_call(d, f, call);
	detect_moment(f, &b->first->invite);
	detect_moment(f, &call->invite);
	detect_measured(f, b->count, limit, "/h");
	if (detect_new(f)) {
		text_clean(&d->text, call->from_user);
		text_printf(&d->text,
			_(" made %u calls abroad or to premium numbers within "
			  "an hour, outside of working hours (first call %u)."),
			(unsigned)b->count, (unsigned)b->first->id);
		detect_detail(d, f);
	}
}

static void whole(struct detecting *d)
{
	struct slice home = d->limits->words[WORDS_SEC_TOLL_FRAUD_HOME];
	struct recent sprees;
	struct number n;
	struct slice user;

	recent_init(&sprees, sizeof(struct spree), SPREES);
	for (const struct call *c = d->book->calls; c; c = c->next) {
		bool later = c->conversation && c->leg != 1;
		if (later || !closed(d, c->invite.ts) ||
			!costly(d, c, &n, &user)) {
			continue;
		}
		if (n.premium || !number_allowed(n.country, home)) {
			count_spree(d, &sprees, c);
		}
	}
	recent_finish(&sprees);
}

const struct detector detector_sec_toll_fraud = {
	.id = "sec-toll-fraud",
	.severity = SEVERITY_CRITICAL,
	.title = N_("Calls that may be fraud"),
	.passed = N_("no calls to countries outside the list or premium numbers"),
	.subject = "call with an international number",
	.page = {
		.meaning = N_(
			"Calls to countries that this site does not call, to "
			"numbers of premium rate or satellite networks, or "
			"many calls abroad outside working hours. Who has "
			"broken into a PBX calls numbers that pay him a share; "
			"one weekend costs thousands. Set "
			"sec-toll-fraud.allowed to the countries that are "
			"called (home included); without it only premium "
			"numbers are told. Refused attempts are a warning: the "
			"block works."),
		.wire = N_(
			"INVITE sip:00960...@pbx or +960...: the number in the "
			"request, and who sent it."),
		.causes = N_(
			"An extension with a weak password was taken over\n"
			"Call forwarding or the voicemail's dial-out was set "
			"to a number abroad\n"
			"A caller from outside gets a line (open trunk, wrong "
			"inbound rule)\n"
			"A member of staff who may do so: put the country on "
			"the list"),
		.remedy = N_(
			"PBX: allow the countries that are needed only, block "
			"premium numbers, set limits at night\n"
			"PBX: change the password of the caller, look at its "
			"forwardings and at who registered with it\n"
			"Provider: set a limit of cost, and have the numbers "
			"blocked\n"
			"Firewall: let SIP in only from known sites"),
		.standard = "ITU-T E.164, E.156 (misuse of numbers); RFC 3261 26",
	},
	.call = call_hook,
	.whole = whole,
};
