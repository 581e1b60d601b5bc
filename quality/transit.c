/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Delays between two points, summed up. */
#include "quality/transit.h"

#include <math.h>
#include <stdlib.h>

static double ms(ns_t t)
{
	return (double)t / 1e6;
}

static void keep(struct transit *t, ns_t delay)
{
	uint32_t stride = t->stride ? t->stride : 1;

	if (t->count % stride) {
		return;
	}
	if (t->kept == TRANSIT_SAMPLES) {
		for (uint32_t i = 0; i < TRANSIT_SAMPLES / 2; i++) {
			t->sample[i] = t->sample[2 * (size_t)i];
		}
		t->kept = TRANSIT_SAMPLES / 2;
		stride *= 2;
	}
	t->stride = stride;
	t->sample[t->kept++] = delay;
}

void transit_add(struct transit *t, ns_t delay)
{
	if (t->count == 0) {
		t->min = delay;
		t->max = delay;
	} else {
		double d = fabs(ms(delay - t->last));
		t->jitter_ms += (d - t->jitter_ms) / 16;
		t->jitter_sum_ms += t->jitter_ms;
	}
	t->min = delay < t->min ? delay : t->min;
	t->max = delay > t->max ? delay : t->max;
	t->last = delay;
	t->sum_ms += ms(delay);
	keep(t, delay);
	t->count++;
}

void transit_reverse(struct transit *t)
{
	ns_t min = t->min;

	t->min = -t->max;
	t->max = -min;
	t->last = -t->last;
	t->sum_ms = -t->sum_ms;
	for (uint32_t i = 0; i < t->kept; i++) {
		t->sample[i] = -t->sample[i];
	}
}

struct maybe transit_mean_ms(const struct transit *t)
{
	return t->count ? maybe_of(t->sum_ms / (double)t->count)
			: MAYBE_UNKNOWN;
}

static int by_delay(const void *a, const void *b)
{
	ns_t x = *(const ns_t *)a;
	ns_t y = *(const ns_t *)b;

	return (x > y) - (x < y);
}

struct maybe transit_percentile_ms(struct transit *t, double share)
{
	if (t->kept == 0) {
		return MAYBE_UNKNOWN;
	}
	qsort(t->sample, t->kept, sizeof(t->sample[0]), by_delay);
	/* Nearest rank: the least that so many do not exceed. */
	double rank = ceil(share * t->kept);
	size_t at = rank < 1 ? 0 : (size_t)rank - 1;
	return maybe_of(ms(t->sample[at < t->kept ? at : t->kept - 1]));
}

struct maybe transit_jitter_ms(const struct transit *t)
{
	return t->count > 1
		       ? maybe_of(t->jitter_sum_ms / (double)(t->count - 1))
		       : MAYBE_UNKNOWN;
}
