/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.723.1 at 5.3 or 6.3 kbit/s, which may change with every frame. The published
 * loss figure is the one of 6.3 kbit/s; the length of a frame tells which it is.
 */
#include "codecs/codec.h"

#include "lib/attr.h"

static const struct codec_rating ratings[] = {
	{
		.bitrate = 6300,
		.ie = {15, FIGURE_PUBLISHED},
		.bpl = {16.1, FIGURE_PUBLISHED},
		.source = "ITU-T G.113 App. I table I.4: 6.3 kbit/s with VAD, "
			"30 ms",
	},
	{
		.bitrate = 5300,
		.ie = {19, FIGURE_PUBLISHED},
		.bpl = {16.1, FIGURE_DERIVED},
		.source = "Ie: ITU-T G.113 App. I table I.1; Bpl, not "
			"published, is that of 6.3 kbit/s, table I.4",
	},
};

/* The frame says its rate by its length (RFC 3551 clause 4.5.3); frames of silence
 * are shorter, and of one packet's frames the last may be one. */
static uint32_t rate(const struct codec_seen *seen, uint32_t payload_bytes)
{
	uint32_t n = codec_frames(seen, 30);

	if (payload_bytes == 24 * n) {
		return 6300;
	}
	return payload_bytes == 20 * n ? 5300 : 0;
}

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
	.ratings = ratings,
	.rating_count = COUNT_OF(ratings),
	.rate = rate,
	.source = "ITU-T G.723.1; RFC 3551 clause 4.5.3",
};
