/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What had to be put together before it could be understood, and what of it was
 * lost: fragments, SCTP. Shown where there was any, so that most reports say
 * nothing of it.
 */
#ifndef EARSHOT_REPORTS_GATHERED_H
#define EARSHOT_REPORTS_GATHERED_H

#include "reports/json.h"
#include "reports/report.h"

/**
 * gathered_incomplete - one sentence, at the top of a report, when something of
 * @input had to give way for lack of room; else nothing. @options: colours.
 */
void gathered_incomplete(struct text *out, const struct report_input *input,
	const struct report_options *options);

/** gathered_text - a line for each way that was used in @input, as @options say. */
void gathered_text(struct text *out, const struct report_input *input,
	const struct report_options *options);

/** gathered_json - the object `reassembly` in @parent, of @input. */
void gathered_json(struct json parent, const struct report_input *input);

#endif
