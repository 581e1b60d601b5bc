/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A capture that shows the signalling of a call and cannot show its voice. */
#include "detect/detector.h"
#include "detect/voice.h"

static void say(struct detecting *d, struct finding *f, const struct path *p)
{
	struct text *t = &d->text;
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];
	char server[ADDR_TEXT];

	if (p->by_sdp == PATH_RELAYED) {
		text_printf(t,
			_("By SDP the voice goes through %s, which takes no "
			  "part in the signalling seen here"),
			addr_text(&p->by, server));
	} else if (p->has_ends) {
		text_printf(t,
			_("By SDP the voice goes directly between %s and %s"),
			endpoint_text(&p->caller_end, a),
			endpoint_text(&p->callee_end, b));
	} else {
		text_puts(t, _("By SDP the voice goes directly between the "
			       "terminals"));
	}
	if (p->has_server) {
		text_printf(t, _(" and not through %s"),
			addr_text(&p->server, server));
	}
	text_puts(t, _(": this capture point shows the signalling only, and "
		       "says nothing about the quality of the voice."));
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	if (!call_was_up(call) || !voice_speaks(call) || !call->exchanges) {
		return;
	}
	const struct path *p = detect_path(d, call);
	if (p->kind != PATH_NOT_SEEN) {
		if (p->kind != PATH_UNKNOWN) {
			detect_judged(d);
		}
		return;
	}
	struct addr key = p->has_server ? p->server : (struct addr){{0}};
	struct finding *f = detect_raise(d, SEVERITY_NOTE,
		(struct slice){(const char *)&key, sizeof(key)}, call->first_ts);
	voice_concerns(d, f, call);
	if (p->has_ends) {
		detect_host(f, &p->caller_end.ip);
		detect_host(f, &p->callee_end.ip);
	}
	detect_frame(f, p->forth.frame, p->forth.capture);
	detect_frame(f, p->back.frame, p->back.capture);
	if (detect_new(f)) {
		say(d, f, p);
	}
}

const struct detector detector_media_not_seen = {
	.id = "media-not-seen",
	.severity = SEVERITY_NOTE,
	.title = N_("This capture cannot show the voice"),
	.passed = N_("the voice of answered calls passes this capture point"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"The call was answered and its SDP names two "
			"addresses that exchange RTP elsewhere. That is "
			"normal with direct media: the PBX carries the "
			"signalling only. Loss, jitter and MOS cannot be "
			"measured from here, and silence on the line cannot "
			"be seen."),
		.wire = N_(
			"Both legs of a call at the PBX, whose SDP names the "
			"two telephones' own addresses, and no RTP at all."),
		.causes = N_(
			"The PBX passes the media addresses on, so that "
			"telephones talk directly\n"
			"The media goes through an SBC or a media server that "
			"stands elsewhere\n"
			"The capture was filtered to the SIP port"),
		.remedy = N_(
			"Capture at one of the telephones, or mirror its "
			"switch port, and read both files together\n"
			"PBX: let it carry the audio of one extension for the "
			"time of the test\n"
			"Capture without a filter on the SIP port"),
		.standard = "RFC 3264 clause 5; RFC 3261 clause 4",
	},
	.call = call_hook,
};
