/* SPDX-License-Identifier: GPL-3.0-or-later */
/* G.729 with its annexes A and B by bcg729; without that library they only say so. */
#ifndef EARSHOT_CODECS_BCG729_H
#define EARSHOT_CODECS_BCG729_H

#include "codecs/decoder.h"

extern const struct decoder_kind bcg729_g729;

#endif
