/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.729 by bcg729. A payload is frames of 10 bytes, and last may come one of 2
 * bytes that describes the silence to follow (RFC 3551 clause 4.5.6). The library
 * takes one frame at a time and believes its length.
 */
#include "codecs/bcg729.h"

#ifdef HAVE_BCG729

#include <bcg729/decoder.h>

#define FRAME_BYTES   10
#define SILENCE_BYTES 2
#define FRAME_SAMPLES 80

static int open_g729(struct decoder *d)
{
	d->state = initBcg729DecoderChannel();
	return d->state ? 0 : -1;
}

static int decode(
	struct decoder *d, struct slice payload, int16_t *pcm, size_t room)
{
	size_t frames = payload.n / FRAME_BYTES;
	size_t rest = payload.n % FRAME_BYTES;
	const uint8_t *p = (const uint8_t *)payload.p;

	if ((rest != 0 && rest != SILENCE_BYTES) ||
		frames + 1 > room / FRAME_SAMPLES) {
		return -1;
	}
	for (size_t i = 0; i < frames; i++) {
		bcg729Decoder(d->state, p + i * FRAME_BYTES, FRAME_BYTES, 0, 0,
			0, pcm + i * FRAME_SAMPLES);
	}
	if (rest) {
		bcg729Decoder(d->state, p + frames * FRAME_BYTES,
			SILENCE_BYTES, 0, 1, 0, pcm + frames * FRAME_SAMPLES);
		frames++;
	}
	return (int)(frames * FRAME_SAMPLES);
}

/* An erased frame; after one of silence it is more of the same noise. */
static int conceal(struct decoder *d, int16_t *pcm, size_t samples)
{
	size_t frames = samples / FRAME_SAMPLES;

	for (size_t i = 0; i < frames; i++) {
		bcg729Decoder(
			d->state, NULL, 0, 1, 0, 0, pcm + i * FRAME_SAMPLES);
	}
	return (int)(frames * FRAME_SAMPLES);
}

static void close_g729(struct decoder *d)
{
	if (d->state) {
		closeBcg729DecoderChannel(d->state);
	}
}

const struct decoder_kind bcg729_g729 = {
	.rate_hz = 8000,
	.open = open_g729,
	.decode = decode,
	.conceal = conceal,
	.close = close_g729,
};

#else

const struct decoder_kind bcg729_g729 = {
	.missing = "this build is without bcg729"};

#endif
