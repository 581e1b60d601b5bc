/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thresholds of findings, for people. */
#ifndef EARSHOT_APP_LIMITS_H
#define EARSHOT_APP_LIMITS_H

#include "detect/thresholds.h"

/** limits_show - print @limits with what each does; returns the exit status. */
int limits_show(const struct thresholds *limits);

#endif
