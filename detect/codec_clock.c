/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The clock that the timestamps count against the capture's, over the whole
 * stream: the drift of the packets' media time (docs/METRICS.md) rests on the
 * clock that SDP names, so a wrong clock shows as a drift of many percent.
 */
#include "detect/detector.h"
#include "detect/session.h"

/* A stream shorter than that, or with fewer packets, shows no rate. */
#define LEAST_S	      2.0
#define LEAST_PACKETS 50

/* What the timestamps count in a second. */
static double rate_of(const struct stream *s, uint32_t clock_hz)
{
	struct maybe drift = rtpstat_drift_ppm(&s->stat);

	return clock_hz * (1 + drift.v / 1e6);
}

/*
 * A sender that is slow, or a capture that is played at another speed, counts
 * right and comes late: where the bytes of a packet tell how long it lasts, the
 * step of its timestamp must fit them, or it is the clock that is wrong.
 */
static bool counts_right(const struct stream *s, const struct codec *codec,
	uint32_t stated)
{
	struct maybe ptime = stream_ptime_ms(s);

	if (!codec->bitrate || !ptime.known || s->payload_varies ||
		stream_security(s) != SECURE_NONE) {
		return false;
	}
	double ticks = ptime.v * stated / 1000;
	double fits = 8.0 * s->payload_size / codec->bitrate * codec->clock_hz;
	return ticks > 0.95 * fits && ticks < 1.05 * fits;
}

static void say(struct detecting *d, struct finding *f, const struct stream *s,
	const struct codec *codec, double rate, uint32_t stated)
{
	char from[ENDPOINT_TEXT];

	text_printf(&d->text,
		_("%s sends %s with timestamps that advance by %.0f a second; "
		  "its RTP clock is %u Hz"),
		endpoint_text(&s->src, from), codec->title, rate,
		(unsigned)codec->clock_hz);
	if (stated != codec->clock_hz) {
		text_printf(&d->text, _(", but its SDP says %u"),
			(unsigned)stated);
	}
	text_puts(&d->text, ".");
	detect_detail(d, f);
}

static void stream_hook(struct detecting *d, const struct stream *s)
{
	const struct codec *codec = stream_codec(s);
	uint32_t stated = stream_clock_hz(s);

	if (s->basis == BASIS_FOREIGN || s->same_as || !codec ||
		codec->kind != CODEC_AUDIO || !codec->clock_hz) {
		return;
	}
	if (s->stat.packets < LEAST_PACKETS ||
		stream_duration_s(s) < LEAST_S) {
		detect_skip(d, N_("too short to show the rate of its clock"));
		return;
	}
	if (!stated || !rtpstat_drift_ppm(&s->stat).known) {
		detect_skip(d, N_("its clock is not known"));
		return;
	}
	double rate = rate_of(s, stated);
	double off = 100 * (rate / codec->clock_hz - 1);
	double most = detect_limit(d, THRESHOLD_CODEC_CLOCK_PERCENT);
	if ((off < 0 ? -off : off) < most || counts_right(s, codec, stated)) {
		detect_judged(d);
		return;
	}
	struct finding *f = detect_raise(d, SEVERITY_WARNING,
		(struct slice){(const char *)&s->src.ip, sizeof(s->src.ip)},
		s->stat.first_ts);
	detect_stream(d, f, s);
	detect_host(f, &s->src.ip);
	detect_measured(f, rate, codec->clock_hz, "Hz");
	detect_frame(f, s->stat.first_frame, s->capture);
	detect_frame(f, s->basis_frame, s->capture);
	if (detect_new(f)) {
		say(d, f, s, codec, rate, stated);
	}
}

const struct detector detector_codec_clock = {
	.id = "codec-clock",
	.severity = SEVERITY_WARNING,
	.title = N_("RTP timestamps do not count the codec's clock"),
	.passed = N_("timestamps advance at the codec's clock"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"Each codec has a clock in which RTP timestamps "
			"count. A sender that counts another one confuses the "
			"receiver's jitter buffer: the voice is chopped, "
			"plays too fast or too slow, or drifts into silence. "
			"The usual victims are G.722, whose RTP clock is 8000 "
			"Hz although it samples at 16000 Hz, and Opus, whose "
			"clock is always 48000 Hz."),
		.wire = N_(
			"G.722 packets every 20 ms whose timestamp grows by "
			"320 instead of 160; or Opus packets every 20 ms "
			"whose timestamp grows by 160 or 320 instead of 960."),
		.causes = N_(
			"The sender counts G.722 at 16000 Hz\n"
			"The sender counts Opus in its sampling rate instead "
			"of 48000 Hz\n"
			"A relay changed the codec and kept the timestamps of "
			"the old one\n"
			"The rtpmap line states a clock that the codec does "
			"not have"),
		.remedy = N_(
			"Update the firmware of the device that sends this "
			"stream; until then take the codec out of its list\n"
			"PBX, SBC: check whether it converts between codecs "
			"and rewrites timestamps\n"
			"Telephone: compare with another codec: only the "
			"stream with the wrong clock is damaged"),
		.standard =
			"RFC 3551 clause 4.5.2 (G.722); RFC 7587 clause 4.1 "
			"(Opus); RFC 3550 clause 5.1",
	},
	.stream = stream_hook,
};
