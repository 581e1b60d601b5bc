/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A request that had to be sent again and again. That it was repeated is itself
 * the proof that its sender got no answer (RFC 3261 clause 17.1): this holds
 * where the capture shows one direction only. Where an answer is seen here and
 * the repeats go on, it is lost between this point and the sender.
 */
#include "detect/odd.h"

/* 64 * T1: a request without any answer has failed by then (timers B and F). */
#define GIVEN_UP (32 * NS_PER_S)

/* One request, as it was sent to one host. */
struct sent {
	const struct message *first, *last, *answer;
	unsigned times;
};

static bool repeats(const struct message *a, const struct message *b)
{
	return b->request && b->cseq == a->cseq && b->method == a->method &&
	       b->branch == a->branch && endpoint_eq(&b->src, &a->src) &&
	       endpoint_eq(&b->dst, &a->dst);
}

static bool answers(const struct message *request, const struct message *m)
{
	return !m->request && m->cseq == request->cseq &&
	       m->method == request->method &&
	       addr_eq(&m->src.ip, &request->dst.ip) &&
	       addr_eq(&m->dst.ip, &request->src.ip);
}

static void follow(const struct message *first, struct sent *ret)
{
	*ret = (struct sent){.first = first, .last = first, .times = 1};
	for (const struct message *m = first->next; m; m = m->next) {
		if (repeats(first, m)) {
			ret->last = m;
			ret->times++;
		} else if (!ret->answer && answers(first, m)) {
			ret->answer = m;
		}
	}
}

static void say(struct detecting *d, struct finding *f, const struct call *call,
	const struct sent *s, bool silent)
{
	char from[ENDPOINT_TEXT];
	char to[ENDPOINT_TEXT];
	struct text *t = &d->text;

	text_clean(t, s->first->summary);
	text_printf(t, _(" of call %u from %s to %s was sent %u times within "
			 "%.1f s"),
		(unsigned)call->id, endpoint_text(&s->first->src, from),
		endpoint_text(&s->first->dst, to), s->times,
		(double)(s->last->ts - s->first->ts) / 1e9);
	if (silent) {
		text_printf(t, _(" and never answered: %s is silent."), to);
	} else if (!s->answer) {
		text_puts(t, _("; no answer was seen before the capture or "
			       "the call ended."));
	} else if (s->answer->ts < s->last->ts) {
		text_printf(t, _("; the first answer passed here after %.3f s "
				 "and the sender still went on: it did not "
				 "reach it in time."),
			(double)(s->answer->ts - s->first->ts) / 1e9);
	} else {
		text_printf(t, _("; the first answer came after %.3f s."),
			(double)(s->answer->ts - s->first->ts) / 1e9);
	}
	detect_detail(d, f);
}

static void judge(
	struct detecting *d, const struct call *call, const struct sent *s)
{
	double most = detect_limit(d, THRESHOLD_SIP_RETRANSMISSION_SENT);
	struct addr key[2] = {s->first->src.ip, s->first->dst.ip};

	if (s->times < most) {
		detect_judged(d);
		return;
	}
	bool silent = !s->answer &&
		      d->book->last_ts - s->first->ts >= GIVEN_UP;
	struct finding *f = detect_raise(d,
		silent ? SEVERITY_ERROR : SEVERITY_WARNING,
		(struct slice){(const char *)key, sizeof(key)}, s->first->ts);
	detect_call(d, f, call);
	detect_host(f, &s->first->dst.ip);
	detect_measured(f, s->times, most, "");
	detect_frame(f, s->first->frame, s->first->capture);
	for (const struct message *m = s->first->next; m; m = m->next) {
		if (repeats(s->first, m)) {
			detect_frame(f, m->frame, m->capture);
		}
	}
	if (s->answer) {
		detect_frame(f, s->answer->frame, s->answer->capture);
	}
	if (detect_new(f)) {
		say(d, f, call, s, silent);
	}
}

static void call_hook(struct detecting *d, const struct call *call)
{
	struct sent s;

	for (const struct message *m = call->messages; m; m = m->next) {
		if (!m->request || m->retransmission ||
			m->method == METHOD_ACK) {
			continue;
		}
		if (!call->retransmissions) {
			detect_judged(d);
			continue;
		}
		follow(m, &s);
		judge(d, call, &s);
	}
	if (call->messages_left_out) {
		detect_skip(d, N_("some of its messages were left out, there "
				  "were too many"));
	}
}

