/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order of codecs that a site wants against what its devices do. Two things
 * go wrong: a device offers in another order, or what it should not have; and
 * then another codec is used than the first of the policy that both sides have.
 * Without a declared policy nothing is judged: there is no right order as such.
 */
#include "detect/detector.h"
#include "detect/session.h"

/* Codecs of a policy that are looked at. */
#define POLICY_MOST 16

struct policy {
	const struct codec *codec[POLICY_MOST]; /* NULL: not in our list */
	struct slice word[POLICY_MOST];
	unsigned count;
};

static void policy_of(const struct detecting *d, struct policy *ret)
{
	struct slice rest = d->limits->words[WORDS_CODEC_POLICY_ORDER];
	struct slice word;

	*ret = (struct policy){0};
	while (ret->count < POLICY_MOST && thresholds_word(&rest, &word)) {
		ret->word[ret->count] = word;
		ret->codec[ret->count++] = codec_by_name(word);
	}
}

/* The place of @f in @p, p->count: it has none. */
static unsigned place(const struct policy *p, const struct media_format *f)
{
	unsigned i = 0;

	while (i < p->count &&
		(p->codec[i] ? p->codec[i] != f->codec
			     : !slice_ieq(p->word[i], f->name))) {
		i++;
	}
	return i;
}

static const struct media_format *first_codec(const struct media_line *line)
{
	for (uint16_t i = 0; i < line->format_count; i++) {
		if (session_is_codec(&line->formats[i])) {
			return &line->formats[i];
		}
	}
	return NULL;
}

/* The format of @line that the policy puts first, of those that @with (NULL: any)
 * has, too; NULL: none stands in the policy. */
static const struct media_format *preferred(const struct policy *p,
	const struct media_line *line, const struct media_line *with)
{
	const struct media_format *best = NULL;

	for (uint16_t i = 0; i < line->format_count; i++) {
		const struct media_format *f = &line->formats[i];
		if (session_is_codec(f) && place(p, f) < p->count &&
			(!with || media_common(with, f)) &&
			(!best || place(p, f) < place(p, best))) {
			best = f;
		}
	}
	return best;
}

static const struct media_format *stranger(
	const struct policy *p, const struct media_line *line)
{
	for (uint16_t i = 0; i < line->format_count; i++) {
		const struct media_format *f = &line->formats[i];
		if (session_is_codec(f) && place(p, f) == p->count) {
			return f;
		}
	}
	return NULL;
}

/* What was used and what should have been, of an offer and its answer. */
struct use {
	const struct media_format *used, *wanted;
};

static struct use use_of(const struct detecting *d, const struct policy *p,
	const struct exchange *x, const struct media_line *offer)
{
	const struct media_line *answer = session_audio(x->answer, NULL);
	struct use u = {0};

	if (!answer || !answer->rtp.port) {
		return u;
	}
	u.used = first_codec(answer);
	/* The answer often holds one codec only; what its sender has beside is
	 * what it offers elsewhere. Without that, nothing better is known. */
	const struct media_line *able = answer;
	for (const struct call *c = d->book->calls; c && able == answer;
		c = c->next) {
		for (const struct exchange *e = c->exchanges; e; e = e->next) {
			const struct media_line *l = session_audio(e->offer, NULL);
			if (l && addr_eq(&e->offerer.ip, &x->answerer.ip)) {
				able = l;
				break;
			}
		}
	}
	u.wanted = preferred(p, offer, able);
	return u;
}

