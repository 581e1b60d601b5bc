/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A call that was answered, and its description was not (RFC 3261 clause
 * 13.2.1). An answer that came early, in a 18x, counts: many devices leave it at
 * that. A body that is not read here counts as one that may be it.
 */
#include "detect/detector.h"

enum trouble { NOTHING, NO_ANSWER, NO_OFFER, NO_ACK_ANSWER };

static const struct message *request_of(
	const struct call *call, const struct message *ok)
{
	const struct message *found = NULL;

	for (const struct message *m = call->messages; m && m != ok;
		m = m->next) {
		if (m->request && m->method == METHOD_INVITE &&
			m->cseq == ok->cseq && m->branch == ok->branch &&
			!m->retransmission &&
			addr_eq(&m->src.ip, &ok->dst.ip) &&
			addr_eq(&m->dst.ip, &ok->src.ip)) {
			found = m;
		}
	}
	return found;
}

/* Something of this transaction, or a PRACK or UPDATE, had a description. */
static bool early(const struct call *call, const struct message *ok)
{
	for (const struct message *m = call->messages; m && m != ok;
		m = m->next) {
		bool answer = !m->request && m->method == METHOD_INVITE &&
			      m->cseq == ok->cseq && m->status < 200;
		bool other = m->method == METHOD_PRACK ||
			     m->method == METHOD_UPDATE;
		if ((answer || other) && (m->sdp || m->unread)) {
			return true;
		}
	}
	return false;
}

static const struct message *ack_of(const struct message *ok)
{
	const struct message *m = ok->next;

	while (m && !(m->request && m->method == METHOD_ACK &&
			    m->cseq == ok->cseq && m->to_tag == ok->to_tag)) {
		m = m->next;
	}
	return m;
}

static enum trouble look(const struct call *call, const struct message *ok,
	const struct message **ret_ack, const char **ret_why)
{
	const struct message *r = request_of(call, ok);

	*ret_ack = NULL;
	if (!r) {
		*ret_why = N_("its INVITE is not in the capture");
		return NOTHING;
	}
	if (r->unread || ok->unread) {
		*ret_why = N_("a body is cut, or is no description");
		return NOTHING;
	}
	if (ok->sdp ? r->sdp != NULL : early(call, ok)) {
		return NOTHING;
	}
	if (!ok->sdp) {
		return r->sdp ? NO_ANSWER : NO_OFFER;
	}
	*ret_ack = ack_of(ok);
	if (!*ret_ack) {
		*ret_why = N_("the ACK is not in the capture");
		return NOTHING;
	}
	return (*ret_ack)->sdp || (*ret_ack)->unread || early(call, ok)
		       ? NOTHING
		       : NO_ACK_ANSWER;
}

static void raise(struct detecting *d, const struct call *call,
	const struct message *ok, const struct message *ack, enum trouble what)
{
	const struct message *at = ack ? ack : ok;
	struct {
		struct addr src;
		uint32_t what;
	} key = {at->src.ip, what};
	struct finding *f = detect_raise(d, SEVERITY_ERROR,
		(struct slice){(const char *)&key, sizeof(key)}, at->ts);
	char who[ENDPOINT_TEXT];

	detect_call(d, f, call);
	detect_host(f, &at->src.ip);
	detect_frame(f, request_of(call, ok)->frame,
		request_of(call, ok)->capture);
	detect_frame(f, ok->frame, ok->capture);
	if (ack) {
		detect_frame(f, ack->frame, ack->capture);
	}
	if (!detect_new(f)) {
		return;
	}
	(void)endpoint_text(&at->src, who);
	text_printf(&d->text,
		what == NO_ANSWER ? _("%s answered call %u with 200 and left "
				      "the offer of the INVITE without an "
				      "answer.")
		: what == NO_OFFER
			? _("%s answered call %u, whose INVITE has no offer, "
			    "with a 200 that has none either.")
			: _("%s acknowledged call %u without an answer to the "
			    "offer of the 200."),
		who, (unsigned)call->id);
	detect_detail(d, f);
}

static void call_hook(struct detecting *d, const struct call *call)
{
	const struct message *ack;

	for (const struct message *m = call->messages; m; m = m->next) {
		if (m->request || m->retransmission || m->status < 200 ||
			m->status >= 300 || m->method != METHOD_INVITE) {
			continue;
		}
		const char *why = NULL;
		enum trouble what = look(call, m, &ack, &why);
		if (why) {
			detect_skip(d, why);
		} else if (what == NOTHING) {
			detect_judged(d);
		} else {
			raise(d, call, m, ack, what);
		}
	}
}

const struct detector detector_sdp_offer_unanswered = {
	.id = "sdp-offer-unanswered",
	.severity = SEVERITY_ERROR,
	.title = N_("An offer was never answered"),
	.passed = N_("each offer got its answer"),
	.subject = "answer",
	.page = {
		.meaning = N_(
			"The call was accepted, and one of the two session "
			"descriptions is missing. The sides do not know each "
			"other's address and codecs: there is no voice, or the "
			"caller ends the call at once."),
		.wire = N_(
			"INVITE with SDP, 200 OK with Content-Length: 0, and "
			"no 183 with SDP before it. Or INVITE without SDP, 200 "
			"OK with an offer, ACK with Content-Length: 0."),
		.causes = N_(
			"A faulty user agent or script\n"
			"A PBX that joins two legs and got no description "
			"from the other one in time\n"
			"A SIP helper (ALG) or SBC took the body away\n"
			"A device that does not know calls without an offer "
			"in the INVITE (late offer)"),
		.remedy = N_(
			"See the other leg: was there an answer that the PBX "
			"did not pass on\n"
			"PBX: switch late offers (delayed media) off for this "
			"trunk or device\n"
			"Telephone: update it\n"
			"Firewall: switch the SIP helper (ALG) off"),
		.standard = "RFC 3261 clause 13.2.1, 13.2.2.4, 13.3.1.4; RFC "
			    "3262 clause 5; RFC 6337 clause 2",
	},
	.call = call_hook,
};
