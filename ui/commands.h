/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be typed behind ':'. */
#ifndef EARSHOT_UI_COMMANDS_H
#define EARSHOT_UI_COMMANDS_H

#include "ui/shell.h"

/** commands_run - do what @line says. Returns 0, or -1 with @err. */
int commands_run(struct shell *shell, struct slice line, struct err *err);

/** commands_complete - append to @t how the command @word goes on. */
void commands_complete(struct slice word, struct text *t);

/** commands_help - the @i-th line of help, "save-screen FILE\twhat it does"; NULL
 * past the last. */
const char *commands_help(size_t i);

#endif
