/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was captured, what became of it, and what was not understood or had to give
 * way.
 */
#ifndef EARSHOT_REPORTS_CAPTURED_H
#define EARSHOT_REPORTS_CAPTURED_H

#include "reports/report.h"

/** captured_file - append to @out the lines of the file @c. @options: width, colour;
 * @filter: the capture filter, NULL: there was none */
void captured_file(struct text *out, const struct report_options *options,
	const struct report_capture *c, const char *filter);

/** captured_packets - append to @out what became of packets, by @c. @options: width */
void captured_packets(struct text *out, const struct report_options *options,
	const struct book_counts *c);

/** captured_given_up - append to @out what of @book had to give way; nothing when
 * nothing had. @options: width, colour */
void captured_given_up(struct text *out, const struct report_options *options,
	const struct book *book);

#endif
