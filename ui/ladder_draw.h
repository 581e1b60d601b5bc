/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing the rows of a ladder into cells. */
#ifndef EARSHOT_UI_LADDER_DRAW_H
#define EARSHOT_UI_LADDER_DRAW_H

#include "ui/ladder_view.h"

/**
 * ladder_draw_rows - names of the columns, and the rows that are seen, into @area
 * of @c; sets the page of @s. @v: the view
 */
void ladder_draw_rows(struct ladder_state *s, const struct ladder_view *v,
	struct canvas *c, struct area area);

/** ladder_draw_line - the line of @v under the cursor of @s; NULL: not there. */
const struct ladder_line *ladder_draw_line(
	const struct ladder_state *s, const struct ladder_view *v);

/** ladder_draw_pane - what @line is, in full, into @area of @c. @s: how; NULL
 * @line: nothing */
void ladder_draw_pane(const struct ladder_state *s,
	const struct ladder_line *line, struct canvas *c, struct area area);

/** ladder_draw_severity - ink of a severity plus 1; @severity 0: plain. */
enum ink ladder_draw_severity(unsigned severity);

#endif
