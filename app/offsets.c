/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every two places are compared: by the packets they share, else by the legs of
 * calls. From the first place the offsets are carried on along the ways whose
 * uncertainties add up to least (Dijkstra; there are few places).
 */
#include "app/offsets.h"

#include <math.h>
#include <stdlib.h>

#define PRINTS_MOST ((size_t)1 << 16)
/* What a way costs whose uncertainty is not known: more than any that is. */
#define OPEN_COST ((ns_t)1 << 50)

/* One place: what all of its files saw. */
struct site {
	struct prints media, other;
	const struct legs **legs;
	size_t legs_count;
};

struct pairs {
	struct clocks_pair *items;
	size_t count, cap;
	bool failed;
};

static void keep_pair(
	void *context, const struct print *a, const struct print *b)
{
	struct pairs *p = context;

	if (p->count == p->cap) {
		size_t cap = p->cap ? p->cap * 2 : 1024;
		struct clocks_pair *items =
			realloc(p->items, cap * sizeof(*items));
		if (!items) {
			p->failed = true;
			return;
		}
		p->items = items;
		p->cap = cap;
	}
	int hops = a->ttl - b->ttl;
	p->items[p->count++] = (struct clocks_pair){
		.a = a->ts,
		.b = b->ts,
		.way = a->way,
		.back = a->back,
		.hops = (int8_t)((hops > 0) - (hops < 0)),
	};
}

/* What @b's clock shows more than @a's. */
static int measure(
	const struct site *a, const struct site *b, struct clocks_offset *ret)
{
	struct pairs p = {0};

	prints_pair(&a->media, &b->media, keep_pair, &p);
	prints_pair(&a->other, &b->other, keep_pair, &p);
	clocks_estimate(p.items, p.count, ret);
	free(p.items);
	if (p.failed) {
		return -1;
	}
	if (ret->basis != CLOCKS_UNKNOWN) {
		return 0;
	}
	return legs_offset(a->legs, a->legs_count, b->legs, b->legs_count, ret);
}

static int fill_sites(struct site *sites, const struct points *p,
	const struct survey *surveys, size_t files)
{
	bool failed = false;

	for (size_t k = 0; k < p->count; k++) {
		prints_init(&sites[k].media, PRINTS_MOST);
		prints_init(&sites[k].other, PRINTS_MOST);
		sites[k].legs = calloc(files, sizeof(*sites[k].legs));
		failed = failed || !sites[k].legs;
	}
	for (size_t i = 0; i < files && !failed; i++) {
		struct site *s = &sites[p->of_file[i]];
		prints_append(&s->media, &surveys[i].media);
		prints_append(&s->other, &surveys[i].other);
		s->legs[s->legs_count++] = &surveys[i].legs;
		failed = s->media.failed || s->other.failed;
	}
	for (size_t k = 0; k < p->count; k++) {
		prints_sort(&sites[k].media);
		prints_sort(&sites[k].other);
	}
	return failed ? -1 : 0;
}

static ns_t cost(const struct clocks_offset *c)
{
	ns_t u = clocks_uncertainty(c);

	if (c->basis == CLOCKS_UNKNOWN) {
		return CLOCKS_OPEN;
	}
	return u < 0 ? OPEN_COST : u;
}

/* @b against the reference, by way of @a whose offset is known. */
static struct clocks_offset carry(
	const struct clocks_offset *a, const struct clocks_offset *step)
{
	struct clocks_offset c = *step;
	bool low = a->low > -CLOCKS_OPEN && step->low > -CLOCKS_OPEN;
	bool high = a->high < CLOCKS_OPEN && step->high < CLOCKS_OPEN;

	if (a->basis == CLOCKS_REFERENCE) {
		return c;
	}
	c.offset = a->offset + step->offset;
	c.low = low ? a->low + step->low : -CLOCKS_OPEN;
	c.high = high ? a->high + step->high : CLOCKS_OPEN;
	c.drift_ppm = a->drift_ppm + step->drift_ppm;
	/* On the reference's clock; legs give no moment and no drift. */
	c.at = step->at ? step->at - a->offset : a->at;
	/* Each drift counts from its own moment. */
	c.offset += llrint((double)(c.at - a->at) * a->drift_ppm * 1e-6);
	/* The weaker of the two kinds of evidence is what it rests on. */
	c.basis = a->basis > step->basis ? a->basis : step->basis;
	return c;
}

