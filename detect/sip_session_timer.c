/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sessions that live by a timer (RFC 4028): refused because the timer is too
 * short, ended because the refresh did not come, or going on without one.
 */
#include "detect/detector.h"

enum trouble { NOTHING, TOO_SHORT, ENDED, NOT_REFRESHED };

/* How early who misses the refresh ends the session: clause 10. */
static double early_s(double expires_s)
{
	return expires_s / 3 < 32 ? expires_s / 3 : 32;
}

/* What was agreed last. */
static const struct note *timer_of(const struct call *call)
{
	const struct note *found = NULL;

	for (const struct note *n = call->notes; n; n = n->next) {
		if (n->kind == NOTE_TIMER &&
			(!found || n->last_ts >= found->last_ts)) {
			found = n;
		}
	}
	return found;
}

/* The 422 that nothing came of; or NULL. */
static const struct message *refusal_of(const struct call *call)
{
	const struct message *found = NULL;

	for (const struct message *m = call->messages; m; m = m->next) {
		if (!m->request && m->method != METHOD_INVITE &&
			m->method != METHOD_UPDATE) {
			continue;
		}
		if (!m->request && m->status == 422) {
			found = m;
		} else if (found && !m->request && m->status < 300 &&
			   m->status >= 200 && m->cseq > found->cseq) {
			found = NULL;
		}
	}
	return found;
}

static ns_t last_media(const struct call *call)
{
	ns_t last = call->answer.ts;

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		last = s->basis != BASIS_FOREIGN && s->stat.last_ts > last
			       ? s->stat.last_ts
			       : last;
	}
	return last;
}

static enum trouble look(const struct call *call, const struct note *n)
{
	const struct hop *h = call->hops;
	double s = n->number;

	if (h->bye.frame) {
		double at = (double)(h->bye.ts - n->last_ts) / 1e9;
		if (at >= s - early_s(s) - 1 && at <= s + 5) {
			return ENDED;
		}
		return at > s + 5 ? NOT_REFRESHED : NOTHING;
	}
	return (double)(last_media(call) - n->last_ts) / 1e9 > s + 5
		       ? NOT_REFRESHED
		       : NOTHING;
}

static void raise(struct detecting *d, const struct call *call,
	enum trouble what, const struct note *n, const struct message *m)
{
	const struct hop *h = call->hops;
	struct {
		struct addr from, to;
		uint32_t what;
	} key = {h->from.ip, h->to.ip, what};
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)&key, sizeof(key)},
		n ? n->last_ts : m->ts);
	char who[ENDPOINT_TEXT];

	detect_call(d, f, call);
	detect_host(f, &h->from.ip);
	detect_host(f, &h->to.ip);
	if (m) {
		detect_frame(f, m->frame, m->capture);
	} else {
		detect_frame(f, n->frame, n->capture);
		detect_moment(f, &h->bye);
	}
	if (!detect_new(f)) {
		return;
	}
	if (what == TOO_SHORT) {
		text_printf(&d->text,
			_("%s refused call %u with 422: the session timer "
			  "asked for is too short for it, and no longer one "
			  "was accepted after that."),
			endpoint_text(&m->src, who), (unsigned)call->id);
	} else if (what == ENDED) {
		text_printf(&d->text,
			_("Call %u has a session timer of %u s; no refresh was "
			  "seen, and %.0f s after it was last agreed on the "
			  "%s ended the call."),
			(unsigned)call->id, (unsigned)n->number,
			(double)(h->bye.ts - n->last_ts) / 1e9,
			call_side_text(h->bye_by) ? call_side_text(h->bye_by)
						  : "one side");
	} else {
		text_printf(&d->text,
			_("Call %u has a session timer of %u s and went on "
			  "beyond it; no refresh was seen."),
			(unsigned)call->id, (unsigned)n->number);
	}
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	const struct message *m = refusal_of(call);
	const struct note *n = timer_of(call);

	if (!call->hop_count || (!m && !n)) {
		return;
	}
	if (m) {
		raise(d, call, TOO_SHORT, NULL, m);
		return;
	}
	if (call->note_count == CALL_NOTES || call->messages_left_out) {
		detect_skip(d, N_("there is more in the call than is kept"));
		return;
	}
	enum trouble what = n->number ? look(call, n) : NOTHING;
	if (what == NOTHING) {
		detect_judged(d);
	} else {
		raise(d, call, what, n, NULL);
	}
}

const struct detector detector_sip_session_timer = {
	.id = "sip-session-timer",
	.severity = SEVERITY_WARNING,
	.title = N_("A session timer was not kept"),
	.passed = N_("session timers were kept"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"Both sides agreed that the call is refreshed every so "
			"often, by re-INVITE or UPDATE, and ends otherwise. No "
			"refresh came, so the call broke off after a fixed "
			"time; or it went on, and one side does not keep the "
			"timer; or the time asked for was refused as too "
			"short (422)."),
		.wire = N_(
			"200 OK with Session-Expires: 1800;refresher=uac, no "
			"re-INVITE or UPDATE after that, and a BYE after 1768 "
			"s. Calls that break off after 15 or 30 minutes to the "
			"second are this."),
		.causes = N_(
			"The refresh goes to an address that cannot be reached "
			"(Contact behind NAT, a route that changed)\n"
			"The side that should refresh does not (faulty agent)\n"
			"A firewall has forgotten the connection by then\n"
			"The PBX asks for less than the trunk's Min-SE"),
		.remedy = N_(
			"See who should refresh (refresher=), and whether its "
			"re-INVITE leaves and arrives\n"
			"PBX: set the session timer to 1800 s or off, and let "
			"it be the refresher\n"
			"Telephone: update it, switch its session timer off\n"
			"Firewall: raise the timeout of SIP connections above "
			"half the timer"),
		.standard = "RFC 4028 clause 4, 6, 7.2, 10",
	},
	.call = call_hook,
};
