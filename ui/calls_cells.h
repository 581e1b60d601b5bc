/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the columns of the list of calls say, and how they sort. */
#ifndef EARSHOT_UI_CALLS_CELLS_H
#define EARSHOT_UI_CALLS_CELLS_H

#include "ui/calls_list.h"

/**
 * calls_cells_key - what @call is sorted by in @column, within @scene.
 * @ret_number, @ret_text: one of them is set
 * Returns true when it is the text.
 */
bool calls_cells_key(const struct scene *scene, const struct call *call,
	enum calls_column column, double *ret_number, struct slice *ret_text);

/**
 * calls_cells_row - the cells of @call, in the arena of the view of @look.
 * @index: its place in the list; @columns: bits of those that are wanted
 * @row: cells and ink are filled
 */
void calls_cells_row(struct look *look, const struct call *call, uint32_t index,
	uint32_t columns, struct table_row *row);

#endif
