/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A description that asks for voice at a private address goes out to a public
 * one. Whether that hurts, the voice tells: a server that answers to where
 * packets come from (latching), or a private network behind it, make it work.
 */
#include "calls/nat.h"
#include "detect/detector.h"
#include "detect/voice.h"

enum outcome { WORKS, FAILS, NOT_SHOWN };

/* Does @m come out of a translation: not from where its writer says it is? */
static bool translated(const struct call *call, const struct message *m)
{
	return call->nat && (call->nat->caller.sdp.frame == m->frame ||
				    call->nat->callee.sdp.frame == m->frame);
}

static bool outward(const struct call *call, const struct message *m)
{
	return (!nat_private(&m->dst.ip) && !session_loopback(&m->dst.ip)) ||
	       translated(call, m);
}

/* The audio line of @m that carries a private address out, or NULL. */
static const struct media_line *leak_of(
	const struct call *call, const struct message *m)
{
	const struct media_line *l =
		m->retransmission ? NULL : session_audio(m->sdp, NULL);

	if (!l || !l->rtp.port || !l->has_address || addr_is_any(&l->rtp.ip) ||
		!nat_private(&l->rtp.ip) || !outward(call, m) ||
		l->candidate_count) {
		return NULL;
	}
	return l;
}

/* Does voice reach who wrote @l in @m? */
static enum outcome outcome_of(struct detecting *d, const struct call *call,
	const struct message *m, const struct media_line *l)
{
	struct session s;
	const char *why;
	bool any = false;

	for (const struct stream *r = call->streams; r; r = r->next_in_call) {
		if (r->basis == BASIS_FOREIGN || r->basis == BASIS_GUESSED) {
			continue;
		}
		if (endpoint_eq(&r->dst, &l->rtp) ||
			addr_eq(&r->dst.ip, &m->src.ip)) {
			return WORKS;
		}
		any = true;
	}
	return any && voice_expected(d, call, &s, &why) ? FAILS : NOT_SHOWN;
}

static void say(struct detecting *d, struct finding *f, const struct call *call,
	const struct message *m, const struct media_line *l, enum outcome how)
{
	char at[ENDPOINT_TEXT];
	char from[ENDPOINT_TEXT];
	char to[ENDPOINT_TEXT];
	struct text *t = &d->text;

	text_clean(t, m->summary);
	text_printf(t, _(" of call %u from %s to %s%s asks for voice at the "
			 "private address %s"),
		(unsigned)call->id, endpoint_text(&m->src, from),
		nat_private(&m->dst.ip) ? "" : _("the public address "),
		endpoint_text(&m->dst, to), endpoint_text(&l->rtp, at));
	if (translated(call, m)) {
		text_puts(t, _(", behind address translation"));
	}
	if (how == WORKS) {
		text_puts(t, _("; voice reaches it all the same (latching, or "
			       "no translation on the way)."));
	} else if (how == FAILS) {
		text_puts(t, _(", and none was seen to reach it."));
	} else {
		text_puts(t, _("; whether voice reaches it this capture does "
			       "not show."));
	}
	detect_detail(d, f);
}

static bool judge(
	struct detecting *d, const struct call *call, const struct message *m)
{
	const struct media_line *l = leak_of(call, m);

	if (!l) {
		return false;
	}
	static const enum severity severities[] = {
		[WORKS] = SEVERITY_NOTE,
		[FAILS] = SEVERITY_ERROR,
		[NOT_SHOWN] = SEVERITY_WARNING,
	};
	enum outcome how = outcome_of(d, call, m, l);
	struct {
		struct addr at, from;
		uint32_t how;
	} key = {l->rtp.ip, m->src.ip, how};
	struct finding *f = detect_raise(d, severities[how],
		(struct slice){(const char *)&key, sizeof(key)}, m->ts);
	detect_call(d, f, call);
	detect_host(f, &m->src.ip);
	detect_host(f, &l->rtp.ip);
	detect_frame(f, m->frame, m->capture);
	if (detect_new(f)) {
		say(d, f, call, m, l, how);
	}
	return true;
}

static void call_hook(struct detecting *d, const struct call *call)
{
	bool found = false;
	bool looked = false;

	for (const struct message *m = call->messages; m; m = m->next) {
		looked = looked || m->sdp;
		found = judge(d, call, m) || found;
	}
	if (looked && !found) {
		detect_judged(d);
	}
}

const struct detector detector_media_nat_private = {
	.id = "media-nat-private",
	.severity = SEVERITY_ERROR,
	.title = N_("A private address is announced to the public network"),
	.passed = N_("no private address is announced to a public one"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"A device behind a router (NAT) tells a peer with a "
			"public address to send voice to its private one. "
			"Nobody outside can send there, so the device hears "
			"nothing, unless the peer answers to where packets "
			"come from. It is an error where the voice is seen to "
			"be missing, and a note where it arrives."),
		.wire = N_(
			"INVITE from 203.0.113.7 to 198.51.100.1 with c=IN IP4 "
			"192.168.1.20."),
		.causes = N_(
			"The device does not know its public address (no "
			"STUN, no external address set)\n"
			"The PBX's external address or its list of local "
			"networks is wrong\n"
			"A SIP helper (ALG) rewrote the headers and not the "
			"SDP\n"
			"A VPN or a route is missing that should make the "
			"private address reachable"),
		.remedy = N_(
			"PBX at a trunk: set its external address and its "
			"local networks\n"
			"PBX: switch NAT support (symmetric RTP, rport) on for "
			"this device, or place an SBC\n"
			"Telephone: STUN or ICE, or a VPN to the PBX\n"
			"Firewall: switch the SIP helper (ALG) off and forward "
			"the RTP ports"),
		.standard = "RFC 1918; RFC 7362 (latching); RFC 8445 (ICE); "
			    "RFC 3581",
	},
	.call = call_hook,
};
