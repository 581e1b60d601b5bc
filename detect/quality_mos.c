/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scores below what is good. A score is an estimate with a range: it is told
 * when it is low, and an error only if the upper end of the range is, too. The
 * scale of a codec is its own; R is stretched so that one word means one number
 * on each (ITU-T G.109, G.107.1).
 */
#include "detect/blame.h"

#include "calls/hear.h"

#include <inttypes.h>

/* How far below perfect; the larger the worse. */
#define BEST 5.0

/* The lowest of stream and intervals: what is told. */
struct low {
	double mos, high; /* the score, and where its range ends */
	bool of_interval;
};

static bool lowest(const struct stream *s, struct low *ret)
{
	const struct quality *q = &s->quality;
	struct maybe least = s->timeline.mos_min;

	if (!q->mos.known || s->lost_in_capture) {
		return false;
	}
	double up = q->mos_high.known ? q->mos_high.v : q->mos.v;
	*ret = (struct low){q->mos.v, up, false};
	/* An interval has no range of its own: its stream's, moved. */
	if (least.known && least.v < q->mos.v) {
		*ret = (struct low){least.v, least.v + up - q->mos.v, true};
	}
	return true;
}

static double badness(const struct stream *s)
{
	struct low l;

	return lowest(s, &l) ? BEST - l.mos : 0;
}

static void put_cause(struct text *t, const struct stream *s)
{
	struct hear h = hear_through(s, HEAR_USUAL);
	uint64_t lost = seqtrack_lost(&s->seq);

	if (!h.unheard) {
		text_puts(t, _(" Nothing was lost: the codec alone costs so "
			       "much."));
		return;
	}
	text_printf(t,
		_(" Of its %" PRIu64 " packets %" PRIu64 " were lost and "
		  "%" PRIu64 " came too late for a usual jitter buffer."),
		seqtrack_expected(&s->seq), lost,
		h.unheard > lost ? h.unheard - lost : 0);
}

static void say(struct detecting *d, const struct blame_group *g)
{
	const struct stream *s = g->cases->stream;
	const struct quality *q = &s->quality;
	struct text *t = &d->text;
	struct low l = {0};

	(void)lowest(s, &l);
	blame_put(t, g);
	text_printf(t, _("has an estimated MOS of %.2f"), q->mos.v);
	if (q->mos_low.known) {
		text_printf(t, _(" (%.1f to %.1f)"), q->mos_low.v,
			q->mos_high.v);
	}
	text_printf(t, _(" on the %s scale"), quality_scale(q));
	if (l.of_interval && s->timeline.lowest) {
		const struct interval *i = s->timeline.lowest;
		text_printf(t, _(", and of %.2f in the worst 10 s"), l.mos);
		if (i->first_frame) {
			text_printf(t, _(", from frame %" PRIu64),
				i->first_frame);
		}
	}
	text_puts(t, ".");
	put_cause(t, s);
}

static void frames(struct finding *f, const struct blame_case *c)
{
	const struct interval *i = c->stream->timeline.lowest;

	detect_frame(f, c->stream->stat.first_frame, c->stream->capture);
	if (i) {
		detect_frame(f, i->first_frame, i->capture);
		detect_frame(f, i->loss_frame, i->loss_capture);
	}
	/* What is measured here is small when it is bad. */
	detect_measured(f, BEST - c->value, BEST, "MOS");
}

static void stream_of(struct detecting *d, struct blame *b,
	const struct stream *s)
{
	double limit = detect_limit(d, THRESHOLD_QUALITY_MOS);
	double error = detect_limit(d, THRESHOLD_QUALITY_MOS_ERROR);
	struct low l;

	if (!blame_audio(d, s)) {
		return;
	}
	if (s->lost_in_capture) {
		detect_skip(d, N_("the capture itself lost packets of it"));
	} else if (!lowest(s, &l)) {
		detect_skip(d, N_("its codec has no score"));
	} else if (l.mos >= limit) {
		blame_good(d, b, s);
	} else {
		double value = BEST - l.mos;
		blame_bad(b, s, blame_cause(s, value, badness),
			l.high < error ? SEVERITY_ERROR : SEVERITY_WARNING,
			value);
	}
}

static void whole(struct detecting *d)
{
	struct blame b = {0};

	for (const struct stream *s = d->book->streams; s; s = s->next) {
		stream_of(d, &b, s);
	}
	blame_raise(d, &b, 0, NULL, say, frames);
	for (struct finding *f = d->check->findings; f; f = f->next) {
		f->limit = maybe_of(detect_limit(d,
			f->severity == SEVERITY_ERROR
				? THRESHOLD_QUALITY_MOS_ERROR
				: THRESHOLD_QUALITY_MOS));
	}
}

const struct detector detector_quality_mos = {
	.id = "quality-mos",
	.severity = SEVERITY_ERROR,
	.title = N_("The estimated voice quality is low"),
	.passed = N_("the estimated quality is good (MOS)"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"The score that listeners would give the voice, 1 "
			"(bad) to 5, as the E-model estimates it from codec, "
			"loss and what a jitter buffer discards. Below 3.6 "
			"many are dissatisfied, below 3.1 nearly all. It is "
			"an error only when even the upper end of the "
			"estimate's range is that low. Narrowband and "
			"wideband codecs have scales of their own; scores of "
			"two scales cannot be compared."),
		.wire = N_(
			"G.711 with 5 % of its packets missing, or arriving "
			"so unevenly that a receiver must drop some: 4.4 "
			"becomes 3.6 or less. Or a codec that is poor by "
			"itself, such as G.726 at 16 kbit/s."),
		.causes = N_(
			"Loss on the way: see quality-loss\n"
			"Jitter beyond what a buffer holds: see "
			"quality-jitter\n"
			"A codec of low rate, chosen to save bandwidth\n"
			"A short disturbance: only some intervals of 10 s are "
			"low"),
		.remedy = N_(
			"Look at quality-loss and quality-jitter of the same "
			"streams: repair what they name\n"
			"PBX, telephone: where nothing is lost, put a better "
			"codec first (G.711, G.722)\n"
			"Switch, firewall: give voice (DSCP EF) priority\n"
			"Compare with what users say: level, echo and noise "
			"are not in this score"),
		.standard =
			"ITU-T G.107, G.107.1, G.107.2 (E-model), G.109 (what "
			"the numbers mean), G.113 (codecs)",
	},
	.whole = whole,
};
