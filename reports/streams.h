/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of RTP streams, for the streams and the text report. */
#ifndef EARSHOT_REPORTS_STREAMS_H
#define EARSHOT_REPORTS_STREAMS_H

#include "reports/report.h"

/** streams_head - the two lines above the table; @options: colour. */
void streams_head(struct text *out, const struct report_options *options);

/**
 * streams_row - one stream: figures, then who sends to whom, then remarks.
 * @input: what it is of; @options: colour
 */
void streams_row(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct stream *stream);

#endif
