/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From mouth to ear. Only where something of the network's delay was measured.
 * Its jitter buffer is only emulated, and not counted here: uneven arrival is
 * quality-jitter's. Half of a round trip is called that.
 */
#include "detect/blame.h"

static const struct delay *delay_in(const struct stream *s)
{
	const struct delay *y = &s->delay;

	return y->network_ms.known && y->total_ms.known ? y : NULL;
}

/* Network, packet time, look-ahead, devices. */
static double delay_ms(const struct delay *y)
{
	return y->network_ms.v + (y->codec_ms.known ? y->codec_ms.v : 0) +
	       DELAY_DEVICE_MS;
}

static void say(struct detecting *d, const struct blame_group *g)
{
	const struct stream *s = g->cases->stream;
	const struct delay *y = &s->delay;
	struct text *t = &d->text;

	blame_put(t, g);
	text_printf(t,
		_("takes at least %.0f ms from mouth to ear: network %.0f"),
		delay_ms(y), y->network_ms.v);
	if (y->codec_ms.known) {
		text_printf(t, _(", codec %.0f"), y->codec_ms.v);
	}
	text_printf(t, _(", devices %.0f (assumed)"), DELAY_DEVICE_MS);
	if (y->buffer_ms.known) {
		text_printf(t,
			_("; a usual jitter buffer adds %.0f"), y->buffer_ms.v);
	}
	text_puts(t, ".");
	text_printf(t, _(" The network's part is known by %s"),
		delay_method_text(y->method));
	text_puts(t, y->halved ? _(", half of round trips.") : ".");
	if (y->network_is_minimum) {
		text_puts(t, _(" A part of the way was not measured."));
	}
}

static void frames(struct finding *f, const struct blame_case *c)
{
	const struct stream *s = c->stream;

	detect_frame(f, s->stat.first_frame, s->capture);
	if (s->far) {
		detect_frame(f, s->far->heard.first.frame, s->capture);
		detect_frame(f, s->far->heard.last.frame, s->capture);
	}
}

static void stream_of(
	struct detecting *d, struct blame *b, const struct stream *s)
{
	double limit = detect_limit(d, THRESHOLD_QUALITY_DELAY_MS);
	double error = detect_limit(d, THRESHOLD_QUALITY_DELAY_ERROR_MS);

	if (!blame_audio(d, s)) {
		return;
	}
	const struct delay *y = delay_in(s);
	if (!y) {
		detect_skip(d, N_("nothing tells its delay (no RTCP, one "
				  "capture point)"));
		return;
	}
	/* A device may let an OPTIONS wait longer than any packet of voice. */
	bool asked = y->to_receiver.by == DELAY_OPTIONS ||
		     y->to_sender.by == DELAY_OPTIONS;
	if (asked && delay_ms(y) >= limit) {
		detect_skip(d, N_("only answers to OPTIONS tell its delay"));
		return;
	}
	if (delay_ms(y) < limit) {
		if (y->network_is_minimum) {
			detect_skip(d, N_("a part of the way is not known"));
		} else {
			blame_good(d, b, s);
		}
		return;
	}
	blame_bad(b, s, s,
		delay_ms(y) >= error ? SEVERITY_ERROR : SEVERITY_WARNING,
		delay_ms(y));
}

static void whole(struct detecting *d)
{
	struct blame b = {.both = true};

	for (const struct stream *s = d->book->streams; s; s = s->next) {
		stream_of(d, &b, s);
	}
	blame_raise(d, &b, detect_limit(d, THRESHOLD_QUALITY_DELAY_MS), "ms",
		say, frames);
}

const struct detector detector_quality_delay = {
	.id = "quality-delay",
	.severity = SEVERITY_ERROR,
	.title = N_("The voice is under way too long"),
	.passed = N_("the delay is short enough for a conversation"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"The time from one mouth to the other ear. Up to 150 "
			"ms nobody notices; beyond it people begin to talk at "
			"the same time and an echo disturbs more; 400 ms is "
			"the most that a network should be planned for. It is "
			"judged only where the network's part was measured; "
			"the receiver's jitter buffer is not counted, so it "
			"is the least that it can be."),
		.wire = N_(
			"An RTCP receiver report whose last SR is from 500 ms "
			"ago and whose delay since last SR is 20 ms: a round "
			"trip of 480 ms, 240 ms one way if both ways are "
			"alike. Or one packet at two capture points, 240 ms "
			"apart."),
		.causes = N_(
			"A long way: satellite, mobile network, a PBX or SBC "
			"on another continent\n"
			"A full line with deep queues (bufferbloat)\n"
			"A VPN or relay (TURN) that makes a detour\n"
			"Several PBXs one after the other, each with a jitter "
			"buffer; long packets (60 ms)"),
		.remedy = N_(
			"Find the part that is long: network, jitter buffer, "
			"or packet time; the sentence names them\n"
			"PBX: let the telephones talk directly, or use a PBX "
			"or relay near them\n"
			"Router: shape and give voice priority, so that "
			"queues stay short\n"
			"Telephone: 20 ms packets, an adaptive jitter buffer"),
		.standard =
			"ITU-T G.114 (150 and 400 ms); RFC 3550 clause 6.4.1 "
			"(round trip)",
	},
	.whole = whole,
};
