/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The same host calls the same number again, elsewhere, right after the first
 * way failed: a second trunk took over, or a second server. The calls go on and
 * nobody complains, so that the first one may be down for weeks.
 */
#include "detect/number.h"
#include "detect/trunk.h"

/* The second attempt comes so soon after the first one failed; our choice. */
#define SOON (10 * NS_PER_S)
/* A first way that says nothing is given up between T1 and timer B (RFC 3261
 * clause 17.1.1.2). */
#define SILENT_LEAST (NS_PER_S / 2)
#define SILENT_MOST  (40 * NS_PER_S)
/* Later calls that are looked through. */
#define LOOK_AT 512
/* Digits from the end by which two ways to write a number are one. */
#define SAME_DIGITS 9

struct attempt {
	const struct call *call;
	const struct hop *hop;
};

static bool is_silent(const struct hop *h)
{
	return h->status == 0 && !h->trying.frame && !h->ringing.frame &&
	       !h->progress.frame && !h->challenge.frame;
}

/* What says of the way, and not of the callee, that it cannot be used. */
static bool is_broken(const struct hop *h)
{
	return is_silent(h) || h->status == 408 ||
	       (h->status >= 500 && h->status < 600);
}

/* +41 44 123 45 67, 0041441234567 and 0441234567 are one number. */
static bool same_number(const struct hop *a, const struct hop *b)
{
	const struct slice none = {NULL, 0};
	struct number x;
	struct number y;

	if (slice_eq(a->target, b->target)) {
		return a->target.n != 0;
	}
	if (!number_read(a->target, none, &x) ||
		!number_read(b->target, none, &y)) {
		return false;
	}
	size_t n = strlen(x.digits);
	size_t m = strlen(y.digits);
	return n >= SAME_DIGITS && m >= SAME_DIGITS &&
	       strcmp(x.digits + n - SAME_DIGITS,
		       y.digits + m - SAME_DIGITS) == 0;
}

/* Does @b follow @a, which failed, in time? */
static bool follows(const struct hop *a, const struct hop *b)
{
	ns_t after = b->invite.ts - a->invite.ts;

	if (!b->invite.frame || b->late) {
		return false;
	}
	if (is_silent(a)) {
		return after >= SILENT_LEAST && after <= SILENT_MOST;
	}
	after = b->invite.ts - a->final.ts;
	return a->final.frame && after >= 0 && after <= SOON;
}

static bool takes_over(const struct detecting *d, const struct hop *a,
	const struct hop *b)
{
	return addr_eq(&a->from.ip, &b->from.ip) &&
	       !addr_eq(&a->to.ip, &b->to.ip) && follows(a, b) &&
	       same_number(a, b) && trunk_role(d, &b->to.ip) != ROLE_PHONE &&
	       (is_broken(a) || trunk_is_line(trunk_role(d, &b->to.ip)));
}

/* The attempt that took over from @hop of @call; hop NULL: none. */
static struct attempt next_of(const struct detecting *d, const struct call *call,
	const struct hop *hop)
{
	unsigned looked = 0;
	ns_t until = hop->final.frame ? hop->final.ts + SOON
				      : hop->invite.ts + SILENT_MOST;

	for (const struct call *c = call;
		c && looked < LOOK_AT && c->first_ts <= until;
		c = c->next, looked++) {
		for (unsigned i = 0; i < c->hop_count; i++) {
			if (takes_over(d, hop, &c->hops[i])) {
				return (struct attempt){c, &c->hops[i]};
			}
		}
	}
	return (struct attempt){NULL, NULL};
}

static void put_end(struct text *t, const struct hop *h)
{
	if (h->answer.frame) {
		text_puts(t, _(", where it was answered."));
	} else if (h->ringing.frame || h->progress.frame) {
		text_puts(t, _(", where it rang."));
	} else if (h->status) {
		text_printf(t, _(", where it ended with %u "),
			(unsigned)h->status);
		text_clean(t, h->reason);
		text_puts(t, ".");
	} else {
		text_puts(t, _(", whose answer is not in the capture."));
	}
}

