/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.722. Its RTP clock is 8000 by a mistake in RFC 1890 that was kept for good; the
 * audio is sampled at 16 kHz (RFC 3551 clause 4.5.2). RTP carries all 64 kbit/s;
 * whether the sender uses 56 or 48 of them for speech is not on the wire.
 */
#include "codecs/codec.h"

#include "codecs/spandsp.h"
#include "lib/attr.h"

static const struct codec_rating ratings[] = {
	{
		.bitrate = 64000,
		.ie = {13, FIGURE_PUBLISHED},
		.bpl = {4.6, FIGURE_DERIVED},
		/* AMR-WB with 13 in this table has 20 in that for two ears. */
		.ie_other = {20, FIGURE_DERIVED},
		.source = "Ie: ITU-T G.113 App. IV table IV.1, listening with "
			"one ear; Bpl, not published for G.722, is the middle of "
			"those of AMR-WB (table IV.4)",
	},
};

const struct codec codec_g722 = {
	.name = "G722",
	.title = "G.722, 64 kbit/s",
	.label = "g722",
	.aliases = "G.722",
	.kind = CODEC_AUDIO,
	.band = BAND_WIDE,
	.static_pt = 9,
	.clock_hz = 8000,
	.sample_hz = 16000,
	.bitrate = 64000,
	.ratings = ratings,
	.rating_count = COUNT_OF(ratings),
	.source = "ITU-T G.722; RFC 3551 clause 4.5.2",
	.decoder = &spandsp_g722,
};
