/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Delta, jitter, skew, drift of one stream.
 *
 * Each packet is compared with the one that arrived before it, late ones too,
 * as RFC 3550 A.8 says. What tells no media time (telephone-event packets all
 * bear the time their event began; payload types whose clock is not known) is
 * stepped over: media time and arrival time are both taken since the last
 * packet that had a clock.
 *
 * Times are differences of integer nanoseconds, turned into milliseconds by one
 * division each: nothing accumulates a rounding error but the sums of the means
 * and of the line.
 */
#include "quality/rtpstat.h"

#include "lib/attr.h"

#include <float.h>
#include <math.h>
#include <stddef.h>

/* Not counted in minimum, mean, maximum: the packet before them is no guide to
 * when these were due. */
#define IRREGULAR                                                              \
	(RTPSTAT_MARKER | RTPSTAT_NOISE | RTPSTAT_AFTER_NOISE |                \
		RTPSTAT_WRONG_TS)

/* RFC 3550 A.1 MAX_MISORDER: further back is a new start, not a late packet. */
#define MISORDER 100

/* Heuristic: media time this far off arrival time is no matter of transit. */
#define CLOCK_SET_MS 1000.0

void rtpstat_init(struct rtpstat *s)
{
	*s = (struct rtpstat){0};
}

/* Capture times are what a file says: their difference may wrap, not trap. */
static double ms_between(ns_t from, ns_t to)
{
	return (double)(ns_t)((uint64_t)to - (uint64_t)from) / 1e6;
}

static uint32_t kind_flags(
	const struct rtpstat *s, const struct rtpstat_packet *p)
{
	uint32_t flags = 0;

	flags |= p->marker ? RTPSTAT_MARKER : 0;
	flags |= p->noise ? RTPSTAT_NOISE : 0;
	flags |= p->event ? RTPSTAT_EVENT : 0;
	flags |= s->noise ? RTPSTAT_AFTER_NOISE : 0;
	flags |= p->payload_type != s->payload_type ? RTPSTAT_PT_CHANGE : 0;
	return flags;
}

/* One test for all of the above. */
static bool is_special(const struct rtpstat *s, const struct rtpstat_packet *p)
{
	return p->marker | p->noise | p->event | s->noise |
	       (p->payload_type != s->payload_type);
}

/* @distance: from the last number that went forward, signed, 16 bits; not 1. */
static uint32_t sequence_flags(int distance)
{
	if (distance == 0) {
		return RTPSTAT_WRONG_SEQ | RTPSTAT_DUPLICATE;
	}
	if (distance < 0 && distance >= -MISORDER) {
		return RTPSTAT_WRONG_SEQ | RTPSTAT_LATE;
	}
	return RTPSTAT_WRONG_SEQ;
}

static void first_packet(struct rtpstat *s, const struct rtpstat_packet *p)
{
	s->first_frame = p->frame;
	s->first_ts = p->ts;
	s->last_sequence = p->sequence;
	s->flags = RTPSTAT_FIRST | kind_flags(s, p);
	s->flags &= ~RTPSTAT_PT_CHANGE;
}

/* One point of the line through skew over arrival time. */
static void line_add(struct rtpstat *s, double arrival_ms)
{
	double t = arrival_ms - s->line_t_ms;
	double y = s->skew_ms - s->line_skew_ms;

	s->sum_t += t;
	s->sum_s += y;
	s->sum_tt += t * t;
	s->sum_ts += t * y;
	s->line_count++;
}

/* A line across a step would show no drift. */
static void line_restart(struct rtpstat *s, double arrival_ms)
{
	s->skew_sum_before_ms = rtpstat_skew_sum(s);
	s->skew_count_before = rtpstat_skew_count(s);
	s->sum_t = 0;
	s->sum_s = 0;
	s->sum_tt = 0;
	s->sum_ts = 0;
	s->line_t_ms = arrival_ms;
	s->line_skew_ms = s->skew_ms;
	s->line_count = 1;
}

/* Media time begins to count at this packet. */
static void anchor(struct rtpstat *s, const struct rtpstat_packet *p)
{
	s->anchor_ts = p->ts;
	s->media = 0;
	s->skew_ms = 0;
	line_restart(s, 0);
}

/* The columns of VoIPmonitor, so that both can be laid side by side. */
static const double spread_ms[RTPSTAT_SPREADS] = {
	50, 70, 90, 120, 150, 200, 300};

