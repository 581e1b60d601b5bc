/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What carries or repairs other media: its clock is that of the media.
 */
#include "codecs/codec.h"

const struct codec codec_red = {
	.name = "red",
	.title = "redundant audio",
	.label = "red",
	.aliases = "",
	.kind = CODEC_REDUNDANT,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 0,
	.source = "RFC 2198",
};

const struct codec codec_rtx = {
	.name = "rtx",
	.title = "retransmission",
	.label = "rtx",
	.aliases = "",
	.kind = CODEC_REDUNDANT,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 0,
	.source = "RFC 4588",
};

const struct codec codec_ulpfec = {
	.name = "ulpfec",
	.title = "forward error correction",
	.label = "ulpfec",
	.aliases = "FEC",
	.kind = CODEC_REDUNDANT,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 0,
	.source = "RFC 5109",
};
