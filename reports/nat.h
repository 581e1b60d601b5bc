/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a call shows of address translation and of strangers' RTP. */
#ifndef EARSHOT_REPORTS_NAT_H
#define EARSHOT_REPORTS_NAT_H

#include "reports/json.h"
#include "reports/report.h"

/**
 * nat_put - a line for each side of @call that is behind translation, and one
 * for foreign RTP; nothing when there is none. @options: of the report
 */
void nat_put(struct text *out, const struct report_options *options,
	const struct call *call);

/** nat_record - the same of @call as the object "nat" of the record @j. */
void nat_record(struct json j, const struct call *call);

/**
 * nat_mappings_put - a line for each outside address that a STUN server told in
 * @input, the first ones; nothing when there is none. @options: of the report
 */
void nat_mappings_put(struct text *out, const struct report_input *input,
	const struct report_options *options);

/** nat_mappings_record - the same of @book as the array "nat_mappings" of @j. */
void nat_mappings_record(struct json j, const struct book *book);

#endif
