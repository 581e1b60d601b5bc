/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the far end says it received, against what was seen here: the difference
 * arose behind this point. Receivers' reports are compared over the same packets
 * (calls/farend.h); where there are none, the claims of the devices are heard:
 * RTCP-XR, and reports and headers by SIP.
 */
#include "detect/blame.h"

#include "calls/passage.h"

#include <inttypes.h>

enum by { BY_NONE, BY_REPORTS, BY_XR, BY_CLAIM };

struct remote {
	enum by by;
	double percent; /* lost behind this point */
	uint64_t lost, expected; /* BY_REPORTS */
	uint64_t from_frame, to_frame, shown_frame;
	uint16_t capture;
	struct slice name; /* BY_CLAIM: of the header; absent: vq-rtcpxr */
	struct maybe discarded_pct, mos; /* what else it says */
};

static double lost_here(const struct stream *s)
{
	struct maybe lost = stream_lost_pct(s);

	return lost.known ? lost.v : 0;
}

static bool by_reports(const struct stream *s, struct remote *ret)
{
	struct farend_loss l;

	farend_loss(s, &l);
	if (l.place == PLACE_UNKNOWN || !l.expected) {
		return false;
	}
	double behind = l.behind >= FAREND_LEAST ? (double)l.behind : 0;
	*ret = (struct remote){
		.by = BY_REPORTS,
		.percent = 100.0 * behind / (double)l.expected,
		.lost = l.behind,
		.expected = l.expected,
		.from_frame = l.from_frame,
		.to_frame = l.to_frame,
		.shown_frame = l.behind_frame,
		.capture = s->capture,
	};
	return true;
}

static bool by_xr(const struct stream *s, struct remote *ret)
{
	if (!s->far || !s->far->xr.voip_frame) {
		return false;
	}
	const struct xr_voip *v = &s->far->xr.voip;
	*ret = (struct remote){
		.by = BY_XR,
		.percent = v->lost_pct - lost_here(s),
		.to_frame = s->far->xr.voip_frame,
		.capture = s->capture,
		.discarded_pct = maybe_of(v->discarded_pct),
		.mos = v->mos_lq,
	};
	return true;
}

/* Its share of loss, by whichever figures the claim has. */
static struct maybe claimed(const struct claim *c)
{
	const struct mediastat *m = &c->header;

	if (c->kind == CLAIM_REPORT) {
		return c->heard.present ? c->heard.value[VQ_NLR]
					: MAYBE_UNKNOWN;
	}
	double due = m->received.v + m->lost.v;
	bool known = m->received.known && m->lost.known && due > 0;
	return known ? maybe_of(100 * m->lost.v / due) : MAYBE_UNKNOWN;
}

static bool by_claim(const struct stream *s, struct remote *ret)
{
	bool any = false;

	for (const struct claim *c = s->claims; c; c = c->next_of_heard) {
		struct maybe lost = claimed(c);
		if (!lost.known) {
			continue;
		}
		any = true;
		*ret = (struct remote){
			.by = BY_CLAIM,
			.percent = lost.v - lost_here(s),
			.to_frame = c->frame,
			.capture = c->capture,
			.name = c->kind == CLAIM_HEADER ? c->name
							: (struct slice){0},
		};
		if (c->kind == CLAIM_REPORT) {
			ret->discarded_pct = c->heard.value[VQ_JDR];
			ret->mos = c->heard.value[VQ_MOSLQ];
		}
	}
	return any;
}

static bool remote_of(const struct stream *s, struct remote *ret)
{
	*ret = (struct remote){.by = BY_NONE};
	return by_reports(s, ret) || by_xr(s, ret) || by_claim(s, ret);
}

static void put_by(struct text *t, const struct stream *s,
	const struct remote *r)
{
	char a[ADDR_TEXT];

	(void)addr_text(&s->dst.ip, a);
	switch (r->by) {
	case BY_REPORTS:
		text_printf(t,
			_("loses %" PRIu64 " of %" PRIu64 " packets (%.1f %%) "
			  "behind this point: the reports of %s (RTCP) miss "
			  "more than is missing here"),
			r->lost, r->expected, r->percent, a);
		break;
	case BY_XR:
	case BY_CLAIM:
		text_printf(t,
			_("loses %.1f %% of its packets behind this point: %s "
			  "claims %.1f %% loss ("),
			r->percent, a, r->percent + lost_here(s));
		if (r->by == BY_XR) {
			text_puts(t, "RTCP-XR");
		} else if (r->name.n) {
			text_clean(t, r->name);
		} else {
			text_puts(t, "vq-rtcpxr");
		}
		text_printf(t, _("), and here %.1f %% is missing"),
			lost_here(s));
		break;
	case BY_NONE:
		break;
	}
}

