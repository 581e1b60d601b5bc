/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The course of a stream, for machines. */
#include "reports/course.h"

/* Lengths of runs told apart: 1, 2, ... 9, 10 and more. */
#define RUNS 10

static struct maybe times(struct maybe a, struct maybe b)
{
	return a.known && b.known ? maybe_of(a.v * b.v) : MAYBE_UNKNOWN;
}

/* A histogram of RUNS steps, as an array @key of @parent. */
static void put_steps(
	struct json parent, const char *key, const uint64_t *steps)
{
	struct json list = json_array(parent, key);

	for (size_t i = 0; i < RUNS; i++) {
		json_count(list, NULL, steps[i]);
	}
}

_Static_assert(RUNS == DISORDER_STEPS, "one kind of histogram");

static void put_run(struct json parent, const char *key,
	const struct disorder_run *run)
{
	struct json j = json_object(parent, key);

	json_count(j, "packets", run->packets);
	json_time(j, "from_time", run->from);
	json_time(j, "to_time", run->to);
	json_count(j, "frame", run->frame);
}

static void put_loss(struct json j, const struct stream *s)
{
	const struct burst *b = &s->seq.burst;
	struct maybe ptime = stream_ptime_ms(s);
	uint64_t runs[RUNS] = {0};

	json_count(j, "burst_count", b->burst_count);
	json_count(j, "gap_count", b->gap_count);
	json_number(j, "burst_duration_ms_mean",
		times(burst_mean_packets(b), ptime), 3);
	json_number(j, "gap_duration_ms_mean",
		times(burst_gap_mean_packets(b), ptime), 3);
	json_number(j, "mos_recency", s->mos_recency, 3);
	if (!b->lost) {
		return;
	}
	for (size_t i = 0; i < BURST_RUNS; i++) {
		runs[i < RUNS ? i : RUNS - 1] += b->run_length[i];
	}
	struct json list = json_object(j, "loss_runs");
	json_count(list, "count", b->runs);
	json_count(list, "longest_packets", b->longest_run);
	put_steps(list, "packets_1_to_10", runs);
	if (s->disorder && s->disorder->longest.packets) {
		put_run(list, "longest", &s->disorder->longest);
		put_run(list, "first", &s->disorder->first);
		put_run(list, "last", &s->disorder->last);
	}
}

static void put_order(struct json parent, const struct stream *s)
{
	const struct disorder *d = s->disorder;

	if (d && d->late) {
		struct json j = json_object(parent, "reordering");
		json_count(j, "extent_packets_max", d->late_max);
		json_number(j, "extent_packets_mean",
			maybe_of((double)d->late_sum / (double)d->late), 3);
		if (d->late > d->unplaced) {
			json_number(
				j, "late_ms_max", maybe_of(d->late_ms_max), 3);
		}
		put_steps(j, "packets_1_to_10", d->late_steps);
	}
	if (d && d->copies) {
		json_count(parent, "duplicates_behind_packets_max",
			d->copy_max);
	}
}

/* The steps of rtpstat_spread_ms. */
static const char *const SPREAD_KEYS[] = {"from_50_ms", "from_70_ms",
	"from_90_ms", "from_120_ms", "from_150_ms", "from_200_ms",
	"from_300_ms"};
_Static_assert(COUNT_OF(SPREAD_KEYS) == RTPSTAT_SPREADS, "a key a step");

static void put_spread(struct json parent, const struct stream *s)
{
	const struct rtpstat *stat = &s->stat;
	uint64_t near = stat->jitter_count;

	if (!stat->jitter_count) {
		return;
	}
	for (unsigned i = 0; i < RTPSTAT_SPREADS; i++) {
		near -= stat->spread[i];
	}
	struct json j = json_object(parent, "delay_variation");
	json_count(j, "packets", stat->jitter_count);
	json_count(j, "below_50_ms", near);
	for (unsigned i = 0; i < RTPSTAT_SPREADS; i++) {
		json_count(j, SPREAD_KEYS[i], stat->spread[i]);
	}
}

static void put_frames(struct json j, const struct interval *i)
{
	if (i->first_frame) {
		json_count(j, "first_frame", i->first_frame);
	}
	if (i->lost && i->loss_frame) {
		json_count(j, "loss_frame", i->loss_frame);
	}
}

static void put_counts(struct json j, const struct interval *i)
{
	json_count(j, "packets", i->packets);
	json_count(j, "expected", i->expected);
	json_count(j, "lost", i->lost);
	json_count(j, "discarded", i->discarded);
	json_number(j, "jitter_ms", interval_jitter_ms(i), 3);
	json_number(j, "mos", interval_mos(i), 3);
}

/* Seconds from the first packet on; the first interval began before it. */
static double since(const struct stream *s, ns_t ts)
{
	double t = (double)((uint64_t)ts - (uint64_t)s->stat.first_ts) / 1e9;

	return ts > s->stat.first_ts ? t : 0;
}

static void put_timeline(struct json parent, const struct stream *s)
{
	struct json list = json_array(parent, "timeline");

	for (uint32_t i = 0; i < s->timeline.count; i++) {
		const struct interval *v = &s->timeline.items[i];
		struct json j = json_object(list, NULL);
		json_number(j, "t_s", maybe_of(since(s, v->start)), 3);
		json_time(j, "time", v->start);
		json_count(j, "length_s", v->length_s);
		put_counts(j, v);
		if (v->rated) {
			json_count(j, "rated", v->rated);
		} else {
			json_word(j, "unrated", interval_reason(v));
		}
		put_frames(j, v);
	}
}

void course_record(struct json j, const struct stream *s)
{
	const struct timeline *t = &s->timeline;

	put_loss(j, s);
	put_order(j, s);
	put_spread(j, s);
	json_number(j, "mos_interval_min", t->mos_min, 3);
	json_number(j, "mos_interval_mean", t->mos_mean, 3);
	if (t->lowest) {
		struct json worst = json_object(j, "worst_interval");
		json_time(worst, "time", t->lowest->start);
		json_time(worst, "end_time", t->lowest->start + INTERVAL_LENGTH);
		put_counts(worst, t->lowest);
		put_frames(worst, t->lowest);
	}
	put_timeline(j, s);
}
