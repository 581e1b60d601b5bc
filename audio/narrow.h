/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sound of any multiple of 8 kHz brought down to 8 kHz: what looks for tones and
 * echoes needs the telephone's band only.
 */
#ifndef EARSHOT_AUDIO_NARROW_H
#define EARSHOT_AUDIO_NARROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NARROW_HZ 8000
/* 48 kHz. */
#define NARROW_FACTOR 6
#define NARROW_TAPS   (16 * NARROW_FACTOR)

struct narrow {
	uint32_t rate_hz;
	unsigned factor, taps; /* factor 0: the rate does not fit */
	unsigned phase;	       /* samples until the next that is given */
	unsigned at;	       /* where the next sample goes */
	int16_t history[NARROW_TAPS];
	float filter[NARROW_TAPS];
};

/** narrow_init - begin with samples of @rate_hz; false when it is no multiple of 8000
 * up to six. */
bool narrow_init(struct narrow *narrow, uint32_t rate_hz);

/**
 * narrow_add - @count samples at @pcm.
 * @ret: gets the samples at 8 kHz; room for @count / factor + 1
 * Returns how many.
 */
size_t narrow_add(struct narrow *narrow, const int16_t *pcm, size_t count,
	int16_t *ret);

#endif
