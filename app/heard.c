/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Detectors and the ear know nothing of each other; here one is told the other. */
#include "app/heard.h"

#include <stdlib.h>

static void take_one_ways(const struct hearing *s, struct heard *h)
{
	struct hearing_one_way w;

	while (h->one_way_count < HEARD_ONE_WAYS &&
		hearings_one_way(s, h->one_way_count, &w)) {
		h->one_ways[h->one_way_count++] = (struct heard_one_way){
			.from = w.from,
			.to = w.to,
			.first_frame = w.first_frame,
			.last_frame = w.last_frame,
			.whole = w.whole,
			.digital = w.digital,
			.other_s = w.other_s,
		};
	}
}

static void take_echo(const struct hearing *s, struct heard *h)
{
	static const enum heard_echo kinds[] = {
		[ECHO_UNKNOWN] = HEARD_ECHO_UNKNOWN,
		[ECHO_NONE] = HEARD_ECHO_NONE,
		[ECHO_FOUND] = HEARD_ECHO_FOUND,
		[ECHO_LOOP] = HEARD_ECHO_LOOP,
	};

	if (s->echo_looked) {
		h->echo = kinds[s->echo.kind];
		h->echo_sure = s->echo.sure;
		h->echo_ms = s->echo.delay_ms;
		h->echo_weaker_db = s->echo.attenuation_db;
	}
}

static void take(const struct hearing *s, struct heard *h)
{
	double share = 0;

	h->stream = s->stream;
	h->why = hearing_state_text(s);
	if (h->why || s->state != HEARING_MEASURED) {
		h->why = h->why ? h->why : "it holds no sound";
		return;
	}
	h->active_dbov = level_active(&s->level, &share);
	h->peak_dbov = level_peak(&s->level);
	h->speech_s = share * s->sound_s;
	h->clips = s->level.clips;
	h->clipped_pct = s->level.count ? 100.0 * (double)s->level.clipped /
						  (double)s->level.count
					: 0;
	if (s->partner && s->partner->state == HEARING_MEASURED) {
		h->partner = s->partner->stream;
		hearings_together(s, &h->both_s, &h->either_s);
	}
	take_one_ways(s, h);
	take_echo(s, h);
}

int heard_make(const struct book *book, const struct hearings *hearings,
	struct heard_all *ret)
{
	size_t n = 0;

	for (const struct stream *s = book->streams; s; s = s->next) {
		n = s->id > n ? s->id : n;
	}
	*ret = (struct heard_all){calloc(n + 1, sizeof(*ret->list)), n};
	if (!ret->list) {
		return -1;
	}
	for (const struct stream *s = book->streams; s; s = s->next) {
		const struct hearing *h = hearings_of(hearings, s);
		if (h && s->id >= 1) {
			take(h, &ret->list[s->id - 1]);
		}
	}
	return 0;
}
