/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls that found no channel. The trunk is judged by what its calls say; where
 * no host shows itself as a trunk, the cause in a refusal still does.
 */
#include "detect/trunk.h"

/* Another way was found: the caller had a call all the same. */
static bool rescued(const struct call *call)
{
	const struct call *c = call;

	if (call->conversation) {
		c = call->conversation->legs;
	}
	while (c && !call_was_up(c)) {
		c = call->conversation ? c->next_leg : NULL;
	}
	return c != NULL;
}

static struct slice key_of(const struct addr *ip)
{
	return (struct slice){(const char *)ip, sizeof(*ip)};
}

/* Of the whole capture each use has a trunk of its own. */
static uint32_t declared_for(const struct detecting *d,
	const struct capacity *c, const struct capacity_use *u)
{
	return trunk_declared(
		d, c->total && u->hop ? &u->hop->to.ip : &c->host);
}

static uint64_t count(struct detecting *d, const struct capacity *c,
	enum trunk_lack least, uint32_t *ret_use)
{
	uint64_t n = 0;

	*ret_use = 0;
	for (size_t i = 0; i < c->count; i++) {
		const struct capacity_use *u = &c->uses[i];
		if (trunk_lack(c, u, declared_for(d, c, u)) >= least) {
			n++;
			*ret_use = u->others > *ret_use ? u->others : *ret_use;
		}
	}
	return n;
}

static void say(struct detecting *d, struct finding *f,
	const struct capacity *c, const struct addr *host, uint64_t refused,
	uint32_t in_use)
{
	uint32_t declared = trunk_declared(d, host);
	char ip[ADDR_TEXT];
	struct text *t = &d->text;

	text_printf(t,
		refused == 1 ? _("%u call through %s was refused for lack of a "
				 "channel")
			     : _("%u calls through %s were refused for lack of "
				 "a channel"),
		(unsigned)refused, addr_text(host, ip));
	text_printf(t, _(", with up to %u in use as this capture shows it"),
		(unsigned)in_use);
	if (declared) {
		text_printf(t, _(" (%u are declared)"), (unsigned)declared);
	}
	text_printf(t, _("; at most %u were in use at once."),
		(unsigned)c->most);
	trunk_put_need(d, c, refused);
	detect_detail(d, f);
}

static void raise(struct detecting *d, const struct capacity *c,
	enum trunk_lack least, uint64_t refused, uint32_t in_use)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct capacity_use *u = &c->uses[i];
		if (trunk_lack(c, u, declared_for(d, c, u)) < least) {
			continue;
		}
		const struct addr *host = c->total ? &u->hop->to.ip : &c->host;
		struct finding *f = detect_raise(d,
			rescued(u->call) ? SEVERITY_WARNING : SEVERITY_ERROR,
			key_of(host), u->hop->final.ts);
		detect_call(d, f, u->call);
		detect_moment(f, &u->hop->final);
		detect_host(f, host);
		detect_measured(
			f, (double)u->others, (double)c->most, "channels");
		if (detect_new(f)) {
			say(d, f, c, host, refused, in_use);
		}
	}
}

static void judge_trunk(struct detecting *d, const struct capacity *c)
{
	uint32_t in_use;
	enum trunk_lack least = TRUNK_LACK;
	uint64_t n = count(d, c, least, &in_use);

	if (!n) {
		least = TRUNK_PERHAPS;
		n = count(d, c, least, &in_use);
		n = n >= 2 ? n : 0;
	}
	if (n) {
		raise(d, c, least, n, in_use);
	} else {
		detect_judged(d);
	}
}

/* Without a trunk: only what names its cause. */
static void judge_whole(struct detecting *d, const struct capacity *c)
{
	uint32_t in_use;
	bool lack = false;

	for (size_t i = 0; i < c->count && !lack; i++) {
		lack = trunk_lack(c, &c->uses[i], 0) == TRUNK_LACK;
	}
	if (lack) {
		uint64_t n = count(d, c, TRUNK_LACK, &in_use);
		raise(d, c, TRUNK_LACK, n, in_use);
	} else {
		detect_absent(d,
			N_("no host shows itself as a trunk (it registers "
			   "nowhere, and no numbers of many come from it)"));
	}
}

static void whole_hook(struct detecting *d)
{
	const struct capacities *all = capacities_of(d->book);

	if (!all) {
		detect_skip(d, N_("memory ran out"));
	}
	for (size_t i = 0; all && i < all->count; i++) {
		const struct capacity *c = &all->list[i];
		if (!c->total) {
			judge_trunk(d, c);
		} else if (all->count == 1) {
			judge_whole(d, c);
		}
	}
}

const struct detector detector_trunk_full = {
	.id = "trunk-full",
	.severity = SEVERITY_ERROR,
	.title = N_("A trunk ran out of channels"),
	.passed = N_("no call was refused for lack of a channel"),
	.subject = "trunk",
	.page = {
		.meaning = N_(
			"Each call through a trunk takes one of the channels "
			"that were bought. When all are taken, further calls "
			"are refused, coming in as well as going out: callers "
			"hear busy, and nobody in the house learns of it. It "
			"is a warning where the call found another way."),
		.wire = N_(
			"INVITE, 503 Service Unavailable or 486 Busy Here, "
			"with Reason: Q.850;cause=34 where the provider says "
			"why. Counted is how many calls of the trunk rang or "
			"talked at that moment. Without a cause, 486 counts "
			"when all channels declared as trunk.channels were in "
			"use, and 503 also when, twice or more, as many were "
			"in use as ever in the capture."),
		.causes = N_(
			"Too few channels for the busiest hour\n"
			"Calls that hang: no BYE came, and the channel is not "
			"given back\n"
			"Forwarding to the outside takes two channels a call\n"
			"Fraud or a dialler that calls without a pause\n"
			"A limit in the PBX that is lower than what was bought"),
		.remedy = N_(
			"Compare the curve of calls at once (report, Capacity) "
			"with the channels bought, and order what Erlang B "
			"asks for\n"
			"PBX: look for calls that never end, and set session "
			"timers\n"
			"PBX: check the limit of calls of the trunk and of the "
			"licence\n"
			"PBX: let outgoing calls go to a second trunk when the "
			"first is full\n"
			"Declare the channels: --set trunk.channels=N, for "
			"one trunk trunk.channels.ADDRESS=N"),
		.standard = "ITU-T Q.850 (causes 34 and 44); RFC 3398 clause "
			    "8.2.6; ITU-T E.501, E.600 (busy hour, Erlang B)",
	},
	.whole = whole_hook,
};
