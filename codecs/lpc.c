/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The experimental linear predictive codec of the first Internet telephony.
 */
#include "codecs/codec.h"

const struct codec codec_lpc = {
	.name = "LPC",
	.title = "LPC",
	.label = "Exp. from Xerox PARC",
	.aliases = "",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = 7,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.frame_ms = 20,
	.source = "RFC 3551 clause 4.5.12",
};
