/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opus by libopus; without that library they only say so. */
#ifndef EARSHOT_CODECS_LIBOPUS_H
#define EARSHOT_CODECS_LIBOPUS_H

#include "codecs/decoder.h"

extern const struct decoder_kind libopus_opus;

#endif
