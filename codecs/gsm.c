/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GSM full rate and enhanced full rate.
 */
#include "codecs/codec.h"

#include "codecs/spandsp.h"

const struct codec codec_gsm = {
	.name = "GSM",
	.title = "GSM full rate",
	.label = "GSM",
	.aliases = "GSM-FR GSM0610",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = 3,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.frame_ms = 20,
	.bitrate = 13000,
	.ie = {20, true},
	.ie_source = "ITU-T G.113 App. I table I.1, sure; no Bpl published",
	.source = "GSM 06.10; RFC 3551 clause 4.5.8",
	.decoder = &spandsp_gsm,
};

const struct codec codec_gsm_efr = {
	.name = "GSM-EFR",
	.title = "GSM enhanced full rate",
	.label = "GSM-EFR",
	.aliases = "EFR GSMEFR",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.frame_ms = 20,
	.bitrate = 12200,
	.ie = {5, true},
	.bpl = {10.0, true},
	.ie_source = "ITU-T G.113 App. I table I.4, sure",
	.source = "GSM 06.60; RFC 3551 clause 4.5.9",
};
