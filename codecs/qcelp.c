/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * QCELP, the codec of the first CDMA telephones.
 */
#include "codecs/codec.h"

const struct codec codec_qcelp = {
	.name = "QCELP",
	.title = "QCELP",
	.label = "Qualcomm",
	.aliases = "PureVoice",
	.kind = CODEC_AUDIO,
	.band = BAND_NARROW,
	.static_pt = 12,
	.clock_hz = 8000,
	.sample_hz = 8000,
	.frame_ms = 20,
	.source = "RFC 2658; RFC 3551 clause 4.5.15",
};
