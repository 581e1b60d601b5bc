/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two neighbours whose voice travels far. One subnet is a guess by the first 24
 * bits (IPv6: 64): nothing in a capture tells the mask. */
#include "calls/nat.h"
#include "detect/detector.h"
#include "detect/voice.h"

static bool neighbours(const struct addr *a, const struct addr *b)
{
	bool v4 = addr_is_v4(a);

	return v4 == addr_is_v4(b) && memcmp(a->b, b->b, v4 ? 15 : 8) == 0;
}

static bool translated(const struct call *call)
{
	for (const struct call *c = call; c; c = c->next_in_talk) {
		if (c->nat) {
			return true;
		}
	}
	return false;
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
	if (p->kind != PATH_RELAYED || !p->has_ends) {
		detect_judged(d);
		return;
	}
	if (translated(call)) {
		detect_skip(d, N_("a terminal is behind address translation: "
				  "its subnet is not known"));
		return;
	}
	if (!neighbours(&p->caller_end.ip, &p->callee_end.ip) ||
		addr_eq(&p->caller_end.ip, &p->callee_end.ip) ||
		neighbours(&p->caller_end.ip, &p->by)) {
		detect_judged(d);
		return;
	}
	struct addr key[2] = {p->by, p->caller_end.ip};
	/* one finding for a subnet and its relay */
	memset(key[1].b + (addr_is_v4(&key[1]) ? 15 : 8), 0,
		addr_is_v4(&key[1]) ? 1 : 8);
	struct finding *f = detect_raise(d, SEVERITY_NOTE,
		(struct slice){(const char *)key, sizeof(key)},
		call->answer.ts);
	detect_call(d, f, call);
	detect_host(f, &p->caller_end.ip);
	detect_host(f, &p->callee_end.ip);
	detect_host(f, &p->by);
	detect_frame(f, p->forth.frame, p->forth.capture);
	detect_frame(f, p->back.frame, p->back.capture);
	if (detect_new(f)) {
		char a[ENDPOINT_TEXT];
		char b[ENDPOINT_TEXT];
		char by[ADDR_TEXT];
		text_printf(&d->text,
			_("In call %u %s and %s seem to be on one subnet, and "
			  "their voice goes through %s on another."),
			(unsigned)call->id, endpoint_text(&p->caller_end, a),
			endpoint_text(&p->callee_end, b),
			addr_text(&p->by, by));
		detect_detail(d, f);
	}
}

const struct detector detector_media_hairpin = {
	.id = "media-hairpin",
	.severity = SEVERITY_NOTE,
	.title = N_("Neighbours talk through a distant relay"),
	.passed = N_("no voice between neighbours takes a long way"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"Both telephones are in one subnet (a guess by the "
			"first 24 bits of their addresses), and the voice goes "
			"to a host elsewhere and back. It costs delay and, at "
			"a branch with a cloud PBX, twice the bandwidth of "
			"the line. Recording or transcoding may need it."),
		.wire = N_(
			"RTP from 192.168.10.21 to 203.0.113.5 and the same "
			"voice from 203.0.113.5 to 192.168.10.22."),
		.causes = N_(
			"The PBX is set to carry the audio of every call\n"
			"It has to: recording, encryption on one leg, "
			"different codecs, NAT\n"
			"A cloud PBX that does not know that both telephones "
			"are at one place"),
		.remedy = N_(
			"PBX: allow direct media between telephones of one "
			"site, where nothing speaks against it\n"
			"Place an SBC or a relay at the site\n"
			"Telephone: same codecs and same encryption on all, so "
			"that no transcoding is needed"),
		.standard = "RFC 3264 clause 5; RFC 3725 (third party call "
			    "control); RFC 8445 (ICE)",
	},
	.call = call_hook,
};
