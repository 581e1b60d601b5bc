/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * MPEG audio, video and transport streams: IPTV and doors with a camera.
 */
#include "codecs/codec.h"

const struct codec codec_mp2t = {
	.name = "MP2T",
	.title = "MPEG-2 transport stream",
	.label = "MPEG-II streams",
	.aliases = "",
	.kind = CODEC_VIDEO,
	.band = BAND_NARROW,
	.static_pt = 33,
	.clock_hz = 90000,
	.source = "RFC 2250",
};

const struct codec codec_mpa = {
	.name = "MPA",
	.title = "MPEG audio",
	.label = "MPEG-I/II Audio",
	.aliases = "",
	.kind = CODEC_AUDIO,
	.band = BAND_FULL,
	.static_pt = 14,
	.clock_hz = 90000,
	.sample_hz = 48000,
	.source = "RFC 2250; RFC 3551 clause 4.5.13",
};

const struct codec codec_mpv = {
	.name = "MPV",
	.title = "MPEG video",
	.label = "MPEG-I/II Video",
	.aliases = "",
	.kind = CODEC_VIDEO,
	.band = BAND_NARROW,
	.static_pt = 32,
	.clock_hz = 90000,
	.source = "RFC 2250",
};
