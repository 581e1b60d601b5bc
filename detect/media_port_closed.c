/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Voice that comes to a port where nobody listens: the host says so by ICMP.
 * Before the answer and after the end it is a matter of order and costs little;
 * in between, voice is lost.
 */
#include "detect/detector.h"

#include <inttypes.h>

/* A port that opens a moment too late is a matter of order, too. Hosts that
 * hold errors back still send one a second (RFC 1812 clause 4.3.2.8: a rate),
 * so voice that went on for so long without one arrived. Both are ours. */
#define OPENS_WITHIN (NS_PER_S / 2)
#define WENT_ON	     (3 * NS_PER_S)

static bool announces(const struct description *d, const struct endpoint *at,
	bool rtcp)
{
	for (unsigned i = 0; d && i < d->line_count; i++) {
		const struct media_line *l = &d->lines[i];
		if (endpoint_eq(rtcp ? &l->rtcp : &l->rtp, at) ||
			(rtcp && endpoint_eq(&l->rtp, at))) {
			return true;
		}
	}
	return false;
}

/* The last call before the error that announced its port. */
static const struct call *call_of(
	const struct detecting *d, const struct turned *t)
{
	const struct call *found = NULL;

	for (const struct call *c = d->book->calls; c; c = c->next) {
		for (const struct exchange *e = c->exchanges; e; e = e->next) {
			bool rtcp = t->kind == TURNED_RTCP;
			const struct description *first =
				e->offer ? e->offer : e->answer;
			if (first && first->ts <= t->last.ts &&
				(announces(e->offer, &t->dst, rtcp) ||
					announces(e->answer, &t->dst, rtcp))) {
				found = c;
			}
		}
	}
	return found;
}

/* All of it came when the call was over. */
static bool ended(const struct call *c, const struct turned *t)
{
	const struct hop *h = c && c->hop_count ? &c->hops[0] : NULL;

	return h && h->bye.frame && t->first.ts >= h->bye.ts;
}

/* No voice followed the first error: the sender had just stopped. */
static bool last_word(const struct detecting *d, const struct turned *t)
{
	bool any = false;

	for (const struct stream *s = d->book->streams; s; s = s->next) {
		if (endpoint_eq(&s->src, &t->src) &&
			endpoint_eq(&s->dst, &t->dst)) {
			any = true;
			if (s->stat.last_ts > t->first.ts) {
				return false;
			}
		}
	}
	return any;
}

/* The stream whose first packets alone were turned away; NULL: there is none. */
static const struct stream *opened(
	const struct detecting *d, const struct turned *t)
{
	for (const struct stream *s = d->book->streams; s; s = s->next) {
		if (endpoint_eq(&s->src, &t->src) &&
			endpoint_eq(&s->dst, &t->dst) &&
			t->first.ts >= s->stat.first_ts &&
			t->last.ts - s->stat.first_ts <= OPENS_WITHIN &&
			s->stat.last_ts - t->last.ts >= WENT_ON) {
			return s;
		}
	}
	return NULL;
}

/* Where in the call it was; NULL: within it, or not known. */
static const char *when(const struct call *c, const struct turned *t)
{
	const struct hop *h = c && c->hop_count ? &c->hops[0] : NULL;

	if (h && h->answer.frame && t->last.ts <= h->answer.ts) {
		return N_(", all before the answer");
	}
	if (ended(c, t)) {
		return N_(", all after the call had ended");
	}
	return NULL;
}

static void say(struct detecting *d, struct finding *f, const struct turned *t,
	const char *time)
{
	const struct stream *late = opened(d, t);

	char src[ENDPOINT_TEXT];
	char dst[ENDPOINT_TEXT];
	char by[ADDR_TEXT];

	text_printf(&d->text,
		_("%s of %s to %s found the port closed: %s answered "
		  "%" PRIu32 "%s with ICMP \"%s\""),
		t->kind == TURNED_RTCP ? "RTCP" : "RTP",
		endpoint_text(&t->src, src), endpoint_text(&t->dst, dst),
		addr_text(&t->by, by), t->count,
		t->count == 1 ? _(" time") : _(" times"), icmp_sense_text(t->sense));
	if (t->count > 1) {
		text_printf(&d->text, _(" within %.1f ms"),
			(double)(t->last.ts - t->first.ts) / 1e6);
	}
	text_printf(&d->text, "%s.", time ? _(time) : "");
	if (late) {
		text_printf(&d->text,
			_(" That is the first %.0f ms of the voice; %.1f s more "
			  "followed without an error, so the port was opened a "
			  "moment too late."),
			(double)(t->last.ts - late->stat.first_ts) / 1e6,
			(double)(late->stat.last_ts - t->last.ts) / 1e9);
	}
	detect_detail(d, f);
}

