/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs the SIP lines of a scenario: keeps CSeq, branches, tags and challenges
 * of each call as RFC 3261 wants them, has the message written, and notes for
 * the truth what happened.
 */
#ifndef EARSHOT_SAMPLES_GEN_DIALOG_H
#define EARSHOT_SAMPLES_GEN_DIALOG_H

#include "samples/gen.h"

/**
 * gen_dialog_open - give @call what the scenario left out: Call-ID, tags.
 * Returns 0, or -1 with @g->err set.
 */
int gen_dialog_open(struct gen *g, struct gen_call *call);

/** gen_dialog_line - send the message of the timed line @a of @call; 0 or -1.
 */
int gen_dialog_line(
	struct gen *g, ns_t t, struct gen_call *call, struct gen_args *a);

#endif
