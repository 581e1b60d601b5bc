/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The video codecs of WebRTC that need no licence.
 */
#include "codecs/codec.h"

const struct codec codec_av1 = {
	.name = "AV1",
	.title = "AV1",
	.label = "AV1",
	.aliases = "",
	.kind = CODEC_VIDEO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 90000,
	.source = "AV1 RTP payload format v1.0, AOMedia",
};

const struct codec codec_vp8 = {
	.name = "VP8",
	.title = "VP8",
	.label = "VP8",
	.aliases = "",
	.kind = CODEC_VIDEO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 90000,
	.source = "RFC 7741",
};

const struct codec codec_vp9 = {
	.name = "VP9",
	.title = "VP9",
	.label = "VP9",
	.aliases = "",
	.kind = CODEC_VIDEO,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 90000,
	.source = "RFC 9628",
};
