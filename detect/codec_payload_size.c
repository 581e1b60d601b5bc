/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does a packet hold as many bytes as its codec makes in the time the packet
 * stands for? Only codecs of a constant rate tell, and only in the clear: SRTP
 * appends a tag whose length is a matter of the suite.
 */
#include "detect/detector.h"
#include "detect/session.h"

/* Bytes of rounding that are no fault, and the same for milliseconds. */
#define SLACK_BYTES 2.0
#define SLACK_MS    1.0
#define LEAST_PACKETS 20

static double distance(double a, double b)
{
	return a > b ? a - b : b - a;
}

static struct finding *raise(
	struct detecting *d, const struct stream *s, const char *what)
{
	struct text key = {0};
	char from[ADDR_TEXT];

	text_printf(&key, "%s %s %u", what, addr_text(&s->src.ip, from),
		(unsigned)stream_payload_type(s));
	struct finding *f = detect_raise(d, SEVERITY_WARNING, text_slice(&key),
		s->stat.first_ts);
	text_finish(&key);
	detect_stream(d, f, s);
	detect_host(f, &s->src.ip);
	detect_frame(f, s->basis_frame, s->capture);
	detect_frame(f, s->stat.first_frame, s->capture);
	return f;
}

static bool wrong_size(struct detecting *d, const struct stream *s,
	const struct codec *codec, double ptime_ms)
{
	char from[ENDPOINT_TEXT];
	double fits = codec->bitrate / 8.0 * ptime_ms / 1000;
	double slack = fits * 0.05 > SLACK_BYTES ? fits * 0.05 : SLACK_BYTES;

	if (!codec->bitrate || s->payload_varies ||
		stream_security(s) != SECURE_NONE ||
		distance(s->payload_size, fits) <= slack) {
		return false;
	}
	struct finding *f = raise(d, s, "size");
	detect_measured(f, s->payload_size, fits, "bytes");
	if (detect_new(f)) {
		text_printf(&d->text,
			_("%s sends packets of %u bytes every %g ms as %s, "
			  "which makes %g bytes in that time."),
			endpoint_text(&s->src, from), (unsigned)s->payload_size,
			ptime_ms, codec->title, fits);
		detect_detail(d, f);
	}
	return true;
}

static bool wrong_ptime(
	struct detecting *d, const struct stream *s, double ptime_ms)
{
	char from[ENDPOINT_TEXT];
	char to[ENDPOINT_TEXT];
	/* What the receiver asks for counts; the sender's own line is no
	 * promise (RFC 8866 clause 6.4). */
	bool receiver = s->basis == BASIS_DESTINATION ||
			s->basis == BASIS_BOTH || s->basis == BASIS_ICE;
	uint32_t asked = receiver ? s->line->ptime_ms : 0;

	if (!asked || distance(asked, ptime_ms) <= SLACK_MS) {
		return false;
	}
	struct finding *f = raise(d, s, "ptime");
	detect_measured(f, ptime_ms, asked, "ms");
	if (detect_new(f)) {
		text_printf(&d->text,
			_("%s sends a packet every %g ms; %s asked for %u ms "
			  "(a=ptime)."),
			endpoint_text(&s->src, from), ptime_ms,
			endpoint_text(&s->dst, to), (unsigned)asked);
		detect_detail(d, f);
	}
	return true;
}

static void stream_hook(struct detecting *d, const struct stream *s)
{
	const struct codec *codec = stream_codec(s);
	struct maybe ptime = stream_ptime_ms(s);

	if (!session_voice(s) || !codec || s->stat.packets < LEAST_PACKETS) {
		return;
	}
	if (!ptime.known) {
		detect_skip(d, N_("the time in a packet is not known"));
		return;
	}
	if (s->type_count > 1 && s->type && s->type->codec != codec) {
		/* The size is that of the last packets. */
		detect_skip(d, N_("it changed its codec"));
		return;
	}
	if (!wrong_size(d, s, codec, ptime.v) && !wrong_ptime(d, s, ptime.v)) {
		detect_judged(d);
	}
}

const struct detector detector_codec_payload_size = {
	.id = "codec-payload-size",
	.severity = SEVERITY_WARNING,
	.title = N_("Packet size does not fit codec and ptime"),
	.passed = N_("packet sizes fit codec and ptime"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"A codec of constant rate makes a fixed number of "
			"bytes in a given time: G.711 makes 160 bytes in 20 "
			"ms, G.729 makes 20. Packets of another size carry "
			"something else than they say, and the receiver plays "
			"noise. Packets that stand for another time than the "
			"receiver asked for (ptime) cost bandwidth, or "
			"overflow a small jitter buffer."),
		.wire = N_(
			"Payload type 18 (G.729) with 160 bytes in each "
			"packet; or a=ptime:20 in the answer, and packets "
			"that come every 30 ms with 240 bytes."),
		.causes = N_(
			"A PBX passes the audio of one leg into another that "
			"agreed on a different codec\n"
			"The sender ignores the ptime of the other side and "
			"uses its own setting\n"
			"Silence suppression or padding changes the size of "
			"the packets\n"
			"The payload is encrypted although the SDP announces "
			"plain RTP"),
		.remedy = N_(
			"Set the same packet time (20 ms) on telephone, PBX "
			"and trunk\n"
			"PBX, SBC: check which codec the other leg of the "
			"call has; force transcoding or one common codec\n"
			"Update the device that sends these packets"),
		.standard =
			"RFC 3551 clause 4.5 and table 1; RFC 8866 clause 6.4 "
			"(ptime)",
	},
	.stream = stream_hook,
};
