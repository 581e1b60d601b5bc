/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trunks that come near to the number of channels declared for them. */
#include "detect/trunk.h"

static void say(struct detecting *d, struct finding *f,
	const struct capacity *c, uint32_t declared)
{
	double percent = detect_limit(d, THRESHOLD_TRUNK_NEAR_FULL_PERCENT);
	ns_t above = capacity_above(
		c, (uint32_t)(percent * declared / 100 + 0.999999));
	char ip[ADDR_TEXT];

	text_printf(&d->text,
		_("Of the %u channels declared for %s, %u were in use at once; "
		  "for %.1f s it was %g %% or more, for %.1f s all of them."),
		(unsigned)declared, addr_text(&c->host, ip), (unsigned)c->most,
		(double)above / NS_PER_S, percent,
		(double)capacity_above(c, declared) / NS_PER_S);
	trunk_put_need(d, c, 0);
	detect_detail(d, f);
}

static void judge(struct detecting *d, const struct capacity *c)
{
	uint32_t declared = trunk_declared(d, &c->host);
	double limit = declared *
		       detect_limit(d, THRESHOLD_TRUNK_NEAR_FULL_PERCENT) / 100;

	if (!declared) {
		detect_skip(d, N_("how many channels it has is not declared: "
				  "--set trunk.channels=N, or "
				  "trunk.channels.ADDRESS=N"));
		return;
	}
	if (!c->peak || c->most < limit) {
		detect_judged(d);
		return;
	}
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)&c->host, sizeof(c->host)},
		c->peak->begin);
	detect_host(f, &c->host);
	detect_measured(f, c->most, limit, "channels");
	for (size_t i = 0; i < c->count; i++) {
		const struct capacity_use *u = &c->uses[i];
		bool then = u->took && u->begin <= c->peak->begin &&
			    u->end > c->peak->begin;
		if (then) {
			detect_call(d, f, u->call);
			detect_moment(f, &u->call->invite);
		}
	}
	if (detect_new(f)) {
		say(d, f, c, declared);
	}
}

static void whole_hook(struct detecting *d)
{
	const struct capacities *all = capacities_of(d->book);

	if (!all) {
		detect_skip(d, N_("memory ran out"));
	}
	for (size_t i = 0; all && i < all->count; i++) {
		if (!all->list[i].total) {
			judge(d, &all->list[i]);
		}
	}
}

const struct detector detector_trunk_near_full = {
	.id = "trunk-near-full",
	.severity = SEVERITY_WARNING,
	.title = N_("A trunk is nearly full"),
	.passed = N_("each trunk had channels to spare"),
	.subject = "trunk",
	.page = {
		.meaning = N_(
			"Most of the channels that were bought were in use at "
			"once. Nothing has failed yet; the next busy day, or "
			"one call that hangs, will show as calls refused "
			"(trunk-full)."),
		.wire = N_(
			"Calls through the trunk that overlap: 8 INVITEs that "
			"rang or were answered, and no BYE between, on a trunk "
			"of 10. The frames are those INVITEs."),
		.causes = N_(
			"The business has grown since the channels were "
			"ordered\n"
			"Calls that hang: no BYE came, and the channel is not "
			"given back\n"
			"Forwarding to the outside takes two channels a call\n"
			"Fraud, or a dialler that calls without a pause"),
		.remedy = N_(
			"Compare the busy hour (report, Capacity) with what "
			"Erlang B asks for, and order channels in time\n"
			"PBX: look for calls that never end, and set session "
			"timers\n"
			"PBX: let calls go to a second trunk"),
		.standard = "ITU-T E.501, E.600 (traffic, busy hour, Erlang B)",
	},
	.whole = whole_hook,
};
