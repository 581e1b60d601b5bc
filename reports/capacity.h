/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How full the trunks were: calls at once over time, the busy hour, and the
 * channels that Erlang B asks for; and the bandwidth that each codec took.
 */
#ifndef EARSHOT_REPORTS_CAPACITY_H
#define EARSHOT_REPORTS_CAPACITY_H

#include "reports/json.h"
#include "reports/report.h"

/* Blocking that a trunk is reckoned for where a report says nothing else. */
#define CAPACITY_BLOCKING 0.01

/**
 * capacity_text - put the section "Capacity" of @input into @out; nothing where
 * no two calls overlapped and no trunk shows. @options: width and colour
 * Returns 0, or -1 with @err when memory is exhausted.
 */
int capacity_text(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err);

/** capacity_json - put all of it, of @input, into the object @j. Returns 0, or -1:
 * memory. */
int capacity_json(struct json j, const struct report_input *input);

#endif
