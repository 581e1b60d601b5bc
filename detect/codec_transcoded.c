/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A host that receives the voice in one codec and passes it on in another. */
#include "calls/relay.h"
#include "detect/detector.h"
#include "detect/session.h"

static void say(struct detecting *d, struct finding *f,
	const struct stream *in, const struct stream *out)
{
	struct text *t = &d->text;
	struct text shared = {0};
	char by[ADDR_TEXT];

	text_printf(t, _("%s receives "), addr_text(&out->src.ip, by));
	session_put_name(t, in);
	text_puts(t, _(" and passes it on as "));
	session_put_name(t, out);
	/* Of the sender of the one, and of the receiver of the other. */
	if (!in->other_line) {
		text_puts(t, _("; what the two ends could share is not in this "
			       "capture."));
	} else if (session_common(&shared, in->other_line, out->line)) {
		text_puts(t, _("; both ends share "));
		text_put(t, text_slice(&shared));
		text_puts(t, ".");
	} else {
		text_puts(t, _("; the two ends have no codec in common."));
	}
	text_finish(&shared);
	detect_detail(d, f);
}

static void stream_hook(struct detecting *d, const struct stream *s)
{
	if (!session_voice(s)) {
		return;
	}
	const struct stream *in = relay_transcoded(s);
	if (!in || !stream_codec(in) || !stream_codec(s)) {
		detect_judged(d);
		return;
	}
	struct text key = {0};
	char by[ADDR_TEXT];
	text_printf(&key, "%s %s %s", addr_text(&s->src.ip, by),
		stream_codec(in)->name, stream_codec(s)->name);
	struct finding *f = detect_raise(d, SEVERITY_NOTE, text_slice(&key),
		s->stat.first_ts);
	text_finish(&key);
	detect_stream(d, f, in);
	detect_stream(d, f, s);
	detect_host(f, &s->src.ip);
	detect_frame(f, in->stat.first_frame, in->capture);
	detect_frame(f, s->stat.first_frame, s->capture);
	if (detect_new(f)) {
		say(d, f, in, s);
	}
}

const struct detector detector_codec_transcoded = {
	.id = "codec-transcoded",
	.severity = SEVERITY_NOTE,
	.title = N_("A PBX converts between two codecs"),
	.passed = N_("voice is passed on in the codec it came in"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"The two legs of a call have different codecs and a "
			"PBX or SBC decodes and encodes the voice in between. "
			"The call works; it costs quality (the impairments of "
			"both codecs add up), some milliseconds and processor "
			"time, and licences or hardware on some systems."),
		.wire = N_(
			"G.722 comes to the PBX from one telephone, and in "
			"the same call G.711 or G.729 leaves it towards the "
			"other."),
		.causes = N_(
			"The codec lists of the two ends have nothing in "
			"common (wideband telephone, narrowband trunk)\n"
			"The PBX orders the codecs differently on its two "
			"legs\n"
			"The PBX is set to one codec for a trunk or for "
			"recording"),
		.remedy = N_(
			"Put a codec that both ends have first in the lists "
			"of telephones, PBX and trunk\n"
			"PBX: switch direct audio, or passing codecs through, "
			"on where security allows it\n"
			"Nothing, where the far end has no better codec: then "
			"it is the price of the connection"),
		.standard =
			"ITU-T G.107 clause 7 and G.113 (impairments add up); "
			"RFC 7092 clause 3.2 (media in back-to-back user "
			"agents)",
	},
	.stream = stream_hook,
};
