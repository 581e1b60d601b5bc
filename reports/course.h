/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a stream went: how its loss is spread, what came out of order or late, and
 * its quality over time. Most streams have nothing of this to tell, and then one
 * line says so.
 */
#ifndef EARSHOT_REPORTS_COURSE_H
#define EARSHOT_REPORTS_COURSE_H

#include "reports/json.h"
#include "reports/report.h"

/** course_loss - lines about loss, order and delay variation of @s of @input. */
void course_loss(struct text *out, const struct report_input *input,
	const struct stream *s);

/** course_time - lines about the intervals of @s of @input; nothing when there
 * is but one. */
void course_time(struct text *out, const struct report_input *input,
	const struct stream *s);

/** course_record - all of it, into the record @j of @s. */
void course_record(struct json j, const struct stream *s);

#endif
