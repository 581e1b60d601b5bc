/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was heard in a stream, for people and in records: levels, silence, clipping,
 * digits, echo. Nothing is written where nobody asked for it.
 */
#ifndef EARSHOT_REPORTS_HEARING_H
#define EARSHOT_REPORTS_HEARING_H

#include "reports/json.h"
#include "reports/report.h"

/** hearing_put - append lines about @stream to its rows; @input: knows. */
void hearing_put(struct text *out, const struct report_input *input,
	const struct stream *stream);

/** hearing_record - put what was heard in @stream of @input into its record
 * @j. */
void hearing_record(struct json j, const struct report_input *input,
	const struct stream *stream);

/** hearing_call - put echoes and one-way silence of @call of @input into its
 * record @j. */
void hearing_call(struct json j, const struct report_input *input,
	const struct call *call);

#endif
