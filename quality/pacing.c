/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The limits below are ours. Of 64 spaces of pure chance a period explains a
 * tenth of the variance or two, a rule nearly all of it: anything between would
 * do.
 */
#include "quality/pacing.h"

#include <math.h>
#include <stddef.h>

#define UNIT_MS	     0.01 /* of a stored space */
#define EVEN_MS	     1.0  /* deviation below which spacing is even */
#define EXPLAINED    0.85 /* of the variance, by the place in the period */
#define ON_TICK	     0.8  /* mean cosine of the phase within a tick */
#define SAME_TICKS   0.9  /* more on one multiple: that is the packet time */
#define AT_ONCE	     0.25 /* of the mean space: sent together */
#define TRIES	     (4 * PACING_BLOCK)
#define LASTS	     10   /* packets; else the step is a silence */
#define TWO_PI	     6.283185307179586

/* Timers of operating systems: 100 Hz, and Windows' 64 Hz, which is often
 * rounded up to 16 ms. */
static const double ticks_ms[] = {10, 15.625, 16};

void pacing_look(struct pacing *p)
{
	p->active = true;
	p->count = 0;
	p->tried = 0;
}

struct block {
	double space_ms[PACING_BLOCK];
	double mean_ms, squares;
};

static void load(const struct pacing *p, struct block *b)
{
	b->mean_ms = 0;
	b->squares = 0;
	for (size_t i = 0; i < PACING_BLOCK; i++) {
		b->space_ms[i] = p->space[i] * UNIT_MS;
		b->mean_ms += b->space_ms[i] / PACING_BLOCK;
	}
	for (size_t i = 0; i < PACING_BLOCK; i++) {
		double d = b->space_ms[i] - b->mean_ms;
		b->squares += d * d;
	}
}

/* Fill @s with the mean spaces of period @period; how much that explains. */
static double explain(
	const struct block *b, unsigned period, struct pacing_sight *s, bool *at_once)
{
	double between = 0;
	unsigned together = 0;

	*s = (struct pacing_sight){.period = (uint8_t)period};
	for (unsigned place = 0; place < period; place++) {
		double sum = 0;
		unsigned n = 0;
		for (unsigned i = place; i < PACING_BLOCK; i += period) {
			sum += b->space_ms[i];
			n++;
		}
		double mean = sum / n;
		double d = mean - b->mean_ms;
		between += n * d * d;
		together += mean < AT_ONCE * b->mean_ms;
		if (place == 0 || mean < (double)s->least_ms) {
			s->least_ms = (float)mean;
		}
		if (place == 0 || mean > (double)s->most_ms) {
			s->most_ms = (float)mean;
		}
	}
	*at_once = together == period - 1;
	return between / b->squares;
}

/* How well the spaces are multiples of @tick_ms, of different ones; 0 to 1. */
static double on_tick(const struct block *b, double tick_ms)
{
	double sum = 0;
	unsigned times[16] = {0};
	unsigned most = 0;

	for (size_t i = 0; i < PACING_BLOCK; i++) {
		double ticks = b->space_ms[i] / tick_ms;
		size_t near = (size_t)(ticks + 0.5);
		sum += cos(TWO_PI * ticks) / PACING_BLOCK;
		if (near < 16 && ++times[near] > most) {
			most = times[near];
		}
	}
	return most > SAME_TICKS * PACING_BLOCK ? 0 : sum;
}

static enum pacing_shape judge(const struct block *b, struct pacing_sight *s)
{
	double best = 0;
	unsigned period = 2;
	bool at_once = false;

	*s = (struct pacing_sight){0};
	if (b->squares < EVEN_MS * EVEN_MS * PACING_BLOCK) {
		return PACING_EVEN;
	}
	while (period <= PACING_PERIOD &&
		explain(b, period, s, &at_once) < EXPLAINED) {
		period++;
	}
	if (period <= PACING_PERIOD && at_once) {
		return PACING_BURSTS;
	}
	if (period <= 3) {
		return PACING_PERIODIC;
	}
	struct pacing_sight tick = {0};
	for (size_t i = 0; i < sizeof(ticks_ms) / sizeof(ticks_ms[0]); i++) {
		double fit = on_tick(b, ticks_ms[i]);
		if (fit > best) {
			best = fit;
			tick.tick_ms = (float)ticks_ms[i];
		}
	}
	if (best >= ON_TICK) {
		*s = tick;
		return PACING_TIMER;
	}
	if (period <= PACING_PERIOD) {
		return PACING_PERIODIC;
	}
	*s = (struct pacing_sight){0};
	return PACING_IRREGULAR;
}

static void close_block(struct pacing *p)
{
	struct block b;
	struct pacing_sight s;

	load(p, &b);
	enum pacing_shape shape = judge(&b, &s);
	s.frame = p->frame;
	s.blocks = p->sight[shape].blocks + 1;
	if (s.blocks == 1) {
		p->sight[shape] = s;
	}
	p->sight[shape].blocks = s.blocks;
	p->blocks++;
	p->active = false;
}

/* @space_ms in whole units, as many as fit. */
static uint16_t stored(double space_ms)
{
	double units = space_ms / UNIT_MS + 0.5;

	if (units < 0.5) {
		return 0;
	}
	return units < UINT16_MAX ? (uint16_t)units : UINT16_MAX;
}

bool pacing_add(struct pacing *p, double space_ms, uint64_t frame, bool clean)
{
	if (!clean) {
		p->count = 0;
	} else {
		if (p->count == 0) {
			p->frame = frame;
		}
		p->space[p->count++] = stored(space_ms);
	}
	if (p->count == PACING_BLOCK) {
		close_block(p);
	} else if (++p->tried == TRIES) {
		p->active = false;
	}
	return p->active;
}

/* What it may be now was so from next_packets to @packets. */
static void settle(struct pacing *p, uint64_t packets)
{
	if (!(p->next_ms > 0) || packets < p->next_packets + LASTS) {
		return;
	}
	if (p->step_ms > 0 && fabs(p->next_ms - p->step_ms) > UNIT_MS &&
		p->changes++ == 0) {
		p->from_ms = p->step_ms;
		p->to_ms = p->next_ms;
		p->change_frame = p->next_frame;
	}
	p->step_ms = p->next_ms;
}

void pacing_step(
	struct pacing *p, double step_ms, uint64_t packets, uint64_t frame)
{
	settle(p, packets);
	p->next_ms = step_ms;
	p->next_packets = packets;
	p->next_frame = frame;
}

void pacing_finish(struct pacing *p, uint64_t packets)
{
	settle(p, packets);
}

enum pacing_shape pacing_shape(const struct pacing *p)
{
	for (unsigned i = PACING_EVEN; i < PACING_SHAPES; i++) {
		if (p->blocks && p->sight[i].blocks * 2 >= p->blocks) {
			return (enum pacing_shape)i;
		}
	}
	return p->blocks ? PACING_IRREGULAR : PACING_UNKNOWN;
}

const char *pacing_word(enum pacing_shape shape)
{
	static const char *const words[PACING_SHAPES] = {
		[PACING_UNKNOWN] = "unknown",
		[PACING_EVEN] = "even",
		[PACING_BURSTS] = "bursts",
		[PACING_PERIODIC] = "periodic",
		[PACING_TIMER] = "timer",
		[PACING_IRREGULAR] = "irregular",
	};

	return words[shape];
}
