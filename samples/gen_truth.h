/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was made, for programs (JSON) and for people (Markdown). */
#ifndef EARSHOT_SAMPLES_GEN_TRUTH_H
#define EARSHOT_SAMPLES_GEN_TRUTH_H

#include "lib/text.h"
#include "samples/gen.h"

/** gen_truth_json - append the truth about the run of @g. */
void gen_truth_json(struct text *t, const struct gen *g);

/** gen_truth_md - append the page for people. */
void gen_truth_md(struct text *t, const struct gen *g);

/** gen_truth_state - the word for a state, as reports use it. */
const char *gen_truth_state(enum gen_state state);

#endif
