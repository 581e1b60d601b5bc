/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packets come, and nothing is in them, while the other side speaks. A quiet room
 * is not nothing: only a stream that never carried a sound, or seconds of the
 * code of no signal, are told; and not where somebody was put on hold.
 */
#include "detect/detector.h"
#include "detect/heard.h"

/* Hold and transfer silence a stream by intent. */
static bool held(const struct call *call)
{
	const struct call *c =
		call->conversation ? call->conversation->legs : call;

	for (; c; c = call->conversation ? c->next_leg : NULL) {
		for (const struct note *n = c->notes; n; n = n->next) {
			if (n->kind == NOTE_HOLD || n->kind == NOTE_REFER ||
				n->kind == NOTE_REFER_ATTENDED) {
				return true;
			}
		}
	}
	return false;
}

static void say(struct detecting *d, struct finding *f, const struct heard *h,
	const struct heard_one_way *w)
{
	double length = (double)(w->to - w->from) / NS_PER_S;

	heard_put(d, h->stream);
	if (w->whole) {
		text_printf(&d->text,
			_("carries no sound from beginning to end (%.1f s)"),
			length);
	} else {
		text_printf(&d->text, _("carries no sound for %.1f s"), length);
	}
	text_printf(&d->text,
		_(": %s, while the other side is heard for %.1f s; its packets "
		  "are all there."),
		w->digital ? _("digital silence") : _("noise alone"),
		w->other_s);
	detect_detail(d, f);
}

static void stream_hook(struct detecting *d, const struct stream *s)
{
	const struct heard *h = heard_voice(d, s);
	double least = detect_limit(d, THRESHOLD_MEDIA_SILENCE_S);
	bool found = false;

	if (!h) {
		return;
	}
	if (!h->partner || !h->both_s.known) {
		detect_skip(d, N_("the other direction was not heard"));
		return;
	}
	if (h->one_way_count && held(s->call)) {
		detect_skip(d, N_("somebody was put on hold in the call"));
		return;
	}
	for (unsigned i = 0; i < h->one_way_count; i++) {
		const struct heard_one_way *w = &h->one_ways[i];
		double length = (double)(w->to - w->from) / NS_PER_S;
		if (!w->whole && length < least) {
			continue;
		}
		struct finding *f = detect_raise(d, SEVERITY_WARNING,
			(struct slice){(const char *)&s->src.ip, 16}, w->from);
		found = true;
		detect_stream(d, f, s);
		detect_host(f, &s->src.ip);
		detect_frame(f, w->first_frame, s->capture);
		detect_frame(f, w->last_frame, s->capture);
		detect_measured(f, length, least, "s");
		if (detect_new(f)) {
			say(d, f, h, w);
		}
	}
	if (!found) {
		detect_judged(d);
	}
}

const struct detector detector_media_silence = {
	.id = "media-silence",
	.severity = SEVERITY_WARNING,
	.title = N_("Packets come, but there is no sound in them"),
	.passed = N_("both sides can be heard in their packets"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"\"I cannot hear them\", and all figures of the "
			"network are good: RTP flows both ways, and one "
			"direction holds silence. The network is not to "
			"blame. Judged only with --signal; a microphone that "
			"is muted looks the same."),
		.wire = N_(
			"RTP with the same bytes again and again (0xd5 of "
			"A-law, 0xff of mu-law) for the whole call, while the "
			"other direction has speech."),
		.causes = N_(
			"The microphone is muted, or not plugged in, or the "
			"computer gives the softphone another one\n"
			"A PBX or gateway joins the wrong two ports, or plays "
			"music that does not exist\n"
			"A decoder fails and sends silence: the codec or the "
			"key of SRTP is wrong on the other leg\n"
			"Early media of a network that is silent"),
		.remedy = N_(
			"Telephone: look at the mute key, the headset and the "
			"permission of the microphone\n"
			"PBX: capture the leg before it as well; where sound "
			"comes in there, the PBX loses it: codec, key, or "
			"transcoding licences\n"
			"Gateway: look at the channel of the line with its "
			"own monitor"),
		.standard = "ITU-T G.711; RFC 3551 clause 4.1; RFC 3389 "
			    "(comfort noise)",
	},
	.stream = stream_hook,
};
