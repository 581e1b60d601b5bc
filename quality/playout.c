/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The buffers' rules. All times are milliseconds of double, differences of whole
 * nanoseconds: the smallest step that matters is a capture's microsecond.
 */
#include "quality/playout.h"

#include "lib/attr.h"

#include <math.h>
#include <stddef.h>

/* A packet that comes at its very playout time is played; captures count in
 * microseconds, so half of one decides. */
#define EQUAL_MS 0.0005

/* A run of more packets that no buffer of this depth can play is a step of the
 * path or of a clock: begin anew. */
#define RUN_MOST 3U
/* Likewise a buffer that was dry for so long, however little is missing. */
#define DRY_MOST_MS 500.0
/* Faster than any two crystals drift apart, 500 ppm, in one tick of 10 s. */
#define FOLLOW_MOST_MS 5.0

/* The adaptive one. Depth is the delay of the fastest packet. */
#define FIRST_MS    40.0  /* depth to begin with: two packets of 20 ms */
#define LEAST_MS    20.0  /* one packet */
#define MOST_MS     500.0 /* as Asterisk's, by default, in VoIPmonitor */
#define NEAR_MS     10.0  /* grows when a packet had less to spare */
#define PAUSE_MS    1000.0 /* so late a talkspurt is no network's doing */
#define SHRINK_MS   20.0  /* at most, in one tick within a talkspurt */
#define JITTER_FOLD 4.0   /* jitters of depth (RFC 3550 6.4.1's estimate) */

static const struct fixed {
	const char *name;
	double depth_ms, capacity_ms; /* the greater of 4 depths and 500 ms */
} models[PLAYOUT_MODELS] = {
	[PLAYOUT_60] = {"fixed-60", 60, 500},
	[PLAYOUT_200] = {"fixed-200", 200, 800},
	[PLAYOUT_ADAPTIVE] = {"adaptive", FIRST_MS, MOST_MS},
};

void playout_init(struct playout *p)
{
	*p = (struct playout){0};
}

const char *playout_name(enum playout_model model)
{
	return models[model].name;
}

/* A packet of this stretch that was not played. */
static void put_apart(struct playout_buffer *b, const struct rtpstat *stat)
{
	b->apart++;
	b->apart_ms += stat->skew_ms;
}

/* A stretch in which spare_ms was the same ends, with the last packet (@with)
 * or before it. */
static void close_stretch(
	struct playout_buffer *b, const struct rtpstat *stat, bool with)
{
	uint64_t count = rtpstat_skew_count(stat) - !with;
	double sum = rtpstat_skew_sum(stat) - (with ? 0 : stat->skew_ms);
	uint64_t n = count - b->begin - b->apart;

	b->delay_sum_ms += sum - b->begin_ms - b->apart_ms +
			   (double)n * b->spare_ms;
	b->played += n;
	b->begin = count;
	b->begin_ms = sum;
	b->apart = 0;
	b->apart_ms = 0;
}

/* The last packet waits as long as the buffer is deep. */
static void anchor(struct playout_buffer *b, const struct rtpstat *stat,
	double depth_ms)
{
	close_stretch(b, stat, false);
	b->spare_ms = depth_ms - stat->skew_ms;
	b->run = 0;
	b->run_far = 0;
	b->ticks = 0;
}

/* Nothing that was learned of the transit holds any longer. */
static void forget(struct playout *p, const struct rtpstat *stat)
{
	for (unsigned i = 0; i < COUNT_OF(p->low_ms); i++) {
		p->low_ms[i] = stat->skew_ms;
		p->high_ms[i] = stat->skew_ms;
	}
}

static double fastest(const struct playout *p)
{
	return fmax(p->high_ms[0], p->high_ms[1]);
}

/* Spare that is enough for what came in the last 10 to 20 s. */
static double wanted(const struct playout *p, const struct rtpstat *stat)
{
	double fast = fastest(p);
	double slow = fmin(p->low_ms[0], p->low_ms[1]);
	double jitter = fmax(JITTER_FOLD * stat->jitter_ms, LEAST_MS);

	return fmin(fmax(NEAR_MS - slow, jitter - fast), MOST_MS - fast);
}

static void begin(struct playout *p, const struct rtpstat *stat)
{
	bool first = !p->begun;

	for (unsigned i = 0; i < PLAYOUT_MODELS; i++) {
		struct playout_buffer *b = &p->buffer[i];
		if (first) {
			b->begin = rtpstat_skew_count(stat) - 1;
			b->begin_ms = rtpstat_skew_sum(stat) - stat->skew_ms;
		} else {
			b->resyncs++;
		}
		anchor(b, stat, models[i].depth_ms);
	}
	forget(p, stat);
	p->anchor_ts = stat->anchor_ts;
	p->begun = true;
}

