/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DTMF digits heard in the sound itself: two sines, one of four low and one of
 * four high frequencies (ITU-T Q.23), with the limits for receivers of Q.24.
 */
#ifndef EARSHOT_AUDIO_DTMF_H
#define EARSHOT_AUDIO_DTMF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 12.75 ms at 8 kHz, in steps of half of it. */
#define DTMF_WINDOW 102
#define DTMF_STEP   51

struct dtmf_digit {
	char digit;
	uint64_t from, to;	/* samples since the begin; to: behind the last */
	double low_dbov, high_dbov; /* of each sine, at its strongest */
};

/* Told of each digit when it has ended. */
typedef void dtmf_heard(void *context, const struct dtmf_digit *digit);

struct dtmf {
	int16_t window[DTMF_WINDOW];
	size_t fill;
	uint64_t position;	/* samples taken */
	struct dtmf_digit now;	/* being heard; digit 0: none */
	unsigned hits, misses;
	double pure;		/* its purest window: share of all power */
	dtmf_heard *heard;
	void *context;
};

/** dtmf_init - begin. @heard: who is told; @context: passed to it */
void dtmf_init(struct dtmf *dtmf, dtmf_heard *heard, void *context);

/** dtmf_add - listen to @count samples at @pcm, 8 kHz. Allocates: no. */
void dtmf_add(struct dtmf *dtmf, const int16_t *pcm, size_t count);

/** dtmf_skip - @count samples are missing: a digit ends there. */
void dtmf_skip(struct dtmf *dtmf, uint64_t count);

/** dtmf_finish - it is over: a digit that is being heard ends. */
void dtmf_finish(struct dtmf *dtmf);

#endif
