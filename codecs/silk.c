/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SILK as Skype published it, 8 to 24 kHz by its RTP clock.
 */
#include "codecs/codec.h"

const struct codec codec_silk = {
	.name = "SILK",
	.title = "SILK",
	.label = "SILK",
	.aliases = "",
	.kind = CODEC_AUDIO,
	.band = BAND_WIDE,
	.static_pt = -1,
	.clock_hz = 0,
	.frame_ms = 20,
	.source = "draft-vos-silk-02; draft-spittka-silk-payload-format-00",
};
