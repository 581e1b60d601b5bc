/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Uncompressed audio.
 */
#include "codecs/codec.h"

/* Network byte order, the channels of a moment side by side. */
static int decode(
	struct decoder *d, struct slice payload, int16_t *pcm, size_t room)
{
	size_t step = 2U * d->channels;
	size_t count = payload.n / step;

	if (payload.n % step || count > room) {
		return -1;
	}
	for (size_t i = 0; i < count; i++) {
		int sum = 0;
		for (size_t k = 0; k < step; k += 2) {
			uint8_t high = (uint8_t)payload.p[i * step + k];
			uint8_t low = (uint8_t)payload.p[i * step + k + 1];
			sum += (int16_t)(uint16_t)(high << 8 | low);
		}
		pcm[i] = (int16_t)(sum / d->channels);
	}
	return (int)count;
}

static int open_stereo(struct decoder *d)
{
	d->channels = 2;
	return 0;
}

static const struct decoder_kind decoder = {.decode = decode};
static const struct decoder_kind stereo_decoder = {
	.open = open_stereo, .decode = decode};

const struct codec codec_l16 = {
	.name = "L16",
	.title = "linear 16 bit, mono",
	.label = "16-bit audio, monaural",
	.aliases = "linear16",
	.kind = CODEC_AUDIO,
	.band = BAND_FULL,
	.static_pt = 11,
	.clock_hz = 44100,
	.sample_hz = 44100,
	.bitrate = 705600,
	.source = "RFC 3551 clause 4.5.11",
	.decoder = &decoder,
};

const struct codec codec_l16_stereo = {
	.name = "L16",
	.title = "linear 16 bit, stereo",
	.label = "16-bit audio, stereo",
	.aliases = "",
	.kind = CODEC_AUDIO,
	.band = BAND_FULL,
	.static_pt = 10,
	.clock_hz = 44100,
	.sample_hz = 44100,
	.bitrate = 1411200,
	.source = "RFC 3551 clause 4.5.11",
	.decoder = &stereo_decoder,
};
