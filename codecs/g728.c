/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.728, low delay CELP.
 */
#include "codecs/codec.h"

const struct codec codec_g728 = {
	.name = "G728",
	.title = "G.728",
	.label = "g728",
	.aliases = "G.728",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = 15,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.frame_ms = 2.5,
	.bitrate = 16000,
	.ie = {7, true},
	.ie_source = "ITU-T G.113 App. I table I.1, sure; no Bpl published",
	.source = "ITU-T G.728; RFC 3551 clause 4.5.5",
};
