/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * G.722. Its RTP clock is 8000 by a mistake in RFC 1890 that was kept for good; the
 * audio is sampled at 16 kHz (RFC 3551 clause 4.5.2).
 */
#include "codecs/codec.h"

#include "codecs/spandsp.h"

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
	.source = "ITU-T G.722; RFC 3551 clause 4.5.2",
	.decoder = &spandsp_g722,
};
