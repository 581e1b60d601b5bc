/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Findings as text and as records. What to fix first stands first; what was
 * looked at and found in order closes the list.
 */
#ifndef EARSHOT_REPORTS_FOUND_H
#define EARSHOT_REPORTS_FOUND_H

#include "reports/json.h"
#include "reports/report.h"

struct finding;

/**
 * found_top - append the section of the report that names the most important
 * findings of @input, one line each; nothing when there are none.
 * @options: width and colour; @only: those of this call, or NULL
 */
void found_top(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only);

/** found_sentence - append to @t what @finding of @input is and what of, in one
 * line: "title: detail (frames)". */
void found_sentence(struct text *t, const struct report_input *input,
	const struct finding *finding);

/** found_put - append all about @finding of @input in lines, and an empty one.
 * @options: width, colour */
void found_put(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct finding *finding);

/** found_mark - append the worst finding of @call of @input to its row: its id
 * where there is room (@wide), else "E" of an error and so on. */
void found_mark(struct text *out, const struct report_input *input,
	const struct call *call, bool wide);

/** found_record - put @finding of @input into @j. */
void found_record(struct json j, const struct report_input *input,
	const struct finding *finding);

/** found_check - put what became of detector number @i of @input into @j. */
void found_check(
	struct json j, const struct report_input *input, size_t i);

/** found_counts - put the numbers of findings of @input by severity into @j. */
void found_counts(struct json j, const struct report_input *input);

/** found_of_call - put the indices of the findings of @call of @input into the
 * array @list. */
void found_of_call(struct json list, const struct report_input *input,
	const struct call *call);

/** found_csv - append the table of findings of @input.
 * @options: the drain; @only: those of this call, or NULL
 * Returns 0, or -1 with @err. @out: text */
int found_csv(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct call *only,
	struct err *err);

#endif