/* Heuristic: from here on a packet is more than ordinarily late, or early. */
#define FAR_MS 50.0

/* What is @off by so much; positive @late: it came later than it was due. */
static ATTR_COLD void far_off(struct rtpstat *s, double off, double late,
	double arrival_ms)
{
	unsigned i = 0;

	while (i + 1 < RTPSTAT_SPREADS && off >= spread_ms[i + 1]) {
		i++;
	}
	if (late > 0 && !(s->flags & IRREGULAR)) {
		s->spread[i]++;
	}
	if (off > CLOCK_SET_MS) {
		line_restart(s, arrival_ms);
	} else {
		line_add(s, arrival_ms);
	}
}

/* The skew of a packet that is outside the band. */
static ATTR_COLD void leave_band(struct rtpstat *s)
{
	s->flags |= RTPSTAT_OUTSIDE;
	if (fabs(s->skew_ms) > fabs(s->skew_max_ms)) {
		s->skew_max_ms = s->skew_ms;
	}
}

/* Jitter and skew against the last packet that had a clock. */
static void compare(struct rtpstat *s, const struct rtpstat_packet *p)
{
	int32_t ticks = (int32_t)(p->timestamp - s->media_timestamp);
	double nominal_ms = ticks * s->tick_ms;
	double since_ms = s->media_ts == s->last_ts
				  ? s->delta_ms
				  : ms_between(s->media_ts, p->ts);
	double off = fabs(since_ms - nominal_ms);
	bool later = !(s->flags & (RTPSTAT_LATE | RTPSTAT_DUPLICATE));

	/* No transit makes media time run ahead, nor back while the numbers go
	 * on: the sender set its clock. */
	if (ATTR_UNLIKELY(nominal_ms - since_ms > CLOCK_SET_MS ||
			  (later && nominal_ms < -CLOCK_SET_MS))) {
		s->flags |= RTPSTAT_WRONG_TS;
		anchor(s, p);
		return;
	}
	s->media += ticks;
	double arrival_ms = ms_between(s->anchor_ts, p->ts);
	s->jitter_ms = (15 * s->jitter_ms + off) / 16;
	s->skew_ms = (double)s->media * s->tick_ms - arrival_ms;
	if (ATTR_UNLIKELY(s->skew_ms < (double)s->skew_low_ms ||
			  s->skew_ms > (double)s->skew_high_ms)) {
		leave_band(s);
	}
	if (ATTR_UNLIKELY(off >= FAR_MS)) {
		far_off(s, off, since_ms - nominal_ms, arrival_ms);
	} else {
		line_add(s, arrival_ms);
	}
}

static bool has_clock(const struct rtpstat_packet *p)
{
	return p->clock_hz != 0 && !p->event;
}

static void measure(struct rtpstat *s, const struct rtpstat_packet *p)
{
	if (!has_clock(p)) {
		return;
	}
	if (ATTR_LIKELY(s->clock_hz == p->clock_hz)) {
		compare(s, p);
	} else {
		s->clock_hz = p->clock_hz;
		s->tick_ms = 1000.0 / p->clock_hz;
		anchor(s, p);
	}
	s->media_ts = p->ts;
	s->media_timestamp = p->timestamp;
}

static void count_delta(struct rtpstat *s, const struct rtpstat_packet *p)
{
	if (s->delta_ms > s->delta_max_ms || s->delta_count == 0) {
		s->delta_max_ms = s->delta_ms;
		s->delta_max_frame = p->frame;
		s->delta_max_ts = p->ts;
	}
	if (s->delta_ms < s->delta_min_ms || s->delta_count == 0) {
		s->delta_min_ms = s->delta_ms;
	}
	s->delta_sum_ms += s->delta_ms;
	s->delta_count++;
}

static void count_jitter(struct rtpstat *s)
{
	if (s->jitter_ms > s->jitter_max_ms) {
		s->jitter_max_ms = s->jitter_ms;
	}
	if (s->jitter_ms < s->jitter_min_ms || s->jitter_count == 0) {
		s->jitter_min_ms = s->jitter_ms;
	}
	s->jitter_sum_ms += s->jitter_ms;
	s->jitter_count++;
}

