/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Descriptions that break their rules. What cannot be used is an error; what
 * can be used all the same, but shows a wrong template, is a warning.
 */
#include "detect/odd.h"
#include "detect/session.h"

/* Faults that leave a media line unusable, and those that only look bad. */
#define UNUSABLE (SDP_NO_CONNECTION | SDP_BAD_CONNECTION | SDP_BAD_MEDIA)
#define UNTIDY                                                                 \
	(SDP_DUPLICATE_PT | SDP_STRAY_RTPMAP | SDP_DUPLICATE_MAP |             \
		SDP_NO_RTPMAP | SDP_BAD_ATTRIBUTE | SDP_NO_ORIGIN |            \
		SDP_NO_VERSION)

static const struct fault {
	uint32_t bit;
	const char *words;
} faults[] = {
	{SDP_NO_CONNECTION, N_("there is no c= line, so nobody knows where to "
			       "send")},
	{SDP_BAD_CONNECTION, N_("a c= line cannot be read")},
	{SDP_BAD_MEDIA, N_("an m= line cannot be read")},
	{SDP_DUPLICATE_PT, N_("a payload type is listed more than once")},
	{SDP_STRAY_RTPMAP,
		N_("an rtpmap line is about a payload type that the m= line "
		   "does not list")},
	{SDP_DUPLICATE_MAP, N_("a payload type has two rtpmap lines")},
	{SDP_NO_RTPMAP, N_("a dynamic payload type has no rtpmap line, so "
			   "nobody knows its codec")},
	{SDP_BAD_ATTRIBUTE, N_("an attribute has a value that cannot be read")},
	{SDP_NO_ORIGIN, N_("there is no usable o= line")},
	{SDP_NO_VERSION, N_("it does not begin with v=0")},
};

/* An INVITE that opens a call and switches every line of its offer off. */
static bool offers_nothing(const struct call *call, const struct message *m)
{
	const struct description *x = m->sdp;

	if (call->began_before || m->frame != call->invite.frame ||
		m->capture != call->invite.capture || !x->line_count) {
		return false;
	}
	for (uint16_t i = 0; i < x->line_count; i++) {
		if (x->lines[i].rtp.port) {
			return false;
		}
	}
	return true;
}

static void put_faults(struct text *t, uint32_t bits, bool nothing)
{
	unsigned n = 0;

	for (size_t i = 0; i < COUNT_OF(faults); i++) {
		if (bits & faults[i].bit) {
			text_printf(t, "%s%s", n++ ? "; " : ": ",
				_(faults[i].words));
		}
	}
	if (nothing) {
		text_printf(t, "%s%s", n ? "; " : ": ",
			_("every m= line has port 0, so nothing is offered"));
	}
	text_puts(t, ".");
}

/* One codec several times is a template in which all choices are the same. */
static void put_codecs(struct text *t, const struct message *m)
{
	const struct media_line *line = session_audio(m->sdp, NULL);
	struct text names = {0};

	if (!(m->sdp->faults & (SDP_DUPLICATE_PT | SDP_DUPLICATE_MAP)) ||
		!line) {
		return;
	}
	unsigned real = session_common(&names, line, line);
	text_printf(t, _(" It holds %u real codec%s: "), real,
		real == 1 ? "" : "s");
	text_put(t, text_slice(&names));
	text_puts(t, ".");
	text_finish(&names);
}

static bool judge(
	struct detecting *d, const struct call *call, const struct message *m)
{
	bool nothing = offers_nothing(call, m);
	uint32_t bits = m->sdp->faults & (UNUSABLE | UNTIDY);
	bool unusable = nothing || (bits & UNUSABLE);
	char from[ENDPOINT_TEXT];

	if (!nothing && !bits) {
		return false;
	}
	struct {
		struct addr src;
		uint32_t bits, nothing;
	} key = {m->src.ip, bits, nothing};
	struct finding *f = detect_raise(d,
		unusable ? SEVERITY_ERROR : SEVERITY_WARNING,
		(struct slice){(const char *)&key, sizeof(key)}, m->ts);
	detect_call(d, f, call);
	detect_host(f, &m->src.ip);
	detect_frame(f, m->frame, m->capture);
	if (detect_new(f)) {
		text_puts(&d->text, _("The description in "));
		text_clean(&d->text, m->summary);
		text_printf(&d->text, _(" from %s"),
			endpoint_text(&m->src, from));
		put_faults(&d->text, bits, nothing);
		put_codecs(&d->text, m);
		detect_detail(d, f);
	}
	return true;
}

static void call_hook(struct detecting *d, const struct call *call)
{
	for (const struct message *m = call->messages; m; m = m->next) {
		if (m->sdp && m->sdp->cut) {
			detect_skip(d, N_("its message is not whole in the "
					  "capture"));
		} else if (m->sdp && !judge(d, call, m)) {
			detect_judged(d);
		}
	}
}

/* Descriptions that could not be read at all; no call keeps them. */
static void whole(struct detecting *d)
{
	const struct conduct_case *c = NULL;

	while ((c = conduct_next(&d->book->conduct, CONDUCT_SDP, c))) {
		struct finding *f = odd_raise(d, SEVERITY_ERROR, c);
		if (detect_new(f)) {
			text_puts(&d->text, _("The description in "));
			odd_put(&d->text, c);
			text_puts(&d->text, _(" cannot be read at all: none of "
					      "its lines has the form of SDP."));
			detect_detail(d, f);
		}
		odd_count(f, c);
	}
}

const struct detector detector_sdp_invalid = {
	.id = "sdp-invalid",
	.severity = SEVERITY_ERROR,
	.title = N_("A session description breaks its rules"),
	.passed = N_("session descriptions are well formed"),
	.subject = "description",
	.page = {
		.meaning = N_(
			"The SDP of a message cannot be used as it stands, or "
			"says one thing twice. Without a c= line, or with an "
			"m= line that cannot be read, there is no voice "
			"(error). Doubled or stray lines are mostly harmless, "
			"but show a wrong template or a device in the middle "
			"that edits SDP (warning)."),
		.wire = N_(
			"m=audio 12720 RTP/AVP 8 8 8 8 101 with four equal "
			"a=rtpmap:8 lines: one real codec, listed four times. "
			"Or an m=audio line, and no c= line before or below "
			"it."),
		.causes = N_(
			"The codec choices of the telephone's template are "
			"all set to the same codec\n"
			"A SIP helper (ALG) of a router or firewall rewrote "
			"the SDP and damaged it\n"
			"A PBX or SBC cut the list of codecs and left rtpmap "
			"lines behind\n"
			"A faulty or home-made user agent\n"
			"The message was cut on the way"),
		.remedy = N_(
			"Telephone: correct the codec list of its template "
			"and provision it again\n"
			"Firewall, router: switch the SIP helper (ALG) off\n"
			"PBX, SBC: compare the SDP before and after it (two "
			"legs of the same call)\n"
			"Update the device that sent it"),
		.standard =
			"RFC 8866 clause 5, 5.7, 5.14, 6.6; RFC 3264 clause 5",
	},
	.call = call_hook,
	.whole = whole,
};
