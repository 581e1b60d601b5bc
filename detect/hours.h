/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Office hours as a site declares them: "Mo-Fr 8-18 Sa 8-17", and the days on
 * which nobody works: "12-25 2026-04-03". */
#ifndef EARSHOT_DETECT_HOURS_H
#define EARSHOT_DETECT_HOURS_H

#include "lib/ns.h"
#include "lib/slice.h"

#include <stdbool.h>
#include <stdint.h>

/* Most times and most days that are kept. */
#define HOURS_TIMES 32
#define HOURS_DAYS  64

struct hours {
	struct hours_time {
		uint8_t first, last; /* days of the week, 0 is Monday */
		uint16_t from, to; /* minutes; to <= from: past midnight */
	} times[HOURS_TIMES];
	struct hours_day {
		uint16_t year; /* 0: each */
		uint8_t month, day;
	} days[HOURS_DAYS];
	unsigned time_count, day_count;
};

/**
 * hours_read - read @week and @closed, lists with blanks or commas between.
 * Days: Mo Tu We Th Fr Sa Su, or a range Mo-Fr; the times that follow are those
 * of these days: 8-18, 08:00-12:30, 22-6. @closed: MM-DD or YYYY-MM-DD
 * @ret: filled
 * Returns false when they are written otherwise, or are too many.
 */
bool hours_read(struct slice week, struct slice closed, struct hours *ret);

/** hours_open - true when @hours are open at @ts, a time of the local clock. */
bool hours_open(const struct hours *hours, ns_t ts);

#define HOURS_TEXT 48

/** hours_text - day and minute of @ts: "Sa 2026-08-01 19:05". @ret: takes it.
 * Returns @ret. */
const char *hours_text(ns_t ts, char ret[HOURS_TEXT]);

#endif
