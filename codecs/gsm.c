/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * GSM full rate and enhanced full rate.
 */
#include "codecs/codec.h"

#include "codecs/spandsp.h"
#include "lib/attr.h"

static const struct codec_rating gsm_ratings[] = {
	{
		.bitrate = 13000,
		.ie = {20, FIGURE_PUBLISHED},
		.bpl = {10, FIGURE_DERIVED},
		.source = "Ie: ITU-T G.113 App. I table I.1; Bpl, not "
			"published, is that of GSM-EFR, which repeats and mutes "
			"lost frames alike (GSM 06.11, 06.61)",
	},
};

static const struct codec_rating efr_ratings[] = {
	{
		.bitrate = 12200,
		.ie = {5, FIGURE_PUBLISHED},
		.bpl = {10, FIGURE_PUBLISHED},
		.source = "ITU-T G.113 App. I table I.4",
	},
};

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
	.ratings = gsm_ratings,
	.rating_count = COUNT_OF(gsm_ratings),
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
	.ratings = efr_ratings,
	.rating_count = COUNT_OF(efr_ratings),
	.source = "GSM 06.60; RFC 3551 clause 4.5.9",
};
