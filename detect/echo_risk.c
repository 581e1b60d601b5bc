/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one side says comes back to it. How much that disturbs depends on how late
 * and how loud: at 25 ms nobody hears it, at 300 ms a whisper disturbs (ITU-T
 * G.131). The delay is that of the capture point, so a lower bound.
 */
#include "detect/detector.h"
#include "detect/heard.h"

static void say(struct detecting *d, struct finding *f, const struct heard *h)
{
	const struct stream *s = h->stream;

	heard_put(d, s);
	text_printf(&d->text,
		h->echo == HEARD_ECHO_LOOP
			? _("is what the other side said, %.0f ms before, all "
			    "of it: an echo test, or a loop in the media")
			: _("holds what the other side said %.0f ms before"),
		h->echo_ms);
	if (h->echo_weaker_db.known && h->echo == HEARD_ECHO_FOUND) {
		text_printf(&d->text, _(", weaker by %.0f dB"),
			h->echo_weaker_db.v);
	}
	text_puts(&d->text, h->echo == HEARD_ECHO_LOOP
				    ? "."
				    : _(": the other side hears itself."));
	detect_detail(d, f);
}

static void stream_hook(struct detecting *d, const struct stream *s)
{
	const struct heard *h = heard_voice(d, s);
	double late = detect_limit(d, THRESHOLD_ECHO_RISK_DELAY_MS);
	double weak = detect_limit(d, THRESHOLD_ECHO_RISK_WEAKER_DB);

	if (!h) {
		return;
	}
	if (h->echo == HEARD_ECHO_UNKNOWN) {
		detect_skip(d, N_("too little is said by the other side"));
		return;
	}
	bool heard = h->echo == HEARD_ECHO_LOOP ||
		     (h->echo == HEARD_ECHO_FOUND && h->echo_sure &&
			     (!h->echo_weaker_db.known ||
				     h->echo_weaker_db.v < weak));
	if (!heard || h->echo_ms < late) {
		detect_judged(d);
		return;
	}
	struct finding *f = detect_raise(d, SEVERITY_NOTE,
		(struct slice){(const char *)&s->src.ip, 16},
		s->stat.first_ts);
	detect_stream(d, f, s);
	detect_host(f, &s->src.ip);
	detect_frame(f, s->stat.first_frame, s->capture);
	if (h->partner) {
		detect_frame(f, h->partner->stat.first_frame,
			h->partner->capture);
	}
	detect_measured(f, h->echo_ms, late, "ms");
	if (detect_new(f)) {
		say(d, f, h);
	}
}

const struct detector detector_echo_risk = {
	.id = "echo-risk",
	.severity = SEVERITY_NOTE,
	.title = N_("Somebody hears himself"),
	.passed = N_("no voice comes back to who spoke"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"What one side says comes back in what the other side "
			"sends. The one who complains is not where the fault "
			"is: the echo is made at the other end. The later it "
			"comes, the less of it is borne; IP adds delay, so an "
			"echo that always was there becomes audible. Judged "
			"only with --signal."),
		.wire = N_(
			"Both directions have RTP in order. Decoded, one holds "
			"the other's sound again, some 180 ms later and 20 dB "
			"weaker."),
		.causes = N_(
			"A telephone on its loudspeaker, or a headset whose "
			"microphone hears its earpiece: acoustic echo\n"
			"A gateway to analogue lines: the hybrid reflects, and "
			"the echo canceller is off or too short\n"
			"Too high a level at that end, so that its canceller "
			"does not converge (audio-level)\n"
			"An echo test of the PBX, where all comes back"),
		.remedy = N_(
			"Telephone at the other end: less volume, another "
			"headset, no loudspeaker in a bare room\n"
			"Gateway: switch the echo canceller on, with a tail of "
			"64 or 128 ms; set the line's impedance\n"
			"Network: less delay makes the same echo bearable "
			"(quality-delay)"),
		.standard = "ITU-T G.131 (talker echo); ITU-T G.168 (echo "
			    "cancellers); ITU-T G.126",
	},
	.stream = stream_hook,
};
