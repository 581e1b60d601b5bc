/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The section "Registrations" of the text report. */
#ifndef EARSHOT_REPORTS_TEXT_REGISTRATIONS_H
#define EARSHOT_REPORTS_TEXT_REGISTRATIONS_H

#include "reports/report.h"

/**
 * text_registrations_put - append the registrations of @input to @out; nothing
 * when there is none, or only calls are asked for in @options.
 */
void text_registrations_put(struct text *out, const struct report_input *input,
	const struct report_options *options);

#endif
