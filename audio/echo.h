/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does what one side says come back from the other? Two streams of opposite
 * directions are laid on the clock of the capture, and in each it is looked for
 * the other's sound of up to two seconds before.
 *
 *   x  ──────▓▓▓▓▓──────────────────>     one direction passes here
 *   y  <───────────·····▒▒▒▒▒───────     and comes back: later, weaker
 *             |<- delay ->|
 */
#ifndef EARSHOT_AUDIO_ECHO_H
#define EARSHOT_AUDIO_ECHO_H

#include "audio/fft.h"
#include "lib/maybe.h"
#include "lib/ns.h"

#include <stdint.h>

/* Samples at 8 kHz: of a block, of what is searched, of what is kept. */
#define ECHO_BLOCK  16384
#define ECHO_SPAN   (2 * ECHO_BLOCK)
#define ECHO_KEPT   (ECHO_SPAN + ECHO_BLOCK / 2)
#define ECHO_TAPS   96
#define ECHO_VOTES  256

/* What is worked with; one for all pairs. */
struct echo_tools {
	struct fft_value twiddles[ECHO_SPAN / 2];
	struct fft_value x[ECHO_SPAN], y[ECHO_SPAN];
	float window[ECHO_BLOCK];
};

/* One direction, and what was found of it in the other. */
struct echo_side {
	int16_t ring[ECHO_KEPT];
	int64_t begin, head; /* the first sample, and behind the last */
	uint32_t blocks;  /* in which there was something to come back */
	uint32_t votes;	  /* of them: it did, after lags[] */
	uint16_t lags[ECHO_VOTES];
	double self[ECHO_TAPS], cross[ECHO_TAPS]; /* correlations */
};

struct echo {
	ns_t origin;
	int64_t next; /* the next block's first sample */
	struct echo_side sides[2];
};

enum echo_kind {
	ECHO_UNKNOWN, /* too little was said to tell */
	ECHO_NONE,    /* nothing was heard to come back */
	ECHO_FOUND,
	ECHO_LOOP, /* all of it, not weaker: no echo of a telephone */
};

struct echo_result {
	enum echo_kind kind;
	uint32_t blocks, votes; /* votes: for this delay */
	bool sure;		/* most blocks agree, or many */
	double delay_ms, delay_min_ms, delay_max_ms;
	struct maybe attenuation_db; /* of what comes back */
};

/** echo_tools_create - or NULL when memory ran out; free with free(). */
struct echo_tools *echo_tools_create(void);

/** echo_create - @origin: no sound is of before. NULL when memory ran out; free with
 * free(). */
struct echo *echo_create(ns_t origin);

/**
 * echo_add - @count samples of 8 kHz at @pcm, of direction @side, 0 or 1, that
 * passed @at. @tools: to work with. Sound that overlaps what is there is left out.
 */
void echo_add(struct echo *echo, struct echo_tools *tools, unsigned side,
	ns_t at, const int16_t *pcm, size_t count);

/** echo_finish - no more sound: look at what is left, with @tools. */
void echo_finish(struct echo *echo, struct echo_tools *tools);

/** echo_judge - how the sound of direction @side came back in the other one. */
struct echo_result echo_judge(const struct echo *echo, unsigned side);

#endif
