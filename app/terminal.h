/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The screens over capture files: one thread reads and analyses, this one draws.
 * With --keys there is no terminal and no thread: keys come from the words, and the
 * screen goes to standard output.
 */
#ifndef EARSHOT_APP_TERMINAL_H
#define EARSHOT_APP_TERMINAL_H

#include "app/options.h"

/** terminal_wanted - true when @options ask for nothing else and there is a
 * terminal, or for keys. */
bool terminal_wanted(const struct options *options);

/** terminal_run - show the screens over the files of @options. Returns the exit
 * status. */
int terminal_run(const struct options *options);

#endif
