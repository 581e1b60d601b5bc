/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Telephones and bases that carry as many calls as was declared for them. What a
 * DECT base carries over the air is not seen; each of its calls is a SIP call,
 * though, and its codec says how much of the air that takes.
 */
#include "calls/capacity.h"
#include "detect/declared.h"

/* Codecs that one sentence names. */
#define CODECS_MOST 6

static bool wants(void *context, const struct host *host)
{
	const struct detecting *d = context;
	bool terminal = host->role == ROLE_PHONE || host->role == ROLE_UNKNOWN;
	double all = detect_limit(d, THRESHOLD_DEVICE_CALLS);
	double own = declared_of(
		d, THRESHOLD_DEVICE_CALLS, &host->devices[0]->ip);

	/* A limit of all is one of terminals; one by name is of that host. */
	return own > 0 && (terminal || own != all);
}

static bool is_up(const struct capacity_use *u, const struct capacity *c)
{
	return u->took && u->begin <= c->peak->begin &&
	       u->end > c->peak->begin;
}

static bool is_refused(const struct capacity_use *u, uint32_t declared)
{
	return !u->took && u->hop && u->others >= declared &&
	       (u->hop->status == 480 || u->hop->status == 486 ||
		       u->hop->status == 503);
}

static struct slice codec_of(const struct call *call)
{
	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		struct slice name = stream_format_name(s);
		if (name.n) {
			return name;
		}
	}
	return (struct slice){NULL, 0};
}

/* "4 PCMA, 2 G726-32", of the calls at the peak. */
static void put_codecs(struct text *t, const struct capacity *c)
{
	struct slice names[CODECS_MOST];
	unsigned counts[CODECS_MOST];
	unsigned n = 0;

	for (size_t i = 0; i < c->count; i++) {
		struct slice name = is_up(&c->uses[i], c)
					    ? codec_of(c->uses[i].call)
					    : (struct slice){NULL, 0};
		unsigned k = 0;
		while (k < n && !slice_ieq(names[k], name)) {
			k++;
		}
		if (!name.n || k == CODECS_MOST) {
			continue;
		}
		if (k == n) {
			names[n] = name;
			counts[n++] = 0;
		}
		counts[k]++;
	}
	for (unsigned i = 0; i < n; i++) {
		text_printf(t, "%s%u ", i ? ", " : _(", with the codecs "),
			counts[i]);
		text_clean(t, names[i]);
	}
}

static void say(struct detecting *d, struct finding *f,
	const struct capacity *c, uint32_t declared, uint64_t refused)
{
	struct text *t = &d->text;
	char ip[ADDR_TEXT];

	text_printf(t,
		_("Of the %u calls declared for %s, %u were up at once, for "
		  "%.1f s all of them"),
		(unsigned)declared, addr_text(&c->host, ip), (unsigned)c->most,
		(double)capacity_above(c, declared) / NS_PER_S);
	put_codecs(t, c);
	text_puts(t, ".");
	if (refused) {
		text_printf(t,
			refused == 1 ? _(" %u further call was refused at that "
					 "limit.")
				     : _(" %u further calls were refused at "
					 "that limit."),
			(unsigned)refused);
	}
	detect_detail(d, f);
}

static void judge(struct detecting *d, const struct capacity *c)
{
	uint32_t declared =
		(uint32_t)declared_of(d, THRESHOLD_DEVICE_CALLS, &c->host);
	uint64_t refused = 0;

	if (!c->peak || c->most < declared) {
		detect_judged(d);
		return;
	}
	for (size_t i = 0; i < c->count; i++) {
		refused += is_refused(&c->uses[i], declared);
	}
	struct finding *f = detect_raise(d,
		refused ? SEVERITY_ERROR : SEVERITY_WARNING,
		(struct slice){(const char *)&c->host, sizeof(c->host)},
		c->peak->begin);
	detect_host(f, &c->host);
	detect_measured(f, c->most, declared, "");
	for (size_t i = 0; i < c->count; i++) {
		const struct capacity_use *u = &c->uses[i];
		if (is_up(u, c)) {
			detect_call(d, f, u->call);
			detect_moment(f, &u->call->invite);
		} else if (is_refused(u, declared)) {
			detect_call(d, f, u->call);
			detect_moment(f, &u->hop->final);
		}
	}
	if (detect_new(f)) {
		say(d, f, c, declared, refused);
	}
}

static void whole_hook(struct detecting *d)
{
	struct capacities all;

	if (d->limits->v[THRESHOLD_DEVICE_CALLS] <= 0 &&
		!d->limits->host_count) {
		if (d->book->calls) {
			detect_skip(d, N_("how many calls it carries is not "
					  "declared: --set device.calls.ADDRESS"
					  "=N"));
		}
		return;
	}
	if (capacities_of_hosts(d->book, wants, d, &all) != 0) {
		detect_skip(d, N_("memory ran out"));
		return;
	}
	for (size_t i = 0; i < all.count; i++) {
		judge(d, &all.list[i]);
	}
	capacities_finish(&all);
}

const struct detector detector_device_full = {
	.id = "device-full",
	.severity = SEVERITY_ERROR,
	.title = N_("A telephone or base carries all the calls it can"),
	.passed = N_("each device carried fewer calls than were declared for it"),
	.subject = "device",
	.page = {
		.meaning = N_(
			"As many calls were up at a device as was declared for "
			"it (device.calls.ADDRESS). The next one is refused, "
			"or its handset hears that it is busy. For a DECT base "
			"the codec matters: over the air G.726 takes 32 kbit/s "
			"and G.711 64, so the same base carries half as many "
			"calls with the latter. An error where calls were "
			"refused while it was full."),
		.wire = N_(
			"device.calls.172.16.201.30 = 4: four calls of "
			"different handsets overlap at that address, then an "
			"INVITE to a fifth handset is answered 486 Busy Here "
			"or 503. The frames are the INVITEs and that answer."),
		.causes = N_(
			"More handsets talk at once than the base has channels\n"
			"Wideband or G.711 over the air, which halves the "
			"calls a base carries\n"
			"A call that hangs: no BYE came\n"
			"All handsets of a group ring at one base at once"),
		.remedy = N_(
			"DECT base: let it use G.726-32 over the air where the "
			"voice of G.711 is not needed\n"
			"Add a base, and spread the handsets\n"
			"PBX: let groups ring one after the other, or fewer "
			"handsets at once"),
		.standard = "ETSI EN 300 175-2 (24 slots of a frame, 12 each "
			    "way); EN 300 175-8 (speech coding)",
	},
	.whole = whole_hook,
};
