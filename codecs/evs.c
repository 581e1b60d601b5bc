/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * EVS, narrowband to fullband at one RTP clock.
 */
#include "codecs/codec.h"

#include "lib/attr.h"

#define TABLE                                                                  \
	"ITU-T G.113 App. V (09/2024, erratum 1): SWB, listening with two ears"
#define NO_RATE 1 /* bit/s: one that has no figures */

static const struct codec_rating ratings[] = {
	{
		.bitrate = 13200,
		.ie = {17.1, FIGURE_PUBLISHED},
		.bpl = {11.7, FIGURE_PUBLISHED},
		.source = TABLE,
	},
	{
		.bitrate = 9600,
		.ie = {22.7, FIGURE_PUBLISHED},
		.bpl = {13, FIGURE_PUBLISHED},
		.source = TABLE,
	},
	{
		.bitrate = 16400,
		.ie = {10.8, FIGURE_PUBLISHED},
		.bpl = {10.3, FIGURE_PUBLISHED},
		.source = TABLE,
	},
	{
		.bitrate = 24400,
		.ie = {7.2, FIGURE_PUBLISHED},
		.bpl = {11.4, FIGURE_PUBLISHED},
		.source = TABLE,
	},
	{
		.bitrate = 32000,
		.ie = {8.7, FIGURE_PUBLISHED},
		.bpl = {9.3, FIGURE_PUBLISHED},
		.source = TABLE,
	},
	{
		.bitrate = 48000,
		.ie = {10.2, FIGURE_PUBLISHED},
		.bpl = {9.6, FIGURE_PUBLISHED},
		.source = TABLE,
	},
};

/*
 * By the length of the payload (TS 26.445 annex A.2.1): the compact form, where
 * each rate has a length of its own, or the one with two bytes of header. With
 * one byte of header the lengths are those that AMR-WB IO has with two.
 */
static uint32_t rate(const struct codec_seen *seen, uint32_t payload_bytes)
{
	static const struct {
		uint32_t bitrate, bytes;
	} rows[] = {
		{7200, 18}, {8000, 20}, {9600, 24}, {13200, 33}, {16400, 41},
		{24400, 61}, {32000, 80}, {48000, 120}, {64000, 160},
		{96000, 240}, {128000, 320},
	};
	struct slice bw = codec_param(seen->fmtp, "bw");

	/* Nothing is published for EVS below super-wideband. */
	if (slice_iis(bw, "nb") || slice_iis(bw, "wb") ||
		slice_iis(bw, "nb-wb") ||
		slice_is(codec_param(seen->fmtp, "evs-mode-switch"), "1")) {
		return NO_RATE;
	}
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (payload_bytes == rows[i].bytes ||
			payload_bytes == rows[i].bytes + 2) {
			return rows[i].bitrate;
		}
	}
	return 0;
}

const struct codec codec_evs = {
	.name = "EVS",
	.title = "EVS",
	.label = "EVS",
	.aliases = "",
	.kind = CODEC_AUDIO,
	.band = BAND_FULL,
	.static_pt = -1,
	.clock_hz = 16000,
	.sample_hz = 48000,
	.frame_ms = 20,
	.ratings = ratings,
	.rating_count = COUNT_OF(ratings),
	.rate = rate,
	.source = "3GPP TS 26.445 annex A",
};
