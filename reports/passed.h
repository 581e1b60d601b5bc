/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a relay did to the voice that it passed on. */
#ifndef EARSHOT_REPORTS_PASSED_H
#define EARSHOT_REPORTS_PASSED_H

#include "reports/json.h"
#include "reports/report.h"

/**
 * passed_put - a line for each stream of @call that is passed on from another:
 * by whom, delay, jitter, loss before, inside and after, codec, DSCP.
 * @options: of the report
 */
void passed_put(struct text *out, const struct report_options *options,
	const struct call *call);

/** passed_record - the object "relay" of the record @j of @s, if it is so. */
void passed_record(struct json j, const struct stream *s);

#endif
