/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures for the complaints of symptoms.def. */
#ifndef EARSHOT_REPORTS_SYMPTOM_FIGURES_H
#define EARSHOT_REPORTS_SYMPTOM_FIGURES_H

#include "reports/report.h"

/* What is asked about. */
struct symptom_page {
	const struct report_input *input;
	const struct report_options *options;
	const struct call *only; /* of report_select */
};

/** figures_choppy - append to @t loss, jitter and what comes too late, of @p. */
void figures_choppy(struct text *t, const struct symptom_page *p);

/** figures_delay - append to @t the longest delay and round trip, of @p. */
void figures_delay(struct text *t, const struct symptom_page *p);

/** figures_setup - append to @t the longest post-dial delay, of @p. */
void figures_setup(struct text *t, const struct symptom_page *p);

/** figures_clipped - append to @t the latest first voice, of @p. */
void figures_clipped(struct text *t, const struct symptom_page *p);

/** figures_volume - append to @t the lowest speech level, of @p. */
void figures_volume(struct text *t, const struct symptom_page *p);

/** figures_keys - append to @t the digits that were seen, of @p. */
void figures_keys(struct text *t, const struct symptom_page *p);

/** figures_echo - append to @t whether echo was found, of @p. */
void figures_echo(struct text *t, const struct symptom_page *p);

#endif
