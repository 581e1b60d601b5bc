/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DVI4, IMA ADPCM at 4 bits a sample, has a payload type for each of four rates,
 * and VDVI is the same with variable length codes.
 */
#include "codecs/codec.h"

const struct codec codec_dvi4 = {
	.name = "DVI4",
	.title = "DVI4, 8 kHz",
	.label = "DVI4 8k",
	.aliases = "DVI4/8000",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = 5,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.bitrate = 32000,
	.source = "RFC 3551 clause 4.5.1",
};

const struct codec codec_dvi4_11025 = {
	.name = "DVI4",
	.title = "DVI4, 11.025 kHz",
	.label = "DVI4 11k",
	.aliases = "DVI4/11025",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = 16,
	.clock_hz = 11025,
	.sample_hz = 11025,
	.bitrate = 44100,
	.source = "RFC 3551 clause 4.5.1",
};

const struct codec codec_dvi4_16000 = {
	.name = "DVI4",
	.title = "DVI4, 16 kHz",
	.label = "DVI4 16k",
	.aliases = "DVI4/16000",
	.kind = CODEC_AUDIO,
	.band = BAND_WIDE,
	.static_pt = 6,
	.clock_hz = 16000,
	.sample_hz = 16000,
	.bitrate = 64000,
	.source = "RFC 3551 clause 4.5.1",
};

const struct codec codec_dvi4_22050 = {
	.name = "DVI4",
	.title = "DVI4, 22.05 kHz",
	.label = "DVI4 22k",
	.aliases = "DVI4/22050",
	.kind = CODEC_AUDIO,
	.band = BAND_WIDE,
	.static_pt = 17,
	.clock_hz = 22050,
	.sample_hz = 22050,
	.bitrate = 88200,
	.source = "RFC 3551 clause 4.5.1",
};

const struct codec codec_vdvi = {
	.name = "VDVI",
	.title = "VDVI",
	.label = "VDVI",
	.aliases = "",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.source = "RFC 3551 clause 4.5.17",
};
