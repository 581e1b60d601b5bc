/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comfort noise. Payload type 19 was comfort noise in early products and is
 * reserved since.
 */
#include "codecs/codec.h"

const struct codec codec_cn = {
	.name = "CN",
	.title = "comfort noise",
	.label = "CN",
	.aliases = "",
	.kind = CODEC_NOISE,
	.band = BAND_NARROW,
	.static_pt = 13,
	.clock_hz = 8000,
	.source = "RFC 3389",
};

const struct codec codec_cn_old = {
	.name = "CN",
	.title = "comfort noise, old payload type",
	.label = "CN(old)",
	.aliases = "",
	.kind = CODEC_NOISE,
	.band = BAND_NARROW,
	.static_pt = 19,
	.clock_hz = 8000,
	.source = "RFC 3551 table 4: reserved",
};
