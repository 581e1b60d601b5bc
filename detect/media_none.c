/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answered call without any voice, where this capture would show it. */
#include "detect/detector.h"
#include "detect/session.h"
#include "detect/voice.h"

/* A capture that shows nothing but SIP may have been filtered to it. */
static bool only_signalling(const struct book *book)
{
	return !book->stream_count && !book->counts.rtcp &&
	       !book->counts.rtp_alone && !book->counts.dns;
}

/* RTP that no SDP announced, at a host of this call and while it lasted. */
static bool stray(const struct book *book, const struct call *call,
	const struct session *s)
{
	for (const struct stream *r = book->streams; r; r = r->next) {
		bool its = addr_eq(&r->src.ip, &s->caller->rtp.ip) ||
			   addr_eq(&r->src.ip, &s->callee->rtp.ip) ||
			   addr_eq(&r->dst.ip, &s->caller->rtp.ip) ||
			   addr_eq(&r->dst.ip, &s->callee->rtp.ip);
		if (!r->call && its && r->stat.last_ts >= call->answer.ts &&
			r->stat.first_ts <= call_end_ts(call)) {
			return true;
		}
	}
	return false;
}

static void say(struct detecting *d, struct finding *f, const struct call *call,
	const struct session *s)
{
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];

	text_printf(&d->text,
		_("Call %u was answered and lasted %.1f s without any RTP; "
		  "agreed were %s and %s."),
		(unsigned)call->id, call->duration_s.v,
		endpoint_text(&s->caller->rtp, a),
		endpoint_text(&s->callee->rtp, b));
	if (only_signalling(d->book)) {
		text_puts(&d->text,
			_(" The capture shows nothing but signalling: if it was "
			  "filtered to SIP, this says nothing."));
	}
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	struct session s;
	const char *why = NULL;

	if (!voice_speaks(call) || !voice_expected(d, call, &s, &why)) {
		if (why) {
			detect_skip(d, why);
		}
		return;
	}
	const struct path *p = detect_path(d, call);
	if (p->kind != PATH_NONE) {
		/* NOT_SEEN has a finding of its own. */
		if (p->kind == PATH_UNKNOWN) {
			detect_skip(d, N_("whether the capture could show the "
					  "voice is not known"));
		} else if (p->kind != PATH_NOT_SEEN) {
			detect_judged(d);
		}
		return;
	}
	if (stray(d->book, call, &s)) {
		detect_skip(d, N_("RTP that no SDP announced comes from or goes "
				  "to one of its hosts"));
		return;
	}
	struct addr key[2] = {s.caller->rtp.ip, s.callee->rtp.ip};
	struct finding *f = detect_raise(d,
		only_signalling(d->book) ? SEVERITY_WARNING : SEVERITY_ERROR,
		(struct slice){(const char *)key, sizeof(key)},
		call->answer.ts);
	voice_concerns(d, f, call);
	detect_host(f, &s.caller->rtp.ip);
	detect_host(f, &s.callee->rtp.ip);
	detect_frame(f, s.exchange->offer->frame, s.exchange->offer->capture);
	detect_frame(f, s.exchange->answer->frame, s.exchange->answer->capture);
	detect_moment(f, &call->answer);
	detect_moment(f, &call->end);
	if (detect_new(f)) {
		say(d, f, call, &s);
	}
}

const struct detector detector_media_none = {
	.id = "media-none",
	.severity = SEVERITY_ERROR,
	.title = N_("An answered call without any voice"),
	.passed = N_("answered calls had voice"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"The call was answered and both sides agreed where to "
			"send, but no RTP packet was seen in either direction "
			"although the capture point lies on its way. Both "
			"sides hear silence and hang up."),
		.wire = N_(
			"INVITE, 200 OK with SDP, ACK, some seconds of "
			"nothing, BYE."),
		.causes = N_(
			"A firewall passes SIP and drops the UDP ports of the "
			"voice\n"
			"Both sides announce addresses that the other cannot "
			"reach (NAT, wrong network card, VPN)\n"
			"The PBX has no free RTP port or its media service "
			"has stopped\n"
			"Both sides wait for the other to send first "
			"(symmetric RTP on both sides)\n"
			"The capture was taken with a filter, or at a point, "
			"that leaves the voice out"),
		.remedy = N_(
			"Firewall: open the RTP port range of the PBX in both "
			"directions\n"
			"PBX, telephone: check the address in the c= lines: "
			"it must be one the other side reaches\n"
			"PBX: check its public address, its STUN setting and "
			"its media service\n"
			"Capture again without a filter, at the PBX and at a "
			"telephone"),
		.standard = "RFC 3264 clause 5.1, 6.1; RFC 3550 clause 5",
	},
	.call = call_hook,
};
