/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words become days and times; a word that is neither makes all unreadable,
 * since a rule that is half understood would accuse somebody. */
#include "detect/hours.h"

#include "detect/thresholds.h"

#define DAY_MINUTES 1440U

static const char names[7][3] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};

/* "Mo", or more letters of it. */
static bool day(struct slice word, uint8_t *ret)
{
	for (uint8_t i = 0; i < 7; i++) {
		if (slice_istarts(word, names[i])) {
			*ret = i;
			return true;
		}
	}
	return false;
}

static bool is_letter(struct slice word)
{
	char c = word.n ? (char)(word.p[0] | 0x20) : '0';

	return c >= 'a' && c <= 'z';
}

static bool days(struct slice word, struct hours_time *ret)
{
	struct slice last = word;
	struct slice first = slice_cut(&last, '-');

	return day(first, &ret->first) &&
	       (last.p ? day(last, &ret->last)
		       : day(first, &ret->last));
}

/* "8", "08:30", "24:00". */
static bool minute(struct slice word, uint16_t *ret)
{
	struct slice rest = word;
	struct slice hour = slice_cut(&rest, ':');
	uint64_t h;
	uint64_t m = 0;

	if (!slice_u64(hour, 24, &h) || (rest.p && !slice_u64(rest, 59, &m)) ||
		h * 60 + m > DAY_MINUTES) {
		return false;
	}
	*ret = (uint16_t)(h * 60 + m);
	return true;
}

static bool times(struct slice word, struct hours_time *ret)
{
	struct slice to = word;
	struct slice from = slice_cut(&to, '-');

	return to.p && minute(from, &ret->from) && minute(to, &ret->to) &&
	       ret->from != ret->to;
}

static bool date(struct slice word, struct hours_day *ret)
{
	struct slice c = word;
	struct slice a = slice_cut(&c, '-');
	struct slice b = slice_cut(&c, '-');
	uint64_t year = 0;
	uint64_t month;
	uint64_t n;

	if (c.p && !slice_u64(a, 9999, &year)) {
		return false;
	}
	if (!slice_u64(c.p ? b : a, 12, &month) ||
		!slice_u64(c.p ? c : b, 31, &n) || !month || !n) {
		return false;
	}
	*ret = (struct hours_day){
		(uint16_t)year, (uint8_t)month, (uint8_t)n};
	return true;
}

bool hours_read(struct slice week, struct slice closed, struct hours *ret)
{
	struct hours_time t = {.last = 6};
	struct slice word;

	*ret = (struct hours){0};
	while (thresholds_word(&week, &word)) {
		if (is_letter(word)) {
			if (!days(word, &t)) {
				return false;
			}
			continue;
		}
		if (!times(word, &t) || ret->time_count == HOURS_TIMES) {
			return false;
		}
		ret->times[ret->time_count++] = t;
	}
	while (thresholds_word(&closed, &word)) {
		if (ret->day_count == HOURS_DAYS ||
			!date(word, &ret->days[ret->day_count])) {
			return false;
		}
		ret->day_count++;
	}
	return ret->time_count > 0;
}

static bool is_closed(const struct hours *hours, ns_t ts)
{
	time_t when = (time_t)(ts / NS_PER_S);
	struct tm tm;

	if (!gmtime_r(&when, &tm)) {
		return false;
	}
	for (unsigned i = 0; i < hours->day_count; i++) {
		const struct hours_day *d = &hours->days[i];
		if (d->month == tm.tm_mon + 1 && d->day == tm.tm_mday &&
			(!d->year || d->year == tm.tm_year + 1900)) {
			return true;
		}
	}
	return false;
}

static bool of_day(const struct hours_time *t, unsigned weekday)
{
	return t->first <= t->last
		       ? weekday >= t->first && weekday <= t->last
		       : weekday >= t->first || weekday <= t->last;
}

/* The epoch was a Thursday. */
static unsigned weekday_of(ns_t ts)
{
	return (unsigned)((ts / (86400 * NS_PER_S) + 3) % 7);
}

bool hours_open(const struct hours *hours, ns_t ts)
{
	unsigned weekday = weekday_of(ts);
	unsigned now = (unsigned)(ts / (60 * NS_PER_S) % DAY_MINUTES);
	bool closed = is_closed(hours, ts);
	bool closed_before = is_closed(hours, ts - 86400 * NS_PER_S);

	for (unsigned i = 0; i < hours->time_count; i++) {
		const struct hours_time *t = &hours->times[i];
		bool past = t->to <= t->from;
		if (!closed && of_day(t, weekday) && now >= t->from &&
			(past || now < t->to)) {
			return true;
		}
		if (past && !closed_before && of_day(t, (weekday + 6) % 7) &&
			now < t->to) {
			return true;
		}
	}
	return false;
}

const char *hours_text(ns_t ts, char ret[HOURS_TEXT])
{
	time_t when = (time_t)(ts / NS_PER_S);
	struct tm tm = {0};

	(void)gmtime_r(&when, &tm);
	(void)snprintf(ret, HOURS_TEXT, "%s %04d-%02d-%02d %02d:%02d",
		names[weekday_of(ts)], tm.tm_year + 1900, tm.tm_mon + 1,
		tm.tm_mday, tm.tm_hour, tm.tm_min);
	return ret;
}
