/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of the voice in words, with what shows it and what to do. */
#ifndef EARSHOT_REPORTS_WAY_H
#define EARSHOT_REPORTS_WAY_H

#include "calls/path.h"
#include "reports/report.h"

/**
 * way_explain - append to @t why @path was judged so, one sentence or two, with
 * addresses and frames of @input. @call: whose path it is
 */
void way_explain(struct text *t, const struct report_input *input,
	const struct call *call, const struct path *path);

/** way_word - @kind in one word for a table: "direct", "not seen", "-". */
const char *way_word(enum path_kind kind);

#endif
