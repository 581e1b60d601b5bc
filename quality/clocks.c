/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Three steps: throw out what is far from most, find the drift from the edges
 * of the differences over time, enclose the offset. Pairs are sorted in place
 * again and again, so that nothing is allocated.
 */
#include "quality/clocks.h"

#include <math.h>
#include <stdlib.h>

/* Differences of a packet's way are far below this, those of wrong pairs are
 * mostly above. Ours: no standard gives one. */
#define FAR (2 * NS_PER_S)
/* Quartz is within 100 ppm; two of them, the worst way. */
#define DRIFT_MOST 200e-6
/* Drift below what this span shows is lost in the delays. */
#define DRIFT_SPAN (60 * NS_PER_S)
#define WINDOWS    16
#define CLASSES    4
/* Both clocks are read in whole microseconds, mostly. */
#define RESOLUTION NS_PER_US

/* Pairs of two hosts in one direction, after sort_ways: a run of the array. */
struct run {
	struct clocks_pair *p;
	size_t n;
	int edge; /* 1: later at B, the least bounds; -1: earlier; 0: not told
		   */
};

static int cmp(ns_t x, ns_t y)
{
	return (x > y) - (x < y);
}

static ns_t difference(const struct clocks_pair *p)
{
	return p->b - p->a;
}

static int by_difference(const void *x, const void *y)
{
	return cmp(difference(x), difference(y));
}

/* Direction by direction, each in order of its differences. */
static int by_way(const void *x, const void *y)
{
	const struct clocks_pair *p = x;
	const struct clocks_pair *q = y;

	if (p->way != q->way) {
		return p->way < q->way ? -1 : 1;
	}
	if (p->back != q->back) {
		return p->back ? 1 : -1;
	}
	return by_difference(x, y);
}

static int by_time(const void *x, const void *y)
{
	return cmp(((const struct clocks_pair *)x)->a,
		((const struct clocks_pair *)y)->a);
}

static int by_value(const void *x, const void *y)
{
	double p = *(const double *)x;
	double q = *(const double *)y;

	return (p > q) - (p < q);
}

/* The time between the first and the last of @pairs, at A. */
static ns_t span_of(const struct clocks_pair *pairs, size_t n, ns_t *ret_first)
{
	ns_t last = pairs[0].a;

	*ret_first = pairs[0].a;
	for (size_t i = 1; i < n; i++) {
		*ret_first = pairs[i].a < *ret_first ? pairs[i].a : *ret_first;
		last = pairs[i].a > last ? pairs[i].a : last;
	}
	return last - *ret_first;
}

/* Keep what lies near the median. Returns how many. */
static size_t drop_far(struct clocks_pair *pairs, size_t n)
{
	size_t kept = 0;
	ns_t first;
	ns_t far = FAR + (ns_t)((double)span_of(pairs, n, &first) * DRIFT_MOST);

	qsort(pairs, n, sizeof(*pairs), by_difference);
	ns_t middle = difference(&pairs[n / 2]);
	for (size_t i = 0; i < n; i++) {
		if (llabs(difference(&pairs[i]) - middle) <= far) {
			pairs[kept++] = pairs[i];
		}
	}
	return kept;
}

/* The run that begins at @p. */
static struct run run_at(struct clocks_pair *p, size_t left)
{
	struct run r = {p, 1, 0};

	while (r.n < left && p[r.n].way == p->way && p[r.n].back == p->back) {
		r.n++;
	}
	return r;
}

/* One direction alone: its TTL tells where it came first, if routers lie
 * between. */
static int edge_by_hops(const struct run *r)
{
	int sum = 0;

	for (size_t i = 0; i < r->n; i++) {
		sum += (r->p[i].hops > 0) - (r->p[i].hops < 0);
	}
	return (sum > 0) - (sum < 0);
}

/*
 * The runs of the host pair at @p, at most two, with their edges; both stay in
 * order of their differences. Returns how many.
 */
static unsigned runs_at(struct clocks_pair *p, size_t left, struct run ret[2])
{
	ret[0] = run_at(p, left);
	ret[1] = (struct run){0};
	if (ret[0].n == left || p[ret[0].n].way != p->way) {
		ret[0].edge = edge_by_hops(&ret[0]);
		return 1;
	}
	ret[1] = run_at(p + ret[0].n, left - ret[0].n);
	ns_t m0 = difference(&ret[0].p[ret[0].n / 2]);
	ns_t m1 = difference(&ret[1].p[ret[1].n / 2]);
	ret[0].edge = m0 > m1 ? 1 : -1;
	ret[1].edge = -ret[0].edge;
	return 2;
}

