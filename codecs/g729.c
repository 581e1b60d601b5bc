/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.729 and its annexes, which SDP does not tell apart but for annexb=no: annex A
 * is a simpler encoder of the same bits, annex B adds silence frames of 2 bytes.
 */
#include "codecs/codec.h"

#include "codecs/bcg729.h"
#include "lib/attr.h"

static const struct codec_rating ratings[] = {
	{
		.bitrate = 8000,
		.ie = {11, FIGURE_PUBLISHED},
		.bpl = {19.0, FIGURE_PUBLISHED},
		.source = "ITU-T G.113 App. I table I.4: G.729A with VAD, 20 "
			"ms; Ie is 10 for G.729 without VAD (table I.1)",
	},
};

const struct codec codec_g729 = {
	.name = "G729",
	.title = "G.729",
	.label = "g729",
	.aliases = "G.729 G729A G.729A G729B G.729B G729AB G.729AB G729-annexb",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = 18,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.frame_ms = 10,
	.bitrate = 8000,
	.ratings = ratings,
	.rating_count = COUNT_OF(ratings),
	.source = "ITU-T G.729; RFC 3551 clause 4.5.6",
	.decoder = &bcg729_g729,
};
