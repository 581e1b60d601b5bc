/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of a finding, as text. */
#ifndef EARSHOT_REPORTS_EXPLAIN_H
#define EARSHOT_REPORTS_EXPLAIN_H

#include "lib/text.h"

struct detector;

/** explain_page - append to @t what @d finds, how it shows, what causes it, what to
 * do about it and which standard says so, in lines of @columns. */
void explain_page(struct text *t, const struct detector *d, size_t columns);

/** explain_list - append to @t one line for each detector. */
void explain_list(struct text *t);

#endif
