/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What else was on the wire: applications that people call with beside the
 * telephony we understand, and what shares the link with the voice.
 */
#ifndef EARSHOT_REPORTS_APPLICATIONS_H
#define EARSHOT_REPORTS_APPLICATIONS_H

#include "reports/json.h"
#include "reports/report.h"

struct traffic_app;

/**
 * applications_text - both sections of @input into @out; nothing when there is
 * nothing, or when @options want calls alone.
 */
void applications_text(struct text *out, const struct report_input *input,
	const struct report_options *options);

/** applications_record - put one application, @app, into @j. */
void applications_record(struct json j, const struct traffic_app *app);

/** applications_counts - put what became of the conversations of @book into @j.
 */
void applications_counts(struct json j, const struct book *book);

#endif
