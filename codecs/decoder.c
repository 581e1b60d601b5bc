/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is the same for every codec: limits, and the codec that has no table. */
#include "codecs/decoder.h"

#include "codecs/codec.h"

#include <string.h>

/* Rates of sound; a clock outside is damage or no audio. */
#define RATE_LEAST 4000
#define RATE_MOST  192000

const char *decoder_missing(const struct codec *codec)
{
	if (!codec) {
		return "the codec is not known";
	}
	if (codec->kind != CODEC_AUDIO) {
		return "it is no sound";
	}
	if (!codec->decoder) {
		return "there is no decoder for this codec";
	}
	return codec->decoder->missing;
}

int decoder_open(struct decoder *ret, const struct codec *codec,
	uint32_t clock_hz, uint8_t channels)
{
	const struct decoder_kind *kind = codec->decoder;

	*ret = (struct decoder){
		.codec = codec,
		.rate_hz = kind->rate_hz ? kind->rate_hz : clock_hz,
		.channels = channels ? channels : 1,
	};
	if (ret->rate_hz < RATE_LEAST || ret->rate_hz > RATE_MOST) {
		return -1;
	}
	return kind->open ? kind->open(ret) : 0;
}

int decoder_decode(
	struct decoder *d, struct slice payload, int16_t *pcm, size_t room)
{
	if (!payload.p || room > DECODER_ROOM) {
		return -1;
	}
	return d->codec->decoder->decode(d, payload, pcm, room);
}

int decoder_conceal(struct decoder *d, int16_t *pcm, size_t samples)
{
	if (samples > DECODER_ROOM) {
		samples = DECODER_ROOM;
	}
	if (d->codec->decoder->conceal) {
		return d->codec->decoder->conceal(d, pcm, samples);
	}
	memset(pcm, 0, samples * sizeof(*pcm));
	return (int)samples;
}

void decoder_close(struct decoder *d)
{
	if (d->codec && d->codec->decoder->close) {
		d->codec->decoder->close(d);
	}
	*d = (struct decoder){0};
}
