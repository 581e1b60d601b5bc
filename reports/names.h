/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names that a report speaks of: those of addresses that send or receive in
 * what it shows, not all that the traffic told.
 */
#ifndef EARSHOT_REPORTS_NAMES_H
#define EARSHOT_REPORTS_NAMES_H

#include "reports/json.h"
#include "reports/report.h"

struct names_used {
	const struct name **list; /* sorted by address and port */
	size_t count;
};

/**
 * names_used_find - the names of all ends of calls, streams and registrations
 * of @input.
 * @only: of this call alone, NULL: of all; @options: names, calls_only
 * @ret: filled; free with names_used_finish
 * Returns 0, or -1 with @err. Allocates: the list.
 */
int names_used_find(struct names_used *ret, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	struct err *err);

/** names_used_finish - free the list. */
void names_used_finish(struct names_used *used);

/** names_record - put @name into @j. */
void names_record(struct json j, const struct name *name);

/**
 * names_section - append the list for people, nothing when there is none.
 * @input, @options, @only: as for names_used_find
 * Returns 0, or -1 with @err.
 */
int names_section(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	struct err *err);

#endif
