/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.722.1, 7 kHz audio at 24 or 32 kbit/s. What circulates as its Ie was not found
 * in a source: it has no score.
 */
#include "codecs/codec.h"

const struct codec codec_g7221 = {
	.name = "G7221",
	.title = "G.722.1",
	.label = "G7221",
	.aliases = "G.722.1 G722.1 Siren7",
	.kind = CODEC_AUDIO,
	.band = BAND_WIDE,
	.static_pt = -1,
	.clock_hz = 16000,
	.sample_hz = 16000,
	.frame_ms = 20,
	.source = "ITU-T G.722.1; RFC 5577",
};
