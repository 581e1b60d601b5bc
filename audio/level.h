/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How loud a signal is: power, active speech level, peak, clipping, DC offset, and
 * what is silence. It takes samples as they come and keeps sums only.
 *
 * 0 dBov is the power of a square wave at full scale (ITU-T G.100.1), so a sine
 * at full scale has -3.01 dBov.
 */
#ifndef EARSHOT_AUDIO_LEVEL_H
#define EARSHOT_AUDIO_LEVEL_H

#include "lib/maybe.h"

#include <stddef.h>
#include <stdint.h>

/* Thresholds of the active level, a factor of two apart: 1 to 16384. */
#define LEVEL_STEPS 15

/* What 20 ms hold. */
enum level_kind {
	LEVEL_SOUND,   /* -60 dBov and more */
	LEVEL_NOISE,   /* less: silence, but of a live input */
	LEVEL_DIGITAL, /* nothing but the code of no signal */
};

struct level {
	uint32_t rate_hz;
	uint64_t count;
	double sum, squares;
	int peak;
	uint32_t run, run_max;	/* of samples at full scale */
	uint64_t clipped;	/* samples in runs of CLIP_RUN or more */
	uint64_t clips;		/* such runs */
	/* ITU-T P.56 method B */
	double decay, p, q;
	uint32_t hangover;
	uint64_t active[LEVEL_STEPS];
	uint32_t hang[LEVEL_STEPS];
	/* windows of 20 ms */
	uint64_t windows[LEVEL_DIGITAL + 1];
};

/** level_init - begin; @rate_hz: of the samples, above 0 */
void level_init(struct level *level, uint32_t rate_hz);

/** level_rate - what follows has @rate_hz, above 0: a stream changed its codec. */
void level_rate(struct level *level, uint32_t rate_hz);

/** level_add - account for the @count samples at @pcm. Allocates: no. */
void level_add(struct level *level, const int16_t *pcm, size_t count);

/** level_window - account for a window of 20 ms and say what it holds.
 * @pcm: @count samples */
enum level_kind level_window(
	struct level *level, const int16_t *pcm, size_t count);

/** level_rms - power of all samples, dBov; unknown without or when all are 0. */
struct maybe level_rms(const struct level *level);

/**
 * level_active - active speech level, dBov: the power while somebody speaks,
 * with pauses below 0.2 s; unknown when nothing is active.
 * @ret_share: how much of the time that is, 0 to 1
 * Source: ITU-T P.56 (12/2011) clause 6, method B.
 */
struct maybe level_active(const struct level *level, double *ret_share);

/** level_peak - the largest sample, dBov; unknown when all are 0. */
struct maybe level_peak(const struct level *level);

/** level_dc_pct - mean of all samples, percent of full scale. */
struct maybe level_dc_pct(const struct level *level);

/** level_share_pct - windows of @kind among all, percent. */
struct maybe level_share_pct(const struct level *level, enum level_kind kind);

#endif