/* Its edge of @r within windows of its time; returns how many windows. */
static unsigned edges_of(
	struct run *r, ns_t first, ns_t span, double t[], double d[])
{
	unsigned n = 0;
	size_t from = 0;

	qsort(r->p, r->n, sizeof(*r->p), by_time);
	for (unsigned w = 0; w < WINDOWS && from < r->n; w++) {
		ns_t end = first + span / WINDOWS * (w + 1);
		size_t to = from;
		while (to < r->n && (r->p[to].a < end || w + 1 == WINDOWS)) {
			to++;
		}
		if (to == from) {
			continue;
		}
		qsort(r->p + from, to - from, sizeof(*r->p), by_difference);
		size_t at = r->edge > 0   ? from
			    : r->edge < 0 ? to - 1
					  : from + (to - from) / 2;
		t[n] = (double)(r->p[at].a - first);
		d[n++] = (double)difference(&r->p[at]);
		from = to;
	}
	return n;
}

static double median(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_value);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* The edges of one class over time. */
struct line {
	double t[WINDOWS], d[WINDOWS];
	unsigned n;
};

/* How far a class's edges lie from a line of @slope through them: its noise. */
static double noise_of(const struct line *l, double slope)
{
	double r[WINDOWS];

	for (unsigned i = 0; i < l->n; i++) {
		r[i] = l->d[i] - slope * l->t[i];
	}
	double middle = median(r, l->n);
	for (unsigned i = 0; i < l->n; i++) {
		r[i] = fabs(r[i] - middle);
	}
	return median(r, l->n);
}

/* Median of the slopes between all windows of all classes; 0 when it does not
 * stand out of the noise. */
static double slope_of(const struct line lines[], unsigned count, ns_t span)
{
	double slopes[CLASSES * WINDOWS * (WINDOWS - 1) / 2];
	double noise = 0;
	size_t n = 0;

	for (unsigned k = 0; k < count; k++) {
		const struct line *l = &lines[k];
		for (unsigned i = 0; i < l->n; i++) {
			for (unsigned j = i + 1; j < l->n; j++) {
				slopes[n++] = (l->d[j] - l->d[i]) /
					      (l->t[j] - l->t[i]);
			}
		}
	}
	if (n < WINDOWS) {
		return 0;
	}
	double slope = median(slopes, n);
	for (unsigned k = 0; k < count; k++) {
		double here = noise_of(&lines[k], slope);
		noise = here > noise ? here : noise;
	}
	double moved = fabs(slope) * (double)span;
	bool plain = moved > 4 * noise && moved > 100e3; /* 0.1 ms */
	return plain && fabs(slope) <= DRIFT_MOST ? slope : 0;
}

/* What B's clock gains, as a fraction. */
static double drift_of(struct clocks_pair *pairs, size_t n, ns_t *ret_first)
{
	static const struct line none;
	struct line lines[CLASSES];
	unsigned count = 0;
	ns_t span = span_of(pairs, n, ret_first);

	if (span < DRIFT_SPAN) {
		return 0;
	}
	qsort(pairs, n, sizeof(*pairs), by_way);
	for (size_t i = 0; i < n && count < CLASSES;) {
		struct run runs[2];
		unsigned k = runs_at(pairs + i, n - i, runs);
		for (unsigned j = 0; j < k && count < CLASSES; j++) {
			struct line *l = &lines[count];
			*l = none;
			l->n = edges_of(&runs[j], *ret_first, span, l->t, l->d);
			count += l->n > 2;
		}
		i += runs[0].n + runs[1].n;
	}
	return slope_of(lines, count, span);
}

static void enclose(
	struct clocks_pair *pairs, size_t n, bool both, struct clocks_offset *c)
{
	for (size_t i = 0; i < n;) {
		struct run runs[2];
		unsigned k = runs_at(pairs + i, n - i, runs);
		for (unsigned j = 0; j < k && (k == 2) == both; j++) {
			const struct run *r = &runs[j];
			ns_t least = difference(&r->p[0]);
			ns_t most = difference(&r->p[r->n - 1]);
			if (r->edge > 0 && least < c->high) {
				c->high = least;
			} else if (r->edge < 0 && most > c->low) {
				c->low = most;
			}
		}
		i += runs[0].n + runs[1].n;
	}
}

