/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls that were refused, in the words of a technician. A refusal travels back
 * through every proxy and PBX: the host that said it first is the one to look
 * at, so of all legs and hops the earliest with this status speaks.
 */
#include "detect/code.h"
#include "detect/detector.h"

/* A refusal and who it came from. */
struct refusal {
	const struct call *call;
	const struct hop *hop;
};

/* Codec trouble and calls that were given up are told elsewhere, or are none. */
static bool concerns(const struct call *call)
{
	unsigned s = call->status;

	return call->state != CALL_CANCELLED && !call_was_up(call) &&
	       s >= 400 && s != 415 && s != 487 && s != 488 && s != 606;
}

static void earlier(const struct call *call, unsigned status,
	struct refusal *ret)
{
	for (unsigned i = 0; i < call->hop_count; i++) {
		const struct hop *h = &call->hops[i];
		if (h->status == status && h->final.frame &&
			(!ret->hop || h->final.ts < ret->hop->final.ts)) {
			*ret = (struct refusal){call, h};
		}
	}
}

static struct refusal origin_of(const struct call *call)
{
	struct refusal r = {0};
	const struct call *c = call->conversation ? call->conversation->legs
						  : call;

	earlier(call, call->status, &r);
	for (; call->conversation && c; c = c->next_leg) {
		if (concerns(c)) {
			earlier(c, call->status, &r);
		}
	}
	return r;
}

/* A leg that failed is no failure of a conversation that went on. */
static bool rescued(const struct call *call)
{
	const struct call *c =
		call->conversation ? call->conversation->legs : NULL;

	while (c && !call_was_up(c)) {
		c = c->next_leg;
	}
	return c != NULL;
}

static const struct note *note_of(
	const struct call *call, enum note_kind kind, uint32_t number)
{
	const struct note *n = call->notes;

	while (n && (n->kind != kind || n->number != number)) {
		n = n->next;
	}
	return n;
}

static void put_reason(struct text *t, const struct note *n)
{
	unsigned cause;
	const char *words;

	text_puts(t, _(" Reason: "));
	text_clean(t, n->text);
	if (code_reason(n->text, "Q.850", &cause)) {
		words = code_q850(cause);
		text_printf(t, _(" (cause %u of Q.850: %s)"), cause,
			words ? words : _("not a known one"));
	}
	text_puts(t, ".");
}

/* A challenge that nobody took up: the caller had no credentials to send. */
static bool gave_none(const struct hop *hop)
{
	return (hop->status == 401 || hop->status == 407) && hop->invites < 2;
}

static void say(struct detecting *d, struct finding *f, const struct refusal *r)
{
	const struct code *code = code_sip(r->hop->status);
	const struct note *why = note_of(r->call, NOTE_REASON, r->hop->status);
	const struct note *warning =
		note_of(r->call, NOTE_WARNING, r->hop->status);
	char who[ENDPOINT_TEXT];
	struct text *t = &d->text;

	text_printf(t, _("Call %u to "), (unsigned)r->call->id);
	text_clean(t, r->hop->target.n ? r->hop->target : r->call->to_uri);
	text_printf(t, _(" was refused by %s with %u "),
		endpoint_text(&r->hop->to, who), (unsigned)r->hop->status);
	text_clean(t, r->hop->reason);
	text_printf(t, ": %s.",
		gave_none(r->hop) ? _("credentials were asked for, and the "
				      "caller sent none")
				  : _(code->words));
	if (why) {
		put_reason(t, why);
	}
	if (warning) {
		text_puts(t, _(" Warning: "));
		text_clean(t, warning->text);
		text_puts(t, ".");
	}
	detect_detail(d, f);
	text_puts(t, _(code->remedy));
	detect_remedy(d, f);
}

static void silent(struct detecting *d, const struct call *call)
{
	const struct hop *h = &call->hops[0];
	char who[ENDPOINT_TEXT];
	/* Who has no answer repeats over UDP (RFC 3261 clause 17.1.1.2): one
	 * that does not may have had the answer, and the capture missed it. */
	bool repeated = call->retransmissions ||
			call->transport != TRANSPORT_UDP;
	struct finding *f = detect_raise(d,
		repeated ? SEVERITY_ERROR : SEVERITY_WARNING,
		(struct slice){(const char *)&h->to.ip, sizeof(h->to.ip)},
		call->invite.ts);

	detect_call(d, f, call);
	detect_host(f, &h->to.ip);
	detect_moment(f, &call->invite);
	detect_moment(f, &h->sent);
	if (detect_new(f)) {
		text_printf(&d->text,
			_("The INVITE of call %u to %s was never answered, not "
			  "even by 100 Trying%s."),
			(unsigned)call->id, endpoint_text(&h->to, who),
			repeated ? ""
				 : _("; it was not repeated, so that the "
				     "capture may have missed the answer"));
		detect_detail(d, f);
		text_puts(&d->text,
			_("Check that this host is up and reachable on that "
			  "port, and that no firewall or blacklist drops the "
			  "request or its answer"));
		detect_remedy(d, f);
	}
}

