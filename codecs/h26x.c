/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ITU-T line of video codecs.
 */
#include "codecs/codec.h"

const struct codec codec_h261 = {
	.name = "H261",
	.title = "H.261",
	.label = "h261",
	.aliases = "H.261",
	.kind = CODEC_VIDEO,
	.band = BAND_NARROW,
	.static_pt = 31,
	.clock_hz = 90000,
	.source = "RFC 4587",
};

const struct codec codec_h263 = {
	.name = "H263",
	.title = "H.263",
	.label = "h263",
	.aliases = "H.263",
	.kind = CODEC_VIDEO,
	.band = BAND_NARROW,
	.static_pt = 34,
	.clock_hz = 90000,
	.source = "RFC 2190",
};

const struct codec codec_h263_1998 = {
	.name = "H263-1998",
	.title = "H.263 of 1998",
	.label = "H263-1998",
	.aliases = "H263-2000 H.263+",
	.kind = CODEC_VIDEO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 90000,
	.source = "RFC 4629",
};

const struct codec codec_h264 = {
	.name = "H264",
	.title = "H.264",
	.label = "H264",
	.aliases = "H.264 AVC",
	.kind = CODEC_VIDEO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 90000,
	.source = "RFC 6184",
};

const struct codec codec_h265 = {
	.name = "H265",
	.title = "H.265",
	.label = "H265",
	.aliases = "H.265 HEVC",
	.kind = CODEC_VIDEO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 90000,
	.source = "RFC 7798",
};
