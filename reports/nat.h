/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a call shows of address translation and of strangers' RTP. */
#ifndef EARSHOT_REPORTS_NAT_H
#define EARSHOT_REPORTS_NAT_H

#include "reports/json.h"
#include "reports/report.h"

/** nat_put - a line for each side of @call that is behind translation, and one
 * for RTP that was refused; nothing when there is none. */
void nat_put(struct text *out, const struct report_options *options,
	const struct call *call);

/** nat_record - the same as the object "nat" of the record @j. */
void nat_record(struct json j, const struct call *call);

#endif
