/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of calls, for the calls and the text report. */
#ifndef EARSHOT_REPORTS_CALLS_H
#define EARSHOT_REPORTS_CALLS_H

#include "reports/format.h"
#include "reports/report.h"

/** calls_head - the line above the list; @options: width and colour. */
void calls_head(struct text *out, const struct report_options *options);

/**
 * calls_row - one call in one line.
 * @input: gives the origin of times; @options: width and colour
 */
void calls_row(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *call);

/** calls_style - how a state is coloured. */
enum format_style calls_style(enum call_state state);

#endif
