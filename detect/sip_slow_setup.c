/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two waits that people notice: from the last digit to the first sign of life,
 * and from the moment the callee answers to the moment the caller is told. The
 * second needs both ends of the way: a proxy's hops, or the legs of a PBX.
 */
#include "detect/detector.h"

/* The earliest answer of the conversation, at whatever hop or leg. */
static const struct hop *first_answer(
	const struct call *call, const struct call **ret_leg)
{
	const struct hop *found = NULL;
	const struct call *c =
		call->conversation ? call->conversation->legs : call;

	for (; c; c = call->conversation ? c->next_leg : NULL) {
		for (unsigned i = 0; i < c->hop_count; i++) {
			const struct hop *h = &c->hops[i];
			if (h->answer.frame &&
				(!found || h->answer.ts < found->answer.ts)) {
				found = h;
				*ret_leg = c;
			}
		}
	}
	return found;
}

static void late_ring(struct detecting *d, const struct call *call)
{
	double most = detect_limit(d, THRESHOLD_SIP_SLOW_SETUP_S);
	const struct hop *h = call->hops;
	double s = call->pdd_ms.v / 1e3;

	/* The time that the caller took to send its password is its own. */
	if (h->challenge.frame && h->sent.ts > h->challenge.ts) {
		s -= (double)(h->sent.ts - h->challenge.ts) / 1e9;
	}
	if (s <= most) {
		detect_judged(d);
		return;
	}
	struct addr key = h->to.ip;
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)&key, sizeof(key)},
		call->invite.ts);
	const struct moment *reply = &h->ringing;
	if (!reply->frame || (h->progress.frame && h->progress.ts < reply->ts)) {
		reply = &h->progress;
	}
	if (!reply->frame) {
		reply = h->answer.frame ? &h->answer : &h->final;
	}
	detect_call(d, f, call);
	detect_host(f, &h->to.ip);
	detect_moment(f, &call->invite);
	detect_moment(f, reply);
	detect_measured(f, s, most, "s");
	if (detect_new(f)) {
		char who[ENDPOINT_TEXT];
		text_printf(&d->text,
			_("After the INVITE of call %u to "),
			(unsigned)call->id);
		text_clean(&d->text, h->target.n ? h->target : call->to_uri);
		text_printf(&d->text,
			_(" it took %.1f s until %s said more than 100 "
			  "Trying."),
			s, endpoint_text(&h->to, who));
		detect_detail(d, f);
	}
}

static void late_answer(struct detecting *d, const struct call *call)
{
	double most = detect_limit(d, THRESHOLD_SIP_SLOW_SETUP_ANSWER_S);
	const struct call *leg = call;
	const struct hop *far = first_answer(call, &leg);
	const struct hop *h = call->hops;

	/* The first leg speaks for all. */
	if (!h->answer.frame || !far || far == h ||
		(call->conversation && call->conversation->legs != call)) {
		return;
	}
	/* An announcement or a queue answers in its own name. */
	double s = (double)(h->answer.ts - far->answer.ts) / 1e9;
	if (s <= most || s > 30) {
		detect_judged(d);
		return;
	}
	struct {
		struct addr ip;
		uint32_t answer;
	} key = {h->to.ip, 1};
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)&key, sizeof(key)},
		far->answer.ts);
	detect_call(d, f, call);
	detect_call(d, f, leg);
	detect_host(f, &h->to.ip);
	detect_moment(f, &far->answer);
	detect_moment(f, &h->answer);
	detect_measured(f, s, most, "s");
	if (detect_new(f)) {
		char a[ENDPOINT_TEXT];
		char b[ENDPOINT_TEXT];
		text_printf(&d->text,
			_("%s answered call %u, and only %.1f s later %s told "
			  "the caller: the callee's first words are lost."),
			endpoint_text(&far->to, a), (unsigned)call->id, s,
			endpoint_text(&h->to, b));
		detect_detail(d, f);
	}
}

static void call_hook(struct detecting *d, const struct call *call)
{
	if (!call->hop_count || !call->invite.frame) {
		return;
	}
	if (call->pdd_ms.known) {
		late_ring(d, call);
	} else if (call_was_up(call) || call->status) {
		detect_skip(d, N_("the INVITE or its answer is not in the "
				  "capture"));
	}
	late_answer(d, call);
}

const struct detector detector_sip_slow_setup = {
	.id = "sip-slow-setup",
	.severity = SEVERITY_WARNING,
	.title = N_("Calls are slow to set up"),
	.passed = N_("calls were set up quickly"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"The caller dialled and heard nothing for seconds, or "
			"the callee answered and the caller was told late. "
			"People hang up or talk into the void. The wait "
			"counts from the first INVITE to the first answer "
			"that says more than 100 Trying."),
		.wire = N_(
			"INVITE at 0.000 s, 100 Trying at 0.010 s, 180 "
			"Ringing at 6.200 s. Or 200 OK of the telephone at "
			"10.000 s, and 200 OK of the PBX to the caller at "
			"12.500 s."),
		.causes = N_(
			"The trunk or a gateway behind it waits for further "
			"digits (dial plan, inter-digit timeout)\n"
			"A first route does not answer, and the PBX goes on "
			"to the next one only after its timer\n"
			"DNS, ENUM or a number database answers slowly\n"
			"The called device wakes slowly (mobile app by push, "
			"DECT, WLAN asleep)\n"
			"Messages were lost and sent again"),
		.remedy = N_(
			"Find the host that holds the message: compare the "
			"times of INVITE and answer on each hop\n"
			"PBX: send numbers in one piece and mark their end "
			"(#), shorten the timer of failing routes\n"
			"PBX: check its DNS servers and outside queries\n"
			"Trunk: ask the provider with the frames' times\n"
			"Telephone, app: keep it registered and awake"),
		.standard =
			"ITU-T E.721 (post-selection delay, answer-signal "
			"delay); RFC 6076 clause 4.3 (session request delay)",
	},
	.call = call_hook,
};
