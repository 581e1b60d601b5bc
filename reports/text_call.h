/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One call of the text report: its facts in words, its streams, its ladder. */
#ifndef EARSHOT_REPORTS_TEXT_CALL_H
#define EARSHOT_REPORTS_TEXT_CALL_H

#include "reports/report.h"

/**
 * text_call_put - append the details of @call.
 * @input: gives the origin of times; @options: width and colour
 * Returns 0, or -1 with @err.
 */
int text_call_put(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *call,
	struct err *err);

#endif