static void say(struct detecting *d, const struct blame_group *g)
{
	const struct stream *s = g->cases->stream;
	struct text *t = &d->text;
	struct remote r;

	(void)remote_of(s, &r);
	blame_put(t, g);
	put_by(t, s, &r);
	text_printf(t, _(" (frame %" PRIu64 ")."), r.to_frame);
	if (r.discarded_pct.known && r.discarded_pct.v > 0) {
		text_printf(t,
			_(" It discarded %.1f %% more as too late."),
			r.discarded_pct.v);
	}
	if (r.mos.known) {
		text_printf(t, _(" It puts its MOS at %.1f."), r.mos.v);
	}
}

static void frames(struct finding *f, const struct blame_case *c)
{
	struct remote r;

	(void)remote_of(c->stream, &r);
	detect_frame(f, c->stream->stat.first_frame, c->stream->capture);
	detect_frame(f, r.shown_frame, r.capture);
	detect_frame(f, r.from_frame, r.capture);
	detect_frame(f, r.to_frame, r.capture);
}

static void stream_of(
	struct detecting *d, struct blame *b, const struct stream *s)
{
	double limit = detect_limit(d, THRESHOLD_QUALITY_LOSS_PERCENT);
	double error = detect_limit(d, THRESHOLD_QUALITY_LOSS_ERROR_PERCENT);
	struct remote r;

	/* Where a later point saw it, that one speaks: the loss is known to
	 * lie between, or behind that one. */
	if ((s->onward && s->onward->to) || !blame_fits(d, s)) {
		return;
	}
	if (!remote_of(s, &r)) {
		detect_skip(d, N_("its receiver says nothing that can be "
				  "compared"));
		return;
	}
	if (r.by != BY_REPORTS && s->lost_in_capture) {
		detect_skip(d, N_("the capture itself lost packets of it"));
		return;
	}
	if (r.percent < limit) {
		blame_good(d, b, s);
		return;
	}
	/* A claim is a device's word: no error by that alone. */
	bool bad = r.percent >= error && r.by == BY_REPORTS;
	blame_bad(b, s, s, bad ? SEVERITY_ERROR : SEVERITY_WARNING, r.percent);
}

static void whole(struct detecting *d)
{
	struct blame b = {0};

	for (const struct stream *s = d->book->streams; s; s = s->next) {
		stream_of(d, &b, s);
	}
	blame_raise(d, &b, detect_limit(d, THRESHOLD_QUALITY_LOSS_PERCENT), "%",
		say, frames);
}

const struct detector detector_quality_remote = {
	.id = "quality-remote",
	.severity = SEVERITY_ERROR,
	.title = N_("The far end receives less than was seen here"),
	.passed = N_("the far ends received what was seen here"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"A receiver tells its sender how much it lost (RTCP). "
			"Where that is more than is missing here, in the same "
			"packets, the rest was lost between this capture "
			"point and the receiver: the network up to here is "
			"innocent. The thresholds are those of quality-loss. "
			"What a device claims by RTCP-XR or SIP is a warning "
			"at most."),
		.wire = N_(
			"All sequence numbers are here, and the receiver "
			"report of the other end says fraction lost 12/256 "
			"(5 %), cumulative 60. Or its BYE has X-RTP-Stat "
			"with PL=60, or a PUBLISH has PacketLoss:NLR=5.0."),
		.causes = N_(
			"The line behind this point loses packets: the "
			"Internet access of the other side, its Wi-Fi\n"
			"A firewall or relay behind this point drops packets\n"
			"The receiver cannot keep up, or counts wrongly"),
		.remedy = N_(
			"Capture nearer to the receiver: halve the way until "
			"the gaps show\n"
			"Ask the operator of that network (provider, remote "
			"site) and show the reports' frames\n"
			"Firewall, router: give voice (DSCP EF) priority in "
			"that direction, too\n"
			"Telephone: update it when only its own counts are "
			"bad and users hear nothing"),
		.standard =
			"RFC 3550 clause 6.4.1; RFC 3611 clause 4.7; RFC 6035 "
			"clause 4.6",
	},
	.whole = whole,
};
