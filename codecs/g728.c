/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.728, low delay CELP.
 */
#include "codecs/codec.h"

#include "lib/attr.h"

static const struct codec_rating ratings[] = {
	{
		.bitrate = 16000,
		.ie = {7, FIGURE_PUBLISHED},
		.bpl = {17, FIGURE_DERIVED},
		.source = "Ie: ITU-T G.113 App. I table I.1; Bpl, not "
			"published there, by one program that names PacketCable",
	},
};

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
	.ratings = ratings,
	.rating_count = COUNT_OF(ratings),
	.source = "ITU-T G.728; RFC 3551 clause 4.5.5",
};
