/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Uncompressed audio.
 */
#include "codecs/codec.h"

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
};
