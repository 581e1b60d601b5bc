/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Payloads into samples. A codec that can be decoded has a const table of
 * functions (`struct decoder_kind`); a decoder is one use of it, with the memory
 * that most codecs have from frame to frame.
 *
 * Samples are one channel of 16 bit, full scale 32768; of several channels it is
 * the mean. All bytes of a payload are hostile: whatever they are, nothing is read
 * or written past its end, and what cannot be of the codec is refused.
 */
#ifndef EARSHOT_CODECS_DECODER_H
#define EARSHOT_CODECS_DECODER_H

#include "lib/slice.h"

#include <stdint.h>

struct codec;

/* Most samples of one payload: a second at 48 kHz. */
#define DECODER_ROOM 48000

struct decoder {
	const struct codec *codec;
	uint32_t rate_hz;	/* of the samples */
	uint8_t channels;	/* in the payload */
	void *state;		/* of the codec; NULL: needs none */
};

struct decoder_kind {
	const char *missing; /* the library that this build is without; NULL: it
				can decode, and @decode is there */
	uint32_t rate_hz;    /* of the samples; 0: as the RTP clock */
	/** open - make @d->state; NULL: there is none. Returns 0 or -1. */
	int (*open)(struct decoder *d);
	/** decode - see decoder_decode. */
	int (*decode)(struct decoder *d, struct slice payload, int16_t *pcm,
		size_t room);
	/** conceal - see decoder_conceal; NULL: silence. */
	int (*conceal)(struct decoder *d, int16_t *pcm, size_t samples);
	/** close - free @d->state; NULL: nothing to free. */
	void (*close)(struct decoder *d);
};

/**
 * decoder_missing - why @codec (NULL: unknown) cannot be decoded, in words that
 * follow "not decoded: "; NULL when it can.
 */
const char *decoder_missing(const struct codec *codec);

/**
 * decoder_open - begin to decode @codec, for which decoder_missing is NULL.
 * @ret: close with decoder_close, also after a failure
 * @clock_hz: RTP clock; @channels: as the SDP states, 0: not stated
 * Returns 0, or -1 when memory ran out or the clock is no rate of sound.
 * Allocates: what the codec needs.
 */
int decoder_open(struct decoder *ret, const struct codec *codec,
	uint32_t clock_hz, uint8_t channels);

/**
 * decoder_decode - one payload.
 * @pcm: gets the samples; @room: how many fit, at most DECODER_ROOM
 * Returns how many samples there are, 0 or more, or -1 when @payload is not of
 * this codec or does not fit; then nothing of @pcm holds. Allocates: no.
 * Source: the payload format that the codec's table cites.
 */
int decoder_decode(struct decoder *d, struct slice payload, int16_t *pcm,
	size_t room);

/**
 * decoder_conceal - fill a gap as a receiver would, and tell the codec.
 * @pcm: gets @samples samples
 * Returns how many are there: the codec's frames may not fit exactly.
 */
int decoder_conceal(struct decoder *d, int16_t *pcm, size_t samples);

/** decoder_close - free; a zero decoder is allowed. */
void decoder_close(struct decoder *d);

#endif
