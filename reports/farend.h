/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the ends of a stream say of it, on which side of the capture point its
 * packets were lost, and how long a voice is under way; of video, what its
 * receiver asked for. Only what there is.
 */
#ifndef EARSHOT_REPORTS_FAREND_H
#define EARSHOT_REPORTS_FAREND_H

#include "calls/stream.h"
#include "reports/json.h"
#include "reports/report.h"

/** farend_put - append to @out the lines of stream @s of @input, or nothing.
 * @options: width */
void farend_put(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct stream *s);

/** farend_record - the same, into the record @j of stream @s. */
void farend_record(struct json j, const struct stream *s);

/** farend_claims - how many claims of devices there are in @input and were not
 * tied, into the record @j; nothing when there are none. */
void farend_claims(struct json j, const struct report_input *input);

#endif
