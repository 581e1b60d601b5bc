/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which E-model rates which band of codecs. */
#ifndef EARSHOT_QUALITY_SCALES_H
#define EARSHOT_QUALITY_SCALES_H

#include "codecs/codec.h"
#include "quality/emodel.h"

/** scales_model - the E-model of codecs of @band; never NULL. Source: ITU-T
 * G.107, G.107.1, G.107.2. */
const struct emodel *scales_model(enum codec_band band);

#endif
