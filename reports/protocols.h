/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The section "Protocols": what was found, and what of telephony was not. */
#ifndef EARSHOT_REPORTS_PROTOCOLS_H
#define EARSHOT_REPORTS_PROTOCOLS_H

#include "reports/json.h"
#include "reports/report.h"

/** protocols_text - put the section of @input into @out; nothing where no
 * protocol was found. @options: width and colour */
void protocols_text(struct text *out, const struct report_input *input,
	const struct report_options *options);

/** protocols_json - put the arrays `protocols` and `protocols_not_found` of
 * @book into the object @j. */
void protocols_json(struct json j, const struct book *book);

#endif
