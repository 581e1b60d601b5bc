/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fullband E-model, ITU-T G.107.2: super-wideband and fullband speech, rated
 * from 0 to 148. Of it only what a monitor can feed: delay, codec and loss.
 */
#ifndef EARSHOT_QUALITY_EMODEL_FB_H
#define EARSHOT_QUALITY_EMODEL_FB_H

#include "quality/emodel.h"

/** emodel_fb - the fullband model. Source: ITU-T G.107.2 (06/2019). */
extern const struct emodel emodel_fb;

#endif