static void raise_one(struct detecting *d, const struct turned *t)
{
	struct endpoint key[2] = {t->src, t->dst};
	const struct call *call = call_of(d, t);
	const char *time = when(call, t);
	bool rtcp = t->kind == TURNED_RTCP;
	bool small = rtcp || ended(call, t) || last_word(d, t) ||
		     opened(d, t);

	if (rtcp && ended(call, t)) {
		detect_judged(d); /* the last words of a closed session */
		return;
	}
	struct finding *f = detect_raise(d,
		small ? SEVERITY_NOTE : SEVERITY_WARNING,
			(struct slice){(const char *)key, sizeof(key)},
			t->first.ts);

	detect_moment(f, &t->first);
	detect_moment(f, &t->last);
	detect_host(f, &t->dst.ip);
	detect_host(f, &t->src.ip);
	detect_call(d, f, call);
	for (const struct stream *s = d->book->streams; s; s = s->next) {
		if (t->kind == TURNED_RTP && endpoint_eq(&s->src, &t->src) &&
			endpoint_eq(&s->dst, &t->dst)) {
			detect_stream(d, f, s);
		}
	}
	if (detect_new(f)) {
		say(d, f, t, time);
	}
}

static void whole_hook(struct detecting *d)
{
	const struct turned_table *table = &d->book->net.turned;
	bool found = false;

	for (unsigned i = 0; i < table->count; i++) {
		const struct turned *t = &table->pairs[i];
		if (t->kind != TURNED_SIP && t->sense == ICMP_PORT) {
			raise_one(d, t);
			found = true;
		}
	}
	if (!found && d->book->streams) {
		detect_judged(d);
	} else if (!found) {
		detect_absent(d, N_("no RTP is in the capture"));
	}
}

const struct detector detector_media_port_closed = {
	.id = "media-port-closed",
	.severity = SEVERITY_WARNING,
	.title = N_("Voice is sent to a closed port"),
	.passed = N_("no host says that a media port is closed"),
	.subject = "capture",
	.page = {
		.meaning = N_(
			"Voice arrives where no program listens, and the host "
			"answers each packet, or some of them, that the port "
			"is closed. What is sent there is not heard. Before "
			"the answer and after the end of a call that is "
			"hardly noticed, nor are a few packets at the begin of "
			"the voice; within a call one side is silent. "
			"Of RTCP alone it only means that no quality is "
			"reported."),
		.wire = N_(
			"RTP 192.0.2.10:12720 -> 192.0.2.26:11780, then from "
			"192.0.2.26: ICMP destination unreachable (port "
			"unreachable), which quotes that RTP."),
		.causes = N_(
			"The sender begins before its 200 OK with the "
			"telephone's address, or sends on after BYE\n"
			"The telephone does not use RTCP (note only)\n"
			"The program restarted, or ended the call without "
			"a BYE that arrived\n"
			"A firewall on the host or before it that rejects "
			"the ports of RTP\n"
			"The SDP names an address or port of another host"),
		.remedy = N_(
			"Compare the port with the last SDP of that host\n"
			"PBX: begin to send with the answer; announce early "
			"media with 183\n"
			"Telephone: switch RTCP on, or leave it: a note asks "
			"for nothing\n"
			"Firewall: let the UDP ports of RTP pass to PBX and "
			"telephones"),
		.standard = "RFC 792 (type 3 code 3); RFC 4443 clause 3.1 (code "
			    "4); RFC 3264 clause 5.1",
	},
	.whole = whole_hook,
};