static void refused(struct detecting *d, const struct call *call)
{
	struct refusal r = origin_of(call);

	/* The leg where it began tells for all. */
	if (r.call != call) {
		return;
	}
	struct {
		struct addr ip;
		unsigned status;
	} key = {r.hop->to.ip, r.hop->status};
	enum severity severity = code_sip(r.hop->status)->severity;
	if (gave_none(r.hop)) {
		severity = SEVERITY_WARNING;
	}
	if (rescued(call)) {
		severity = SEVERITY_NOTE;
	}
	struct finding *f = detect_raise(d, severity,
		(struct slice){(const char *)&key, sizeof(key)},
		r.hop->final.ts);
	const struct call *c = call->conversation ? call->conversation->legs
						  : call;
	for (; c; c = call->conversation ? c->next_leg : NULL) {
		if (concerns(c) && c->status == call->status) {
			detect_call(d, f, c);
			detect_moment(f, &c->invite);
			detect_moment(f, &c->end);
		}
	}
	detect_moment(f, &r.hop->final);
	detect_host(f, &r.hop->to.ip);
	if (detect_new(f)) {
		say(d, f, &r);
	}
}

static void call_hook(struct detecting *d, const struct call *call)
{
	if (call->state == CALL_INCOMPLETE || call->state == CALL_RINGING) {
		detect_skip(d, N_("its outcome is not in the capture"));
	} else if (call->state == CALL_FAILED && !call->status &&
		   call->hop_count) {
		silent(d, call);
	} else if (concerns(call)) {
		refused(d, call);
	} else if (call->state != CALL_REJECTED) {
		/* Those rejected for their codecs are told as that. */
		detect_judged(d);
	}
}

const struct detector detector_sip_failed = {
	.id = "sip-failed",
	.severity = SEVERITY_ERROR,
	.title = N_("A call was refused"),
	.passed = N_("no call was refused"),
	.subject = "call",
	.page = {
		.meaning = N_(
			"A call ended with a final answer of 400 to 699, or "
			"was never answered at all. How bad that is depends "
			"on the code: busy (486) and declined (603) are "
			"everyday life (note); a number that does not exist "
			"(404) or a terminal that does not answer is worth a "
			"look (warning); forbidden (403), wrong credentials, "
			"loops and server failures (5xx) are errors. Refusals "
			"for the codecs (415, 488, 606) are codec-rejected; "
			"calls that the caller gave up (487) are none."),
		.wire = N_(
			"INVITE, 100 Trying, 503 Service Unavailable with "
			"Reason: Q.850;cause=34;text=\\\"no circuit "
			"available\\\", ACK. The host that gave the answer "
			"first is named, not those that passed it on."),
		.causes = N_(
			"404, 484: the number is dialled in a form that the "
			"next host does not know\n"
			"480, 408: the called terminal is not registered or "
			"not reachable\n"
			"403: a rule, a blocked country, or a caller number "
			"that the provider does not accept\n"
			"401, 407: wrong password or authentication ID\n"
			"503, 34 (Q.850): all channels of the trunk are in "
			"use, or the trunk is down\n"
			"482, 483: two systems forward the call to each other"),
		.remedy = N_(
			"Read the log of the host that is named\n"
			"PBX: check number rules (prefixes, DID), permissions "
			"and allowed countries\n"
			"Trunk: compare caller number, registration and "
			"number of channels with the provider's data\n"
			"Telephone: check that the called extension is "
			"registered\n"
			"Firewall: where nobody answered, look for a rule or "
			"a blacklist on the way"),
		.standard =
			"RFC 3261 clause 21; RFC 3326 (Reason); RFC 3398 "
			"clause 8.2.6 and ITU-T Q.850 (causes)",
	},
	.call = call_hook,
};
