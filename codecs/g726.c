/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.726 ADPCM. The two orders of its bits in the payload bear two names; equipment
 * mixes them up, and then speech is noise. Payload type 2 was G.721, that is
 * G.726-32, in RFC 1890 and is reserved in RFC 3551; what still sends it means
 * this.
 */
#include "codecs/codec.h"

#include "codecs/spandsp.h"
#include "lib/attr.h"

/* No Bpl is published for ADPCM, whose decoder loses its state with a packet. */
static const struct codec_rating ratings_16[] = {
	{
		.bitrate = 16000,
		.ie = {50, FIGURE_PUBLISHED},
		.bpl = FIGURE_NONE,
		.source = "ITU-T G.113 App. I table I.1, by one source; no Bpl "
			"published",
	},
};

static const struct codec_rating ratings_24[] = {
	{
		.bitrate = 24000,
		.ie = {25, FIGURE_PUBLISHED},
		.bpl = FIGURE_NONE,
		.source = "ITU-T G.113 App. I table I.1, by one source; no Bpl "
			"published",
	},
};

static const struct codec_rating ratings_32[] = {
	{
		.bitrate = 32000,
		.ie = {7, FIGURE_PUBLISHED},
		.bpl = FIGURE_NONE,
		.source = "ITU-T G.113 App. I table I.1; no Bpl published",
	},
};

static const struct codec_rating ratings_40[] = {
	{
		.bitrate = 40000,
		.ie = {2, FIGURE_PUBLISHED},
		.bpl = FIGURE_NONE,
		.source = "ITU-T G.113 App. I table I.1; no Bpl published",
	},
};

const struct codec codec_aal2_g726_16 = {
	.name = "AAL2-G726-16",
	.title = "G.726, 16 kbit/s, AAL2 order",
	.label = "AAL2-G726-16",
	.aliases = "",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.bitrate = 16000,
	.ratings = ratings_16,
	.rating_count = COUNT_OF(ratings_16),
	.source = "ITU-T G.726; RFC 3551 clause 4.5.4",
	.decoder = &spandsp_g726_aal2,
};

const struct codec codec_aal2_g726_24 = {
	.name = "AAL2-G726-24",
	.title = "G.726, 24 kbit/s, AAL2 order",
	.label = "AAL2-G726-24",
	.aliases = "",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.bitrate = 24000,
	.ratings = ratings_24,
	.rating_count = COUNT_OF(ratings_24),
	.source = "ITU-T G.726; RFC 3551 clause 4.5.4",
	.decoder = &spandsp_g726_aal2,
};

const struct codec codec_aal2_g726_32 = {
	.name = "AAL2-G726-32",
	.title = "G.726, 32 kbit/s, AAL2 order",
	.label = "AAL2-G726-32",
	.aliases = "",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.bitrate = 32000,
	.ratings = ratings_32,
	.rating_count = COUNT_OF(ratings_32),
	.source = "ITU-T G.726; RFC 3551 clause 4.5.4",
	.decoder = &spandsp_g726_aal2,
};

const struct codec codec_aal2_g726_40 = {
	.name = "AAL2-G726-40",
	.title = "G.726, 40 kbit/s, AAL2 order",
	.label = "AAL2-G726-40",
	.aliases = "",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.bitrate = 40000,
	.ratings = ratings_40,
	.rating_count = COUNT_OF(ratings_40),
	.source = "ITU-T G.726; RFC 3551 clause 4.5.4",
	.decoder = &spandsp_g726_aal2,
};

const struct codec codec_g726_16 = {
	.name = "G726-16",
	.title = "G.726, 16 kbit/s",
	.label = "G726-16",
	.aliases = "G.726-16 G726_16",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.bitrate = 16000,
	.ratings = ratings_16,
	.rating_count = COUNT_OF(ratings_16),
	.source = "ITU-T G.726; RFC 3551 clause 4.5.4",
	.decoder = &spandsp_g726,
};

const struct codec codec_g726_24 = {
	.name = "G726-24",
	.title = "G.726, 24 kbit/s",
	.label = "G726-24",
	.aliases = "G.726-24 G726_24",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.bitrate = 24000,
	.ratings = ratings_24,
	.rating_count = COUNT_OF(ratings_24),
	.source = "ITU-T G.726; RFC 3551 clause 4.5.4",
	.decoder = &spandsp_g726,
};

const struct codec codec_g726_32 = {
	.name = "G726-32",
	.title = "G.726, 32 kbit/s",
	.label = "G726-32",
	.aliases = "G726 G.726 G721 G.721 G.726-32 G726_32",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = 2,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.bitrate = 32000,
	.ratings = ratings_32,
	.rating_count = COUNT_OF(ratings_32),
	.source = "ITU-T G.726; RFC 3551 clause 4.5.4",
	.decoder = &spandsp_g726,
};

const struct codec codec_g726_40 = {
	.name = "G726-40",
	.title = "G.726, 40 kbit/s",
	.label = "G726-40",
	.aliases = "G.726-40 G726_40",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.bitrate = 40000,
	.ratings = ratings_40,
	.rating_count = COUNT_OF(ratings_40),
	.source = "ITU-T G.726; RFC 3551 clause 4.5.4",
	.decoder = &spandsp_g726,
};