/* @before_ms: how long after another the packet before @p came. */
static ATTR_COLD void note_silence(struct rtpstat *s,
	const struct rtpstat_packet *p, double before_ms)
{
	double least_ms = before_ms + RTPSTAT_SILENCE_MS;
	int32_t ticks = (int32_t)(p->timestamp - s->media_timestamp);

	if (has_clock(p) && !(s->flags & RTPSTAT_WRONG_SEQ) &&
		s->delta_ms > least_ms && ticks * s->tick_ms > least_ms) {
		s->flags |= RTPSTAT_SILENCE;
	}
}

static void next_packet(struct rtpstat *s, const struct rtpstat_packet *p)
{
	int distance = (int16_t)(uint16_t)(p->sequence - s->last_sequence);

	s->flags = 0;
	if (ATTR_UNLIKELY(is_special(s, p))) {
		s->flags = kind_flags(s, p);
	}
	if (ATTR_UNLIKELY(distance != 1)) {
		s->flags |= sequence_flags(distance);
		s->sequence_errors++;
	}
	if (distance > 0 || distance < -MISORDER) {
		s->last_sequence = p->sequence;
	}
	double before_ms = s->delta_ms;
	s->delta_ms = ms_between(s->last_ts, p->ts);
	if (ATTR_UNLIKELY(s->delta_ms > RTPSTAT_SILENCE_MS)) {
		note_silence(s, p, before_ms);
	}
	bool compared = s->clock_hz != 0 && has_clock(p);
	measure(s, p);
	if (ATTR_UNLIKELY(s->flags & IRREGULAR)) {
		return;
	}
	count_delta(s, p);
	if (compared) {
		count_jitter(s);
	}
}

void rtpstat_add(struct rtpstat *s, const struct rtpstat_packet *p)
{
	if (ATTR_LIKELY(s->packets)) {
		next_packet(s, p);
	} else {
		first_packet(s, p);
		measure(s, p);
	}
	s->packets++;
	s->last_ts = p->ts;
	s->last_timestamp = p->timestamp;
	s->payload_type = p->payload_type;
	s->noise = p->noise;
}

/* Inwards, so that no packet outside the band is missed by a rounding. */
static float narrower(double v, float towards)
{
	double bounded = fmin(fmax(v, -(double)FLT_MAX), (double)FLT_MAX);

	return nextafterf((float)bounded, towards);
}

void rtpstat_band(struct rtpstat *s, double low_ms, double high_ms)
{
	double most = fabs(s->skew_max_ms);

	s->skew_low_ms = narrower(fmax(low_ms, -most), FLT_MAX);
	s->skew_high_ms = narrower(fmin(high_ms, most), -FLT_MAX);
}

static struct maybe known_if(bool known, double v)
{
	return known ? maybe_of(v) : MAYBE_UNKNOWN;
}

static struct maybe mean(double sum, uint64_t count)
{
	return known_if(count != 0, count ? sum / (double)count : 0);
}

double rtpstat_spread_ms(unsigned i)
{
	return spread_ms[i];
}

struct maybe rtpstat_jitter_mean(const struct rtpstat *s)
{
	return mean(s->jitter_sum_ms, s->jitter_count);
}

struct maybe rtpstat_jitter_min(const struct rtpstat *s)
{
	return known_if(s->jitter_count != 0, s->jitter_min_ms);
}

struct maybe rtpstat_jitter_max(const struct rtpstat *s)
{
	return known_if(s->jitter_count != 0, s->jitter_max_ms);
}

struct maybe rtpstat_delta_mean(const struct rtpstat *s)
{
	return mean(s->delta_sum_ms, s->delta_count);
}

struct maybe rtpstat_delta_min(const struct rtpstat *s)
{
	return known_if(s->delta_count != 0, s->delta_min_ms);
}

struct maybe rtpstat_delta_max(const struct rtpstat *s)
{
	return known_if(s->delta_count != 0, s->delta_max_ms);
}

struct maybe rtpstat_skew_max(const struct rtpstat *s)
{
	return known_if(s->line_count > 1, s->skew_max_ms);
}

struct maybe rtpstat_drift_ppm(const struct rtpstat *s)
{
	double n = (double)s->line_count;
	double det = n * s->sum_tt - s->sum_t * s->sum_t;

	if (s->line_count < 2 || !(det > 0)) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of(1e6 * (n * s->sum_ts - s->sum_t * s->sum_s) / det);
}
