/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * T.38 fax: mostly UDPTL, which is no RTP, and then has no clock.
 */
#include "codecs/codec.h"

const struct codec codec_t38 = {
	.name = "t38",
	.title = "T.38 fax",
	.label = "t38",
	.aliases = "T.38",
	.kind = CODEC_FAX,
	.band = BAND_NARROW,
	.static_pt = -1,
	.clock_hz = 0,
	.source = "ITU-T T.38; RFC 4612",
};
