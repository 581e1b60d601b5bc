/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Uneven arrival, and whose doing it is. What is judged is the mean of the
 * running jitter, over the stream or the worst 10 s of it: the highest value of
 * all says little, a single late packet makes it.
 */
#include "detect/blame.h"

#include "calls/hear.h"

#include <inttypes.h>

/* An interval with fewer figures is not judged. */
#define LEAST_OF_INTERVAL 100
/* A clock so far off is wrong, and jitter by it is no jitter. */
#define WRONG_CLOCK_PPM 50000.0
/* Intervals that show a course. */
#define LEAST_INTERVALS 4

static const struct interval *worst_interval(const struct stream *s)
{
	const struct timeline *t = &s->timeline;
	const struct interval *worst = NULL;
	double most = 0;

	for (uint32_t i = 0; i < t->count; i++) {
		struct maybe j = interval_jitter_ms(&t->items[i]);
		if (j.known && j.v > most &&
			t->items[i].jitter_count >= LEAST_OF_INTERVAL) {
			most = j.v;
			worst = &t->items[i];
		}
	}
	return worst;
}

static double worst_of(const struct stream *s)
{
	struct maybe mean = rtpstat_jitter_mean(&s->stat);
	const struct interval *i = worst_interval(s);
	double v = mean.known ? mean.v : 0;
	double of_interval = i ? interval_jitter_ms(i).v : 0;

	return of_interval > v ? of_interval : v;
}

static bool own_pacing(const struct stream *s)
{
	enum pacing_shape shape = pacing_shape(&s->pacing);

	return shape == PACING_BURSTS || shape == PACING_PERIODIC ||
	       shape == PACING_TIMER;
}

/* Packets that came 50 ms and more later than due after the one before. */
static uint64_t spikes_of(const struct stream *s)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < RTPSTAT_SPREADS; i++) {
		n += s->stat.spread[i];
	}
	return n;
}

/* Mean over a part of the timeline. */
static double mean_between(const struct timeline *t, uint32_t from, uint32_t to)
{
	double sum = 0;
	uint64_t n = 0;

	for (uint32_t i = from; i < to; i++) {
		sum += t->items[i].jitter_sum_ms;
		n += t->items[i].jitter_count;
	}
	return n ? sum / (double)n : 0;
}

/* It grows: the last third is twice the middle one, that above the first. */
static bool ramps(const struct timeline *t)
{
	uint32_t third = t->count / 3;

	if (t->count < LEAST_INTERVALS) {
		return false;
	}
	double begin = mean_between(t, 0, third);
	double middle = mean_between(t, third, t->count - third);
	double end = mean_between(t, t->count - third, t->count);
	return end > 1.5 * middle && middle > 1.2 * begin;
}

/*
 * How many intervals lie between the begins of its bad stretches, when that is
 * always the same, give or take one; 0: there is no such rule.
 */
static uint32_t period_of(const struct timeline *t, double limit)
{
	uint32_t last = 0;
	uint32_t least = UINT32_MAX;
	uint32_t most = 0;
	uint32_t begins = 0;
	bool bad = false;

	for (uint32_t i = 0; i < t->count && !t->cell_s; i++) {
		struct maybe j = interval_jitter_ms(&t->items[i]);
		bool now = j.known && j.v >= limit;
		if (now && !bad) {
			uint32_t apart = i - last;
			if (begins++) {
				least = apart < least ? apart : least;
				most = apart > most ? apart : most;
			}
			last = i;
		}
		bad = now;
	}
	return begins >= 3 && most - least <= 1 && least > 1 ? most : 0;
}

static void put_shape(struct text *t, const struct stream *s, double limit)
{
	const struct pacing_sight *p =
		&s->pacing.sight[pacing_shape(&s->pacing)];
	uint64_t spikes = spikes_of(s);
	uint32_t period = period_of(&s->timeline, limit);
	struct maybe mean = rtpstat_jitter_mean(&s->stat);
	char a[ADDR_TEXT];

	if (own_pacing(s)) {
		text_printf(t,
			_(" Its sender makes it: %s sends by a rule (%s), "
			  "with %.0f to %.0f ms between packets; the network is "
			  "innocent."),
			addr_text(&s->src.ip, a),
			pacing_word(pacing_shape(&s->pacing)),
			(double)p->least_ms, (double)p->most_ms);
	} else if (period) {
		text_printf(t, _(" It comes back about every %u s."),
			(unsigned)(period * INTERVAL_S));
	} else if (ramps(&s->timeline)) {
		text_puts(t, _(" It grows in the course of the call, as when "
			       "a line fills up."));
	} else if (mean.known && mean.v < limit) {
		text_puts(t, _(" It is not so all the time."));
	} else if (spikes * 100 < s->stat.jitter_count) {
		text_printf(t,
			_(" Single packets make it: %" PRIu64 " of them came "
			  "50 ms or more too late."),
			spikes);
	} else {
		text_printf(t,
			_(" It is so all the time: %" PRIu64 " packets came "
			  "50 ms or more too late."),
			spikes);
	}
}

