/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Speex; the RTP clock alone tells its three bands apart. No published Ie.
 */
#include "codecs/codec.h"

const struct codec codec_speex = {
	.name = "speex",
	.title = "Speex, narrowband",
	.label = "speex",
	.aliases = "speex8 speex/8000",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.frame_ms = 20,
	.source = "RFC 5574",
};

const struct codec codec_speex_uwb = {
	.name = "speex",
	.title = "Speex, ultra-wideband",
	.label = "speex",
	.aliases = "speex32 speex/32000",
	.kind = CODEC_AUDIO,
	.band = BAND_FULL,
	.static_pt = -1,
	.clock_hz = 32000,
	.sample_hz = 32000,
	.frame_ms = 20,
	.source = "RFC 5574",
};

const struct codec codec_speex_wb = {
	.name = "speex",
	.title = "Speex, wideband",
	.label = "speex",
	.aliases = "speex16 speex/16000",
	.kind = CODEC_AUDIO,
	.band = BAND_WIDE,
	.static_pt = -1,
	.clock_hz = 16000,
	.sample_hz = 16000,
	.frame_ms = 20,
	.source = "RFC 5574",
};
