/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls as a report in a file: the analysis thread writes the text into the view,
 * and the main thread saves it, so that neither waits for the other.
 */
#ifndef EARSHOT_UI_CALLS_SAVE_H
#define EARSHOT_UI_CALLS_SAVE_H

#include "ui/calls_list.h"

/** calls_save_check - whether @path can be saved to, by its ending. Returns 0, or -1
 * with @err, which says which endings there are. */
int calls_save_check(struct slice path, struct err *err);

/**
 * calls_save_look - put the report that the state asks for into @v.
 * @calls: @count of them that are shown; NULL: all calls
 */
void calls_save_look(struct look *look, struct calls_view *v,
	const struct call *const *calls, size_t count);

/** calls_save_take - save what the new view @v of @p holds, once: @s remembers. */
void calls_save_take(
	struct panel *p, struct calls_state *s, const struct calls_view *v);

#endif