/* Carry the offsets on from place 0 to all that can be reached. */
static void spread_out(struct points *p, const struct clocks_offset *between)
{
	ns_t best[BOOK_POINTS];
	bool done[BOOK_POINTS] = {false};
	size_t n = p->count;

	for (size_t k = 0; k < n; k++) {
		best[k] = k ? CLOCKS_OPEN : 0;
		p->points[k].clock.low = -CLOCKS_OPEN;
		p->points[k].clock.high = CLOCKS_OPEN;
	}
	p->points[0].clock = (struct clocks_offset){.basis = CLOCKS_REFERENCE};
	for (size_t round = 0; round < n; round++) {
		size_t at = n;
		for (size_t k = 0; k < n; k++) {
			if (!done[k] && best[k] < CLOCKS_OPEN &&
				(at == n || best[k] < best[at])) {
				at = k;
			}
		}
		if (at == n) {
			return;
		}
		done[at] = true;
		for (size_t k = 0; k < n; k++) {
			const struct clocks_offset *step = &between[at * n + k];
			ns_t sum = best[at] + cost(step);
			if (done[k] || cost(step) == CLOCKS_OPEN ||
				sum >= best[k]) {
				continue;
			}
			best[k] = sum;
			p->points[k].clock = carry(&p->points[at].clock, step);
			p->points[k].shared = step->pairs;
		}
	}
}

/* How far the offset between @a and @b, as it is used, may be wrong. */
static ns_t spread_of(const struct points *p, size_t a, size_t b,
	const struct clocks_offset *direct)
{
	const struct clocks_offset *x = &p->points[a].clock;
	const struct clocks_offset *y = &p->points[b].clock;

	if (a == b) {
		return 0;
	}
	if (clocks_uncertainty(direct) >= 0 &&
		direct->basis != CLOCKS_UNKNOWN && x->basis != CLOCKS_UNKNOWN &&
		y->basis != CLOCKS_UNKNOWN) {
		ns_t at = direct->at ? direct->at : x->at;
		ns_t used = clocks_shift(y, at + direct->offset) -
			    clocks_shift(x, at);
		ns_t low = used - direct->low;
		ns_t high = direct->high - used;
		return low > high ? low : high;
	}
	ns_t ux = clocks_uncertainty(x);
	ns_t uy = clocks_uncertainty(y);
	return ux < 0 || uy < 0 ? -1 : ux + uy;
}

static int measure_all(struct points *p, const struct site *sites,
	struct clocks_offset *between)
{
	size_t n = p->count;

	for (size_t a = 0; a < n; a++) {
		for (size_t b = a + 1; b < n; b++) {
			struct clocks_offset *c = &between[a * n + b];
			if (measure(&sites[a], &sites[b], c) != 0) {
				return -1;
			}
			between[b * n + a] = *c;
			clocks_reverse(&between[b * n + a]);
		}
	}
	spread_out(p, between);
	for (size_t a = 0; a < n; a++) {
		for (size_t b = 0; b < n; b++) {
			p->spread[a * n + b] =
				spread_of(p, a, b, &between[a * n + b]);
		}
	}
	return 0;
}

/* When each place listened, on the common clock. */
static void span(struct points *p, const struct survey *surveys, size_t files)
{
	for (size_t i = 0; i < files; i++) {
		struct report_point *r = &p->points[p->of_file[i]];
		const struct survey *s = &surveys[i];
		if (!s->frames) {
			continue;
		}
		ns_t first = s->first_ts - clocks_shift(&r->clock, s->first_ts);
		ns_t last = s->last_ts - clocks_shift(&r->clock, s->last_ts);
		r->span.first_ts = r->files && r->span.first_ts < first
					   ? r->span.first_ts
					   : first;
		r->span.last_ts = r->files && r->span.last_ts > last
					  ? r->span.last_ts
					  : last;
		r->files++;
		r->frames += s->frames;
	}
}

int offsets_measure(
	struct points *p, const struct survey *surveys, size_t files)
{
	struct site *sites = calloc(p->count, sizeof(*sites));
	struct clocks_offset *between =
		calloc(p->count * p->count, sizeof(*between));

	p->spread = calloc(p->count * p->count, sizeof(*p->spread));
	int rc = sites && between && p->spread ? 0 : -1;
	if (rc == 0) {
		rc = fill_sites(sites, p, surveys, files);
	}
	if (rc == 0) {
		rc = measure_all(p, sites, between);
		span(p, surveys, files);
	}
	for (size_t k = 0; sites && k < p->count; k++) {
		prints_finish(&sites[k].media);
		prints_finish(&sites[k].other);
		free(sites[k].legs);
	}
	free(sites);
	free(between);
	return rc;
}
