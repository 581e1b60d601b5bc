/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opus; its RTP clock is 48000 whatever the audio is (RFC 7587 clause 4.1).
 */
#include "codecs/codec.h"

#include "codecs/libopus.h"

const struct codec codec_opus = {
	.name = "opus",
	.title = "Opus",
	.label = "opus",
	.aliases = "",
	.kind = CODEC_AUDIO,
	.band = BAND_FULL,
	.static_pt = -1,
	.clock_hz = 48000,
	.sample_hz = 48000,
	.source = "RFC 6716; RFC 7587",
	.decoder = &libopus_opus,
};
