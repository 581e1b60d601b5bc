/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RTP with a payload type that nobody agreed on. The receiver's description
 * gives the numbers; any description of the call that announces the receiver's
 * port may do so, since a stream lives through re-INVITEs. Comfort noise (13)
 * and early media are left alone: senders use them before an answer.
 */
#include "detect/detector.h"
#include "detect/session.h"

/* Packets on the way while an answer passes are no fault. */
#define GRACE (1 * NS_PER_S)

/* What the descriptions of a call say of one payload type of a stream. */
struct said {
	bool announced; /* some line is about the receiver's port */
	bool listed;	/* and one of those lists the type */
};

static void look(const struct description *x, const struct stream *s,
	uint8_t pt, struct said *ret)
{
	for (uint16_t i = 0; x && i < x->line_count; i++) {
		const struct media_line *line = &x->lines[i];
		bool its = endpoint_eq(&line->rtp, &s->dst) || line == s->line;
		if (its) {
			ret->announced = true;
			ret->listed = ret->listed || media_line_of(line, pt);
		}
	}
}

/* The answer that was in force while the stream's last packets came. */
static bool left_out_of_answer(const struct stream *s,
	const struct stream_type *type, const struct media_format *format)
{
	const struct exchange *x = call_exchange(s->call);

	return type == s->type && x && x->answer && s->other_line &&
	       x->answer->line_count == 1 &&
	       s->other_line == x->answer->lines &&
	       s->stat.last_ts > x->answer->ts + GRACE &&
	       s->other_line->rtp.port && !media_common(s->other_line, format);
}

static bool unagreed(const struct stream *s, const struct stream_type *type)
{
	const struct codec *codec = type->codec;
	struct said said = {0};

	if (codec && (codec->kind == CODEC_NOISE || codec->kind == CODEC_EVENT ||
			     codec->kind == CODEC_REDUNDANT)) {
		return false;
	}
	for (const struct exchange *x = s->call->exchanges; x; x = x->next) {
		look(x->offer, s, type->payload_type, &said);
		look(x->answer, s, type->payload_type, &said);
	}
	if (!said.announced) {
		return false;
	}
	if (!said.listed) {
		return true;
	}
	const struct media_format *format = media_format_of(
		media_line_of(s->line, type->payload_type), type->payload_type);
	return format && left_out_of_answer(s, type, format);
}

static void say(struct detecting *d, struct finding *f, const struct stream *s,
	const struct stream_type *type)
{
	struct text *t = &d->text;
	char from[ENDPOINT_TEXT];
	char to[ENDPOINT_TEXT];

	text_printf(t, _("%s sent %llu packets of payload type %u"),
		endpoint_text(&s->src, from), (unsigned long long)type->packets,
		(unsigned)type->payload_type);
	if (type->codec) {
		text_printf(t, " (%s)", type->codec->title);
	}
	text_printf(t, _(" to %s, which agreed to "),
		endpoint_text(&s->dst, to));
	if (!session_common(t, s->line, s->other_line)) {
		session_put(t, s->line);
	}
	text_puts(t, _(" only."));
	detect_detail(d, f);
}

static void raise(struct detecting *d, const struct stream *s,
	const struct stream_type *type)
{
	struct {
		struct addr src, dst;
		uint8_t type;
	} key;

	memset(&key, 0, sizeof(key));
	key.src = s->src.ip;
	key.dst = s->dst.ip;
	key.type = type->payload_type;
	struct finding *f = detect_raise(d, SEVERITY_ERROR,
		(struct slice){(const char *)&key, sizeof(key)},
		s->stat.first_ts);
	detect_stream(d, f, s);
	detect_host(f, &s->src.ip);
	detect_host(f, &s->dst.ip);
	detect_measured(f, (double)type->packets,
		detect_limit(d, THRESHOLD_CODEC_NOT_NEGOTIATED_PACKETS), "");
	detect_frame(f, s->basis_frame, s->capture);
	detect_frame(f, s->stat.first_frame, s->capture);
	if (detect_new(f)) {
		say(d, f, s, type);
	}
}

static void stream_hook(struct detecting *d, const struct stream *s)
{
	double least = detect_limit(d, THRESHOLD_CODEC_NOT_NEGOTIATED_PACKETS);
	bool found = false;

	if (!s->call || !s->line || s->same_as || s->basis == BASIS_GUESSED ||
		s->basis == BASIS_FOREIGN || s->basis == BASIS_SOURCE ||
		s->basis == BASIS_LATCHED) {
		return;
	}
	if (s->call->began_before) {
		detect_skip(d, N_("the capture began inside the call"));
		return;
	}
	const struct exchange *x = call_exchange(s->call);
	if (!x || !x->answer) {
		detect_skip(d, N_("no answer to the offer is in the capture"));
		return;
	}
	for (uint8_t i = 0; i < s->type_count && !found; i++) {
		if ((double)s->types[i].packets >= least &&
			unagreed(s, &s->types[i])) {
			raise(d, s, &s->types[i]);
			found = true;
		}
	}
	if (!found) {
		detect_judged(d);
	}
}

const struct detector detector_codec_not_negotiated = {
	.id = "codec-not-negotiated",
	.severity = SEVERITY_ERROR,
	.title = N_("RTP uses a codec that was not agreed"),
	.passed = N_("RTP uses agreed payload types only"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"A sender uses a payload type that is not in the "
			"answer (or not in the receiver's description at "
			"all). The receiver does not know what the bytes are: "
			"it plays nothing or noise."),
		.wire = N_(
			"The answer holds m=audio ... RTP/AVP 8, and RTP "
			"packets with payload type 0 or 18 go to that port."),
		.causes = N_(
			"Behind a PBX or SBC one leg was renegotiated and the "
			"other leg was not told\n"
			"A PBX passes the audio through although its two legs "
			"agreed on different codecs\n"
			"The sender keeps the codec of before a re-INVITE, a "
			"transfer or a hold\n"
			"An announcement or music on hold exists in one codec "
			"only\n"
			"The payload type of a dynamic codec differs in the "
			"two directions and the sender uses the wrong one"),
		.remedy = N_(
			"Update the device that sends this stream, or limit "
			"both legs to one common codec\n"
			"PBX: switch direct audio (bypass) off for this trunk "
			"or extension, so that it transcodes\n"
			"PBX: store announcements and music on hold in each "
			"codec that is allowed\n"
			"SBC: let it rewrite payload types, or pass the SDP "
			"on unchanged"),
		.standard = "RFC 3264 clause 5.1, 6.1, 7; RFC 3551 clause 3",
	},
	.stream = stream_hook,
};
