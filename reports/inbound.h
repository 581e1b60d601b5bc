/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls from outside: by the number that was dialled, the hour of the clock and
 * where they ended. */
#ifndef EARSHOT_REPORTS_INBOUND_H
#define EARSHOT_REPORTS_INBOUND_H

#include "reports/json.h"
#include "reports/report.h"

/**
 * inbound_text - put the section "Calls from outside" of @input into @out;
 * nothing where no call came in over a trunk. @options: width and colour
 * Returns 0, or -1 with @err when memory is exhausted.
 */
int inbound_text(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err);

/** inbound_json - put the array `from_outside` of @book into the object @j.
 * Returns 0, or -1 when memory is exhausted. */
int inbound_json(struct json j, const struct book *book);

#endif
