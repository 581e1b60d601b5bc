/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.711, the codec every telephone has. Whether its receiver conceals loss is
 * not on the wire: G.113 gives both figures. Concealment is taken, because every
 * receiver of the last twenty years has some; what it would be without is kept
 * beside it.
 */
#include "codecs/codec.h"

#include "lib/attr.h"

static const struct codec_rating ratings[] = {
	{
		.bitrate = 64000,
		.ie = {0, FIGURE_PUBLISHED},
		.bpl = {25.1, FIGURE_PUBLISHED},
		.bpl_bare = {4.3, FIGURE_PUBLISHED},
		.source = "ITU-T G.113 App. I table I.4: Bpl 25.1 with loss "
			"concealment by G.711 App. I, 4.3 without any",
	},
};

/*
 * One byte is sign, segment and step, with the bits inverted that make idle
 * lines keep changing: every second one (A-law), all (mu-law). The samples of
 * the standard, 13 and 14 bit, are scaled to 16.
 */
static int16_t alaw(uint8_t byte)
{
	unsigned code = byte ^ 0x55U;
	unsigned segment = code >> 4 & 7U;
	int value = (int)((code & 15U) << 4) + 8;

	if (segment > 0) {
		value = (value + 0x100) * (1 << (segment - 1));
	}
	return (int16_t)(code & 0x80U ? value : -value);
}

static int16_t ulaw(uint8_t byte)
{
	unsigned code = ~(unsigned)byte & 0xffU;
	int value = (int)((code & 15U) << 3) + 0x84;

	value = value * (1 << (code >> 4 & 7U)) - 0x84;
	return (int16_t)(code & 0x80U ? -value : value);
}

static int decode_alaw(
	struct decoder *d, struct slice payload, int16_t *pcm, size_t room)
{
	(void)d;
	if (payload.n > room) {
		return -1;
	}
	for (size_t i = 0; i < payload.n; i++) {
		pcm[i] = alaw((uint8_t)payload.p[i]);
	}
	return (int)payload.n;
}

static int decode_ulaw(
	struct decoder *d, struct slice payload, int16_t *pcm, size_t room)
{
	(void)d;
	if (payload.n > room) {
		return -1;
	}
	for (size_t i = 0; i < payload.n; i++) {
		pcm[i] = ulaw((uint8_t)payload.p[i]);
	}
	return (int)payload.n;
}

static const struct decoder_kind alaw_decoder = {.decode = decode_alaw};
static const struct decoder_kind ulaw_decoder = {.decode = decode_ulaw};

const struct codec codec_pcma = {
	.name = "PCMA",
	.title = "G.711 A-law",
	.label = "g711A",
	.aliases = "G711A G.711A alaw G711-A g711alaw",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = 8,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.bitrate = 64000,
	.ratings = ratings,
	.rating_count = COUNT_OF(ratings),
	.source = "ITU-T G.711; RFC 3551 clause 4.5.14",
	.decoder = &alaw_decoder,
};

const struct codec codec_pcmu = {
	.name = "PCMU",
	.title = "G.711 mu-law",
	.label = "g711U",
	.aliases = "G711 G.711 G711U G.711U G711MU ulaw mulaw g711ulaw",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = 0,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.bitrate = 64000,
	.ratings = ratings,
	.rating_count = COUNT_OF(ratings),
	.source = "ITU-T G.711; RFC 3551 clause 4.5.14",
	.decoder = &ulaw_decoder,
};