/* REGISTER, OPTIONS and their kin, which belong to no call. */
static void outside(struct detecting *d, const struct conduct_case *c)
{
	struct addr key[2] = {c->src.ip, c->dst.ip};
	double most = detect_limit(d, THRESHOLD_SIP_RETRANSMISSION_SENT);
	struct finding *f = detect_raise(d,
		c->silent ? SEVERITY_ERROR : SEVERITY_WARNING,
		(struct slice){(const char *)key, sizeof(key)}, c->first_ts);

	detect_host(f, &c->dst.ip);
	detect_measured(f, c->most, most, "");
	for (unsigned i = 0; i < CONDUCT_FRAMES; i++) {
		detect_frame(f, c->frames[i], c->capture);
	}
	if (detect_new(f)) {
		char to[ENDPOINT_TEXT];
		odd_put(&d->text, c);
		text_printf(&d->text, _(" was sent %u times within %.1f s"),
			(unsigned)c->most, (double)c->took / 1e9);
		if (c->answered >= 0) {
			text_printf(&d->text,
				_("; the first answer came after %.3f s."),
				(double)c->answered / 1e9);
		} else if (c->silent) {
			text_printf(&d->text,
				_(" and never answered: %s is silent."),
				endpoint_text(&c->dst, to));
		} else {
			text_puts(&d->text, _("; no answer was seen."));
		}
		detect_detail(d, f);
	}
	odd_count(f, c);
}

static void whole(struct detecting *d)
{
	const struct conduct *all = &d->book->conduct;
	const struct conduct_case *c = NULL;
	uint64_t found = 0;

	while ((c = conduct_next(all, CONDUCT_REPEATED, c))) {
		if (c->most >= detect_limit(
				d, THRESHOLD_SIP_RETRANSMISSION_SENT)) {
			found += c->count;
			outside(d, c);
		}
	}
	if (all->followed > found) {
		d->check->judged += all->followed - found;
	}
}

const struct detector detector_sip_retransmission = {
	.id = "sip-retransmission",
	.severity = SEVERITY_ERROR,
	.title = N_("A request had to be repeated"),
	.passed = N_("no request had to be sent again and again"),
	.subject = "request",
	.page = {
		.meaning = N_(
			"A SIP request over UDP was sent several times "
			"because no answer reached its sender in time. One "
			"repeat now and then is normal. Three and more mean "
			"that messages are lost on the way, or that the other "
			"host is slow, overloaded, switched off or does not "
			"listen there. Calls take seconds longer to set up, "
			"or fail. It is an error where no answer came until "
			"the sender gave up, 32 s after the first try."),
		.wire = N_(
			"The same message (same branch in the Via, same CSeq) "
			"leaves again after 0.5 s, 1 s, 2 s, 4 s. Example: "
			"INVITE at 0.000, 0.500, 1.500 and 3.500 s, then 100 "
			"Trying."),
		.causes = N_(
			"The destination is off, unreachable, or does not "
			"listen on that port\n"
			"A firewall or NAT router drops the request or the "
			"answer\n"
			"The answer goes back to another port than the "
			"request came from (rport is missing)\n"
			"The message is larger than the path carries and its "
			"fragments are dropped\n"
			"The PBX is overloaded, or waits for DNS or a "
			"database\n"
			"The network loses packets"),
		.remedy = N_(
			"Check that the silent host is up and reachable on "
			"that port (ping, OPTIONS), then the firewall on the "
			"way\n"
			"Capture at the silent host: a request that does not "
			"arrive there is lost on the way\n"
			"PBX: compare its load and its blacklist (a blocked "
			"address is answered by silence)\n"
			"Telephone: switch rport and keep-alives on behind "
			"NAT; use TCP for long messages\n"
			"Switch, firewall: switch the SIP helper (ALG) off, "
			"look for drops on the voice ports"),
		.standard =
			
			"RFC 3261 clause 17.1.1.2, 17.1.2.2 (timers A, B, E, "
			"F); RFC 3581 (rport)",
	},
	.call = call_hook,
	.whole = whole,
};