static void say(struct detecting *d, struct finding *f, const struct policy *p,
	const struct exchange *x, const struct media_line *offer,
	const struct use *u)
{
	const struct media_format *first = first_codec(offer);
	const struct media_format *best = preferred(p, offer, NULL);
	const struct media_format *odd = stranger(p, offer);
	struct text *t = &d->text;
	char who[ADDR_TEXT];

	text_puts(t, _("The policy is "));
	for (unsigned i = 0; i < p->count; i++) {
		text_puts(t, i ? ", " : "");
		text_clean(t, p->word[i]);
	}
	text_printf(t, _("; %s offers "), addr_text(&x->offerer.ip, who));
	session_put(t, offer);
	if (best && first != best) {
		text_puts(t, _(", "));
		text_clean(t, first->name);
		text_puts(t, _(" before "));
		text_clean(t, best->name);
	}
	if (odd) {
		text_puts(t, _("; "));
		text_clean(t, odd->name);
		text_puts(t, _(" is not in the policy"));
	}
	if (u->used) {
		text_puts(t, _(". "));
		text_clean(t, u->used->name);
		text_puts(t, _(" was used"));
		if (u->wanted && place(p, u->wanted) < place(p, u->used)) {
			text_puts(t, _(", though both sides have "));
			text_clean(t, u->wanted->name);
		}
	}
	text_puts(t, ".");
	detect_detail(d, f);
}

static void judge(struct detecting *d, const struct policy *p,
	const struct call *call, const struct exchange *x)
{
	const struct media_line *offer = session_audio(x->offer, NULL);
	const struct media_format *first = offer ? first_codec(offer) : NULL;

	if (!first || !offer->rtp.port) {
		return;
	}
	struct use u = use_of(d, p, x, offer);
	unsigned used = u.used ? place(p, u.used) : p->count;
	bool worse = u.used && u.wanted && place(p, u.wanted) < used;
	bool order = place(p, first) != p->count &&
		     first != preferred(p, offer, NULL);
	if (!worse && !order && !stranger(p, offer)) {
		detect_judged(d);
		return;
	}
	struct finding *f = detect_raise(d,
		worse ? SEVERITY_WARNING : SEVERITY_NOTE,
		(struct slice){(const char *)&x->offerer.ip,
			sizeof(x->offerer.ip)},
		x->offer->ts);
	detect_call(d, f, call);
	detect_host(f, &x->offerer.ip);
	detect_frame(f, x->offer->frame, x->offer->capture);
	if (x->answer) {
		detect_frame(f, x->answer->frame, x->answer->capture);
	}
	if (detect_new(f)) {
		say(d, f, p, x, offer, &u);
	}
}

static void call_hook(struct detecting *d, const struct call *call)
{
	struct policy p;

	policy_of(d, &p);
	for (const struct exchange *x = call->exchanges; p.count && x;
		x = x->next) {
		if (x->offer) {
			judge(d, &p, call, x);
		}
	}
}

const struct detector detector_codec_policy = {
	.id = "codec-policy",
	.severity = SEVERITY_WARNING,
	.title = N_("Codecs are not as the site wants them"),
	.passed = N_("offers follow the order of codecs that was declared"),
	.subject = "offer",
	.page = {
		.meaning = N_(
			"The site declared an order of codecs "
			"(codec-policy.order), and a device offers another "
			"one. The answerer mostly takes the first codec of the "
			"offer that it has, so the order decides what is used: "
			"A-law or mu-law, wideband or not, and whether the PBX "
			"has to transcode."),
		.wire = N_(
			"codec-policy.order = PCMA PCMU G722. The base offers "
			"m=audio 11922 RTP/AVP 0 8 9 18, and the answer is "
			"m=audio 12254 RTP/AVP 0: PCMU, though both have "
			"PCMA."),
		.causes = N_(
			"The telephone's template was changed or never set; the "
			"same codec stands in two places of it\n"
			"A device with settings of its own (DECT base, adapter) "
			"that the PBX does not provision\n"
			"The order was set for the PBX's trunk and not for its "
			"extensions, or the other way round\n"
			"The PBX puts its own order into the offer that it "
			"passes on"),
		.remedy = N_(
			"Telephone: set codec 1 to n of its template in the "
			"order of the policy, each once, and provision it again\n"
			"PBX: order the codecs of extensions, templates and "
			"trunks alike\n"
			"DECT base, adapter: set the order in its own pages\n"
			"Where the offer is right, correct the policy: --set "
			"codec-policy.order=..."),
		.standard = "RFC 3264 clause 5.1 (formats in order of "
			    "preference) and clause 6.1",
	},
	.call = call_hook,
};
