/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.723.1 at 5.3 or 6.3 kbit/s, which may change with every frame. The published
 * loss figure is the one of 6.3 kbit/s.
 */
#include "codecs/codec.h"

const struct codec codec_g723 = {
	.name = "G723",
	.title = "G.723.1",
	.label = "g723",
	.aliases = "G.723 G723.1 G.723.1 G7231",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = 4,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.frame_ms = 30,
	.ie = {15, true},
	.bpl = {16.1, true},
	.ie_source = "ITU-T G.113 App. I table I.4, sure: 6.3 kbit/s with VAD, "
		"30 ms; Ie is 19 at 5.3 kbit/s",
	.source = "ITU-T G.723.1; RFC 3551 clause 4.5.3",
};
