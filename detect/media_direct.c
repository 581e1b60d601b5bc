/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The voice goes between the terminals. */
#include "detect/detector.h"
#include "detect/voice.h"

static void say(struct detecting *d, struct finding *f, const struct path *p)
{
	const struct path_way *w = p->forth.stream ? &p->forth : &p->back;
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];
	char server[ADDR_TEXT];

	text_printf(&d->text, _("RTP flows directly between %s and %s"),
		endpoint_text(&w->from, a), endpoint_text(&w->to, b));
	if (p->has_server) {
		text_printf(&d->text,
			_("; %s carries the signalling only"),
			addr_text(&p->server, server));
	}
	text_puts(&d->text, ".");
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	if (!call_was_up(call) || !voice_speaks(call)) {
		return;
	}
	const struct path *p = detect_path(d, call);
	if (!p->forth.stream && !p->back.stream) {
		return;
	}
	if (p->kind != PATH_DIRECT) {
		detect_judged(d);
		return;
	}
	struct addr key = p->has_server ? p->server : (struct addr){{0}};
	struct finding *f = detect_raise(d, SEVERITY_NOTE,
		(struct slice){(const char *)&key, sizeof(key)}, call->first_ts);
	voice_concerns(d, f, call);
	detect_stream(d, f, p->forth.stream);
	detect_stream(d, f, p->back.stream);
	const struct path_way *w = p->forth.stream ? &p->forth : &p->back;
	detect_host(f, &w->from.ip);
	detect_host(f, &w->to.ip);
	detect_frame(f, p->forth.stream ? p->forth.frame : 0, p->forth.capture);
	detect_frame(f, p->back.stream ? p->back.frame : 0, p->back.capture);
	if (detect_new(f)) {
		say(d, f, p);
	}
}

const struct detector detector_media_direct = {
	.id = "media-direct",
	.severity = SEVERITY_NOTE,
	.title = N_("The voice goes directly between the terminals"),
	.subject = "call",
	.latent = true,
	.page = {
		.meaning = N_(
			"The RTP endpoints are the user agents themselves; "
			"the PBX carries the signalling only. That saves "
			"delay and load. It also means that the PBX cannot "
			"record, transcode or measure the call, that both "
			"terminals must reach each other (routing, firewall, "
			"VLAN), and that they need a codec in common."),
		.wire = N_(
			"SIP between telephone and PBX, RTP between the two "
			"telephones' addresses."),
		.causes = N_(
			"The PBX is set to direct media (it does not deliver "
			"the audio)\n"
			"Two user agents call each other without a PBX\n"
			"A proxy, which never touches media, stands between "
			"them"),
		.remedy = N_(
			"Nothing, where it is meant so\n"
			"PBX: let it deliver the audio where calls must be "
			"recorded or telephones cannot reach each other\n"
			"Firewall, switch: allow RTP between the networks of "
			"the telephones"),
		.standard = "RFC 3261 clause 4; RFC 3264 clause 5",
	},
	.call = call_hook,
};
