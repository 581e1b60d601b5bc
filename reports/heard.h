/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What jitter buffers leave of a stream, and how it was sent. */
#ifndef EARSHOT_REPORTS_HEARD_H
#define EARSHOT_REPORTS_HEARD_H

#include "calls/stream.h"
#include "reports/json.h"
#include "reports/report.h"

/** heard_text - lines about jitter buffers and pacing of @stream of @input, below
 * its row. */
void heard_text(struct text *out, const struct report_input *input,
	const struct stream *stream);

/** heard_record - the members jitter_buffer and pacing of @stream into its record
 * @j. */
void heard_record(struct json j, const struct stream *stream);

#endif
