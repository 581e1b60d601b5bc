/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Both terminals of a talk can do wideband, and got narrowband all the same.
 * What a terminal can do is what it said itself: in its offers and answers of
 * this talk, and in those of other calls at the same address.
 */
#include "detect/detector.h"
#include "detect/voice.h"

/* Most calls that are looked through for what a terminal can do. */
#define CALLS_LOOKED_AT 500

/* Some names stand for any rate (L16, speex): the clock tells, which is 8000 for
 * G.722 all the same (RFC 3551 clause 4.5.2). */
static bool is_wide(const struct media_format *f)
{
	return f->codec && f->codec->kind == CODEC_AUDIO &&
	       f->codec->band != BAND_NARROW &&
	       (f->clock_hz > 8000 || slice_iis(f->name, "G722"));
}

/* A wideband format of @line that @like has too (NULL: any); or NULL. */
static const struct media_format *wide_of(
	const struct media_line *line, const struct media_line *like)
{
	for (uint16_t i = 0; line && i < line->format_count; i++) {
		if (is_wide(&line->formats[i]) &&
			(!like || media_common(like, &line->formats[i]))) {
			return &line->formats[i];
		}
	}
	return NULL;
}

/* A line with wideband that @ip wrote about its own media address; or NULL. */
static const struct media_line *own_line(
	const struct call *call, const struct addr *ip)
{
	for (const struct exchange *x = call->exchanges; x; x = x->next) {
		const struct description *both[2] = {x->offer, x->answer};
		for (unsigned k = 0; k < 2; k++) {
			const struct media_line *l =
				session_audio(both[k], NULL);
			if (l && l->rtp.port && addr_eq(&l->rtp.ip, ip) &&
				wide_of(l, NULL)) {
				return l;
			}
		}
	}
	return NULL;
}

static const struct media_line *in_talk(
	const struct call *call, const struct addr *ip)
{
	for (const struct call *c = call; c; c = c->next_in_talk) {
		const struct media_line *l = own_line(c, ip);
		if (l) {
			return l;
		}
	}
	return NULL;
}

static const struct media_line *in_others(
	const struct detecting *d, const struct addr *ip)
{
	unsigned looked = 0;

	for (const struct call *c = d->book->calls;
		c && looked < CALLS_LOOKED_AT; c = c->next, looked++) {
		const struct media_line *l = own_line(c, ip);
		if (l) {
			return l;
		}
	}
	return NULL;
}

/* Audio of the talk of @call that ran; true when all of it was narrowband. */
static bool ran_narrow(const struct call *call, const struct stream **ret)
{
	*ret = NULL;
	for (const struct call *c = call; c; c = c->next_in_talk) {
		for (const struct stream *s = c->streams; s;
			s = s->next_in_call) {
			const struct codec *codec = stream_codec(s);
			if (!session_voice(s) || !codec) {
				continue;
			}
			if (codec->band != BAND_NARROW) {
				return false;
			}
			*ret = *ret ? *ret : s;
		}
	}
	return *ret != NULL;
}

static void say(struct detecting *d, struct finding *f, const struct call *call,
	const struct media_format *wide, const struct stream *s,
	const struct path *p)
{
	char a[ADDR_TEXT];
	char b[ADDR_TEXT];
	struct text *t = &d->text;

	text_printf(t, _("Call %u ran with "), (unsigned)call->id);
	session_put_name(t, s);
	text_printf(t, _(", although %s and %s both can do "),
		addr_text(&p->caller_end.ip, a),
		addr_text(&p->callee_end.ip, b));
	text_clean(t, wide->name);
	text_puts(t, ".");
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	const struct stream *s;

	if (!call_was_up(call) || !voice_speaks(call) || !call->exchanges) {
		return;
	}
	if (!ran_narrow(call, &s)) {
		if (s || call->streams) {
			detect_judged(d);
		}
		return;
	}
	const struct path *p = detect_path(d, call);
	if (!p->has_ends || addr_eq(&p->caller_end.ip, &p->callee_end.ip)) {
		detect_skip(d, N_("what the two terminals can do is not in the "
				  "capture"));
		return;
	}
	const struct media_line *a = in_talk(call, &p->caller_end.ip);
	const struct media_line *b = in_talk(call, &p->callee_end.ip);
	/* One of both asked for it here; the other may not have been asked. */
	if (a && !b) {
		b = in_others(d, &p->callee_end.ip);
	} else if (b && !a) {
		a = in_others(d, &p->caller_end.ip);
	}
	const struct media_format *wide = a && b ? wide_of(a, b) : NULL;
	if (!wide) {
		detect_judged(d);
		return;
	}
	struct addr key[2] = {p->caller_end.ip, p->callee_end.ip};
	struct finding *f = detect_raise(d, SEVERITY_NOTE,
		(struct slice){(const char *)key, sizeof(key)},
		call->answer.ts);
	detect_call(d, f, call);
	detect_stream(d, f, s);
	detect_host(f, &p->caller_end.ip);
	detect_host(f, &p->callee_end.ip);
	for (const struct call *c = call; c; c = c->next_in_talk) {
		const struct exchange *x = c->exchanges;
		if (x) {
			detect_frame(f, x->offer->frame, x->offer->capture);
		}
		if (x && x->answer) {
			detect_frame(f, x->answer->frame, x->answer->capture);
		}
	}
	detect_frame(f, s->stat.first_frame, s->capture);
	if (detect_new(f)) {
		say(d, f, call, wide, s, p);
	}
}

const struct detector detector_codec_narrowband_forced = {
	.id = "codec-narrowband-forced",
	.severity = SEVERITY_NOTE,
	.title = N_("A call could have been wideband, and was not"),
	.passed = N_("calls used wideband where both ends can"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"Both terminals have a wideband codec in common (G.722, "
			"Opus, AMR-WB) and the call ran with a narrowband one "
			"(G.711, G.729). It sounded like a telephone of old "
			"for no technical reason."),
		.wire = N_(
			"INVITE of the caller: m=audio ... 9 8; INVITE of the "
			"PBX to the callee: m=audio ... 8 9 or 8 only; all RTP "
			"has payload type 8."),
		.causes = N_(
			"The PBX lists G.711 first, or takes wideband out of "
			"the offer\n"
			"The callee prefers its own order of codecs to the "
			"offer's\n"
			"A trunk, a recording or a conference on the way is "
			"narrowband\n"
			"An SBC filters codecs"),
		.remedy = N_(
			"PBX: put G.722 (or Opus) first in the codec list of "
			"the extensions, and let the audio pass as it is\n"
			"Telephone: put the wideband codec first in its "
			"template\n"
			"SBC: take the filter out where both ends allow "
			"wideband"),
		.standard = "RFC 3264 clause 5.1, 6.1 (order of preference); "
			    "ITU-T G.107.1",
	},
	.call = call_hook,
};
