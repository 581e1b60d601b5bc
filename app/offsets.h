/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clocks of observation points, measured two by two and put together. */
#ifndef EARSHOT_APP_OFFSETS_H
#define EARSHOT_APP_OFFSETS_H

#include "app/points.h"

/**
 * offsets_measure - fill the clocks and the spread of @p, whose places are
 * known.
 * @surveys, @files: as for points_find
 * Returns 0, or -1 when memory is exhausted.
 */
int offsets_measure(
	struct points *p, const struct survey *surveys, size_t files);

#endif
