/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The wideband E-model, ITU-T G.107.1 (06/2019 with Corrigendum 1): speech from
 * 50 to 7000 Hz, rated from 0 to 129. It knows delay, echo, codec and loss;
 * levels, noise and sidetone are not part of it.
 */
#ifndef EARSHOT_QUALITY_EMODEL_WB_H
#define EARSHOT_QUALITY_EMODEL_WB_H

#include "quality/emodel.h"

/** emodel_wb - the wideband model. Source: ITU-T G.107.1 (06/2019). */
extern const struct emodel emodel_wb;

#endif
