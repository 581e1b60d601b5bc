/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ladder of one call in characters, for the ladder and the text report. */
#ifndef EARSHOT_REPORTS_LADDER_TEXT_H
#define EARSHOT_REPORTS_LADDER_TEXT_H

#include "reports/report.h"

/**
 * ladder_text_put - draw the ladder of @call, options->columns wide.
 * @input: gives the origin of times; @legs: as for ladder_build
 * Returns 0, or -1 with @err (memory).
 */
int ladder_text_put(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *call,
	bool legs, struct err *err);

#endif
