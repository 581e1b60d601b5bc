/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goertzel filters at the eight frequencies over windows of 12.75 ms. A window
 * holds a digit when one low and one high frequency stand out of their groups,
 * together have nearly all power of the window, are as loud as Q.24 wants and
 * differ no more. A voice does that for one window now and then, but not for the
 * five that a digit must have: at least some 35 ms are taken, 20 ms are not.
 *
 * The window is as short as it is because a frequency may be off by 1.5 %, and
 * off by 3.5 % must not be taken: a longer one would lose the first.
 */
#include "audio/dtmf.h"

#include <math.h>

/* ITU-T Q.24 table A.1, the AT&T column: 0 to -25 dBm a frequency are taken, below
 * -55 are not; the limit between is ours. 0 dBm0 is -6.2 dBov. */
#define LEAST_DBOV -36.0
/* High over low at most 4 dB, low over high at most 8; 1 dB more, because a
 * frequency that is off costs as much here. */
#define TWIST_HIGH_DB 5.0
#define TWIST_LOW_DB  9.0
/* Share of the window's power in both sines; once in a digit, and always. */
#define PURE_ONCE  0.75
#define PURE_LEAST 0.65
/* Over the next of its group. Windows this short blur neighbours: -8 dB. */
#define APART_DB 5.0
/* Windows of a digit. Q.24: 40 ms are taken, 20 ms are not. */
#define HITS_LEAST 5
#define MISSES_MOST 2

static const double frequencies[8] = {
	697, 770, 852, 941, 1209, 1336, 1477, 1633}; /* ITU-T Q.23 */
static const char digits[] = "123A456B789C*0#D";

void dtmf_init(struct dtmf *dtmf, dtmf_heard *heard, void *context)
{
	*dtmf = (struct dtmf){.heard = heard, .context = context};
}

/* Power of the sine of @hz in the window, of full scale. */
static double goertzel(const int16_t *x, double hz)
{
	double turn = 2 * cos(2 * 3.14159265358979323846 * hz / 8000);
	double s1 = 0, s2 = 0;

	for (unsigned i = 0; i < DTMF_WINDOW; i++) {
		double s = x[i] / 32768.0 + turn * s1 - s2;
		s2 = s1;
		s1 = s;
	}
	double square = s1 * s1 + s2 * s2 - turn * s1 * s2;
	/* (2/N |X|)^2 / 2: of a sine of amplitude a it is a^2/2. */
	return 2 * square / (DTMF_WINDOW * (double)DTMF_WINDOW);
}

/* The strongest of four, or -1 when the second is too near. */
static int strongest(const double *power)
{
	int best = 0;

	for (int i = 1; i < 4; i++) {
		best = power[i] > power[best] ? i : best;
	}
	for (int i = 0; i < 4; i++) {
		if (i != best &&
			power[i] > power[best] * pow(10, -APART_DB / 10)) {
			return -1;
		}
	}
	return best;
}

/* The digit in the window, or 0. */
static char look(const int16_t *x, struct dtmf_digit *ret, double *pure)
{
	double power[8], all = 0;

	for (unsigned i = 0; i < DTMF_WINDOW; i++) {
		all += x[i] / 32768.0 * (x[i] / 32768.0) / DTMF_WINDOW;
	}
	if (all < pow(10, LEAST_DBOV / 10)) {
		return 0;
	}
	for (unsigned i = 0; i < 8; i++) {
		power[i] = goertzel(x, frequencies[i]);
	}
	int low = strongest(power);
	int high = strongest(power + 4);
	if (low < 0 || high < 0) {
		return 0;
	}
	ret->low_dbov = 10 * log10(power[low]);
	ret->high_dbov = 10 * log10(power[4 + high]);
	double twist = ret->high_dbov - ret->low_dbov;
	*pure = (power[low] + power[4 + high]) / all;
	if (*pure < PURE_LEAST || twist > TWIST_HIGH_DB ||
		-twist > TWIST_LOW_DB || ret->low_dbov < LEAST_DBOV ||
		ret->high_dbov < LEAST_DBOV) {
		return 0;
	}
	return digits[4 * low + high];
}

static void end(struct dtmf *d)
{
	if (d->now.digit && d->hits >= HITS_LEAST && d->pure >= PURE_ONCE) {
		d->heard(d->context, &d->now);
	}
	d->now.digit = 0;
}

static void judge(struct dtmf *d)
{
	struct dtmf_digit seen = {0};
	double pure = 0;
	char digit = look(d->window, &seen, &pure);

	if (d->now.digit && digit != d->now.digit) {
		if (digit || ++d->misses >= MISSES_MOST) {
			end(d);
		}
	}
	if (!digit) {
		return;
	}
	if (!d->now.digit) {
		d->now = seen;
		d->now.digit = digit;
		/* The tone fills most of the window; where it begins in it is
		 * not known, a quarter is the mean. */
		d->now.from = d->position - DTMF_WINDOW * 3 / 4;
		d->hits = 0;
		d->pure = 0;
	}
	d->hits++;
	d->misses = 0;
	d->pure = fmax(d->pure, pure);
	d->now.low_dbov = fmax(d->now.low_dbov, seen.low_dbov);
	d->now.high_dbov = fmax(d->now.high_dbov, seen.high_dbov);
	d->now.to = d->position - DTMF_WINDOW / 4;
}

void dtmf_add(struct dtmf *dtmf, const int16_t *pcm, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		dtmf->window[dtmf->fill++] = pcm[i];
		dtmf->position++;
		if (dtmf->fill < DTMF_WINDOW) {
			continue;
		}
		judge(dtmf);
		for (unsigned k = 0; k < DTMF_STEP; k++) {
			dtmf->window[k] = dtmf->window[k + DTMF_STEP];
		}
		dtmf->fill = DTMF_STEP;
	}
}

void dtmf_skip(struct dtmf *dtmf, uint64_t count)
{
	end(dtmf);
	dtmf->fill = 0;
	dtmf->position += count;
}

void dtmf_finish(struct dtmf *dtmf)
{
	end(dtmf);
}
