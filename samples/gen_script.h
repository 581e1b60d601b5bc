/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a scenario; samples/README.md describes the language. */
#ifndef EARSHOT_SAMPLES_GEN_SCRIPT_H
#define EARSHOT_SAMPLES_GEN_SCRIPT_H

#include "samples/gen.h"

/** gen_script_read - fill @g from the text of a scenario; 0 or -1. */
int gen_script_read(struct gen *g, struct slice text);

#endif
