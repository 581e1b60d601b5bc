/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the capture itself did to the figures: packets it holds twice, and
 * packets it lost. Whoever reads a loss has to know whose it is.
 */
#ifndef EARSHOT_REPORTS_SPOILED_H
#define EARSHOT_REPORTS_SPOILED_H

#include "reports/json.h"
#include "reports/report.h"

/**
 * spoiled_incomplete - one sentence, at the top of a report, when the capture
 * shows signs that it lost packets itself. @input, @options: as of the report
 */
void spoiled_incomplete(struct text *out, const struct report_input *input,
	const struct report_options *options);

/**
 * spoiled_copies - a line of the summary, when packets came twice.
 * @input, @options: as of the report
 */
void spoiled_copies(struct text *out, const struct report_input *input,
	const struct report_options *options);

/** spoiled_stream - a remark below the figures of @stream, if there is one. */
void spoiled_stream(struct text *out, const struct stream *stream);

/** spoiled_json - the member capture_loss of the summary @parent: @losses, if
 * any. */
void spoiled_json(struct json parent, const struct losses *losses);

#endif
