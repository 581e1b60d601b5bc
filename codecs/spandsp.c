/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.722, G.726 and GSM full rate by spandsp. Its decoders believe the length
 * they are given, and the one of GSM takes whole frames for granted: both are
 * made sure of here. None of them conceals; a gap is silence.
 */
#include "codecs/spandsp.h"

#ifdef HAVE_SPANDSP

#include "codecs/codec.h"

#include <spandsp.h>

/* RFC 3551 clause 4.5.8.1: 33 bytes that begin with 1101. */
#define GSM_BYTES     33
#define GSM_SAMPLES   160
#define GSM_SIGNATURE 0xd

static const uint8_t *bytes_of(struct slice payload)
{
	return (const uint8_t *)payload.p;
}

static int g722_open(struct decoder *d)
{
	d->state = g722_decode_init(NULL, 64000, 0);
	return d->state ? 0 : -1;
}

static int g722_samples(
	struct decoder *d, struct slice payload, int16_t *pcm, size_t room)
{
	if (payload.n > room / 2) {
		return -1;
	}
	return g722_decode(d->state, pcm, bytes_of(payload), (int)payload.n);
}

static void g722_close(struct decoder *d)
{
	if (d->state) {
		(void)g722_decode_free(d->state);
	}
}

static int open_g726(struct decoder *d, int packing)
{
	d->state = g726_init(NULL, (int)d->codec->bitrate,
		G726_ENCODING_LINEAR, packing);
	return d->state ? 0 : -1;
}

/* RFC 3551 clause 4.5.4: the first sample in the least significant bits. */
static int g726_open(struct decoder *d)
{
	return open_g726(d, G726_PACKING_RIGHT);
}

/* ITU-T I.366.2 Annex E: in the most significant ones. */
static int aal2_open(struct decoder *d)
{
	return open_g726(d, G726_PACKING_LEFT);
}

static int g726_samples(
	struct decoder *d, struct slice payload, int16_t *pcm, size_t room)
{
	size_t bits = d->codec->bitrate / 8000;

	/* One more: what was left of the payload before may complete one. */
	if (payload.n * 8 / bits + 1 > room) {
		return -1;
	}
	return g726_decode(d->state, pcm, bytes_of(payload), (int)payload.n);
}

static void g726_close(struct decoder *d)
{
	if (d->state) {
		(void)g726_free(d->state);
	}
}

static int gsm_open(struct decoder *d)
{
	d->state = gsm0610_init(NULL, GSM0610_PACKING_VOIP);
	return d->state ? 0 : -1;
}

static int gsm_samples(
	struct decoder *d, struct slice payload, int16_t *pcm, size_t room)
{
	size_t frames = payload.n / GSM_BYTES;

	if (payload.n % GSM_BYTES || frames > room / GSM_SAMPLES) {
		return -1;
	}
	for (size_t i = 0; i < frames; i++) {
		if ((uint8_t)payload.p[i * GSM_BYTES] >> 4 != GSM_SIGNATURE) {
			return -1;
		}
	}
	for (size_t i = 0; i < frames; i++) {
		(void)gsm0610_decode(d->state, pcm + i * GSM_SAMPLES,
			bytes_of(payload) + i * GSM_BYTES, GSM_BYTES);
	}
	return (int)(frames * GSM_SAMPLES);
}

static void gsm_close(struct decoder *d)
{
	if (d->state) {
		(void)gsm0610_free(d->state);
	}
}

const struct decoder_kind spandsp_g722 = {
	.rate_hz = 16000,
	.open = g722_open,
	.decode = g722_samples,
	.close = g722_close,
};

const struct decoder_kind spandsp_g726 = {
	.rate_hz = 8000,
	.open = g726_open,
	.decode = g726_samples,
	.close = g726_close,
};

const struct decoder_kind spandsp_g726_aal2 = {
	.rate_hz = 8000,
	.open = aal2_open,
	.decode = g726_samples,
	.close = g726_close,
};

const struct decoder_kind spandsp_gsm = {
	.rate_hz = 8000,
	.open = gsm_open,
	.decode = gsm_samples,
	.close = gsm_close,
};

#else

#define WITHOUT "this build is without spandsp"

const struct decoder_kind spandsp_g722 = {.missing = WITHOUT};
const struct decoder_kind spandsp_g726 = {.missing = WITHOUT};
const struct decoder_kind spandsp_g726_aal2 = {.missing = WITHOUT};
const struct decoder_kind spandsp_gsm = {.missing = WITHOUT};

#endif
