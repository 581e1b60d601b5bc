/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packets that the network lost before this capture point. What the capture
 * itself lost is taken off; what is lost behind it is quality-remote's.
 */
#include "detect/blame.h"

#include "calls/passage.h"
#include "calls/relay.h"

#include <inttypes.h>

/* Fewer lost packets are chance, whatever share they make. */
#define LEAST_LOST 3
/* Longer runs than independent loss would make (BurstR of ITU-T G.107). */
#define BURSTY 1.5

static uint64_t lost_of(const struct stream *s)
{
	uint64_t lost = seqtrack_lost(&s->seq);

	return lost > s->lost_in_capture ? lost - s->lost_in_capture : 0;
}

static double percent_of(const struct stream *s)
{
	uint64_t expected = seqtrack_expected(&s->seq);

	return expected ? 100.0 * (double)lost_of(s) / (double)expected : 0;
}

static void put_shape(struct text *t, const struct stream *s)
{
	const struct burst *b = &s->seq.burst;

	if (s->lost_in_capture) {
		return; /* whose runs these are is not told apart */
	}
	if (b->runs == 1) {
		text_puts(t, _(", all in one piece"));
	} else if (s->burst_r.known && s->burst_r.v >= BURSTY) {
		text_printf(t,
			_(", in bursts: %" PRIu64 " runs, the longest of "
			  "%" PRIu64 " packets"),
			b->runs, b->longest_run);
	} else {
		text_printf(t, _(", at random: the longest run is %" PRIu64),
			b->longest_run);
	}
}

/* Between two observation points. */
static bool put_points(struct text *t, const struct stream *s)
{
	const struct passage *p = s->arrival;
	unsigned to = s->point + 1U;

	if (!p || !p->from) {
		return false;
	}
	if (p->lost * 2 < lost_of(s)) {
		text_printf(t,
			_(" Most of it was lost before capture point %u, which "
			  "saw the stream earlier."),
			p->from->point + 1U);
	} else {
		text_printf(t,
			_(" Between the capture points %u and %u %" PRIu64
			  " packets were lost."),
			p->from->point + 1U, to, p->lost);
	}
	return true;
}

static void put_where(struct text *t, const struct blame_case *c)
{
	const struct stream *s = c->stream;
	const struct stream *in = relay_source(s);
	struct farend_loss l;
	char a[ADDR_TEXT];
	char b[ADDR_TEXT];

	farend_loss(s, &l);
	(void)addr_text(&c->cause->src.ip, a);
	if (c->cause != s && relay_source(s)) {
		text_printf(t,
			_(" It was lost before the relay %s, on the way from "
			  "%s: the relay passes the gaps on."),
			addr_text(&s->src.ip, b), a);
	} else if (!put_points(t, s)) {
		text_printf(t,
			_(" It was lost between %s and this capture point."),
			a);
	}
	if (in && relay_lost_inside(s).known && relay_lost_inside(s).v >= 1) {
		text_printf(t, _(" %.0f packets were lost inside %s."),
			relay_lost_inside(s).v, addr_text(&s->src.ip, b));
	}
	if (l.place == PLACE_BOTH || l.place == PLACE_BEHIND) {
		text_printf(t,
			_(" Its receiver misses %" PRIu64 " more, lost behind "
			  "this point."),
			l.behind);
	}
}

static void say(struct detecting *d, const struct blame_group *g)
{
	const struct stream *s = g->cases->stream;
	struct text *t = &d->text;
	const struct disorder *o = s->disorder;

	blame_put(t, g);
	text_printf(t, _("lost %" PRIu64 " of %" PRIu64 " packets (%.1f %%)"),
		lost_of(s), seqtrack_expected(&s->seq), percent_of(s));
	put_shape(t, s);
	if (o && o->longest.packets) {
		text_printf(t, _(", before frame %" PRIu64), o->longest.frame);
	}
	text_puts(t, ".");
	put_where(t, g->cases);
	if (s->lost_in_capture) {
		text_printf(t,
			_(" %" PRIu64 " more were lost by the capture, which "
			  "is not counted."),
			s->lost_in_capture);
	}
}

static void frames(struct finding *f, const struct blame_case *c)
{
	const struct disorder *o = c->stream->disorder;

	detect_frame(f, c->stream->stat.first_frame, c->stream->capture);
	if (o) {
		detect_frame(f, o->first.frame, o->first.capture);
		detect_frame(f, o->longest.frame, o->longest.capture);
		detect_frame(f, o->last.frame, o->last.capture);
	}
}

static void whole(struct detecting *d)
{
	double limit = detect_limit(d, THRESHOLD_QUALITY_LOSS_PERCENT);
	double error = detect_limit(d, THRESHOLD_QUALITY_LOSS_ERROR_PERCENT);
	struct blame b = {0};

	for (const struct stream *s = d->book->streams; s; s = s->next) {
		if (!blame_fits(d, s)) {
			continue;
		}
		double percent = percent_of(s);
		if (percent < limit || lost_of(s) < LEAST_LOST) {
			blame_good(d, &b, s);
			continue;
		}
		blame_bad(&b, s, blame_cause(s, percent, percent_of),
			percent >= error ? SEVERITY_ERROR : SEVERITY_WARNING,
			percent);
	}
	blame_raise(d, &b, limit, "%", say, frames);
}

const struct detector detector_quality_loss = {
	.id = "quality-loss",
	.severity = SEVERITY_ERROR,
	.title = N_("Packets of the voice are lost"),
	.passed = N_("hardly a packet was lost on the way here"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"Numbers are missing in an RTP stream: the network "
			"lost the packets. Each holds some 20 ms of voice. A "
			"receiver hides single ones; from 1 % on it is heard, "
			"from 5 % on syllables are missing. Loss in bursts is "
			"worse than the same amount at random. Streams under "
			"5 s are not judged, and what the capture itself lost "
			"is no loss of the network."),
		.wire = N_(
			"RTP sequence numbers 1000, 1001, 1004: 1002 and 1003 "
			"never came. Random loss shows as single gaps, a "
			"congested line as runs, an outage as one long gap."),
		.causes = N_(
			"A line, mostly to the Internet, is full and voice has "
			"no priority on it\n"
			"Wi-Fi: a weak or busy cell\n"
			"A network port works half duplex, a cable or an "
			"optic is bad (counters of the switch)\n"
			"A device in between is overloaded: firewall, router, "
			"VPN, virtual machine\n"
			"The provider loses packets"),
		.remedy = N_(
			"Capture at the next point towards the sender: where "
			"the gaps are no longer seen, the fault lies between\n"
			"Switch: look for errors and discards at the ports on "
			"the way, set speed and duplex to automatic\n"
			"Firewall, router: give voice (DSCP EF) priority, "
			"shape what is sent to the line's speed\n"
			"Telephone: try it by cable instead of Wi-Fi\n"
			"PBX: compare its own counts; a virtual machine needs "
			"reserved CPU"),
		.standard =
			"RFC 3550 clause 6.4.1, appendix A.3; ITU-T Y.1541 "
			"(loss ratio); ITU-T G.113 (what loss costs)",
	},
	.whole = whole,
};
