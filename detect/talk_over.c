/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Both talk at the same time, again and again, where the way is long: each takes
 * the delay for a pause. In a usual conversation both speak for less than a tenth
 * of the time that one does (ITU-T P.59).
 */
#include "detect/detector.h"
#include "detect/heard.h"

static struct maybe delay_ms(const struct stream *s)
{
	const struct delay *y = &s->delay;

	return y->network_ms.known
		       ? maybe_of(y->network_ms.v +
				 (y->codec_ms.known ? y->codec_ms.v : 0) +
				 DELAY_DEVICE_MS)
		       : (struct maybe){.known = false};
}

/* One of the two directions is enough. */
static bool second(const struct heard *h)
{
	return h->partner->id < h->stream->id;
}

static void stream_hook(struct detecting *d, const struct stream *s)
{
	const struct heard *h = heard_voice(d, s);
	double most = detect_limit(d, THRESHOLD_TALK_OVER_PERCENT);
	double late = detect_limit(d, THRESHOLD_TALK_OVER_DELAY_MS);

	if (!h || (h->partner && second(h))) {
		return;
	}
	if (!h->partner || !h->both_s.known ||
		h->either_s.v < detect_limit(d, THRESHOLD_TALK_OVER_S)) {
		detect_skip(d, N_("too little is said in it, or the other "
				  "direction was not heard"));
		return;
	}
	double share = 100 * h->both_s.v / h->either_s.v;
	struct maybe one = delay_ms(s);
	struct maybe two = delay_ms(h->partner);
	double delay = one.known && (!two.known || one.v > two.v) ? one.v
								  : two.v;
	if (share < most) {
		detect_judged(d);
		return;
	}
	if (!one.known && !two.known) {
		detect_skip(d, N_("both talk at once often, but nothing tells "
				  "the delay"));
		return;
	}
	if (delay < late) {
		detect_judged(d); /* they quarrel */
		return;
	}
	struct finding *f = detect_raise(d, SEVERITY_NOTE,
		(struct slice){(const char *)&s->call->id,
			sizeof(s->call->id)},
		s->stat.first_ts);
	detect_stream(d, f, s);
	detect_stream(d, f, h->partner);
	detect_host(f, &s->src.ip);
	detect_host(f, &s->dst.ip);
	detect_frame(f, s->stat.first_frame, s->capture);
	detect_frame(f, h->partner->stat.first_frame, h->partner->capture);
	detect_measured(f, share, most, "%");
	if (detect_new(f)) {
		text_printf(&d->text,
			_("In call %u both sides talk at once for %.1f of the "
			  "%.1f s that anybody talks (%.0f %%), and the voice "
			  "takes at least %.0f ms one way: each takes the "
			  "delay for a pause."),
			(unsigned)s->call->id, h->both_s.v, h->either_s.v,
			share, delay);
		detect_detail(d, f);
	}
}

const struct detector detector_talk_over = {
	.id = "talk-over",
	.severity = SEVERITY_NOTE,
	.title = N_("Both sides talk at once, because the way is long"),
	.passed = N_("people let each other finish"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"With a long delay each side takes the other's silence "
			"for the end of what it says, begins, and both talk. "
			"People call it \"like a walkie-talkie\". It is told "
			"only where both were measured: much talking at once "
			"and a long way. Judged only with --signal."),
		.wire = N_(
			"RTP both ways in order; decoded, both directions hold "
			"speech in the same seconds, and RTCP tells a round "
			"trip of 600 ms."),
		.causes = N_(
			"A long way: satellite, mobile data, a trunk or PBX "
			"on another continent\n"
			"Voice through a VPN or a proxy that goes round\n"
			"Deep jitter buffers at the ends\n"
			"Queues in a full line (bufferbloat)"),
		.remedy = N_(
			"Find the part of the way that takes the time "
			"(quality-delay), and take the voice past it\n"
			"Telephone, gateway: a smaller or adaptive jitter "
			"buffer\n"
			"Firewall, router: priority for voice, shaping of the "
			"rest"),
		.standard = "ITU-T G.114; ITU-T P.59 (share of double talk)",
	},
	.stream = stream_hook,
};