/* A sender that marks every packet marks nothing. */
static bool is_talkspurt(struct playout *p, const struct rtpstat *stat,
	const struct playout_packet *in)
{
	bool after_marker = p->marker && p->marker + 1 == stat->packets;

	if (stat->flags & RTPSTAT_MARKER) {
		p->marker = stat->packets;
	}
	if (in->place != SEQ_NEXT && in->place != SEQ_GAP) {
		return false;
	}
	if (stat->flags & RTPSTAT_AFTER_NOISE) {
		return true;
	}
	if (stat->flags & RTPSTAT_MARKER) {
		return !after_marker;
	}
	/* Silence without a marker: numbers go on, media time leaps. */
	return stat->flags & RTPSTAT_SILENCE;
}

/* The number of the last packet in its run of late or early ones. */
static uint32_t count_run(struct playout_buffer *b, const struct rtpstat *stat,
	bool early)
{
	bool goes_on = b->run && b->run_early == early &&
		       b->last_bad + 1 == stat->packets;

	b->run = goes_on ? b->run + 1 : 1;
	b->run_far = goes_on ? b->run_far : 0;
	b->run_early = early;
	b->last_bad = stat->packets;
	return b->run;
}

/* The buffer is dry when @in comes, @behind_ms after its time. True when it must
 * begin anew: @in is played. */
static bool dry_too_long(struct playout_buffer *b, const struct rtpstat *stat,
	const struct playout_packet *in, enum playout_model model,
	double behind_ms)
{
	bool adapts = model == PLAYOUT_ADAPTIVE;

	if (count_run(b, stat, false) == 1) {
		b->underruns++;
		b->dry_ts = in->ts;
	}
	if (adapts || behind_ms > 2 * models[model].depth_ms) {
		b->run_far++;
	} else {
		b->run_far = 0;
	}
	return b->run_far > RUN_MOST ||
	       (double)((uint64_t)in->ts - (uint64_t)b->dry_ts) / 1e6 >
		       DRY_MOST_MS;
}

static void resync(struct playout *p, const struct rtpstat *stat,
	enum playout_model model)
{
	if (model == PLAYOUT_ADAPTIVE) {
		forget(p, stat);
	}
	anchor(&p->buffer[model], stat, models[model].depth_ms);
	p->buffer[model].resyncs++;
}

static void talkspurt(struct playout *p, const struct rtpstat *stat)
{
	struct playout_buffer *b = &p->buffer[PLAYOUT_ADAPTIVE];

	anchor(&p->buffer[PLAYOUT_60], stat, models[PLAYOUT_60].depth_ms);
	anchor(&p->buffer[PLAYOUT_200], stat, models[PLAYOUT_200].depth_ms);
	close_stretch(b, stat, false);
	b->spare_ms = wanted(p, stat);
	/* The sender's clock stood still in the pause, as some do on hold. */
	if (b->spare_ms + stat->skew_ms < -PAUSE_MS) {
		resync(p, stat, PLAYOUT_ADAPTIVE);
	}
}

static void judge(struct playout *p, const struct rtpstat *stat,
	struct seqtrack *seq, const struct playout_packet *in,
	enum playout_model model)
{
	struct playout_buffer *b = &p->buffer[model];
	double delay = b->spare_ms + stat->skew_ms;
	bool late = delay < -EQUAL_MS;
	bool early = delay > models[model].capacity_ms + EQUAL_MS;

	if (in->sid && (late || early)) {
		put_apart(b, stat); /* late is better than never */
		return;
	}
	if ((late && dry_too_long(b, stat, in, model, -delay)) ||
		(early && count_run(b, stat, true) > RUN_MOST)) {
		resync(p, stat, model);
	} else if (late || early) {
		b->late += late;
		b->early += early;
		put_apart(b, stat);
		seqtrack_drop(seq, model, in->sequence);
		return;
	}
	b->delay_max_ms = fmax(b->delay_max_ms, b->spare_ms + stat->skew_ms);
}

/* At once, as soon as a packet is late or nearly so. */
static void grow(struct playout *p, const struct rtpstat *stat)
{
	struct playout_buffer *b = &p->buffer[PLAYOUT_ADAPTIVE];
	double spare =
		fmin(NEAR_MS - stat->skew_ms, MOST_MS - fastest(p));

	if (spare > b->spare_ms) {
		close_stretch(b, stat, true);
		b->spare_ms = spare;
	}
}

