/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a PBX keeps messages: the load gauge of a small one, since nothing
 * else of its work can be seen from outside (calls/dwell.h). What is judged is
 * the median, so that one slow call does not speak for the machine.
 */
#include "calls/dwell.h"
#include "detect/detector.h"

/* Hosts and kinds that are told. */
#define SLOW_MOST 16
/* Fewer messages are no median. */
#define LEAST_COUNT 3

struct slow {
	struct addr host;
	enum dwell_kind kind;
	uint64_t count;
	double median_ms, p95_ms;
	struct maybe first_ms, last_ms; /* median of first and last period */
	struct dwell worst;		/* frame_out 0: not found yet */
};

struct survey {
	struct detecting *d;
	double limit_ms;
	struct slow slow[SLOW_MOST];
	unsigned count;
	bool in; /* the figures that come now belong to slow[count - 1] */
};

static void summed(void *context, struct dwell_figures *figures)
{
	struct survey *s = context;
	struct maybe median = transit_percentile_ms(&figures->delays, 0.5);

	if (figures->period) {
		if (s->in && median.known) {
			struct slow *at = &s->slow[s->count - 1];
			at->first_ms = at->first_ms.known ? at->first_ms : median;
			at->last_ms = median;
		}
		return;
	}
	s->in = false;
	if (!median.known || figures->delays.count < LEAST_COUNT) {
		return;
	}
	if (median.v <= s->limit_ms) {
		detect_judged(s->d);
		return;
	}
	if (s->count < SLOW_MOST) {
		s->slow[s->count++] = (struct slow){
			.host = figures->host,
			.kind = figures->kind,
			.count = figures->delays.count,
			.median_ms = median.v,
			.p95_ms = transit_percentile_ms(&figures->delays, 0.95).v,
		};
		s->in = true;
	}
}

static void passage(void *context, const struct dwell *dwell)
{
	struct survey *s = context;

	for (unsigned i = 0; i < s->count; i++) {
		struct slow *at = &s->slow[i];
		if (at->kind == dwell->kind && addr_eq(&at->host, &dwell->host) &&
			dwell->delay <= 5 * NS_PER_S &&
			(!at->worst.frame_out ||
				dwell->delay > at->worst.delay)) {
			at->worst = *dwell;
		}
	}
}

static void say(struct detecting *d, struct finding *f, const struct slow *s)
{
	char host[ADDR_TEXT];
	struct text *t = &d->text;

	if (dwell_own(s->kind)) {
		text_printf(t,
			_("%s takes %.0f ms to reply to an INVITE with %s"),
			addr_text(&s->host, host), s->median_ms,
			dwell_text(s->kind));
	} else {
		text_printf(t, _("%s keeps %s for %.0f ms before it passes it on"),
			addr_text(&s->host, host), dwell_text(s->kind),
			s->median_ms);
	}
	text_printf(t, _(" (median of %u; 95 %% at most %.0f ms)."),
		(unsigned)s->count, s->p95_ms);
	if (s->first_ms.known && s->last_ms.known &&
		s->last_ms.v > 2 * s->first_ms.v) {
		text_printf(t,
			_(" It grew from %.0f ms at the begin of the capture to "
			  "%.0f ms at its end."),
			s->first_ms.v, s->last_ms.v);
	}
	detect_detail(d, f);
}

static void whole_hook(struct detecting *d)
{
	struct survey s = {
		.d = d, .limit_ms = detect_limit(d, THRESHOLD_PBX_SLOW_MS)};
	uint64_t left_out;

	if (dwell_sum(d->book, summed, &s, &left_out) != 0) {
		detect_skip(d, N_("memory ran out"));
		return;
	}
	for (const struct call *c = d->book->calls; s.count && c; c = c->next) {
		dwell_call(c, passage, &s);
	}
	for (unsigned i = 0; i < s.count; i++) {
		const struct slow *at = &s.slow[i];
		if (!at->worst.frame_out) {
			continue;
		}
		/* One finding for each host and kind: they say different things. */
		struct {
			struct addr host;
			uint32_t kind;
		} key = {at->host, (uint32_t)at->kind};
		struct finding *f = detect_raise(d, SEVERITY_WARNING,
			(struct slice){(const char *)&key, sizeof(key)},
			at->worst.ts);
		detect_host(f, &at->host);
		detect_call(d, f, at->worst.call);
		uint16_t capture = at->worst.call->invite.capture;
		detect_frame(f, at->worst.frame_in, capture);
		detect_frame(f, at->worst.frame_out, capture);
		detect_measured(f, at->median_ms, s.limit_ms, "ms");
		if (detect_new(f)) {
			say(d, f, at);
		}
	}
}

const struct detector detector_pbx_slow = {
	.id = "pbx-slow",
	.severity = SEVERITY_WARNING,
	.title = N_("A PBX takes long to pass messages on"),
	.passed = N_("servers pass messages on quickly"),
	.subject = "kind of message",
	.page = {
		.meaning = N_(
			"A PBX or SBC works on each message before it passes it "
			"on or replies. 20 to 100 ms are usual. Above half a "
			"second senders repeat their requests, which makes more "
			"work; callers wait for the ring, and lose their first "
			"words when the answer is kept. It is the sign of an "
			"overloaded or waiting machine, seen from outside."),
		.wire = N_(
			"INVITE to the PBX at 5.234 s, its INVITE to the "
			"telephone at 6.103 s: 869 ms. Or 407 only 700 ms after "
			"the INVITE that it challenges."),
		.causes = N_(
			"The PBX waits for somebody else: DNS, a number "
			"look-up in a CRM, a database, a licence server\n"
			"Too many calls, recordings or transcodings for a small "
			"machine; a backup or update that runs meanwhile\n"
			"A virtual machine without its share of processor or "
			"with slow disks\n"
			"Attack or scan: many requests that it must refuse"),
		.remedy = N_(
			"PBX: see its processor, memory and disk at the times of "
			"the frames; move backups out of working hours\n"
			"PBX: test its DNS server and outside look-ups; switch "
			"the look-up of caller names off to compare\n"
			"Host of the virtual machine: reserve processor and "
			"memory\n"
			"Firewall: keep scanners away from it"),
		.standard = "RFC 3261 clause 17.1.1.1 (T1 is 500 ms), clause "
			    "17.2.1 (100 Trying within 200 ms)",
	},
	.whole = whole_hook,
};
