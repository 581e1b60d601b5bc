/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The screens without a terminal: keys from a text, the screen into a text. Words
 * are names of keys (keys.h); besides
 *
 *    "text"     typed as it is, up to the next quotation mark
 *    @N         read on to N packets; @ alone to the end, as is done at first
 *               when the script does not begin with an @
 *    =80x24     the terminal has this size now, columns first
 *    %          what is seen, appended to the output; inks too with %%
 *
 * At the end of the script what is seen is appended. Nothing here knows a clock, so
 * equal runs give equal bytes.
 */
#ifndef EARSHOT_UI_SCRIPT_H
#define EARSHOT_UI_SCRIPT_H

#include "ui/shell.h"

struct script {
	struct shell *shell;
	struct desk *desk;
	struct slice rest; /* what is to do */
	int rows, columns;
	uint64_t until; /* packets to be read before the next word */
	bool over;
	struct text out;
};

/**
 * script_start - begin. @shell, @desk: borrowed; @words: what to do, borrowed
 * @rows, @columns: the terminal
 */
void script_start(struct script *s, struct shell *shell, struct desk *desk,
	struct slice words, int rows, int columns);

/** script_tick - so much is read now: @scene. Does the words whose turn it is.
 * Returns false when the script has left. */
bool script_tick(struct script *s, const struct scene *scene);

/** script_finish - free the output. */
void script_finish(struct script *s);

#endif
