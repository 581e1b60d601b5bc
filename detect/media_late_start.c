/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first word of a side is lost: its voice began well after the answer. */
#include "calls/timing.h"
#include "detect/detector.h"
#include "detect/voice.h"

static void judge(struct detecting *d, const struct call *call,
	const struct timing_side *side, const char *who)
{
	double most = detect_limit(d, THRESHOLD_MEDIA_LATE_START_S);
	double s = side->first_ms.v / 1e3;

	if (!side->stream || !side->first_ms.known || s <= most) {
		detect_judged(d);
		return;
	}
	struct addr key[2] = {side->stream->src.ip, side->stream->dst.ip};
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)key, sizeof(key)},
		call->answer.ts);
	detect_stream(d, f, side->stream);
	detect_host(f, &side->stream->src.ip);
	detect_moment(f, &call->answer);
	detect_frame(f, side->stream->stat.first_frame, side->stream->capture);
	detect_measured(f, s, most, "s");
	if (detect_new(f)) {
		char src[ENDPOINT_TEXT];
		char dst[ENDPOINT_TEXT];
		text_printf(&d->text,
			_("In call %u the first RTP of the %s (%s to %s) came "
			  "%.2f s after the answer: what was said before is "
			  "lost."),
			(unsigned)call->id, who,
			endpoint_text(&side->stream->src, src),
			endpoint_text(&side->stream->dst, dst), s);
		detect_detail(d, f);
	}
}

static void call_hook(struct detecting *d, const struct call *call)
{
	struct session s;
	struct timing t;
	const char *why = NULL;

	if (!voice_expected(d, call, &s, &why)) {
		if (why) {
			detect_skip(d, why);
		}
		return;
	}
	timing_of(call, &t);
	/* A side that is never heard is another finding. */
	if (!t.caller.stream && !t.callee.stream) {
		return;
	}
	judge(d, call, &t.caller, "caller");
	judge(d, call, &t.callee, "callee");
}

const struct detector detector_media_late_start = {
	.id = "media-late-start",
	.severity = SEVERITY_WARNING,
	.title = N_("The voice began late"),
	.passed = N_("voice began with the answer"),
	.subject = "direction",
	.page = {
		.meaning = N_(
			"The call was answered, and the first RTP of one side "
			"came more than a second later. The first words of "
			"that side are cut off, and people say hello twice."),
		.wire = N_(
			"200 OK at 5.000 s, ACK at 5.030 s, first RTP from the "
			"callee at 7.400 s."),
		.causes = N_(
			"The telephone sets up SRTP (DTLS), ICE or its audio "
			"device only after the answer\n"
			"The PBX joins the two legs late: it waits for the ACK, "
			"a re-INVITE, or a recording\n"
			"A NAT router or firewall opens the port only after "
			"the other side has sent\n"
			"A gateway waits for the answer of the other network"),
		.remedy = N_(
			"Compare with the other leg: is the voice there before "
			"the PBX, it is the PBX that waits\n"
			"PBX: let RTP pass as soon as both addresses are "
			"known; avoid a re-INVITE right after the answer\n"
			"Telephone: update it; switch ICE off where it is not "
			"needed\n"
			"Firewall: allow the RTP ports without waiting for "
			"the other direction"),
		.standard = "RFC 3264 clause 5.1, 6.1; RFC 3261 clause 13.2.1",
	},
	.call = call_hook,
};
