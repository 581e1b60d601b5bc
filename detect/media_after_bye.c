/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who goes on sending after the end did not learn of it, or does not care. */
#include "calls/timing.h"
#include "detect/detector.h"

static void judge(struct detecting *d, const struct call *call,
	const struct timing_side *side, const char *who)
{
	double most = detect_limit(d, THRESHOLD_MEDIA_AFTER_BYE_S);
	double s = side->tail_ms.v / 1e3;

	if (!side->stream) {
		return;
	}
	if (!side->tail_ms.known || s <= most) {
		detect_judged(d);
		return;
	}
	const struct hop *h = call->hops;
	struct addr key = side->stream->src.ip;
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)&key, sizeof(key)}, h->bye.ts);
	detect_stream(d, f, side->stream);
	detect_host(f, &side->stream->src.ip);
	detect_moment(f, &h->bye);
	detect_moment(f, &h->bye_answer);
	detect_frame(f, side->stream->stat.first_frame, side->stream->capture);
	detect_measured(f, s, most, "s");
	if (detect_new(f)) {
		char src[ENDPOINT_TEXT];
		text_printf(&d->text,
			_("The %s of call %u (%s) went on sending RTP for "
			  "%.1f s after the BYE"),
			who, (unsigned)call->id,
			endpoint_text(&side->stream->src, src), s);
		text_puts(&d->text,
			h->bye_answer.frame
				? _(".")
				: _(", to which no answer was seen."));
		detect_detail(d, f);
	}
}

static void call_hook(struct detecting *d, const struct call *call)
{
	struct timing t;

	if (!call->hop_count || !call_was_up(call)) {
		return;
	}
	if (!call->hops[0].bye.frame) {
		detect_skip(d, N_("its end is not in the capture"));
		return;
	}
	timing_of(call, &t);
	judge(d, call, &t.caller, "caller");
	judge(d, call, &t.callee, "callee");
}

const struct detector detector_media_after_bye = {
	.id = "media-after-bye",
	.severity = SEVERITY_WARNING,
	.title = N_("Voice goes on after the end"),
	.passed = N_("voice ended with its call"),
	.subject = "direction",
	.page = {
		.meaning = N_(
			"RTP was still sent well after the BYE. The sender "
			"believes that the call goes on: its line stays busy, "
			"what is spoken there may be heard, and a next call "
			"that gets the same port hears it."),
		.wire = N_(
			"BYE at 60.000 s, 200 OK at 60.020 s, RTP to the same "
			"port every 20 ms until 75 s."),
		.causes = N_(
			"The BYE did not reach the sender (lost, or sent to "
			"an old address)\n"
			"The PBX ended one leg and kept the other\n"
			"A gateway or a music source is not told of the end\n"
			"A faulty telephone, or a stream forged on purpose"),
		.remedy = N_(
			"Follow the BYE: does the sender of the RTP get it "
			"and answer it\n"
			"PBX: end calls without RTP or with RTP alone by a "
			"timer (RTP timeout, session timer)\n"
			"Telephone, gateway: update it\n"
			"Firewall: look for a BYE that it drops"),
		.standard = "RFC 3261 clause 15.1; RFC 3550 clause 6.3.7",
	},
	.call = call_hook,
};
