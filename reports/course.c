/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The course of a stream, for people. */
#include "reports/course.h"

#include "reports/format.h"
#include "reports/points.h"

#include <inttypes.h>

/* Less than this nobody hears. */
#define RECENCY_TELLING 0.1
/* Most signs of the bar; a longer stream has several intervals in one. */
#define BAR_SIGNS 30
/* MOS at the lower and the upper edge of the bar's eight steps. */
#define BAR_LOW	 1.0
#define BAR_HIGH 4.5

static const char indent[] = "        ";

static void put_run(struct text *out, const struct report_input *input,
	const struct disorder_run *run)
{
	format_relative(out, run->from, input->origin, false);
	text_puts(out, " to ");
	format_relative(out, run->to, input->origin, false);
	text_puts(out, " s, before ");
	points_frame(out, input, run->capture, run->frame);
}

static void put_runs(struct text *out, const struct report_input *input,
	const struct stream *s)
{
	const struct burst *b = &s->seq.burst;
	const struct disorder *d = s->disorder;
	bool placed = d && d->longest.packets;

	text_printf(out, "%s%" PRIu64 " lost in ", indent, b->lost);
	if (b->runs == 1) {
		text_puts(out, "one run");
	} else {
		format_plural(out, b->runs, "run");
	}
	if (placed && b->runs == 1) {
		text_puts(out, ": ");
		put_run(out, input, &d->longest);
	} else if (placed) {
		text_puts(out, ": first before ");
		points_frame(out, input, d->first.capture, d->first.frame);
		text_puts(out, ", last before ");
		points_frame(out, input, d->last.capture, d->last.frame);
	}
	text_puts(out, "\n");
	if (placed && b->runs > 1 && d->longest.packets > 1) {
		text_printf(out, "%slongest run %" PRIu64 ": ", indent,
			d->longest.packets);
		put_run(out, input, &d->longest);
		text_puts(out, "\n");
	}
}

static void put_bursts(struct text *out, const struct stream *s)
{
	const struct burst *b = &s->seq.burst;
	struct maybe ptime = stream_ptime_ms(s);
	struct maybe mean = burst_mean_packets(b);

	if (!b->burst_count) {
		return;
	}
	text_puts(out, indent);
	format_plural(out, b->burst_count, "burst");
	if (mean.known && ptime.known) {
		text_printf(out, " of %.0f ms%s", mean.v * ptime.v,
			b->burst_count > 1 ? " on average" : "");
	}
	text_puts(out, ": lost ");
	format_maybe(out, s->burst_density_pct, 1, "%");
	text_puts(out, " inside, ");
	format_maybe(out, s->gap_density_pct, 2, "%");
	text_puts(out, " outside\n");
	if (s->mos_recency.known &&
		s->mos_recency.v < s->quality.mos.v - RECENCY_TELLING) {
		text_printf(out, "%sMOS as remembered at the end %.2f\n",
			indent, s->mos_recency.v);
	}
}

static void put_order(struct text *out, const struct stream *s)
{
	const struct disorder *d = s->disorder;

	if (!d || !d->late) {
		return;
	}
	text_printf(out, "%slate by ", indent);
	text_puts(out, d->late_max > 1 ? "up to " : "");
	format_plural(out, d->late_max, "packet");
	if (d->late > d->unplaced) {
		text_printf(out, ", %.1f ms", d->late_ms_max);
	}
	text_puts(out, "\n");
}

static void put_spread(struct text *out, const struct stream *s)
{
	const struct rtpstat *stat = &s->stat;
	uint64_t n = 0;
	unsigned top = 0;

	for (unsigned i = 0; i < RTPSTAT_SPREADS; i++) {
		n += stat->spread[i];
		top = stat->spread[i] ? i : top;
	}
	if (!n) {
		return;
	}
	text_puts(out, indent);
	format_plural(out, n, "packet");
	text_printf(out, " came %.0f ms and more too late",
		rtpstat_spread_ms(0));
	if (top) {
		text_printf(out, ", %" PRIu32 " of them %.0f ms and more",
			stat->spread[top], rtpstat_spread_ms(top));
	}
	text_puts(out, "\n");
}

void course_loss(struct text *out, const struct report_input *input,
	const struct stream *s)
{
	if (s->seq.burst.lost) {
		put_runs(out, input, s);
		put_bursts(out, s);
	}
	put_order(out, s);
	put_spread(out, s);
}

/* Eight heights, from the worst MOS to the best. */
static void put_sign(struct text *out, struct maybe mos)
{
	if (!mos.known) {
		text_puts(out, "\xc2\xb7");
		return;
	}
	double at = (mos.v - BAR_LOW) / (BAR_HIGH - BAR_LOW) * 8;
	int step = at < 0 ? 0 : at > 7 ? 7 : (int)at;
	char sign[4] = {'\xe2', '\x96', (char)(0x81 + step), 0};
	text_puts(out, sign);
}

static struct maybe lower_of(struct maybe a, struct maybe b)
{
	return !a.known || (b.known && b.v < a.v) ? b : a;
}

static void put_bar(struct text *out, const struct timeline *t)
{
	uint32_t each = (t->count + BAR_SIGNS - 1) / BAR_SIGNS;

	for (uint32_t i = 0; i < t->count; i += each) {
		struct maybe mos = MAYBE_UNKNOWN;
		for (uint32_t k = i; k < i + each && k < t->count; k++) {
			mos = lower_of(mos, interval_mos(&t->items[k]));
		}
		put_sign(out, mos);
	}
}

/* Time of day, UTC: intervals begin with whole seconds. */
static void put_clock(struct text *out, ns_t ts)
{
	ns_t s = interval_grid(ts, NS_PER_S) / NS_PER_S % 86400;

	s += s < 0 ? 86400 : 0;
	text_printf(out, "%02d:%02d:%02d", (int)(s / 3600),
		(int)(s / 60 % 60), (int)(s % 60));
}

static void put_worst(struct text *out, const struct report_input *input,
	const struct interval *i)
{
	struct maybe jitter = interval_jitter_ms(i);

	text_printf(out, "%sworst 10 s: ", indent);
	put_clock(out, i->start);
	text_puts(out, " to ");
	put_clock(out, i->start + INTERVAL_LENGTH);
	text_printf(out,
		" UTC, MOS %.2f, lost %" PRIu32 " of %" PRIu32 "\n%s    ",
		interval_mos(i).v, i->lost, i->expected, indent);
	if (jitter.known) {
		text_printf(out, "jitter %.1f ms, ", jitter.v);
	}
	if (i->first_frame) {
		text_puts(out, "from ");
		points_frame(out, input, i->capture, i->first_frame);
		text_puts(out, ", ");
	}
	text_puts(out, "loss before ");
	points_frame(out, input, i->loss_capture, i->loss_frame);
	text_puts(out, "\n");
}

void course_time(struct text *out, const struct report_input *input,
	const struct stream *s)
{
	const struct timeline *t = &s->timeline;
	uint64_t rated = 0;

	for (uint32_t i = 0; i < t->count; i++) {
		rated += t->items[i].rated;
	}
	/* One alone says what the stream's line says. */
	bool alone = rated < 2 && !(t->lowest && t->lowest->lost);
	if (alone || !t->mos_mean.known) {
		return;
	}
	text_printf(out, "%sMOS from ", indent);
	put_clock(out, t->items[0].start);
	text_puts(out, " UTC ");
	put_bar(out, t);
	text_printf(out, " mean of 10 s %.2f\n", t->mos_mean.v);
	if (t->lowest && t->lowest->lost) {
		put_worst(out, input, t->lowest);
	}
}
