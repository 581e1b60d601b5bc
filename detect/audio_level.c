/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A voice that is far too quiet, or so loud that its peaks are cut off. */
#include "detect/detector.h"
#include "detect/heard.h"

static struct finding *raise(struct detecting *d, const struct stream *s,
	const char *what)
{
	struct {
		struct addr ip;
		char what[8];
	} key = {.ip = s->src.ip};

	(void)snprintf(key.what, sizeof(key.what), "%s", what);
	struct finding *f = detect_raise(d, SEVERITY_NOTE,
		(struct slice){(const char *)&key, sizeof(key)},
		s->stat.first_ts);
	detect_stream(d, f, s);
	detect_host(f, &s->src.ip);
	detect_frame(f, s->stat.first_frame, s->capture);
	return f;
}

static void stream_hook(struct detecting *d, const struct stream *s)
{
	const struct heard *h = heard_voice(d, s);
	double low = -detect_limit(d, THRESHOLD_AUDIO_LEVEL_LOW_DB);
	double most = detect_limit(d, THRESHOLD_AUDIO_LEVEL_CLIPPED_PERCENT);

	if (!h) {
		return;
	}
	if (!h->active_dbov.known ||
		h->speech_s < detect_limit(d, THRESHOLD_AUDIO_LEVEL_S)) {
		detect_skip(d, N_("too little is said in it"));
		return;
	}
	if (h->clipped_pct >= most) {
		struct finding *f = raise(d, s, "clipped");
		detect_measured(f, h->clipped_pct, most, "%");
		if (detect_new(f)) {
			heard_put(d, s);
			text_printf(&d->text,
				_("is too loud: %.2f %% of its samples are cut "
				  "off at full scale, in %.0f places; its "
				  "active level is %.1f dBov."),
				h->clipped_pct, (double)h->clips,
				h->active_dbov.v);
			detect_detail(d, f);
		}
		return;
	}
	if (h->active_dbov.v >= low) {
		detect_judged(d);
		return;
	}
	struct finding *f = raise(d, s, "low");
	detect_measured(f, h->active_dbov.v, low, "dBov");
	if (detect_new(f)) {
		heard_put(d, s);
		text_printf(&d->text,
			_("is very quiet: %.1f dBov while somebody speaks "
			  "(%.1f s); usual is some -26 dBov."),
			h->active_dbov.v, h->speech_s);
		detect_detail(d, f);
	}
}

const struct detector detector_audio_level = {
	.id = "audio-level",
	.severity = SEVERITY_NOTE,
	.title = N_("A voice is very quiet, or cut off at full scale"),
	.passed = N_("voices are neither too quiet nor clipped"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"The level while somebody speaks (active speech level "
			"of ITU-T P.56), decoded from the packets. Below -40 "
			"dBov people say \"speak up\"; where peaks are cut "
			"off, the voice sounds harsh and echo cancellers stop "
			"working. No loss or jitter shows it: the packets are "
			"all there. Judged only with --signal."),
		.wire = N_(
			"Packets as they should be. In the sound: an active "
			"level of -47 dBov where -26 is usual, or runs of "
			"samples at the largest value."),
		.causes = N_(
			"The microphone or headset: muffled, broken, far away, "
			"or its gain set wrongly\n"
			"A gateway to analogue or ISDN lines with a wrong "
			"gain\n"
			"A softphone's automatic gain, or two of them in a "
			"row\n"
			"A conference bridge that adds voices without a "
			"limiter\n"
			"mu-law taken for A-law on the way (distorted and "
			"loud)"),
		.remedy = N_(
			"Telephone: try another headset, set the microphone's "
			"gain back to its default\n"
			"Gateway: set transmit and receive gain by a test "
			"tone: what goes in at -10 dBm0 comes out so\n"
			"PBX: take volume rules off the trunk, then measure "
			"again"),
		.standard = "ITU-T P.56 method B; ITU-T G.100.1 (dBov); ITU-T "
			    "G.169 (level control)",
	},
	.stream = stream_hook,
};
