/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An offer that was refused because nothing in it can be used. What the
 * refusing side can do is learnt from what it said elsewhere: the body of the
 * refusal, its own offers and answers in this call and in others.
 */
#include "detect/detector.h"
#include "detect/session.h"

/* Most calls that are looked through for what the refusing side can do. */
#define CALLS_LOOKED_AT 2000

struct refusal {
	const struct call *call;
	const struct message *said; /* the refusing message */
	const struct description *offer;
	const struct media_line *line;	/* its first audio line, else its first */
	const struct media_line *known; /* of the refusing side; NULL: not known */
	uint64_t known_frame;
	uint16_t known_capture;
};

static bool refuses(const struct message *m)
{
	return !m->request && !m->retransmission &&
	       (m->method == METHOD_INVITE || m->method == METHOD_UPDATE) &&
	       (m->status == 415 || m->status == 488 || m->status == 606);
}

/* T.38 is the matter of detect/fax.c. */
static bool is_fax(const struct description *d)
{
	return d && d->line_count && !session_audio(d, NULL) &&
	       d->lines[0].type == SDP_IMAGE;
}

/* A refusal goes through every hop of a proxy: the first seen speaks. */
static bool seen_before(const struct call *call, const struct message *m)
{
	for (const struct message *b = call->messages; b != m; b = b->next) {
		if (refuses(b) && b->cseq == m->cseq &&
			b->to_tag == m->to_tag && b->status == m->status) {
			return true;
		}
	}
	return false;
}

/* The offer of the request that @m answers. */
static const struct description *offer_of(
	const struct call *call, const struct message *m)
{
	const struct description *found = NULL;

	for (const struct message *r = call->messages; r && r != m;
		r = r->next) {
		if (r->request && r->sdp && r->cseq == m->cseq &&
			r->method == m->method &&
			addr_eq(&r->dst.ip, &m->src.ip)) {
			found = r->sdp;
		}
	}
	return found;
}

static bool take(struct refusal *r, const struct description *d)
{
	const struct media_line *line = session_audio(d, NULL);

	if (!line || !line->format_count || line->rtp.port == 0) {
		return false;
	}
	r->known = line;
	r->known_frame = d->frame;
	r->known_capture = d->capture;
	return true;
}

static bool learn_from(struct refusal *r, const struct call *call)
{
	for (const struct exchange *x = call->exchanges; x; x = x->next) {
		if (addr_eq(&x->offerer.ip, &r->said->src.ip) &&
			take(r, x->offer)) {
			return true;
		}
		if (addr_eq(&x->answerer.ip, &r->said->src.ip) &&
			take(r, x->answer)) {
			return true;
		}
	}
	return false;
}

static void learn(struct detecting *d, struct refusal *r)
{
	unsigned looked = 0;

	/* RFC 3261 clause 21.4.26: the body says what would do. */
	if (r->said->sdp && take(r, r->said->sdp)) {
		return;
	}
	if (learn_from(r, r->call)) {
		return;
	}
	for (const struct call *c = d->book->calls;
		c && looked < CALLS_LOOKED_AT; c = c->next, looked++) {
		if (learn_from(r, c)) {
			return;
		}
	}
}

static void put_known(struct text *t, const struct refusal *r, const char *who)
{
	struct text common = {0};

	if (!r->known) {
		text_printf(t, _(" What %s can use is not in this capture."),
			who);
		return;
	}
	text_printf(t, _(" %s is known to use "), who);
	session_put(t, r->known);
	if (!session_common(&common, r->line, r->known)) {
		text_puts(t, _(": they have no codec in common."));
	} else if (!slice_ieq(r->line->proto, r->known->proto)) {
		text_puts(t, _(": codecs in common ("));
		text_put(t, text_slice(&common));
		text_puts(t, _("), but the offer is "));
		text_clean(t, r->line->proto);
		text_puts(t, _(" and the other side uses "));
		text_clean(t, r->known->proto);
		text_puts(t, _(" (encryption)."));
	} else {
		text_puts(t, _(": they share "));
		text_put(t, text_slice(&common));
		text_puts(t, _(", so something else in the offer was "
			       "refused."));
	}
	text_finish(&common);
}

static void say(struct detecting *d, struct finding *f, struct refusal *r)
{
	struct text *t = &d->text;
	char who[ADDR_TEXT];

	learn(d, r);
	(void)addr_text(&r->said->src.ip, who);
	text_printf(t, _("%s refused the offer of call %u "), who,
		(unsigned)r->call->id);
	if (call_was_up(r->call)) {
		text_puts(t, _("(a change of the running call) "));
	}
	if (r->said->status >= 300) {
		text_puts(t, _("with "));
		text_clean(t, r->said->summary);
	} else {
		text_puts(t, _("by port 0 in every line of its answer"));
	}
	if (r->line) {
		text_puts(t, _(". Offered: "));
		if (r->line->type != SDP_AUDIO) {
			text_clean(t, r->line->type_text);
			text_puts(t, " ");
		}
		session_put(t, r->line);
		text_puts(t, ".");
	}
	if (r->line && r->line->type == SDP_AUDIO) {
		put_known(t, r, who);
	} else if (!r->line) {
		text_puts(t, _(". The offer itself is not in this capture."));
	}
	detect_detail(d, f);
	if (r->known) {
		detect_frame(f, r->known_frame, r->known_capture);
	}
}

