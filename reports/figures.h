/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The key figures: those of RFC 6076 and E.425, in all, for each host and each
 * hour, and what a PBX keeps a message. calls/ledger.h and calls/dwell.h say
 * what is counted; docs/METRICS.md defines each.
 */
#ifndef EARSHOT_REPORTS_FIGURES_H
#define EARSHOT_REPORTS_FIGURES_H

#include "reports/json.h"
#include "reports/report.h"

/**
 * figures_text - put the section "Key figures" of @input into @out; nothing
 * when there was neither a call nor a registration. @options: width and colour
 * Returns 0, or -1 with @err when memory is exhausted.
 */
int figures_text(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err);

/** figures_json - put all accounts of @book into @j. Returns 0, or -1: memory.
 */
int figures_json(struct json j, const struct book *book);

/** figures_transit - put what hosts keep messages in @book into the array @list.
 * Returns 0, or -1: memory. */
int figures_transit(struct json list, const struct book *book);

#endif
