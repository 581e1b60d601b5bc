/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls from outside that a person answered while the office was closed: the
 * rule that should have sent them to the announcement was not applied. That a
 * call was passed on over a trunk is no such thing: who is on call is reached so.
 */
#include "calls/inbound.h"
#include "detect/detector.h"
#include "detect/hours.h"

static void say(struct detecting *d, struct finding *f,
	const struct inbound *in, ns_t local)
{
	struct text *t = &d->text;
	char at[HOURS_TEXT];
	char who[ENDPOINT_TEXT];

	text_printf(t, _("Call %u to "), (unsigned)in->call->id);
	text_clean(t, in->number);
	text_printf(t, _(" came in on %s, outside of office hours ("),
		hours_text(local, at));
	text_clean(t, d->limits->words[WORDS_OFFICE_HOURS_OPEN]);
	text_puts(t, _("), and was answered by "));
	text_clean(t, in->target);
	text_printf(t, _(" at %s."), endpoint_text(&in->where, who));
	detect_detail(d, f);
}

static void judge(struct detecting *d, const struct hours *hours,
	const struct inbound *in)
{
	double ahead = detect_limit(d, THRESHOLD_OFFICE_HOURS_UTC_H);
	ns_t local = in->call->invite.ts + (ns_t)(ahead * 3600 * NS_PER_S);

	if (in->end != INBOUND_PERSON || hours_open(hours, local)) {
		detect_judged(d);
		return;
	}
	struct finding *f = detect_raise(
		d, SEVERITY_WARNING, in->number, in->call->invite.ts);
	detect_call(d, f, in->call);
	detect_call(d, f, in->up);
	detect_host(f, &in->where.ip);
	detect_moment(f, &in->call->invite);
	detect_moment(f, &in->up->answer);
	if (detect_new(f)) {
		say(d, f, in, local);
	}
}

static void call_hook(struct detecting *d, const struct call *call)
{
	struct slice open = d->limits->words[WORDS_OFFICE_HOURS_OPEN];
	struct hours hours;
	struct inbound in;
	int rc = inbound_of(d->book, call, &in);

	if (rc < 0) {
		detect_skip(d, N_("memory ran out"));
	} else if (rc && !open.n) {
		detect_skip(d, N_("office hours are not declared: --set "
				  "office-hours.open=\"Mo-Fr 8-18\""));
	} else if (rc && !hours_read(open,
				 d->limits->words[WORDS_OFFICE_HOURS_CLOSED],
				 &hours)) {
		detect_skip(d, N_("office-hours.open or office-hours.closed "
				  "cannot be read; they are written as \"Mo-Fr "
				  "8-18 Sa 8:30-12\" and \"12-25 2026-04-03\""));
	} else if (rc) {
		judge(d, &hours, &in);
	}
}

const struct detector detector_office_hours = {
	.id = "office-hours",
	.severity = SEVERITY_WARNING,
	.title = N_("Calls outside of office hours reach a person"),
	.passed = N_("no call from outside reached a telephone while the office "
		     "was closed"),
	.subject = "call from outside",
	.page = {
		.meaning = N_(
			"While the office is closed, calls from outside should "
			"end at an announcement, a voicemail box, or with who "
			"is on call. Here a telephone rang and was answered: "
			"the rule for closed hours was not applied to that "
			"number. Declare the hours by office-hours.open, days "
			"without work by office-hours.closed, and how far the "
			"local clock is ahead of UTC by office-hours.utc-h."),
		.wire = N_(
			"office-hours.open = Mo-Fr 8-18. At 20:10 the trunk "
			"sends INVITE sip:0215550100@pbx, the PBX sends INVITE "
			"sip:1001 to a telephone, and that one answers 200."),
		.causes = N_(
			"The number has no rule of its own for closed hours, or "
			"the group behind it has none\n"
			"The PBX's clock or time zone is wrong (summer time): "
			"compare with net-time\n"
			"A holiday is missing in the PBX's list\n"
			"Somebody set the office to \"open\" by hand and forgot "
			"it\n"
			"The hours declared here are not those of the number"),
		.remedy = N_(
			"PBX: look at the inbound rule of the number, at its "
			"hours, its holidays and whether the rule is "
			"overridden by hand\n"
			"PBX: check clock and time zone\n"
			"Where that person is on call, all is well: leave it"),
		.standard = "none: a rule of the site",
	},
	.call = call_hook,
};