static void say(struct detecting *d, const struct blame_group *g)
{
	const struct stream *s = g->cases->stream;
	struct maybe mean = rtpstat_jitter_mean(&s->stat);
	struct maybe most = rtpstat_jitter_max(&s->stat);
	const struct interval *i = worst_interval(s);
	struct text *t = &d->text;

	blame_put(t, g);
	text_printf(t, _("has a mean jitter of %.1f ms (at most %.1f ms)"),
		mean.known ? mean.v : 0, most.known ? most.v : 0);
	if (i && i->first_frame) {
		text_printf(t, _(", %.1f ms in the 10 s from frame %" PRIu64),
			interval_jitter_ms(i).v, i->first_frame);
	}
	text_puts(t, ".");
	put_shape(t, s, detect_limit(d, THRESHOLD_QUALITY_JITTER_MS));
	if (!hear_unknown(s)) {
		text_printf(t,
			_(" A usual jitter buffer would discard %" PRIu64
			  " of %" PRIu64 " packets."),
			hear_through(s, HEAR_USUAL).discarded, s->stat.packets);
	}
}

static void frames(struct finding *f, const struct blame_case *c)
{
	const struct stream *s = c->stream;
	const struct interval *i = worst_interval(s);

	detect_frame(f, s->stat.first_frame, s->capture);
	detect_frame(f, s->stat.delta_max_frame, s->capture);
	if (i) {
		detect_frame(f, i->first_frame, i->capture);
	}
	if (own_pacing(s)) {
		detect_frame(f,
			s->pacing.sight[pacing_shape(&s->pacing)].frame,
			s->capture);
	}
}

static void stream_of(
	struct detecting *d, struct blame *b, const struct stream *s)
{
	struct maybe drift = rtpstat_drift_ppm(&s->stat);

	if (!blame_audio(d, s)) {
		return;
	}
	if (!rtpstat_jitter_mean(&s->stat).known || !drift.known) {
		detect_skip(d, N_("its clock is not known"));
		return;
	}
	if (drift.v > WRONG_CLOCK_PPM || drift.v < -WRONG_CLOCK_PPM) {
		detect_skip(d, N_("its timestamps do not count its clock"));
		return;
	}
	double v = worst_of(s);
	if (v < detect_limit(d, THRESHOLD_QUALITY_JITTER_MS)) {
		blame_good(d, b, s);
		return;
	}
	/* A receiver can be set to a rule; chance of that size is worse. */
	bool error = v >= detect_limit(d, THRESHOLD_QUALITY_JITTER_ERROR_MS) &&
		     !own_pacing(s);
	blame_bad(b, s, blame_cause(s, v, worst_of),
		error ? SEVERITY_ERROR : SEVERITY_WARNING, v);
}

static void whole(struct detecting *d)
{
	struct blame b = {0};

	for (const struct stream *s = d->book->streams; s; s = s->next) {
		stream_of(d, &b, s);
	}
	blame_raise(d, &b, detect_limit(d, THRESHOLD_QUALITY_JITTER_MS), "ms",
		say, frames);
}

const struct detector detector_quality_jitter = {
	.id = "quality-jitter",
	.severity = SEVERITY_ERROR,
	.title = N_("Packets of the voice arrive unevenly"),
	.passed = N_("packets arrived evenly"),
	.subject = "stream",
	.page = {
		.meaning = N_(
			"A sender sends every 20 ms; what arrives is closer "
			"together or farther apart. The receiver evens that "
			"out with a buffer: more jitter means more delay, and "
			"packets that come too late are lost all the same. "
			"Mean jitter of 30 ms, over a stream or 10 s of it, "
			"is a warning, 50 ms an error. Some senders space "
			"their packets badly themselves: then it is no fault "
			"of the network."),
		.wire = N_(
			"Packets with timestamps 20 ms apart arrive 5, 70, 3, "
			"2 and 20 ms after each other. A full queue shows as "
			"delay that grows and falls; Wi-Fi as single spikes; "
			"a sender's timer as spaces that repeat."),
		.causes = N_(
			"A line is full and voice has no priority on it\n"
			"Wi-Fi: a busy cell, power saving, roaming\n"
			"The sender is overloaded, a virtual machine without "
			"reserved CPU, or its timer is coarse\n"
			"Something happens periodically: a backup, a scan of "
			"Wi-Fi channels, a routing protocol\n"
			"A VPN or a firewall that inspects each packet"),
		.remedy = N_(
			"Switch, router, firewall: put voice (DSCP EF) into "
			"the priority queue on every device of the way\n"
			"Sender, where its own rule is named: update it, or "
			"give it more CPU\n"
			"Line: shape what is sent a little below its speed\n"
			"Telephone: try it by cable; enlarge its jitter "
			"buffer as a stopgap"),
		.standard =
			"RFC 3550 clause 6.4.1 (jitter); ITU-T Y.1541 (delay "
			"variation)",
	},
	.whole = whole,
};