static void raise(struct detecting *d, struct refusal *r)
{
	struct text key = {0};
	char from[ADDR_TEXT];
	char to[ADDR_TEXT];

	r->line = session_audio(r->offer, NULL);
	if (!r->line && r->offer && r->offer->line_count) {
		r->line = r->offer->lines;
	}
	text_printf(&key, "%s %s ", addr_text(&r->said->src.ip, from),
		addr_text(&r->said->dst.ip, to));
	if (r->line) {
		session_put(&key, r->line);
	}
	/* A running call goes on as it was. */
	struct finding *f = detect_raise(d,
		call_was_up(r->call) ? SEVERITY_WARNING : SEVERITY_ERROR,
		text_slice(&key), r->said->ts);
	text_finish(&key);
	detect_call(d, f, r->call);
	detect_host(f, &r->said->src.ip);
	detect_host(f, &r->said->dst.ip);
	if (r->offer) {
		detect_frame(f, r->offer->frame, r->offer->capture);
	}
	detect_frame(f, r->said->frame, r->said->capture);
	if (detect_new(f)) {
		say(d, f, r);
	}
}

/* Every line that the offer wanted is off in the answer (RFC 3264 clause 6). */
static bool all_off(const struct exchange *x)
{
	unsigned wanted = 0;

	for (uint16_t i = 0; i < x->answer->line_count; i++) {
		if (x->answer->lines[i].rtp.port) {
			return false;
		}
	}
	for (uint16_t i = 0; i < x->offer->line_count; i++) {
		wanted += x->offer->lines[i].rtp.port != 0;
	}
	return wanted && x->answer->line_count;
}

static const struct message *message_of(
	const struct call *call, const struct description *d)
{
	const struct message *m = call->messages;

	while (m && m->sdp != d) {
		m = m->next;
	}
	return m;
}

static void call_hook(struct detecting *d, const struct call *call)
{
	bool found = false;

	for (const struct message *m = call->messages; m; m = m->next) {
		if (refuses(m) && !seen_before(call, m)) {
			struct refusal r = {.call = call, .said = m};
			r.offer = offer_of(call, m);
			if (!is_fax(r.offer)) {
				raise(d, &r);
				found = true;
			}
		}
	}
	for (const struct exchange *x = call->exchanges; x; x = x->next) {
		if (!x->answer || !all_off(x) || is_fax(x->offer)) {
			continue;
		}
		struct refusal r = {.call = call, .offer = x->offer};
		r.said = message_of(call, x->answer);
		if (r.said) {
			raise(d, &r);
			found = true;
		}
	}
	if (!found && call->exchanges) {
		detect_judged(d);
	}
}

const struct detector detector_codec_rejected = {
	.id = "codec-rejected",
	.severity = SEVERITY_ERROR,
	.title = N_("An offer was refused: no usable codec"),
	.passed = N_("no offer was refused for its codecs"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"One side offered its codecs and the other side "
			"refused all of them, so there is no voice: the call "
			"fails, or, in a running call, a change (hold, "
			"transfer) fails. Usually the two lists have no codec "
			"in common; it may also be that one side insists on "
			"encryption (RTP/SAVP) and the other has none."),
		.wire = N_(
			"INVITE with m=audio ... RTP/AVP 9 (G.722 only), "
			"answered by 488 Not Acceptable Here, 606 Not "
			"Acceptable or 415 Unsupported Media Type; or by a "
			"200 whose every m= line has port 0. A Warning header "
			"304 or 305 names the media or the format."),
		.causes = N_(
			"The codec lists of telephone and PBX (or trunk) have "
			"nothing in common\n"
			"The PBX passes the audio directly and the two "
			"telephones have no common codec\n"
			"One side demands SRTP, the other does not allow it\n"
			"A trunk accepts fewer codecs than it was ordered "
			"with\n"
			"An old or wrong telephone template lists one codec "
			"several times instead of several codecs"),
		.remedy = N_(
			"Add a codec that both sides have (G.711 A-law, PCMA, "
			"is the safe one) to the telephone's template or the "
			"PBX's list\n"
			"PBX: let it carry the audio of this extension, so "
			"that it can transcode\n"
			"PBX, trunk: compare the codec list with the "
			"provider's\n"
			"Telephone: make SRTP optional, or demand it on both "
			"sides\n"
			"Update the telephone's template and provision it "
			"again"),
		.standard =
			"RFC 3264 clause 6; RFC 3261 clause 21.4.13, 21.4.26, "
			"21.6.4",
	},
	.call = call_hook,
};
