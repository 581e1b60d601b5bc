/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Telephone events (DTMF digits) and tones.
 */
#include "codecs/codec.h"

const struct codec codec_telephone_event = {
	.name = "telephone-event",
	.title = "telephone events (DTMF)",
	.label = "telephone-event",
	.aliases = "rtpevent DTMF",
	.kind = CODEC_EVENT,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.source = "RFC 4733",
};

const struct codec codec_tone = {
	.name = "tone",
	.title = "telephone tones",
	.label = "tone",
	.aliases = "",
	.kind = CODEC_EVENT,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 8000,
	.source = "RFC 4733 clause 4",
};
