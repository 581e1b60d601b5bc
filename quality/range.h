/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the score of a stream can be trusted, as a range of MOS. */
#ifndef EARSHOT_QUALITY_RANGE_H
#define EARSHOT_QUALITY_RANGE_H

#include "quality/quality.h"

/**
 * range_of - set mos_low and mos_high of @q, whose score of @in is known.
 * Between them a listening score of the audio itself should lie in nine of ten
 * cases; MOS is in the range, always. Source: docs/METRICS.md "MOS".
 */
void range_of(const struct quality_input *in, struct quality *q);

#endif
