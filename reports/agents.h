/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HEP agents whose packets were seen, and what of them was not used. */
#ifndef EARSHOT_REPORTS_AGENTS_H
#define EARSHOT_REPORTS_AGENTS_H

#include "reports/json.h"
#include "reports/report.h"

/** agents_seen - true when HEP was seen: else there is nothing to say. */
bool agents_seen(const struct report_input *input);

/**
 * agents_put - lines of the summary on the HEP of @input, if there was any.
 * @options: width of the text
 */
void agents_put(struct text *out, const struct report_input *input,
	const struct report_options *options);

/** agents_record - what came by HEP to @input, as members of @j. */
void agents_record(struct json j, const struct report_input *input);

#endif
