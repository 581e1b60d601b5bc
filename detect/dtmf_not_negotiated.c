/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How digits are to be sent is agreed as codecs are. Digits by INFO need no
 * agreement in SDP: a side that takes them is not asked whether it does.
 */
#include "detect/detector.h"
#include "detect/session.h"

enum trouble { NOTHING, NOT_COMMON, DIFFERENT, BY_INFO };

static const struct media_format *event_of(const struct media_line *line)
{
	for (uint16_t i = 0; i < line->format_count; i++) {
		if (slice_iis(line->formats[i].name, "telephone-event")) {
			return &line->formats[i];
		}
	}
	return NULL;
}

static const struct digit *by_info(const struct call *call)
{
	const struct digit *g = call->digits;

	while (g && g->method != DIGIT_INFO) {
		g = g->next;
	}
	return g;
}

static void put_side(struct text *t, const char *who,
	const struct media_format *event)
{
	if (event) {
		text_printf(t, _("the %s as payload type %d"), who,
			(int)event->payload_type);
	} else {
		text_printf(t, _("the %s not at all"), who);
	}
}

static void say(struct detecting *d, struct finding *f, const struct call *call,
	const struct session *s, enum trouble what)
{
	struct text *t = &d->text;

	if (what == BY_INFO) {
		text_printf(t,
			_("In call %u digits are sent by SIP INFO, although "
			  "both sides agreed on telephone-event (RFC 4733): "
			  "who waits for them in the RTP gets none."),
			(unsigned)call->id);
		detect_detail(d, f);
		return;
	}
	text_printf(t, _("In call %u telephone-event (digits, RFC 4733) is "
			 "listed by "),
		(unsigned)call->id);
	put_side(t, "caller", event_of(s->caller));
	text_puts(t, _(", by "));
	put_side(t, "callee", event_of(s->callee));
	text_puts(t, what == DIFFERENT
			? _(": devices that send the number they announced, "
			    "and not the one they were told, are not "
			    "understood.")
			: _(": digits go as tones in the voice, if at all."));
	detect_detail(d, f);
}

static enum trouble look(const struct call *call, const struct session *s,
	const struct digit **ret_digit)
{
	const struct media_format *a = event_of(s->caller);
	const struct media_format *b = event_of(s->callee);

	*ret_digit = by_info(call);
	if (a && b && *ret_digit) {
		return BY_INFO;
	}
	if (!a != !b) {
		return *ret_digit ? NOTHING : NOT_COMMON;
	}
	bool differ = a && b && a->payload_type != b->payload_type &&
		      a->clock_hz == b->clock_hz;
	return differ ? DIFFERENT : NOTHING;
}

static void call_hook(struct detecting *d, const struct call *call)
{
	struct session s;
	const struct digit *digit;

	session_of(call, &s);
	if (!s.exchange) {
		return;
	}
	if (s.exchange->offer->cut || s.exchange->answer->cut) {
		detect_skip(d, N_("its message is not whole in the capture"));
		return;
	}
	enum trouble what = look(call, &s, &digit);
	if (what == NOTHING) {
		detect_judged(d);
		return;
	}
	struct {
		struct addr a, b;
		uint32_t what;
	} key = {s.exchange->offerer.ip, s.exchange->answerer.ip, what};
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)&key, sizeof(key)},
		s.exchange->answer->ts);
	detect_call(d, f, call);
	detect_host(f, &s.exchange->offerer.ip);
	detect_host(f, &s.exchange->answerer.ip);
	detect_frame(f, s.exchange->offer->frame, s.exchange->offer->capture);
	detect_frame(f, s.exchange->answer->frame, s.exchange->answer->capture);
	if (what == BY_INFO) {
		detect_frame(f, digit->frame, digit->capture);
	}
	if (detect_new(f)) {
		say(d, f, call, &s, what);
	}
}

const struct detector detector_dtmf_not_negotiated = {
	.id = "dtmf-not-negotiated",
	.severity = SEVERITY_WARNING,
	.title = N_("The two sides disagree on how digits are sent"),
	.passed = N_("both sides agree on how digits are sent"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"Digits pressed during a call (voice menus, mailbox "
			"codes, door openers) reach the other side only when "
			"both use one method: named events in the RTP (RFC "
			"4733), SIP INFO, or tones in the voice. Here they do "
			"not."),
		.wire = N_(
			"The offer has a=rtpmap:101 telephone-event/8000, and "
			"the answer has none, or has it as 96. Or both have "
			"it, and digits come as INFO with "
			"application/dtmf-relay."),
		.causes = N_(
			"One side is set to tones in the voice (in-band) or to "
			"INFO, the other to RFC 4733\n"
			"An SBC or an ALG took telephone-event out of the "
			"list\n"
			"A gateway or trunk does not know telephone-event\n"
			"A device answers with a payload type of its own and "
			"not with the one offered"),
		.remedy = N_(
			"Set telephone, PBX and trunk to RFC 4733 (also called "
			"RFC 2833), payload type 101\n"
			"PBX: let it translate digits for a side that knows "
			"no events; then it has to carry the audio\n"
			"SBC, firewall: compare the SDP on both sides of it\n"
			"Avoid tones in the voice with any codec but G.711"),
		.standard = "RFC 4733 clause 2.5.1.1; RFC 3264 clause 5.1, 6.1; "
			    "RFC 6086 (INFO)",
	},
	.call = call_hook,
};
