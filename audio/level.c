/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The active level is method B of P.56: the signal is smoothed twice, and for each
 * of fifteen thresholds it is counted how long it was above, pauses of 0.2 s
 * included. The threshold that lies 15.9 dB below the level it leads to is the
 * one; between two thresholds it is interpolated.
 */
#include "audio/level.h"

#include <math.h>
#include <stdlib.h>

#define FULL_SCALE 32768.0
/* P.56 table 1: time constant, hangover, margin. */
#define TIME_CONSTANT_S 0.03
#define HANGOVER_S      0.2
#define MARGIN_DB       15.9
/* The highest step of G.711: A-law 32256, mu-law 32124. */
#define CLIP_AT 32124
/* Samples in a row at full scale from which it is clipping: a sine of a kHz that
 * just touches it has one or two. */
#define CLIP_RUN 3
/* Power of a window below which it is silence, -60 dBov: comfort noise and
 * microphones at rest lie below, the softest speech above. A heuristic. */
#define SILENCE_POWER (FULL_SCALE * FULL_SCALE * 1e-6)
/* The smallest steps of G.711 are 8 from nothing: idle A-law is 8 or -8. */
#define IDLE_STEP 8

void level_rate(struct level *level, uint32_t rate_hz)
{
	level->rate_hz = rate_hz;
	level->decay = exp(-1.0 / (TIME_CONSTANT_S * rate_hz));
	level->hangover = (uint32_t)(HANGOVER_S * rate_hz);
}

void level_init(struct level *level, uint32_t rate_hz)
{
	*level = (struct level){0};
	level_rate(level, rate_hz);
	for (unsigned j = 0; j < LEVEL_STEPS; j++) {
		level->hang[j] = level->hangover;
	}
}

static void add_active(struct level *l, double magnitude)
{
	l->p = l->decay * l->p + (1 - l->decay) * magnitude;
	l->q = l->decay * l->q + (1 - l->decay) * l->p;
	for (unsigned j = 0; j < LEVEL_STEPS; j++) {
		if (l->q >= (double)(1U << j)) {
			l->active[j]++;
			l->hang[j] = 0;
		} else if (l->hang[j] < l->hangover) {
			l->active[j]++;
			l->hang[j]++;
		}
	}
}

static void add_clip(struct level *l, int magnitude)
{
	if (magnitude < CLIP_AT) {
		l->run = 0;
		return;
	}
	l->run++;
	if (l->run > l->run_max) {
		l->run_max = l->run;
	}
	if (l->run == CLIP_RUN) {
		l->clips++;
		l->clipped += CLIP_RUN;
	} else if (l->run > CLIP_RUN) {
		l->clipped++;
	}
}

void level_add(struct level *level, const int16_t *pcm, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int magnitude = abs((int)pcm[i]);
		level->sum += pcm[i];
		level->squares += (double)pcm[i] * pcm[i];
		if (magnitude > level->peak) {
			level->peak = magnitude;
		}
		add_clip(level, magnitude);
		add_active(level, magnitude);
	}
	level->count += count;
}

enum level_kind level_window(
	struct level *level, const int16_t *pcm, size_t count)
{
	enum level_kind kind = LEVEL_DIGITAL;
	double squares = 0;

	for (size_t i = 0; i < count; i++) {
		/* One value throughout: the code of no signal, of whatever
		 * sign. Live inputs waver. */
		if (pcm[i] != pcm[0] || abs((int)pcm[i]) > IDLE_STEP) {
			kind = LEVEL_NOISE;
		}
		squares += (double)pcm[i] * pcm[i];
	}
	if (kind == LEVEL_NOISE && squares >= SILENCE_POWER * (double)count) {
		kind = LEVEL_SOUND;
	}
	level->windows[kind]++;
	return kind;
}

static struct maybe decibel(double power)
{
	return power > 0 ? maybe_of(10 * log10(power)) : MAYBE_UNKNOWN;
}

struct maybe level_rms(const struct level *level)
{
	if (level->count == 0) {
		return MAYBE_UNKNOWN;
	}
	return decibel(level->squares / (double)level->count /
		       (FULL_SCALE * FULL_SCALE));
}

struct maybe level_peak(const struct level *level)
{
	return decibel(level->peak / FULL_SCALE * (level->peak / FULL_SCALE));
}

struct maybe level_dc_pct(const struct level *level)
{
	if (level->count == 0) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of(
		100 * level->sum / (double)level->count / FULL_SCALE);
}

struct maybe level_share_pct(const struct level *level, enum level_kind kind)
{
	uint64_t all = level->windows[LEVEL_SOUND] +
		       level->windows[LEVEL_NOISE] +
		       level->windows[LEVEL_DIGITAL];

	if (all == 0) {
		return MAYBE_UNKNOWN;
	}
	return maybe_of(100.0 * (double)level->windows[kind] / (double)all);
}

struct maybe level_active(const struct level *level, double *ret_share)
{
	double before = 0, before_above = 0;

	/* Idle codes are power, too, and would lead to a level of their own. */
	if (level->windows[LEVEL_SOUND] == 0) {
		return MAYBE_UNKNOWN;
	}
	for (unsigned j = 0; j < LEVEL_STEPS; j++) {
		if (level->active[j] == 0) {
			break;
		}
		/* dB over one unit squared, as is the threshold. */
		double a = 10 * log10(level->squares /
				      (double)level->active[j]);
		double above = a - 20 * log10((double)(1U << j));
		if (above <= MARGIN_DB) {
			double part = 0;
			if (j > 0 && before_above > above) {
				part = (before_above - MARGIN_DB) /
				       (before_above - above);
				a = before + (a - before) * part;
			}
			double all = 10 * log10(level->squares /
						(double)level->count);
			*ret_share = fmin(1, pow(10, (all - a) / 10));
			return maybe_of(a - 20 * log10(FULL_SCALE));
		}
		before = a;
		before_above = above;
	}
	return MAYBE_UNKNOWN;
}
