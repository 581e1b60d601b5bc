/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two directions of one pair of ports, each with its most used codec. */
#include "detect/detector.h"
#include "detect/session.h"

static const struct stream *reverse_of(const struct stream *s)
{
	for (const struct stream *r = s->call->streams; r;
		r = r->next_in_call) {
		if (endpoint_eq(&r->src, &s->dst) &&
			endpoint_eq(&r->dst, &s->src) && session_voice(r)) {
			return r;
		}
	}
	return NULL;
}

static bool negotiated(const struct stream *s)
{
	uint8_t pt = stream_payload_type(s);

	return media_line_of(s->line, pt) &&
	       (!s->other_line || media_common(s->other_line,
					  media_format_of(media_line_of(s->line,
								  pt),
						  pt)));
}

static void stream_hook(struct detecting *d, const struct stream *s)
{
	const struct stream *r = session_voice(s) ? reverse_of(s) : NULL;

	/* Each pair once. */
	if (!r || r->id < s->id) {
		return;
	}
	const struct codec *a = stream_codec(s);
	const struct codec *b = stream_codec(r);
	if (!a || !b) {
		detect_skip(d, N_("a codec is not known"));
		return;
	}
	if (a == b || !negotiated(s) || !negotiated(r)) {
		detect_judged(d);
		return;
	}
	struct addr key[2] = {s->src.ip, s->dst.ip};
	struct finding *f = detect_raise(d, SEVERITY_NOTE,
		(struct slice){(const char *)key, sizeof(key)},
		s->stat.first_ts);
	detect_stream(d, f, s);
	detect_stream(d, f, r);
	detect_host(f, &s->src.ip);
	detect_host(f, &s->dst.ip);
	detect_frame(f, s->stat.first_frame, s->capture);
	detect_frame(f, r->stat.first_frame, r->capture);
	if (detect_new(f)) {
		char from[ENDPOINT_TEXT];
		char to[ENDPOINT_TEXT];
		text_printf(&d->text, _("%s sends %s to %s and gets %s back; "
					"both were agreed."),
			endpoint_text(&s->src, from), a->title,
			endpoint_text(&s->dst, to), b->title);
		detect_detail(d, f);
	}
}

const struct detector detector_codec_asymmetric = {
	.id = "codec-asymmetric",
	.severity = SEVERITY_NOTE,
	.title = N_("The two directions use different codecs"),
	.passed = N_("both directions of a call use the same codec"),
	.subject = "pair",
	.page = {
		.meaning = N_(
			"Each side sends with another codec, both of which "
			"were agreed on. That is allowed: an answer with "
			"several codecs leaves the choice to each sender. One "
			"side hears better than the other, and some equipment "
			"cannot do it: the audio then becomes noise or "
			"silence in one direction."),
		.wire = N_(
			"The answer lists several codecs, for example 8 9; "
			"RTP goes out with payload type 9 (G.722) and comes "
			"back with 8 (PCMA)."),
		.causes = N_(
			"The answer holds more than one codec, and the two "
			"sides prefer different ones\n"
			"A PBX that passes the audio on changed the order of "
			"the codecs on the way\n"
			"One side changed its codec during the call"),
		.remedy = N_(
			"Answer with one codec only, where the PBX has a "
			"switch for it\n"
			"Put the codecs into the same order on telephone, PBX "
			"and trunk\n"
			"Nothing, where both sides hear each other well"),
		.standard = "RFC 3264 clause 6.1, 10.2",
	},
	.stream = stream_hook,
};
