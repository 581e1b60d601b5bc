/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * AMR and AMR-WB. The rate may change with every frame. G.113 has no row for AMR;
 * its highest mode is GSM-EFR, whose figures stand in for it.
 */
#include "codecs/codec.h"

const struct codec codec_amr = {
	.name = "AMR",
	.title = "AMR",
	.label = "AMR",
	.aliases = "AMR-NB",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.frame_ms = 20,
	.ie = {5, true},
	.bpl = {10.0, true},
	.ie_source = "estimate: mode 12.2 kbit/s taken, which is GSM-EFR "
		"(ITU-T G.113 App. I table I.4); lower modes sound worse",
	.source = "3GPP TS 26.071; RFC 4867",
};

const struct codec codec_amr_wb = {
	.name = "AMR-WB",
	.title = "AMR wideband (G.722.2)",
	.label = "AMR-WB",
	.aliases = "G722.2 G.722.2 AMRWB",
	.kind = CODEC_AUDIO,
	.band = BAND_WIDE,
	.static_pt = -1,
	.clock_hz = 16000,
	.sample_hz = 16000,
	.frame_ms = 20,
	.source = "ITU-T G.722.2; RFC 4867",
};
