/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A 2xx that is sent again says that its sender got no ACK (RFC 3261 clause
 * 13.3.1.4): that is proof even where the ACK takes another way than this
 * capture point. Without repeats a missing ACK proves nothing.
 */
#include "detect/detector.h"

static bool again(const struct message *a, const struct message *m)
{
	return !m->request && m->method == METHOD_INVITE &&
	       m->status == a->status && m->cseq == a->cseq &&
	       m->to_tag == a->to_tag && m->branch == a->branch &&
	       m->point == a->point && endpoint_eq(&m->src, &a->src) &&
	       endpoint_eq(&m->dst, &a->dst);
}

static bool acknowledges(const struct message *a, const struct message *m)
{
	return m->request && m->method == METHOD_ACK && m->cseq == a->cseq &&
	       m->to_tag == a->to_tag;
}

static void say(struct detecting *d, struct finding *f, const struct call *call,
	const struct message *a, const struct message *last,
	const struct message *ack, unsigned times)
{
	char from[ENDPOINT_TEXT];
	char to[ENDPOINT_TEXT];

	text_clean(&d->text, a->summary);
	text_printf(&d->text,
		_(" of call %u from %s to %s was sent %u times within %.1f s: "),
		(unsigned)call->id, endpoint_text(&a->src, from),
		endpoint_text(&a->dst, to), times,
		(double)(last->ts - a->ts) / 1e9);
	if (!ack) {
		text_puts(&d->text, _("no ACK was seen."));
	} else if (ack->ts < last->ts) {
		text_printf(&d->text,
			_("an ACK passed here after %.3f s and did not do: it "
			  "was lost, or not passed on."),
			(double)(ack->ts - a->ts) / 1e9);
	} else {
		text_printf(&d->text, _("the ACK came after %.1f s."),
			(double)(ack->ts - a->ts) / 1e9);
	}
	detect_detail(d, f);
}

static void judge(
	struct detecting *d, const struct call *call, const struct message *a)
{
	double most = detect_limit(d, THRESHOLD_SIP_NO_ACK_SENT);
	const struct message *last = a;
	const struct message *ack = NULL;
	unsigned times = 1;

	for (const struct message *m = a->next; m; m = m->next) {
		if (again(a, m)) {
			last = m;
			times++;
		} else if (!ack && acknowledges(a, m)) {
			ack = m;
		}
	}
	if (times < most) {
		detect_judged(d);
		return;
	}
	struct addr key[2] = {a->src.ip, a->dst.ip};
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)key, sizeof(key)}, a->ts);
	detect_call(d, f, call);
	detect_host(f, &a->src.ip);
	detect_host(f, &a->dst.ip);
	detect_measured(f, times, most, "");
	detect_frame(f, a->frame, a->capture);
	for (const struct message *m = a->next; m; m = m->next) {
		if (again(a, m)) {
			detect_frame(f, m->frame, m->capture);
		}
	}
	if (ack) {
		detect_frame(f, ack->frame, ack->capture);
	}
	if (detect_new(f)) {
		say(d, f, call, a, last, ack, times);
	}
}

static void call_hook(struct detecting *d, const struct call *call)
{
	for (const struct message *m = call->messages; m; m = m->next) {
		if (!m->request && !m->retransmission && m->status >= 200 &&
			m->status < 300 && m->method == METHOD_INVITE) {
			judge(d, call, m);
		}
	}
	if (call->messages_left_out) {
		detect_skip(d, N_("some of its messages were left out, there "
				  "were too many"));
	}
}

const struct detector detector_sip_no_ack = {
	.id = "sip-no-ack",
	.severity = SEVERITY_WARNING,
	.title = N_("An answer was not acknowledged"),
	.passed = N_("answers were acknowledged"),
	.subject = "answer",
	.page = {
		.meaning = N_(
			"The called side said 200 OK again and again, because "
			"no ACK reached it. After 32 s it gives up and ends "
			"the call: calls that break off after half a minute "
			"are mostly this. That the answer is repeated is the "
			"proof; a missing ACK alone may have taken another "
			"way."),
		.wire = N_(
			"200 OK to an INVITE at 0.0, 0.5, 1.5, 3.5, 7.5 s and "
			"every 4 s, no ACK, and a BYE at 32 s."),
		.causes = N_(
			"The Contact of the 200 OK is a private address, and "
			"the ACK goes there (NAT)\n"
			"The 200 OK does not reach the caller\n"
			"A proxy sets no Record-Route, and a firewall lets the "
			"direct ACK not through\n"
			"A SIP helper (ALG) rewrites Contact or Route\n"
			"The caller's agent is faulty"),
		.remedy = N_(
			"Compare the Contact of the 200 OK with the address "
			"the ACK goes to\n"
			"PBX: NAT support for this device; Record-Route in the "
			"proxy\n"
			"Firewall: switch the SIP helper off, let SIP pass "
			"both ways\n"
			"Telephone: STUN, or its external address"),
		.standard = "RFC 3261 clause 13.2.2.4, 13.3.1.4",
	},
	.call = call_hook,
};
