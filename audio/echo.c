/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each block of some two seconds is compared with the other direction by
 * cross-correlation of their phases alone (the generalised one with phase
 * transform): what two voices or two pieces of music have in common is loudness and
 * tones, not phases, so only a copy gives a peak. A peak high over the noise is
 * a vote for its delay. Chance may give one vote; an echo gives many for the same
 * delay, and that decides. A pure tone has too few frequencies to vote at all.
 *
 * How much comes back is the power of y that x explains through the best filter
 * of 12 ms (Wiener's), from the blocks that voted: an acoustic echo is a cluster
 * of reflections and no single one.
 */
#include "audio/echo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RATE 8000
#define HOP  (ECHO_BLOCK / 2)
/* The telephone's band, in bins. */
#define BIN_FROM (200 * (ECHO_SPAN / RATE))
#define BIN_TO	 (3400 * (ECHO_SPAN / RATE))
/* No endpoint gives back a packet sooner than this, samples. */
#define LAG_LEAST (RATE / 200)
/* Mean power over a block below which there is nothing to come back, and below which
 * nothing came: -50 and -75 dBov. */
#define POWER_SAID  1e-5
#define POWER_HEARD 3e-8
/* Of the strongest frequency: -50 dB. And so many frequencies must be stronger, of
 * 13000: a tone has a dozen. */
#define POWER_FLOOR 1e-5F
#define USED_LEAST  1300
/* Height of a peak in standard deviations of the noise around it. Of 16000
 * lags of noise the highest has 4 to 6. */
#define PEAK_LEAST 8.0
/* What repeats, a tone or a melody, has other peaks as high, and may be a copy
 * of itself: the second one, so many samples away, must be lower by this. */
#define SECOND_MOST 0.75F
/* Votes within so many samples are for one delay: 10 ms. */
#define CLUSTER 80
/* Blocks from which it may be said that nothing came back. */
#define BLOCKS_LEAST 5
/* So many votes, and so many of all blocks, make an echo; more make it sure.
 * Blocks overlap by half, so one sound may give three. */
#define VOTES_LEAST 4
#define SHARE_LEAST 0.15
#define VOTES_SURE  6
#define SHARE_SURE  0.5
/* Taps of the filter before the peak. */
#define TAPS_BEFORE 16
/* Less than this is no echo that a line or a room makes, dB. */
#define LOOP_BELOW_DB 3.0

struct echo_tools *echo_tools_create(void)
{
	struct echo_tools *t = calloc(1, sizeof(*t));

	if (!t) {
		return NULL;
	}
	fft_twiddles(t->twiddles, ECHO_SPAN);
	for (size_t i = 0; i < ECHO_BLOCK; i++) {
		t->window[i] =
			(float)(0.5 - 0.5 * cos(2 * 3.14159265358979323846 *
					      (double)i / ECHO_BLOCK));
	}
	return t;
}

struct echo *echo_create(ns_t origin)
{
	struct echo *e = calloc(1, sizeof(*e));

	if (e) {
		e->origin = origin;
	}
	return e;
}

static float sample(const struct echo_side *s, int64_t at)
{
	if (at >= s->head || at < 0 || at < s->head - ECHO_KEPT) {
		return 0;
	}
	return s->ring[at % ECHO_KEPT];
}

static double load(const struct echo_side *s, int64_t from, size_t n,
	struct fft_value *ret)
{
	double power = 0;

	for (size_t i = 0; i < ECHO_SPAN; i++) {
		float v = i < n ? sample(s, from + (int64_t)i) / 32768.0F : 0;
		ret[i] = (struct fft_value){v, 0};
		power += (double)v * (double)v;
	}
	return power / (double)n;
}

static float power_of(struct fft_value v)
{
	return v.re * v.re + v.im * v.im;
}

/*
 * The phases of conj(x) y in the band, into x; nothing outside, and nothing where x
 * has next to nothing: there are the errors of its codec, which repeat when it
 * does. Returns how many frequencies that leaves.
 */
static unsigned phases(struct fft_value *x, const struct fft_value *y)
{
	float floor = 0;
	unsigned used = 0;

	for (size_t k = BIN_FROM; k < BIN_TO; k++) {
		floor = fmaxf(floor, power_of(x[k]) * POWER_FLOOR);
	}
	for (size_t k = 0; k <= ECHO_SPAN / 2; k++) {
		struct fft_value c = {0, 0};
		if (k >= BIN_FROM && k < BIN_TO && power_of(x[k]) > floor) {
			c.re = x[k].re * y[k].re + x[k].im * y[k].im;
			c.im = x[k].re * y[k].im - x[k].im * y[k].re;
			float size = hypotf(c.re, c.im);
			c.re = size > 0 ? c.re / size : 0;
			c.im = size > 0 ? c.im / size : 0;
			used++;
		}
		x[k] = c;
		if (k > 0 && k < ECHO_SPAN / 2) {
			x[ECHO_SPAN - k] = (struct fft_value){c.re, -c.im};
		}
	}
	return used;
}

/* Correlations of the block at @from around @lag, added to those of @side. */
static void correlate(
	struct echo *e, struct echo_tools *t, unsigned side, unsigned lag)
{
	struct echo_side *s = &e->sides[side];
	size_t n = ECHO_BLOCK + ECHO_TAPS;

	(void)load(s, e->next, n, t->x);
	(void)load(&e->sides[1 - side], e->next + lag - TAPS_BEFORE, n, t->y);
	for (size_t j = 0; j < ECHO_TAPS; j++) {
		double self = 0, cross = 0;
		for (size_t i = 0; i < ECHO_BLOCK; i++) {
			double x = (double)(t->window[i] * t->x[i].re);
			self += x * (double)t->x[i + j].re;
			cross += x * (double)t->y[i + j].re;
		}
		s->self[j] += self;
		s->cross[j] += cross;
	}
}

/* The lag of the highest peak that is not near @but. */
static unsigned highest(const struct fft_value *x, unsigned but)
{
	unsigned lag = LAG_LEAST;
	float most = 0;

	for (unsigned d = LAG_LEAST; d < ECHO_BLOCK; d++) {
		/* The sign may be turned on the way. */
		if (fabsf(x[d].re) > most &&
			(d + CLUSTER < but || d > but + CLUSTER)) {
			most = fabsf(x[d].re);
			lag = d;
		}
	}
	return lag;
}

static void look(struct echo *e, struct echo_tools *t, unsigned side)
{
	struct echo_side *s = &e->sides[side];
	const struct echo_side *other = &e->sides[1 - side];

	/* Where a stream begins and ends is an edge, and both may end together. */
	if (e->next < s->begin || e->next + ECHO_BLOCK > s->head ||
		load(s, e->next, ECHO_BLOCK, t->x) < POWER_SAID) {
		return;
	}
	s->blocks++;
	if (s->votes == ECHO_VOTES ||
		load(other, e->next, ECHO_SPAN, t->y) < POWER_HEARD) {
		return;
	}
	for (size_t i = 0; i < ECHO_BLOCK; i++) {
		t->x[i].re *= t->window[i];
	}
	/* The ends fade, so that they are no edge with phases of its own. */
	for (size_t i = 0; i < ECHO_BLOCK / 4; i++) {
		float fade = t->window[2 * i];
		t->y[i].re *= fade;
		t->y[ECHO_SPAN - 1 - i].re *= fade;
	}
	fft(t->x, t->twiddles, ECHO_SPAN, -1);
	fft(t->y, t->twiddles, ECHO_SPAN, -1);
	unsigned used = phases(t->x, t->y);
	fft(t->x, t->twiddles, ECHO_SPAN, 1);
	unsigned lag = highest(t->x, ECHO_SPAN);
	unsigned second = highest(t->x, lag);
	float most = fabsf(t->x[lag].re);
	/* Parseval: all bins have size one. */
	double noise = sqrt(2.0 * used);
	if (used >= USED_LEAST && (double)most >= PEAK_LEAST * noise &&
		fabsf(t->x[second].re) < SECOND_MOST * most) {
		s->lags[s->votes++] = (uint16_t)lag;
		correlate(e, t, side, lag);
	}
}

static void step(struct echo *e, struct echo_tools *t)
{
	look(e, t, 0);
	look(e, t, 1);
	e->next += HOP;
}

static int64_t least_head(const struct echo *e)
{
	return e->sides[0].head < e->sides[1].head ? e->sides[0].head
						   : e->sides[1].head;
}

static int64_t most_head(const struct echo *e)
{
	return e->sides[0].head > e->sides[1].head ? e->sides[0].head
						   : e->sides[1].head;
}

/* Makes room for samples up to @to. Behind a long silence begins a new part. */
static void make_room(
	struct echo *e, struct echo_tools *t, int64_t from, int64_t to)
{
	if (from > most_head(e) + 4 * ECHO_KEPT) {
		echo_finish(e, t);
		e->next = from;
		for (unsigned i = 0; i < 2; i++) {
			memset(e->sides[i].ring, 0, sizeof(e->sides[i].ring));
			e->sides[i].begin = from;
			e->sides[i].head = from;
		}
	}
	while (to > e->next + ECHO_KEPT) {
		step(e, t);
	}
}

void echo_add(struct echo *echo, struct echo_tools *tools, unsigned side,
	ns_t at, const int16_t *pcm, size_t count)
{
	struct echo_side *s = &echo->sides[side];
	int64_t from = (at - echo->origin) / (NS_PER_S / RATE);

	if (from < s->head) {
		size_t over = (size_t)(s->head - from);
		/* Times are rounded: a sample or two are no overlap. */
		if (over > 2) {
			over = over < count ? over : count;
			pcm += over;
			count -= over;
		}
		from = s->head;
	}
	if (count == 0) {
		return;
	}
	if (s->head == 0) {
		s->begin = from;
	}
	make_room(echo, tools, from, from + (int64_t)count);
	for (int64_t i = s->head; i < from; i++) {
		s->ring[i % ECHO_KEPT] = 0;
	}
	for (size_t i = 0; i < count; i++) {
		s->ring[(from + (int64_t)i) % ECHO_KEPT] = pcm[i];
	}
	s->head = from + (int64_t)count;
	while (least_head(echo) >= echo->next + ECHO_SPAN) {
		step(echo, tools);
	}
}

void echo_finish(struct echo *echo, struct echo_tools *tools)
{
	while (echo->next < least_head(echo)) {
		step(echo, tools);
	}
}

/* The window of CLUSTER samples with most votes: its first lag and how many. */
static uint32_t cluster(const struct echo_side *s, unsigned *ret_first)
{
	uint32_t best = 0;

	for (uint32_t i = 0; i < s->votes; i++) {
		uint32_t n = 0;
		for (uint32_t k = 0; k < s->votes; k++) {
			n += s->lags[k] >= s->lags[i] &&
			     s->lags[k] < s->lags[i] + CLUSTER;
		}
		if (n > best) {
			best = n;
			*ret_first = s->lags[i];
		}
	}
	return best;
}

/*
 * Power that the best filter explains, over that of x: Levinson's recursion for
 * the symmetric Toeplitz system self * h = cross. A little white noise keeps it
 * from dividing by nothing.
 */
static double explained(const struct echo_side *s)
{
	double r0 = s->self[0] * (1 + 1e-5);
	double a[ECHO_TAPS] = {1}, h[ECHO_TAPS] = {0}, error = r0, sum = 0;

	if (!(r0 > 0)) {
		return 0;
	}
	h[0] = s->cross[0] / r0;
	for (unsigned m = 1; m < ECHO_TAPS; m++) {
		double k = 0, q = s->cross[m], before[ECHO_TAPS];
		for (unsigned i = 0; i < m; i++) {
			k -= a[i] * s->self[m - i];
			q -= h[i] * s->self[m - i];
		}
		k /= error;
		memcpy(before, a, sizeof(before));
		a[m] = 0;
		for (unsigned i = 1; i <= m; i++) {
			a[i] += k * before[m - i];
		}
		error *= 1 - k * k;
		if (!(error > r0 * 1e-9)) {
			break;
		}
		for (unsigned i = 0; i <= m; i++) {
			h[i] += q / error * a[m - i];
		}
	}
	for (unsigned i = 0; i < ECHO_TAPS; i++) {
		sum += h[i] * s->cross[i];
	}
	return sum / r0;
}

struct echo_result echo_judge(const struct echo *echo, unsigned side)
{
	const struct echo_side *s = &echo->sides[side];
	struct echo_result r = {.blocks = s->blocks};
	unsigned first = 0;

	r.votes = cluster(s, &first);
	if (r.votes < VOTES_LEAST || r.votes < SHARE_LEAST * s->blocks) {
		r.kind = s->blocks < BLOCKS_LEAST ? ECHO_UNKNOWN : ECHO_NONE;
		return r;
	}
	double sum = 0;
	unsigned last = first;
	for (uint32_t i = 0; i < s->votes; i++) {
		if (s->lags[i] >= first && s->lags[i] < first + CLUSTER) {
			sum += s->lags[i];
			last = s->lags[i] > last ? s->lags[i] : last;
		}
	}
	r.delay_ms = sum / r.votes * 1000 / RATE;
	r.delay_min_ms = first * 1000.0 / RATE;
	r.delay_max_ms = last * 1000.0 / RATE;
	r.sure = r.votes >= VOTES_SURE || r.votes >= SHARE_SURE * s->blocks;
	double share = explained(s);
	if (share > 0) {
		r.attenuation_db = maybe_of(-10 * log10(share));
	}
	bool loop = r.attenuation_db.known &&
		    r.attenuation_db.v < LOOP_BELOW_DB;
	r.kind = loop ? ECHO_LOOP : ECHO_FOUND;
	return r;
}
