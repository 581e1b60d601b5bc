/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * EVS, narrowband to fullband at one RTP clock.
 */
#include "codecs/codec.h"

const struct codec codec_evs = {
	.name = "EVS",
	.title = "EVS",
	.label = "EVS",
	.aliases = "",
	.kind = CODEC_AUDIO,
	.band = BAND_FULL,
	.static_pt = -1,
	.clock_hz = 16000,
	.sample_hz = 48000,
	.frame_ms = 20,
	.source = "3GPP TS 26.445 annex A",
};
