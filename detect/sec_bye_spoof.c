/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * BYE, CANCEL or re-INVITE from a host that is no party of the dialog: it sent
 * and received no other message of it, and nobody named it as his address. A
 * router in front of a side makes that uncertain, and then nothing is said.
 */
#include "calls/nat.h"
#include "detect/watched.h"

static bool attacks(const struct message *m)
{
	return m->request && (m->method == METHOD_BYE ||
				     m->method == METHOD_CANCEL ||
				     m->method == METHOD_INVITE);
}

/* Has @ip part in @call by a message before @until, or by one that is no
 * attack? */
static bool took_part(const struct call *call, const struct addr *ip,
	const struct message *until)
{
	for (const struct message *m = call->messages; m; m = m->next) {
		bool sent = addr_eq(&m->src.ip, ip);
		bool got = addr_eq(&m->dst.ip, ip);
		if (m == until || (!sent && !got)) {
			continue;
		}
		/* Answers go back to whoever asked. */
		bool proves = m->request ? got || !attacks(m) : sent;
		if (proves || m->ts < until->ts) {
			return true;
		}
	}
	return false;
}

static bool named(const struct call *call, const struct addr *ip)
{
	if ((call->has_caller_contact && addr_eq(&call->caller_contact, ip)) ||
		(call->has_callee_contact &&
			addr_eq(&call->callee_contact, ip))) {
		return true;
	}
	for (const struct exchange *x = call->exchanges; x; x = x->next) {
		const struct description *both[2] = {x->offer, x->answer};
		for (unsigned k = 0; k < 2; k++) {
			for (uint16_t i = 0;
				both[k] && i < both[k]->line_count; i++) {
				if (addr_eq(&both[k]->lines[i].rtp.ip, ip)) {
					return true;
				}
			}
		}
	}
	return false;
}

/* Behind a router one side may come from an address that it does not know. */
static bool behind_router(const struct call *call, const struct addr *ip)
{
	bool hidden = (call->has_caller_contact &&
			      nat_private(&call->caller_contact)) ||
		      (call->has_callee_contact &&
			      nat_private(&call->callee_contact));

	return hidden && !nat_private(ip);
}

static const struct message *answer_to(
	const struct call *call, const struct message *request)
{
	for (const struct message *m = request->next; m; m = m->next) {
		if (!m->request && m->method == request->method &&
			m->cseq == request->cseq && m->status >= 200 &&
			addr_eq(&m->dst.ip, &request->src.ip)) {
			return m;
		}
	}
	(void)call;
	return NULL;
}

static void raise(struct detecting *d, const struct call *call,
	const struct message *m)
{
	const struct message *answer = answer_to(call, m);
	bool refused = answer && answer->status >= 300;
	struct finding *f = detect_raise(d,
		refused ? SEVERITY_WARNING : SEVERITY_ERROR,
		watched_key(&m->src.ip), m->ts);
	char a[ENDPOINT_TEXT];
	char b[ENDPOINT_TEXT];

	detect_call(d, f, call);
	detect_host(f, &m->src.ip);
	detect_host(f, &m->dst.ip);
	detect_moment(f, &call->invite);
	detect_frame(f, m->frame, m->capture);
	if (answer) {
		detect_frame(f, answer->frame, answer->capture);
	}
	if (!detect_new(f)) {
		return;
	}
	text_printf(&d->text,
		_("%s sent a %s for call %u to %s, and has no part in it: no "
		  "other message of the call came from there or went there"),
		endpoint_text(&m->src, a), signal_method_text(m->method),
		(unsigned)call->id, endpoint_text(&m->dst, b));
	if (answer) {
		text_printf(&d->text, _("; it was answered with %u."),
			(unsigned)answer->status);
	} else {
		text_puts(&d->text, _("; no answer to it was seen."));
	}
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	bool judged = false;

	if (call->began_before || !call->invite.frame) {
		return;
	}
	for (const struct message *m = call->messages; m; m = m->next) {
		bool first = m->frame == call->invite.frame;
		if (first || !attacks(m) || m->retransmission ||
			(m->method == METHOD_INVITE && m->to_tag == 0)) {
			continue;
		}
		if (took_part(call, &m->src.ip, m) ||
			named(call, &m->src.ip)) {
			judged = true;
			continue;
		}
		if (behind_router(call, &m->src.ip)) {
			detect_skip(d, N_("a side is behind address "
					  "translation: an unknown address "
					  "may be its own"));
			return;
		}
		raise(d, call, m);
		return;
	}
	if (judged) {
		detect_judged(d);
	}
}

const struct detector detector_sec_bye_spoof = {
	.id = "sec-bye-spoof",
	.severity = SEVERITY_ERROR,
	.title = N_("A call is ended or changed by a stranger"),
	.passed = N_("calls were ended and changed by their own parties"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"A BYE, CANCEL or re-INVITE of a call came from an "
			"address that has no part in it: no other message of "
			"the dialog came from there or went there, and no "
			"Contact or SDP names it. Somebody who has read the "
			"signalling cuts the call off, or redirects its voice "
			"to himself. Where it was refused (481), it failed."),
		.wire = N_(
			"Call-ID and tags of a call between 192.0.2.20 and "
			"192.0.2.10, in a BYE from 192.0.2.66."),
		.causes = N_(
			"An attack from inside: the tags can be known only to "
			"who sees the signalling\n"
			"A second address of the PBX or SBC (cluster, "
			"fail-over) that it did not announce\n"
			"A telephone that changed its address in the call\n"
			"A router with several public addresses"),
		.remedy = N_(
			"Find the host by its MAC and switch port, and see "
			"what runs there\n"
			"PBX and telephones: use TLS, or let the PBX challenge "
			"BYE and re-INVITE\n"
			"Switch: DHCP snooping, ARP inspection, and a voice "
			"VLAN that guests do not reach\n"
			"PBX cluster: let all members use one address"),
		.standard = "RFC 3261 clause 12.2.2, 15, 26.1.4 (tearing down)",
	},
	.call = call_hook,
};