static void say(struct detecting *d, struct finding *f, const struct call *call,
	const struct hop *hop, const struct hop *then)
{
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];
	struct text *t = &d->text;

	text_printf(t, _("Call %u to "), (unsigned)call->id);
	text_clean(t, hop->target);
	if (is_silent(hop)) {
		text_printf(t, _(" was not answered at all by %s"),
			endpoint_text(&hop->to, a));
	} else {
		text_printf(t, _(" was refused by %s with %u "),
			endpoint_text(&hop->to, a), (unsigned)hop->status);
		text_clean(t, hop->reason);
	}
	text_printf(t, _(", and %.1f s after its INVITE went on over %s"),
		(double)(then->invite.ts - hop->invite.ts) / NS_PER_S,
		endpoint_text(&then->to, b));
	put_end(t, then);
	detect_detail(d, f);
}

static void judge(struct detecting *d, const struct call *call,
	const struct hop *hop)
{
	struct addr key[2] = {hop->to.ip};
	struct attempt then = next_of(d, call, hop);

	if (!then.hop) {
		detect_judged(d);
		return;
	}
	key[1] = then.hop->to.ip;
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)key, sizeof(key)},
		then.hop->invite.ts);
	detect_call(d, f, call);
	detect_call(d, f, then.call);
	detect_host(f, &hop->to.ip);
	detect_host(f, &then.hop->to.ip);
	detect_moment(f, &hop->invite);
	detect_moment(f, &hop->final);
	detect_moment(f, &then.hop->invite);
	detect_measured(f,
		(double)(then.hop->invite.ts - hop->invite.ts) / NS_PER_S, 0,
		"s");
	if (detect_new(f)) {
		say(d, f, call, hop, then.hop);
	}
}

static void call_hook(struct detecting *d, const struct call *call)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		const struct hop *h = &call->hops[i];
		enum role role = trunk_role(d, &h->to.ip);
		bool line = trunk_is_line(role);

		if (!h->invite.frame || h->late || role == ROLE_PHONE) {
			continue;
		}
		bool failed = line ? h->status >= 400 || is_silent(h)
				   : is_broken(h);
		if (failed && h->status != 401 && h->status != 407 &&
			h->status != 487) {
			judge(d, call, h);
		} else if (line) {
			detect_judged(d);
		}
	}
}

const struct detector detector_trunk_failover = {
	.id = "trunk-failover",
	.severity = SEVERITY_WARNING,
	.title = N_("Calls went on over another trunk or server"),
	.passed = N_("no call had to go on over another trunk or server"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"A call failed on one trunk or server, and the caller "
			"tried the same number at another one. So the second "
			"way works; but each such call waits for the first to "
			"fail, and with the second one down, too, nobody can "
			"call. It is told how long the first way cost."),
		.wire = N_(
			"INVITE to 203.0.113.1, 503 or no answer at all; then, "
			"from the same host, an INVITE with the same number "
			"to 198.51.100.1."),
		.causes = N_(
			"The first trunk is down, or not registered any more\n"
			"All its channels are taken (see trunk-full)\n"
			"The line or firewall on the way to it blocks or is "
			"down\n"
			"A server of a group stopped: DNS (SRV) leads to the "
			"next"),
		.remedy = N_(
			"Repair the first way: its registration, its line, its "
			"provider (see sip-failed and sip-retransmission)\n"
			"PBX: let a trunk that does not answer be given up "
			"after 3 to 5 s, and send OPTIONS to know beforehand\n"
			"PBX: see that emergency numbers have the second way, "
			"too"),
		.standard =
			"RFC 3263 clause 4.3 (the next server); RFC 3261 "
			"clauses 16.7 and 21.5; RFC 3261 clause 17.1.1.2 "
			"(timer B)",
	},
	.call = call_hook,
};