static void set_band(const struct playout *p, double *low_ms, double *high_ms)
{
	double low = fmax(p->low_ms[1],
		NEAR_MS - p->buffer[PLAYOUT_ADAPTIVE].spare_ms);
	double high = p->high_ms[1];

	for (unsigned i = 0; i < PLAYOUT_MODELS; i++) {
		const struct playout_buffer *b = &p->buffer[i];
		double most = fmin(b->delay_max_ms, models[i].capacity_ms);
		low = fmax(low, -b->spare_ms);
		high = fmin(high, most - b->spare_ms);
	}
	*low_ms = low;
	*high_ms = high;
}

void playout_add(struct playout *p, const struct rtpstat *stat,
	struct seqtrack *seq, const struct playout_packet *in, double *low_ms,
	double *high_ms)
{
	bool other = in->noise || in->place == SEQ_DUPLICATE ||
		     in->place == SEQ_STALE;

	*low_ms = -HUGE_VAL;
	*high_ms = HUGE_VAL;
	if (!in->media) {
		if (p->begun) {
			set_band(p, low_ms, high_ms);
		}
		return;
	}
	bool moved = p->begun && p->anchor_ts != stat->anchor_ts;
	if (!p->begun || (moved && !other) || in->place == SEQ_RESTART) {
		begin(p, stat);
	} else if (!other && is_talkspurt(p, stat, in)) {
		talkspurt(p, stat);
	}
	if (other) {
		for (unsigned i = 0; i < PLAYOUT_MODELS; i++) {
			put_apart(&p->buffer[i], stat);
		}
	} else {
		p->low_ms[1] = fmin(p->low_ms[1], stat->skew_ms);
		p->high_ms[1] = fmax(p->high_ms[1], stat->skew_ms);
		for (unsigned i = 0; i < PLAYOUT_MODELS; i++) {
			judge(p, stat, seq, in, (enum playout_model)i);
		}
		grow(p, stat);
	}
	if (in->place == SEQ_STALE || (moved && other)) {
		*low_ms = HUGE_VAL; /* the packet after it tells */
	} else {
		set_band(p, low_ms, high_ms);
	}
}

/* A fixed buffer plays at the sender's rate: how far the fastest packet's skew
 * went since the anchor, the playout time goes too, as far as clocks can drift.
 * The fastest one, because queues delay the others. */
static void follow(struct playout_buffer *b, const struct rtpstat *stat,
	double fast_ms)
{
	if (b->ticks < 2) { /* the interval of the anchor is no whole one */
		b->clock_ms = fast_ms;
		b->followed_ms = 0;
		b->ticks++;
		return;
	}
	double move = b->clock_ms - fast_ms - b->followed_ms;
	move = fmin(fmax(move, -FOLLOW_MOST_MS), FOLLOW_MOST_MS);
	close_stretch(b, stat, true);
	b->followed_ms += move;
	b->spare_ms += move;
}

static void shrink(struct playout *p, const struct rtpstat *stat)
{
	struct playout_buffer *b = &p->buffer[PLAYOUT_ADAPTIVE];
	double less = fmin(b->spare_ms - wanted(p, stat), SHRINK_MS);

	if (less > 0) {
		close_stretch(b, stat, true);
		b->spare_ms -= less;
	}
}

void playout_tick(struct playout *p, const struct rtpstat *stat)
{
	if (!p->begun || p->low_ms[1] > p->high_ms[1]) {
		return; /* nothing was played since the last one */
	}
	follow(&p->buffer[PLAYOUT_60], stat, p->high_ms[1]);
	follow(&p->buffer[PLAYOUT_200], stat, p->high_ms[1]);
	shrink(p, stat);
	p->low_ms[0] = p->low_ms[1];
	p->high_ms[0] = p->high_ms[1];
	p->low_ms[1] = HUGE_VAL;
	p->high_ms[1] = -HUGE_VAL;
}

uint64_t playout_discarded(const struct playout *p, enum playout_model model)
{
	return (uint64_t)p->buffer[model].late + p->buffer[model].early;
}

struct maybe playout_delay_ms(const struct playout *p,
	const struct rtpstat *stat, enum playout_model model)
{
	struct playout_buffer b = p->buffer[model];

	close_stretch(&b, stat, true);
	return p->begun && b.played
		       ? maybe_of(b.delay_sum_ms / (double)b.played)
		       : MAYBE_UNKNOWN;
}

struct maybe playout_delay_max_ms(const struct playout *p,
	const struct rtpstat *stat, enum playout_model model)
{
	struct playout_buffer b = p->buffer[model];

	close_stretch(&b, stat, true);
	return p->begun && b.played ? maybe_of(b.delay_max_ms) : MAYBE_UNKNOWN;
}
