/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came over TCP, and what of it could not be had. */
#ifndef EARSHOT_REPORTS_GATHERED_TCP_H
#define EARSHOT_REPORTS_GATHERED_TCP_H

#include "reports/json.h"
#include "reports/report.h"

/** gathered_tcp_text - lines about @c in @out, as @options say; or nothing. */
void gathered_tcp_text(struct text *out, const struct tcp_counts *c,
	const struct report_options *options);

/** gathered_tcp_json - the object `tcp` of @c in @parent. */
void gathered_tcp_json(struct json parent, const struct tcp_counts *c);

#endif
