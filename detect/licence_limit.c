/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls that a PBX refused while as many were up as its licence allows. A busy
 * telephone answers with the same codes: only a refusal by the first host that
 * was asked, which asked nobody else, counts.
 */
#include "calls/capacity.h"
#include "detect/detector.h"

/* Refusals that may mean "no more calls"; others have reasons of their own. */
static bool fits(unsigned status)
{
	return status == 403 || status == 480 || status == 486 ||
	       status == 500 || status == 503 || status == 600 ||
	       status == 603;
}

static bool refused(const struct capacity_use *u, double licence)
{
	const struct call *c = u->call;

	return !u->took && u->hop && u->hop->final.frame && fits(u->hop->status) &&
	       c->hop_count == 1 && !c->next_in_talk && u->others >= licence;
}

static void say(struct detecting *d, struct finding *f,
	const struct capacity *c, uint32_t n, const struct capacity_use *u,
	double licence)
{
	char ip[ADDR_TEXT];

	if (n) {
		text_printf(&d->text,
			n == 1 ? _("%u call was refused (%u by %s) while as "
				   "many calls were up as the licence allows "
				   "(%.0f)")
			       : _("%u calls were refused (%u by %s) while as "
				   "many calls were up as the licence allows "
				   "(%.0f)"),
			(unsigned)n, (unsigned)u->hop->status,
			addr_text(&u->hop->to.ip, ip), licence);
	} else {
		text_printf(&d->text,
			_("All %.0f calls of the licence were up at once, for "
			  "%.1f s; none was refused meanwhile"),
			licence,
			(double)capacity_above(c, (uint32_t)licence) / NS_PER_S);
	}
	text_printf(&d->text,
		_("; at most %u were up at once, internal and external "
		  "together."),
		(unsigned)c->most);
	if (c->most > licence) {
		text_puts(&d->text,
			_(" That is more than was declared: the capture shows "
			  "calls of another PBX, too, or the licence is "
			  "larger."));
	}
	detect_detail(d, f);
}

static uint32_t raise_refused(
	struct detecting *d, const struct capacity *c, double licence)
{
	uint32_t n = 0;

	for (size_t i = 0; i < c->count; i++) {
		n += refused(&c->uses[i], licence);
	}
	for (size_t i = 0; i < c->count; i++) {
		const struct capacity_use *u = &c->uses[i];
		if (!refused(u, licence)) {
			continue;
		}
		struct finding *f = detect_raise(
			d, SEVERITY_ERROR, (struct slice){0}, u->hop->final.ts);
		detect_call(d, f, u->call);
		detect_moment(f, &u->hop->final);
		detect_host(f, &u->hop->to.ip);
		detect_measured(f, u->others, licence, "calls");
		if (detect_new(f)) {
			say(d, f, c, n, u, licence);
		}
	}
	return n;
}

static void whole_hook(struct detecting *d)
{
	const struct capacities *all = capacities_of(d->book);
	double licence = detect_limit(d, THRESHOLD_LICENCE_CALLS);
	const struct capacity *c = all && all->count ? &all->list[0] : NULL;

	if (licence == 0) {
		detect_skip(d, N_("how many calls at once the licence allows is "
				  "not declared: --set licence.calls=N"));
		return;
	}
	if (!c || !c->total) {
		detect_skip(d, N_("the capture holds no call"));
		return;
	}
	if (raise_refused(d, c, licence)) {
		return;
	}
	if (!c->peak || c->most < licence) {
		detect_judged(d);
		return;
	}
	struct finding *f = detect_raise(
		d, SEVERITY_WARNING, (struct slice){0}, c->peak->begin);
	detect_call(d, f, c->peak->call);
	detect_moment(f, &c->peak->call->invite);
	detect_measured(f, c->most, licence, "calls");
	if (detect_new(f)) {
		say(d, f, c, 0, NULL, licence);
	}
}

const struct detector detector_licence_limit = {
	.id = "licence-limit",
	.severity = SEVERITY_ERROR,
	.title = N_("The licence allows no more calls"),
	.passed = N_("never were as many calls up as the licence allows"),
	.subject = "capture",
	.page = {
		.meaning = N_(
			"A PBX is often licensed for so many calls at once, "
			"internal and external ones together. When they are "
			"up, further calls are refused, also those between two "
			"desks, and it looks like a fault of the trunk. Declare "
			"the number with licence.calls. It is a warning where "
			"the limit was reached and nobody was refused."),
		.wire = N_(
			"With 4 calls up, INVITE to the PBX and 486, 480, 503, "
			"403, 500, 600 or 603 from it, without an INVITE from "
			"the PBX to anybody. Where the callee was asked, the "
			"refusal is the callee's and does not count."),
		.causes = N_(
			"The licence is smaller than the busiest hour\n"
			"Calls that hang: no BYE came, and they still count\n"
			"Conferences, queues and forwarding take several "
			"calls of the licence\n"
			"The PBX refused for another reason at a busy moment "
			"(the callee is not registered, do not disturb)"),
		.remedy = N_(
			"PBX: compare its own display of calls and its log at "
			"that time with the licence\n"
			"Order the next larger licence, by the peak of report, "
			"Capacity\n"
			"PBX: look for calls that never end, set session "
			"timers\n"
			"PBX: limit queues and forwarding to the outside"),
		.standard = "RFC 3261 clauses 21.4.18, 21.4.24, 21.5.4 (480, "
			    "486, 503); the maker's terms of licence",
	},
	.whole = whole_hook,
};
