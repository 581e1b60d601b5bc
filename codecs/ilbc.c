/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * iLBC, frames of 20 or 30 ms as fmtp mode says. ITU-T published no Ie; the figures
 * in circulation do not agree.
 */
#include "codecs/codec.h"

const struct codec codec_ilbc = {
	.name = "iLBC",
	.title = "iLBC",
	.label = "iLBC",
	.aliases = "",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.source = "RFC 3951; RFC 3952",
};
