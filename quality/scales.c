/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bands and the models, side by side. */
#include "quality/scales.h"

#include "quality/emodel_fb.h"
#include "quality/emodel_wb.h"

const struct emodel *scales_model(enum codec_band band)
{
	switch (band) {
	case BAND_WIDE:
		return &emodel_wb;
	case BAND_FULL:
		return &emodel_fb;
	case BAND_NARROW:
		break;
	}
	return &emodel_nb;
}
