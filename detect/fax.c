/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fax over IP. Two adapters agree on T.38 by a re-INVITE once they have heard the
 * tones; where that is refused, the tones go on through the codec of the voice,
 * and then everything depends on which one that is.
 */
#include "detect/detector.h"
#include "detect/session.h"

static const struct media_line *image(const struct description *d)
{
	for (uint16_t i = 0; d && i < d->line_count; i++) {
		const struct media_line *l = &d->lines[i];
		if (l->type == SDP_IMAGE && l->rtp.port) {
			return l;
		}
	}
	return NULL;
}

/* The request that first offered T.38, and the last word on any such. */
struct attempt {
	const struct message *asked, *said;
	bool agreed;
};

static const struct message *answer_to(const struct message *request)
{
	for (const struct message *m = request->next; m; m = m->next) {
		if (!m->request && !m->retransmission && m->status >= 200 &&
			m->cseq == request->cseq &&
			m->method == request->method &&
			addr_eq(&m->src.ip, &request->dst.ip)) {
			return m;
		}
	}
	return NULL;
}

static struct attempt attempt_of(const struct call *call)
{
	struct attempt a = {0};

	for (const struct message *m = call->messages; m; m = m->next) {
		if (!m->request || m->retransmission || !image(m->sdp) ||
			m->method == METHOD_ACK) {
			continue;
		}
		a.asked = a.asked ? a.asked : m;
		const struct message *said = answer_to(m);
		a.said = said ? said : a.said;
		a.agreed = a.agreed || (said && said->status < 300 &&
					      image(said->sdp));
	}
	return a;
}

/* The voice that the tones go through: of most packets. */
static const struct stream *voice_of(const struct call *call)
{
	const struct stream *best = NULL;

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		if (session_voice(s) && stream_codec(s) &&
			(!best || s->stat.packets > best->stat.packets)) {
			best = s;
		}
	}
	return best;
}

/* Codecs that a fax gets through: 64 kbit/s without a model of speech. */
static bool carries_tones(const struct codec *codec)
{
	static const char *const names[] = {"PCMA", "PCMU", "CLEARMODE", "L16"};

	for (unsigned i = 0; i < COUNT_OF(names); i++) {
		if (slice_is(slice_of(codec->name), names[i])) {
			return true;
		}
	}
	return false;
}

static void put_fallback(struct text *t, const struct stream *s)
{
	if (!s) {
		text_puts(t, _(" Which codec the tones then went through this "
			       "capture does not show."));
		return;
	}
	text_puts(t, _(" The tones then go through "));
	session_put_name(t, s);
	if (!carries_tones(stream_codec(s))) {
		text_puts(t, _(", which compresses speech and destroys them."));
		return;
	}
	struct maybe lost = stream_lost_pct(s);
	text_puts(t, _(" (pass-through), where each lost packet spoils lines"));
	if (lost.known) {
		text_printf(t, _("; lost here: %.2f %%"), lost.v);
	}
	text_puts(t, ".");
}

static void refused(struct detecting *d, const struct call *call,
	const struct attempt *a)
{
	const struct stream *s = voice_of(call);
	bool hopeless = s && !carries_tones(stream_codec(s));
	struct addr key = a->said->src.ip;
	struct finding *f = detect_raise(d,
		hopeless ? SEVERITY_ERROR : SEVERITY_WARNING,
		(struct slice){(const char *)&key, sizeof(key)}, a->said->ts);
	char who[ADDR_TEXT];
	char by[ADDR_TEXT];

	detect_call(d, f, call);
	if (s) {
		detect_stream(d, f, s);
	}
	detect_host(f, &a->said->src.ip);
	detect_host(f, &a->asked->src.ip);
	detect_frame(f, a->asked->frame, a->asked->capture);
	detect_frame(f, a->said->frame, a->said->capture);
	if (!detect_new(f)) {
		return;
	}
	text_printf(&d->text,
		_("Call %u is a fax: %s asked for T.38, and %s refused it "),
		(unsigned)call->id, addr_text(&a->asked->src.ip, who),
		addr_text(&a->said->src.ip, by));
	if (a->said->status < 300) {
		text_puts(&d->text, _("by port 0 in its answer."));
	} else {
		text_puts(&d->text, _("with "));
		text_clean(&d->text, a->said->summary);
		text_puts(&d->text, ".");
	}
	put_fallback(&d->text, s);
	detect_detail(d, f);
}

static void agreed(struct detecting *d, const struct call *call,
	const struct attempt *a)
{
	struct finding *f = detect_raise(d, SEVERITY_NOTE,
		(struct slice){(const char *)&call->id, sizeof(call->id)},
		a->asked->ts);
	char who[ADDR_TEXT];
	char by[ADDR_TEXT];

	detect_call(d, f, call);
	detect_host(f, &a->asked->src.ip);
	detect_host(f, &a->asked->dst.ip);
	detect_frame(f, a->asked->frame, a->asked->capture);
	if (a->said) {
		detect_frame(f, a->said->frame, a->said->capture);
	}
	if (detect_new(f)) {
		text_printf(&d->text,
			_("Call %u is a fax: %s and %s agreed on T.38."),
			(unsigned)call->id, addr_text(&a->asked->src.ip, who),
			addr_text(&a->asked->dst.ip, by));
		detect_detail(d, f);
	}
}

static void call_hook(struct detecting *d, const struct call *call)
{
	struct attempt a = attempt_of(call);

	if (!a.asked) {
		if (call->exchanges) {
			detect_judged(d);
		}
	} else if (a.agreed) {
		agreed(d, call, &a);
	} else if (!a.said) {
		detect_skip(d, N_("T.38 was asked for; the answer is not in the "
				  "capture"));
	} else if (a.said->status < 300 ? !!a.said->sdp
					: a.said->status == 415 ||
						  a.said->status == 488 ||
						  a.said->status == 501 ||
						  a.said->status == 606) {
		refused(d, call, &a);
	} else {
		detect_judged(d); /* refused for another reason: sip-failed */
	}
}

const struct detector detector_fax = {
	.id = "fax",
	.severity = SEVERITY_WARNING,
	.title = N_("A fax goes over IP"),
	.passed = N_("no call turned into a fax"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"A call changed from voice to fax (T.38). Agreed on, "
			"that is a note. Refused, the tones go on through the "
			"codec of the voice: through G.711 it works on a "
			"network that loses next to nothing, through G.729 and "
			"other codecs of speech it does not work at all."),
		.wire = N_(
			"INVITE within the call with m=image 4000 udptl t38, "
			"answered by 488 Not Acceptable Here; RTP of the codec "
			"before goes on. Or 200 OK with m=image, then UDPTL "
			"instead of RTP."),
		.causes = N_(
			"PBX, SBC or trunk has no T.38, or it is switched off\n"
			"T.38 is allowed towards the adapter and not towards "
			"the trunk\n"
			"The PBX does not pass on re-INVITEs with m=image\n"
			"The adapter is set to fall back to G.729, or never to "
			"G.711"),
		.remedy = N_(
			"PBX and trunk: allow T.38 on both legs, or on neither\n"
			"Adapter: fax mode T.38 with fall-back to G.711 "
			"(pass-through), echo canceller and silence suppression "
			"off for fax\n"
			"Without T.38: only G.711 for that extension, 9600 "
			"bit/s, error correction (ECM) off\n"
			"Switch, firewall: mark its packets EF; no loss at all "
			"is the aim"),
		.standard = "ITU-T T.38 Annex D (SIP), RFC 3362 (image/t38), "
			    "RFC 6913",
	},
	.call = call_hook,
};
