/* SPDX-License-Identifier: GPL-3.0-or-later */
/* G.722, G.726 and GSM full rate by spandsp; without that library they only say so. */
#ifndef EARSHOT_CODECS_SPANDSP_H
#define EARSHOT_CODECS_SPANDSP_H

#include "codecs/decoder.h"

extern const struct decoder_kind spandsp_g722;
extern const struct decoder_kind spandsp_g726;
extern const struct decoder_kind spandsp_g726_aal2;
extern const struct decoder_kind spandsp_gsm;

#endif
