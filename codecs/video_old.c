/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Video codecs of RFC 3551 that are only met in old captures.
 */
#include "codecs/codec.h"

const struct codec codec_celb = {
	.name = "CelB",
	.title = "CellB",
	.label = "CellB",
	.aliases = "CellB",
	.kind = CODEC_VIDEO,
	.band = BAND_NARROW,
	.static_pt = 25,
	.clock_hz = 90000,
	.source = "RFC 2029",
};

const struct codec codec_jpeg = {
	.name = "JPEG",
	.title = "motion JPEG",
	.label = "JPEG",
	.aliases = "MJPEG",
	.kind = CODEC_VIDEO,
	.band = BAND_NARROW,
	.static_pt = 26,
	.clock_hz = 90000,
	.source = "RFC 2435",
};

const struct codec codec_nv = {
	.name = "nv",
	.title = "nv",
	.label = "NV",
	.aliases = "",
	.kind = CODEC_VIDEO,
	.band = BAND_NARROW,
	.static_pt = 28,
	.clock_hz = 90000,
	.source = "RFC 3551 clause 5.8",
};