static void conclude(
	struct clocks_pair *pairs, size_t n, struct clocks_offset *c)
{
	enclose(pairs, n, true, c);
	if (c->low == -CLOCKS_OPEN) {
		enclose(pairs, n, false, c);
	}
	if (c->low > c->high) { /* delays below what the clocks can show */
		ns_t low = c->low;
		c->low = c->high;
		c->high = low;
	}
	bool low = c->low > -CLOCKS_OPEN;
	bool high = c->high < CLOCKS_OPEN;
	c->basis = low && high ? CLOCKS_SHARED : CLOCKS_ONE_WAY;
	c->low -= low ? RESOLUTION : 0;
	c->high += high ? RESOLUTION : 0;
	if (low && high) {
		c->offset = c->low + (c->high - c->low) / 2;
	} else if (low || high) {
		c->offset = low ? c->low : c->high;
	} else {
		qsort(pairs, n, sizeof(*pairs), by_difference);
		c->offset = difference(&pairs[n / 2]);
	}
}

void clocks_estimate(
	struct clocks_pair *pairs, size_t count, struct clocks_offset *ret)
{
	*ret = (struct clocks_offset){
		.low = -CLOCKS_OPEN,
		.high = CLOCKS_OPEN,
	};
	if (count == 0) {
		return;
	}
	size_t n = drop_far(pairs, count);
	double drift = drift_of(pairs, n, &ret->at);
	for (size_t i = 0; i < n; i++) {
		pairs[i].b -= llrint(drift * (double)(pairs[i].a - ret->at));
	}
	ret->drift_ppm = drift * 1e6;
	ret->pairs = n;
	qsort(pairs, n, sizeof(*pairs), by_way);
	conclude(pairs, n, ret);
}

ns_t clocks_shift(const struct clocks_offset *c, ns_t b)
{
	double drift = c->drift_ppm * 1e-6;
	double since = (double)(b - c->offset - c->at);

	/* b = a + offset + drift (a - at), solved for a. */
	return c->offset +
	       (drift != 0 ? llrint(since * drift / (1 + drift)) : 0);
}

ns_t clocks_uncertainty(const struct clocks_offset *c)
{
	if (c->low == -CLOCKS_OPEN || c->high == CLOCKS_OPEN) {
		return -1;
	}
	return (c->high - c->low + 1) / 2;
}

void clocks_reverse(struct clocks_offset *c)
{
	ns_t low = c->low;

	c->at += c->offset;
	c->offset = -c->offset;
	c->low = -c->high;
	c->high = -low;
	c->drift_ppm = -c->drift_ppm;
}

const char *clocks_basis_text(enum clocks_basis basis)
{
	static const char *const text[] = {
		[CLOCKS_UNKNOWN] = "unknown",
		[CLOCKS_REFERENCE] = "same clock",
		[CLOCKS_SHARED] = "shared packets",
		[CLOCKS_ONE_WAY] = "shared packets, one direction",
		[CLOCKS_CAUSAL] = "causality",
	};

	return text[basis];
}

static int by_low(const void *x, const void *y)
{
	const struct clocks_interval *p = x;
	const struct clocks_interval *q = y;
	int low = cmp(p->low, q->low);

	return low ? low : cmp(p->high, q->high);
}

/* Places of agreement begin where some interval begins. A second place, apart
 * from the best and as good, leaves the offset unknown. */
size_t clocks_agree(struct clocks_interval *intervals, size_t count,
	struct clocks_interval *ret)
{
	size_t best = 0;
	bool tie = false;

	qsort(intervals, count, sizeof(*intervals), by_low);
	for (size_t i = 0; i < count; i++) {
		struct clocks_interval here = intervals[i];
		size_t n = 0;
		for (size_t k = 0; k < count; k++) {
			const struct clocks_interval *o = &intervals[k];
			if (o->low <= here.low && o->high >= here.low) {
				n++;
				here.high = o->high < here.high ? o->high
								: here.high;
			}
		}
		if (n > best) {
			best = n;
			tie = false;
			*ret = here;
		} else if (n == best && here.low > ret->high) {
			tie = true;
		}
	}
	return tie ? 0 : best;
}
